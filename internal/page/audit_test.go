package page_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/csv"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"waymark/internal/account"
	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/proof"
	"waymark/internal/receipt"
	"waymark/internal/receipt/paper"
	"waymark/internal/store"
)

func testKey(t *testing.T) receipt.Key {
	t.Helper()
	k, err := receipt.NewKey(strings.NewReader(strings.Repeat("s", 32)))
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// see is the status and what came back as it is.
func (v *visitor) see(path string) (int, string) {
	v.s.t.Helper()
	a := v.get(path)
	return a.status, a.body
}

func receiptsOf(t *testing.T, db *store.DB, now func() time.Time) *proof.Receipts {
	t.Helper()
	issuing := proof.NewReceipts(proof.Options{Store: db, Key: testKey(t), Product: "waymark test", Paper: paper.Write, Now: now, Written: db,
		Codes: func(ctx context.Context) (func(maturity.OrganisationID) string, error) {
			d, err := db.Directory(ctx)
			return func(id maturity.OrganisationID) string { o, _ := d.ByID(id); return o.Code }, err
		}})
	if err := issuing.Begin(t.Context()); err != nil {
		t.Fatal(err)
	}
	return issuing
}

func quarter(t *testing.T) period.Period {
	t.Helper()
	q, err := period.FromCode("Q2018-07")
	if err != nil {
		t.Fatal(err)
	}
	return q
}

// Who sees what of the audit: the lines by action and subject, newest first, without those of signing in and looking.
func TestTheAuditShowsEachWhatIsTheirs(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.addRoles()
	rte, err := s.db.OrganisationByCode(t.Context(), "RTE")
	if err != nil {
		t.Fatal(err)
	}
	of := maturity.ReturnSubject(maturity.ReturnKey{Collection: "quarterly", Organisation: rte.ID, Period: quarter(t)})
	for _, e := range []maturity.AuditEntry{
		{Account: "submitter", Action: "return.submitted", Subject: of, Detail: map[string]any{"from": "draft", "to": "submitted"}},
		{Account: "admin", Action: "return.held", Subject: of + "999"},
		{Account: "admin", Action: "return.checked", Subject: "organisation RBA"},
		{Account: "admin", Action: "return.checked", Subject: "organisation RTE"},
		{Account: "command", Action: "break.marked", Subject: "RTE eps.utilisation 2018-04-01", Detail: map[string]any{"reason": "late data"}},
		{Account: "command", Action: "return.asked", Subject: "viewer"},
		{Account: "command", Action: "return.odd", Subject: "submission 99999999999999999999"},
	} {
		e.At = s.clock.now()
		if err := s.db.AppendAudit(t.Context(), e); err != nil {
			t.Fatal(err)
		}
	}
	for login, want := range map[string]string{"viewer": "return.asked", "submitter": "return.submitted", "analyst": "return.checked return.submitted",
		"admin": "return.odd return.asked return.checked return.checked return.held return.submitted"} {
		v := s.as(login)
		rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(v.get("/data/audit/audit.csv?action=return").body, "\uFEFF"))).ReadAll()
		var seen []string
		for _, r := range rows {
			seen = append(seen, r[5])
		}
		if got := strings.Join(seen, " "); err != nil || got != "action "+want {
			t.Errorf("%s sees %q, %v; want %q", login, got, err, want)
		}
		if a := v.get("/account"); a.status != http.StatusOK || !strings.Contains(a.text(), "Session opened") || !strings.Contains(a.text(), "All of it in the audit") {
			t.Errorf("%s has no trail on the account's page: %d %s", login, a.status, a.text())
		}
		if a := v.get("/organisations/RTE"); a.status != http.StatusOK || strings.Contains(a.text(), "late data") != (login == "admin" || login == "analyst") {
			t.Errorf("%s: the trail of breaks: %d %s", login, a.status, a.text())
		}
		if a := v.get("/data/audit"); a.status != http.StatusOK || !strings.Contains(a.text(), "Session opened") {
			t.Errorf("%s: %d %s", login, a.status, a.text())
		}
	}
}

// Who reviews the returns of one collection sees what was done to these, and nothing else of the same organisation.
func TestARoleForOneCollectionSeesItsReturnsInTheAudit(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.add("approver", account.NewGrant{Role: maturity.RoleApprover, Code: "glos", Collection: "gloucestershire-trusts"})
	s.add("other", account.NewGrant{Role: maturity.RoleApprover, Code: "RBA", Collection: "gloucestershire-trusts"})
	rte, err := s.db.OrganisationByCode(t.Context(), "RTE")
	if err != nil {
		t.Fatal(err)
	}
	for action, subject := range map[string]string{
		"test.own":          maturity.ReturnSubject(maturity.ReturnKey{Collection: "gloucestershire-trusts", Organisation: rte.ID, Period: quarter(t)}),
		"test.longer":       maturity.ReturnSubject(maturity.ReturnKey{Collection: "gloucestershire-trusts", Organisation: rte.ID, Period: quarter(t)}) + "999",
		"test.other":        maturity.ReturnSubject(maturity.ReturnKey{Collection: "gloucestershire-practices", Organisation: rte.ID, Period: quarter(t)}),
		"test.organisation": "organisation RTE",
	} {
		if err := s.db.AppendAudit(t.Context(), maturity.AuditEntry{At: s.clock.now(), Account: "command", Action: action, Subject: subject}); err != nil {
			t.Fatal(err)
		}
	}
	for login, want := range map[string]string{"approver": "test.own", "other": ""} {
		rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(s.as(login).get("/data/audit/audit.csv?action=test").body, "\uFEFF"))).ReadAll()
		var seen []string
		for _, r := range rows[1:] {
			seen = append(seen, r[5])
		}
		if got := strings.Join(seen, " "); err != nil || got != want {
			t.Errorf("%s sees %q, %v; want %q", login, got, err, want)
		}
	}
}

