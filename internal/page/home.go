package page

import (
	"net/http"
	"net/url"
	"slices"

	"github.com/labstack/echo/v4"

	"waymark/internal/board"
	"waymark/internal/httpkit"
	"waymark/internal/maturity"
	"waymark/internal/period"
)

type homePage struct {
	Places       []homePlace // footprints with figures on their targets, then the nation
	Waiting      []homePlace // footprints without
	NoFootprints bool
	MaySend      bool
}

type homePlace struct {
	board.HomeRow
	Boards []Link
	Lead   string // address of the page the name leads to
	AsAt   string // words, where it opens at a day of its own
}

// home lists the footprints with how many of their targets are met, on track, at risk and unlikely.
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
	account, _ := httpkit.AccountOf(c.Request().Context())
	page := homePage{MaySend: account.MaySend(), NoFootprints: true}
	shell := p.shell(c, "Overview").under("/").asKnownAt(at)
	for _, row := range rows {
		f := homePlace{HomeRow: row, Boards: p.boardsFor(row.Organisation), Lead: shell.Link(p.leadFor(row.Organisation))}
		for i := range f.Boards {
			f.Boards[i].Address = shell.Link(f.Boards[i].Address)
		}
		if row.Organisation.ShownAsAt != nil && !chosen {
			f.AsAt = row.Organisation.ShownAsAt.Long()
		}
		if row.Illustrative {
			shell = shell.withIllustrative()
		}
		footprint := row.Organisation.Kind == maturity.KindFootprint
		page.NoFootprints = page.NoFootprints && !footprint
		switch {
		case row.Targets > 0 || !footprint && row.Period != "":
			page.Places = append(page.Places, f)
		case footprint:
			page.Waiting = append(page.Waiting, f)
		}
	}
	return p.show(c, http.StatusOK, "home", shell, page)
}

// boardsFor lists the boards that can be opened for an organisation.
func (p *Pages) boardsFor(o maturity.Organisation) []Link {
	var out []Link
	for _, b := range p.Catalogue.Boards {
		if slices.Contains(b.For, o.Kind) {
			out = append(out, boardLink(b, o))
		}
	}
	return out
}

func boardLink(b maturity.Board, o maturity.Organisation) Link {
	return Link{Words: b.Title, Address: "/boards/" + b.ID + "/" + o.Code}
}

// leadFor is the page that answers first for an organisation: its first board with a verdict and the decisions wanted, or
// else its first with a verdict, or else its own page.
func (p *Pages) leadFor(o maturity.Organisation) string {
	for _, kinds := range [][]maturity.PanelKind{{maturity.PanelHeadline, maturity.PanelDecisions}, {maturity.PanelHeadline}} {
		for _, b := range p.Catalogue.Boards {
			if slices.Contains(b.For, o.Kind) && holdsAll(b, kinds) {
				return boardLink(b, o).Address
			}
		}
	}
	return "/organisations/" + url.PathEscape(o.Code)
}

// holdsAll reports whether a board has a panel of each kind.
func holdsAll(b maturity.Board, kinds []maturity.PanelKind) bool {
	return !slices.ContainsFunc(kinds, func(kind maturity.PanelKind) bool {
		return !slices.ContainsFunc(b.Panels, func(p maturity.Panel) bool { return p.Kind == kind })
	})
}
