package page

import (
	"context"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"waymark/internal/explore"
	"waymark/internal/httpkit"
	"waymark/internal/maturity"
	"waymark/internal/period"
)

// Explore is what the pages about chosen figures and groups are made from.
type Explore struct {
	Explorer *explore.Explorer
	Groups   Groups
}

func (p *Pages) exploreRoutes() []httpkit.Route {
	if p.Explore == nil {
		return nil
	}
	get := func(path string, handle echo.HandlerFunc) httpkit.Route {
		return httpkit.Route{Rule: httpkit.Rule{Method: http.MethodGet, Path: path, Right: httpkit.SignedIn}, Handle: handle}
	}
	file := get("/explore/:file", p.exploreFile)
	file.Slow = true
	return []httpkit.Route{get("/explore", p.explore), file}
}

type explorePage struct {
	explore.View
	Figures    Table
	Pictures   []template.HTML
	Files      []Link
	Other      Link // the same table in the other shape
	Permalink  string
	Pager      Pager
	Shown      string // "Figures 1 to 300 of 4,100"
	Search     exploreSearch
	Periods    explorePeriods
	Provenance Provenance
	Silent     []string // measures of which nothing is known
	MayGroup   bool
}

// explore shows a choice, and what could be added to it. The same choice has one address: any other form of it, such as
// the one a form without scripts sends, leads there.
func (p *Pages) explore(c echo.Context) error {
	q, at, err := p.exploreQuery(c)
	if err != nil {
		return err
	}
	search := readSearch(c)
	from, _ := strconv.Atoi(c.QueryParam("row"))
	if canonical := withParts(q.Choice.Address(), search.query(), rowQuery(from)); canonical != c.Request().URL.RequestURI() {
		return c.Redirect(http.StatusSeeOther, canonical)
	}
	q.From = from
	ctx := c.Request().Context()
	view, err := p.Explore.Explorer.View(ctx, q)
	if err != nil {
		return err
	}
	page := explorePage{View: view, Search: search, Permalink: view.Address()}
	if page.Search, err = p.exploreSearch(c, view, search, q.Members); err != nil {
		return err
	}
	title := "Explore: choose measures and organisations"
	if view.Complete() && view.Sentence != "" {
		title = view.Sentence
	}
	shell := p.shell(c, title).under("/data").asKnownAt(at)
	page.Periods = periodsOf(q.Choice)
	figures, err := p.Explore.Explorer.Pictures(view, asAtWords(q.AsAt.In(p.Location)))
	if err != nil {
		p.kit.Log.ErrorContext(ctx, "picture not described", "address", view.Address(), "error", err)
	}
	for _, f := range figures {
		picture, _ := p.drawn(ctx, f)
		html, err := p.renderer.partial("figure", picture)
		if err != nil {
			return err
		}
		page.Pictures = append(page.Pictures, withoutNarrow(html))
	}
	if p.fillExplore(c, &page, q, shell) {
		shell = shell.withIllustrative()
	}
	page.MayGroup, err = p.mayGroup(c)
	if err != nil {
		return err
	}
	page.Provenance.Title = "Explore"
	return p.show(c, http.StatusOK, "explore", shell, page)
}

