package recompute

import (
	"context"
	"math"
	"slices"

	"waymark/internal/benchmark"
	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/trajectory"
)

// mostMissing bounds the list of who is missing.
const mostMissing = 100

// footprints makes the values of footprints from their members and then their trajectories. Where a footprint has a
// value of its own for a period, that one is used.
func (w *work) footprints(ctx context.Context) error {
	var values []maturity.RollUpValue
	var batch []*series
	named := w.named(w.targets)
	for _, id := range w.directory.footprints {
		own := w.kept[id]
		if own == nil {
			own = &series{body: w.directory.body[id]}
		}
		made := w.rollUps(id)
		values = append(values, made...)
		own.addRollUps(made, w.today)
		if len(own.observed) == 0 && len(own.plan) == 0 && !slices.Contains(named, id) {
			continue
		}
		if own.mayHaveRecord() {
			w.wholes[id] = own
		}
		w.enterPanel(own)
		batch = append(batch, own)
	}
	counts, err := w.writer.WriteRollUps(ctx, w.asAt, w.m.ID, values)
	w.counts.RollUps = w.counts.RollUps.Add(counts)
	if err != nil {
		return err
	}
	batch = append(batch, w.withoutValues(named)...)
	w.counts.Series += int64(len(batch))
	return w.write(ctx, w.compute(batch))
}

// withoutValues gives an empty series to organisations that a target names and that have no value at all.
func (w *work) withoutValues(named []maturity.OrganisationID) (out []*series) {
	for _, id := range named {
		body := w.directory.body[id]
		if body.Kind != maturity.KindFootprint && !w.hasSeries(body) {
			out = append(out, &series{body: body})
		}
	}
	return out
}

func (w *work) hasSeries(o maturity.Organisation) bool {
	return slices.ContainsFunc(w.aims(w.targets, o), func(a trajectory.Aim) bool {
		return w.seen[maturity.ResultKey{Organisation: o.ID, Target: a.ID}]
	})
}

// rollUps makes a footprint's values for every period in which one of its bodies has one.
func (w *work) rollUps(footprint maturity.OrganisationID) (out []maturity.RollUpValue) {
	if w.m.RollUp == maturity.RollUpNone || w.m.RollUp == "" {
		return nil
	}
	for _, at := range w.periods(footprint) {
		if v, ok := benchmark.RollUp(w.m.RollUp, benchmark.Per(w.m), w.expected(footprint, at)); ok {
			v.Organisation, v.Measure, v.Period = footprint, w.m.ID, at
			v.Missing = v.Missing[:min(len(v.Missing), mostMissing)]
			out = append(out, v)
		}
	}
	return out
}

// periods lists those in which any body that is ever in the footprint has something to say.
func (w *work) periods(footprint maturity.OrganisationID) (out []period.Period) {
	seen := map[period.Period]bool{}
	for _, id := range w.directory.everIn(footprint) {
		s := w.kept[id]
		if s == nil || !w.asked(s.body) {
			continue
		}
		for i := range s.observed {
			if p := s.observed[i].Period; !seen[p] {
				seen[p] = true
				out = append(out, p)
			}
		}
	}
	slices.SortFunc(out, period.Compare)
	return out
}

// asked reports whether the measure is rolled up from bodies like this one: from the kinds it names, or, where it names
// none, from whoever ever gave a value.
func (w *work) asked(o maturity.Organisation) bool {
	kinds := w.m.RollUpFrom
	if len(kinds) == 0 {
		kinds = w.m.Kinds
	}
	if len(kinds) == 0 {
		return w.kept[o.ID] != nil
	}
	return w.isOfKind(o.Kind, kinds)
}

// expected lists the bodies that a value is expected of in a period, none of them part of another.
func (w *work) expected(footprint maturity.OrganisationID, at period.Period) []benchmark.Member {
	return benchmark.Speaking(w.m.RollUp, w.branches(w.directory.tree(footprint, at), at))
}

func (w *work) branches(nodes []node, at period.Period) []benchmark.Branch {
	out := make([]benchmark.Branch, len(nodes))
	for i, n := range nodes {
		o, s := w.directory.body[n.id], w.kept[n.id]
		out[i] = benchmark.Branch{Member: s.member(o.Code, at), Asked: w.asked(o), Listed: n.listed, Ever: s != nil && len(s.observed) > 0, Below: w.branches(n.below, at)}
	}
	return out
}

// member is what a body has for a period; a nil series has nothing.
func (s *series) member(code string, at period.Period) benchmark.Member {
	m := benchmark.Member{Code: code, Value: benchmark.Value{Value: math.NaN(), Numerator: math.NaN(), Denominator: math.NaN()}}
	if s == nil {
		return m
	}
	i, found := slices.BinarySearchFunc(s.observed, at, func(p trajectory.Point, at period.Period) int { return period.Compare(p.Period, at) })
	if !found {
		return m
	}
	p := s.observed[i]
	if m.State = p.State; p.HasValue {
		m.Value = benchmark.Value{Value: p.Value, Numerator: p.Numerator, Denominator: p.Denominator, Illustrative: p.Illustrative}
	}
	return m
}

// addRollUps fills the periods for which the footprint has no value of its own, and notes how the newest one that
// is over was made.
func (s *series) addRollUps(made []maturity.RollUpValue, today period.Day) {
	own := map[period.Period]int{}
	for i, p := range s.observed {
		own[p.Period] = i
	}
	for _, v := range made {
		p := trajectory.Point{Numerator: v.Numerator, Denominator: v.Denominator}
		p.PathPoint = maturity.PathPoint{Period: v.Period, State: maturity.Reported, Value: v.Value, HasValue: true,
			Reporting: v.Reporting, Expected: v.Expected, Illustrative: v.Illustrative}
		if i, known := own[v.Period]; !known {
			s.observed = append(s.observed, p)
		} else if !s.observed[i].HasValue {
			s.observed[i] = p
		}
	}
	slices.SortStableFunc(s.observed, func(a, b trajectory.Point) int { return period.Compare(a.Period, b.Period) })
	var latest *trajectory.Point
	for i := range s.observed {
		if p := &s.observed[i]; p.HasValue && (latest == nil || p.Period.End() < today) {
			latest = p
		}
	}
	if latest == nil || latest.Expected == 0 {
		return
	}
	for _, v := range made {
		if v.Period == latest.Period {
			s.rollUp = &maturity.RollUpNote{Period: v.Period, Method: v.Method, Reporting: v.Reporting, Expected: v.Expected, Missing: v.Missing}
		}
	}
}
