package page

import (
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"waymark/internal/httpkit"
	"waymark/internal/maturity"
)

type meetingFormPage struct {
	Heading   string
	Address   string // where the form goes
	Back      string
	ID        int64 // 0: a new meeting
	Version   int64
	Code      string // of the organisation
	Body, Day string
	Agenda    string // a line an item
	Faults    []FieldFault
}

// planMeetingForm asks for a new meeting. ?organisation= fills the code in; an analyst's own footprint does otherwise.
func (p *Pages) planMeetingForm(c echo.Context) error {
	page := newMeeting()
	account, _ := httpkit.AccountOf(c.Request().Context())
	page.Code = strings.TrimSpace(c.QueryParam("organisation"))
	for _, g := range account.Grants {
		if page.Code == "" && g.Role == maturity.RoleAnalyst {
			page.Code = g.Code
		}
	}
	return p.showMeetingForm(c, http.StatusOK, page)
}

func newMeeting() meetingFormPage {
	return meetingFormPage{Heading: "Plan a meeting", Address: "/meetings/plan", Back: "/meetings"}
}

func (p *Pages) showMeetingForm(c echo.Context, status int, page meetingFormPage) error {
	shell := p.shell(c, page.Heading).under("/meetings")
	shell.Fault = len(page.Faults) > 0
	return p.show(c, status, "meeting_form", shell, page)
}

// planMeeting takes the form.
func (p *Pages) planMeeting(c echo.Context) error {
	page := newMeeting()
	m, ok := p.meetingOfForm(c, &page)
	if ok {
		ctx := c.Request().Context()
		directory, err := p.Organisations.Directory(ctx)
		if err != nil {
			return err
		}
		o, known := directory.ByCode(strings.ToUpper(page.Code))
		if !known {
			page.Faults = append(page.Faults, FieldFault{"code", "There is no organisation with this code"})
			return p.showMeetingForm(c, http.StatusUnprocessableEntity, page)
		}
		m.Organisation = o.ID
		kept, err := p.Meetings.Desk.Plan(ctx, p.meetingActor(c), m)
		if err == nil {
			return c.Redirect(http.StatusSeeOther, meetingAddress(kept.ID))
		}
		if maturity.CodeOf(err) != maturity.Invalid {
			return err
		}
		page.Faults = append(page.Faults, FieldFault{"body", maturity.SentenceOf(err)})
	}
	return p.showMeetingForm(c, http.StatusUnprocessableEntity, page)
}

// meetingOfForm reads the form; false where a field cannot be read.
func (p *Pages) meetingOfForm(c echo.Context, page *meetingFormPage) (m maturity.Meeting, ok bool) {
	page.Code, page.Body, page.Day, page.Agenda, page.Version = strings.TrimSpace(c.FormValue("code")), c.FormValue("body"), c.FormValue("day"), c.FormValue("agenda"), versionField(c)
	day, fault := dayField(c, "day", "Give the day of the meeting")
	if strings.TrimSpace(page.Body) == "" {
		page.Faults = append(page.Faults, FieldFault{"body", "Say which body meets"})
	}
	if fault != nil {
		page.Faults = append(page.Faults, *fault)
	}
	return maturity.Meeting{Body: page.Body, Day: day, Agenda: strings.Split(page.Agenda, "\n"), Version: page.Version}, len(page.Faults) == 0
}

func (p *Pages) editMeetingForm(c echo.Context) error {
	m, o, err := p.holdMeeting(c)
	if err != nil {
		return err
	}
	page := editing(m, o)
	page.Version, page.Body, page.Day, page.Agenda = m.Version, m.Body, m.Day.String(), strings.Join(m.Agenda, "\n")
	return p.showMeetingForm(c, http.StatusOK, page)
}

func editing(m maturity.Meeting, o maturity.Organisation) meetingFormPage {
	return meetingFormPage{Heading: "Change the meeting of " + m.Day.Long(), Address: meetingAddress(m.ID) + "/edit", Back: meetingAddress(m.ID), ID: m.ID, Code: o.Code}
}

func (p *Pages) editMeeting(c echo.Context) error {
	m, o, err := p.holdMeeting(c)
	if err != nil {
		return err
	}
	page := editing(m, o)
	changed, ok := p.meetingOfForm(c, &page)
	if ok {
		changed.ID, changed.Organisation, changed.Cancelled = m.ID, m.Organisation, m.Cancelled
		_, err := p.Meetings.Desk.Change(c.Request().Context(), p.meetingActor(c), changed)
		if err == nil {
			return c.Redirect(http.StatusSeeOther, meetingAddress(m.ID))
		}
		if maturity.CodeOf(err) != maturity.Invalid {
			return err
		}
		page.Faults = append(page.Faults, FieldFault{"body", maturity.SentenceOf(err)})
	}
	return p.showMeetingForm(c, http.StatusUnprocessableEntity, page)
}

func (p *Pages) cancelMeeting(c echo.Context) error {
	m, _, err := p.holdMeeting(c)
	if err != nil {
		return err
	}
	if !m.Cancelled {
		m.Cancelled, m.Version = true, versionField(c)
		if _, err := p.Meetings.Desk.Change(c.Request().Context(), p.meetingActor(c), m); err != nil {
			return err
		}
	}
	return c.Redirect(http.StatusSeeOther, meetingAddress(m.ID))
}
