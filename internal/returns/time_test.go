package returns_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/returns"
)

// extended is a drawer whose return has a later deadline.
type extended struct {
	drawer
	until period.Day
}

func (e extended) ExtendedUntil(context.Context, maturity.ReturnKey) (period.Day, bool, error) {
	return e.until, e.until != 0, nil
}

// TestDeadlines: the collection closes 40 days after 30 June, on 9 August; corrections are taken until 4 August 2027.
// What counts is the day on which the request arrived, in London.
func TestDeadlines(t *testing.T) {
	t.Parallel()
	london, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, arrived, done string
		until               string // of an extension
		correction          bool
		words               string // of the refusal; "" for none
	}{
		{"on the last day", "2026-08-09T12:00:00Z", "", "", false, ""},
		{"the day after", "2026-08-10T12:00:00Z", "", "", false, "closed on 9 August 2026"},
		{"a minute before the end of the day in London", "2026-08-09T22:59:00Z", "", "", false, ""},
		{"the first minute of the next day in London", "2026-08-09T23:00:00Z", "", "", false, "closed on 9 August 2026"},
		{"the deadline passes while it is sent", "2026-08-09T22:59:59Z", "2026-08-10T00:20:00Z", "", false, ""},
		{"an extension stands", "2026-08-20T12:00:00Z", "", "2026-08-20", false, ""},
		{"an extension has ended by itself", "2026-08-21T12:00:00Z", "", "2026-08-20", false, "closed on 20 August 2026"},
		{"an extension to an earlier day takes nothing away", "2026-08-09T12:00:00Z", "", "2026-07-25", false, ""},
		{"a correction after the closing day", "2026-12-01T12:00:00Z", "", "", true, ""},
		{"a correction after the time for corrections", "2027-08-05T12:00:00Z", "", "", true, "until 4 August 2027"},
	} {
		t.Run(strings.ReplaceAll(c.name, " ", "-"), func(t *testing.T) {
			arrived, _ := time.Parse(time.RFC3339, c.arrived)
			now := arrived
			if c.done != "" {
				now, _ = time.Parse(time.RFC3339, c.done)
			}
			file := inState(maturity.ReturnDraft, scheme())
			if c.correction {
				file.Round, file.PublishedAt = 2, time.Date(2026, 8, 1, 0, 0, 0, 0, time.UTC)
			}
			store := extended{drawer: drawer{file}}
			if c.until != "" {
				day, _ := time.Parse(time.DateOnly, c.until)
				store.until = period.DayOf(day)
			}
			d := returns.NewDesk(returns.Options{Store: store, Rights: people, Catalogue: catalogue(scheme()), Signer: seal{}, Location: london, Clock: func() time.Time { return now }})
			who := as("trust")
			who.Arrived = arrived
			_, err := d.Submit(t.Context(), who, file.ReturnKey, file.Version)
			if c.words == "" && err != nil || c.words != "" && (maturity.CodeOf(err) != maturity.Invalid || !strings.Contains(err.Error(), c.words)) {
				t.Errorf("%v; want %q", err, c.words)
			}
		})
	}
}
