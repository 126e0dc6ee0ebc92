package quality

import (
	"context"
	"slices"
	"time"

	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/rule"
)

// CheckReturn judges the values of a return as they stand, before they are published, against what is stored: ranges,
// declared rules, and the organisation's own history. Findings on values with a comment are accepted by it.
func (q *Inspector) CheckReturn(ctx context.Context, c maturity.Collection, r maturity.Return, values []maturity.ReturnValue) ([]maturity.Finding, error) {
	w, err := q.world(ctx, time.Now())
	if err != nil {
		return nil, err
	}
	shared, err := q.shared(ctx, w, c.Measures)
	if err != nil {
		return nil, err
	}
	var own []string
	var rules []maturity.Rule
	for _, id := range c.Measures {
		own = add(own, q.needs[id].own...)
		for _, r := range q.needs[id].rules {
			if !slices.ContainsFunc(rules, func(o maturity.Rule) bool { return o.ID == r.ID }) {
				rules = append(rules, r)
			}
		}
	}
	stored, err := q.figures.RuleFigures(ctx, []maturity.OrganisationID{r.Organisation}, own)
	if err != nil {
		return nil, err
	}
	drafted := drafts(c, r, values)
	f := rule.NewFacts(q.catalogue, w.bodies, join(drafted, join(stored, shared.figures)), shared.peers)
	found := q.find(f, w, rules, func(o maturity.Observation) bool {
		return o.Organisation == r.Organisation && o.Period == r.Period && o.Source == c.Source && c.Holds(o.Measure)
	})
	for i := range found {
		for _, v := range values {
			if v.Measure == found[i].Measure && v.Comment != "" && found[i].Acceptable {
				found[i].Accepted = &maturity.Acceptance{By: v.By, At: v.At, Comment: v.Comment}
			}
		}
	}
	return found, nil
}

// drafts are the values of a return as they would be stored.
func drafts(c maturity.Collection, r maturity.Return, values []maturity.ReturnValue) (out []maturity.Observation) {
	for _, v := range values {
		out = append(out, maturity.Observation{Organisation: r.Organisation, Measure: v.Measure, Period: r.Period, Source: c.Source, State: v.State,
			Value: v.Value, Numerator: v.Numerator, Denominator: v.Denominator})
	}
	return out
}

// Hold tells, for returns that are about to be published, why they are held back: in one of their measures more than the
// collection's share of organisations jump in the period at once. Returns of other organisations count when they are
// published or have been submitted; drafts do not.
func (q *Inspector) Hold(ctx context.Context, c maturity.Collection, p period.Period, returns []maturity.ReturnFile) (map[int64]string, error) {
	held := map[int64]string{}
	if c.HoldShare == 0 || len(returns) == 0 {
		return held, nil
	}
	w, err := q.world(ctx, time.Now())
	if err != nil {
		return nil, err
	}
	waiting, err := q.figures.SubmittedFigures(ctx, c.ID, p, c.Source)
	if err != nil {
		return nil, err
	}
	var these []maturity.Observation
	for _, file := range returns {
		these = append(these, drafts(c, file.Return, file.Values)...)
	}
	for _, id := range c.Measures {
		figures, err := q.figures.RuleFigures(ctx, nil, []string{id})
		if err != nil {
			return nil, err
		}
		f := rule.NewFacts(q.catalogue, w.bodies, join(slices.Clone(these), join(slices.Clone(waiting), figures)), nil)
		jumps := rule.CountJumps(f, id, c.Source, p, w.breaksOf)
		if !jumps.Hold(c.HoldShare) {
			continue
		}
		m, _ := q.catalogue.Measure(id)
		for _, file := range returns {
			if _, there := file.Value(id); there && held[file.ID] == "" {
				held[file.ID] = jumps.Words(m, c.HoldShare)
			}
		}
	}
	return held, nil
}
