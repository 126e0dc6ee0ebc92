package page

import (
	"bytes"
	"iter"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"waymark/internal/board"
	"waymark/internal/httpkit"
	"waymark/internal/maturity"
	"waymark/internal/sheet"
)

// changesOnPage is how many rows the page shows; the file has them all.
const changesOnPage = 200

type changesPage struct {
	board.Changes
	Subject    maturity.Organisation
	Shown      []board.Change
	Kind       board.ChangeKind
	Kinds      []kindCount
	Total      int // before the filter
	heading    string
	More       int // rows that only the file has
	CSV, Path  string
	Day        string  // value of the field for the earlier day
	Keep       []Field // as-at time and boundaries
	Empty      string
	Provenance Provenance
}

type kindCount struct {
	Kind   board.ChangeKind
	Number int
}

func (p *Pages) changesRoutes() []httpkit.Route {
	get := func(path string, handle echo.HandlerFunc) httpkit.Route {
		return httpkit.Route{Rule: httpkit.Rule{Method: http.MethodGet, Path: path, Right: httpkit.SignedIn}, Handle: handle}
	}
	return []httpkit.Route{get("/changes/:code", p.changes), get("/changes/:code/changes.csv", p.changesFile)}
}

// changes lists what changed for an organisation since a meeting or a day.
func (p *Pages) changes(c echo.Context) error {
	place, page, err := p.changesPage(c)
	if err != nil {
		return err
	}
	shell := p.shell(c, page.heading+": "+place.Subject.Name).under("/").asKnownAt(place.at)
	page.Provenance = p.provenance(c, place.Query, "", nil, nil)
	page.Provenance.Title = shell.Title
	page.CSV = shell.Link(page.Path + "/changes.csv" + kindQuery(page.Kind))
	page.Keep = slices.DeleteFunc(shell.Kept(), func(f Field) bool { return f.Name == "since" })
	if page.Shown = page.Rows; len(page.Shown) > changesOnPage {
		page.More, page.Shown = len(page.Shown)-changesOnPage, page.Shown[:changesOnPage]
	}
	if page.Illustrative {
		shell = shell.withIllustrative()
	}
	return p.show(c, http.StatusOK, "changes", shell, page)
}

// changesPage reads the changes and keeps those of the chosen kind.
func (p *Pages) changesPage(c echo.Context) (place, changesPage, error) {
	var page changesPage
	place, err := p.place(c, c.Param("code"))
	if err != nil {
		return place, page, err
	}
	page.Kind = board.ChangeKind(c.QueryParam("kind"))
	if page.Kind != "" && !slices.Contains(board.ChangeKinds(), page.Kind) {
		return place, page, maturity.Errorf(maturity.Invalid, "There is no kind of change %q.", page.Kind)
	}
	if page.Changes, err = p.Results.Changes(c.Request().Context(), place.Query); err != nil {
		return place, page, err
	}
	page.Subject, page.Path, page.Total, page.heading = place.Subject, "/changes/"+url.PathEscape(place.Subject.Code), len(page.Rows), page.Changes.Heading()
	for _, kind := range board.ChangeKinds() {
		n := 0
		for _, row := range page.Rows {
			if row.Kind == kind {
				n++
			}
		}
		page.Kinds = append(page.Kinds, kindCount{kind, n})
	}
	if page.Kind != "" {
		page.Rows = slices.DeleteFunc(slices.Clone(page.Rows), func(row board.Change) bool { return row.Kind != page.Kind })
	}
	if page.Since.Day != 0 {
		page.Day = page.Since.Day.String()
	}
	page.Empty = page.empty()
	return place, page, nil
}

// Heading is the answer of the page, whatever kind is chosen.
func (p changesPage) Heading() string { return p.heading }

func (p changesPage) empty() string {
	switch {
	case len(p.Rows) > 0:
		return ""
	case p.Since.At.IsZero():
		return "No meeting about " + p.Subject.Name + " was held before. Choose an earlier day to compare with."
	case p.Total > 0:
		return "None of the changes is of this kind."
	}
	return "No verdict, figure, return or definition is different from what was known then."
}

func kindQuery(kind board.ChangeKind) string {
	if kind == "" {
		return ""
	}
	return "?kind=" + url.QueryEscape(string(kind))
}

// changesFile is the list as CSV.
func (p *Pages) changesFile(c echo.Context) error {
	place, page, err := p.changesPage(c)
	if err != nil {
		return err
	}
	var out bytes.Buffer
	out.WriteString("\uFEFF") // spreadsheets take the file for UTF-8
	if err := sheet.WriteCSV(&out, changeRows(page.Changes)); err != nil {
		return err
	}
	attach(c, "changes-"+strings.ToLower(place.Subject.Code)+".csv")
	return c.Blob(http.StatusOK, formMedia["csv"], out.Bytes())
}

func changeRows(changes board.Changes) iter.Seq[[]string] {
	return func(yield func([]string) bool) {
		if !yield([]string{"kind", "organisation_code", "organisation", "measure", "target", "what", "then", "now", "direction", "why", "why_kind", "since"}) {
			return
		}
		for _, c := range changes.Rows {
			if !yield([]string{string(c.Kind), c.Organisation.Code, c.Organisation.Name, c.Measure, c.Target, c.Title, c.Then, c.Now, c.Direction(), c.Why, string(c.WhyKind), changes.Since.Words}) {
				return
			}
		}
	}
}
