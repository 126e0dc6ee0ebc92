package demo

import (
	"context"
	"fmt"
	"time"

	"waymark/internal/maturity"
	"waymark/internal/meeting"
	"waymark/internal/period"
)

// steering is the body of the demonstration's meetings. Everything about them is invented.
const steering, steeringCode = "Digital roadmap steering group (illustrative)", "gloucestershire-ldr"

// meetings brings two meetings of the steering group in, through the use case, as if it had been then: one whose pack is
// published, with decisions and actions, and the next one, whose pack is a draft. A second run finds them there.
func (o Options) meetings(ctx context.Context) error {
	body, err := o.Body(ctx, steeringCode)
	if o.Meetings == nil || maturity.CodeOf(err) == maturity.NotFound {
		return nil // with other files
	}
	if err != nil {
		return err
	}
	account, err := o.Account(ctx, "demo-analyst")
	if err != nil {
		return err
	}
	who := meeting.Actor{Account: account}
	o.Say("Holding the meeting of 12 June 2018")
	if err := o.held(ctx, who, body.ID); err != nil {
		return fmt.Errorf("the meeting of 12 June 2018: %w", err)
	}
	o.Say("Preparing the meeting of 27 November 2018")
	if err := o.prepared(ctx, who, body.ID); err != nil {
		return fmt.Errorf("the meeting of 27 November 2018: %w", err)
	}
	return nil
}

// at is a desk that works as on a day, at noon.
func (o Options) at(year int, month time.Month, day int) *meeting.Desk {
	noon := time.Date(year, month, day, 12, 0, 0, 0, o.Location)
	return o.Meetings(func() time.Time { return noon })
}

// held is the meeting of June with what it saw and decided.
func (o Options) held(ctx context.Context, who meeting.Actor, about maturity.OrganisationID) error {
	before, after := o.at(2018, time.June, 5), o.at(2018, time.June, 12)
	m, err := before.Plan(ctx, who, maturity.Meeting{Organisation: about, Body: steering, Day: period.Date(2018, time.June, 12),
		Agenda: []string{"Where we stand against the goals for 2020", "Discharge summaries: what holds the trusts back", "Actions and next meeting"}})
	if err != nil {
		return err
	}
	packs, err := before.Store.PacksOf(ctx, m.ID)
	if err != nil || len(packs) > 0 && packs[0].State == maturity.PackPublished {
		return err
	}
	if len(packs) == 0 {
		p, err := before.Make(ctx, who, m.ID, meeting.Pin{Board: "ldr-steering-group"})
		if err != nil {
			return err
		}
		if err := before.Write(ctx, who, p.ID, "answer", "The steering group is asked to look at discharge summaries first: they are the target furthest from its path.\n\nFigures in this paper that no organisation published are invented, and are marked.", 0); err != nil {
			return err
		}
		packs = []maturity.Pack{p}
	}
	if err := o.publish(ctx, before, who, packs[0]); err != nil {
		return err
	}
	for _, d := range []maturity.Decision{
		{Kind: maturity.DecisionTaken, Words: "Discharge summaries are the group's first priority until March 2019.", Owner: "Chair of the steering group"},
		{Kind: maturity.ActionToTake, Words: "Agree with each trust a plan for discharge summaries within 24 hours.", Owner: "Chief clinical information officer", Due: on(2018, time.September, 28)},
		{Kind: maturity.ActionToTake, Words: "Say which practices need help with electronic prescribing.", Owner: "Primary care lead", Due: on(2018, time.July, 31)},
	} {
		d.Meeting = m.ID
		kept, err := after.Keep(ctx, who, d)
		if err != nil {
			return err
		}
		if d.Owner == "Primary care lead" {
			kept.State, kept.Outcome = maturity.DecisionDone, "A list was sent to the practices' forum."
			if err := o.at(2018, time.July, 24).Amend(ctx, who, kept); err != nil {
				return err
			}
		}
	}
	return nil
}

// publish freezes a draft here and now and publishes it.
func (o Options) publish(ctx context.Context, desk *meeting.Desk, who meeting.Actor, p maturity.Pack) (err error) {
	if p.State == maturity.PackDraft {
		if p, err = desk.Freeze(ctx, who, p.ID, p.Version); err != nil {
			return err
		}
	}
	if p.State == maturity.PackFreezing {
		if err := desk.FreezeNow(ctx, p.ID); err != nil {
			return err
		}
	}
	if p, err = desk.Store.Pack(ctx, p.ID); err != nil {
		return err
	}
	_, err = desk.Publish(ctx, who, p.ID, p.Version)
	return err
}

// prepared is the meeting of November as its analyst has left it.
func (o Options) prepared(ctx context.Context, who meeting.Actor, about maturity.OrganisationID) error {
	desk := o.at(2018, time.November, 15)
	m, err := desk.Plan(ctx, who, maturity.Meeting{Organisation: about, Body: steering, Day: period.Date(2018, time.November, 27),
		Agenda: []string{"What has changed since June", "Discharge summaries: the plans of the trusts", "Decision on shared funding", "Actions and next meeting"}})
	if err != nil {
		return err
	}
	packs, err := desk.Store.PacksOf(ctx, m.ID)
	if err != nil || len(packs) > 0 {
		return err
	}
	if _, err := desk.Carry(ctx, who, m.ID); err != nil {
		return err
	}
	for _, d := range []maturity.Decision{
		{Kind: maturity.DecisionWanted, Words: "Fund a shared team for discharge summaries from January to March 2019.", Owner: "Director of finance", Due: on(2018, time.November, 27)},
		{Kind: maturity.DecisionWanted, Words: "Ask the trusts to send their figures by the tenth working day after each quarter.", Owner: "Chair of the steering group", Due: on(2018, time.November, 27)},
	} {
		d.Meeting = m.ID
		if _, err := desk.Keep(ctx, who, d); err != nil {
			return err
		}
	}
	_, err = desk.Make(ctx, who, m.ID, meeting.Pin{Board: "ldr-steering-group"})
	return err
}

func on(year int, month time.Month, day int) *period.Day {
	d := period.Date(year, month, day)
	return &d
}
