package page

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"waymark/internal/boardcopy"
	"waymark/internal/httpkit"
	"waymark/internal/maturity"
)

// boardForm is room for a board written as YAML, or as a form, once percent-encoded.
const boardForm = 1 << 20

func (p *Pages) boardCopyRoutes() []httpkit.Route {
	one := func(method, path string, handle echo.HandlerFunc) httpkit.Route {
		r := httpkit.Route{Rule: httpkit.Rule{Method: method, Path: "/boards/:board/:code" + path, Right: httpkit.SignedIn}, Handle: handle}
		if method == http.MethodPost {
			r.Body = boardForm
		}
		return r
	}
	routes := []httpkit.Route{one(http.MethodGet, "/board.yaml", p.boardFile)}
	if p.Boards == nil {
		return routes
	}
	return append(routes, one(http.MethodGet, "/copy", p.boardCopyForm), one(http.MethodPost, "/copy", p.boardCopy),
		one(http.MethodGet, "/edit", p.boardEditor), one(http.MethodPost, "/edit", p.editBoard),
		one(http.MethodGet, "/versions", p.boardVersions), one(http.MethodPost, "/versions", p.restoreBoard))
}

// definitionOf finds a board that shipped, or a copy that was made here.
func (p *Pages) definitionOf(ctx context.Context, id string) (maturity.Board, error) {
	if p.Boards != nil {
		return p.Boards.Board(ctx, id)
	}
	if b, ok := p.Catalogue.Board(id); ok {
		return b, nil
	}
	return maturity.Board{}, maturity.Errorf(maturity.NotFound, "There is no board %q.", id)
}

func copyistOf(c echo.Context) boardcopy.Who {
	return boardcopy.Who{Account: signedIn(c), Request: httpkit.RequestID(c)}
}

// boardFile gives a board as the file that dashboards/ holds: of a copy the text as its author left it.
func (p *Pages) boardFile(c echo.Context) error {
	_, definition, err := p.boardPlace(c)
	if err != nil {
		return err
	}
	text := boardcopy.Text(definition)
	if _, is := maturity.BoardCopyID(definition.ID); is {
		copied, err := p.Boards.Copy(c.Request().Context(), definition.ID)
		if err != nil {
			return err
		}
		text = copied.Text
	}
	header := c.Response().Header()
	header.Set("Content-Disposition", `attachment; filename="board-`+definition.ID+`.yaml"`)
	header.Set("X-Content-Type-Options", "nosniff")
	return c.Blob(http.StatusOK, "application/yaml; charset=utf-8", []byte(text))
}

// boardTools are what the page of a board offers besides looking at it.
type boardTools struct {
	File     string // address of its YAML
	Copy     string // "" where the visitor may not, or there is nowhere to keep one
	Edit     string // of a copy
	Versions string
	Words    string // of a copy: what it was copied from, and whose version it is
}

func (p *Pages) boardTools(c echo.Context, at place, definition maturity.Board) (t boardTools, err error) {
	address := boardAddress(definition, at.Subject.Code)
	t.File = address + "/board.yaml"
	if p.Boards == nil {
		return t, nil
	}
	ctx, of := c.Request().Context(), at.Subject.ID
	may, err := p.Boards.May(ctx, signedIn(c), of)
	if err != nil {
		return t, err
	}
	if may {
		t.Copy = address + "/copy"
	}
	if _, is := maturity.BoardCopyID(definition.ID); !is {
		return t, nil
	}
	copied, err := p.Boards.Copy(ctx, definition.ID)
	if err != nil {
		return t, err
	}
	t.Versions, t.Words = address+"/versions", p.copyWords(copied)
	if may, err = p.Boards.May(ctx, signedIn(c), copied.Organisation); err == nil && may {
		t.Edit = address + "/edit"
	}
	return t, err
}

// copyWords says what a copy is: "A copy of Digital roadmap steering group, which has changed since. Version 3, saved by
// anna on 6 August 2018 at 2:05pm."
func (p *Pages) copyWords(copied maturity.BoardCopy) string {
	words := "A board made here"
	if base, ok := p.Catalogue.Board(copied.Base); ok {
		if words = "A copy of the board " + base.Title; base.Hash != copied.BaseHash {
			words += ", which has changed since"
		}
	} else if copied.Base != "" {
		words = "A copy of a board that is no longer there (" + copied.Base + ")"
	}
	return words + ". Version " + wholeNumber(int(copied.Version)) + ", saved by " + copied.By + " on " + p.momentWords(copied.At) + "."
}

// boardsOf lists the boards that an organisation opens with: those that ship, then its copies.
func (p *Pages) boardsOf(ctx context.Context, at place) ([]Link, error) {
	out := p.boardsFor(at.Subject)
	if p.Boards == nil {
		return out, nil
	}
	of := []maturity.OrganisationID{at.Subject.ID}
	for _, f := range at.Directory.FootprintsOf(at.Subject.ID, at.MembersDay()) {
		of = append(of, f.ID)
	}
	copies, err := p.Boards.For(ctx, at.Subject.Kind, of...)
	for _, c := range copies {
		out = append(out, Link{Words: c.Title, Address: "/boards/" + c.Address() + "/" + at.Subject.Code})
	}
	return out, err
}

