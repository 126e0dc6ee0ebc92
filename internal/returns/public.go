package returns

import (
	"context"
	"slices"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// KeyOf names the return with a number; NotFound where there is none.
func (d *Desk) KeyOf(ctx context.Context, id int64) (maturity.ReturnKey, error) {
	r, err := d.Lister.ReturnByID(ctx, id)
	if maturity.CodeOf(err) == maturity.NotFound {
		err = errUnknown
	}
	return r.ReturnKey, err
}

// List lists returns of a collection and period, or of all where they are empty: whole where the actor may read drafts,
// and elsewhere only that they are published, and since when.
func (d *Desk) List(ctx context.Context, who Actor, collection string, p period.Period, states []maturity.ReturnState) ([]maturity.ListedReturn, error) {
	var out []maturity.ListedReturn
	for _, c := range d.Catalogue.Collections { // few, and each has its own rights
		if collection != "" && c.ID != collection {
			continue
		}
		scope, err := d.Rights.Reach(ctx, who.Account, maturity.ReadDraft, c)
		if err != nil {
			return nil, err
		}
		list, err := d.Lister.Returns(ctx, maturity.ReturnFilter{Everywhere: true, Collection: c.ID, Period: p})
		if err != nil {
			return nil, err
		}
		for _, r := range list {
			if !scope.May(r.Organisation) {
				if !r.Live() {
					continue
				}
				r = published(r)
			}
			if len(states) == 0 || slices.Contains(states, r.State) {
				out = append(out, r)
			}
		}
	}
	return out, nil
}

// published leaves of a return what everybody may know.
func published(r maturity.ListedReturn) maturity.ListedReturn {
	out := maturity.ListedReturn{Body: r.Body, Published: r.Published}
	out.ID, out.ReturnKey, out.State, out.Round, out.PublishedAt = r.ID, r.ReturnKey, maturity.ReturnPublished, r.Published, r.PublishedAt
	if r.Published > 1 {
		out.State = maturity.ReturnCorrected
	}
	return out
}
