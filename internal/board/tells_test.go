package board

import (
	"math"
	"reflect"
	"strings"
	"testing"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

var told = maturity.Measure{ID: "eps", Title: "Prescriptions", Unit: maturity.UnitPercent, Polarity: maturity.HigherIsBetter, High: 100}

func TestWhenATargetIsReached(t *testing.T) {
	first := period.Of(period.KindQuarter, period.Date(2018, 10, 1))
	early, middle := first.Add(2), first.Add(5)
	chances := &maturity.ArrivalChances{Early: &early, Middle: &middle, First: first, Last: first.Add(7), Never: 0.3}
	row := func(need, got float64, due string) TargetRow {
		r := TargetRow{Measure: told, Target: maturity.Target{Title: "80% by March 2020"}, Trajectory: maturity.Trajectory{RequiredPer: need, AchievedPer: got, Chances: chances}}
		if due != "" {
			p, _ := period.FromCode("D" + due)
			r.Target.Due = &maturity.LooseDate{Latest: p.Start}
		}
		return r
	}
	const when = "As likely as not reached by March 2020; 9 in 10 that it is not before April 2019; about 30% that it is not reached by the end of September 2020."
	for _, c := range []struct {
		name  string
		row   TargetRow
		today period.Day
		pace  string // "-": no row at all
	}{
		{"more than the last year's pace", row(3, 1.25, "2020-03-31"), period.Date(2018, 11, 15), "By its date it takes 3 points a quarter, 2.4 times the pace of the last year (1.3 points)."},
		{"the last year went down", row(3, -1, "2020-03-31"), period.Date(2018, 11, 15), "By its date it takes 3 points a quarter; the last year went the other way."},
		{"the pace will do", row(1, 1.25, "2020-03-31"), period.Date(2018, 11, 15), ""},
		{"no date, no pace", row(math.NaN(), 1.25, ""), period.Date(2018, 11, 15), ""},
		{"the date has passed", row(3, 1.25, "2018-03-31"), period.Date(2018, 11, 15), ""},
		{"the whole projection has passed", row(3, 1.25, "2020-03-31"), period.Date(2021, 1, 1), "-"},
		{"met now", TargetRow{Measure: told}, period.Date(2018, 11, 15), "-"},
	} {
		got := arrivalRows([]TargetRow{c.row}, c.today)
		switch {
		case c.pace == "-":
			if len(got) > 0 {
				t.Errorf("%s: %+v", c.name, got)
			}
		case len(got) != 1 || got[0].Words != when || got[0].Pace != c.pace || got[0].Target != "80% by March 2020":
			t.Errorf("%s: %+v", c.name, got)
		}
	}
}

// The table says what was compared, how sure the value is, and by what it was judged; the benchmark declared first leads,
// whatever its id.
func TestComparedRows(t *testing.T) {
	better := true
	c := &maturity.Catalogue{Measures: []maturity.Measure{told}, Benchmarks: []maturity.Benchmark{
		{ID: "z-national", Title: "National value", Measures: []string{"eps"}, Method: maturity.BenchmarkPublished},
		{ID: "a-near", Title: "The twelve nearest", Measures: []string{"eps"}, Method: maturity.BenchmarkRatio, Nearest: 12}}}
	c.Index()
	b := New(c, nil)
	q2 := period.Of(period.KindQuarter, period.Date(2018, 7, 1))
	codes := strings.Fields("A B C D E F G H I J K L")
	rows := b.comparedRows(told, []maturity.BenchmarkResult{
		{Benchmark: "a-near", Period: q2, Value: 80, Reference: 76, Position: maturity.PositionAbove, ByTolerance: maturity.PositionAbove, ByInterval: maturity.PositionAbove, Low: 78.9, High: 81.1, Better: &better, Peers: 12, PeerCodes: codes},
		{Benchmark: "z-national", Period: q2, Value: 80, Reference: 79, Position: maturity.PositionSimilar, ByTolerance: maturity.PositionSimilar, Low: math.NaN(), High: math.NaN()},
		{Benchmark: "gone", Period: q2, Value: 80, Reference: math.NaN(), Position: maturity.PositionUnknown, Low: math.NaN(), High: math.NaN(), Reason: "Too few to compare."},
	})
	want := []ComparedRow{
		{"National value", q2.Short(), "80%", "no counts", "79%", maturity.PositionSimilar, "Similar", "tolerance", "not said", ""},
		{"The twelve nearest", q2.Short(), "80%", "79% to 81%", "76%", maturity.PositionAbove, "Above, which is better", "interval and tolerance", "12 organisations: A, B, C, D, E, F, G, H, I, J and 2 more", ""},
		{"gone", q2.Short(), "80%", "no counts", "not known", maturity.PositionUnknown, "Not known", "", "not said", "Too few to compare."},
	}
	if !reflect.DeepEqual(rows, want) {
		t.Errorf("got  %+v\nwant %+v", rows, want)
	}
}

func TestBreakSentences(t *testing.T) {
	got := breakSentences(maturity.Trajectory{Breaks: []maturity.Break{{Day: period.Date(2017, 4, 1), Kind: maturity.BreakMarked, Reason: "late data", By: "analyst"}}})
	if want := []string{"Figures before 1 April 2017 are not comparable with later ones: a break is marked on 1 April 2017 (late data), by analyst."}; !reflect.DeepEqual(got, want) {
		t.Errorf("%q", got)
	}
}

// Self-assessed scores are listed by name, whatever their chances, and are never given a centile: they are no ranking.
func TestSelfAssessedScoresAreNotRanked(t *testing.T) {
	score := maturity.Measure{ID: "leadership", Unit: maturity.UnitScore, SelfAssessed: true}
	q := Query{Directory: town{members: []maturity.Organisation{{ID: 1, ShortName: "Cotswold"}, {ID: 2, ShortName: "Avon"}, {ID: 3, ShortName: "Berkeley"}}}}
	var list []maturity.Trajectory
	for id, chance := range map[maturity.OrganisationID]float64{1: 0.9, 2: 0.5, 3: 0.1} {
		list = append(list, maturity.Trajectory{Organisation: id, Measure: score.ID, Status: maturity.StatusUnlikely, Probability: chance})
	}
	var names []string
	for _, one := range worstFirst(score, q, list) {
		o, _ := q.Directory.ByID(one.Organisation)
		names = append(names, o.ShortName)
	}
	if want := []string{"Avon", "Berkeley", "Cotswold"}; !reflect.DeepEqual(names, want) {
		t.Errorf("%v", names)
	}
}
