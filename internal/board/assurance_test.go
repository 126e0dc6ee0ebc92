package board

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"waymark/internal/maturity"
	"waymark/internal/spc"
)

func chartOf(variation spc.Variation, assurance spc.Assurance) *maturity.Control {
	return &maturity.Control{Status: maturity.ControlCharted, Count: 14, Variation: variation.String(), Assurance: assurance.String()}
}

func entry(name string, c *maturity.Control) placed {
	return placed{AssuranceEntry{Organisation: maturity.Organisation{ShortName: name}, Label: name}, c}
}

// What the matrix says first: who gets worse, who will miss the target if nothing changes, out of how many, and for how
// many nothing can be said.
func TestWhatAnAssuranceMatrixSays(t *testing.T) {
	few := &maturity.Control{Status: maturity.ControlTooFew, Count: 10}
	flat := &maturity.Control{Status: maturity.ControlTooLittleVariation, Count: 30}
	for _, c := range []struct {
		name string
		list []placed
		want string
	}{
		{"nobody", nil, "There is nothing to place: no trust has this figure."},
		{"too few figures", []placed{entry("Avon", few), entry("Severn", few)},
			"Nothing can be said yet: none of 2 trusts has a control chart, which needs 12 figures of one kind of period."},
		{"one, with too few figures", []placed{entry("Avon", few)},
			"Nothing can be said yet: the only trust has no control chart, which needs 12 figures of one kind of period."},
		{"all is well", []placed{entry("Avon", chartOf(spc.CommonCause, spc.Pass)), entry("Severn", chartOf(spc.ImprovementHigh, spc.Inconsistent))},
			"Of 2 trusts with a control chart none gets worse, and none will miss the target every time if nothing changes."},
		{"one gets worse", []placed{entry("Avon", chartOf(spc.ConcernLow, spc.Inconsistent)), entry("Severn", chartOf(spc.CommonCause, spc.Pass)), entry("Wye", flat)},
			"1 of 2 trusts gets worse: Avon. None will miss the target every time if nothing changes. For 1 more nothing can be said."},
		{"some will miss the target", []placed{entry("Wye", chartOf(spc.CommonCause, spc.Fail)), entry("Avon", chartOf(spc.ImprovementHigh, spc.Fail))},
			"2 of 2 trusts will miss the target every time if nothing changes: Avon and Wye. None gets worse."},
		{"both", []placed{entry("Wye", chartOf(spc.ConcernHigh, spc.Fail)), entry("Avon", chartOf(spc.ConcernLow, spc.NoAssurance)), entry("Usk", nil)},
			"2 of 2 trusts get worse: Avon and Wye. 1 will miss the target every time if nothing changes: Wye. For 1 more nothing can be said."},
		{"no target, and neither direction is better", []placed{entry("Wye", chartOf(spc.NeutralHigh, spc.NoAssurance))},
			"Of 1 trust with a control chart none gets worse, and there is no target to judge by."},
	} {
		if got := assuranceOf("", "trust", c.list).Sentence; got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.want)
		}
	}
}

// Where each verdict stands.
func TestWhereAVerdictStands(t *testing.T) {
	for _, c := range []struct {
		control *maturity.Control
		want    string
	}{
		{chartOf(spc.ConcernHigh, spc.Fail), "Getting worse / Misses the target"},
		{chartOf(spc.ConcernLow, spc.Pass), "Getting worse / Meets the target"},
		{chartOf(spc.ImprovementLow, spc.Inconsistent), "Getting better / Hit or miss"},
		{chartOf(spc.CommonCause, spc.NoAssurance), "No change: usual variation / No target to judge by"},
		{chartOf(spc.NeutralLow, spc.NoAssurance), "Changing, neither better nor worse / No target to judge by"},
		{&maturity.Control{Status: maturity.ControlTooFew, Count: 11}, "Too few figures for a control chart, which needs 12 (11 figures)"},
		{&maturity.Control{Status: maturity.ControlTooFew}, "No figure"},
		{&maturity.Control{Status: maturity.ControlTooLittleVariation, Count: 24}, "Hardly ever changes, so usual variation cannot be told"},
		{nil, "No figure"},
	} {
		if got := placesOf(assuranceOf("", "trust", []placed{entry("Avon", c.control)}), "Avon"); !slices.Equal(got, []string{c.want}) {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}

// placesOf lists every cell and list apart in which a name stands.
func placesOf(m *AssuranceMatrix, name string) (out []string) {
	for _, row := range m.Rows {
		for i, cell := range row.Cells {
			for _, e := range cell.Entries {
				if e.Label == name {
					out = append(out, row.Words+" / "+m.Columns[i].Words)
				}
			}
		}
	}
	for _, apart := range m.Apart {
		for _, e := range apart.Entries {
			if e.Label == name {
				words := apart.Words
				if e.Note != "" {
					words += " (" + e.Note + ")"
				}
				out = append(out, words)
			}
		}
	}
	return out
}

// However the verdicts fall, everybody stands in exactly one place, and the counts are of those who stand there.
func TestEverybodyStandsInOnePlace(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		control := rapid.Custom(func(t *rapid.T) *maturity.Control {
			c := maturity.Control{Status: rapid.SampledFrom([]maturity.ControlStatus{maturity.ControlTooFew, maturity.ControlTooLittleVariation, maturity.ControlCharted}).Draw(t, "status"),
				Count: rapid.IntRange(0, 40).Draw(t, "count")}
			if c.Status == maturity.ControlCharted {
				c.Variation = rapid.SampledFrom([]string{"", "common_cause", "improvement_high", "improvement_low", "concern_high", "concern_low", "neutral_high", "neutral_low"}).Draw(t, "variation")
				c.Assurance = rapid.SampledFrom([]string{"", "pass", "fail", "inconsistent"}).Draw(t, "assurance")
			}
			return &c
		})
		controls := rapid.SliceOfN(control, 0, 30).Draw(t, "controls")
		var list []placed
		for i, c := range controls {
			list = append(list, entry(fmt.Sprintf("Trust %02d", i), c))
		}
		m := assuranceOf("", "trust", list)
		for i := range controls {
			if places := placesOf(m, fmt.Sprintf("Trust %02d", i)); len(places) != 1 {
				t.Fatalf("trust %d %+v stands in %q", i, controls[i], places)
			}
		}
		inCells := 0
		for _, row := range m.Rows {
			for _, cell := range row.Cells {
				inCells += len(cell.Entries)
			}
		}
		if m.Placed != inCells || m.Total != len(controls) {
			t.Fatalf("%d placed and %d in all, of %d in cells and %d", m.Placed, m.Total, inCells, len(controls))
		}
	})
}
