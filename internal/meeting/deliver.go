package meeting

import (
	"context"
	"errors"
	"fmt"
	"html/template"
	"net/mail"
	"strings"
	"time"

	"waymark/internal/maturity"
	"waymark/internal/pack"
	"waymark/internal/period"
)

// AddReader puts somebody on the list of a body's readers. consent says how they agreed.
func (d *Desk) AddReader(ctx context.Context, who Actor, meeting int64, address, consent string) error {
	m, err := d.schedulable(ctx, who, meeting)
	if err != nil {
		return err
	}
	address, consent = strings.TrimSpace(address), line(consent)
	parsed, err := mail.ParseAddress(address)
	if err != nil || parsed.Address != address || len(address) > longestAddress || strings.ContainsAny(address, "\r\n") {
		return maturity.Errorf(maturity.Invalid, "Give one e-mail address, such as name@example.org.")
	}
	if err := need("How the reader agreed", consent, LongestItem); err != nil {
		return err
	}
	at := d.now()
	r := maturity.Reader{Organisation: m.Organisation, Body: m.Body, Address: address, Consent: consent, By: who.Account.Login, At: at}
	return d.Store.AddReader(ctx, r, d.entry(who, "reader.added", maturity.MeetingSubject(m.ID), at, nil))
}

// RemoveReader takes somebody off the list.
func (d *Desk) RemoveReader(ctx context.Context, who Actor, meeting, reader int64) error {
	m, err := d.schedulable(ctx, who, meeting)
	if err != nil {
		return err
	}
	return d.Store.RemoveReader(ctx, m.Organisation, m.Body, reader, d.entry(who, "reader.removed", maturity.MeetingSubject(m.ID), d.now(), map[string]any{"reader": reader}))
}

// Schedule says how many days before a meeting of the body its pack goes out, and at which minute of the day; off ends it.
func (d *Desk) Schedule(ctx context.Context, who Actor, meeting int64, daysBefore, minute int, off bool) error {
	m, err := d.schedulable(ctx, who, meeting)
	if err != nil {
		return err
	}
	if !off && (daysBefore < 0 || daysBefore > 60 || minute < 0 || minute >= 24*60) {
		return maturity.Errorf(maturity.Invalid, "Give 0 to 60 days before the meeting, and a time of the day.")
	}
	at := d.now()
	return d.Store.SetDelivery(ctx, maturity.Delivery{Organisation: m.Organisation, Body: m.Body, DaysBefore: daysBefore, Minute: minute, By: who.Account.Login, At: at}, off,
		d.entry(who, "delivery.set", maturity.MeetingSubject(m.ID), at, map[string]any{"days_before": daysBefore, "minute": minute, "off": off}))
}

func (d *Desk) schedulable(ctx context.Context, who Actor, meeting int64) (maturity.Meeting, error) {
	m, err := d.Store.Meeting(ctx, meeting)
	if err != nil {
		return m, err
	}
	return m, d.demand(ctx, who, m.Organisation)
}

// DueAt is when a pack goes out: at a minute of the day, so many days before the meeting, by the clock of the readers' place. A
// time that the clocks skip is meant by the clock of before; of one that comes twice the first is meant.
func DueAt(meeting period.Day, delivery maturity.Delivery, where *time.Location) time.Time {
	y, m, n := (meeting - period.Day(delivery.DaysBefore)).Time().Date()
	wall := time.Date(y, m, n, delivery.Minute/60, delivery.Minute%60, 0, 0, time.UTC)
	_, first := time.Date(y, m, n, 0, 0, 0, 0, where).Zone()
	_, last := time.Date(y, m, n, 23, 59, 0, 0, where).Zone()
	early, late := wall.Add(-time.Duration(max(first, last))*time.Second), wall.Add(-time.Duration(min(first, last))*time.Second)
	for _, t := range []time.Time{early, late} {
		if local := t.In(where); local.Hour()*60+local.Minute() == delivery.Minute && local.Day() == n {
			return t.In(where)
		}
	}
	return wall.Add(-time.Duration(first) * time.Second).In(where)
}

