package api

import (
	"context"
	"net/http"

	"waymark/internal/export"
	"waymark/internal/httpkit"
	"waymark/internal/maturity"
)

// TrajectoryQuery chooses trajectories.
type TrajectoryQuery struct {
	Paging
	AsAt
	Limit        int      `query:"limit" minimum:"1" maximum:"1000" default:"100"`
	Organisation []string `query:"organisation,explode" nullable:"false" doc:"Codes, repeated or with commas" example:"RTE"`
	Footprint    string   `query:"footprint" maxLength:"100" doc:"Code of a footprint: itself and its members on the day of as_at"`
	Measure      []string `query:"measure,explode" nullable:"false" doc:"Ids of measures, repeated or with commas"`
	Target       []string `query:"target,explode" nullable:"false" doc:"Ids of targets, repeated or with commas"`
	Status       []string `query:"status,explode" nullable:"false" doc:"Any of met, on_track, at_risk, unlikely, past_due, too_little, no_target"`
	Paths        bool     `query:"paths" default:"true" doc:"False leaves out the observed, planned, required and projected paths"`
}

func (a *API) registerTrajectories() {
	register(a, operation{method: http.MethodGet, path: "/trajectories", id: "list-trajectories", tag: "Values", right: httpkit.SignedIn, table: true, slow: true,
		summary: "List trajectories", words: "Where organisations and footprints stand with a measure against each target: status with its reason, chance, paths and projection, as last computed. In order of organisation, measure and target."}, a.trajectories)
}

func (a *API) trajectories(ctx context.Context, q *TrajectoryQuery) (*Paged[export.Trajectory], error) {
	at, err := a.asAt(q.AsAt)
	if err != nil {
		return nil, err
	}
	n, d, err := a.namer(ctx, at)
	if err != nil {
		return nil, err
	}
	c := chosen{directory: d, catalogue: a.Catalogue}
	f := maturity.ResultFilter{Organisations: c.organisations(q.Organisation), Footprint: c.footprint(q.Footprint), Measures: c.measures(q.Measure),
		Targets: c.targets(q.Target), AsAt: at, Cursor: q.Cursor, Limit: q.Limit}
	for _, word := range c.known("status", q.Status, knownStatus) {
		f.Statuses = append(f.Statuses, maturity.Status(word))
	}
	var rows []export.Trajectory
	var next string
	if !c.nobody {
		if rows, next, err = n.TrajectoryRows(ctx, a.Results, f, q.Paths); err != nil {
			return nil, err
		}
	}
	return paged(ctx, rows, next).asAt(at).explain(c.notes, func() (string, *Exists, error) {
		return a.whyEmpty(ctx, &c, selection{organisations: f.Organisations, footprint: f.Footprint, measures: f.Measures, asAt: at,
			narrowed: len(f.Statuses)+len(f.Targets) > 0, cursor: q.Cursor})
	})
}

func knownStatus(word string) bool { return maturity.Status(word).Words() != "" }
