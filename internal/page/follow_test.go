package page_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"waymark/internal/account"
	"waymark/internal/maturity"
	"waymark/internal/page"
	"waymark/internal/returns"
)

func (s *site) follow(catalogue *maturity.Catalogue, location *time.Location) *page.Follow {
	rounds := &returns.Rounds{Store: s.db, Catalogue: catalogue, Location: location, Clock: s.clock.now}
	return &page.Follow{Rights: s.accounts, Rounds: rounds, Extensions: &returns.Extensions{Store: s.db, Rights: s.accounts, Rounds: rounds},
		Chase: &returns.Chase{Store: s.db, Rights: s.accounts, Rounds: rounds}, Outbox: s.db, Versions: s.db, BaseURL: "https://waymark.example"}
}

const trustsRound = "/data/returns/gloucestershire-trusts/Q2026-07"

// newCounty is a site in which RTE and a trust with a hostile name owe the shipped collections, on 10 December 2026: due on 29
// November, open until 13 January.
func newCounty(t *testing.T) *site {
	s := newSite(t)
	s.addRoles()
	s.add("approver", account.NewGrant{Role: maturity.RoleApprover, Code: "RTE"})
	s.exec(`INSERT INTO organisation (code, name, short_name, kind) VALUES ('gloucestershire-ldr', 'Gloucestershire', 'Gloucestershire', 'footprint'), ('RTQ', '=cmd|<script>alert(1)</script>', 'RTQ', 'mental_health')`)
	s.exec(`INSERT INTO relation (from_id, to_id, kind, origin) SELECT f.id, t.id, 'member_of', 'test' FROM organisation f, organisation t WHERE f.code IN ('RTE', 'RTQ') AND t.code = 'gloucestershire-ldr'`)
	s.exec(`INSERT INTO relation (from_id, to_id, kind, origin) SELECT f.id, t.id, 'member_of', 'test' FROM organisation f, organisation t WHERE f.code = 'RTQ' AND t.code = 'glos'`)
	s.exec(`UPDATE account SET email = 'submitter@trust.example' WHERE login = 'submitter'`)
	s.clock.Time = time.Date(2026, 12, 10, 9, 0, 0, 0, time.UTC)
	return s
}

func (a answer) wants(t *testing.T, what string, texts ...string) {
	t.Helper()
	if a.status != http.StatusOK {
		t.Errorf("%s: %d %s", what, a.status, a.text())
	}
	for _, text := range texts {
		if !strings.Contains(a.text(), text) {
			t.Errorf("%s: %q is not in\n%s", what, text, a.text())
		}
	}
}

func TestReturnsPages(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	submitter := s.as("submitter")
	submitter.get("/data/returns").wants(t, "list", "rounds of returns are open, past the deadline", "Your returns to come in", "Late by 11 days", "It ended with July to September 2018")
	submitter.get(trustsRound).wants(t, "round", "None of 2 returns are in; 2 are late.", "Gloucestershire", "0 of 1", "Late by 11 days", "Not begun")
	s.as("admin").get(trustsRound).wants(t, "round for who chases", "Whom to ask for 2 late returns")
	if a := submitter.get(trustsRound); strings.Contains(a.body, "<script>alert") || !strings.Contains(a.body, "&lt;script&gt;alert") {
		t.Error("a name gets into the page as it is")
	}
	// A figure was published: the return is in, and everybody sees it.
	s.exec(`INSERT INTO observation (organisation_id, measure_id, period_kind, period_start, source_id, known_from, state, value, submission_id, sheet, cell_row, cell_column)
		SELECT o.id, m.id, 3, '2026-07-01', x.id, '2026-11-12T10:00:00Z', 1, 50, 1, 0, 1, 1 FROM organisation o, measure m, source x WHERE o.code = 'RTE' AND m.ref = 'discharge.within-24-hours' AND x.ref = 'illustrative'`)
	viewer := s.as("viewer")
	viewer.get(trustsRound).wants(t, "round, for who reads", "1 of 2 returns is in; 1 is late.", "1 of 2 came in on time.", "12 November 2026", "Received", "Not in")
	viewer.get(trustsRound+"?as_at=2026-11-11").wants(t, "round as known before", "None of 2 returns are in; 2 are to come.", "As known on 11 November 2026")
	viewer.get(trustsRound+"?kind=mental_health").wants(t, "narrowed", "Only those mental health trust", "Show all")
	for path, want := range map[string]int{"/data/returns/none/Q2026-07": 404, "/data/returns/gloucestershire-trusts/Q2019-07": 404, "/data/returns/gloucestershire-trusts/July": 404, trustsRound + "?page=99": 200, "/data/returns?as_at=soon": 422} {
		if a := viewer.get(path); a.status != want {
			t.Errorf("%s: %d, want %d", path, a.status, want)
		}
	}
}

