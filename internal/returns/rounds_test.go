package returns_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/returns"
	"waymark/internal/store"
	"waymark/internal/store/storetest"
)

// county is a footprint over a trust, a trust that merges into it, a CCG and its practices, as relations in SQL.
const county = `
INSERT INTO organisation (code, name, short_name, kind, opened, closed) VALUES
	('glos', 'Gloucestershire', 'Gloucestershire', 'footprint', NULL, NULL),
	('11M', 'NHS Gloucestershire CCG', 'CCG', 'ccg', '2013-04-01', NULL),
	('RTQ', 'Gloucestershire Health and Care', 'GHC', 'acute', '2002-04-01', NULL),
	('R1J', 'Gloucestershire Care Services', 'GCS', 'acute', '2013-03-22', '2026-06-30'),
	('L84001', 'Bartongate Surgery', 'Bartongate', 'acute', '1974-04-01', NULL),
	('M81008', 'A surgery elsewhere', 'Elsewhere', 'acute', '1974-04-01', NULL);
INSERT INTO relation (from_id, to_id, kind, since, until, origin)
SELECT f.id, t.id, r.kind, r.since::date, r.until::date, 'test' FROM (VALUES
	('11M', 'glos', 'member_of', '-infinity', 'infinity'),
	('RTQ', 'glos', 'member_of', '-infinity', 'infinity'),
	('R1J', 'glos', 'member_of', '-infinity', 'infinity'),
	('R1J', 'RTQ', 'succeeded_by', '2026-07-01', 'infinity'),
	('L84001', '11M', 'commissioned_by', '2013-04-01', 'infinity'),
	('M81008', '11M', 'commissioned_by', '2013-04-01', '2025-12-31'))
AS r ("from", "to", kind, since, until) JOIN organisation f ON f.code = r."from" JOIN organisation t ON t.code = r."to"`

type hall struct {
	*returns.Rounds
	db *store.DB
	t  *testing.T
}

func countyHall(t *testing.T, c maturity.Collection) hall {
	t.Helper()
	db, known := storetest.New(t), catalogue(c)
	if err := db.SyncCatalogue(t.Context(), known); err != nil {
		t.Fatal(err)
	}
	h := hall{&returns.Rounds{Store: db, Catalogue: known}, db, t}
	h.exec(county)
	return h
}

func (h hall) exec(query string, args ...any) {
	h.t.Helper()
	if _, err := h.db.SQL().ExecContext(h.t.Context(), query, args...); err != nil {
		h.t.Fatalf("%s: %v", query, err)
	}
}

// saw publishes a figure of the quarter, believed from a time and, where until is given, no longer from then.
func (h hall) saw(code, measure, from, until string) {
	h.t.Helper()
	if until == "" {
		until = "infinity"
	}
	h.exec(`INSERT INTO observation (organisation_id, measure_id, period_kind, period_start, source_id, known_from, known_to, state, value, submission_id, sheet, cell_row, cell_column)
		SELECT o.id, m.id, 3, '2026-04-01', s.id, $3, $4, 1, 50, 1, 0, 1, 1 FROM organisation o, measure m, source s WHERE o.code = $1 AND m.ref = $2 AND s.ref = 'return'`, code, measure, from, until)
}

func owing() maturity.Collection {
	c := scheme()
	c.Footprints, c.OpenedIn, c.ClosedIn, c.MergedIn = []string{"glos"}, maturity.Owed, maturity.NotOwed, maturity.BySuccessor
	return c
}

// lines are the returns of the quarter as known at a time, one a line.
func (h hall) lines(at string) string {
	h.t.Helper()
	when, err := time.Parse(time.RFC3339, at)
	if err != nil {
		h.t.Fatal(err)
	}
	round, err := h.Round(h.t.Context(), "digital", quarter, when)
	if err != nil {
		h.t.Fatal(err)
	}
	var b strings.Builder
	for _, r := range round.Rows {
		fmt.Fprintf(&b, "%s %d/%d %s\n", r.Code, r.Measures, r.Of, r.Standing.Words())
	}
	for _, e := range round.Excused {
		fmt.Fprintf(&b, "(%s)\n", e.Code)
	}
	return b.String() + round.Counts.Sentence()
}

// The quarter ends on 30 June 2026; due on 20 July, closed after 9 August.
func TestRoundFromObservations(t *testing.T) {
	h := countyHall(t, owing())
	h.saw("RTQ", "alpha", "2026-07-03T10:00:00Z", "2026-07-20T10:00:00Z") // corrected on the last day
	h.saw("RTQ", "alpha", "2026-07-20T10:00:00Z", "")
	h.saw("RTQ", "beta", "2026-07-05T10:00:00Z", "")
	h.saw("L84001", "alpha", "2026-07-10T10:00:00Z", "")
	h.saw("L84001", "beta", "2026-07-23T10:00:00Z", "2026-08-01T10:00:00Z") // late, and withdrawn
	for _, c := range []struct{ at, want string }{
		{"2026-07-04T12:00:00Z", "L84001 0/2 to come, due 20 July 2026\nRTQ 1/2 to come, due 20 July 2026\n(R1J)\nNone of 2 returns are in; 2 are to come."},
		{"2026-07-21T12:00:00Z", "L84001 1/2 late by 1 day\nRTQ 2/2 in on time\n(R1J)\n1 of 2 returns is in; 1 is late."},
		{"2026-07-25T12:00:00Z", "L84001 2/2 in, 3 days late\nRTQ 2/2 in on time\n(R1J)\nAll 2 returns are in."},
		{"2026-08-10T12:00:00Z", "L84001 1/2 missing, 21 days after the deadline\nRTQ 2/2 in on time\n(R1J)\n1 of 2 returns is in; 1 is missing."},
	} {
		if got := h.lines(c.at); got != c.want {
			t.Errorf("as at %s:\n%s\nwant\n%s", c.at, got, c.want)
		}
	}
}

