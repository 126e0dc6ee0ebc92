package page

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"waymark/internal/board"
	"waymark/internal/maturity"
	"waymark/internal/period"
)

type homePage struct {
	Footprints []homeFootprint
	Nations    []homeFootprint
}

type homeFootprint struct {
	board.HomeRow
	Boards []Link
	AsAt   string // words, where it opens at a day of its own
}

// home lists the footprints with how many of their targets are met, on course, at risk and off course.
func (p *Pages) home(c echo.Context) error {
	directory, err := p.Organisations.Directory(c.Request().Context())
	if err != nil {
		return err
	}
	at, chosen, err := p.asAt(c)
	if err != nil {
		return err
	}
	today := period.DayOf(p.Now().In(p.Location))
	var places []board.Place
	for _, kind := range []string{maturity.KindFootprint, maturity.KindNation} {
		for _, o := range directory.OfKind(kind, today) {
			place := board.Place{Organisation: o, AsAt: p.Now(), Today: today}
			switch {
			case !at.Time.IsZero():
				place.AsAt, place.Today = at.Time, period.DayOf(at.Time.In(p.Location))
			case !chosen && o.ShownAsAt != nil:
				place.AsAt, place.Today = p.asAtDay(c, *o.ShownAsAt).Time, *o.ShownAsAt
			}
			places = append(places, place)
		}
	}
	rows, err := p.Results.Home(c.Request().Context(), places)
	if err != nil {
		return err
	}
	page := homePage{}
	shell := p.shell(c, "Overview").under("/").asKnownAt(at)
	for _, row := range rows {
		f := homeFootprint{HomeRow: row, Boards: p.boardsFor(row.Organisation)}
		if row.Organisation.ShownAsAt != nil && !chosen {
			f.AsAt = row.Organisation.ShownAsAt.Long()
		}
		if row.Illustrative {
			shell = shell.withIllustrative()
		}
		if row.Organisation.Kind == maturity.KindNation {
			page.Nations = append(page.Nations, f)
		} else {
			page.Footprints = append(page.Footprints, f)
		}
	}
	return p.show(c, http.StatusOK, "home", shell, page)
}

// boardsFor lists the boards that can be opened for an organisation.
func (p *Pages) boardsFor(o maturity.Organisation) []Link {
	var out []Link
	for _, b := range p.Catalogue.Boards {
		for _, kind := range b.For {
			if kind == o.Kind {
				out = append(out, Link{Words: b.Title, Address: "/boards/" + b.ID + "/" + o.Code})
			}
		}
	}
	return out
}
