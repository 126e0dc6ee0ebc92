package recompute_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"waymark/internal/maturity"
	"waymark/internal/recompute"
)

func TestSecondRunWritesNothingAndWorkersDoNotShow(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	first := w.run(meeting, recompute.All, 1)
	if first.Trajectories.Written < 6 || first.RollUps.Written != 11 || first.Benchmarks.Written != 1+2+1+1 {
		t.Errorf("first run: %+v", first)
	}
	stored := w.dump()
	if again := w.run(meeting.Add(time.Hour), recompute.All, 3); again.Computed != 0 || again.Map()["written"] != 0 || again.Map()["closed"] != 0 || w.dump() != stored {
		t.Errorf("second run: %+v", again)
	} else if got := again.Map()["unchanged"]; first.Map()["unchanged"] != 0 || got != first.Trajectories.Written {
		t.Errorf("%d of %d results are unchanged, and %d were at first", got, first.Trajectories.Written, first.Map()["unchanged"])
	}
	other := newWorld(t)
	other.run(meeting, recompute.All, 4)
	if other.dump() != stored {
		t.Error("four workers give other bytes than one")
	}
}

func TestFootprintAddsCountsAndSaysWhoIsMissing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.run(meeting, recompute.All, 2)
	glos := w.trajectory("glos", "eps", "eps-glos", meeting)
	if n := len(glos.Observed); n != 11 || glos.Observed[0].Source != "estimate" || glos.Observed[0].Value != 30 {
		t.Fatalf("%d points, first %+v", n, glos.Observed[0])
	}
	// April to June 2018: 192 of 300 and 66 of 100 make 64.5 %, not the average of 64 % and 66 %.
	if p := glos.Observed[9]; p.Value != 64.5 || p.Reporting != 2 || p.Expected != 2 || p.Provisional {
		t.Errorf("two of two: %+v", p)
	}
	if p := glos.Observed[10]; p.Value != 67 || p.Reporting != 1 || p.Expected != 2 || !p.Provisional {
		t.Errorf("one of two, so hollow: %+v", p)
	}
	// The newest value, from which one return is missing, is not the latest complete one: the note says which it speaks of.
	if n := glos.RollUp; n == nil || n.Period.Code() != "Q2018-07" || n.Reporting != 1 || glos.Latest.Period.Code() != "Q2018-04" {
		t.Errorf("note %+v beside %+v", glos.RollUp, glos.Latest)
	}
	if glos.Baseline.Value != 30 || glos.Latest.Value != 64.5 {
		t.Errorf("baseline %+v, latest %+v", glos.Baseline, glos.Latest)
	}
	values, err := w.db.RollUps(t.Context(), []maturity.OrganisationID{w.id("glos")}, []string{"eps"}, meeting)
	if err != nil || len(values) != 10 {
		t.Fatalf("%d roll-ups, %v", len(values), err)
	}
	if v := values[9]; v.Method != maturity.RollUpRatio || v.Numerator != 201 || v.Denominator != 300 || len(v.Missing) != 1 || v.Missing[0] != "R1J" {
		t.Errorf("%+v", v)
	}
	// A value of the footprint's own wins over the one made of its members.
	w.value("glos", "eps", "Q2018-04", 60, "estimate", "2018-11-20")
	w.run(meeting.AddDate(0, 0, 7), recompute.All, 2)
	if p := w.trajectory("glos", "eps", "eps-glos", meeting.AddDate(0, 0, 7)).Observed[9]; p.Value != 60 || p.Source != "estimate" || p.Expected != 0 {
		t.Errorf("%+v", p)
	}
}

