package recompute

import (
	"context"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// seriesKey names a series.
type seriesKey struct {
	organisation maturity.OrganisationID
	measure      string
}

// merge notes a succession as a break of the successor's series: it has counted another body's work too since then. A
// succession without a day says nothing, nor does one on the day the successor opened, which has no series before.
func (d *directory) merge(r maturity.Relation) {
	to, known := d.body[r.To]
	if !known || r.Since == nil || to.Kind == maturity.KindFootprint || to.Opened != nil && *to.Opened >= *r.Since {
		return
	}
	d.merged[r.To] = append(d.merged[r.To], maturity.Break{Day: *r.Since, Kind: maturity.BreakMerger, Reason: d.body[r.From].Code})
}

func (r *run) readBreaks(ctx context.Context) error {
	marked, err := r.reader.SeriesBreaks(ctx, r.asAt)
	r.marked = map[seriesKey][]maturity.Break{}
	for _, b := range marked {
		key := seriesKey{b.Organisation, b.Measure}
		r.marked[key] = append(r.marked[key], b.Break)
	}
	return err
}

// breaksOf are the breaks of a body's series of the measure beside those of the definition.
func (w *work) breaksOf(id maturity.OrganisationID) []maturity.Break {
	merged, marked := w.directory.merged[id], w.marked[seriesKey{id, w.m.ID}]
	if len(merged)+len(marked) == 0 {
		return nil
	}
	var out []maturity.Break
	seen := map[period.Day]bool{}
	for _, b := range append(append(out, marked...), merged...) {
		if !seen[b.Day] { // several bodies merged on one day are one break, and a mark says more than a merger
			seen[b.Day] = true
			out = append(out, b)
		}
	}
	return out
}