func TestChasePages(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	s.as("viewer").refusedEverywhere(t, "/data/chase", "/data/chase.csv")
	s.as("submitter").refusedEverywhere(t, "/data/chase", "/data/chase.csv")
	analyst := s.as("analyst") // of glos, which holds both
	const query = "?collection=gloucestershire-trusts&period=Q2026-07"
	analyst.get("/data/chase"+query).wants(t, "chase", "2 returns are to be asked for", "Chief digital information officer", "nobody to write to", "submitter@trust.example", "none", "Open in your mail program", "can be handed in until 13 January 2027")
	if a := analyst.get("/data/chase" + query); !strings.Contains(a.body, `href="mailto:?bcc=submitter%40trust.example&amp;subject=`) {
		t.Error("there is no link for a mail program")
	}
	csv := analyst.get("/data/chase.csv" + query)
	if csv.status != 200 || !strings.Contains(csv.body, "RTE,Gloucestershire Hospitals,gloucestershire-trusts,Q2026-07,2026-11-29,late,11,Chief digital information officer,submitter@trust.example,,\n") || !strings.Contains(csv.body, "RTQ,'=cmd|") {
		t.Errorf("%d\n%s", csv.status, csv.body)
	}
	for path, want := range map[string]int{"/data/chase?collection=none": 404, "/data/chase?period=July": 422} {
		if a := analyst.get(path); a.status != want {
			t.Errorf("%s: %d", path, a.status)
		}
	}
}

func (v *visitor) refusedEverywhere(t *testing.T, paths ...string) {
	t.Helper()
	for _, path := range paths {
		if a := v.get(path); a.status != http.StatusForbidden {
			t.Errorf("%s: %d", path, a.status)
		}
	}
}

func TestExtensionPages(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	const own = trustsRound + "/RTE/extension"
	submitter, approver := s.as("submitter"), s.as("approver")
	submitter.get(own).wants(t, "form", "The deadline is 29 November 2026", "From 10 December 2026 to 30 September 2027")
	if a := s.as("viewer").get(own); a.status != http.StatusNotFound {
		t.Errorf("a viewer: %d", a.status)
	}
	if a := submitter.get(trustsRound + "/RTQ/extension"); a.status != http.StatusNotFound {
		t.Errorf("another organisation: %d", a.status)
	}
	for name, fields := range map[string]url.Values{"no day": {"reason": {"why"}}, "no reason": {"until": {"2026-12-20"}}, "a day before": {"until": {"2026-11-20"}, "reason": {"why"}}} {
		if a := submitter.post(own, own, fields); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.text(), "There is a problem") {
			t.Errorf("%s: %d", name, a.status)
		}
	}
	asked := url.Values{"until": {"2026-12-20"}, "reason": {"A ward <b>moved"}}
	for range 2 { // sent twice
		if a := submitter.post(own, own, asked); a.status != http.StatusSeeOther {
			t.Fatalf("%d %s", a.status, a.text())
		}
	}
	submitter.get(own).wants(t, "waiting", "An extension to 20 December 2026 waits for a decision", "Somebody else decides about it", "A ward <b>moved")
	approver.get(own).wants(t, "to be decided", "Grant until 20 December 2026")
	granted := url.Values{"request": {"1"}, "decision": {"grant"}}
	if a := submitter.post(own, own+"/decide", granted); a.status != http.StatusForbidden {
		t.Errorf("the submitter decides: %d", a.status)
	}
	for range 2 {
		if a := approver.post(own, own+"/decide", granted); a.status != http.StatusSeeOther {
			t.Fatalf("%d %s", a.status, a.text())
		}
	}
	if a := approver.post(own, own+"/decide", url.Values{"request": {"1"}, "decision": {"refuse"}}); a.status != http.StatusSeeOther && a.status != http.StatusConflict {
		t.Errorf("decided otherwise: %d", a.status)
	}
	submitter.get(trustsRound).wants(t, "round", "To come, extended to 20 December 2026", "Extended to 20 December 2026", "By approver: A ward <b>moved")
}

func TestOutboxPages(t *testing.T) {
	t.Parallel()
	s := newCounty(t)
	s.as("viewer").get("/data/outbox").wants(t, "nothing", "No message was written to you")
	s.exec(`INSERT INTO message (account_id, kind, day, address, subject, plain, made_at, state, next_at, because)
		SELECT id, 'reminder', '2026-11-30', 'submitter@trust.example', '1 return is late <b>', 'The text <b>', '2026-11-30T08:00Z', 'failed', '2026-11-30T08:00Z', '550 No such mailbox' FROM account WHERE login = 'submitter'`)
	s.as("submitter").get("/data/outbox").wants(t, "own", "Messages to you", "550 No such mailbox", "The text <b>")
	if a := s.as("viewer").get("/data/outbox"); strings.Contains(a.body, "550 No such mailbox") {
		t.Error("another's message is shown")
	}
	admin := s.as("admin")
	admin.get("/data/outbox").wants(t, "all", "1 message has failed", "Send again", "submitter@trust.example")
	resend := url.Values{"message": {"1"}}
	if a := s.as("submitter").post("/account", "/data/outbox/resend", resend); a.status != http.StatusForbidden {
		t.Errorf("the submitter sends again: %d", a.status)
	}
	for range 2 {
		if a := admin.post("/data/outbox", "/data/outbox/resend", resend); a.status != http.StatusSeeOther {
			t.Fatalf("%d %s", a.status, a.text())
		}
	}
	admin.get("/data/outbox").wants(t, "waiting again", "1 message waits", "Waiting")
	if a := admin.post("/data/outbox", "/data/outbox/resend", url.Values{"message": {"9"}}); a.status != http.StatusNotFound {
		t.Errorf("an unknown message: %d", a.status)
	}
}
