package board

import (
	"context"
	"errors"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"waymark/internal/collection"
	"waymark/internal/maturity"
	"waymark/internal/period"
)

// twice is a reader that knows other results at two times, and what changed between them.
type twice struct {
	Reader
	at       map[time.Time][]maturity.Trajectory
	restated []maturity.Restated
	arrived  []maturity.Arrived
	late     map[time.Time]int
	reads    int
}

func (w *twice) Summaries(_ context.Context, ids []maturity.OrganisationID, _ []string, at time.Time) (out []maturity.Trajectory, _ error) {
	w.reads++
	for _, t := range w.at[at] {
		if slices.Contains(ids, t.Organisation) {
			out = append(out, t)
		}
	}
	return out, nil
}

func (w *twice) RestatedFigures(context.Context, []maturity.OrganisationID, time.Time, time.Time) ([]maturity.Restated, error) {
	w.reads++
	return w.restated, nil
}

func (w *twice) ArrivedReturns(context.Context, []maturity.OrganisationID, time.Time, time.Time) ([]maturity.Arrived, error) {
	w.reads++
	return w.arrived, nil
}

func (w *twice) Basis(_ context.Context, _ maturity.Organisation, _ []string, _ period.Period, at time.Time) (collection.Counts, error) {
	w.reads++
	return collection.Counts{Expected: 9, Received: 9 - w.late[at], Late: w.late[at]}, nil
}

// shifting is a footprint whose members are others from a day on.
type shifting struct {
	Directory
	before, after []maturity.Organisation
	from          period.Day
}

func (c shifting) Members(_ maturity.OrganisationID, day period.Day) []maturity.Organisation {
	if day < c.from {
		return c.before
	}
	return c.after
}

var (
	glos   = maturity.Organisation{ID: 1, Code: "glos", Name: "Gloucestershire", ShortName: "Gloucestershire", Kind: maturity.KindFootprint}
	acute  = maturity.Organisation{ID: 2, Code: "RTE", Name: "Gloucestershire Hospitals", ShortName: "GHT", Kind: "acute"}
	mental = maturity.Organisation{ID: 3, Code: "RTQ", Name: "2gether", ShortName: "2gether", Kind: "mental_health"}
	june   = period.Date(2018, 6, 12)
	november,
	meeting = time.Date(2018, 11, 15, 23, 59, 0, 0, time.UTC), time.Date(2018, 6, 12, 23, 59, 0, 0, time.UTC)
	theMeeting = Since{Meeting: 7, Day: june, At: meeting, Words: "the meeting of 12 June 2018"}
)

func changing2018() (*maturity.Catalogue, Query) {
	c := &maturity.Catalogue{Measures: []maturity.Measure{percent}, Targets: []maturity.Target{by2020}}
	c.Index()
	return c, Query{Subject: glos, Directory: shifting{before: []maturity.Organisation{acute}, after: []maturity.Organisation{acute}}, AsAt: november, Today: period.Date(2018, 11, 15), Since: theMeeting}
}

// path is a trajectory of GHT with a latest figure.
func path(status maturity.Status, chance, value float64, p period.Period) maturity.Trajectory {
	return maturity.Trajectory{Organisation: acute.ID, Measure: percent.ID, Target: "t", Status: status, Probability: chance, Definition: "d",
		Latest: &maturity.PathPoint{Period: p, State: maturity.Reported, Value: value, HasValue: true}}
}

