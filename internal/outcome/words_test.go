package outcome_test

import (
	"fmt"
	"testing"

	"waymark/internal/maturity"
	"waymark/internal/outcome"
)

func TestTheHeadlineCountsDeployments(t *testing.T) {
	const b, w, m, n, c = maturity.OutcomeBetter, maturity.OutcomeWorse, maturity.OutcomeMoved, maturity.OutcomeNoChange, maturity.OutcomeCannotTell
	for _, x := range []struct {
		verdicts []maturity.OutcomeVerdict
		want     string
	}{
		{nil, "No finished deployment names a measure yet, so nothing can be said of what deployments did"},
		{[]maturity.OutcomeVerdict{b, b, n, c, c}, "2 of 5 finished deployments moved their measure more than peers did; for 2 it cannot be told"},
		{[]maturity.OutcomeVerdict{b, n}, "1 of 2 finished deployments moved its measure more than peers did"},
		{[]maturity.OutcomeVerdict{b}, "The one finished deployment moved its measure more than peers did"},
		{[]maturity.OutcomeVerdict{n}, "The one finished deployment is not seen to have moved its measure more than peers did"},
		{[]maturity.OutcomeVerdict{w}, "The one finished deployment is not seen to have moved its measure more than peers did: it moved the wrong way"},
		{[]maturity.OutcomeVerdict{c}, "It cannot be told yet what the one finished deployment did"},
		{[]maturity.OutcomeVerdict{c, c, c}, "It cannot be told yet what any of 3 finished deployments did"},
		{[]maturity.OutcomeVerdict{n, w, m}, "None of 3 finished deployments is seen to have moved its measure more than peers did; 1 moved a measure that has no better side; 1 moved it the wrong way"},
	} {
		var list []maturity.DeploymentOutcome
		for i, v := range x.verdicts {
			list = append(list, maturity.DeploymentOutcome{Roadmap: "r", Deployment: fmt.Sprint(i), Measure: "a", Finished: true, Verdict: v})
		}
		if got := outcome.TallyOf(list).Headline(); got != x.want {
			t.Errorf("%v: %q, want %q", x.verdicts, got, x.want)
		}
	}
	// A deployment with two measures counts once, by the one that can be told; one that nobody calls live counts apart.
	got := outcome.TallyOf([]maturity.DeploymentOutcome{{Deployment: "a", Measure: "x", Finished: true, Verdict: c}, {Deployment: "a", Measure: "y", Finished: true, Verdict: b}, {Deployment: "b", Verdict: c}})
	if got != (outcome.Tally{Finished: 1, Better: 1, Waiting: 1}) {
		t.Errorf("%+v", got)
	}
}