func TestTargetsReachWhomTheyAreMeantFor(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.run(meeting, recompute.All, 2)
	list, err := w.db.Summaries(t.Context(), []maturity.OrganisationID{w.id("RTE"), w.id("ZZZ"), w.id("GCC"), w.id("glos")}, nil, meeting)
	if err != nil {
		t.Fatal(err)
	}
	code := map[maturity.OrganisationID]string{w.id("RTE"): "RTE", w.id("ZZZ"): "ZZZ", w.id("GCC"): "GCC", w.id("glos"): "glos"}
	var got []string
	for _, s := range list {
		status := string(s.Status)
		if status == "on_track" || status == "at_risk" || status == "unlikely" {
			status = "judged" // by the forecast, whose own tests say how
		}
		got = append(got, fmt.Sprintf("%s %s %s: %s", code[s.Organisation], s.Measure, s.Target, status))
		if s.Observed != nil || s.Projected != nil || s.Reason == "" {
			t.Errorf("a summary carries paths, or no reason: %+v", s)
		}
	}
	want := `glos eps eps-80: judged
glos eps eps-glos: judged
glos leadership : no_target
RTE eps eps-80: judged
RTE eps eps-glos: judged
RTE leadership : no_target
GCC eps council-90: too_little
GCC eps eps-80: too_little
GCC eps eps-glos: too_little
GCC social : no_target
ZZZ eps eps-80: judged`
	if strings.Join(got, "\n") != want {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), want)
	}
	if plan := w.trajectory("RTE", "eps", "eps-80", meeting).Plan; len(plan) != 1 || plan[0].Value != 75 {
		t.Errorf("plan %+v", plan)
	}
}

func TestBenchmarksOfTheOwnAndAnotherInstrument(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.run(meeting, recompute.All, 2)
	list, err := w.db.Positions(t.Context(), []maturity.OrganisationID{w.id("RTE"), w.id("R1J"), w.id("GCC")}, nil, meeting)
	if err != nil || len(list) != 3 {
		t.Fatalf("%+v, %v", list, err)
	}
	for i, want := range []struct {
		reference  float64
		place      maturity.Position
		indicative bool
	}{{77, maturity.PositionAbove, false}, {77, maturity.PositionBelow, false}, {77, maturity.PositionAbove, true}} {
		if p := list[i]; p.Reference != want.reference || p.Position != want.place || p.Indicative != want.indicative || p.Centile == p.Centile || want.indicative != strings.Contains(p.Reason, "another instrument") {
			t.Errorf("%+v", p)
		}
	}
	values, err := w.db.Benchmarks(t.Context(), []string{"leadership"}, meeting)
	if err != nil || len(values) != 1 || values[0].Value != 77 || values[0].Period.Code() != "FY2015" {
		t.Errorf("%+v, %v", values, err)
	}
}

func TestCorrectionChangesWhatIsKnownFromThenOn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.run(meeting, recompute.All, 2)
	before := w.trajectory("RTE", "eps", "eps-80", meeting)
	w.correct("RTE", "eps", "Q2018-07", "2018-12-01", 150, 300)
	later := time.Date(2018, 12, 2, 0, 0, 0, 0, time.UTC)
	counts := w.run(later, recompute.Stale, 2)
	if counts.Measures != 1 || counts.Trajectories.Written != 4 { // two of RTE, two of the footprint; not ZZZ, not R1J
		t.Errorf("%+v", counts)
	}
	if now := w.trajectory("RTE", "eps", "eps-80", later); now.Latest.Value != 50 || !now.KnownFrom.Equal(later) || now.Status == before.Status {
		t.Errorf("now %+v, %s", now.Latest, now.Status)
	}
	if then := w.trajectory("RTE", "eps", "eps-80", meeting); then.Reason != before.Reason || !then.KnownTo.Equal(later) {
		t.Errorf("as at the meeting: %s until %v", then.Reason, then.KnownTo)
	}
	stale, err := w.db.StaleSeries(t.Context())
	if err != nil || len(stale) != 0 {
		t.Errorf("still stale: %v, %v", stale, err)
	}
	// Nothing is put in front of what is there: a run for an earlier time leaves the later results alone.
	dump := w.dump()
	if counts := w.run(meeting.AddDate(0, 0, 2), recompute.All, 2); counts.Trajectories.Later != 4 || w.dump() != dump {
		t.Errorf("a run for an earlier time: %+v", counts)
	}
	// A run for the same time with other inputs replaces its own results.
	w.correct("RTE", "eps", "Q2018-04", "2018-12-01T12:00:00Z", 30, 300)
	if counts := w.run(later, recompute.Stale, 2); counts.Trajectories.Written != 4 {
		t.Errorf("the same time again: %+v", counts)
	}
}

func TestMarkOutlivesARunForATimeBeforeIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.run(meeting, recompute.All, 2)
	w.correct("RTE", "eps", "Q2018-07", "2018-12-01", 150, 300)
	w.run(meeting.AddDate(0, 0, 1), recompute.Stale, 2)
	if stale, err := w.db.StaleSeries(t.Context()); err != nil || len(stale) != 1 {
		t.Errorf("the correction is forgotten: %v, %v", stale, err)
	}
}

func TestDateThatPasses(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.run(meeting, recompute.All, 2)
	next := time.Date(2019, 1, 2, 0, 0, 0, 0, time.UTC)
	counts := w.run(next, recompute.All, 2)
	if got := w.trajectory("RTE", "eps", "eps-glos", next); got.Status != maturity.StatusPastDue {
		t.Errorf("%s: %s", got.Status, got.Reason)
	}
	if got := w.trajectory("RTE", "eps", "eps-80", next); !got.KnownFrom.Equal(meeting) {
		t.Error("a target that is not due was written again")
	}
	if counts.Trajectories.Written == 0 || counts.Trajectories.Written > 4 {
		t.Errorf("%+v", counts)
	}
}

func TestChangedDefinitionsMakeTheirSeriesStale(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.run(meeting, recompute.All, 2)
	next := meeting.AddDate(0, 0, 1)
	if counts := w.run(next, recompute.Stale, 2); counts.Marked != 0 || counts.Measures != 0 {
		t.Errorf("nothing changed, and yet %+v", counts)
	}
	w.c.Targets[0].Value, w.c.Targets[0].Hash = 60, "2"
	if counts := w.run(next, recompute.Stale, 2); counts.Measures != 1 || counts.Marked == 0 {
		t.Errorf("%+v", counts)
	}
	if got := w.trajectory("RTE", "eps", "eps-80", next); got.Status != maturity.StatusMet {
		t.Errorf("%s: %s", got.Status, got.Reason)
	}
	w.c.Targets = w.c.Targets[1:] // the national target is gone, and a measure with it
	w.c.Measures = w.c.Measures[:2]
	w.c.Index()
	after := next.AddDate(0, 0, 1)
	if counts := w.run(after, recompute.All, 2); counts.Trajectories.Closed == 0 || counts.Closed == 0 {
		t.Errorf("%+v", counts)
	}
	list, err := w.db.Summaries(t.Context(), []maturity.OrganisationID{w.id("RTE"), w.id("GCC")}, nil, after)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range list {
		if s.Target == "eps-80" || s.Measure == "social" {
			t.Errorf("still there: %+v", s)
		}
	}
}

func TestStopsBetweenMeasures(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, cancel := context.WithCancel(t.Context())
	r := recompute.New(w.db, w.db, w.c, recompute.Options{Progress: func(done, of int) { cancel() }})
	counts, err := r.Run(ctx, meeting, recompute.All)
	if err == nil || counts.Measures != 1 || counts.Trajectories.Written == 0 {
		t.Errorf("%+v, %v", counts, err)
	}
	if rest := w.run(meeting, recompute.All, 2); rest.Measures != 3 || rest.Trajectories.Written == 0 {
		t.Errorf("the run after it: %+v", rest)
	}
}

// What was computed is computed again after an interruption, from the earliest time on. A result that has ended since
// has no open row any more; it is history all the same and stays as it is.
func TestAResultThatEndedLaterIsNotOpenedAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.run(meeting, recompute.All, 2)
	w.exec(`UPDATE observation SET known_to = '2018-12-01' WHERE organisation_id = $1 AND measure_id = (SELECT id FROM measure WHERE ref = 'leadership')`, w.id("R1J"))
	later := time.Date(2018, 12, 2, 0, 0, 0, 0, time.UTC)
	if counts := w.run(later, recompute.All, 2); counts.Benchmarks.Closed != 1 {
		t.Fatalf("the position has not ended: %+v", counts)
	}
	dump := w.dump()
	for _, asAt := range []time.Time{meeting, meeting.AddDate(0, 0, 2)} {
		if counts := w.run(asAt, recompute.All, 2); counts.Benchmarks.Later == 0 || w.dump() != dump {
			t.Errorf("as at %v: %+v", asAt, counts)
		}
	}
}
