package meeting_test

import (
	"bytes"
	"strings"
	"sync"
	"testing"
	"time"

	"waymark/internal/maturity"
	"waymark/internal/meeting"
	"waymark/internal/period"
)

func TestWhenAPackGoesOut(t *testing.T) {
	t.Parallel()
	london, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		meeting string
		before  int
		clock   string
		want    string // UTC
		why     string
	}{
		{"2018-06-12", 7, "09:00", "2018-06-05 08:00", "summer time"},
		{"2018-01-16", 7, "09:00", "2018-01-09 09:00", "winter time"},
		{"2018-03-27", 2, "09:00", "2018-03-25 08:00", "the morning after the clocks went forward"},
		{"2018-03-27", 3, "23:30", "2018-03-24 23:30", "the evening before"},
		{"2018-03-27", 2, "00:30", "2018-03-25 00:30", "before the clocks go forward"},
		{"2018-03-27", 2, "01:30", "2018-03-25 01:30", "a time that the clocks skip: an hour later by the new clock"},
		{"2018-03-27", 2, "02:00", "2018-03-25 01:00", "right after they went forward"},
		{"2018-10-30", 2, "00:30", "2018-10-27 23:30", "before the clocks go back"},
		{"2018-10-30", 2, "01:30", "2018-10-28 00:30", "a time that comes twice: the first"},
		{"2018-10-30", 2, "02:00", "2018-10-28 02:00", "right after they went back"},
		{"2018-10-30", 2, "09:00", "2018-10-28 09:00", "the morning after"},
		{"2018-06-12", 0, "00:00", "2018-06-11 23:00", "the first minute of the day itself"},
	} {
		clock, _ := time.Parse("15:04", c.clock)
		got := meeting.DueAt(period.DayOf(day(c.meeting)), maturity.Delivery{DaysBefore: c.before, Minute: clock.Hour()*60 + clock.Minute()}, london)
		if text := got.UTC().Format("2006-01-02 15:04"); text != c.want {
			t.Errorf("%s, %d days before at %s (%s): %s, want %s", c.meeting, c.before, c.clock, c.why, text, c.want)
		}
	}
}

// TestReplicasWriteOnceToEachReader: packs go out when they are due and published, once whatever the number of replicas.
func TestReplicasWriteOnceToEachReader(t *testing.T) {
	t.Parallel()
	h := open(t)
	m, err := h.desk.Plan(t.Context(), analyst, maturity.Meeting{Organisation: h.id("glos"), Body: "=cmd|' /C calc'!A0 </script>\r\nBcc: all@example.org " + strings.Repeat("£ – é", 20), Day: period.DayOf(day("2018-06-12"))})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		address, consent string
		code             maturity.Code
	}{
		{"one@example.org", "asked for it at the meeting", ""}, {"two@example.org", "by letter", ""}, {"ONE@example.org", "again", ""},
		{"one@example.org\r\nBcc: all@example.org", "no", maturity.Invalid}, {"not an address", "no", maturity.Invalid}, {"three@example.org", " ", maturity.Invalid},
	} {
		if err := h.desk.AddReader(t.Context(), analyst, m.ID, c.address, c.consent); maturity.CodeOf(err) != c.code {
			t.Errorf("%q, %q: %v", c.address, c.consent, err)
		}
	}
	if err := h.desk.AddReader(t.Context(), by("stranger"), m.ID, "four@example.org", "no"); maturity.CodeOf(err) != maturity.Forbidden {
		t.Errorf("a stranger added a reader: %v", err)
	}
	if err := h.desk.Schedule(t.Context(), analyst, m.ID, 7, 9*60, false); err != nil {
		t.Fatal(err)
	}
	deliver := func(want int64) {
		t.Helper()
		var group sync.WaitGroup
		var mu sync.Mutex
		total := int64(0)
		for range 5 {
			group.Go(func() {
				n, err := h.desk.Deliver(t.Context())
				mu.Lock()
				defer mu.Unlock()
				if total += n; err != nil {
					t.Error(err)
				}
			})
		}
		group.Wait()
		if total != want {
			t.Errorf("at %s %d messages were written, want %d", h.now, total, want)
		}
	}
	p := h.draft(m, "")
	deliver(0) // a draft is not sent
	p = h.freeze(p)
	deliver(0) // nor is a frozen one
	h.now = day("2018-06-05").Add(-4*time.Hour - time.Minute)
	h.publish(p)
	deliver(0) // a minute too early: 8:59 in London
	h.now = h.now.Add(time.Minute)
	deliver(2)
	deliver(0)
	messages, err := h.db.PackMessages(t.Context(), m.ID)
	if err != nil || len(messages) != 2 {
		t.Fatal(messages, err)
	}
	for _, each := range messages {
		if strings.ContainsAny(each.Subject, "\r\n") || !strings.Contains(each.Subject, "=cmd|' /C calc'!A0 </script> Bcc: all@example.org £ – é") || strings.Contains(each.HTML, "</script>") {
			t.Errorf("the subject or body was harmed: %q %q", each.Subject, each.HTML)
		}
		if !strings.Contains(each.Plain, "https://waymark.example/packs/") || !strings.Contains(each.Plain, "attached as a web page") {
			t.Errorf("the message says %q", each.Plain)
		}
		files, err := h.desk.Attach(t.Context(), each)
		if err != nil || len(files) != 1 || !bytes.Equal(files[0].Bytes, h.html(p.ID)) {
			t.Errorf("what is attached is not what is kept: %v", err)
		}
	}
	// Who is taken off the list is forgotten, and what waits is not sent.
	readers, err := h.db.Readers(t.Context(), m.Organisation, m.Body)
	if err != nil || len(readers) != 2 {
		t.Fatal(readers, err)
	}
	if err := h.desk.RemoveReader(t.Context(), analyst, m.ID, readers[0].ID); err != nil {
		t.Fatal(err)
	}
	var left int
	if err := h.db.SQL().QueryRow(`SELECT (SELECT count(*) FROM message WHERE address = 'one@example.org') + (SELECT count(*) FROM meeting_reader WHERE address = 'one@example.org')
		+ (SELECT count(*) FROM audit WHERE detail::text LIKE '%one@example.org%')`).Scan(&left); err != nil || left != 0 {
		t.Errorf("%d traces of the address are left, %v", left, err)
	}
	deliver(0)
	// A later edition goes to who is on the list now.
	later := h.publish(h.freeze(h.draft(m, "A figure was wrong")))
	if later.Edition != 2 {
		t.Fatalf("%+v", later)
	}
	deliver(1)
}

func TestWhatIsAttached(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		files []maturity.PackFile
		want  string
	}{
		{"the PDF where there is one", []maturity.PackFile{{Form: "html", Size: 10}, {Form: "pdf", Size: 20}}, "pdf"},
		{"the page where there is no PDF", []maturity.PackFile{{Form: "html", Size: 10}, {Form: "xlsx", Size: 5}}, "html"},
		{"the page where the PDF is too large", []maturity.PackFile{{Form: "html", Size: 10}, {Form: "pdf", Size: meeting.LargestAttachment + 1}}, "html"},
		{"nothing where all are too large", []maturity.PackFile{{Form: "html", Size: meeting.LargestAttachment + 1}}, ""},
	} {
		if f, _ := meeting.Attachable(c.files); f.Form != c.want {
			t.Errorf("%s: %q", c.name, f.Form)
		}
	}
}
