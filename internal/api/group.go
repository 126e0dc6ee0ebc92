package api

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"time"

	"waymark/internal/httpkit"
	"waymark/internal/maturity"
)

// Groups are organisations chosen by hand. explore.Groups is one.
type Groups interface {
	For(ctx context.Context, a maturity.Account) ([]maturity.OrganisationGroup, error)
	Group(ctx context.Context, id int64) (maturity.OrganisationGroup, error)
}

// GroupQuery pages through groups.
type GroupQuery struct {
	Paging
	Limit int `query:"limit" minimum:"1" maximum:"1000" default:"500"`
}

// GroupPath names one group.
type GroupPath struct {
	ID int64 `path:"id" minimum:"1" doc:"Number of the group, as in the address of its page"`
}

// OrganisationGroup is organisations chosen by hand, across all boundaries.
type OrganisationGroup struct {
	ID            int64     `json:"id"`
	Title         string    `json:"title"`
	Words         string    `json:"words" doc:"What it is for"`
	Organisations []string  `json:"organisations" nullable:"false" doc:"Codes, by name"`
	MadeBy        string    `json:"made_by" doc:"Login"`
	MadeAt        time.Time `json:"made_at"`
	ChangedBy     string    `json:"changed_by"`
	ChangedAt     time.Time `json:"changed_at"`
	Version       int64     `json:"version"`
	Retired       bool      `json:"retired" doc:"On no list any more"`
	Page          string    `json:"page" doc:"Address of its page"`
	Explore       string    `json:"explore" doc:"Address of the page that explores its figures"`
}

func (a *API) registerGroups() {
	if a.Groups == nil {
		return
	}
	register(a, operation{method: http.MethodGet, path: "/groups", id: "list-groups", tag: "Organisations", right: httpkit.SignedIn, table: true,
		summary: "List groups of organisations", words: "Those that you made, and those that hold one of your organisations, in order of their numbers. Any other opens by its number."}, a.groups)
	register(a, operation{method: http.MethodGet, path: "/groups/{id}", id: "get-group", tag: "Organisations", right: httpkit.SignedIn,
		summary: "One group of organisations", words: "Anybody's: groups are shared by their number."}, a.group)
}

func (a *API) groups(ctx context.Context, q *GroupQuery) (*Paged[OrganisationGroup], error) {
	after := int64(0)
	if q.Cursor != "" {
		var err error
		if after, err = strconv.ParseInt(q.Cursor, 10, 64); err != nil {
			return nil, maturity.Errorf(maturity.Invalid, "The cursor cannot be read. Use the one the page before gave, unchanged.")
		}
	}
	who, _ := httpkit.AccountOf(ctx)
	all, err := a.Groups.For(ctx, who)
	if err != nil {
		return nil, err
	}
	d, err := a.Directory(ctx)
	if err != nil {
		return nil, err
	}
	var rows []OrganisationGroup
	for _, g := range all {
		if g.ID > after {
			rows = append(rows, groupRow(g, d))
		}
	}
	slices.SortFunc(rows, func(x, y OrganisationGroup) int { return cmp.Compare(x.ID, y.ID) })
	rows, next := cut(rows, q.Limit, func(g OrganisationGroup) string { return strconv.FormatInt(g.ID, 10) })
	return paged(ctx, rows, next).explain(nil, func() (string, *Exists, error) {
		return "There is no group that you made or that holds one of your organisations.", nil, nil
	})
}

func (a *API) group(ctx context.Context, q *GroupPath) (*One[OrganisationGroup], error) {
	g, err := a.Groups.Group(ctx, q.ID)
	if err != nil {
		return nil, err
	}
	d, err := a.Directory(ctx)
	if err != nil {
		return nil, err
	}
	return &One[OrganisationGroup]{groupRow(g, d)}, nil
}

func groupRow(g maturity.OrganisationGroup, d Directory) OrganisationGroup {
	row := OrganisationGroup{ID: g.ID, Title: g.Title, Words: g.Words, Organisations: []string{}, MadeBy: g.By, MadeAt: g.At.UTC(), ChangedBy: g.ChangedBy, ChangedAt: g.ChangedAt.UTC(),
		Version: g.Version, Retired: g.Retired, Page: fmt.Sprintf("/groups/%d", g.ID), Explore: fmt.Sprintf("/explore?o=group.%d", g.ID)}
	for _, id := range g.Members {
		if o, ok := d.ByID(id); ok {
			row.Organisations = append(row.Organisations, o.Code)
		}
	}
	return row
}
