package board

import (
	"context"
	"math"
	"slices"

	"waymark/internal/chart"
	"waymark/internal/maturity"
)

// thenNowPanel sets the newest values known at the last meeting beside those known now: of the members, where the panel
// speaks of one measure and they return it, and otherwise of the subject's measures.
func (b *Builder) thenNowPanel(ctx context.Context, v *PanelView, q Query, d *data) error {
	if q.Since.At.IsZero() {
		v.Empty = "No earlier meeting is known, so there is nothing to compare with."
		return nil
	}
	v.Since = q.Since
	measures := b.panelMeasures(v.Panel)
	organisations := []maturity.Organisation{q.Subject}
	if len(v.Panel.Measures) == 1 {
		organisations = append(organisations, slices.DeleteFunc(slices.Clone(d.members), func(o maturity.Organisation) bool {
			return o.ID == q.Subject.ID || len(v.Panel.Kinds) > 0 && !slices.Contains(v.Panel.Kinds, o.Kind)
		})...)
	}
	earlier, err := b.reader.Summaries(ctx, idsOf(organisations), measures, q.Since.At)
	if err != nil {
		return err
	}
	then := &data{trajectories: map[seriesKey][]maturity.Trajectory{}}
	then.add(earlier)
	in := chart.ThenNowInput{Then: q.Since.Day.Long(), Now: q.Today.Long(), AsAt: q.Today.Long()}
	sources := map[string]bool{}
	for _, id := range measures {
		for _, o := range organisations {
			row, latest, ok := b.thenNowRow(o, id, then, d)
			if !ok {
				continue
			}
			if row.Label = rowTitle(row.Measure); len(organisations) > 1 {
				row.Label = o.ShortName
			}
			in.Rows = append(in.Rows, row)
			sources[latest.Source], in.Illustrative = true, in.Illustrative || latest.Illustrative
		}
	}
	if limit := v.Panel.Limit; limit > 0 && len(in.Rows) > limit && !q.All {
		v.More, in.Rows = len(in.Rows)-limit, in.Rows[:limit]
	}
	if len(in.Rows) == 0 {
		v.Empty = nothingYet(q)
		return nil
	}
	in.SourceWords, in.Illustrative = b.sourceWords(sources), in.Illustrative || b.anyIllustrative(sources)
	v.Drawings = []Drawing{{keyOf(in), func() (chart.Figure, error) { return chart.ThenNow(in) }}}
	return nil
}

// thenNowRow is one value at both times; ok is false where there is none now.
func (b *Builder) thenNowRow(o maturity.Organisation, measure string, then, now *data) (row chart.ThenNowRow, latest maturity.PathPoint, ok bool) {
	row = chart.ThenNowRow{Then: math.NaN(), Now: math.NaN()}
	row.Measure, _ = b.catalogue.Measure(measure)
	t, ok := now.trajectory(o.ID, measure, "")
	if !ok || t.Latest == nil {
		return row, latest, false
	}
	if t.Latest.HasValue {
		row.Now = t.Latest.Value
	}
	row.Note = "Nothing was known then"
	if before, ok := then.trajectory(o.ID, measure, ""); ok && before.Latest != nil {
		if before.Latest.HasValue {
			row.Then = before.Latest.Value
		}
		row.Note = before.Latest.Period.Short() + " then, " + t.Latest.Period.Short() + " now"
		if before.Latest.Period == t.Latest.Period {
			row.Note = "Both for " + t.Latest.Period.Short()
		}
	}
	return row, *t.Latest, true
}
