package page

import (
	"context"
	"errors"
	"html/template"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"waymark/internal/board"
	"waymark/internal/chart"
	"waymark/internal/maturity"
	"waymark/internal/period"
)

// Results answers the pages about figures from what the jobs have stored. board.Builder is one.
type Results interface {
	Comparisons
	BuildBoard(ctx context.Context, definition maturity.Board, q board.Query) (board.View, error)
	Home(ctx context.Context, places []board.Place) ([]board.HomeRow, error)
	Organisation(ctx context.Context, q board.Query) (board.OrganisationView, error)
	Measure(ctx context.Context, measure string, q board.Query) (board.MeasureView, error)
	Changes(ctx context.Context, q board.Query) (board.Changes, error)
}

// Comparisons answers the pages that set organisations or domains beside each other. board.Builder is one.
type Comparisons interface {
	Domains(ctx context.Context, choice, part string, q board.Query) (board.DomainsView, error)
	Assurance(ctx context.Context, measure string, q board.Query) (board.AssuranceView, error)
}

// Organisations knows who is who.
type Organisations interface {
	// Directory is one consistent state of all organisations.
	Directory(ctx context.Context) (Directory, error)
	Organisations(ctx context.Context, q maturity.OrganisationQuery) (list []maturity.Organisation, next string, err error)
	OrganisationProfile(ctx context.Context, code string) (maturity.OrganisationProfile, error)
}

// Directory is what the pages ask of it.
type Directory interface {
	board.Directory
	ByCode(code string) (maturity.Organisation, bool)
}

// Pictures draws figures. render.Renderer is one.
type Pictures interface {
	SVG(ctx context.Context, f chart.Figure) ([]byte, error)
}

// place is whose page it is and as known when: the visitor's own ?as_at=, or else the day a finished roadmap of the
// organisation is shown as at, or else now.
type place struct {
	board.Query
	at        asAt
	directory Directory
}

func (p *Pages) place(c echo.Context, code string) (place, error) {
	directory, err := p.Organisations.Directory(c.Request().Context())
	if err != nil {
		return place{}, err
	}
	o, ok := directory.ByCode(code)
	if !ok {
		return place{}, maturity.Errorf(maturity.NotFound, "There is no organisation with the code %s.", code)
	}
	at, chosen, err := p.asAt(c)
	if err != nil {
		return place{}, err
	}
	if day := shownAsAt(directory, o, period.DayOf(p.Now().In(p.Location))); !chosen && day != nil {
		at = p.asAtDay(c, *day)
	}
	q := board.Query{Subject: o, Directory: directory, AsAt: at.Time, All: c.QueryParam("show") == "all"}
	if at.Time.IsZero() {
		q.AsAt = p.Now()
	}
	q.Today = period.DayOf(q.AsAt.In(p.Location))
	if at.boundaries, at.banner, err = p.boundaries(c, &q, at); err != nil {
		return place{}, err
	}
	if q.Since, at.since, err = p.since(c, q); err != nil {
		return place{}, err
	}
	return place{q, at, directory}, nil
}

// shownAsAt is the day a finished roadmap is shown as at: the footprint's own, or, for a member, that of the footprint
// when it belongs to no other.
func shownAsAt(d Directory, o maturity.Organisation, today period.Day) *period.Day {
	if o.ShownAsAt != nil {
		return o.ShownAsAt
	}
	footprints := d.FootprintsOf(o.ID, today)
	if len(footprints) == 0 {
		return nil
	}
	day := footprints[0].ShownAsAt
	for _, f := range footprints[1:] {
		if day == nil || f.ShownAsAt == nil || *f.ShownAsAt != *day {
			return nil
		}
	}
	return day
}

// Picture is a figure ready for a template. Without SVG the page shows the reading and the table, opened.
type Picture struct {
	chart.Figure
	SVG template.HTML
}

// picture is a drawing with its reading and its table, ready for a page: as it was written before, where what it shows
// is the same.
func (p *Pages) picture(ctx context.Context, d board.Drawing) (template.HTML, error) {
	html, _, err := p.figure(ctx, d)
	return html, err
}