func said(t *testing.T, w *twice, q Query, change func(*maturity.Catalogue)) (Changes, []string) {
	t.Helper()
	c, _ := changing2018()
	if change != nil {
		change(c)
		c.Index()
	}
	got, err := New(c, w).WithChanges(w, w, nil).Changes(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	var rows []string
	for _, row := range got.Rows {
		rows = append(rows, strings.Join([]string{string(row.Kind), row.Organisation.Code, row.Title, row.Then, row.Now, row.Direction(), string(row.WhyKind), row.Why}, " | "))
	}
	return got, rows
}

// Every row as a board reads it: kind, whose, what, then, now, better or worse, and why.
func TestWhatChangedSinceAMeeting(t *testing.T) {
	q1 := q2.Add(-1)
	const what = "Discharge summaries within 24 hours"
	ownPath := func(value float64, p period.Period) maturity.Trajectory {
		own := path(maturity.StatusUnlikely, 0.2, value, p)
		own.Organisation = glos.ID
		return own
	}
	otherwise := path(maturity.StatusAtRisk, 0.6, 70, q1)
	otherwise.Definition = "e"
	merged := path(maturity.StatusAtRisk, 0.6, 75, q2)
	merged.Breaks = []maturity.Break{{Day: period.Date(2018, 10, 1), Kind: maturity.BreakMerger, Reason: "Stroud Hospital"}}
	for _, c := range []struct {
		name       string
		then, now  []maturity.Trajectory
		also       func(*twice)
		measure    func(*maturity.Measure)
		sentence   string
		want       []string
		after      []maturity.Organisation
		boundaries period.Day
	}{
		{name: "the same is no change", then: []maturity.Trajectory{path(maturity.StatusAtRisk, 0.6, 70, q1)}, now: []maturity.Trajectory{path(maturity.StatusAtRisk, 0.6, 70, q1)},
			sentence: "Nothing changed since the meeting of 12 June 2018"},
		{name: "a chance that dithers about 80 % is none", then: []maturity.Trajectory{path(maturity.StatusOnTrack, 0.81, 70, q1)}, now: []maturity.Trajectory{path(maturity.StatusAtRisk, 0.78, 70, q1)},
			sentence: "Nothing changed since the meeting of 12 June 2018"},
		{name: "a verdict that new figures made worse", then: []maturity.Trajectory{path(maturity.StatusOnTrack, 0.85, 70, q1)}, now: []maturity.Trajectory{path(maturity.StatusUnlikely, 0.35, 66, q2)},
			sentence: "1 thing changed, for the worse",
			want:     []string{"status | RTE | " + what + " | On track, chance about 85% | Unlikely, chance about 1 in 3 | worse | new data | New figure: 66% (Q2 2018/19), after 70% (Q1 2018/19)."}},
		{name: "a target that was met", then: []maturity.Trajectory{path(maturity.StatusOnTrack, 0.85, 70, q1)}, now: []maturity.Trajectory{path(maturity.StatusMet, 1, 86, q2)},
			sentence: "1 thing changed, for the better",
			want:     []string{"status | RTE | " + what + " | On track, chance about 85% | Met | better | new data | New figure: 86% (Q2 2018/19), after 70% (Q1 2018/19)."}},
		{name: "the first figure ends too little data", now: []maturity.Trajectory{path(maturity.StatusOnTrack, 0.85, 70, q1)},
			sentence: "1 thing changed, neither for the better nor for the worse",
			want:     []string{"status | RTE | " + what + " | Too little data | On track, chance about 85% | neither | new data | First figure: 70% (Q1 2018/19)."}},
		{name: "a date that passed", then: []maturity.Trajectory{path(maturity.StatusUnlikely, 0.2, 70, q1)}, now: []maturity.Trajectory{path(maturity.StatusPastDue, math.NaN(), 70, q1)},
			sentence: "1 thing changed, for the worse", want: []string{"status | RTE | " + what + " | Unlikely, chance about 1 in 5 | Past due | worse |  | The date of the target has passed."}},
		{name: "a figure of the whole that moved", then: []maturity.Trajectory{ownPath(70, q1)}, now: []maturity.Trajectory{ownPath(73, q2)}, sentence: "1 thing changed, for the better",
			want: []string{"value | glos | " + what + " | 70% (Q1 2018/19) | 73% (Q2 2018/19), up 3 points | better | new data | A figure for a later period."}},
		{name: "lower is better", then: []maturity.Trajectory{ownPath(70, q1)}, now: []maturity.Trajectory{ownPath(73, q2)}, measure: func(m *maturity.Measure) { m.Polarity = maturity.LowerIsBetter }, sentence: "1 thing changed, for the worse",
			want: []string{"value | glos | " + what + " | 70% (Q1 2018/19) | 73% (Q2 2018/19), up 3 points | worse | new data | A figure for a later period."}},
		{name: "within the tolerance is none", then: []maturity.Trajectory{ownPath(70, q1)}, now: []maturity.Trajectory{ownPath(73, q2)}, measure: func(m *maturity.Measure) { m.Tolerance = 3 },
			sentence: "Nothing changed since the meeting of 12 June 2018"},
		{name: "a corrected figure", also: func(w *twice) {
			w.restated = []maturity.Restated{{Organisation: acute.ID, Measure: percent.ID, Period: q1, Source: "return", ThenState: maturity.Reported, Then: 64, NowState: maturity.Reported, Now: 70, Periods: 3}}
		}, sentence: "1 thing changed, for the better",
			want: []string{"restated | RTE | " + what + " | 64% (Q1 2018/19) | 70%, up 6 points | better | correction | This and 2 earlier figures were corrected: return."}},
		{name: "a suppressed figure tells neither number", also: func(w *twice) {
			w.restated = []maturity.Restated{{Organisation: acute.ID, Measure: percent.ID, Period: q1, Source: "return", ThenState: maturity.Reported, Then: math.NaN(), NowState: maturity.Suppressed, Now: math.NaN(), Periods: 1}}
		}, sentence: "1 thing changed, neither for the better nor for the worse",
			want: []string{"restated | RTE | " + what + " | a figure (Q1 2018/19) | suppressed | neither | correction | The figure was corrected: return."}},
		{name: "returns that came in, and one that is overdue", then: []maturity.Trajectory{path(maturity.StatusAtRisk, 0.6, 70, q1)}, now: []maturity.Trajectory{path(maturity.StatusAtRisk, 0.6, 70, q1)}, also: func(w *twice) {
			w.arrived = []maturity.Arrived{{Period: q2, Source: "return", Then: 0, Now: 8, Figures: 40}}
			w.late = map[time.Time]int{november: 1}
		}, sentence: "2 things changed: 1 worse, 1 neither",
			want: []string{"return | glos | Returns overdue for April to June 2018 (Q1 2018 to 2019) | none | 1 return | worse |  | 8 of 9 returns are in; 1 is late.",
				"return | glos | Figures for July to September 2018 (Q2 2018 to 2019) | none | from 8 organisations | neither | new data | 40 new figures came in: return."}},
		{name: "what is worse comes first", then: []maturity.Trajectory{ownPath(70, q1)}, now: []maturity.Trajectory{ownPath(73, q2)}, also: func(w *twice) { w.late = map[time.Time]int{november: 2} }, sentence: "2 things changed: 1 better, 1 worse",
			want: []string{"return | glos | Returns overdue for July to September 2018 (Q2 2018 to 2019) | none | 2 returns | worse |  | 7 of 9 returns are in; 2 are late.",
				"value | glos | " + what + " | 70% (Q1 2018/19) | 73% (Q2 2018/19), up 3 points | better | new data | A figure for a later period."}},
		{name: "another definition, once for the measure", then: []maturity.Trajectory{path(maturity.StatusAtRisk, 0.6, 70, q1)}, now: []maturity.Trajectory{otherwise}, sentence: "1 thing changed, neither for the better nor for the worse",
			want: []string{"definition | glos | " + what + " | as it was defined | defined otherwise | neither | definition | The definition of the measure or of its target was changed."}},
		{name: "what the change log says", then: []maturity.Trajectory{path(maturity.StatusAtRisk, 0.6, 70, q1)}, now: []maturity.Trajectory{otherwise},
			measure: func(m *maturity.Measure) {
				m.Changes = []maturity.Change{{Date: "2018-06-01", Text: "Too early"}, {Date: "2018-09-01", Text: "Counts day cases.", Break: true}}
			},
			sentence: "1 thing changed, neither for the better nor for the worse",
			want:     []string{"definition | glos | " + what + " | as it was defined | defined otherwise | neither | definition | 1 September 2018: Counts day cases. Figures before and after are not comparable."}},
		{name: "a merger", then: []maturity.Trajectory{path(maturity.StatusAtRisk, 0.6, 75, q2)}, now: []maturity.Trajectory{merged}, sentence: "1 thing changed, neither for the better nor for the worse",
			want: []string{"definition | RTE | Gloucestershire Hospitals | on its own | merged on 1 October 2018 | neither | definition | Another organisation became part of this one on 1 October 2018 (Stroud Hospital)."}},
		{name: "somebody joined, somebody left", after: []maturity.Organisation{mental}, sentence: "2 things changed, none of them for the better or the worse",
			want: []string{"definition | RTQ | 2gether | outside Gloucestershire | a member | neither | definition | It joined after 12 June 2018.",
				"definition | RTE | Gloucestershire Hospitals | a member | outside Gloucestershire | neither | definition | It left after 12 June 2018."}},
		{name: "with the boundaries of one day nobody joined", after: []maturity.Organisation{mental}, boundaries: period.Date(2026, 1, 1), sentence: "Nothing changed since the meeting of 12 June 2018"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := &twice{at: map[time.Time][]maturity.Trajectory{meeting: c.then, november: c.now}}
			if c.also != nil {
				c.also(w)
			}
			_, q := changing2018()
			q.Boundaries = c.boundaries
			if c.after != nil {
				q.Directory = shifting{before: []maturity.Organisation{acute}, after: c.after, from: period.Date(2018, 9, 1)}
			}
			got, rows := said(t, w, q, func(catalogue *maturity.Catalogue) {
				if c.measure != nil {
					c.measure(&catalogue.Measures[0])
				}
			})
			if got.Sentence != c.sentence {
				t.Errorf("got  %s\nwant %s", got.Sentence, c.sentence)
			}
			if !slices.Equal(rows, c.want) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(rows, "\n"), strings.Join(c.want, "\n"))
			}
		})
	}
}

