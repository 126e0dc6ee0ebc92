package page

import (
	"fmt"
	"net/http"
	"path"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"waymark/internal/maturity"
	"waymark/internal/meeting"
	"waymark/internal/pack"
	"waymark/internal/period"
)

type packPage struct {
	maturity.Pack
	Address    string
	Meeting    maturity.Meeting
	About      maturity.Organisation
	Headline   string
	May        bool
	Files      []packFileRow
	Editions   []maturity.Pack
	BoardTitle string
	AsAtWords  string
	AsAtDay    string // for the field
	BoundDay   string
	SamePin    bool // the definitions are those loaded now
	Boards     []choice
	Candidates []meeting.Candidate
	Places     []packPlace
	Faults     []FieldFault
}

type packFileRow struct {
	maturity.PackFile
	Words string
}

// packPlace is a place for words: beside a picture, or on the first page.
type packPlace struct {
	Place, Title string
	Edited       bool
	Latest       maturity.PackNarrative
}

var formWords = map[string]string{string(pack.HTML): "Web page (HTML), the original", string(pack.PDF): "PDF", string(pack.Workbook): "Workbook (XLSX)", string(pack.Slides): "Slides (PPTX)", string(pack.Bundle): "Pictures and their numbers (ZIP)"}

// readPack reads the pack of the address. Drafts do not exist for who may not prepare them.
func (p *Pages) readPack(c echo.Context) (page packPage, err error) {
	id, err := numberParam(c, "pack", noPack)
	if err != nil {
		return page, err
	}
	ctx := c.Request().Context()
	account := p.meetingActor(c).Account
	if page.Pack, page.Meeting, page.May, err = p.Meetings.Desk.See(ctx, account, id); err != nil {
		return page, err
	}
	page.May = page.May && account.MayDecide()
	page.Address = packAddress(id)
	page.About, err = p.organisationOf(ctx, page.Meeting.Organisation)
	page.AsAtWords, page.AsAtDay, page.BoundDay = p.momentWords(page.AsAt), page.AsAt.In(p.Location).Format(time.DateOnly), page.Boundaries.String()
	page.SamePin = page.Definitions == p.Catalogue.Hash
	page.BoardTitle = page.Board
	if b, unknown := p.definitionOf(ctx, page.Board); unknown == nil {
		page.BoardTitle = b.Title
	}
	return page, err
}

// pack shows how far a pack is, its forms with their hashes, and to who prepares it the draft.
func (p *Pages) pack(c echo.Context) error {
	page, err := p.readPack(c)
	if err != nil {
		return err
	}
	return p.showPack(c, http.StatusOK, page)
}

func (p *Pages) showPack(c echo.Context, status int, page packPage) error {
	ctx := c.Request().Context()
	packs, err := p.Meetings.Store.PacksOf(ctx, page.Meeting.ID)
	if err != nil {
		return err
	}
	for _, each := range packs {
		if each.ID != page.ID && (each.State == maturity.PackPublished || page.May) {
			page.Editions = append(page.Editions, each)
		}
	}
	files, err := p.Meetings.Store.PackFiles(ctx, page.ID)
	if err != nil {
		return err
	}
	for _, f := range files {
		page.Files = append(page.Files, packFileRow{f, formWords[f.Form]})
	}
	if page.State == maturity.PackDraft {
		if err := p.fillDraft(c, &page); err != nil {
			return err
		}
	}
	page.Headline = packHeadline(page)
	shell := p.shell(c, page.Headline).under("/meetings", Link{Words: page.Meeting.Body + ", " + page.Meeting.Day.Long(), Address: meetingAddress(page.Meeting.ID)})
	shell.Fault = len(page.Faults) > 0
	if page.State == maturity.PackFreezing {
		shell.Refresh = 3
	}
	return p.show(c, status, "pack", shell, page)
}

func packHeadline(page packPage) string {
	switch {
	case page.State == maturity.PackDraft:
		return "The pack is a draft"
	case page.State == maturity.PackFreezing && page.Pictures > 0:
		return fmt.Sprintf("The pack is being frozen: %d of %s", page.Drawn, countWords(page.Pictures, "picture", "pictures"))
	case page.State == maturity.PackFreezing:
		return "The pack is being frozen"
	case page.State == maturity.PackFrozen:
		return "The pack is frozen and waits to be published"
	case !page.SupersededAt.IsZero():
		return "This edition was superseded"
	}
	return page.Verdict
}

// fillDraft reads what a draft would say, so that its exceptions and words can be chosen.
func (p *Pages) fillDraft(c echo.Context, page *packPage) error {
	ctx := c.Request().Context()
	draft, err := p.Meetings.Desk.Draft(ctx, page.Pack)
	if err != nil {
		return err
	}
	page.Candidates, page.Exceptions = draft.Candidates, draft.Pack.Exceptions
	if page.Boards, err = p.boardChoices(ctx, page.About, page.Board); err != nil {
		return err
	}
	all, err := p.Meetings.Store.Narratives(ctx, page.ID)
	if err != nil {
		return err
	}
	latest := map[string]maturity.PackNarrative{}
	for _, n := range all {
		latest[n.Place] = n
	}
	for _, place := range meeting.Places(draft) {
		n := latest[place.Place]
		page.Places = append(page.Places, packPlace{place.Place, place.Title, n.Words != "", n})
	}
	return nil
}

