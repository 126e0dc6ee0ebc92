package api

import (
	"context"
	"fmt"
	"net/http"
	"slices"

	"waymark/internal/export"
	"waymark/internal/httpkit"
	"waymark/internal/maturity"
)

// RevisionQuery asks how the figures of a measure moved.
type RevisionQuery struct {
	ID string `path:"id" maxLength:"100" doc:"Id of the measure"`
	Paging
	AsAt
	Limit int `query:"limit" minimum:"1" maximum:"1000" default:"500"`
}

func (a *API) registerRevisions() {
	register(a, operation{method: http.MethodGet, path: "/measures/{id}/revisions", id: "list-revisions", tag: "Values", right: httpkit.SignedIn, table: true,
		summary: "How much figures of a measure still moved", words: "By the age of the figures: how many moved later, and by how much. Empty where no figure ever moved."}, a.revisions)
}

func (a *API) revisions(ctx context.Context, q *RevisionQuery) (*Paged[export.Revision], error) {
	at, err := a.asAt(q.AsAt)
	if err != nil {
		return nil, err
	}
	m, known := a.Catalogue.Measure(q.ID)
	if !known {
		return nil, maturity.Errorf(maturity.NotFound, "There is no measure %s.", q.ID)
	}
	rows, err := export.Namer{Catalogue: a.Catalogue, AsAt: at}.RevisionRows(ctx, a.Results, []string{m.ID})
	if err != nil {
		return nil, err
	}
	key := func(r export.Revision) string { return fmt.Sprintf("%03d", r.Age) }
	rows = slices.DeleteFunc(rows, func(r export.Revision) bool { return key(r) <= q.Cursor })
	rows, next := cut(rows, q.Limit, key)
	return paged(ctx, rows, next).asAt(at).explain(nil, func() (string, *Exists, error) {
		return "No figure of this measure ever moved, or nothing has been computed of it yet.", nil, nil
	})
}