// Two figures on either side of a break are no comparison, whichever is higher.
func TestAFigureBeyondABreakIsNeitherBetterNorWorse(t *testing.T) {
	then, now := path(maturity.StatusUnlikely, 0.2, 70, q2.Add(-2)), path(maturity.StatusUnlikely, 0.2, 90, q2)
	then.Organisation, now.Organisation = glos.ID, glos.ID
	now.Breaks = []maturity.Break{{Day: period.Date(2018, 4, 1), Kind: maturity.BreakDefinition, Reason: "Day cases"}}
	_, q := changing2018()
	_, rows := said(t, &twice{at: map[time.Time][]maturity.Trajectory{meeting: {then}, november: {now}}}, q, nil)
	want := "value | glos | Discharge summaries within 24 hours | 70% (Q4 2017/18) | 90% (Q2 2018/19) | neither | definition | Not comparable: the definition changed on 1 April 2018 (Day cases)."
	if len(rows) != 1 || rows[0] != want {
		t.Errorf("%q", rows)
	}
}

func TestWithoutAnEarlierMeetingNothingIsCompared(t *testing.T) {
	for _, since := range []Since{{}, {Day: june, At: november, Words: "then"}, {Day: june, At: november.Add(1), Words: "later"}} {
		_, q := changing2018()
		q.Since = since
		w := &twice{}
		if got, rows := said(t, w, q, nil); got.Sentence != "There is no earlier meeting to compare with" || len(rows) > 0 || w.reads > 0 {
			t.Errorf("%v: %s %q, %d reads", since, got.Sentence, rows, w.reads)
		}
	}
}

