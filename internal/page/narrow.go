package page

import (
	"encoding/hex"
	"html/template"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"waymark/internal/board"
	"waymark/internal/maturity"
)

// A picture's drawing for small screens is not in the page: who needs it fetches it, so that nobody else waits for it.

// narrowHere is where partial/figure.html leaves the address of that drawing open. The rest of a figure is the same
// wherever it stands and is kept; the address is that of its place on a board or a measure's page.
const narrowHere = "/narrow-drawing-of-this-picture"

// withNarrow puts the address into a figure.
func withNarrow(figure template.HTML, address string) template.HTML {
	return template.HTML(strings.Replace(string(figure), narrowHere, template.HTMLEscapeString(address), 1))
}

// withOver lays over the drawing of a figure what a template wrote.
func withOver(figure, over template.HTML) template.HTML {
	return template.HTML(strings.Replace(string(figure), "</svg></div>", "</svg>"+string(over)+"</div>", 1))
}

// withoutNarrow is a figure with one drawing for every screen, where no address gives another.
func withoutNarrow(figure template.HTML) template.HTML {
	before, rest, found := strings.Cut(string(figure), `<picture class="wm-figure__narrow">`)
	_, after, closed := strings.Cut(rest, "</picture>")
	if !found || !closed {
		return figure
	}
	return template.HTML(before + after)
}

// boardPictureAddress is where the nth drawing of a panel is. It changes with what is drawn.
func boardPictureAddress(part panelPart, n int, d board.Drawing) string {
	return part.Shell.Link(boardAddress(part.Board, part.Code) + "/pictures/" + url.PathEscape(part.Panel.ID) + "/" + strconv.Itoa(n) + "?" + joined(part.Choice, "v="+drawingVersion(d)))
}

// measurePictureAddress is where the drawing of a kind is.
func measurePictureAddress(shell Shell, v board.MeasureView, kind string, d board.Drawing) string {
	return shell.Link("/measures/" + url.PathEscape(v.Measure.ID) + "/pictures/" + kind + "?organisation=" + url.QueryEscape(v.Subject.Code) + "&v=" + drawingVersion(d))
}

func drawingVersion(d board.Drawing) string {
	return hex.EncodeToString([]byte(d.Key[:min(8, len(d.Key))]))
}

// boardPicture is the drawing of one figure of a board for small screens.
func (p *Pages) boardPicture(c echo.Context) error {
	place, definition, err := p.boardPlace(c)
	if err != nil {
		return err
	}
	place.Only = c.Param("panel")
	view, err := p.Results.BuildBoard(c.Request().Context(), definition, place.Query)
	if err != nil {
		return err
	}
	number, err := strconv.Atoi(c.Param("number"))
	if err != nil || len(view.Panels) != 1 || number < 1 || number > len(view.Panels[0].Drawings) {
		return noSuchPicture()
	}
	return p.narrowPicture(c, view.Panels[0].Drawings[number-1])
}

// measurePicture is the drawing of one of the figures of a measure's page for small screens.
func (p *Pages) measurePicture(c echo.Context) error {
	place, err := p.place(c, c.QueryParam("organisation"))
	if err != nil {
		return err
	}
	view, err := p.Results.Measure(c.Request().Context(), c.Param("measure"), place.Query)
	if err != nil {
		return err
	}
	drawing := drawingsOf(view)[c.Param("picture")]
	if drawing == nil {
		return noSuchPicture()
	}
	return p.narrowPicture(c, *drawing)
}

func (p *Pages) narrowPicture(c echo.Context, d board.Drawing) error {
	f, err := d.Describe()
	if err != nil {
		return err
	}
	if f, err = f.Narrow(); err != nil {
		return err
	}
	if !f.HasPicture() {
		return noSuchPicture()
	}
	svg, err := p.Pictures.SVG(c.Request().Context(), f)
	if err != nil {
		return err
	}
	if version := drawingVersion(d); version != "" && c.QueryParam("v") == version {
		c.Response().Header().Set("Cache-Control", "private, max-age=86400, immutable")
	}
	if c.Request().Method == http.MethodHead {
		return c.NoContent(http.StatusOK)
	}
	return c.Blob(http.StatusOK, "image/svg+xml; charset=utf-8", svg)
}

func noSuchPicture() error { return maturity.Errorf(maturity.NotFound, "There is no such picture.") }
