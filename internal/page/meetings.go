package page

import (
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"waymark/internal/httpkit"
	"waymark/internal/maturity"
	"waymark/internal/period"
)

// meetingsOnPage is how many meetings the list shows.
const meetingsOnPage = 200

type meetingsPage struct {
	Headline string
	Coming   Table
	Held     Table
	Overdue  Table
	MayPlan  bool
}

// meetings lists the meetings to come and held, and the actions that are overdue.
func (p *Pages) meetings(c echo.Context) error {
	ctx := c.Request().Context()
	list, err := p.Meetings.Store.Meetings(ctx, nil, 0, meetingsOnPage)
	if err != nil {
		return err
	}
	ids := make([]int64, len(list))
	for i, m := range list {
		ids[i] = m.ID
	}
	packs, err := p.Meetings.Store.PacksOf(ctx, ids...)
	if err != nil {
		return err
	}
	directory, err := p.Organisations.Directory(ctx)
	if err != nil {
		return err
	}
	account, _ := httpkit.AccountOf(ctx)
	scope, err := p.Meetings.Desk.Scope(ctx, account)
	if err != nil {
		return err
	}
	actions, err := p.Meetings.Store.OpenActions(ctx, p.Now())
	if err != nil {
		return err
	}
	today := p.Meetings.Desk.Today()
	columns := []Column{{Words: "Meeting"}, {Words: "About"}, {Words: "Day"}, {Words: "Pack"}}
	page := meetingsPage{MayPlan: account.MayDecide() && (scope.All || len(scope.Organisations) > 0),
		Coming:  Table{Caption: "Meetings to come", Size: "m", Columns: columns, Empty: "No meeting is planned."},
		Held:    Table{Caption: "Meetings held", Size: "m", Columns: columns, Empty: "No meeting was held yet."},
		Overdue: Table{Caption: "Actions that are overdue", Size: "m", Columns: []Column{{Words: "Action"}, {Words: "Owner"}, {Words: "Due"}}, Empty: "No action is overdue."}}
	var next *maturity.Meeting
	for _, m := range list {
		about, _ := directory.ByID(m.Organisation)
		row := []Cell{{Words: m.Body, Address: meetingAddress(m.ID)}, {Words: about.Name}, {Words: m.Day.Long()}, packCell(m, packs, scope.May(m.Organisation))}
		if m.Day < today {
			page.Held.Rows = append(page.Held.Rows, row)
			continue
		}
		page.Coming.Rows = append([][]Cell{row}, page.Coming.Rows...) // the nearest first
		if !m.Cancelled {
			next = &m
		}
	}
	for _, a := range actions {
		if *a.Due < today {
			page.Overdue.Rows = append(page.Overdue.Rows, []Cell{{Words: a.Words, Address: meetingAddress(a.Meeting) + "#decision-" + strconv.FormatInt(a.ID, 10)}, {Words: a.Owner}, {Words: a.Due.Long()}})
		}
	}
	page.Headline = meetingsHeadline(next, len(page.Overdue.Rows))
	return p.show(c, http.StatusOK, "meetings", p.shell(c, page.Headline).under("/meetings"), page)
}

func meetingsHeadline(next *maturity.Meeting, overdue int) string {
	text := "No meeting is planned"
	if next != nil {
		text = "Next: " + next.Body + ", " + next.Day.Long()
	}
	if overdue > 0 {
		text += "; " + countWords(overdue, "action is overdue", "actions are overdue")
	}
	return text
}

// packCell says how far a meeting's pack is: drafts only to who may prepare them.
func packCell(m maturity.Meeting, packs []maturity.Pack, may bool) Cell {
	if m.Cancelled {
		return Cell{Words: "cancelled", Missing: true}
	}
	for _, each := range packs { // newest edition first
		if each.Meeting != m.ID || each.State != maturity.PackPublished && !may {
			continue
		}
		words := packStateWords(each)
		return Cell{Words: words, Address: packAddress(each.ID)}
	}
	return Cell{Words: "none yet", Missing: true}
}

func packStateWords(p maturity.Pack) string {
	text := map[maturity.PackState]string{maturity.PackDraft: "draft", maturity.PackFreezing: "being frozen", maturity.PackFrozen: "frozen, not published", maturity.PackPublished: "published"}[p.State]
	if !p.SupersededAt.IsZero() {
		text = "superseded"
	}
	if p.Edition > 1 {
		text += ", edition " + strconv.Itoa(p.Edition)
	}
	return text
}

// dayWordsOf is a day for a date field; "" for none.
func dayWordsOf(d *period.Day) string {
	if d == nil {
		return ""
	}
	return d.String()
}
