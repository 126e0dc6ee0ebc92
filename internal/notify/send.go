package notify

import (
	"context"
	"errors"
	"fmt"
	"time"

	"waymark/internal/maturity"
)

// Mail reaches the mail server.
type Mail interface {
	// Dial connects and signs in. Nothing was sent when it fails.
	Dial(ctx context.Context) (Line, error)
}

// Line is one connection to the mail server.
type Line interface {
	// Send hands a message over. Its error says whether trying again may help (Temporary).
	Send(ctx context.Context, m maturity.Message) error
	Close() error
}

// temporary reports whether an error says of itself that trying again may help.
func temporary(err error) bool {
	var t interface{ Temporary() bool }
	return !errors.As(err, &t) || t.Temporary()
}

// Outbox is where messages wait.
type Outbox interface {
	DueMessages(ctx context.Context, at time.Time, most int) ([]maturity.Message, error)
	ClaimMessage(ctx context.Context, id int64, at, lost time.Time) (bool, error)
	EndMessage(ctx context.Context, id int64, state maturity.MessageState, next, sent time.Time, because string) error
	LoseMessages(ctx context.Context, at time.Time, because string) (int64, error)
}

// waits are the pauses after the first, second ... failed try; after the last the message has failed.
var waits = []time.Duration{5 * time.Minute, 30 * time.Minute, 2 * time.Hour, 8 * time.Hour}

const (
	batch = 100
	// lease is how long a message may be with the mail server before its sender counts as gone.
	lease   = 15 * time.Minute
	because = "Waymark ended while the mail server was taking this message. It may have arrived, so it is not sent again by itself."
	noMail  = "No mail server is set (WAYMARK_SMTP_HOST). The message waits."
)

// Sent says what a run of Send did.
type Sent struct{ Sent, Failed, Again, Dropped, Lost int64 }

// Send tries the messages that are due. A message is marked before it is handed over: if the program ends in between, it is
// not sent a second time. Without a mail server messages wait, and say so.
func (r *Reminder) Send(ctx context.Context) (out Sent, err error) {
	now := r.now()
	if out.Lost, err = r.Store.LoseMessages(ctx, now, because); err != nil {
		return out, err
	}
	due, err := r.Store.DueMessages(ctx, now, batch)
	if err != nil || len(due) == 0 {
		return out, err
	}
	if due, err = r.wanted(ctx, due, &out); err != nil || len(due) == 0 {
		return out, err
	}
	if r.Mail == nil {
		return out, r.wait(ctx, due, noMail)
	}
	line, err := r.Mail.Dial(ctx)
	if err != nil {
		return out, r.undelivered(ctx, due, err, &out)
	}
	defer line.Close()
	for _, m := range due {
		if ctx.Err() != nil {
			return out, nil // told to stop: the rest waits
		}
		if err := r.send(ctx, line, m, &out); err != nil {
			return out, err
		}
	}
	return out, nil
}

// wanted keeps messages that bring a pack, and drops reminders of which every return is in by now, and those that a newer one to the same person stands for.
func (r *Reminder) wanted(ctx context.Context, due []maturity.Message, out *Sent) (kept []maturity.Message, err error) {
	items, err := r.outstanding(ctx)
	if err != nil {
		return nil, err
	}
	still, newest := map[maturity.ReturnKey]bool{}, map[int32]int64{}
	for _, i := range items {
		still[i.Key()] = wants(i)
	}
	for _, m := range due {
		if m.Kind == maturity.MessageReminder {
			newest[m.Account] = max(newest[m.Account], m.ID)
		}
	}
	for _, m := range due {
		if m.Kind != maturity.MessageReminder {
			kept = append(kept, m)
			continue
		}
		why := "All returns it reminds of are in or closed."
		for _, key := range m.About {
			if still[key] {
				why = ""
			}
		}
		if newest[m.Account] != m.ID {
			why = "A newer reminder stands for it."
		}
		if why == "" {
			kept = append(kept, m)
			continue
		}
		out.Dropped++
		if err := r.Store.EndMessage(ctx, m.ID, maturity.MessageDropped, m.NextAt, time.Time{}, why); err != nil {
			return nil, err
		}
	}
	return kept, nil
}

// wait says of messages why they wait, without counting a try.
func (r *Reminder) wait(ctx context.Context, due []maturity.Message, why string) error {
	for _, m := range due {
		if m.Because == why {
			continue
		}
		if err := r.Store.EndMessage(ctx, m.ID, maturity.MessagePending, m.NextAt, time.Time{}, why); err != nil {
			return err
		}
	}
	return nil
}

// undelivered puts all messages off because the server could not be reached. That is no fault of a message: it is tried until
// the server is back.
func (r *Reminder) undelivered(ctx context.Context, due []maturity.Message, cause error, out *Sent) error {
	out.Again += int64(len(due))
	next := r.now().Add(waits[0])
	for _, m := range due {
		if err := r.Store.EndMessage(ctx, m.ID, maturity.MessagePending, next, time.Time{}, "The mail server could not be reached: "+cause.Error()); err != nil {
			return err
		}
	}
	return nil
}

// hand gives a message to the mail server, with what goes with it.
func (r *Reminder) hand(ctx context.Context, line Line, m maturity.Message) (err error) {
	if m.Pack != 0 && r.Attach != nil {
		if m.Attach, err = r.Attach(ctx, m); err != nil {
			return err
		}
	}
	return line.Send(ctx, m)
}

func (r *Reminder) send(ctx context.Context, line Line, m maturity.Message, out *Sent) error {
	now := r.now()
	if mine, err := r.Store.ClaimMessage(ctx, m.ID, now, now.Add(lease)); err != nil || !mine {
		return err
	}
	cause := r.hand(ctx, line, m)
	now = r.now()
	// What came of it is written also when the program is being stopped.
	ending, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	switch {
	case cause == nil:
		out.Sent++
		return r.Store.EndMessage(ending, m.ID, maturity.MessageSent, now, now, "")
	case temporary(cause) && m.Tries < len(waits):
		out.Again++
		return r.Store.EndMessage(ending, m.ID, maturity.MessagePending, now.Add(waits[m.Tries]), time.Time{}, cause.Error())
	case temporary(cause):
		out.Failed++
		return r.Store.EndMessage(ending, m.ID, maturity.MessageFailed, now, time.Time{}, fmt.Sprintf("Given up after %d tries: %s", m.Tries+1, cause))
	}
	out.Failed++
	return r.Store.EndMessage(ending, m.ID, maturity.MessageFailed, now, time.Time{}, cause.Error())
}
