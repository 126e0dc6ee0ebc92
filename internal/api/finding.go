package api

import (
	"context"
	"net/http"
	"strconv"

	"waymark/internal/export"
	"waymark/internal/httpkit"
	"waymark/internal/maturity"
	"waymark/internal/quality"
)

// Findings reads what the rules found.
type Findings interface {
	Findings(ctx context.Context, f maturity.FindingFilter) (page []maturity.Finding, next string, err error)
}

// Questions lists what reviewers asked and the account may see (quality.Desk).
type Questions interface {
	Flags(ctx context.Context, who quality.Actor, f maturity.FlagFilter) ([]maturity.ReviewFlag, error)
}

// FindingQuery chooses findings.
type FindingQuery struct {
	Paging
	Limit        int      `query:"limit" minimum:"1" maximum:"1000" default:"500"`
	State        string   `query:"state" enum:"open,accepted,resolved" default:"open"`
	Severity     string   `query:"severity" enum:"error,warning,info"`
	Rule         string   `query:"rule" maxLength:"100" doc:"Id of a declared rule, or range, ratio or outlier"`
	Organisation []string `query:"organisation,explode" nullable:"false" doc:"Codes, repeated or with commas" example:"RTE"`
	Footprint    string   `query:"footprint" maxLength:"100" doc:"Code of a footprint: itself and its members now"`
	Measure      string   `query:"measure" maxLength:"100" doc:"Id"`
}

// FlagQuery chooses questions.
type FlagQuery struct {
	Paging
	Limit int    `query:"limit" minimum:"1" maximum:"1000" default:"100"`
	State string `query:"state" enum:"open,closed,all" default:"open"`
}

func (a *API) registerFindings() {
	if a.Findings == nil {
		return
	}
	register(a, operation{method: http.MethodGet, path: "/findings", id: "list-findings", tag: "Checking", right: httpkit.SignedIn, table: true,
		summary: "List findings", words: "What rules found in stored values: the gravest first, among these the newest period first. Findings about returns that are not published are not among them."}, a.findings)
	register(a, operation{method: http.MethodGet, path: "/flags", id: "list-flags", tag: "Checking", right: httpkit.SignedIn, table: true,
		summary: "List questions of reviewers", words: "Newest first: those about stored values, and those about returns that the account may see."}, a.flags)
}

func (a *API) findings(ctx context.Context, q *FindingQuery) (*Paged[export.Finding], error) {
	n, d, err := a.namer(ctx, noTime)
	if err != nil {
		return nil, err
	}
	c := chosen{directory: d, catalogue: a.Catalogue}
	f := maturity.FindingFilter{State: maturity.FindingState(q.State), Severity: maturity.Level(q.Severity), Rule: q.Rule, Organisations: c.organisations(q.Organisation),
		Footprint: c.footprint(q.Footprint), After: q.Cursor, Limit: q.Limit}
	for _, id := range c.measures([]string{q.Measure}) {
		f.Measure = id
	}
	var found []maturity.Finding
	var next string
	if !c.nobody {
		if found, next, err = a.Findings.Findings(ctx, f); err != nil {
			return nil, err
		}
	}
	rows := make([]export.Finding, len(found))
	for i, one := range found {
		rows[i] = n.Finding(one)
	}
	return paged(ctx, rows, next).explain(c.notes, func() (string, *Exists, error) {
		return "No finding is " + q.State + " in this selection.", nil, nil
	})
}

func (a *API) flags(ctx context.Context, q *FlagQuery) (*Paged[export.Flag], error) {
	n, _, err := a.namer(ctx, noTime)
	if err != nil {
		return nil, err
	}
	f := maturity.FlagFilter{Both: q.State == "all", Closed: q.State == "closed", Limit: q.Limit + 1}
	if q.Cursor != "" {
		if f.Before, err = strconv.ParseInt(q.Cursor, 10, 64); err != nil {
			return nil, maturity.Errorf(maturity.Invalid, "The cursor cannot be read. Use the one the page before gave, unchanged.")
		}
	}
	list, err := a.Questions.Flags(ctx, quality.Actor{Account: account(ctx)}, f)
	if err != nil {
		return nil, err
	}
	rows := make([]export.Flag, len(list))
	for i, one := range list {
		rows[i] = n.Flag(one)
	}
	rows, next := cut(rows, q.Limit, func(r export.Flag) string { return strconv.FormatInt(r.ID, 10) })
	return paged(ctx, rows, next).explain(nil, func() (string, *Exists, error) { return "No question is " + q.State + ".", nil, nil })
}
