package page

import (
	"html/template"
	"net/http"

	"github.com/labstack/echo/v4"

	"waymark/internal/board"
)

type boardPage struct {
	board.View
	Pictures   map[int][]template.HTML // by panel
	Provenance Provenance
	Others     []Link // other boards of the same organisation
	Lead       *board.Verdict
}

// board shows a declared dashboard for an organisation.
func (p *Pages) board(c echo.Context) error {
	place, err := p.place(c, c.Param("code"))
	if err != nil {
		return err
	}
	view, err := p.Results.Build(c.Request().Context(), c.Param("board"), place.Query)
	if err != nil {
		return err
	}
	page := boardPage{View: view, Pictures: map[int][]template.HTML{}, Provenance: p.provenance(c, place.Query, view.Period, view.Sources, view.Caveats)}
	for i, panel := range view.Panels {
		if page.Pictures[i], err = p.pictures(c.Request().Context(), panel.Drawings); err != nil {
			return err
		}
		if page.Lead == nil && panel.Verdict != nil {
			page.Lead = panel.Verdict
		}
	}
	shell := p.shell(c, view.Board.Title+": "+view.Subject.Name).under("/").asKnownAt(place.at)
	for _, other := range p.boardsFor(view.Subject) {
		other.Current = other.Address == "/boards/"+view.Board.ID+"/"+view.Subject.Code
		other.Address = shell.Link(other.Address)
		page.Others = append(page.Others, other)
	}
	if view.Illustrative {
		shell = shell.withIllustrative()
	}
	return p.show(c, http.StatusOK, "board", shell, page)
}
