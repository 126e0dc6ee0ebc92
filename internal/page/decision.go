package page

import (
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// decisionFields are a decision as typed into a form.
type decisionFields struct{ Kind, Words, Owner, Due, State, Outcome string }

func decisionForm(c echo.Context) decisionFields {
	value := func(name string) string { return strings.TrimSpace(c.FormValue(name)) }
	return decisionFields{value("kind"), value("words"), value("owner"), value("due"), value("state"), value("outcome")}
}

// decision reads the fields; a day that cannot be read is a fault.
func (f decisionFields) decision(c echo.Context) (maturity.Decision, []FieldFault) {
	d := maturity.Decision{Kind: maturity.DecisionKind(f.Kind), Words: f.Words, Owner: f.Owner, State: maturity.DecisionState(f.State), Outcome: f.Outcome, Version: versionField(c)}
	if f.Due == "" {
		return d, nil
	}
	day, fault := dayField(c, "due", "Write the day as year-month-day, for example 2027-03-31")
	if fault != nil {
		return d, []FieldFault{*fault}
	}
	d.Due = new(period.Day)
	*d.Due = day
	return d, nil
}

// decisionFault puts what is wrong at its field.
func decisionFault(err error) []FieldFault {
	sentence, field := maturity.SentenceOf(err), "words"
	for _, f := range []struct{ words, field string }{{"owner", "owner"}, {"the day by", "due"}, {"became of it", "outcome"}, {"outcome", "outcome"}} {
		if strings.Contains(sentence, f.words) {
			field = f.field
			break
		}
	}
	return []FieldFault{{field, sentence}}
}

func decisionKinds(past bool) []choice {
	first := string(maturity.DecisionWanted)
	if past {
		first = string(maturity.ActionToTake)
	}
	return choices(first, string(maturity.DecisionWanted), "Decision wanted", string(maturity.DecisionTaken), "Decision taken", string(maturity.ActionToTake), "Action")
}

// keepDecision takes a new decision or action of a meeting.
func (p *Pages) keepDecision(c echo.Context) error {
	m, _, err := p.holdMeeting(c)
	if err != nil {
		return err
	}
	fields := decisionForm(c)
	d, faults := fields.decision(c)
	if len(faults) == 0 {
		d.Meeting = m.ID
		_, err := p.Meetings.Desk.Keep(c.Request().Context(), p.meetingActor(c), d)
		if err == nil {
			return c.Redirect(http.StatusSeeOther, meetingAddress(m.ID)+"#decisions")
		}
		if maturity.CodeOf(err) != maturity.Invalid {
			return err
		}
		faults = decisionFault(err)
	}
	page, err := p.meetingPage(c)
	if err != nil {
		return err
	}
	page.DecisionForm, page.Faults = fields, faults
	for i := range page.Kinds {
		page.Kinds[i].On = page.Kinds[i].ID == fields.Kind
	}
	return p.showMeeting(c, http.StatusUnprocessableEntity, page)
}

func (p *Pages) carryDecisions(c echo.Context) error {
	m, _, err := p.holdMeeting(c)
	if err != nil {
		return err
	}
	if _, err := p.Meetings.Desk.Carry(c.Request().Context(), p.meetingActor(c), m.ID); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, meetingAddress(m.ID)+"#decisions")
}

type decisionPage struct {
	maturity.Decision
	Meeting  maturity.Meeting
	KindName string
	Fields   decisionFields
	States   []choice
	Chain    []maturity.Decision // what it carries on, newest first
	Faults   []FieldFault
}

// decisionForm shows one decision or action, and lets it be changed.
func (p *Pages) decisionForm(c echo.Context) error {
	page, err := p.decisionPage(c)
	if err != nil {
		return err
	}
	d := page.Decision
	page.Fields = decisionFields{string(d.Kind), d.Words, d.Owner, dayWordsOf(d.Due), string(d.State), d.Outcome}
	return p.showDecision(c, http.StatusOK, page)
}

func (p *Pages) decisionPage(c echo.Context) (page decisionPage, err error) {
	id, err := numberParam(c, "decision", "There is no such decision or action.")
	if err != nil {
		return page, err
	}
	ctx := c.Request().Context()
	if page.Decision, err = p.Meetings.Store.Decision(ctx, id); err != nil {
		return page, err
	}
	if page.Meeting, err = p.Meetings.Store.Meeting(ctx, page.Decision.Meeting); err != nil {
		return page, err
	}
	may, err := p.Meetings.Desk.May(ctx, p.meetingActor(c).Account, page.Meeting.Organisation)
	if err == nil && !may {
		err = maturity.Errorf(maturity.Forbidden, "You may read decisions on the page of their meeting, but not change them.")
	}
	for from := page.Decision.From; err == nil && from != 0 && len(page.Chain) < 50; {
		var earlier maturity.Decision
		if earlier, err = p.Meetings.Store.Decision(ctx, from); err == nil {
			page.Chain, from = append(page.Chain, earlier), earlier.From
		}
	}
	for _, k := range decisionKinds(false) {
		if k.ID == string(page.Kind) {
			page.KindName = k.Words
		}
	}
	return page, err
}

func (p *Pages) showDecision(c echo.Context, status int, page decisionPage) error {
	page.States = choices(page.Fields.State, string(maturity.DecisionOpen), "Open", string(maturity.DecisionDone), "Done", string(maturity.DecisionDropped), "Dropped")
	shell := p.shell(c, page.KindName+" of "+page.Meeting.Day.Long()).under("/meetings", Link{Words: page.Meeting.Body + ", " + page.Meeting.Day.Long(), Address: meetingAddress(page.Meeting.ID)})
	shell.Fault = len(page.Faults) > 0
	return p.show(c, status, "decision", shell, page)
}

func (p *Pages) changeDecision(c echo.Context) error {
	page, err := p.decisionPage(c)
	if err != nil {
		return err
	}
	page.Fields = decisionForm(c)
	d, faults := page.Fields.decision(c)
	if len(faults) == 0 {
		d.ID = page.ID
		err := p.Meetings.Desk.Amend(c.Request().Context(), p.meetingActor(c), d)
		if err == nil {
			return c.Redirect(http.StatusSeeOther, meetingAddress(page.Meeting.ID)+"#decisions")
		}
		if maturity.CodeOf(err) != maturity.Invalid {
			return err
		}
		faults = decisionFault(err)
	}
	page.Faults = faults
	return p.showDecision(c, http.StatusUnprocessableEntity, page)
}
