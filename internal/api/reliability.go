package api

import (
	"context"
	"net/http"
	"slices"

	"waymark/internal/export"
	"waymark/internal/httpkit"
)

// ReliabilityQuery chooses records of forecasts.
type ReliabilityQuery struct {
	Paging
	AsAt
	Limit   int      `query:"limit" minimum:"1" maximum:"1000" default:"500"`
	Measure []string `query:"measure,explode" nullable:"false" doc:"Ids of measures, repeated or with commas"`
}

func (a *API) registerReliability() {
	register(a, operation{method: http.MethodGet, path: "/reliability", id: "list-reliability", tag: "Values", right: httpkit.SignedIn, table: true,
		summary: "List what came of the forecasts", words: "For each measure how often forecasts were right: those that were shown, and those made afterwards for past days. In order of measure and basis."}, a.reliability)
}

func (a *API) reliability(ctx context.Context, q *ReliabilityQuery) (*Paged[export.Reliability], error) {
	at, err := a.asAt(q.AsAt)
	if err != nil {
		return nil, err
	}
	c := chosen{catalogue: a.Catalogue}
	n := export.Namer{Catalogue: a.Catalogue, AsAt: at}
	measures := c.measures(q.Measure)
	var rows []export.Reliability
	if !c.nobody {
		if rows, err = n.ReliabilityRows(ctx, a.Results, measures); err != nil {
			return nil, err
		}
	}
	key := func(r export.Reliability) string { return r.Measure + " " + r.Basis } // a blank is before whatever an id has
	rows = slices.DeleteFunc(rows, func(r export.Reliability) bool { return key(r) <= q.Cursor })
	rows, next := cut(rows, q.Limit, key)
	return paged(ctx, rows, next).asAt(at).explain(c.notes, func() (string, *Exists, error) {
		return "Nothing has been computed yet of the forecasts of these measures.", &Exists{Known: a.measureIDs()}, nil
	})
}
