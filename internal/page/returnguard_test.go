package page_test

import (
	"crypto/sha256"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"waymark/internal/account"
	"waymark/internal/maturity"
	"waymark/internal/returns"
)

// seal signs for tests.
type seal struct{}

// Sign is a hash.
func (seal) Sign(statement []byte) ([]byte, string) {
	sum := sha256.Sum256(statement)
	return sum[:], "test key"
}

// returnDesk is the desk of returns as cmd/waymark joins it, without rules and rounds.
func (s *site) returnDesk(catalogue *maturity.Catalogue, location *time.Location) *returns.Desk {
	return returns.NewDesk(returns.Options{Store: s.db, Rights: s.accounts, Catalogue: catalogue, Signer: seal{}, Bodies: s.db.OrganisationByID, Figures: s.db, Journal: s.db,
		Lister: s.db, Location: location, Clock: s.clock.now})
}

const oneReturn = "/data/returns/gloucestershire-trusts/Q2026-07/RTE"

var versionField = regexp.MustCompile(`name="version" value="([0-9]+)"`)

// version is the version of the return that the visitor's page shows.
func (v *visitor) version() string {
	v.s.t.Helper()
	found := versionField.FindStringSubmatch(v.get(oneReturn).body)
	if found == nil {
		return "1"
	}
	return html.UnescapeString(found[1])
}

// act presses a button of the return as somebody who saw that version.
func (v *visitor) act(token, name, version string, more ...string) answer {
	v.s.t.Helper()
	fields := url.Values{"version": {version}, "form_token": {token}}
	for i := 0; i+1 < len(more); i += 2 {
		fields.Set(more[i], more[i+1])
	}
	return v.post("", oneReturn+"/"+name, fields)
}

// steps are the states a return has gone through, in order.
func (s *site) steps() string {
	s.t.Helper()
	var out string
	err := s.db.SQL().QueryRowContext(s.t.Context(), `SELECT coalesce(string_agg(action, ' ' ORDER BY id), '') FROM return_step`).Scan(&out)
	if err != nil {
		s.t.Fatal(err)
	}
	return out
}

// figures is a filled form; revision is the one that was seen.
func figures(value, revision string) url.Values {
	const measure = "discharge.within-24-hours"
	return url.Values{"state." + measure: {""}, "value." + measure: {value}, "revision." + measure: {revision}, "was." + measure: {""}}
}

// Every button of a return, by whoever must not press it, with an old version, and pressed twice: what happens is one
// step, and what must not happen leaves no trace.
func TestReturnsAreChangedByWhoMayAndSaw(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.clock.Time = time.Date(2026, 11, 10, 12, 0, 0, 0, time.UTC)
	s.addRoles()
	s.add("approver", account.NewGrant{Role: maturity.RoleApprover, Code: "glos"})
	s.add("elsewhere", account.NewGrant{Role: maturity.RoleSubmitter, Code: "RBA"})
	s.add("judge-elsewhere", account.NewGrant{Role: maturity.RoleApprover, Code: "RBA"})
	people, tokens := map[string]*visitor{}, map[string]string{}
	for _, login := range []string{"admin", "analyst", "submitter", "viewer", "approver", "elsewhere", "judge-elsewhere"} {
		people[login] = s.as(login)
		tokens[login] = people[login].token("/account")
	}
	acts := []string{"values", "submit", "withdraw", "correct", "request-changes", "approve", "publish", "schedule", "release"}
	// nobody lets through, at any time
	shut := func(when string) {
		t.Helper()
		was, version := s.steps(), people["admin"].version()
		for _, login := range []string{"viewer", "elsewhere", "judge-elsewhere"} {
			for _, act := range acts {
				if a := people[login].act(tokens[login], act, version, "why", "x", "reason", "error", "words", "x", "state.discharge.within-24-hours", "", "value.discharge.within-24-hours", "1"); a.status != http.StatusForbidden && a.status != http.StatusNotFound {
					t.Errorf("%s: %s by %s: %d %.200s", when, act, login, a.status, a.text())
				}
			}
			published := strings.Contains(was, maturity.StepPublished)
			if a := people[login].get(oneReturn); published != (a.status == http.StatusOK) || published && strings.Contains(a.body, `method="post" class="wm-act"`) {
				t.Errorf("%s: %s sees the return with %d", when, login, a.status)
			}
		}
		if now := s.steps(); now != was {
			t.Errorf("%s: steps went from %q to %q", when, was, now)
		}
	}
	// one act: refused with the version before, done with the one that was seen, and once when it is sent twice
	once := func(login, act, step string, more ...string) {
		t.Helper()
		seen := people[login].version()
		if a := people[login].act(tokens[login], act, "0", more...); a.status != http.StatusConflict && a.status != http.StatusUnprocessableEntity {
			t.Errorf("%s with an old version: %d %.200s", act, a.status, a.text())
		}
		if a := people[login].act(tokens[login], act, "soon", more...); a.status != http.StatusUnprocessableEntity {
			t.Errorf("%s with a version that is none: %d", act, a.status)
		}
		was := s.steps()
		if a := people[login].act(tokens[login], act, seen, more...); a.status != http.StatusSeeOther {
			t.Fatalf("%s: %d %.300s", act, a.status, a.text())
		}
		if a := people[login].act(tokens[login], act, seen, more...); a.status >= 500 {
			t.Errorf("%s again: %d", act, a.status)
		}
		if now := s.steps(); now != strings.TrimSpace(was+" "+step) {
			t.Errorf("%s twice: steps went from %q to %q", act, was, now)
		}
	}
	shut("before it was begun")
	for _, login := range []string{"submitter", "submitter"} { // the same form twice is one figure
		if a := people[login].post("/account", oneReturn+"/values", figures("81.5", "0")); a.status != http.StatusSeeOther && a.status != http.StatusConflict {
			t.Fatalf("saving: %d %.300s", a.status, a.text())
		}
	}
	if a := people["analyst"].post("/account", oneReturn+"/values", figures("90", "0")); a.status != http.StatusConflict || !strings.Contains(a.text(), "81.5") {
		t.Errorf("a figure over one that was not seen: %d %.300s", a.status, a.text())
	}
	if a := people["approver"].act(tokens["approver"], "approve", people["approver"].version()); a.status != http.StatusConflict && a.status != http.StatusUnprocessableEntity {
		t.Errorf("approving a draft: %d", a.status)
	}
	once("submitter", "submit", maturity.StepSubmitted)
	shut("when it was submitted")
	if a := people["submitter"].act(tokens["submitter"], "approve", people["submitter"].version()); a.status != http.StatusForbidden {
		t.Errorf("a submitter approves: %d", a.status)
	}
	once("approver", "request-changes", maturity.StepChangesRequested, "why", "Check the denominator.")
	once("submitter", "submit", maturity.StepSubmitted)
	once("approver", "approve", maturity.StepApproved)
	shut("when it was approved")
	once("analyst", "publish", maturity.StepPublished)
	shut("when it was published")
}
