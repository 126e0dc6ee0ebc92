package page

import (
	"net/http"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"waymark/internal/maturity"
	"waymark/internal/meeting"
)

type packWordsPage struct {
	packPage
	Place     meeting.Place
	Versions  []maturity.PackNarrative // newest first
	Seen      int
	Words     string
	Generated string
	Faults    []FieldFault
}

// packWords shows the words at a place: the generated ones, an analyst's, and every version.
func (p *Pages) packWords(c echo.Context) error {
	page, err := p.packWordsPage(c, c.QueryParam("place"))
	if err != nil {
		return err
	}
	return p.showWords(c, http.StatusOK, page)
}

func (p *Pages) packWordsPage(c echo.Context, place string) (out packWordsPage, err error) {
	if out.packPage, err = p.readPack(c); err != nil {
		return out, err
	}
	if !out.May {
		return out, maturity.Errorf(maturity.Forbidden, "You may read the pack, but not write in it.")
	}
	ctx := c.Request().Context()
	draft, err := p.Meetings.Desk.Draft(ctx, out.Pack)
	if err != nil {
		return out, err
	}
	at := slices.IndexFunc(meeting.Places(draft), func(each meeting.Place) bool { return each.Place == place })
	if at < 0 {
		return out, maturity.Errorf(maturity.NotFound, "The pack has no such place for words.")
	}
	out.Place = meeting.Places(draft)[at]
	all, err := p.Meetings.Store.Narratives(ctx, out.ID)
	for _, n := range all {
		if n.Place == place {
			out.Versions = append([]maturity.PackNarrative{n}, out.Versions...)
			out.Seen, out.Words = n.Revision, n.Words
		}
	}
	return out, err
}

func (p *Pages) showWords(c echo.Context, status int, page packWordsPage) error {
	title := "Words: " + page.Place.Title
	shell := p.shell(c, title).under("/meetings", Link{Words: page.Meeting.Body + ", " + page.Meeting.Day.Long(), Address: meetingAddress(page.Meeting.ID)}, Link{Words: "Pack", Address: page.Address})
	shell.Fault = len(page.Faults) > 0
	return p.show(c, status, "pack_words", shell, page)
}

// writePack keeps an analyst's words; "generated" goes back to the generated ones.
func (p *Pages) writePack(c echo.Context) error {
	page, err := p.packWordsPage(c, c.FormValue("place"))
	if err != nil {
		return err
	}
	seen, err := strconv.Atoi(c.FormValue("seen"))
	if err != nil {
		return maturity.Errorf(maturity.Invalid, "Say which version of the words you saw.")
	}
	words := c.FormValue("words")
	if c.FormValue("generated") != "" {
		words = ""
	}
	err = p.Meetings.Desk.Write(c.Request().Context(), p.meetingActor(c), page.ID, page.Place.Place, words, seen)
	if maturity.CodeOf(err) == maturity.Invalid {
		page.Words, page.Faults = words, []FieldFault{{"words", maturity.SentenceOf(err)}}
		return p.showWords(c, http.StatusUnprocessableEntity, page)
	}
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, page.Address+"#words")
}
