package page

import (
	"context"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"waymark/internal/board"
	"waymark/internal/maturity"
	"waymark/internal/meeting"
	"waymark/internal/period"
)

// topChanges is how many changes a meeting's page shows; the rest is a click away.
const topChanges = 5

type meetingPage struct {
	maturity.Meeting
	Address      string
	About        maturity.Organisation
	Headline     string
	Seen         *maturity.Pack // the newest published pack
	Packs        []maturity.Pack
	Wanted       []decisionRow
	Taken        []decisionRow
	Actions      []decisionRow
	Carriable    int
	Earlier      *maturity.Meeting
	Changes      board.Changes
	ChangesLink  string
	May, Past    bool
	Failed       int // messages
	Sent         int
	Boards       []choice
	Open         bool // an edition is worked on
	Today        period.Day
	Kinds        []choice
	DecisionForm decisionFields
	Faults       []FieldFault
}

type decisionRow struct {
	maturity.Decision
	DueWords string
	Overdue  bool
	May      bool
}

// meeting shows what a meeting is to look at or saw, what it decided, and what has changed since.
func (p *Pages) meeting(c echo.Context) error {
	page, err := p.meetingPage(c)
	if err != nil {
		return err
	}
	return p.showMeeting(c, http.StatusOK, page)
}

func (p *Pages) showMeeting(c echo.Context, status int, page meetingPage) error {
	shell := p.shell(c, page.Headline+": "+page.Body+", "+page.Day.Long()).under("/meetings")
	shell.Fault = len(page.Faults) > 0
	if page.Changes.Illustrative {
		shell = shell.withIllustrative()
	}
	return p.show(c, status, "meeting", shell, page)
}

func (p *Pages) meetingPage(c echo.Context) (page meetingPage, err error) {
	ctx := c.Request().Context()
	if page.Meeting, page.About, page.May, err = p.readMeeting(c); err != nil {
		return page, err
	}
	page.Address, page.Today = meetingAddress(page.ID), p.Meetings.Desk.Today()
	page.Past = page.Day < page.Today
	packs, err := p.Meetings.Store.PacksOf(ctx, page.ID)
	if err != nil {
		return page, err
	}
	for _, each := range packs {
		if each.State != maturity.PackPublished && !page.May {
			continue
		}
		page.Open = page.Open || each.State != maturity.PackPublished
		if each.State == maturity.PackPublished && each.SupersededAt.IsZero() {
			page.Seen = &each
		}
		page.Packs = append(page.Packs, each)
	}
	if err := p.meetingDecisions(c, &page); err != nil {
		return page, err
	}
	if earlier, ok, err := p.Meetings.Store.EarlierMeeting(ctx, page.Meeting); err != nil {
		return page, err
	} else if ok {
		page.Earlier = &earlier
	}
	if page.May {
		messages, err := p.Meetings.Store.PackMessages(ctx, page.ID)
		if err != nil {
			return page, err
		}
		for _, m := range messages {
			switch m.State {
			case maturity.MessageFailed:
				page.Failed++
			case maturity.MessageSent:
				page.Sent++
			}
		}
		if page.Boards, err = p.boardChoices(ctx, page.About, ""); err != nil {
			return page, err
		}
		page.Kinds = decisionKinds(page.Past)
	}
	page.Headline = page.headline()
	return page, p.meetingChanges(c, &page)
}

// meetingChanges counts what changed since the meeting, once there was one that saw something.
func (p *Pages) meetingChanges(c echo.Context, page *meetingPage) error {
	if page.Cancelled || page.Seen == nil && !page.Past {
		return nil
	}
	place, err := p.place(c, page.About.Code)
	if err != nil {
		return err
	}
	place.Since = p.Meetings.Desk.SinceOf(page.Meeting)
	if !place.Since.At.Before(place.AsAt) {
		return nil // a finished roadmap is shown as on a day before the meeting
	}
	if page.Changes, err = p.Results.Changes(c.Request().Context(), place.Query); err != nil {
		return err
	}
	page.ChangesLink = changesSince(page.About, page.ID)
	if len(page.Changes.Rows) > topChanges {
		page.Changes.Rows = page.Changes.Rows[:topChanges]
	}
	return nil
}

func (p *Pages) meetingDecisions(c echo.Context, page *meetingPage) error {
	list, err := p.Meetings.Store.DecisionsOf(c.Request().Context(), page.ID)
	if err != nil {
		return err
	}
	for _, d := range list {
		row := decisionRow{Decision: d, DueWords: "no day set", May: page.May}
		if d.Due != nil {
			row.DueWords, row.Overdue = d.Due.Long(), d.State == maturity.DecisionOpen && *d.Due < page.Today
		}
		switch d.Kind {
		case maturity.DecisionWanted:
			page.Wanted = append(page.Wanted, row)
		case maturity.DecisionTaken:
			page.Taken = append(page.Taken, row)
		default:
			page.Actions = append(page.Actions, row)
		}
	}
	if page.May && !page.Cancelled {
		open, err := p.Meetings.Desk.Carriable(c.Request().Context(), page.Meeting)
		page.Carriable = len(open)
		return err
	}
	return nil
}

// headline is the answer of the page: what the body saw, or how far the pack is.
func (p meetingPage) headline() string {
	switch {
	case p.Cancelled:
		return "The meeting is cancelled"
	case p.Seen != nil:
		return p.Seen.Verdict
	case len(p.Packs) > 0 && p.Packs[0].State == maturity.PackDraft:
		return "The pack is a draft"
	case len(p.Packs) > 0:
		return "The pack is " + packStateWords(p.Packs[0])
	case p.Past:
		return "The meeting was held without a pack"
	}
	return "The meeting has no pack yet"
}

// boardChoices are the boards that fit an organisation: those that ship, then its own copies.
func (p *Pages) boardChoices(ctx context.Context, o maturity.Organisation, chosen string) (out []choice, err error) {
	for _, b := range p.Catalogue.Boards {
		if slices.Contains(b.For, o.Kind) {
			out = append(out, choice{b.ID, b.Title, b.ID == chosen})
		}
	}
	if p.Boards == nil {
		return out, nil
	}
	copies, err := p.Boards.For(ctx, o.Kind, o.ID)
	for _, c := range copies {
		out = append(out, choice{c.Address(), c.Title + " (a copy)", c.Address() == chosen})
	}
	return out, err
}

// Bounds of the texts of the forms, for their fields.
func (meetingPage) LongestWords() int { return meeting.LongestWords }
