package recompute_test

import (
	"testing"
	"time"

	"waymark/internal/maturity"
	"waymark/internal/recompute"
)

// A run of everything passes over measures that nothing is known of: they are most of a catalogue. It looks at those
// with a target for an organisation by name, and at those that only an old result is left of.
func TestMeasuresWithoutAnythingArePassedOver(t *testing.T) {
	w := newWorld(t)
	for _, id := range []string{"unused", "promised", "left-over"} {
		w.c.Measures = append(w.c.Measures, maturity.Measure{ID: id, Hash: "1", Unit: maturity.UnitPercent, High: 100, RollUp: maturity.RollUpMean})
	}
	w.c.Targets = append(w.c.Targets, maturity.Target{ID: "promised-50", Hash: "1", Measure: "promised", Operator: maturity.AtLeast, Value: 50, Organisation: "RTE"})
	w.c.Index()
	if err := w.db.SyncCatalogue(t.Context(), w.c); err != nil {
		t.Fatal(err)
	}
	w.exec(`INSERT INTO benchmark (measure_id, benchmark_ref, period_kind, period_start, known_from, value, peers)
		SELECT id, 'national', 3, '2016-04-01', '2016-05-01', 77, 4 FROM measure WHERE ref = 'left-over'`)

	first := w.run(meeting, recompute.All, 1)
	if first.Measures != 5 { // eps, leadership and social, the one promised and the one left over
		t.Errorf("%d measures were looked at", first.Measures)
	}
	if first.Benchmarks.Closed != 1 {
		t.Errorf("%d benchmarks were closed", first.Benchmarks.Closed)
	}
	if got := w.trajectory("RTE", "promised", "promised-50", meeting); got.Status != maturity.StatusTooLittle {
		t.Errorf("a target without any value is %q", got.Status)
	}
	second := w.run(meeting.Add(time.Hour), recompute.All, 1)
	if written := second.Map()["written"] + second.Map()["closed"]; second.Measures != 4 || written != 0 {
		t.Errorf("the second run looked at %d measures and changed %d results", second.Measures, written)
	}
}
