package page

import (
	"context"
	"html/template"

	"waymark/internal/board"
	"waymark/internal/maturity"
)

// panelsPage is the panels of a board as they stand below each other.
type panelsPage struct {
	Parts []panelPart
}

// panelPart is what the partial of a panel's kind is written from: of the frame only the time that links keep.
type panelPart struct {
	board.PanelView
	Board    maturity.Board
	Subject  maturity.Organisation // whose board it is
	Code     string                // of the subject
	Shell    Shell                 // AtQuery only
	Choice   string                // of the visitor, as the query of the board's address; ""
	Pictures []template.HTML       // one a drawing
	Lead     bool                  // its verdict is the heading of the page
	Sheet    bool                  // it stands on the first sheet of paper
	Ends     bool                  // it is the last on that
	Body     template.HTML         // as its partial wrote it
}

// Self is the address of the board as the visitor chose it, with more in its query.
func (part panelPart) Self(more string) string {
	return part.Shell.Link(boardAddress(part.Board, part.Code) + "?" + joined(part.Choice, more))
}

// mostOnSheet is how many panels a first sheet of paper can hold.
const mostOnSheet = 6

// sheetOf is how many panels make the first sheet: those to the decisions that are wanted, where they come early.
func sheetOf(panels []board.PanelView) int {
	for i, v := range panels[:min(mostOnSheet, len(panels))] {
		if v.Panel.Kind == maturity.PanelDecisions {
			return i + 1
		}
	}
	return 0
}

// panelParts draws and writes every panel; whole is false where a picture could not be drawn.
func (p *Pages) panelParts(ctx context.Context, view board.View, choice string, shell Shell) (page panelsPage, whole bool, err error) {
	whole = true
	sheet := sheetOf(view.Panels)
	var drawings []board.Drawing
	for _, panel := range view.Panels {
		drawings = append(drawings, panel.Drawings...)
	}
	p.prepare(ctx, drawings)
	for i, panel := range view.Panels {
		part := panelPart{PanelView: panel, Board: view.Board, Subject: view.Subject, Code: view.Subject.Code, Shell: shell, Choice: choice, Lead: i == 0 && panel.Verdict != nil, Sheet: i < sheet, Ends: i == sheet-1}
		var drawn bool
		if part.Pictures, drawn, err = p.pictures(ctx, panel.Drawings); err != nil {
			return page, false, err
		}
		whole = whole && drawn
		for n, d := range panel.Drawings {
			part.Pictures[n] = withNarrow(part.Pictures[n], boardPictureAddress(part, n+1, d))
		}
		if part.Body, err = p.renderer.partial("panel_"+string(panel.Panel.Kind), part); err != nil {
			return page, false, err
		}
		page.Parts = append(page.Parts, part)
	}
	return page, whole, nil
}
