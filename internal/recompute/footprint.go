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

// rollUps makes a footprint's values for every period in which a member has one.
func (w *work) rollUps(footprint maturity.OrganisationID) (out []maturity.RollUpValue) {
	if w.m.RollUp == maturity.RollUpNone || w.m.RollUp == "" {
		return nil
	}
	byPeriod := map[period.Period]map[maturity.OrganisationID]*trajectory.Point{}
	var periods []period.Period
	for _, relation := range w.directory.members[footprint] {
		s := w.kept[relation.From]
		if s == nil {
			continue
		}
		for i := range s.observed {
			p := &s.observed[i]
			if byPeriod[p.Period] == nil {
				byPeriod[p.Period] = map[maturity.OrganisationID]*trajectory.Point{}
				periods = append(periods, p.Period)
			}
			byPeriod[p.Period][relation.From] = p
		}
	}
	slices.SortFunc(periods, period.Compare)
	for _, at := range periods {
		if v, ok := benchmark.RollUp(w.m.RollUp, benchmark.Per(w.m), w.expected(footprint, at, byPeriod[at])); ok {
			v.Organisation, v.Measure, v.Period = footprint, w.m.ID, at
			v.Missing = v.Missing[:min(len(v.Missing), mostMissing)]
			out = append(out, v)
		}
	}
	return out
}

// expected lists the members that a value is expected of in a period: those of the kinds the measure names, or, where
// it names none, those that ever gave one.
func (w *work) expected(footprint maturity.OrganisationID, at period.Period, given map[maturity.OrganisationID]*trajectory.Point) (out []benchmark.Member) {
	for _, o := range w.directory.membersIn(footprint, at) {
		if len(w.m.Kinds) > 0 && !w.isOfKind(o.Kind, w.m.Kinds) || len(w.m.Kinds) == 0 && w.kept[o.ID] == nil {
			continue
		}
		member := benchmark.Member{Code: o.Code, Value: benchmark.Value{Value: math.NaN(), Numerator: math.NaN(), Denominator: math.NaN()}}
		if p := given[o.ID]; p != nil {
			member.State = p.State
			if p.HasValue {
				member.Value = benchmark.Value{Value: p.Value, Numerator: p.Numerator, Denominator: p.Denominator, Illustrative: p.Illustrative}
			}
		}
		out = append(out, member)
	}
	return out
}

// addRollUps fills the periods for which the footprint has no value of its own, and notes how the latest complete one
// was made.
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
			s.rollUp = &maturity.RollUpNote{Method: v.Method, Reporting: v.Reporting, Expected: v.Expected, Missing: v.Missing}
		}
	}
}
