package recompute_test

import (
	"testing"
	"time"

	"waymark/internal/recompute"
)

// A correction is in the record of how the measure's figures moved from then on, and not before; a run that finds nothing
// new writes nothing.
func TestRevisionsAreRecorded(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	if counts := w.run(meeting, recompute.All, 2); counts.Revisions.Written != 0 {
		t.Errorf("nothing was revised yet: %+v", counts.Revisions)
	}
	w.correct("RTE", "eps", "Q2018-01", "2018-12-01", 150, 300)
	later := time.Date(2018, 12, 2, 0, 0, 0, 0, time.UTC)
	if counts := w.run(later, recompute.Stale, 2); counts.Revisions.Written != 1 {
		t.Errorf("the correction: %+v", counts.Revisions)
	}
	records, err := w.db.Revisions(t.Context(), nil, later)
	if err != nil || len(records) != 1 || records[0].Measure != "eps" || !records[0].KnownFrom.Equal(later) {
		t.Fatalf("%+v, %v", records, err)
	}
	// 29 returns, an estimate of the footprint, and no plan. RTE's from January to March was 61% for a quarter and two months.
	r := records[0].Record
	if r.Figures != 30 || r.Revised != 1 || len(r.Ages) < 2 || r.Ages[0].Moved != 1 || r.Ages[1].Moved != 1 || r.Ages[0].Median != 11 {
		t.Errorf("%+v", r)
	}
	if before, err := w.db.Revisions(t.Context(), []string{"eps"}, meeting); err != nil || len(before) != 0 {
		t.Errorf("before the correction: %+v, %v", before, err)
	}
	if counts := w.run(later.AddDate(0, 0, 1), recompute.All, 2); counts.Revisions.Written != 0 || counts.Revisions.Unchanged != 1 {
		t.Errorf("a second run: %+v", counts.Revisions)
	}
	w.exec(`DELETE FROM observation WHERE known_to <> 'infinity'`)
	if counts := w.run(later.AddDate(0, 0, 2), recompute.All, 2); counts.Revisions.Closed != 1 {
		t.Errorf("nothing moved any more: %+v", counts.Revisions)
	}
}
