package meeting

import (
	"context"
	"slices"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// Plan keeps a new meeting. The same body on the same day again is the meeting that is there.
func (d *Desk) Plan(ctx context.Context, who Actor, m maturity.Meeting) (maturity.Meeting, error) {
	if err := d.demand(ctx, who, m.Organisation); err != nil {
		return m, err
	}
	m, err := tidy(m)
	if err != nil {
		return m, err
	}
	at := d.now()
	m.By, m.At = who.Account.Login, at
	return d.Store.PlanMeeting(ctx, m, d.entry(who, "meeting.planned", "", at, map[string]any{"body": m.Body, "day": m.Day.String()}))
}

// Change writes body, day, agenda and cancellation over the version that m names.
func (d *Desk) Change(ctx context.Context, who Actor, m maturity.Meeting) (maturity.Meeting, error) {
	before, err := d.Store.Meeting(ctx, m.ID)
	if err != nil {
		return m, err
	}
	if err := d.demand(ctx, who, before.Organisation); err != nil {
		return m, err
	}
	if m, err = tidy(m); err != nil {
		return m, err
	}
	action, detail := "meeting.changed", map[string]any{"body": m.Body, "day": m.Day.String(), "agenda": m.Agenda, "body_before": before.Body, "day_before": before.Day.String(), "agenda_before": before.Agenda}
	if m.Cancelled && !before.Cancelled {
		action = "meeting.cancelled"
	}
	return d.Store.ChangeMeeting(ctx, m, d.entry(who, action, maturity.MeetingSubject(m.ID), d.now(), detail))
}

// The days that a meeting may be on: nobody means another century.
var earliest, latest = period.Date(2000, 1, 1), period.Date(2100, 1, 1)

func tidy(m maturity.Meeting) (maturity.Meeting, error) {
	m.Body = line(m.Body)
	if err := need("The name of the body", m.Body, LongestBody); err != nil {
		return m, err
	}
	if m.Day < earliest || m.Day >= latest {
		return m, maturity.Errorf(maturity.Invalid, "Give the day of the meeting.")
	}
	var agenda []string
	for _, item := range m.Agenda {
		if item = line(item); item == "" {
			continue
		}
		if err := need("An item of the agenda", item, LongestItem); err != nil {
			return m, err
		}
		agenda = append(agenda, item)
	}
	if len(agenda) > longestAgenda {
		return m, maturity.Errorf(maturity.Invalid, "The agenda has %d items; at most %d fit.", len(agenda), longestAgenda)
	}
	m.Agenda = agenda
	return m, nil
}

// Keep writes a decision or an action of a meeting down. A decision wanted needs no day; an action needs owner and day.
func (d *Desk) Keep(ctx context.Context, who Actor, in maturity.Decision) (maturity.Decision, error) {
	m, err := d.Store.Meeting(ctx, in.Meeting)
	if err != nil {
		return in, err
	}
	if err := d.demand(ctx, who, m.Organisation); err != nil {
		return in, err
	}
	if m.Cancelled {
		return in, maturity.Errorf(maturity.Conflict, "The meeting is cancelled.")
	}
	if in.State == "" {
		in.State = maturity.DecisionOpen
		if in.Kind == maturity.DecisionTaken {
			in.State = maturity.DecisionDone
		}
	}
	if in, err = tidyDecision(in); err != nil {
		return in, err
	}
	at := d.now()
	in.By, in.At = who.Account.Login, at
	return d.Store.KeepDecision(ctx, in, d.entry(who, "decision.kept", maturity.MeetingSubject(m.ID), at, decisionDetail(in)))
}

// Amend writes words, owner, day, state and outcome over the version that in names.
func (d *Desk) Amend(ctx context.Context, who Actor, in maturity.Decision) error {
	before, err := d.Store.Decision(ctx, in.ID)
	if err != nil {
		return err
	}
	m, err := d.Store.Meeting(ctx, before.Meeting)
	if err != nil {
		return err
	}
	if err := d.demand(ctx, who, m.Organisation); err != nil {
		return err
	}
	in.Meeting, in.Kind, in.From = before.Meeting, before.Kind, before.From
	if in, err = tidyDecision(in); err != nil {
		return err
	}
	at := d.now()
	detail := decisionDetail(in)
	detail["before"] = decisionDetail(before)
	return d.Store.ChangeDecision(ctx, in, at, d.entry(who, "decision.changed", maturity.MeetingSubject(m.ID), at, detail))
}

// Carry takes what is open of the body's meeting before to this one. What was carried already stays as it is.
func (d *Desk) Carry(ctx context.Context, who Actor, meeting int64) (carried int, err error) {
	m, err := d.Store.Meeting(ctx, meeting)
	if err != nil {
		return 0, err
	}
	if err := d.demand(ctx, who, m.Organisation); err != nil {
		return 0, err
	}
	open, err := d.Carriable(ctx, m)
	for _, each := range open {
		next := each
		next.ID, next.Meeting, next.From = 0, m.ID, each.ID
		if _, err := d.Keep(ctx, who, next); err != nil {
			return carried, err
		}
		carried++
	}
	return carried, err
}

// Carriable lists what is open of the body's meeting before and was not carried to this one yet.
func (d *Desk) Carriable(ctx context.Context, m maturity.Meeting) ([]maturity.Decision, error) {
	earlier, ok, err := d.Store.EarlierMeeting(ctx, m)
	if err != nil || !ok {
		return nil, err
	}
	open, err := d.Store.DecisionsOf(ctx, earlier.ID)
	if err != nil {
		return nil, err
	}
	have, err := d.Store.DecisionsOf(ctx, m.ID)
	return slices.DeleteFunc(open, func(each maturity.Decision) bool {
		return each.State != maturity.DecisionOpen || each.Kind == maturity.DecisionTaken ||
			slices.ContainsFunc(have, func(mine maturity.Decision) bool { return mine.From == each.ID })
	}), err
}

func decisionDetail(in maturity.Decision) map[string]any {
	out := map[string]any{"kind": string(in.Kind), "words": in.Words, "owner": in.Owner, "state": string(in.State), "outcome": in.Outcome}
	if in.Due != nil {
		out["due"] = in.Due.String()
	}
	return out
}

func tidyDecision(in maturity.Decision) (maturity.Decision, error) {
	in.Words, in.Owner, in.Outcome = lines(in.Words), line(in.Owner), lines(in.Outcome)
	switch in.Kind {
	case maturity.DecisionWanted, maturity.DecisionTaken, maturity.ActionToTake:
	default:
		return in, maturity.Errorf(maturity.Invalid, "Say whether it is a decision wanted, a decision or an action.")
	}
	switch in.State {
	case maturity.DecisionOpen, maturity.DecisionDone, maturity.DecisionDropped:
	default:
		return in, maturity.Errorf(maturity.Invalid, "Say whether it is open, done or dropped.")
	}
	if err := need("What is decided or to be done", in.Words, LongestWords); err != nil {
		return in, err
	}
	if in.Kind == maturity.ActionToTake && in.Due == nil {
		return in, maturity.Errorf(maturity.Invalid, "An action needs the day by which it is done.")
	}
	if in.Kind == maturity.ActionToTake || in.Owner != "" {
		if err := need("The owner, as a role", in.Owner, LongestBody); err != nil {
			return in, err
		}
	}
	if in.Outcome != "" {
		if err := need("The outcome", in.Outcome, LongestWords); err != nil {
			return in, err
		}
	}
	if in.Kind == maturity.ActionToTake && in.State != maturity.DecisionOpen && in.Outcome == "" {
		return in, maturity.Errorf(maturity.Invalid, "Say what became of it before it is closed.")
	}
	return in, nil
}