// figure says besides whether the picture is whole.
func (p *Pages) figure(ctx context.Context, d board.Drawing) (html template.HTML, whole bool, err error) {
	if html, ok := p.figures.get(d.Key); ok {
		return html, true, nil
	}
	f, err := d.Describe()
	if err != nil {
		return "", false, err
	}
	picture, whole := p.drawn(ctx, f)
	html, err = p.renderer.partial("figure", picture)
	if err == nil && whole {
		p.figures.put(d.Key, html, len(html))
	}
	return html, whole, err
}

// drawn draws a figure. A drawing that fails is logged and costs the page its picture, never the page; whole is false
// then, because the next time it may succeed.
func (p *Pages) drawn(ctx context.Context, f chart.Figure) (picture Picture, whole bool) {
	if !f.HasPicture() {
		return Picture{Figure: f}, true
	}
	svg, err := p.Pictures.SVG(ctx, f)
	if err != nil {
		if !errors.Is(err, context.Canceled) {
			p.kit.Log.ErrorContext(ctx, "picture not drawn", "kind", f.Kind, "error", err)
		}
		return Picture{Figure: f}, false
	}
	return Picture{f, template.HTML(svg)}, true // the renderer lets through a closed list of elements and attributes only
}

// prepare has drawings of which none was written before drawn together, in one go with the database.
func (p *Pages) prepare(ctx context.Context, drawings []board.Drawing) {
	several, ok := p.Pictures.(interface {
		Prepare(ctx context.Context, figures []chart.Figure)
	})
	if !ok {
		return
	}
	var figures []chart.Figure
	for _, d := range drawings {
		if _, written := p.figures.get(d.Key); written {
			continue
		}
		if f, err := d.Describe(); err == nil { // who writes it hears of the error
			figures = append(figures, f)
		}
	}
	if len(figures) > 1 {
		several.Prepare(ctx, figures)
	}
}

// pictures writes several; whole is false where one of them is not.
func (p *Pages) pictures(ctx context.Context, drawings []board.Drawing) (out []template.HTML, whole bool, err error) {
	out, whole = make([]template.HTML, len(drawings)), true
	for i, d := range drawings {
		var one bool
		if out[i], one, err = p.figure(ctx, d); err != nil {
			return nil, false, err
		}
		whole = whole && one
	}
	return out, whole, nil
}

// Provenance is the line every page with figures ends with: the period, the as-at time and the sources.
type Provenance struct {
	Title   string // of the page, for the foot of a printed sheet
	Period  string
	AsAt    string
	Day     string // value of the as-at field
	Address string // of the page, without its query
	Keep    []Field
	Sources []maturity.Source
	Caveats []string
	Members *MembersForm // nil where there is nothing to choose
}

// MembersForm chooses whose figures a page of an earlier time shows: those of the members of then, or of today.
type MembersForm struct {
	Then, Today string // the days, in words
	OfToday     bool
	Keep        []Field
}

// Field is a value that a GET form carries along.
type Field struct{ Name, Value string }

func (p *Pages) provenance(c echo.Context, q board.Query, periodWords string, sources []maturity.Source, caveats []string) Provenance {
	out := Provenance{Period: periodWords, AsAt: asAtWords(q.AsAt.In(p.Location)), Day: q.Today.String(), Address: c.Request().URL.EscapedPath(), Sources: sources, Caveats: caveats}
	for name, values := range c.QueryParams() {
		if name != "as_at" && len(values) > 0 {
			out.Keep = append(out.Keep, Field{name, values[0]})
		}
	}
	slices.SortFunc(out.Keep, func(x, y Field) int { return strings.Compare(x.Name, y.Name) })
	asAt := q.Today.String()
	if text := c.QueryParam("as_at"); text != "" {
		asAt = text
	}
	out.Members = p.membersForm(q, append(slices.Clone(out.Keep), Field{"as_at", asAt}))
	return out
}

// membersForm is offered where the page shows an earlier day and the subject has members on it or today.
func (p *Pages) membersForm(q board.Query, keep []Field) *MembersForm {
	today := period.DayOf(p.Now().In(p.Location))
	if today == q.Today || q.Directory == nil || len(q.Directory.Members(q.Subject.ID, q.Today))+len(q.Directory.Members(q.Subject.ID, today)) == 0 {
		return nil
	}
	keep = slices.DeleteFunc(keep, func(f Field) bool { return f.Name == "boundaries" })
	return &MembersForm{Then: q.Today.Long(), Today: today.Long(), OfToday: q.Boundaries != 0, Keep: keep}
}
