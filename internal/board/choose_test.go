package board

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// fixedResults is a reader of fixed trajectories that counts how often it is asked.
type fixedResults struct {
	Reader
	known []maturity.Trajectory
	then  []maturity.Trajectory // before the day that tests compare with
	asked int
}

var thisDay, thatDay = time.Date(2018, 11, 15, 0, 0, 0, 0, time.UTC), time.Date(2018, 6, 12, 0, 0, 0, 0, time.UTC)

func (r *fixedResults) Trajectories(_ context.Context, organisations []maturity.OrganisationID, measures []string, at time.Time) (out []maturity.Trajectory, err error) {
	r.asked++
	known := r.known
	if at.Equal(thatDay) {
		known = r.then
	}
	for _, t := range known {
		if slices.Contains(organisations, t.Organisation) && slices.Contains(measures, t.Measure) {
			out = append(out, t)
		}
	}
	return out, nil
}

func (r *fixedResults) Summaries(ctx context.Context, organisations []maturity.OrganisationID, measures []string, at time.Time) ([]maturity.Trajectory, error) {
	return r.Trajectories(ctx, organisations, measures, at)
}

func (r *fixedResults) Benchmarks(context.Context, []string, time.Time) ([]maturity.BenchmarkValue, error) {
	r.asked++
	return nil, nil
}

// place is a footprint, number 1, of two trusts and a council, and trusts elsewhere.
type places struct{ Directory }

func (places) list() []maturity.Organisation {
	return []maturity.Organisation{{ID: 1, Code: "glos", Name: "Gloucestershire", ShortName: "Gloucestershire", Kind: maturity.KindFootprint}, {ID: 2, Code: "RTE", Name: "Hospitals", ShortName: "Hospitals", Kind: "acute"},
		{ID: 3, Code: "R1J", Name: "Care", ShortName: "Care", Kind: "community"}, {ID: 4, Code: "E10", Name: "Council", ShortName: "Council", Kind: "local_authority"},
		{ID: 5, Code: "RAA", Name: "Aves", ShortName: "Aves", Kind: "acute"}, {ID: 6, Code: "RBB", Name: "Bees", ShortName: "Bees", Kind: "acute"}, {ID: 7, Code: "RCC", Name: "Cees", ShortName: "Cees", Kind: "acute"}}
}

func (p places) ByID(id maturity.OrganisationID) (maturity.Organisation, bool) {
	return p.list()[id-1], true
}

func (p places) Members(of maturity.OrganisationID, _ period.Day) []maturity.Organisation {
	if of == 1 {
		return p.list()[1:4]
	}
	return nil
}

func (p places) Within(of maturity.OrganisationID, day period.Day) []maturity.Organisation {
	return p.Members(of, day)
}

func (p places) OfKind(kind string, _ period.Day) (out []maturity.Organisation) {
	for _, o := range p.list() {
		if o.Kind == kind {
			out = append(out, o)
		}
	}
	return out
}

func (p places) FootprintsOf(maturity.OrganisationID, period.Day) []maturity.Organisation { return nil }

func quarterOf(n int) period.Period {
	p, _ := period.FromCode("Q2018-" + []string{"01", "04", "07", "10"}[n-1])
	return p
}

// ratePath is a trajectory whose last figures are given, one a quarter.
func ratePath(o maturity.OrganisationID, measure string, status maturity.Status, values ...float64) maturity.Trajectory {
	t := maturity.Trajectory{Organisation: o, Measure: measure, Target: measure + "-2020", Status: status}
	for i, v := range values {
		t.Observed = append(t.Observed, maturity.PathPoint{Period: quarterOf(i + 1), Value: v, HasValue: true, Source: "return"})
	}
	if n := len(values); n > 0 {
		t.Latest = &t.Observed[n-1]
	}
	return t
}

