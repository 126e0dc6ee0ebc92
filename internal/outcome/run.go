package outcome

import (
	"context"
	"fmt"
	"maps"
	"math"
	"slices"
	"time"

	"waymark/internal/effect"
	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/roadmap"
)

var unknown = math.NaN()

// RunChanged is Run as known now, unless nothing has changed since the last run of this process and it is still the same
// day.
func (d *Desk) RunChanged(ctx context.Context, now time.Time) (Counts, error) {
	version, err := d.Reader.DataVersion(ctx)
	if err != nil {
		return Counts{}, err
	}
	seen := fmt.Sprint(version, period.DayOf(now.In(d.Location)))
	if seen == d.seen {
		return Counts{}, nil
	}
	counts, err := d.Run(ctx, now)
	if err == nil {
		d.seen = seen
	}
	return counts, err
}

// Run brings the outcomes up to date as known at a time. Before, it does so as at the days that pages of finished
// roadmaps open at, where nothing later is kept yet.
func (d *Desk) Run(ctx context.Context, asAt time.Time) (Counts, error) {
	plans, err := d.Plans.List(ctx, asAt)
	if err != nil {
		return Counts{}, err
	}
	times := []time.Time{asAt}
	for _, plan := range plans {
		if day := plan.Footprint.ShownAsAt; day != nil {
			year, month, date := day.Time().Date()
			if at := time.Date(year, month, date+1, 0, 0, 0, 0, d.Location).Add(-time.Microsecond); at.Before(asAt) {
				times = append(times, at)
			}
		}
	}
	slices.SortFunc(times, time.Time.Compare)
	var all Counts
	for _, at := range slices.CompactFunc(times, time.Time.Equal) {
		then := plans
		if at.Before(asAt) {
			if then, err = d.Plans.List(ctx, at); err != nil {
				return all, err
			}
		}
		counts, err := d.at(ctx, at, then)
		all.Deployments, all.Told, all.WriteCounts = counts.Deployments, counts.Told, all.WriteCounts.Add(counts.WriteCounts)
		if err != nil {
			return all, err
		}
	}
	return all, nil
}

// at computes all outcomes as known at a time, measure by measure.
func (d *Desk) at(ctx context.Context, asAt time.Time, plans []*roadmap.Plan) (counts Counts, err error) {
	today := period.DayOf(asAt.In(d.Location))
	cases := casesOf(plans, func(measure string) bool { _, known := d.Catalogue.Measure(measure); return known }, today)
	kept, err := d.Writer.OutcomeMeasures(ctx)
	if err != nil {
		return counts, err
	}
	measures := slices.Sorted(maps.Keys(cases))
	for _, measure := range kept {
		if _, still := cases[measure]; !still {
			measures = append(measures, measure)
		}
	}
	if len(measures) == 0 {
		return counts, nil
	}
	f, err := d.figures(ctx, asAt, today)
	if err != nil {
		return counts, err
	}
	for _, measure := range measures {
		if err := ctx.Err(); err != nil {
			return counts, err
		}
		m, _ := d.Catalogue.Measure(measure)
		deployments, initiatives, err := f.measure(ctx, m, cases[measure])
		if err != nil {
			return counts, err
		}
		for _, o := range deployments {
			counts.Deployments++
			if o.Verdict != maturity.OutcomeCannotTell {
				counts.Told++
			}
		}
		written, err := d.Writer.WriteOutcomes(ctx, asAt, measure, deployments, initiatives)
		if err != nil {
			return counts, err
		}
		counts.WriteCounts = counts.WriteCounts.Add(written)
	}
	return counts, nil
}

// measure answers all cases of one measure.
func (f *figures) measure(ctx context.Context, m maturity.Measure, cases []oneCase) ([]maturity.DeploymentOutcome, []maturity.InitiativeOutcome, error) {
	if len(cases) == 0 {
		return nil, nil, nil
	}
	kinds := map[string][]maturity.OrganisationID{}
	for _, c := range cases {
		kinds[c.body.Kind] = nil
	}
	bodies, err := f.read(ctx, m, kinds)
	if err != nil {
		return nil, nil, err
	}
	for _, c := range cases {
		if s := bodies[c.body.ID]; s != nil {
			s.Live = append(s.Live, c.from)
		}
	}
	var out []maturity.DeploymentOutcome
	pools := map[poolKey][]effect.Outcome{}
	hashes := map[poolKey]string{}
	var order []poolKey
	for _, c := range cases {
		p := c.panel(m, bodies, kinds[c.body.Kind], cases)
		o := effect.Estimate(p)
		record := c.outcome(p, o)
		out = append(out, record)
		key := poolKey{c.plan.ID, c.deployment.Initiative}
		if _, seen := pools[key]; !seen {
			order = append(order, key)
		}
		if c.finished {
			o.Illustrative = record.Illustrative
			pools[key] = append(pools[key], o)
		} else if pools[key] == nil {
			pools[key] = []effect.Outcome{}
		}
		hashes[key] += record.InputsHash
	}
	var pooled []maturity.InitiativeOutcome
	for _, key := range order {
		if len(pools[key]) == 0 {
			continue
		}
		p := effect.Pool(pools[key])
		pooled = append(pooled, maturity.InitiativeOutcome{Roadmap: key.roadmap, Initiative: key.initiative, Measure: m.ID, OK: p.OK, Reason: p.Reason, Count: p.N, Gain: p.Gain,
			Low: p.Low, High: p.High, RangeLow: p.RangeLow, RangeHigh: p.RangeHigh, Illustrative: p.Illustrative, InputsHash: short(hashes[key])})
	}
	return out, pooled, nil
}

type poolKey struct{ roadmap, initiative string }