// A return counts as in from when it was handed in, whatever is decided about it later; taken back, it is out until it is
// handed in again.
func TestRoundFromReturns(t *testing.T) {
	h := countyHall(t, owing())
	h.exec(`INSERT INTO return (collection, organisation_id, period_kind, period_start, state) SELECT 'digital', id, 3, '2026-04-01', 'draft' FROM organisation WHERE code IN ('RTQ', 'L84001')`)
	saved := func(code, measure, at string, version int) {
		h.exec(`INSERT INTO return_change (return_id, measure_id, revision, round, state, value, saved_by, saved_at, version)
			SELECT r.id, m.id, $4, 1, 1, 50, 'trust', $3, $4 FROM return r JOIN organisation o ON o.id = r.organisation_id, measure m WHERE o.code = $1 AND m.ref = $2`, code, measure, at, version)
	}
	step := func(code, action, to, at string, version int) {
		h.exec(`INSERT INTO return_step (return_id, round, at, account, action, to_state, why, version) SELECT r.id, 1, $4, 'trust', $2, $3, 'why', $5 FROM return r JOIN organisation o ON o.id = r.organisation_id WHERE o.code = $1`, code, action, to, at, version)
	}
	for _, code := range []string{"RTQ", "L84001"} {
		step(code, "began", "draft", "2026-07-01T09:00:00Z", 1)
		saved(code, "alpha", "2026-07-02T09:00:00Z", 2)
		saved(code, "beta", "2026-07-02T09:05:00Z", 3)
		step(code, "submitted", "submitted", "2026-07-03T09:00:00Z", 4)
	}
	step("RTQ", "changes_requested", "changes_requested", "2026-07-06T09:00:00Z", 5)
	step("RTQ", "submitted", "submitted", "2026-07-28T09:00:00Z", 6)
	step("L84001", "withdrawn", "draft", "2026-07-10T09:00:00Z", 5)
	step("L84001", "submitted", "submitted", "2026-07-22T09:00:00Z", 6)
	for _, c := range []struct{ at, want string }{
		{"2026-07-02T12:00:00Z", "L84001 0/2 to come, due 20 July 2026\nRTQ 0/2 to come, due 20 July 2026\n(R1J)\nNone of 2 returns are in; 2 are to come."},
		{"2026-07-07T12:00:00Z", "L84001 2/2 in on time\nRTQ 2/2 in on time\n(R1J)\nAll 2 returns are in."},
		{"2026-07-21T12:00:00Z", "L84001 0/2 late by 1 day\nRTQ 2/2 in on time\n(R1J)\n1 of 2 returns is in; 1 is late."},
		{"2026-07-31T12:00:00Z", "L84001 2/2 in, 2 days late\nRTQ 2/2 in on time\n(R1J)\nAll 2 returns are in."},
	} {
		if got := h.lines(c.at); got != c.want {
			t.Errorf("as at %s:\n%s\nwant\n%s", c.at, got, c.want)
		}
	}
}

func TestOwes(t *testing.T) {
	h := countyHall(t, owing())
	c := h.Catalogue.Collections[0]
	for code, want := range map[string]string{
		"RTQ": "owes", "L84001": "owes", "M81008": "It is not one of the organisations that owe it.", "11M": "It is not one of the organisations that owe it.",
		"R1J": "Closed on 30 June 2026 and was succeeded by Gloucestershire Health and Care (RTQ), whose return includes it.",
	} {
		o, err := h.db.OrganisationByCode(t.Context(), code)
		if err != nil {
			t.Fatal(err)
		}
		owes, why, err := h.Owes(t.Context(), c, o, quarter)
		if owes {
			why = "owes"
		}
		if err != nil || why != want {
			t.Errorf("%s: %q, %v; want %q", code, why, err, want)
		}
	}
}

func TestUnknownRounds(t *testing.T) {
	h := countyHall(t, owing())
	for _, p := range []period.Period{quarter.Add(-1), period.Of(period.KindMonth, quarter.Start)} {
		if _, err := h.Round(t.Context(), "digital", p, time.Time{}); maturity.CodeOf(err) != maturity.NotFound {
			t.Errorf("%s: %v", p, err)
		}
	}
	if _, err := h.Round(t.Context(), "other", quarter, time.Time{}); maturity.CodeOf(err) != maturity.NotFound {
		t.Error(err)
	}
}