// fillExplore puts the table of the view on the page and reports whether an invented figure is on it.
func (p *Pages) fillExplore(c echo.Context, page *explorePage, q explore.Query, shell Shell) (illustrative bool) {
	v := page.View
	var cells []explore.Cell
	for _, s := range v.Rows {
		cells = append(cells, s.Cells...)
	}
	if v.All != nil {
		cells = nil
		for _, s := range v.All {
			cells = append(cells, s.Cells...)
		}
	}
	var caveats []string
	for _, m := range v.Measures {
		if text := m.Caveat(); text != "" && !slices.Contains(caveats, text) {
			caveats = append(caveats, text)
		}
	}
	for _, cell := range cells {
		illustrative = illustrative || cell.Illustrative
		if cell.Known && cell.State == maturity.Suppressed && !slices.Contains(caveats, maturity.SuppressedNote) {
			caveats = append(caveats, maturity.SuppressedNote)
		}
	}
	page.Provenance = Provenance{AsAt: asAtWords(q.AsAt.In(p.Location)), Day: q.Today.String(), Address: c.Request().URL.EscapedPath(),
		Sources: p.Explore.Explorer.SourcesOf(cells), Caveats: caveats}
	for name, values := range c.QueryParams() {
		if name != "as_at" && name != "row" {
			page.Provenance.Keep = append(page.Provenance.Keep, Field{name, strings.Join(values, ",")})
		}
	}
	slices.SortFunc(page.Provenance.Keep, func(a, b Field) int { return strings.Compare(a.Name, b.Name) })
	for i, axis := range v.Axes {
		if len(axis) == 0 {
			page.Silent = append(page.Silent, v.Measures[i].Title)
		}
	}
	page.Figures = figureTable(v, shell, q.LinkAt)
	if len(v.Rows) == 0 {
		return illustrative
	}
	for _, media := range []struct{ words, media string }{{"CSV", "csv"}, {"Excel workbook (XLSX)", "xlsx"}, {"JSON", "json"}} {
		page.Files = append(page.Files, Link{Words: media.words, Address: v.File(media.media)})
	}
	page.Other = Link{Words: "a column for each period", Address: v.Shaped(true).Address()}
	if v.Wide {
		page.Other = Link{Words: "a row for each figure", Address: v.Shaped(false).Address()}
	}
	last := v.First + len(v.Rows)
	if v.First > 0 || last < v.SeriesCount() {
		page.Shown = "Series " + wholeNumber(v.First+1) + " to " + wholeNumber(last) + " of " + wholeNumber(v.SeriesCount()) + ": the files hold all of them."
	}
	if v.First > 0 {
		page.Pager.Previous = withParts(v.Address(), rowQuery(max(0, v.First-v.PerPage)))
	}
	if last < v.SeriesCount() {
		page.Pager.Next = withParts(v.Address(), rowQuery(last))
	}
	return illustrative
}

func rowQuery(n int) string {
	if n <= 0 {
		return ""
	}
	return "row=" + strconv.Itoa(n)
}

// withParts adds parts of a query to an address.
func withParts(address string, parts ...string) string {
	for _, part := range parts {
		if part == "" {
			continue
		}
		separator := "?"
		if strings.Contains(address, "?") {
			separator = "&"
		}
		address += separator + part
	}
	return address
}

// exploreQuery reads a choice and the moment it is looked at: as chosen, or the day on which all chosen bodies' finished
// roadmaps are shown, or now.
func (p *Pages) exploreQuery(c echo.Context) (q explore.Query, at asAt, err error) {
	choice, err := explore.Parse(c.QueryParams())
	if err != nil {
		return q, at, err
	}
	directory, err := p.Organisations.Directory(c.Request().Context())
	if err != nil {
		return q, at, err
	}
	at, chosen, err := p.asAt(c)
	if err != nil {
		return q, at, err
	}
	now := p.Now()
	today := period.DayOf(now.In(p.Location))
	if !chosen {
		if day := p.sharedDay(directory, choice, today); day != nil {
			at = p.asAtDay(c, *day)
		}
	}
	q = explore.Query{Choice: choice, Directory: directory, AsAt: at.Time, AsKnown: "now", LinkAt: at.Query}
	if at.Time.IsZero() {
		q.AsAt = now
	} else {
		q.AsKnown = "on " + at.Words
		if strings.Contains(at.Words, " at ") {
			q.AsKnown = "at " + at.Words
		}
	}
	q.Today = period.DayOf(q.AsAt.In(p.Location))
	q.Members = q.Today
	if choice.Boundaries != "" {
		q.Members = today
	}
	return q, at, nil
}

