package notify_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"waymark/internal/collection"
	"waymark/internal/maturity"
	"waymark/internal/notify"
	"waymark/internal/period"
	"waymark/internal/store"
	"waymark/internal/store/storetest"
)

var london = func() *time.Location {
	l, err := time.LoadLocation("Europe/London")
	if err != nil {
		panic(err)
	}
	return l
}()

// quarter ends on 30 September 2026; its returns are due on 4 November and close on 14 December.
var quarter = period.Of(period.KindQuarter, period.Date(2026, 7, 1))

func scheme(id string) maturity.Collection {
	return maturity.Collection{ID: id, Title: "Quarterly " + id, Owner: "Analyst", Frequency: period.KindQuarter, From: quarter, Opens: 1, Due: 35, Closes: 75, RemindBefore: []int{7, 1}, RemindAfter: []int{1, 10}}
}

// office is a reminder over a database of its own, with a clock and a list of what is out that the test sets.
type office struct {
	*notify.Reminder
	t    *testing.T
	db   *store.DB
	now  time.Time
	out  []notify.Item
	orgs map[string]maturity.Organisation
}

func open(t *testing.T) *office {
	t.Helper()
	o := &office{t: t, db: storetest.New(t), orgs: map[string]maturity.Organisation{}}
	for code, name := range map[string]string{"RTE": "Gloucestershire Hospitals", "RTQ": "Evil\r\nBcc: x@y.example\u202e <script>"} {
		org := maturity.Organisation{Code: code, Name: name}
		o.scan(&org.ID, `INSERT INTO organisation (code, name, short_name, kind) VALUES ($1, $2, $2, 'acute') RETURNING id`, code, name)
		o.orgs[code] = org
	}
	c := &maturity.Catalogue{Collections: []maturity.Collection{scheme("digital"), scheme("letters")}}
	o.Reminder = notify.New(notify.Options{Store: o.db, Catalogue: c, Location: london, Clock: func() time.Time { return o.now }, BaseURL: "https://waymark.example/",
		Outstanding: func(_ context.Context, c maturity.Collection) (list []notify.Item, err error) {
			for _, i := range o.out {
				if i.Collection.ID == c.ID {
					i.Standing = collection.Judge(c, i.Period, time.Time{}, 0, period.DayOf(o.now.In(london)))
					list = append(list, i)
				}
			}
			return list, nil
		}})
	return o
}

func (o *office) scan(into any, query string, args ...any) {
	o.t.Helper()
	if err := o.db.SQL().QueryRowContext(o.t.Context(), query, args...).Scan(into); err != nil {
		o.t.Fatalf("%s: %v", query, err)
	}
}

// person makes an account that submits for organisations.
func (o *office) person(login, email string, codes ...string) {
	o.t.Helper()
	var id int32
	o.scan(&id, `INSERT INTO account (login, password_hash, created_at, email, pseudonym) VALUES ($1, 'x', now(), $2, $1 || '-p') RETURNING id`, login, email)
	for _, code := range codes {
		var role string
		o.scan(&role, `INSERT INTO account_grant (account_id, role, organisation_id) VALUES ($1, 'submitter', $2) RETURNING role`, id, o.orgs[code].ID)
	}
}

// owes puts a return of the quarter on the list of what is out.
func (o *office) owes(id, code string) {
	o.out = append(o.out, notify.Item{Collection: scheme(id), Organisation: o.orgs[code], Period: quarter})
}

// at sets the clock, in London.
func (o *office) at(text string) {
	o.t.Helper()
	var err error
	if o.now, err = time.ParseInLocation("2006-01-02 15:04", text, london); err != nil {
		o.t.Fatal(err)
	}
}

func (o *office) write() int64 {
	o.t.Helper()
	n, err := o.Write(o.t.Context())
	if err != nil {
		o.t.Fatal(err)
	}
	return n
}

func (o *office) send() notify.Sent {
	o.t.Helper()
	n, err := o.Send(o.t.Context())
	if err != nil {
		o.t.Fatal(err)
	}
	return n
}

func (o *office) messages() []maturity.Message {
	o.t.Helper()
	list, err := o.db.Messages(o.t.Context(), 0, 0, 100)
	if err != nil {
		o.t.Fatal(err)
	}
	return list
}

