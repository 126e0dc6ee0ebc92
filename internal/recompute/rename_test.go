package recompute_test

import (
	"strings"
	"testing"
	"time"

	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/recompute"
)

// Everything the stored words are made of gets another name; the next run for what is stale leaves none of the old ones
// behind, and the one after it has nothing to do.
func TestNoOldNameOutlivesTheNextRun(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.run(meeting, recompute.All, 2)
	if !strings.Contains(w.believed(), "DMA 2015/16") {
		t.Fatal("no stored reason names the other instrument")
	}
	w.c.Frameworks[0].Title = "Digital Maturity Assessment"
	w.c.Index()
	later := meeting.Add(time.Hour)
	if counts := w.run(later, recompute.Stale, 2); counts.Marked == 0 || counts.Measures != 1 {
		t.Errorf("a framework's name: %+v", counts)
	}
	if stored := w.believed(); strings.Contains(stored, "DMA 2015/16") || !strings.Contains(stored, "Digital Maturity Assessment") {
		t.Error("the old name of the instrument is still told")
	}
	w.c.Measures[0].Unit, w.c.Measures[0].Per, w.c.Measures[0].Hash = maturity.UnitScore, 100, "2" // as the loader does when anything in a definition changes
	w.c.Index()
	before := w.trajectory("RTE", "eps", "eps-80", later).Reason
	if counts := w.run(later.Add(time.Hour), recompute.Stale, 2); counts.Measures != 1 {
		t.Errorf("a measure: %+v", counts)
	}
	if after := w.trajectory("RTE", "eps", "eps-80", later.Add(time.Hour)).Reason; after == before {
		t.Errorf("the words of the old definition are still told: %s", after)
	}
	if counts := w.run(later.Add(2*time.Hour), recompute.Stale, 2); counts.Measures != 0 {
		t.Errorf("nothing was renamed: %+v", counts)
	}
}

// believed is all results that are believed now.
func (w *world) believed() (lines string) {
	for line := range strings.Lines(w.dump()) {
		if strings.Contains(line, "infinity") {
			lines += line
		}
	}
	return lines
}

// Results keep no names of organisations. What they do follow from (kinds, days, who belongs to whom) marks the series
// concerned, however it came into the database.
func TestOrganisationsThatChangeMarkWhatFollowsFromThem(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var kept []maturity.Fact
	for _, f := range []maturity.Fact{{Code: "ENG", Name: "England", Kind: "nation"}, {Code: "glos", Name: "Gloucestershire", Kind: "footprint"}, {Code: "RTE", Name: "Hospitals", Kind: "acute"},
		{Code: "R1J", Name: "Care Services", Kind: "community"}, {Code: "GCC", Name: "Council", Kind: "council"}, {Code: "ZZZ", Name: "Elsewhere", Kind: "acute"},
		{Code: "RTE", Relation: "member_of", Related: "glos"}, {Code: "R1J", Relation: "member_of", Related: "glos"}, {Code: "GCC", Relation: "member_of", Related: "glos"}} {
		f.Origin, f.Vintage = "seed:test", period.Date(2016, 1, 1)
		f.Detail.Kept = f.Relation == ""
		kept = append(kept, f)
	}
	load := func() {
		t.Helper()
		if _, err := w.db.LoadFacts(t.Context(), func(yield func(maturity.Fact, error) bool) {
			for _, f := range kept {
				if !yield(f, nil) {
					return
				}
			}
		}); err != nil {
			t.Fatal(err)
		}
	}
	load()
	now := time.Now
	w.run(now(), recompute.All, 2)
	for _, c := range []struct {
		what   string
		change func()
		want   int64 // measures that are made again
	}{
		{"the same list again", func() {}, 0},
		{"a new name", func() { kept[3].Name = "Community Services" }, 0},
		{"a new kind", func() { kept[3].Kind = "acute" }, 2},
		{"a day of closing", func() { d := period.Date(2018, 3, 31); kept[3].Until, kept[3].Detail.Dated = &d, true }, 2},
		{"no longer a member", func() { kept = append(kept[:7], kept[8:]...) }, 2},
	} {
		c.change()
		load()
		if counts := w.run(now(), recompute.Stale, 2); counts.Measures != c.want {
			t.Errorf("%s: %d measures were made again, want %d", c.what, counts.Measures, c.want)
		}
		if counts := w.run(now(), recompute.All, 2); counts.Map()["written"] != 0 || counts.Map()["closed"] != 0 {
			t.Errorf("%s: a full run still finds something: %+v", c.what, counts)
		}
	}
	for _, name := range []string{"Community Services", "Care Services", "Hospitals"} {
		if strings.Contains(w.dump(), name) {
			t.Errorf("results hold the name %s, and nothing renews it", name)
		}
	}
}