type boardCopyPage struct {
	Board   maturity.Board
	Subject maturity.Organisation
	Text    string
	Faults  []lineFault
	Sound   bool // the text was checked and has no fault
}

// lineFault is one thing wrong with a text.
type lineFault struct {
	Line     int
	Sentence string
	Of       string // the line itself
}

func lineFaults(err error, text string) (out []lineFault, ok bool) {
	var faults boardcopy.Faults
	if !errors.As(err, &faults) {
		return nil, false
	}
	lines := strings.Split(text, "\n")
	for _, f := range faults {
		fault := lineFault{Line: f.Line, Sentence: upperFirst(f.Message)}
		if f.Line >= 1 && f.Line <= len(lines) {
			fault.Of = strings.TrimSpace(lines[f.Line-1])
		}
		out = append(out, fault)
	}
	return out, true
}

// mayCopy fails where the visitor may not copy boards for the organisation of the page.
func (p *Pages) mayCopy(c echo.Context) (place, maturity.Board, error) {
	at, definition, err := p.boardPlace(c)
	if err != nil {
		return at, definition, err
	}
	may, err := p.Boards.May(c.Request().Context(), signedIn(c), at.Subject.ID)
	if err == nil && !may {
		err = maturity.Errorf(maturity.Forbidden, "You may read this board, but not make boards for %s.", at.Subject.Name)
	}
	return at, definition, err
}

// boardCopyForm asks whether a board is to be copied, or a text taken instead.
func (p *Pages) boardCopyForm(c echo.Context) error {
	at, definition, err := p.mayCopy(c)
	if err != nil {
		return err
	}
	return p.showBoardCopy(c, http.StatusOK, boardCopyPage{Board: definition, Subject: at.Subject})
}

func (p *Pages) showBoardCopy(c echo.Context, status int, page boardCopyPage) error {
	shell := p.shell(c, "Copy a board: "+page.Board.Title).under("/", Link{Words: page.Board.Title, Address: boardAddress(page.Board, page.Subject.Code)})
	shell.Fault = len(page.Faults) > 0
	return p.show(c, status, "board_copy", shell, page)
}

// boardCopy makes a copy, or takes a text as a new board.
func (p *Pages) boardCopy(c echo.Context) error {
	at, definition, err := p.mayCopy(c)
	if err != nil {
		return err
	}
	page := boardCopyPage{Board: definition, Subject: at.Subject}
	if do := posted(c, "do"); do == "check" || do == "import" {
		page.Text = newlines(c.Request().PostForm.Get("yaml"))
		_, err := p.Boards.Read(page.Text)
		faults, bad := lineFaults(err, page.Text)
		if bad || do == "check" {
			page.Faults, page.Sound = faults, !bad
			return p.showBoardCopy(c, statusOf(bad), page)
		}
	}
	made, err := p.Boards.Make(c.Request().Context(), copyistOf(c), at.Subject.ID, definition, field(c.Request().PostForm, "title"), page.Text)
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/boards/"+made.Address()+"/"+at.Subject.Code+"/edit")
}

func statusOf(bad bool) int {
	if bad {
		return http.StatusBadRequest
	}
	return http.StatusOK
}

// newlines is a text as a browser's form sends it, with the line ends of a file.
func newlines(text string) string { return strings.ReplaceAll(text, "\r\n", "\n") }

type boardVersionsPage struct {
	Board   maturity.Board
	Subject maturity.Organisation
	Words   string
	Newest  int64
	Rows    []boardVersionRow
	May     bool
}

type boardVersionRow struct {
	maturity.BoardCopy
	When    string
	Current bool
}

// boardVersions lists every version of a copy.
func (p *Pages) boardVersions(c echo.Context) error {
	at, err := p.place(c, c.Param("code"))
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	versions, err := p.Boards.Versions(ctx, c.Param("board"))
	if err != nil {
		return err
	}
	newest := versions[0]
	page := boardVersionsPage{Board: maturity.Board{ID: newest.Address(), Title: newest.Title}, Subject: at.Subject, Words: p.copyWords(newest), Newest: newest.Version}
	for _, v := range versions {
		page.Rows = append(page.Rows, boardVersionRow{v, p.momentWords(v.At), v.Version == newest.Version})
	}
	if page.May, err = p.Boards.May(ctx, signedIn(c), newest.Organisation); err != nil {
		return err
	}
	return p.show(c, http.StatusOK, "board_versions", p.shell(c, "Versions of "+newest.Title).under("/", Link{Words: newest.Title, Address: boardAddress(page.Board, at.Subject.Code)}), page)
}

// restoreBoard makes an earlier version the newest once more.
func (p *Pages) restoreBoard(c echo.Context) error {
	at, err := p.place(c, c.Param("code"))
	if err != nil {
		return err
	}
	kept, err := p.Boards.Restore(c.Request().Context(), copyistOf(c), c.Param("board"), postedNumber(c, "version"), postedNumber(c, "restore"))
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/boards/"+kept.Address()+"/"+at.Subject.Code+"/versions")
}

func postedNumber(c echo.Context, name string) int64 {
	n, _ := strconv.ParseInt(posted(c, name), 10, 64)
	return n
}
