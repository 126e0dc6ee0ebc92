package demo

import (
	"time"

	"waymark/internal/maturity"
)

// applied is how the two applications for money that the document names are judged and decided about, which it does not tell:
// the questions, the answers, the way of the decision and the gates are invented. The applications are the document's.
func applied(r *maturity.Roadmap) error {
	set := maturity.CriteriaSet{ID: "fund-applications", Title: "Applications to national funds", Low: 0, High: 4, Funds: []string{"ettf", "gp-access-fund"}, Note: inventedRange + ": the document names the applications, and not the questions of the funds.",
		Items: []maturity.Criterion{
			{ID: "fa1", Title: "Service quality", Question: "Does it improve the quality of a service, or what comes of it, in a way that will be measured?", Weight: number(2.0)},
			{ID: "fa2", Title: "Standards", Question: "Does it keep to the shared standards, so that others can use what it builds?", Weight: number(1.0)},
			{ID: "fa3", Title: "Readiness", Question: "Can it begin as soon as the money is there?", Weight: number(1.0)},
			{ID: "fa4", Title: "Running costs", Question: "Is it agreed who pays once the fund has ended?", Weight: number(1.0)},
		}}
	r.Criteria = append(r.Criteria, set)
	for _, a := range []struct {
		initiative string
		answers    []float64
	}{{"ettf-bid", []float64{3, 3, 2, 1}}, {"jypc", []float64{4, 2, 4, 2}}} {
		if _, err := piece(r, a.initiative); err != nil {
			return err
		}
		for n, score := range a.answers {
			r.Scores = append(r.Scores, maturity.PriorityScore{Set: set.ID, Criterion: set.Items[n].ID, Initiative: a.initiative, Score: score, Illustrative: true})
		}
	}
	const done, planned = maturity.MilestoneDone, maturity.MilestonePlanned
	paths := map[string][]maturity.FundingStep{
		"ettf":           {{Body: "Primary Care IM&T Group", Does: "advises", State: done}, {Body: "Countywide IM&T Steering Group", Does: "recommends", State: done}, {Body: "CCG Governing Body", Does: "decides", State: planned, Date: inMonth(2017, time.March)}},
		"gp-access-fund": {{Body: "Primary Care IM&T Group", Does: "advises", State: done}, {Body: "CCG Governing Body", Does: "decides", State: done}},
	}
	for i := range r.Funding {
		for _, step := range paths[r.Funding[i].ID] {
			step.Note = inventedRange
			r.Funding[i].Path = append(r.Funding[i].Path, step)
		}
	}
	bid, err := piece(r, "ettf-bid")
	if err != nil {
		return err
	}
	bid.Illustrative = true
	bid.Gates = append(bid.Gates,
		maturity.StageGate{ID: "ettf-bid-g1", Stage: "options", Body: "Primary Care IM&T Group", Date: inMonth(2016, time.June), State: done, Note: inventedRange},
		maturity.StageGate{ID: "ettf-bid-g2", Stage: "business case", Body: "CCG Governing Body", Date: inMonth(2017, time.March), State: planned, Note: inventedRange},
	)
	return nil
}
