package export

import (
	"context"
	"maps"
	"slices"

	"waymark/internal/maturity"
)

// Reacher tells for which organisations an account may do something (account.Service).
type Reacher interface {
	Reach(ctx context.Context, a maturity.Account, what maturity.Permission, c maturity.Collection) (maturity.Scope, error)
}

// AuditSight is what of the audit an account may see: an administrator all; who reviews returns, what is about the
// organisations of these, where the role is for one collection its returns alone; everybody, their own.
func AuditSight(ctx context.Context, reach Reacher, a maturity.Account, collections []maturity.Collection) (maturity.AuditFilter, error) {
	f := maturity.AuditFilter{Everywhere: a.Has(maturity.RoleAdmin), Login: a.Login, Returns: map[string][]maturity.OrganisationID{}}
	if f.Everywhere {
		return f, nil
	}
	scope, err := reach.Reach(ctx, a, maturity.ReviewReturn, maturity.Collection{})
	if err != nil {
		return f, err
	}
	f.Organisations = slices.Sorted(maps.Keys(scope.Organisations))
	for _, c := range collections {
		named := func(g maturity.Grant) bool { return g.Collection == c.ID || slices.Contains(c.Reviewers, g.Role) }
		if !slices.ContainsFunc(a.Grants, named) {
			continue
		}
		of, err := reach.Reach(ctx, a, maturity.ReviewReturn, c)
		if err != nil {
			return f, err
		}
		f.Returns[c.ID] = slices.Sorted(maps.Keys(of.Organisations))
	}
	return f, nil
}
