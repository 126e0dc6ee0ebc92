package page

import (
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"waymark/internal/maturity"
	"waymark/internal/meeting"
)

type readersPage struct {
	maturity.Meeting
	Address  string
	About    maturity.Organisation
	Headline string
	Readers  []maturity.Reader
	Messages []maturity.Message
	Delivery *maturity.Delivery
	Goes     string // when the pack of this meeting goes out, in words
	Time     string // of the day, for the field
	Days     string
	Typed    maturity.Reader
	Faults   []FieldFault
}

// readers shows who is sent the packs of a body, when they go out, and what was sent.
func (p *Pages) readers(c echo.Context) error {
	page, err := p.readersPage(c)
	if err != nil {
		return err
	}
	return p.showReaders(c, http.StatusOK, page)
}

func (p *Pages) readersPage(c echo.Context) (page readersPage, err error) {
	ctx := c.Request().Context()
	if page.Meeting, page.About, err = p.holdMeeting(c); err != nil {
		return page, err
	}
	page.Address, page.Time, page.Days = meetingAddress(page.ID), "09:00", "7"
	if page.Readers, err = p.Meetings.Store.Readers(ctx, page.Organisation, page.Body); err != nil {
		return page, err
	}
	d, on, err := p.Meetings.Store.Delivery(ctx, page.Organisation, page.Body)
	if err != nil {
		return page, err
	}
	if on {
		page.Delivery = &d
		page.Time, page.Days = fmt.Sprintf("%02d:%02d", d.Minute/60, d.Minute%60), strconv.Itoa(d.DaysBefore)
		page.Goes = p.momentWords(meeting.DueAt(page.Day, d, p.Location))
	}
	page.Messages, err = p.Meetings.Store.PackMessages(ctx, page.ID)
	failed := 0
	for _, m := range page.Messages {
		if m.State == maturity.MessageFailed {
			failed++
		}
	}
	switch {
	case failed > 0:
		page.Headline = countWords(failed, "message has failed", "messages have failed")
	case len(page.Readers) == 0:
		page.Headline = "Nobody is sent the packs of this body"
	case page.Delivery == nil:
		page.Headline = countWords(len(page.Readers), "reader is", "readers are") + " on the list, and packs do not go out by themselves"
	default:
		page.Headline = countWords(len(page.Readers), "reader is", "readers are") + " sent the packs of this body"
	}
	return page, err
}

func (p *Pages) showReaders(c echo.Context, status int, page readersPage) error {
	shell := p.shell(c, page.Headline).under("/meetings", Link{Words: page.Body + ", " + page.Day.Long(), Address: page.Address})
	shell.Fault = len(page.Faults) > 0
	return p.show(c, status, "meeting_readers", shell, page)
}

func (p *Pages) addReader(c echo.Context) error {
	page, err := p.readersPage(c)
	if err != nil {
		return err
	}
	page.Typed.Address, page.Typed.Consent = c.FormValue("address"), c.FormValue("consent")
	err = p.Meetings.Desk.AddReader(c.Request().Context(), p.meetingActor(c), page.ID, page.Typed.Address, page.Typed.Consent)
	if maturity.CodeOf(err) == maturity.Invalid {
		field := "address"
		if page.Typed.Consent == "" {
			field = "consent"
		}
		page.Faults = []FieldFault{{field, maturity.SentenceOf(err)}}
		return p.showReaders(c, http.StatusUnprocessableEntity, page)
	}
	return p.toReaders(c, page.ID, err)
}

func (p *Pages) toReaders(c echo.Context, id int64, err error) error {
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, meetingAddress(id)+"/readers")
}

func (p *Pages) removeReader(c echo.Context) error {
	m, _, err := p.holdMeeting(c)
	if err != nil {
		return err
	}
	id, err := strconv.ParseInt(c.FormValue("reader"), 10, 64)
	if err != nil {
		return maturity.Errorf(maturity.Invalid, "Say which reader is meant.")
	}
	return p.toReaders(c, m.ID, p.Meetings.Desk.RemoveReader(c.Request().Context(), p.meetingActor(c), m.ID, id))
}

func (p *Pages) setDelivery(c echo.Context) error {
	page, err := p.readersPage(c)
	if err != nil {
		return err
	}
	page.Days, page.Time = c.FormValue("days"), c.FormValue("time")
	days, unread := strconv.Atoi(page.Days)
	at, untold := time.Parse("15:04", page.Time)
	off := c.FormValue("off") != ""
	if !off && (unread != nil || untold != nil || days < 0 || days > 60) {
		page.Faults = []FieldFault{{"days", "Give 0 to 60 days before the meeting, and a time of the day, such as 09:00"}}
		return p.showReaders(c, http.StatusUnprocessableEntity, page)
	}
	return p.toReaders(c, page.ID, p.Meetings.Desk.Schedule(c.Request().Context(), p.meetingActor(c), page.ID, days, at.Hour()*60+at.Minute(), off))
}
