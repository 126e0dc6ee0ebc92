package page

import (
	"context"
	"html/template"
	"net/http"

	"github.com/labstack/echo/v4"

	"waymark/internal/board"
	"waymark/internal/maturity"
	"waymark/internal/period"
)

type boardPage struct {
	writtenBoard
	Provenance Provenance
	Basis      string // which returns its newest figures rest on, where a collection asks for them; else ""
	Others     []Link // other boards of the same organisation
	Choices    []choiceField
	Tools      boardTools
}

// board shows a declared dashboard for an organisation.
func (p *Pages) board(c echo.Context) error {
	place, definition, err := p.boardPlace(c)
	if err != nil {
		return err
	}
	written, err := p.writtenBoard(c.Request().Context(), definition, place)
	if err != nil {
		return err
	}
	page := boardPage{writtenBoard: written, Provenance: p.provenance(c, place.Query, written.Period, written.Sources, written.Caveats)}
	if page.Basis, err = p.basis(c.Request().Context(), written, place); err != nil {
		return err
	}
	shell := p.shell(c, written.Board.Title+": "+written.Subject.Name).under("/").asKnownAt(place.at)
	if page.Choices, err = p.choiceFields(c, place, written.Board); err != nil {
		return err
	}
	if page.Tools, err = p.boardTools(c, place, definition); err != nil {
		return err
	}
	others, err := p.boardsOf(c.Request().Context(), place)
	if err != nil {
		return err
	}
	for _, other := range others {
		other.Current = other.Address == "/boards/"+written.Board.ID+"/"+written.Subject.Code
		other.Address = shell.Link(other.Address)
		page.Others = append(page.Others, other)
	}
	page.Provenance.Title = shell.Title
	if written.Illustrative {
		shell = shell.withIllustrative()
	}
	return p.show(c, http.StatusOK, "board", shell, page)
}

// writtenBoard is a board with its panels as HTML. It is the same for everybody who may read boards, which is everybody
// who is signed in: nothing of the visitor goes into it.
type writtenBoard struct {
	Board        maturity.Board
	Subject      maturity.Organisation
	Lead         *board.Verdict
	Period       string
	Newest       period.Period
	Illustrative bool
	Sources      []maturity.Source
	Caveats      []string
	Written      template.HTML // the panels
}

// writtenBoard gives a board as it was written before, where nothing that it shows has changed since, or writes it. What
// is not whole, because a picture could not be drawn, is not kept.
func (p *Pages) writtenBoard(ctx context.Context, definition maturity.Board, at place) (writtenBoard, error) {
	key, err := p.boardKey(ctx, definition, at)
	if err != nil {
		return writtenBoard{}, err
	}
	if kept, ok := p.boards.get(key); ok {
		return kept, nil
	}
	view, err := p.Results.BuildBoard(ctx, definition, at.Query)
	if err != nil {
		return writtenBoard{}, err
	}
	out := writtenBoard{Board: view.Board, Subject: view.Subject, Period: view.Period, Newest: view.Newest, Illustrative: view.Illustrative, Sources: view.Sources, Caveats: view.Caveats}
	page, whole, err := p.panelParts(ctx, view, choiceQuery(at.Query), Shell{}.asKnownAt(at.at))
	if err != nil {
		return out, err
	}
	for _, panel := range view.Panels {
		if out.Lead == nil && panel.Verdict != nil {
			out.Lead = panel.Verdict
		}
	}
	if out.Written, err = p.renderer.part("board", "panels", page); err == nil && whole {
		p.boards.put(key, out, len(out.Written))
	}
	return out, err
}
