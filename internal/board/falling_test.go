package board

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"waymark/internal/maturity"
	"waymark/internal/spc"
)

// Red is not enough, and falling is not: only what misses its target and gets worse by its trend or its control chart.
func TestOnlyWhatMissesItsTargetAndGetsWorseIsListed(t *testing.T) {
	worse := &maturity.Trend{Verdict: maturity.TrendWorse, First: maturity.PathPoint{Period: q2.Add(-4), Value: 77}, Last: maturity.PathPoint{Period: q2, Value: 66}}
	better, control := &maturity.Trend{Verdict: maturity.TrendBetter}, &maturity.Control{Status: maturity.ControlCharted, Mean: 74, Variation: spc.ConcernLow.String()}
	usual := &maturity.Control{Status: maturity.ControlCharted, Mean: 74, Variation: spc.CommonCause.String()}
	by2018 := by2020
	by2018.ID = "t-2018"
	c := &maturity.Catalogue{Measures: []maturity.Measure{percent}, Targets: []maturity.Target{by2020, by2018}}
	c.Index()
	var who []maturity.Organisation
	var all []maturity.Trajectory
	add := func(name string, status maturity.Status, chance float64, trend *maturity.Trend, chart *maturity.Control) {
		o := maturity.Organisation{ID: maturity.OrganisationID(len(who) + 1), Name: name, ShortName: name}
		who = append(who, o)
		all = append(all, maturity.Trajectory{Organisation: o.ID, Measure: percent.ID, Target: "t", Status: status, Probability: chance, Trend: trend, Control: chart, RequiredPer: math.NaN(), AchievedPer: math.NaN(),
			Latest: &maturity.PathPoint{Period: q2, State: maturity.Reported, Value: 66, HasValue: true}})
	}
	add("Gloucestershire", maturity.StatusUnlikely, 0.4, worse, nil)
	add("steady", maturity.StatusUnlikely, 0.1, nil, usual)
	add("rising", maturity.StatusUnlikely, 0.1, better, nil)
	add("at risk, falling", maturity.StatusAtRisk, 0.6, worse, nil)
	add("met, falling", maturity.StatusMet, 1, worse, nil)
	add("unlikely", maturity.StatusUnlikely, 0.3, worse, nil)
	add("least likely", maturity.StatusUnlikely, 0.01, better, control)
	add("past due", maturity.StatusPastDue, math.NaN(), nil, control)
	twice := all[5]
	twice.Target, twice.Probability = "t-2018", 0.2
	all = append(all, twice)

	var got []string
	for _, r := range New(c, nil).redAndFalling(Query{Subject: who[0]}, who, all) {
		got = append(got, fmt.Sprintf("%s, %s: %s", r.Organisation.Name, r.Target.ID, r.Worse))
	}
	trend := "Getting worse: from 77% (Q2 2017/18) to 66% (Q2 2018/19) over five figures, more than chance would make."
	chart := "Getting worse: 66% (Q2 2018/19), 8 points from the usual 74%."
	want := []string{"Gloucestershire, t: " + trend, "past due, t: " + chart, "least likely, t: " + chart, "unlikely, t-2018: " + trend}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}
