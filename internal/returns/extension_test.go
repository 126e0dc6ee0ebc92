package returns_test

import (
	"strings"
	"testing"
	"time"

	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/returns"
)

// today is the clock of the tests; the quarter is due on 20 July 2026 and closes after 9 August.
func (h hall) today(day string) {
	h.t.Helper()
	at, err := time.Parse(time.DateOnly, day)
	if err != nil {
		h.t.Fatal(err)
	}
	h.Clock = func() time.Time { return at.Add(12 * time.Hour) }
}

func (h hall) key(code string) maturity.ReturnKey {
	h.t.Helper()
	o, err := h.db.OrganisationByCode(h.t.Context(), code)
	if err != nil {
		h.t.Fatal(err)
	}
	return maturity.ReturnKey{Collection: "digital", Organisation: o.ID, Period: quarter}
}

func dayOf(t *testing.T, text string) period.Day {
	t.Helper()
	at, err := time.Parse(time.DateOnly, text)
	if err != nil {
		t.Fatal(err)
	}
	return period.DayOf(at)
}

func (h hall) standing(code string) string {
	h.t.Helper()
	round, err := h.Round(h.t.Context(), "digital", quarter, time.Time{})
	if err != nil {
		h.t.Fatal(err)
	}
	for _, r := range round.Rows {
		if r.Code == code {
			return r.Standing.Words()
		}
	}
	return "not due"
}

// An extension is asked for by who submits, granted by who approves, and ends by itself.
func TestExtension(t *testing.T) {
	h := countyHall(t, owing())
	x := &returns.Extensions{Store: h.db, Rights: people, Rounds: h.Rounds}
	key := h.key("RTQ")
	h.today("2026-07-18")
	e, err := x.Request(t.Context(), as("trust"), key, dayOf(t, "2026-07-31"), "  Two wards moved  ")
	if err != nil {
		t.Fatal(err)
	}
	if again, err := x.Request(t.Context(), as("trust"), key, dayOf(t, "2026-07-31"), "Two wards moved"); err != nil || again.ID != e.ID {
		t.Errorf("the same request sent twice: %v %v", again, err)
	}
	if _, err := x.Request(t.Context(), as("colleague"), key, dayOf(t, "2026-08-05"), "More"); maturity.CodeOf(err) != maturity.Conflict {
		t.Errorf("a second request while one waits: %v", err)
	}
	if h.today("2026-07-22"); h.standing("RTQ") != "late by 2 days" {
		t.Errorf("asked is not granted: %s", h.standing("RTQ"))
	}
	for _, who := range []string{"trust", "analyst"} {
		if _, err := x.Decide(t.Context(), as(who), key, e.ID, true); maturity.CodeOf(err) != maturity.Forbidden {
			t.Errorf("%s decides: %v", who, err)
		}
	}
	if _, err := x.Decide(t.Context(), as("viewer"), key, e.ID, true); maturity.CodeOf(err) != maturity.NotFound {
		t.Errorf("a viewer decides: %v", err)
	}
	if _, err := x.Decide(t.Context(), as("first"), h.key("L84001"), e.ID, true); maturity.CodeOf(err) != maturity.NotFound {
		t.Errorf("by the address of another return: %v", err)
	}
	for range 2 { // a double click
		if e, err = x.Decide(t.Context(), as("first"), key, e.ID, true); err != nil || !e.Granted || e.DecidedBy != "first" {
			t.Fatalf("%+v %v", e, err)
		}
	}
	if _, err := x.Decide(t.Context(), as("second"), key, e.ID, false); maturity.CodeOf(err) != maturity.Conflict {
		t.Errorf("decided otherwise: %v", err)
	}
	for day, want := range map[string]string{"2026-07-22": "to come, extended to 31 July 2026", "2026-07-31": "to come, extended to 31 July 2026", "2026-08-01": "late by 1 day"} {
		if h.today(day); h.standing("RTQ") != want {
			t.Errorf("on %s: %s, want %s", day, h.standing("RTQ"), want)
		}
	}
	var audit string
	if err := h.db.SQL().QueryRow(`SELECT string_agg(action, ' ' ORDER BY id) FROM audit`).Scan(&audit); err != nil || audit != "extension.requested extension.granted" {
		t.Errorf("audit %q, %v", audit, err)
	}
}

