package main

import (
	"context"
	"errors"
	"time"

	"waymark/internal/account"
	"waymark/internal/job"
	"waymark/internal/mail"
	"waymark/internal/maturity"
	"waymark/internal/meeting"
	"waymark/internal/notify"
	"waymark/internal/page"
	"waymark/internal/returns"
)

// The jobs that write reminders and send what waits.
const (
	jobRemind = "remind"
	jobOutbox = "outbox"
)

// follow is what the pages about who owes what ask.
func (s *session) follow(rights *account.Service) *page.Follow {
	rounds := s.rounds()
	return &page.Follow{Rights: rights, Rounds: rounds, Extensions: &returns.Extensions{Store: s.db, Rights: rights, Rounds: rounds},
		Chase: &returns.Chase{Store: s.db, Rights: rights, Rounds: rounds}, Outbox: s.db, Versions: s.db, BaseURL: s.config.PublicURL}
}

// reminder writes reminders, and sends them where a mail server is set.
func (s *session) reminder() (*notify.Reminder, error) {
	rounds := s.rounds()
	o := notify.Options{Store: s.db, Catalogue: s.catalogue, Location: s.config.Location, BaseURL: s.config.PublicURL,
		Attach: meeting.New(meeting.Options{Store: s.db.DB, Catalogue: s.catalogue}).Attach,
		Outstanding: func(ctx context.Context, c maturity.Collection) ([]notify.Item, error) {
			return outstanding(ctx, rounds, c)
		}}
	if m := s.config.Mail; m.Host != "" {
		server, err := mail.New(mail.Options{Host: m.Host, Port: m.Port, User: m.User, Password: m.Password, From: m.From, TLS: m.TLS})
		if err != nil {
			return nil, err
		}
		o.Mail = post{server}
	}
	return notify.New(o), nil
}

// post lets the reminders use the mail server.
type post struct{ *mail.Server }

// Dial connects.
func (p post) Dial(ctx context.Context) (notify.Line, error) { return p.Server.Dial(ctx) }

// outstanding lists what can be handed in now of a collection and is not in.
func outstanding(ctx context.Context, rounds *returns.Rounds, c maturity.Collection) (items []notify.Item, err error) {
	open, err := rounds.Outstanding(ctx, c)
	for _, row := range open {
		items = append(items, notify.Item{Collection: c, Organisation: row.Organisation, Period: row.Period, Standing: row.Standing})
	}
	return items, err
}

// joinReminders adds the jobs that write and send.
func (s *session) joinReminders(runner *job.Runner) error {
	r, err := s.reminder()
	if err != nil {
		return err
	}
	return errors.Join(
		runner.Add(job.Job{Name: jobRemind, Schedule: s.config.RemindAt, Run: func(ctx context.Context) (job.Counts, error) {
			written, err := r.Write(ctx)
			if written > 0 {
				runner.Nudge(jobOutbox)
			}
			return job.Counts{"messages": written}, err
		}}),
		runner.Add(job.Job{Name: jobOutbox, Schedule: "*/5 * * * *", Run: func(ctx context.Context) (job.Counts, error) {
			sending, cancel := context.WithTimeout(ctx, 4*time.Minute)
			defer cancel()
			n, err := r.Send(sending)
			return job.Counts{"sent": n.Sent, "failed": n.Failed, "again": n.Again, "dropped": n.Dropped, "lost": n.Lost}, err
		}}),
	)
}
