package store

import (
	"encoding/json"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// What is written into the short form must come back, with all kinds of periods, states and marks.
func TestTrajectoryDetailComesBack(t *testing.T) {
	quarter := period.Of(period.KindQuarter, period.Date(2018, 7, 1))
	year := period.Of(period.KindFinancialYear, period.Date(2015, 7, 1))
	next, late := quarter.Next(), quarter.Add(8)
	band := maturity.BandPoint{Period: next, Median: 77, Low50: 70, High50: 80.25, Low80: 61, High80: 93, Low95: 50, High95: 99}
	for name, want := range map[string]maturity.Trajectory{
		"nothing":  {Reason: "There is no figure yet.", RequiredPer: math.NaN(), AchievedPer: math.NaN()},
		"no trend": {RequiredPer: math.NaN(), AchievedPer: math.NaN(), Trend: &maturity.Trend{Verdict: maturity.TrendUnknown, Reason: "4 figures so far"}},
		"everything": {
			Reason: `Quotes " and \ and a tab	`, RequiredPer: -1.5, AchievedPer: 0,
			Baseline:  &maturity.PathPoint{Period: year, State: maturity.Reported, Value: 30, HasValue: true, Source: "estimate", Flags: maturity.Estimated},
			Latest:    &maturity.PathPoint{Period: quarter, State: maturity.Reported, Value: 0, HasValue: true, Provisional: true, Illustrative: true, Reporting: 8, Expected: 9},
			Observed:  []maturity.PathPoint{{Period: year, State: maturity.NotAvailable, Source: "return"}, {Period: quarter, State: maturity.Reported, HasValue: true, Value: 1e-7}},
			Plan:      []maturity.RequiredPoint{{Period: next, Value: 80}, {Period: late, Value: 85}},
			Required:  []maturity.RequiredPoint{{Period: quarter, Value: 57}, {Period: next, Value: 58}},
			Projected: []maturity.BandPoint{band}, AtDue: &band, Arrival: &next, NotBefore: &late,
			Chances: &maturity.ArrivalChances{First: next, Last: late, Early: &next, Middle: &late, Never: 0.125},
			Breaks:  []maturity.Break{{Day: period.Date(2017, 4, 1), Kind: maturity.BreakMarked, Reason: `Late "data"`, By: "analyst"}},
			Trend:   &maturity.Trend{Verdict: maturity.TrendBetter, ChiSquared: 12.5, First: maturity.PathPoint{Period: year, State: maturity.Reported, Value: 30, HasValue: true}, Last: maturity.PathPoint{Period: quarter, State: maturity.Reported, Value: 41, HasValue: true, Source: "return"}},
			RollUp:  &maturity.RollUpNote{Period: period.Of(period.KindQuarter, period.Date(2018, 7, 1)), Method: maturity.RollUpRatio, Reporting: 8, Expected: 9, Missing: []string{"RTE"}},
			Control: &maturity.Control{Status: maturity.ControlCharted, Count: 12, Absent: 1, Trial: true, Mean: 50, Lower: -1.25, Upper: 101.25, Variation: "concern_low", Assurance: "fail", Rules: ".012345678000"},
		},
	} {
		text, err := json.Marshal(detailOf(want))
		if err != nil {
			t.Fatal(err)
		}
		var got maturity.Trajectory
		d, err := readDetail(text)
		if err != nil {
			t.Fatal(err)
		}
		if err := d.fill(&got); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got, cmpopts.EquateNaNs()); diff != "" {
			t.Errorf("%s:\n%s", name, diff)
		}
		again, _ := json.Marshal(detailOf(got))
		if string(again) != string(text) {
			t.Errorf("%s: other bytes the second time:\n%s\n%s", name, text, again)
		}
	}
}

func TestPiecesEndAtLineEnds(t *testing.T) {
	var lines []byte
	for range 5000 {
		lines = append(lines, "a line of some forty characters, all alike\n"...)
	}
	n := 0
	for piece := range pieces(lines) {
		if piece[len(piece)-1] == '\n' || piece[:6] != "a line" {
			t.Fatalf("%q ... %q", piece[:10], piece[len(piece)-10:])
		}
		n += len(piece) + 1
	}
	if n != len(lines) {
		t.Errorf("%d of %d bytes", n, len(lines))
	}
}

// The quick reader reads what the general one reads, however the database spaces and orders it, and refuses what is no
// detail.
func TestDetailIsReadAsTheGeneralReaderReadsIt(t *testing.T) {
	for _, text := range []string{
		`{}`, `{ "reason" : "" }`, `{"reason":"a, b: {c} [d] \"e\" \\"}`, `{"due": {"period": "M2020-03", "band": [1, 2, 3, 4, 5, 6, 7]}, "reason": "\u00e9\ud83d\ude00 é"}`,
		`{"latest": ["M2018-12", 1, 44.5, "a, \"b\" ] c", 0, 1], "baseline": ["FY2015",1,0,""], "sources": ["x", "y"], "required_per": null, "achieved_per": -1.5}`,
		`{"plan": "M2018-01:1;2", "later_member": {"a": [1, {"b": "}"}]}, "roll_up": {"reporting": 2, "missing": ["R]E"]}, "observed": "M2018-01:1,1,0,0,1,0,0"}`,
	} {
		var want trajectoryDetail
		if err := json.Unmarshal([]byte(text), &want); err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		got, err := readDetail([]byte(text))
		if diff := cmp.Diff(want, got, cmpopts.EquateNaNs()); diff != "" || err != nil {
			t.Errorf("%s: %v\n%s", text, err, diff)
		}
	}
	for _, text := range []string{``, `[]`, `null`, `{`, `{"reason"`, `{"reason":`, `{"reason":"a`, `{"latest":[]}`, `{"latest":["M2018-12",1,2]}`, `{"latest":["M2018-12",1,"x",""]}`,
		`{"latest":["M2018-12",1,1,"",0,1,2,3,4]}`, `{"required_per":x}`, `{"reason":"a"} more`} {
		if d, err := readDetail([]byte(text)); err == nil {
			t.Errorf("%s was read: %+v", text, d)
		}
	}
}
