package quality

import (
	"context"
	"maps"
	"slices"
	"time"

	"waymark/internal/maturity"
	"waymark/internal/rule"
)

// Counts is what a run did.
type Counts struct {
	Series int64 // looked at
	maturity.FindingWrite
}

// Map gives the counts for the history of jobs.
func (n Counts) Map() map[string]int64 {
	return map[string]int64{"series": n.Series, "new": n.New, "changed": n.Changed, "resolved": n.Resolved}
}

// together is how many organisations are looked at in one go: memory does not grow with the number of organisations.
const together = 500

// Run looks at the series that are due, or at all where the definitions are others than the last time. A run that is
// stopped leaves what it did not come to marked. Running again finds the same.
func (q *Inspector) Run(ctx context.Context, at time.Time) (n Counts, err error) {
	due, basis, err := q.findings.FindingsDue(ctx)
	if err != nil || len(due) == 0 && basis == q.basis {
		return n, err
	}
	w, err := q.world(ctx, at)
	if err != nil {
		return n, err
	}
	work := q.affected(w, due)
	if basis != q.basis {
		if work, err = q.everything(ctx); err != nil {
			return n, err
		}
	}
	for _, job := range work {
		done, err := q.look(ctx, w, job, at)
		n.Series, n.FindingWrite = n.Series+done.Series, n.FindingWrite.Add(done.FindingWrite)
		if err != nil {
			return n, err
		}
	}
	return n, q.findings.ClearFindingsDue(ctx, due, q.basis)
}

// task is a set of organisations whose values of some measures are to be judged; no organisations: all.
type task struct {
	organisations []maturity.OrganisationID
	measures      []string
	all           bool
}

// everything judges each measure that has values, of all organisations.
func (q *Inspector) everything(ctx context.Context) (out []task, err error) {
	used, err := q.figures.MeasuresInUse(ctx)
	for _, m := range q.catalogue.Measures {
		if contains(used, m.ID) {
			out = append(out, task{measures: []string{m.ID}, all: true})
		}
	}
	return out, err
}

// affected works out whose values have to be judged because some series changed: those series themselves, and whatever a
// rule holds against them.
func (q *Inspector) affected(w *world, due []maturity.StaleSeries) []task {
	whole, pairs := map[string]bool{}, map[string]map[maturity.OrganisationID]bool{}
	mark := func(measure string, organisations ...maturity.OrganisationID) {
		if pairs[measure] == nil {
			pairs[measure] = map[maturity.OrganisationID]bool{}
		}
		for _, o := range organisations {
			pairs[measure][o] = true
		}
	}
	touched := map[string][]maturity.OrganisationID{}
	for _, d := range due {
		touched[d.Measure] = append(touched[d.Measure], d.Organisation)
	}
	for _, m := range q.catalogue.Measures {
		needs := q.needs[m.ID]
		for _, own := range needs.own {
			mark(m.ID, touched[own]...)
		}
		for _, id := range needs.footprints {
			for _, o := range touched[id] {
				mark(m.ID, w.members[o]...)
			}
		}
		for _, id := range needs.nations {
			whole[m.ID] = whole[m.ID] || slices.ContainsFunc(touched[id], func(o maturity.OrganisationID) bool { return contains(w.nations, o) })
		}
		for _, id := range needs.peers {
			whole[m.ID] = whole[m.ID] || len(touched[id]) > 0
		}
	}
	return tasks(q.catalogue, whole, pairs)
}

func tasks(c *maturity.Catalogue, whole map[string]bool, pairs map[string]map[maturity.OrganisationID]bool) (out []task) {
	for _, m := range c.Measures {
		switch {
		case whole[m.ID]:
			out = append(out, task{measures: []string{m.ID}, all: true})
		case len(pairs[m.ID]) > 0:
			out = append(out, task{measures: []string{m.ID}, organisations: slices.Sorted(maps.Keys(pairs[m.ID]))})
		}
	}
	return out
}

// look judges the values of one task, some organisations at a time, and keeps what is found.
func (q *Inspector) look(ctx context.Context, w *world, t task, at time.Time) (n Counts, err error) {
	if t.all {
		if t.organisations, err = q.figures.Returning(ctx, t.measures); err != nil {
			return n, err
		}
	}
	shared, err := q.shared(ctx, w, t.measures)
	if err != nil {
		return n, err
	}
	for some := range slices.Chunk(t.organisations, together) {
		if ctx.Err() != nil {
			return n, ctx.Err()
		}
		found, err := q.judge(ctx, w, shared, some, t.measures)
		if err != nil {
			return n, err
		}
		written, err := q.findings.WriteFindings(ctx, some, t.measures, found, at)
		if err != nil {
			return n, err
		}
		n.Series, n.FindingWrite = n.Series+int64(len(some)), n.FindingWrite.Add(written)
	}
	return n, nil
}

// common is what values of all organisations are held against.
type common struct {
	figures []maturity.Observation // of nations and footprints
	peers   []maturity.PeerValues
}

func (q *Inspector) shared(ctx context.Context, w *world, measures []string) (c common, err error) {
	var above, peers []string
	for _, id := range measures {
		n := q.needs[id]
		above, peers = add(add(above, n.nations...), n.footprints...), add(peers, n.peers...)
	}
	if len(above) > 0 {
		wholes := append(slices.Clone(w.nations), slices.Sorted(maps.Keys(w.members))...)
		if c.figures, err = q.figures.RuleFigures(ctx, wholes, above); err != nil {
			return c, err
		}
	}
	if len(peers) > 0 {
		c.peers, err = q.figures.PeerFigures(ctx, peers, q.catalogue.Plans())
	}
	return c, err
}

// judge applies everything to the values of the measures that some organisations have stored.
func (q *Inspector) judge(ctx context.Context, w *world, shared common, organisations []maturity.OrganisationID, measures []string) ([]maturity.Finding, error) {
	var own []string
	var rules []maturity.Rule
	for _, id := range measures {
		own = add(own, q.needs[id].own...)
		for _, r := range q.needs[id].rules {
			if !slices.ContainsFunc(rules, func(o maturity.Rule) bool { return o.ID == r.ID }) {
				rules = append(rules, r)
			}
		}
	}
	figures, err := q.figures.RuleFigures(ctx, organisations, own)
	if err != nil {
		return nil, err
	}
	f := rule.NewFacts(q.catalogue, w.bodies, join(figures, shared.figures), shared.peers)
	within := map[maturity.OrganisationID]bool{}
	for _, id := range organisations {
		within[id] = true
	}
	return q.find(f, w, rules, func(o maturity.Observation) bool { return within[o.Organisation] && contains(measures, o.Measure) }), nil
}

// find applies the rules, the ranges and the outlier check to the values chosen.
func (q *Inspector) find(f *rule.Facts, w *world, rules []maturity.Rule, judge func(maturity.Observation) bool) []maturity.Finding {
	out := rule.Evaluate(rules, f, judge)
	out = append(out, rule.Ranges(f, judge)...)
	return append(out, rule.Outliers(f, w.breaksOf, judge)...)
}

// join adds the figures of others that are not among them already.
func join(figures, others []maturity.Observation) []maturity.Observation {
	seen := map[maturity.FindingKey]bool{}
	key := func(o maturity.Observation) maturity.FindingKey {
		return maturity.FindingKey{Organisation: o.Organisation, Measure: o.Measure, Period: o.Period, Source: o.Source}
	}
	for _, o := range figures {
		seen[key(o)] = true
	}
	for _, o := range others {
		if !seen[key(o)] {
			figures = append(figures, o)
		}
	}
	return figures
}
