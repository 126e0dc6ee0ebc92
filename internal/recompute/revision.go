package recompute

import (
	"context"
	"slices"

	"waymark/internal/maturity"
	"waymark/internal/revision"
)

// revision brings the record of how the measure's figures moved up to date. Where none ever did, which is known from an
// index, nothing else is read.
func (w *work) revision(ctx context.Context) error {
	h, changed, invented := revision.New(w.m.Decimals), false, false
	err := w.reader.EachRevised(ctx, w.m.ID, w.plans, w.asAt, func(o maturity.Observation) error {
		changed, invented = true, invented || w.invented[o.Source]
		h.AddVersion(o)
		return nil
	})
	if err != nil {
		return err
	}
	stored := slices.Contains(w.revised, w.m.ID)
	if changed {
		unmoved, err := w.reader.FirstKnown(ctx, w.m.ID, w.plans, w.asAt)
		if err != nil {
			return err
		}
		for _, f := range unmoved {
			h.AddUnmoved(f)
		}
		if record, ok := h.Record(); ok {
			counts, err := w.writer.WriteRevision(ctx, w.asAt, maturity.Revision{Measure: w.m.ID, Definition: w.definitions[w.m.ID], Record: record, Illustrative: invented})
			w.counts.Revisions = w.counts.Revisions.Add(counts)
			return err
		}
	}
	if !stored {
		return nil
	}
	closed, err := w.writer.CloseRevision(ctx, w.asAt, w.m.ID)
	w.counts.Revisions.Closed += closed
	return err
}
