package api

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"waymark/internal/export"
	"waymark/internal/httpkit"
	"waymark/internal/maturity"
	"waymark/internal/period"
)

// OrganisationQuery chooses organisations.
type OrganisationQuery struct {
	Paging
	Limit  int      `query:"limit" minimum:"1" maximum:"1000" default:"500"`
	Kind   []string `query:"kind,explode" nullable:"false" doc:"Ids of kinds, repeated or with commas" example:"acute"`
	Within string   `query:"within" maxLength:"100" doc:"Code of a footprint or area: only bodies that belong to it"`
	Text   string   `query:"q" maxLength:"200" doc:"Part of a name or alias, or the start of a code"`
	OpenIn string   `query:"open_in" maxLength:"20" doc:"Open on at least one day of this period, a period code or a day"`
}

// OrganisationPath names one organisation.
type OrganisationPath struct {
	Code string `path:"code" maxLength:"100" doc:"Code of the organisation" example:"RTE"`
}

// Profile is one organisation with its other names and its relations.
type Profile struct {
	export.Organisation
	Aliases   []Alias    `json:"aliases" nullable:"false"`
	Relations []Relation `json:"relations" nullable:"false"`
}

// Alias is another name or code.
type Alias struct {
	Name   string `json:"name"`
	Origin string `json:"origin" doc:"Reference file it comes from"`
}

// Relation is a dated link to another organisation.
type Relation struct {
	Kind      string  `json:"kind" enum:"member_of,partner_of,provides_for,part_of,commissioned_by,succeeded_by"`
	Outward   bool    `json:"outward" doc:"True: this organisation stands on the left, as in this one is member of the other"`
	Other     string  `json:"other" doc:"Code of the other organisation"`
	OtherName string  `json:"other_name"`
	OtherKind string  `json:"other_kind"`
	Since     *string `json:"since" format:"date" doc:"Null: since ever, or not known"`
	Until     *string `json:"until" format:"date" doc:"Null: still so"`
	Origin    string  `json:"origin"`
}

// One is the answer of a single thing.
type One[T any] struct{ Body T }

func (a *API) registerOrganisations() {
	register(a, operation{method: http.MethodGet, path: "/organisations", id: "list-organisations", tag: "Organisations", right: httpkit.SignedIn, table: true,
		summary: "List organisations", words: "In order of name."}, a.organisations)
	register(a, operation{method: http.MethodGet, path: "/organisations/{code}", id: "get-organisation", tag: "Organisations", right: httpkit.SignedIn,
		summary: "One organisation with its other names and its relations"}, a.organisation)
}

func (a *API) organisations(ctx context.Context, q *OrganisationQuery) (*Paged[export.Organisation], error) {
	n, d, err := a.namer(ctx, noTime)
	if err != nil {
		return nil, err
	}
	c := chosen{directory: d, catalogue: a.Catalogue}
	query := maturity.OrganisationQuery{Kinds: c.kinds(q.Kind), Within: c.footprint(q.Within), Text: strings.TrimSpace(q.Text), After: q.Cursor, Limit: q.Limit}
	if q.OpenIn != "" {
		if query.OpenIn, err = periodOf("open_in", q.OpenIn); err != nil {
			return nil, err
		}
	}
	var list []maturity.Organisation
	var next string
	if !c.nobody {
		if list, next, err = a.Organisations.Organisations(ctx, query); err != nil {
			return nil, err
		}
	}
	rows := make([]export.Organisation, len(list))
	for i, o := range list {
		rows[i] = n.Organisation(o)
	}
	return paged(ctx, rows, next).explain(c.notes, func() (string, *Exists, error) {
		if q.Cursor != "" {
			return "The page before was the last one.", nil, nil
		}
		return "No organisation fits the selection.", &Exists{Known: a.kindIDs()}, nil
	})
}

func (c *chosen) kinds(values []string) []string {
	return c.known("kind of organisation", values, func(id string) bool { _, ok := c.catalogue.Kind(id); return ok })
}

func (a *API) kindIDs() []string {
	var out []string
	for _, k := range a.Catalogue.Kinds {
		out = append(out, k.ID)
	}
	slices.Sort(out)
	return out
}

func (a *API) organisation(ctx context.Context, q *OrganisationPath) (*One[Profile], error) {
	n, d, err := a.namer(ctx, noTime)
	if err != nil {
		return nil, err
	}
	if _, known := d.ByCode(q.Code); !known {
		return nil, maturity.Errorf(maturity.NotFound, "There is no organisation with the code %s.", tame(q.Code))
	}
	p, err := a.Organisations.OrganisationProfile(ctx, q.Code)
	if err != nil {
		return nil, err
	}
	out := Profile{Organisation: n.Organisation(p.Organisation), Aliases: []Alias{}, Relations: []Relation{}}
	for _, one := range p.Aliases {
		out.Aliases = append(out.Aliases, Alias{one.Name, one.Origin})
	}
	for _, r := range p.Relations {
		out.Relations = append(out.Relations, Relation{string(r.Kind), r.Outward, r.Other.Code, r.Other.Name, r.Other.Kind, bounded(r.Since), bounded(r.Until), r.Origin})
	}
	return &One[Profile]{out}, nil
}

// bounded is a day, or null where the database keeps an open end as a day beyond all dates.
func bounded(d *period.Day) *string {
	if d == nil {
		return nil
	}
	if y := d.Time().Year(); y < earliestYear-1000 || y > latestYear {
		return nil
	}
	return export.Day(d)
}
