package notify

import (
	"context"
	"errors"
	"time"

	"waymark/internal/collection"
	"waymark/internal/maturity"
	"waymark/internal/period"
)

// Store keeps messages, and knows who submits and who was reminded of what.
type Store interface {
	Contacts(ctx context.Context, organisations []maturity.OrganisationID, at time.Time) ([]maturity.Contact, error)
	Reminders(ctx context.Context, collections []string, since period.Day) ([]maturity.Reminded, error)
	WriteMessage(ctx context.Context, m maturity.Message, entry maturity.AuditEntry) (bool, error)
	Outbox
}

// Options says what reminders are made from. Mail may be nil: then messages wait.
type Options struct {
	Store     Store
	Mail      Mail
	Catalogue *maturity.Catalogue
	// Outstanding lists the returns of a collection that can be handed in now and are not in.
	Outstanding func(ctx context.Context, c maturity.Collection) ([]Item, error)
	Location    *time.Location
	Clock       func() time.Time
	BaseURL     string // of this Waymark, for links; "": none
	// Attach reads what goes with a message that brings a pack; nil: nothing does.
	Attach func(ctx context.Context, m maturity.Message) ([]maturity.Attachment, error)
}

// Reminder writes reminders and sends them.
type Reminder struct{ Options }

// New makes a reminder.
func New(o Options) *Reminder {
	if o.Clock == nil {
		o.Clock = time.Now
	}
	if o.Location == nil {
		o.Location = time.UTC
	}
	return &Reminder{o}
}

// now is the present time to the microsecond, where days are counted.
func (r *Reminder) now() time.Time { return r.Clock().In(r.Location).Truncate(time.Microsecond) }

// longestMemory is how far back reminders are looked for: longer than any that could still be due.
const longestMemory = 400

// Write makes the messages of the day: one for each person for whom a reminder is due. Written says how many. However often
// and wherever it runs, nobody gets two on a day.
func (r *Reminder) Write(ctx context.Context) (written int64, err error) {
	items, err := r.outstanding(ctx)
	if err != nil || len(items) == 0 {
		return 0, err
	}
	now := r.now()
	today := period.DayOf(now)
	had, err := r.had(ctx, today)
	if err != nil {
		return 0, err
	}
	contacts, err := r.Store.Contacts(ctx, organisations(items), now)
	if err != nil {
		return 0, err
	}
	var faults []error
	for _, d := range digests(items, contacts, had, today) {
		if err := ctx.Err(); err != nil {
			return written, err
		}
		ok, err := r.write(ctx, d, now, today)
		if ok {
			written++
		}
		faults = append(faults, err)
	}
	return written, errors.Join(faults...)
}

// outstanding lists what is not in, of all collections.
func (r *Reminder) outstanding(ctx context.Context) (out []Item, err error) {
	for _, c := range r.Catalogue.Collections {
		if len(c.RemindBefore)+len(c.RemindAfter) == 0 {
			continue
		}
		items, err := r.Outstanding(ctx, c)
		if err != nil {
			return nil, err
		}
		out = append(out, items...)
	}
	return out, nil
}

func (r *Reminder) had(ctx context.Context, today period.Day) (map[reminded]period.Day, error) {
	var ids []string
	for _, c := range r.Catalogue.Collections {
		ids = append(ids, c.ID)
	}
	list, err := r.Store.Reminders(ctx, ids, today-longestMemory)
	out := map[reminded]period.Day{}
	for _, m := range list {
		out[reminded{m.Account, m.ReturnKey}] = m.Day
	}
	return out, err
}

func organisations(items []Item) (out []maturity.OrganisationID) {
	seen := map[maturity.OrganisationID]bool{}
	for _, i := range items {
		if !seen[i.Organisation.ID] {
			seen[i.Organisation.ID] = true
			out = append(out, i.Organisation.ID)
		}
	}
	return out
}

func (r *Reminder) write(ctx context.Context, d Digest, now time.Time, today period.Day) (bool, error) {
	written, err := html(d, r.BaseURL)
	if err != nil {
		return false, err
	}
	m := maturity.Message{Account: d.Contact.Account, Kind: maturity.MessageReminder, Day: today, Address: d.Contact.Email, Subject: subject(d), Plain: plain(d, r.BaseURL), HTML: written, MadeAt: now}
	for _, i := range d.Items {
		m.About = append(m.About, i.Key())
	}
	entry := maturity.AuditEntry{At: now, Account: "waymark", Action: "message.written", Subject: d.Contact.Login,
		Detail: map[string]any{"kind": m.Kind, "day": today.String(), "returns": len(d.Items)}}
	return r.Store.WriteMessage(ctx, m, entry)
}

// Still reports whether a return can be handed in and is not in.
func Still(s collection.Standing) bool { return wants(Item{Standing: s}) }
