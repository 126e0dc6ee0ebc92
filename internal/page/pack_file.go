package page

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"waymark/internal/httpkit"
	"waymark/internal/maturity"
	"waymark/internal/meeting"
	"waymark/internal/pack"
)

// orderedPlaces puts what was chosen into the order of the numbers beside it; without a number it stands behind, in the
// order of the list.
func orderedPlaces(chosen []string, number func(place string) string) []string {
	rank := func(place string) int {
		n, err := strconv.Atoi(number(place))
		if err != nil || n < 1 {
			return 1 << 20
		}
		return n
	}
	out := slices.Clone(chosen)
	slices.SortStableFunc(out, func(x, y string) int { return cmp.Compare(rank(x), rank(y)) })
	return out
}

// packPaper shows the frozen HTML as it is kept: never a new rendering.
func (p *Pages) packPaper(c echo.Context) error {
	page, err := p.readPack(c)
	if err != nil {
		return err
	}
	f, err := p.Meetings.Store.PackFile(c.Request().Context(), page.ID, string(pack.HTML))
	if err != nil {
		return err
	}
	return p.paper(c, f.Bytes)
}

// paper answers with a paper. It has a style of its own and nothing else.
func (p *Pages) paper(c echo.Context, html []byte) error {
	c.Response().Header().Set("Content-Security-Policy", p.Meetings.Policy+"; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
	if c.Request().Method == http.MethodHead {
		return c.NoContent(http.StatusOK)
	}
	return c.HTMLBlob(http.StatusOK, html)
}

// packPreview shows a draft as it would be frozen now.
func (p *Pages) packPreview(c echo.Context) error {
	page, err := p.readPack(c)
	if err != nil {
		return err
	}
	if !page.May {
		return maturity.Errorf(maturity.Forbidden, "You may read the published pack, but not its draft.")
	}
	if page.State != maturity.PackDraft {
		return c.Redirect(http.StatusSeeOther, page.Address)
	}
	draft, err := p.Meetings.Desk.Draft(c.Request().Context(), page.Pack)
	if err != nil {
		return err
	}
	html, err := p.Meetings.Desk.Preview(c.Request().Context(), draft)
	if err != nil {
		return err
	}
	return p.paper(c, html)
}

// packFile gives a form of a pack as it is kept. That it was taken away stands in the audit.
func (p *Pages) packFile(c echo.Context) error {
	page, err := p.readPack(c)
	if err != nil {
		return err
	}
	f, err := p.Meetings.Store.PackFile(c.Request().Context(), page.ID, c.Param("form"))
	if err != nil {
		return err
	}
	attach(c, fmt.Sprintf("%s %s edition %d.%s", page.Meeting.Body, page.Meeting.Day, page.Edition, f.Form))
	h := c.Response().Header()
	h.Set("Content-Security-Policy", httpkit.DownloadPolicy)
	h.Set("ETag", `"`+f.SHA256+`"`)
	if c.Request().Method == http.MethodHead {
		h.Set("Content-Length", strconv.FormatInt(f.Size, 10))
		return c.NoContent(http.StatusOK)
	}
	return c.Blob(http.StatusOK, pack.Form(f.Form).Media(), f.Bytes)
}

type packCheckPage struct {
	packPage
	Check meeting.Check
}

// packCheck puts a frozen pack together anew and says whether it has the bytes that are kept.
func (p *Pages) packCheck(c echo.Context) error {
	page, err := p.readPack(c)
	if err != nil {
		return err
	}
	if !page.May {
		return maturity.Errorf(maturity.Forbidden, "You may read the pack, but only who prepares it may put it together anew.")
	}
	check, err := p.Meetings.Desk.Verify(c.Request().Context(), page.ID)
	if err != nil {
		return err
	}
	title := "The pack is the same when it is put together anew"
	if !check.Same() {
		title = "The pack is not the same when it is put together anew"
	}
	page.Headline = title
	shell := p.shell(c, title).under("/meetings", Link{Words: page.Meeting.Body + ", " + page.Meeting.Day.Long(), Address: meetingAddress(page.Meeting.ID)}, Link{Words: "Pack", Address: page.Address})
	return p.show(c, http.StatusOK, "pack_check", shell, packCheckPage{page, check})
}