// pinOfForm reads what a draft is made from. "now" and an empty day are the present.
func (p *Pages) pinOfForm(c echo.Context) (pin meeting.Pin, faults []FieldFault) {
	pin.Board, pin.Reason = c.FormValue("board"), c.FormValue("reason")
	if strings.TrimSpace(c.FormValue("as_at")) != "" {
		day, fault := dayField(c, "as_at", "Write the day as year-month-day, or leave it empty for now")
		if fault != nil {
			return pin, []FieldFault{*fault}
		}
		if pin.AsAt = p.asAtDay(c, day).Time; pin.AsAt.After(p.Now()) && day <= p.Meetings.Desk.Today() {
			pin.AsAt = time.Time{} // today: as known now
		}
	}
	if strings.TrimSpace(c.FormValue("boundaries")) != "" {
		day, fault := dayField(c, "boundaries", "Write the day as year-month-day, or leave it empty for the day above")
		if fault != nil {
			return pin, []FieldFault{*fault}
		}
		pin.Boundaries = day
	}
	return pin, nil
}

// makePack begins a pack, or a later edition.
func (p *Pages) makePack(c echo.Context) error {
	m, _, err := p.holdMeeting(c)
	if err != nil {
		return err
	}
	pin, faults := p.pinOfForm(c)
	if len(faults) == 0 {
		made, err := p.Meetings.Desk.Make(c.Request().Context(), p.meetingActor(c), m.ID, pin)
		if err == nil {
			return c.Redirect(http.StatusSeeOther, packAddress(made.ID))
		}
		if maturity.CodeOf(err) != maturity.Invalid {
			return err
		}
		faults = []FieldFault{{"reason", maturity.SentenceOf(err)}}
	}
	page, err := p.meetingPage(c)
	if err != nil {
		return err
	}
	page.Faults = faults
	return p.showMeeting(c, http.StatusUnprocessableEntity, page)
}

func (p *Pages) pinPack(c echo.Context) error {
	page, err := p.readPack(c)
	if err != nil {
		return err
	}
	pin, faults := p.pinOfForm(c)
	if len(faults) == 0 {
		_, err := p.Meetings.Desk.Repin(c.Request().Context(), p.meetingActor(c), page.ID, versionField(c), pin)
		if err == nil {
			return c.Redirect(http.StatusSeeOther, page.Address)
		}
		if maturity.CodeOf(err) != maturity.Invalid {
			return err
		}
		faults = []FieldFault{{"as_at", maturity.SentenceOf(err)}}
	}
	page.Faults = faults
	return p.showPack(c, http.StatusUnprocessableEntity, page)
}

// choosePack takes which targets get a page of their own. Their order is the numbers typed beside them, then the list's.
func (p *Pages) choosePack(c echo.Context) error {
	page, err := p.readPack(c)
	if err != nil {
		return err
	}
	if err := c.Request().ParseForm(); err != nil {
		return maturity.Wrap(err, maturity.Invalid, "The form cannot be read.")
	}
	form := c.Request().PostForm
	places := orderedPlaces(form["exception"], func(place string) string { return form.Get("order-" + place) })
	if _, err := p.Meetings.Desk.Choose(c.Request().Context(), p.meetingActor(c), page.ID, versionField(c), places, c.FormValue("suggested") != ""); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, page.Address+"#exceptions")
}

// turnPack freezes, thaws, publishes or gives up, by the last word of the address.
func (p *Pages) turnPack(c echo.Context) error {
	page, err := p.readPack(c)
	if err != nil {
		return err
	}
	ctx, who, version, desk := c.Request().Context(), p.meetingActor(c), versionField(c), p.Meetings.Desk
	to := page.Address
	switch path.Base(c.Path()) {
	case "freeze":
		_, err = desk.Freeze(ctx, who, page.ID, version)
	case "thaw":
		_, err = desk.Thaw(ctx, who, page.ID, version)
	case "publish":
		_, err = desk.Publish(ctx, who, page.ID, version)
	default:
		err, to = desk.Drop(ctx, who, page.ID, version), meetingAddress(page.Meeting.ID)
	}
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, to)
}

// EditionWords is "edition 2".
func (p packPage) EditionWords() string { return "edition " + strconv.Itoa(p.Edition) }

// PeriodWords is the newest period, in words.
func (p packPage) PeriodWords() string {
	if at, err := period.FromCode(p.Period); err == nil && p.Period != "" {
		return at.Label()
	}
	return "not known before it is frozen"
}
