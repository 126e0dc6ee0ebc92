package api

import (
	"context"

	"waymark/internal/intake"
	"waymark/internal/maturity"
)

// intoReturns reads what a sender says about returns, and gives for which organisations the sender may send values: to the
// returns of the collection, or to be published.
func (a *API) intoReturns(ctx context.Context, q SendQuery, m *intake.Meta) (scope maturity.Scope, err error) {
	if m.SubmitReturns, err = yesNo("submit_returns", q.Submit, true); err != nil {
		return scope, err
	}
	if q.Organisation != "" {
		directory, err := a.Directory(ctx)
		if err != nil {
			return scope, err
		}
		body, known := directory.ByCode(q.Organisation)
		if !known {
			return scope, maturity.Errorf(maturity.Invalid, "There is no organisation %s.", tame(q.Organisation))
		}
		m.Only = body.ID
	}
	if q.Collection == "" {
		return a.Scopes.Scope(ctx, account(ctx))
	}
	c, known := a.Catalogue.Collection(q.Collection)
	if !known || a.Rights == nil {
		return scope, maturity.Errorf(maturity.Invalid, "There is no collection %s.", tame(q.Collection))
	}
	m.Collection = c.ID
	return a.Rights.Reach(ctx, account(ctx), maturity.EditReturn, c)
}
