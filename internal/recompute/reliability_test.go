package recompute_test

import (
	"slices"
	"sync"
	"testing"
	"time"

	"waymark/internal/forecast"
	"waymark/internal/maturity"
	"waymark/internal/recompute"
	"waymark/internal/stat"
	"waymark/internal/trajectory"
)

func (w *world) record(measure string, asAt time.Time) maturity.Reliability {
	w.Helper()
	list, err := w.db.Reliability(w.Context(), []string{measure}, asAt)
	if err != nil || len(list) != 1 {
		w.Fatalf("%d records of %s: %v", len(list), measure, err)
	}
	return list[0]
}

// What was forecast in November 2017 is scored in November 2018: four quarters of two trusts, three of the trust whose
// last return is missing, and three of the footprint, whose last value is therefore not complete.
func TestForecastsAreScoredWhenTheirFiguresCome(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	before := meeting.AddDate(-1, 0, 0)
	w.run(before, recompute.All, 2)
	if r := w.record("eps", before); r.Stated.Figures != 0 || r.Stated.Verdict != maturity.VerdictTooFew {
		t.Errorf("scored before its date: %+v", r.Stated)
	}
	for _, day := range []int{1, 2, 3} { // a computation a day: still one forecast
		w.run(before.AddDate(0, 0, day), recompute.All, 2)
	}
	w.run(meeting, recompute.All, 2)
	r := w.record("eps", meeting)
	if s := r.Stated; s.Figures != 14 || s.Organisations != 4 || s.Periods != 4 || s.Corrected != 0 || s.Statements == 0 {
		t.Errorf("stated: %+v", s)
	}
	if basis, _ := r.Leading(); basis != maturity.BasisBackTest {
		t.Errorf("judged by the %s one, which is smaller: %+v", basis, r)
	}
	if then := w.record("eps", before.AddDate(0, 0, 10)); then.Stated.Figures != 0 {
		t.Errorf("the record as known then: %+v", then.Stated)
	}
	written := w.dump()
	counts := w.run(meeting.Add(time.Hour), recompute.All, 1)
	if counts.Reliability.Written != 0 || counts.Reliability.Unchanged == 0 || w.dump() != written {
		t.Errorf("a second run: %+v", counts.Reliability)
	}
}

// The record does not depend on the number of workers.
func TestTheRecordIsTheSameWhateverTheWorkers(t *testing.T) {
	t.Parallel()
	one, three := newWorld(t), newWorld(t)
	one.run(meeting, recompute.All, 1)
	three.run(meeting, recompute.All, 3)
	if one.dump() != three.dump() {
		t.Error("they differ")
	}
}

// listener forecasts nothing in particular and remembers what it was told.
type listener struct {
	mu   *sync.Mutex
	told *[][]float64
}

func (l listener) Forecast(in forecast.Input) ([]stat.Predictive, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	*l.told = append(*l.told, slices.Clone(in.Series.Values))
	return make([]stat.Predictive, in.Horizon), nil
}

func (w *world) listen(asAt time.Time) (told [][]float64) {
	w.Helper()
	l := listener{&sync.Mutex{}, &told}
	_, err := recompute.New(w.db, w.db, w.c, recompute.Options{Workers: 1, Method: func() trajectory.Forecaster { return l }}).Run(w.Context(), asAt, recompute.All)
	if err != nil {
		w.Fatal(err)
	}
	return told
}

// A correction of October 2018 is no part of what is forecast for the days before it.
func TestALaterCorrectionDoesNotChangeWhatWasKnownThen(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.correct("RTE", "eps", "Q2016-04", "2018-10-01", 99, 300) // 33 instead of 40
	var asThen, asNow []int
	for _, values := range w.listen(meeting) {
		if len(values) < 2 || values[1] != 43 {
			continue // another organisation
		}
		switch values[0] {
		case 40:
			asThen = append(asThen, len(values))
		case 33:
			asNow = append(asNow, len(values))
		}
	}
	// At the end of a quarter the figure for the quarter before is the newest. Three figures are too few, so from the
	// first day the four of today are taken; and today's own forecast knows all ten.
	slices.Sort(asNow)
	if !slices.Equal(asThen, []int{4, 5, 6, 7, 8}) || !slices.Equal(asNow, []int{4, 10}) {
		t.Errorf("with the value of the time %v, with the corrected one %v", asThen, asNow)
	}
	if r := w.record("eps", meeting); r.BackTest.Corrected == 0 || r.BackTest.Corrected == r.BackTest.Figures {
		t.Errorf("%d of %d from corrected figures", r.BackTest.Corrected, r.BackTest.Figures)
	}
}

// Where the whole history came in at once, nothing was known on past days, and the record says so.
func TestAHistoryLoadedInOneGo(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.exec(`UPDATE observation SET known_from = '2018-11-01'`)
	w.run(meeting, recompute.All, 2)
	if b := w.record("eps", meeting).BackTest; b.Figures == 0 || b.Corrected != b.Figures || b.Organisations != 3 {
		t.Errorf("%+v", b)
	}
	if list, err := w.db.Reliability(w.Context(), []string{"leadership"}, meeting); len(list) != 0 || err != nil {
		t.Errorf("one figure has no past: %+v %v", list, err)
	}
}
