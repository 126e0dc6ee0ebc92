package api

import (
	"context"
	"net/http"
	"time"

	"waymark/internal/export"
	"waymark/internal/httpkit"
	"waymark/internal/maturity"
	"waymark/internal/period"
)

var noTime time.Time

// ObservationQuery chooses observations.
type ObservationQuery struct {
	Paging
	AsAt
	Span
	Limit        int      `query:"limit" minimum:"1" maximum:"5000" default:"500"`
	Organisation []string `query:"organisation,explode" nullable:"false" doc:"Codes, repeated or with commas" example:"RTE"`
	Footprint    string   `query:"footprint" maxLength:"100" doc:"Code of a footprint: itself and its members on the day of as_at"`
	Measure      []string `query:"measure,explode" nullable:"false" doc:"Ids of measures, repeated or with commas"`
	PeriodKind   string   `query:"period_kind" enum:"day,month,quarter,financial_year,calendar_year"`
	Source       []string `query:"source,explode" nullable:"false" doc:"Ids of sources, repeated or with commas"`
	AllSources   bool     `query:"all_sources" doc:"True: every source that speaks for a period, side by side; otherwise only the preferred one, and plans only where source names them"`
}

func (a *API) registerObservations() {
	register(a, operation{method: http.MethodGet, path: "/observations", id: "list-observations", tag: "Values", right: httpkit.SignedIn, table: true, slow: true,
		summary: "List observations", words: "Stored values as returned or published, in order of organisation, measure and period. A footprint's computed values are in its trajectories."}, a.observations)
}

func (a *API) observations(ctx context.Context, q *ObservationQuery) (*Paged[export.Observation], error) {
	at, err := a.asAt(q.AsAt)
	if err != nil {
		return nil, err
	}
	n, d, err := a.namer(ctx, at)
	if err != nil {
		return nil, err
	}
	c := chosen{directory: d, catalogue: a.Catalogue}
	f := maturity.ObservationFilter{Organisations: c.organisations(q.Organisation), Footprint: c.footprint(q.Footprint), Measures: c.measures(q.Measure),
		Sources: c.sources(q.Source), AllSources: q.AllSources, AsAt: at, Cursor: q.Cursor, Limit: q.Limit}
	if !q.AllSources && len(q.Source) == 0 {
		f.Except = a.Catalogue.Plans()
	}
	if q.PeriodKind != "" {
		if f.Kind, err = period.ParseKind(q.PeriodKind); err != nil {
			return nil, maturity.Wrap(err, maturity.Invalid, "period_kind cannot be read.")
		}
	}
	if f.From, f.To, err = q.Span.days(); err != nil {
		return nil, err
	}
	var found []maturity.Observation
	var next string
	if !c.nobody {
		if found, next, err = a.Observations.Observations(ctx, f); err != nil {
			return nil, err
		}
	}
	rows := make([]export.Observation, len(found))
	for i, o := range found {
		rows[i] = n.Observation(o)
	}
	return paged(ctx, rows, next).asAt(at).explain(c.notes, func() (string, *Exists, error) {
		return a.whyEmpty(ctx, &c, selection{organisations: f.Organisations, footprint: f.Footprint, measures: f.Measures,
			asAt: at, from: f.From, to: f.To, kind: f.Kind, narrowed: len(f.Sources) > 0, observed: len(f.Except) > 0, cursor: q.Cursor})
	})
}