func wardsCatalogue() *maturity.Catalogue {
	c := &maturity.Catalogue{}
	for _, id := range []string{"wards", "letters"} {
		c.Measures = append(c.Measures, maturity.Measure{ID: id, Title: strings.ToUpper(id[:1]) + id[1:], Unit: maturity.UnitPercent, High: 100, Polarity: maturity.HigherIsBetter})
		c.Targets = append(c.Targets, maturity.Target{ID: id + "-2020", Measure: id, Title: "80%", Operator: maturity.AtLeast, Value: 80, Stated: true})
	}
	c.Kinds = []maturity.OrganisationKind{{ID: "acute", Singular: "acute trust", Plural: "acute trusts"}}
	c.Sources = []maturity.Source{{ID: "return", Title: "Returns"}}
	c.Index()
	return c
}

func sampleResults() *fixedResults {
	return &fixedResults{known: []maturity.Trajectory{
		ratePath(1, "wards", maturity.StatusOnTrack, 40, 50, 60), ratePath(2, "wards", maturity.StatusUnlikely, 20, 25, 22), ratePath(3, "wards", maturity.StatusOnTrack, 60, 70, 75),
		ratePath(1, "letters", maturity.StatusTooLittle, 90), ratePath(5, "wards", maturity.StatusOnTrack, 1, 1, 30), ratePath(6, "wards", maturity.StatusOnTrack, 1, 1, 50), ratePath(7, "wards", maturity.StatusOnTrack, 1, 1, 90),
	}, then: []maturity.Trajectory{ratePath(1, "wards", maturity.StatusOnTrack, 40), ratePath(2, "wards", maturity.StatusUnlikely, 20)}}
}

func footprintQuery() Query {
	return Query{Subject: places{}.list()[0], Directory: places{}, AsAt: thisDay, Today: period.DayOf(thisDay), Since: Since{Day: period.DayOf(thatDay), At: thatDay, Words: "the meeting of 12 June 2018"}}
}

