package board

import (
	"context"
	"math"
	"slices"

	"waymark/internal/chart"
	"waymark/internal/maturity"
	"waymark/internal/stat"
)

// dotsPanel sets the subject's latest values among those that its peers have for the same period.
func (b *Builder) dotsPanel(ctx context.Context, v *PanelView, q Query, d *data) error {
	measures := b.panelMeasures(v.Panel)
	peers := slices.DeleteFunc(slices.Clone(q.Directory.OfKind(q.Subject.Kind, q.MembersDay())), func(o maturity.Organisation) bool { return o.ID == q.Subject.ID })
	beside := &data{trajectories: map[seriesKey][]maturity.Trajectory{}}
	if len(peers) > 0 && len(measures) > 0 {
		summaries, err := b.reader.Summaries(ctx, idsOf(peers), measures, q.AsAt)
		if err != nil {
			return err
		}
		beside.add(summaries)
	}
	in := chart.DotsInput{AsAt: q.Today.Long()}
	if k, ok := b.catalogue.Kind(q.Subject.Kind); ok {
		in.PeerWords = k.Plural
	}
	sources := map[string]bool{}
	for _, id := range measures {
		t, ok := d.trajectory(q.Subject.ID, id, v.Panel.Target)
		if !ok || t.Latest == nil {
			continue
		}
		in.Rows = append(in.Rows, b.dotRow(t, peers, beside))
		sources[t.Latest.Source], in.Illustrative = true, in.Illustrative || t.Latest.Illustrative
	}
	if len(in.Rows) == 0 {
		v.Empty = nothingYet(q)
		return nil
	}
	in.SourceWords, in.Illustrative = b.sourceWords(sources), in.Illustrative || b.anyIllustrative(sources)
	v.Drawings = []Drawing{{keyOf(in), func() (chart.Figure, error) { return chart.Dots(in) }}}
	return nil
}

// dotRow is one measure: the own value, and of the peers, where there are enough, their range and median.
func (b *Builder) dotRow(t maturity.Trajectory, peers []maturity.Organisation, beside *data) chart.DotRow {
	m, _ := b.catalogue.Measure(t.Measure)
	nan := math.NaN()
	row := chart.DotRow{Label: rowTitle(m), Measure: m, State: t.Latest.State, Value: nan, PeerLow: nan, PeerHigh: nan, Median: nan, Target: nan, Required: nan, Period: t.Latest.Period}
	if t.Latest.HasValue {
		row.Value = t.Latest.Value
	}
	if target, ok := b.target(t.Target); ok {
		row.Target = target.Value
	}
	if required, ok := requiredNow(t); ok {
		row.Required = required
	}
	var values []float64
	for _, o := range peers {
		if p, ok := beside.trajectory(o.ID, t.Measure, ""); ok && p.Latest != nil && p.Latest.HasValue && p.Latest.Period == t.Latest.Period {
			values = append(values, p.Latest.Value)
		}
	}
	if row.Peers = len(values); len(values) >= fewPeers {
		slices.Sort(values)
		row.PeerLow, row.PeerHigh, row.Median = values[0], values[len(values)-1], stat.Quantile(values, 0.5)
	}
	return row
}

// requiredNow is what the plan, or else the straight path, asks for in the latest period.
func requiredNow(t maturity.Trajectory) (float64, bool) {
	path := t.Plan
	if len(path) == 0 {
		path = t.Required
	}
	i := slices.IndexFunc(path, func(p maturity.RequiredPoint) bool { return t.Latest != nil && p.Period == t.Latest.Period })
	if i < 0 {
		return 0, false
	}
	return path[i].Value, true
}