// Deliver writes the messages that are due: for each published pack of a meeting to come, one to each reader. However often
// and wherever it runs, nobody gets a pack twice.
func (d *Desk) Deliver(ctx context.Context) (written int64, err error) {
	now := d.now()
	list, err := d.Store.Deliverable(ctx, d.Today())
	if err != nil {
		return 0, err
	}
	var faults []error
	for _, r := range list {
		if now.Before(DueAt(r.Meeting.Day, r.Delivery, d.Location)) {
			continue
		}
		files, err := d.Store.PackFiles(ctx, r.Pack.ID)
		if err != nil {
			return written, err
		}
		m := letter(r, files, d.BaseURL)
		m.MadeAt, m.Day = now, d.Today()
		for _, reader := range r.Readers {
			if err := ctx.Err(); err != nil {
				return written, err
			}
			m.Reader = reader.ID
			ok, err := d.Store.WriteDelivery(ctx, m, maturity.AuditEntry{At: now, Account: maturity.BySystem, Action: "pack.delivered", Subject: maturity.PackSubject(r.Pack.ID),
				Detail: map[string]any{"reader": reader.ID}})
			if ok {
				written++
			}
			faults = append(faults, err)
		}
	}
	return written, errors.Join(faults...)
}

// LargestAttachment is what mail servers are known to take, with room for the encoding.
const LargestAttachment = 7 << 20

// Attachable is the form that goes with a message: the PDF, or else the HTML; false where neither fits.
func Attachable(files []maturity.PackFile) (maturity.PackFile, bool) {
	for _, form := range []pack.Form{pack.PDF, pack.HTML} {
		for _, f := range files {
			if f.Form == string(form) && f.Size <= LargestAttachment {
				return f, true
			}
		}
	}
	return maturity.PackFile{}, false
}

// Attach reads what goes with a message that brings a pack.
func (d *Desk) Attach(ctx context.Context, m maturity.Message) ([]maturity.Attachment, error) {
	files, err := d.Store.PackFiles(ctx, m.Pack)
	if err != nil {
		return nil, err
	}
	chosen, fits := Attachable(files)
	if !fits {
		return nil, nil
	}
	f, err := d.Store.PackFile(ctx, m.Pack, chosen.Form)
	if err != nil {
		return nil, err
	}
	return []maturity.Attachment{{Name: fmt.Sprintf("pack-%d.%s", m.Pack, f.Form), Media: pack.Form(f.Form).Media(), Bytes: f.Bytes}}, nil
}

// letter is the message that brings a pack; Reader is set for each. Names in it come from people: they are only ever text.
func letter(r maturity.Readership, files []maturity.PackFile, base string) maturity.Message {
	v := struct{ Subject, Opening, Verdict, Address, With, Footing string }{
		Subject: "Pack for " + line(r.Meeting.Body) + ", " + r.Meeting.Day.Long(),
		Opening: "The pack for the meeting of " + line(r.Meeting.Body) + " on " + r.Meeting.Day.Long() + " is published.",
		Verdict: line(r.Pack.Verdict),
		Footing: "You get this because you are on the list of readers of this body. To leave it, tell who holds the meeting. Answers to this message are not read.",
	}
	if r.Pack.Edition > 1 {
		v.Opening += fmt.Sprintf(" This is edition %d: %s", r.Pack.Edition, line(r.Pack.Reason))
	}
	if base != "" {
		v.Address = strings.TrimSuffix(base, "/") + packAddress(r.Pack.ID)
	}
	switch f, fits := Attachable(files); {
	case fits:
		v.With = "It is attached as " + map[pack.Form]string{pack.PDF: "PDF", pack.HTML: "a web page"}[pack.Form(f.Form)] + "."
	default:
		v.With = "It is too large to be attached."
	}
	var plain, html strings.Builder
	for _, text := range []string{v.Opening, v.Verdict, v.With, v.Address, v.Footing} {
		if text != "" {
			plain.WriteString(text + "\n\n")
		}
	}
	if err := letterPage.Execute(&html, v); err != nil {
		html.Reset() // the plain text says the same
	}
	return maturity.Message{Kind: maturity.MessagePack, Pack: r.Pack.ID, Subject: v.Subject, Plain: strings.TrimSpace(plain.String()) + "\n", HTML: html.String()}
}

var letterPage = template.Must(template.New("letter").Parse(`<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{.Subject}}</title></head><body>
<p>{{.Opening}}</p>{{with .Verdict}}
<p><b>{{.}}</b></p>{{end}}
<p>{{.With}}{{with .Address}} <a href="{{.}}">Read it in Waymark</a>{{end}}</p>
<p><small>{{.Footing}}</small></p>
</body></html>
`))