// One message to a person, with everything that is to come in; neutral in its headers, and naming no body in its subject.
func TestDigest(t *testing.T) {
	o := open(t)
	o.person("ann", "ann@trust.example", "RTE", "RTQ")
	o.person("bare", "", "RTE")
	o.owes("digital", "RTE")
	o.owes("letters", "RTE")
	o.owes("letters", "RTQ")
	o.at("2026-10-28 09:00") // 7 days before
	if n := o.write(); n != 1 {
		t.Fatalf("%d messages", n)
	}
	m := o.messages()[0]
	if m.Subject != "3 returns are to come in" || m.Address != "ann@trust.example" || len(m.About) != 3 || m.State != maturity.MessagePending {
		t.Errorf("%+v", m)
	}
	want := `These returns are not in yet:

- Gloucestershire Hospitals (RTE)
  Quarterly digital, July to September 2026 (Q2 2026 to 2027)
  to come, due 4 November 2026
  https://waymark.example/data/returns/digital/Q2026-07/RTE
- Gloucestershire Hospitals (RTE)
  Quarterly letters, July to September 2026 (Q2 2026 to 2027)
  to come, due 4 November 2026
  https://waymark.example/data/returns/letters/Q2026-07/RTE
- Evil Bcc: x@y.example <script> (RTQ)
  Quarterly letters, July to September 2026 (Q2 2026 to 2027)
  to come, due 4 November 2026
  https://waymark.example/data/returns/letters/Q2026-07/RTQ

A return that is in is not reminded of again. If one needs more time, ask for an extension on its page.

You get this because you may submit for these organisations. Answers to this message are not read.
`
	if m.Plain != want {
		t.Errorf("text\n%s", m.Plain)
	}
	if strings.Contains(m.HTML, "<script>") || !strings.Contains(m.HTML, "&lt;script&gt;") {
		t.Errorf("html\n%s", m.HTML)
	}
}

// The deadline is Wednesday 4 November 2026: reminders 7 days and 1 day before, 1 and 10 days after. The job runs on working
// days; what falls on a Saturday comes on Monday.
func TestReminderDays(t *testing.T) {
	o := open(t)
	o.person("ann", "ann@trust.example", "RTE")
	o.owes("digital", "RTE")
	var got []string
	for day := time.Date(2026, 10, 1, 9, 0, 0, 0, london); day.Before(time.Date(2026, 12, 31, 0, 0, 0, 0, london)); day = day.AddDate(0, 0, 1) {
		if day.Weekday() == time.Saturday || day.Weekday() == time.Sunday {
			continue
		}
		for _, hour := range []int{8, 12, 18} {
			o.now = time.Date(day.Year(), day.Month(), day.Day(), hour, 0, 0, 0, london)
			if o.write() > 0 {
				got = append(got, fmt.Sprint(o.now.Format("Mon 2 Jan 15h "), o.messages()[0].Subject))
			}
		}
	}
	want := "Wed 28 Oct 08h 1 return is to come in; Tue 3 Nov 08h 1 return is to come in; Thu 5 Nov 08h 1 return is to come in, 1 late; Mon 16 Nov 08h 1 return is to come in, 1 late"
	if strings.Join(got, "; ") != want {
		t.Errorf("%s\nwant\n%s", strings.Join(got, "; "), want)
	}
}

// A day is a day in London, also on the nights in which the clocks change.
func TestReminderOverTheClockChange(t *testing.T) {
	for _, c := range []struct{ name, before, on string }{
		{"summer time ends on 25 October", "2026-10-24T22:59:00Z", "2026-10-24T23:01:00Z"},    // midnight is at 23:00 in UTC
		{"the hour that comes twice", "2026-10-24T22:59:00Z", "2026-10-25T01:30:00Z"},         // 1:30 for the second time
		{"summer time begins on 29 March", "2026-03-28T23:59:00Z", "2026-03-29T00:01:00Z"},    // midnight is at 0:00 in UTC
		{"the hour that there is not", "2026-03-28T23:59:00Z", "2026-03-29T01:00:00Z"},        // 2:00, there was no 1:00
		{"the evening after, in summer time", "2026-03-28T23:59:00Z", "2026-03-29T22:59:00Z"}, // 23:59
		{"the evening after, in winter time", "2026-10-24T22:59:00Z", "2026-10-25T23:59:00Z"}, // 23:59
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			o := open(t)
			o.person("ann", "ann@trust.example", "RTE")
			moment := func(text string) time.Time {
				at, err := time.Parse(time.RFC3339, text)
				if err != nil {
					t.Fatal(err)
				}
				return at
			}
			deadline := period.DayOf(moment(c.on).In(london)) + 1
			o.Outstanding = func(_ context.Context, c maturity.Collection) ([]notify.Item, error) {
				return []notify.Item{{Collection: c, Organisation: o.orgs["RTE"], Period: quarter, Standing: collection.Standing{State: collection.Open, Deadline: deadline}}}, nil
			}
			if o.now = moment(c.before); o.write() != 0 {
				t.Error("written the day before")
			}
			if o.now = moment(c.on); o.write() != 1 || o.write() != 0 || o.messages()[0].Day != deadline-1 {
				t.Errorf("%+v", o.messages())
			}
		})
	}
}

// However many replicas look at once, and however often, everybody gets one message.
func TestManyReplicasWriteOnce(t *testing.T) {
	o := open(t)
	for i := range 5 {
		o.person(fmt.Sprintf("person%d", i), fmt.Sprintf("p%d@trust.example", i), "RTE")
	}
	o.owes("digital", "RTE")
	o.at("2026-11-03 08:00")
	var all sync.WaitGroup
	var mu sync.Mutex
	total := int64(0)
	for range 6 {
		all.Add(1)
		go func() {
			defer all.Done()
			n, err := o.Write(context.Background())
			mu.Lock()
			defer mu.Unlock()
			if total += n; err != nil {
				t.Error(err)
			}
		}()
	}
	all.Wait()
	if total != 5 || len(o.messages()) != 5 {
		t.Errorf("%d written, %d kept", total, len(o.messages()))
	}
}
