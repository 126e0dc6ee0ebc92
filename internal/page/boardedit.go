package page

import (
	"html/template"
	"net/http"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"waymark/internal/boardcopy"
	"waymark/internal/maturity"
)

type boardEditPage struct {
	Board     maturity.Board // as the form holds it
	Subject   maturity.Organisation
	Address   string // of the board
	Words     string
	Version   int64 // with which the visitor began
	AsText    bool  // the text area instead of the form
	Text      string
	Panels    []panelFields
	Selectors []selectorFields
	Kinds     any // of panels
	Targets   []maturity.Target
	Choices   []maturity.Framework
	Faults    []lineFault
	Checked   bool   // and no fault was found
	Theirs    string // what somebody else saved meanwhile, as YAML; "" where nobody did
	Preview   template.HTML
	Lead      string // of the preview
}

type selectorFields struct {
	maturity.Selector
	At string
}

// editing is whose page it is and the copy that is edited; it fails where the visitor may not edit.
func (p *Pages) editing(c echo.Context) (at place, copied maturity.BoardCopy, err error) {
	if at, err = p.place(c, c.Param("code")); err != nil {
		return at, copied, err
	}
	ctx := c.Request().Context()
	if copied, err = p.Boards.Copy(ctx, c.Param("board")); err != nil {
		return at, copied, err
	}
	may, err := p.Boards.May(ctx, signedIn(c), copied.Organisation)
	if err == nil && !may {
		err = maturity.Errorf(maturity.Forbidden, "You may read this board, but not change it.")
	}
	return at, copied, err
}

// boardEditor shows a copy as a form, or as text.
func (p *Pages) boardEditor(c echo.Context) error {
	at, copied, err := p.editing(c)
	if err != nil {
		return err
	}
	page := boardEditPage{Version: copied.Version, Text: copied.Text, AsText: c.QueryParam("as") == "yaml"}
	page.Board, err = p.Boards.Read(copied.Text)
	if faults, bad := lineFaults(err, copied.Text); bad { // definitions changed: only the text shows where
		page.AsText, page.Faults = true, faults
	}
	return p.showBoardEditor(c, http.StatusOK, at, copied, page)
}

// editBoard changes what the form holds, checks it, previews it, or keeps it as the next version.
func (p *Pages) editBoard(c echo.Context) error {
	at, copied, err := p.editing(c)
	if err != nil {
		return err
	}
	page := boardEditPage{Version: postedNumber(c, "version"), AsText: posted(c, "as") == "yaml"}
	do := posted(c, "do")
	if page.AsText {
		page.Text = newlines(c.Request().PostForm.Get("yaml"))
	} else {
		page.Board = changed(boardOfForm(c.Request().PostForm), do, posted(c, "kind"))
		page.Text = boardcopy.Text(page.Board)
	}
	read, err := p.Boards.Read(page.Text)
	faults, bad := lineFaults(err, page.Text)
	if page.AsText {
		page.Board, page.AsText = read, do != "as-form" || bad
	} else {
		page.AsText = do == "as-yaml"
	}
	if bad && slices.Contains([]string{"check", "preview", "save", "as-form"}, do) {
		page.Faults = faults
	}
	page.Checked = !bad && do == "check"
	status := statusOf(len(page.Faults) > 0)
	switch {
	case bad:
	case do == "preview":
		if page.Lead, page.Preview, err = p.previewBoard(c, at, copied, read); err != nil {
			return err
		}
	case do == "save":
		_, err := p.Boards.Save(c.Request().Context(), copyistOf(c), c.Param("board"), page.Version, page.Text)
		if err == nil {
			return c.Redirect(http.StatusSeeOther, "/boards/"+copied.Address()+"/"+at.Subject.Code)
		}
		if maturity.CodeOf(err) != maturity.Conflict {
			return err
		}
		page.Theirs, page.Version, status = copied.Text, copied.Version, http.StatusConflict
	}
	return p.showBoardEditor(c, status, at, copied, page)
}

// previewBoard fills a board that nobody saved yet.
func (p *Pages) previewBoard(c echo.Context, at place, copied maturity.BoardCopy, definition maturity.Board) (lead string, written template.HTML, err error) {
	definition.ID = copied.Address()
	at.Chosen = chosenOf(c, definition)
	view, err := p.Results.BuildBoard(c.Request().Context(), definition, at.Query)
	if err != nil {
		return "", "", err
	}
	parts, _, err := p.panelParts(c.Request().Context(), view, "", Shell{}.asKnownAt(at.at))
	if err != nil {
		return "", "", err
	}
	if len(view.Panels) > 0 && view.Panels[0].Verdict != nil {
		lead = view.Panels[0].Verdict.Sentence
	}
	written, err = p.renderer.part("board", "panels", parts)
	return lead, written, err
}

func (p *Pages) showBoardEditor(c echo.Context, status int, at place, copied maturity.BoardCopy, page boardEditPage) error {
	page.Subject, page.Address, page.Words = at.Subject, "/boards/"+copied.Address()+"/"+at.Subject.Code, p.copyWords(copied)
	page.Panels, page.Kinds = fieldsOfPanels(page.Board), panelKinds
	for i, s := range page.Board.Selectors {
		page.Selectors = append(page.Selectors, selectorFields{s, "s" + strconv.Itoa(i) + "-"})
	}
	page.Targets, page.Choices = p.Catalogue.Targets, p.Catalogue.Frameworks
	if !page.AsText {
		for _, f := range page.Faults {
			if n := panelOfLine(page.Text, f.Line); n > 0 && n <= len(page.Panels) {
				page.Panels[n-1].Faults = append(page.Panels[n-1].Faults, f.Sentence)
			}
		}
	}
	shell := p.shell(c, "Edit "+copied.Title).under("/", Link{Words: copied.Title, Address: page.Address})
	shell.Fault = len(page.Faults) > 0
	return p.show(c, status, "board_edit", shell, page)
}

// FaultsOutside are the faults that belong to no panel of the form.
func (page boardEditPage) FaultsOutside() []lineFault {
	return slices.DeleteFunc(slices.Clone(page.Faults), func(f lineFault) bool { n := panelOfLine(page.Text, f.Line); return n > 0 && n <= len(page.Panels) })
}

// editField is one line of the form.
type editField struct{ ID, Label, Value, Hint string }

// blank is a number as a field of the form holds it: nothing for nought.
func blank(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}