// One page of the audit with its filters, its files and the keys.
func TestTheAuditCanBeSearchedAndTakenAway(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.addRoles()
	for i := range 60 {
		err := s.db.AppendAudit(t.Context(), maturity.AuditEntry{At: s.clock.now().AddDate(0, 0, -i), Account: "command", Action: "test.made", Subject: maturity.SubmissionSubject(int64(i + 1)),
			Detail: map[string]any{"from": "=1+1", "to": "<script>alert(1)</script>"}})
		if err != nil {
			t.Fatal(err)
		}
	}
	v := s.as("admin")
	status, page := v.see("/data/audit?action=test")
	if status != http.StatusOK || strings.Count(page, "/data/submissions/") != 50 || !strings.Contains(page, "before=") || strings.Contains(page, "<script>alert") || !strings.Contains(page, "=1&#43;1 → &lt;script&gt;") {
		t.Errorf("%d: %d lines\n%s", status, strings.Count(page, "/data/submissions/"), page)
	}
	if status, page := v.see("/data/audit?subject=" + url.QueryEscape("submission 7")); status != http.StatusOK || strings.Count(page, "/data/submissions/") != 1 {
		t.Errorf("%d by subject: %s", status, page)
	}
	if status, page := v.see("/data/audit?person=ADMIN&action=session.opened"); status != http.StatusOK || !strings.Contains(page, "Session opened") {
		t.Errorf("%d by person: %s", status, page)
	}
	if status, page := v.see("/data/audit?from=yesterday"); status != http.StatusUnprocessableEntity || !strings.Contains(page, "Write the day as") {
		t.Errorf("%d with a wrong day: %s", status, page)
	}
	if status, page := v.see("/data/audit?action=nothing"); status != http.StatusOK || !strings.Contains(page, "Nothing that you may see") {
		t.Errorf("%d without lines: %s", status, page)
	}
	_, lines := v.see("/data/audit/audit.jsonl?action=test&from=" + s.clock.now().AddDate(0, 0, -9).Format(time.DateOnly))
	var first struct{ Action, Detail, Hash string }
	if err := json.Unmarshal([]byte(lines[:strings.Index(lines, "\n")]), &first); err != nil || strings.Count(lines, "\n") != 10 || first.Action != "test.made" || len(first.Hash) != 64 {
		t.Errorf("%d lines: %v %+v", strings.Count(lines, "\n"), err, first)
	}
	if _, table := v.see("/data/audit/audit.csv?action=test"); strings.Count(table, "\n") != 61 {
		t.Errorf("%d lines", strings.Count(table, "\n"))
	}
	_, pem := v.see("/data/audit/keys.pem")
	if keys, err := receipt.ParsePublic([]byte(pem)); err != nil || len(keys) != 1 || !keys[0].Equal(testKey(t).Public()) {
		t.Errorf("%v: %s", err, pem)
	}
	if taken, err := s.db.Audit(t.Context(), maturity.AuditFilter{Action: "export.made", Everywhere: true}); err != nil || len(taken) != 2 || taken[0].Login != "admin" {
		t.Errorf("%d exports are recorded: %v", len(taken), err)
	}
}

// Who sent a file gets a receipt that holds without us, and sees what was done with it.
func TestASubmissionHasAReceiptAndATrail(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.addRoles()
	s.add("other", account.NewGrant{Role: maturity.RoleSubmitter, Code: "RBA"})
	v := s.as("submitter")
	address := v.sent("july.csv", header+line("RTE", "41"))
	if a := v.get(address + "/receipt.json"); a.status != http.StatusNotFound {
		t.Errorf("a receipt before anything is written: %d", a.status)
	}
	v.post(address, address+"/write", nil)
	s.read(address)
	_, page := v.see(address)
	for _, words := range []string{"receipt.pdf", "receipt.json", "Submission received", "Submission written", "All of it in the audit"} {
		if !strings.Contains(page, words) {
			t.Errorf("the page does not say %q: %s", words, answer{body: page}.text())
		}
	}
	status, text := v.see(address + "/receipt.json")
	got, err := receipt.Verify([]byte(text), []ed25519.PublicKey{testKey(t).Public()})
	if status != http.StatusOK || err != nil || got.Values.Count == 0 || got.Values.Rows[0].Organisation != "RTE" || !strings.HasPrefix(got.Received.By, "person-") || got.File.SHA256 == "" {
		t.Fatalf("%d %v %+v", status, err, got)
	}
	if _, pdf := v.see(address + "/receipt.pdf"); !bytes.HasPrefix([]byte(pdf), []byte("%PDF-")) {
		t.Errorf("no PDF: %.20q", pdf)
	} else if carried, _, _ := receipt.Carried([]byte(pdf)); string(carried) != text {
		t.Error("the PDF carries another receipt")
	}
	if a := s.as("other").get(address + "/receipt.json"); a.status != http.StatusNotFound {
		t.Errorf("somebody else gets %d", a.status)
	}
}