func buildPanels(t *testing.T, panels []maturity.Panel, change func(*Query, *maturity.Board)) View {
	t.Helper()
	q, b := footprintQuery(), maturity.Board{ID: "b", Title: "Board", For: []string{maturity.KindFootprint}, Panels: panels}
	if change != nil {
		change(&q, &b)
	}
	v, err := New(wardsCatalogue(), sampleResults()).BuildBoard(t.Context(), b, q)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// A panel stands on the page only when all of its condition holds.
func TestConditions(t *testing.T) {
	for _, tt := range []struct {
		name  string
		when  maturity.PanelCondition
		panel maturity.Panel
		want  bool
	}{
		{"always", maturity.PanelCondition{}, maturity.Panel{}, true},
		{"of the kind", maturity.PanelCondition{Subject: []string{"acute", maturity.KindFootprint}}, maturity.Panel{}, true},
		{"of another kind", maturity.PanelCondition{Subject: []string{"acute"}}, maturity.Panel{}, false},
		{"has three members", maturity.PanelCondition{Members: 3}, maturity.Panel{}, true},
		{"has no four", maturity.PanelCondition{Members: 4}, maturity.Panel{}, false},
		{"has figures of both", maturity.PanelCondition{Measures: []string{"wards", "letters"}}, maturity.Panel{}, true},
		{"has none of a third", maturity.PanelCondition{Measures: []string{"wards", "beds"}}, maturity.Panel{}, false},
		{"a member is late", maturity.PanelCondition{Late: true}, maturity.Panel{Measures: []string{"wards"}}, true},
		{"nobody is late", maturity.PanelCondition{Late: true}, maturity.Panel{Measures: []string{"letters"}}, false},
		{"late for another target", maturity.PanelCondition{Late: true}, maturity.Panel{Measures: []string{"wards"}, Target: "letters-2020"}, false},
		{"has something to show", maturity.PanelCondition{Data: true}, maturity.Panel{Kind: maturity.PanelTrajectory, Measures: []string{"wards"}}, true},
		{"has nothing to show", maturity.PanelCondition{Data: true}, maturity.Panel{Kind: maturity.PanelTrajectory, Measures: []string{"beds"}}, false},
		{"all but one", maturity.PanelCondition{Subject: []string{maturity.KindFootprint}, Members: 3, Late: true, Measures: []string{"beds"}}, maturity.Panel{Measures: []string{"wards"}}, false},
	} {
		p := tt.panel
		if p.ID, p.When = "p", tt.when; p.Kind == "" {
			p.Kind, p.Text = maturity.PanelNarrative, "Words."
		}
		if got := len(buildPanels(t, []maturity.Panel{p}, nil).Panels) == 1; got != tt.want {
			t.Errorf("%s: shown %v, want %v", tt.name, got, tt.want)
		}
	}
}

// What the visitor chose stands in the panels, and its default where nothing was; what is no option is refused.
func TestSelectors(t *testing.T) {
	selectors := []maturity.Selector{{ID: "which", Title: "Measure", Of: maturity.SelectMeasure, Options: []string{"letters", "wards"}}, {ID: "kind", Title: "Kind", Of: maturity.SelectKind, Options: []string{"acute", "community"}, Default: "community"}}
	panels := []maturity.Panel{{ID: "where", Kind: maturity.PanelOrganisations, Measures: []string{"$which"}, Kinds: []string{"$kind"}}}
	for _, tt := range []struct {
		asked                      map[string]string
		measure, target, organised string
	}{
		{nil, "letters", "letters-2020", ""},
		{map[string]string{"which": "wards"}, "wards", "wards-2020", "Care"},
		{map[string]string{"which": "wards", "kind": "acute"}, "wards", "wards-2020", "Hospitals"},
	} {
		v := buildPanels(t, panels, func(q *Query, b *maturity.Board) { b.Selectors, q.Chosen = selectors, tt.asked })
		shown := ""
		for _, row := range v.Panels[0].Organisations {
			shown += row.Organisation.Name
		}
		if p := v.Panels[0]; p.Measure.ID != tt.measure || p.Target.ID != tt.target || shown != tt.organised {
			t.Errorf("%v: %s against %s of %q", tt.asked, p.Measure.ID, p.Target.ID, shown)
		}
		if got := v.Board.Selectors[0].Default; got != tt.measure {
			t.Errorf("%v: the field says %q", tt.asked, got)
		}
	}
	q := footprintQuery()
	q.Chosen = map[string]string{"which": "beds"}
	_, err := New(wardsCatalogue(), sampleResults()).BuildBoard(t.Context(), maturity.Board{Selectors: selectors, Panels: panels}, q)
	if maturity.CodeOf(err) != maturity.NotFound {
		t.Errorf("a choice that is none: %v", err)
	}
	if panels[0].Measures[0] != "$which" || selectors[0].Default != "" {
		t.Error("the definition was changed by a visitor")
	}
}

// The number of questions to the store depends on the panels, not on how many organisations there are.
func TestABoardAsksAFixedNumberOfQuestions(t *testing.T) {
	var panels []maturity.Panel
	for _, kind := range []maturity.PanelKind{maturity.PanelTrajectory, maturity.PanelControl, maturity.PanelDots, maturity.PanelThenNow, maturity.PanelMultiples, maturity.PanelRanked, maturity.PanelTable, maturity.PanelOrganisations} {
		panels = append(panels, maturity.Panel{ID: string(kind), Kind: kind, Measures: []string{"wards"}})
	}
	asked := map[int]bool{}
	for _, subject := range []int{0, 1, 4} {
		q, r := footprintQuery(), sampleResults()
		q.Subject = places{}.list()[subject]
		if _, err := New(wardsCatalogue(), r).BuildBoard(t.Context(), maturity.Board{Panels: panels}, q); err != nil {
			t.Fatal(err)
		}
		if r.asked > 8 {
			t.Errorf("%s: asked %d times", q.Subject.Name, r.asked)
		}
		asked[r.asked] = true
	}
	if len(asked) == 0 {
		t.Error("nothing was asked")
	}
}