// sharedDay is the day on which the finished roadmaps of all bodies that a choice names are shown; nil where they differ.
func (p *Pages) sharedDay(d Directory, choice explore.Choice, today period.Day) *period.Day {
	var shared *period.Day
	for i, pick := range choice.Picks {
		o, ok := d.ByCode(pick.Code)
		if !ok || i > 20 {
			return nil
		}
		day := shownAsAt(d, o, today)
		if day == nil || shared != nil && *shared != *day {
			return nil
		}
		shared = day
	}
	return shared
}

// figureTable is the table as pages show it: every figure leads to where it came from.
func figureTable(v explore.View, shell Shell, at string) Table {
	table := Table{Caption: "The figures"}
	cell := func(s explore.Series, c explore.Cell) Cell {
		out := Cell{Words: c.Words, Note: c.Note, Missing: !c.Known || c.Words == c.State.Words()}
		if c.Known {
			out.Address = explore.WhereFrom(s.Organisation.Code, s.Measure.ID, c.Period, at)
		}
		return out
	}
	heads := []Column{{Words: "Organisation"}}
	if len(v.Measures) > 1 {
		heads = append(heads, Column{Words: "Measure"})
	}
	whose := func(s explore.Series) []Cell {
		cells := []Cell{{Words: s.Organisation.Name, Address: shell.Link("/organisations/" + url.PathEscape(s.Organisation.Code))}}
		if len(v.Measures) > 1 { // the heading of the page names the only one
			cells = append(cells, Cell{Words: s.Measure.Title, Address: shell.Link("/measures/" + url.PathEscape(s.Measure.ID) + "/definition")})
		}
		return cells
	}
	if !v.Wide {
		table.Columns = slices.Concat(heads, []Column{{Words: "Period"}, {Words: "Value", Number: true}})
		for _, s := range v.Rows {
			for _, c := range s.Cells {
				table.Rows = append(table.Rows, append(whose(s), Cell{Words: c.Period.Short()}, cell(s, c)))
			}
		}
		return table
	}
	columns := v.Columns()
	table.Columns = heads
	for _, one := range columns {
		table.Columns = append(table.Columns, Column{Words: one.Short(), Number: true})
	}
	for _, s := range v.Rows {
		row := whose(s)
		for _, c := range s.Spread(columns) {
			row = append(row, cell(s, c))
		}
		table.Rows = append(table.Rows, row)
	}
	return table
}

// exploreFile gives the table of a choice as a file, whole.
func (p *Pages) exploreFile(c echo.Context) error {
	media, _ := strings.CutPrefix(c.Param("file"), "figures.")
	write := map[string]func(context.Context, *echo.Response, explore.Query) error{
		"csv": func(ctx context.Context, w *echo.Response, q explore.Query) error {
			return p.Explore.Explorer.WriteCSV(ctx, w, q)
		},
		"xlsx": func(ctx context.Context, w *echo.Response, q explore.Query) error {
			return p.Explore.Explorer.WriteXLSX(ctx, w, q)
		},
		"json": func(ctx context.Context, w *echo.Response, q explore.Query) error {
			return p.Explore.Explorer.WriteJSON(ctx, w, q)
		},
	}[media]
	if write == nil {
		return maturity.Errorf(maturity.NotFound, "There is no such file: it is figures.csv, figures.xlsx or figures.json.")
	}
	q, _, err := p.exploreQuery(c)
	if err != nil {
		return err
	}
	if !q.Choice.Complete() {
		return maturity.Errorf(maturity.Invalid, "Choose a measure and an organisation first.")
	}
	kind := formMedia[media]
	if media == "json" {
		kind = "application/json"
	}
	attach(c, "explore-"+q.AsAt.In(p.Location).Format(time.DateOnly)+"."+media)
	c.Response().Header().Set("Content-Type", kind)
	if err := write(c.Request().Context(), c.Response(), q); err != nil {
		if !c.Response().Committed {
			c.Response().Header().Del("Content-Disposition")
		}
		return err
	}
	return nil
}