// However many members there are, as much is asked.
func TestChangesAskTheSameOfManyAsOfOne(t *testing.T) {
	var many []maturity.Organisation
	at := []maturity.Trajectory{}
	for id := maturity.OrganisationID(2); id < 202; id++ {
		many = append(many, maturity.Organisation{ID: id, Name: "Trust"})
		one := path(maturity.StatusAtRisk, 0.6, 70, q2)
		one.Organisation = id
		at = append(at, one)
	}
	_, q := changing2018()
	asked := map[int]bool{}
	for _, members := range [][]maturity.Organisation{many[:1], many} {
		q.Directory = shifting{after: members}
		w := &twice{at: map[time.Time][]maturity.Trajectory{meeting: at, november: at}}
		said(t, w, q, nil)
		asked[w.reads] = true
	}
	if len(asked) != 1 {
		t.Errorf("reads: %v, want the same number", asked)
	}
}

func drawn(t *rapid.T, label string) maturity.Trajectory {
	status := rapid.SampledFrom(maturity.Statuses()).Draw(t, label+" status")
	p := rapid.SampledFrom([]period.Period{q2.Add(-1), q2}).Draw(t, label+" period")
	return path(status, rapid.Float64Range(0, 1).Draw(t, label+" chance"), rapid.Float64Range(0, 100).Draw(t, label+" value"), p)
}

// Whatever is compared with itself has not changed, and what is better one way round is worse the other.
func TestChangesSwapWithTheirTimes(t *testing.T) {
	catalogue, q := changing2018()
	b := New(catalogue, nil)
	compare := func(then, now maturity.Trajectory) []Change {
		c := &changing{q: q, who: []maturity.Organisation{glos, acute}, then: snapshotOf([]maturity.Trajectory{then}), now: snapshotOf([]maturity.Trajectory{now})}
		return append(b.statusChanges(c), b.valueChanges(c)...)
	}
	rapid.Check(t, func(t *rapid.T) {
		one, other := drawn(t, "then"), drawn(t, "now")
		if rows := compare(one, one); len(rows) > 0 {
			t.Fatalf("the same changed: %+v", rows)
		}
		there, back := compare(one, other), compare(other, one)
		if len(there) != len(back) {
			t.Fatalf("%d changes one way, %d the other", len(there), len(back))
		}
		swap := map[string]string{"better": "worse", "worse": "better", "neither": "neither"}
		for i := range there {
			if back[i].Kind != there[i].Kind || back[i].Direction() != swap[there[i].Direction()] {
				t.Fatalf("%+v and back %+v", there[i], back[i])
			}
		}
	})
}

func TestAFaultOfTheStoreIsAFaultOfTheChanges(t *testing.T) {
	catalogue, q := changing2018()
	if _, err := New(catalogue, failing{}).Changes(t.Context(), q); err == nil {
		t.Error("no error")
	}
}

type failing struct{ Reader }

func (failing) Summaries(context.Context, []maturity.OrganisationID, []string, time.Time) ([]maturity.Trajectory, error) {
	return nil, errors.New("down")
}
