package page

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"waymark/internal/board"
	"waymark/internal/maturity"
)

const organisationsPerPage = 50

type organisationsPage struct {
	Text, Kind string
	Kinds      []maturity.OrganisationKind
	Table      Table
	Pager      Pager
	Filtered   bool
}

// organisations lists all organisations, narrowed by kind and by a part of the name or code.
func (p *Pages) organisations(c echo.Context) error {
	q := maturity.OrganisationQuery{Text: c.QueryParam("text"), After: c.QueryParam("after"), Limit: organisationsPerPage}
	if kind := c.QueryParam("kind"); kind != "" {
		q.Kinds = []string{kind}
	}
	list, after, err := p.Organisations.Organisations(c.Request().Context(), q)
	if err != nil {
		return err
	}
	shell := p.shell(c, "Organisations").under("/organisations")
	page := organisationsPage{Text: q.Text, Kind: c.QueryParam("kind"), Kinds: p.Catalogue.Kinds, Filtered: q.Text != "" || len(q.Kinds) > 0}
	if after != "" {
		next := url.Values{"after": {after}}
		if q.Text != "" {
			next.Set("text", q.Text)
		}
		if page.Kind != "" {
			next.Set("kind", page.Kind)
		}
		page.Pager.Next = "/organisations?" + next.Encode()
	}
	page.Table = Table{Caption: "Organisations", Columns: []Column{{Words: "Name"}, {Words: "Code"}, {Words: "Kind"}, {Words: "Open"}},
		Empty: "No organisation matches. Use fewer letters, or another kind."}
	if !page.Filtered {
		page.Table.Empty = "No organisation is loaded yet. An administrator loads them with: waymark import ods."
	}
	for _, o := range list {
		page.Table.Rows = append(page.Table.Rows, []Cell{{Words: o.Name, Address: "/organisations/" + url.PathEscape(o.Code)}, {Words: o.Code}, {Words: p.kindWords(o.Kind)}, {Words: openWords(o)}})
	}
	return p.show(c, http.StatusOK, "organisations", shell, page)
}

func (p *Pages) kindWords(id string) string {
	if kind, ok := p.Catalogue.Kind(id); ok {
		return kind.Singular
	}
	return id
}

func openWords(o maturity.Organisation) string {
	switch {
	case o.Opened != nil && o.Closed != nil:
		return o.Opened.Long() + " to " + o.Closed.Long()
	case o.Closed != nil:
		return "until " + o.Closed.Long()
	case o.Opened != nil:
		return "since " + o.Opened.Long()
	}
	return "no dates given"
}

// openCaption continues a line about an organisation: ", open since 1 April 2002", or nothing where no date is known.
func openCaption(o maturity.Organisation) string {
	switch {
	case o.Opened == nil && o.Closed == nil:
		return ""
	case o.Opened != nil && o.Closed != nil:
		return ", open from " + openWords(o)
	}
	return ", open " + openWords(o)
}

func upperFirst(text string) string {
	if text == "" {
		return text
	}
	return strings.ToUpper(text[:1]) + text[1:]
}

type organisationPage struct {
	board.OrganisationView
	Profile    maturity.OrganisationProfile
	Kind, Open string
	Boards     []Link
	Tables     []Link // the organisation and its members, compared
	Drawn      []profilePictures
	Provenance Provenance
	Comments   comments
	Trail      Trail
	Planned    *plannedView // the initiatives behind its figures
}

// organisation shows one organisation: every measure it has a value for.
func (p *Pages) organisation(c echo.Context) error {
	place, err := p.place(c, c.Param("code"))
	if err != nil {
		return err
	}
	view, err := p.Results.Organisation(c.Request().Context(), place.Query)
	if err != nil {
		return err
	}
	profile, err := p.Organisations.OrganisationProfile(c.Request().Context(), place.Subject.Code)
	if err != nil {
		return err
	}
	shell := p.shell(c, place.Subject.Name).under("/organisations").asKnownAt(place.at)
	page := organisationPage{OrganisationView: view, Profile: profile, Kind: upperFirst(p.kindWords(place.Subject.Kind)), Open: openCaption(place.Subject),
		Provenance: p.provenance(c, place.Query, view.Period, view.Sources, view.Caveats)}
	if page.Comments, err = p.commentsOn(c, place.Subject.ID, place.Query.AsAt); err != nil {
		return err
	}
	if page.Trail, err = p.breakTrail(c, place.Subject.Code); err != nil {
		return err
	}
	if page.Drawn, err = p.profilePictures(c.Request().Context(), shell, view); err != nil {
		return err
	}
	if page.Planned, err = p.planned(c, place.Subject, place.Directory.FootprintsOf(place.Subject.ID, place.MembersDay()), shell); err != nil {
		return err
	}
	page.Tables = comparisonLinks(shell, view)
	for _, link := range p.boardsFor(place.Subject) {
		link.Address = shell.Link(link.Address)
		page.Boards = append(page.Boards, link)
	}
	page.Provenance.Title = shell.Title
	if view.Illustrative {
		shell = shell.withIllustrative()
	}
	return p.show(c, http.StatusOK, "organisation", shell, page)
}