func TestExtensionRefusals(t *testing.T) {
	h := countyHall(t, owing())
	x := &returns.Extensions{Store: h.db, Rights: people, Rounds: h.Rounds}
	h.saw("L84001", "alpha", "2026-07-01T09:00:00Z", "")
	h.saw("L84001", "beta", "2026-07-01T09:00:00Z", "")
	for _, c := range []struct {
		name, who, code, today, until, reason string
		want                                  maturity.Code
	}{
		{"without a reason", "trust", "RTQ", "2026-07-10", "2026-07-31", " \n", maturity.Invalid},
		{"a reason beyond measure", "trust", "RTQ", "2026-07-10", "2026-07-31", strings.Repeat("x", 1001), maturity.Invalid},
		{"to a day before the deadline", "trust", "RTQ", "2026-07-10", "2026-07-20", "why", maturity.Invalid},
		{"to a day that has passed", "trust", "RTQ", "2026-08-02", "2026-07-31", "why", maturity.Invalid},
		{"to a day after all corrections", "trust", "RTQ", "2026-07-10", "2028-01-01", "why", maturity.Invalid},
		{"for a return that is in", "trust", "L84001", "2026-07-10", "2026-07-31", "why", maturity.Conflict},
		{"for an organisation that owes none", "trust", "R1J", "2026-07-10", "2026-07-31", "why", maturity.NotFound},
		{"by somebody who only reads", "viewer", "RTQ", "2026-07-10", "2026-07-31", "why", maturity.NotFound},
		{"by somebody who only reviews", "first", "RTQ", "2026-07-10", "2026-07-31", "why", maturity.Forbidden},
	} {
		h.today(c.today)
		if _, err := x.Request(t.Context(), as(c.who), h.key(c.code), dayOf(t, c.until), c.reason); maturity.CodeOf(err) != c.want {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	// Who asked does not decide, and what was refused may be asked for again.
	h.today("2026-07-10")
	e, err := x.Request(t.Context(), as("admin"), h.key("RTQ"), dayOf(t, "2026-07-31"), "why")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := x.Decide(t.Context(), as("admin"), e.ReturnKey, e.ID, true); maturity.CodeOf(err) != maturity.Forbidden {
		t.Errorf("grants itself: %v", err)
	}
	if e, err = x.Decide(t.Context(), as("first"), e.ReturnKey, e.ID, false); err != nil || e.Granted {
		t.Errorf("%+v %v", e, err)
	}
	if _, err := x.Request(t.Context(), as("trust"), h.key("RTQ"), dayOf(t, "2026-07-28"), "better"); err != nil {
		t.Error(err)
	}
}

// The list names who is late, whom to ask, and whether somebody can be written to.
func TestChase(t *testing.T) {
	h := countyHall(t, owing())
	chase := &returns.Chase{Store: h.db, Rights: people, Rounds: h.Rounds}
	h.exec(`INSERT INTO account (login, password_hash, created_at, email, pseudonym) VALUES ('ann', 'x', now(), 'ann@trust.example', 'p1'), ('bob', 'x', now(), '', 'p2'), ('eve', 'x', now(), 'eve@x.example', 'p3'), ('old', 'x', now(), 'old@x.example', 'p4')`)
	h.exec(`INSERT INTO account_grant (account_id, role, organisation_id, collection, until)
		SELECT a.id, 'submitter', o.id, g.collection, g.until::timestamptz FROM (VALUES ('ann', 'RTQ', '', NULL), ('bob', 'RTQ', 'digital', NULL), ('eve', 'RTQ', 'other', NULL), ('old', 'RTQ', '', '2026-07-01')) AS g (login, code, collection, until)
		JOIN account a ON a.login = g.login JOIN organisation o ON o.code = g.code`)
	h.today("2026-07-25")
	list, err := chase.List(t.Context(), as("analyst"), returns.Wanted{})
	if err != nil || len(list) != 2 || list[0].Code != "L84001" || list[1].Code != "RTQ" || list[1].Standing.DaysLate != 5 {
		t.Fatalf("%+v %v", list, err)
	}
	if got := list[1].Writable(); len(got) != 1 || got[0] != "ann@trust.example" || len(list[1].People) != 2 || list[1].People[1].Login != "bob" {
		t.Errorf("%v %+v", got, list[1].People)
	}
	letters := returns.Letters(list, "https://waymark.example/", h.Today(time.Time{}))
	if len(letters) != 1 || strings.Join(letters[0].To, " ") != "ann@trust.example" || strings.Join(letters[0].Nobody, " ") != "Bartongate Surgery (L84001)" {
		t.Fatalf("%+v", letters)
	}
	for _, want := range []string{"due on 20 July 2026 and can be handed in until 9 August 2026", "https://waymark.example/data/returns/digital/Q2026-04"} {
		if !strings.Contains(letters[0].Text, want) {
			t.Errorf("%q is not in\n%s", want, letters[0].Text)
		}
	}
	for _, who := range []string{"viewer", "trust"} {
		if _, err := chase.List(t.Context(), as(who), returns.Wanted{}); maturity.CodeOf(err) != maturity.Forbidden {
			t.Errorf("%s: %v", who, err)
		}
	}
	// What is missing for good is on the list of its period alone.
	h.today("2026-08-20")
	if all, err := chase.List(t.Context(), as("analyst"), returns.Wanted{}); err != nil || len(all) != 0 {
		t.Errorf("%+v %v", all, err)
	}
	if one, err := chase.List(t.Context(), as("analyst"), returns.Wanted{Collection: "digital", Period: quarter}); err != nil || len(one) != 2 {
		t.Errorf("%+v %v", one, err)
	}
}

// The line of a board counts the returns under its subject, of all collections that ask for one of its measures.
func TestBasis(t *testing.T) {
	h := countyHall(t, owing())
	h.saw("RTQ", "alpha", "2026-07-03T10:00:00Z", "")
	h.saw("RTQ", "beta", "2026-07-03T10:00:00Z", "")
	at := time.Date(2026, 7, 22, 12, 0, 0, 0, time.UTC)
	for _, c := range []struct{ code, measure, want string }{
		{"glos", "alpha", "Based on 1 of 2 returns for the quarter. 1 return is late."},
		{"RTQ", "beta", "Based on 1 of 1 return for the quarter."},
		{"L84001", "alpha", "Based on 0 of 1 return for the quarter. 1 return is late."},
		{"glos", "delta", ""}, {"11M", "alpha", ""},
	} {
		o, err := h.db.OrganisationByCode(t.Context(), c.code)
		if err != nil {
			t.Fatal(err)
		}
		n, err := h.Basis(t.Context(), o, []string{c.measure}, quarter, at)
		if got := n.Basis("the quarter"); err != nil || got != c.want {
			t.Errorf("%s, %s: %q %v", c.code, c.measure, got, err)
		}
	}
}
