package api_test

import (
	"context"
	"crypto/ed25519"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"waymark/internal/maturity"
	"waymark/internal/proof"
	"waymark/internal/receipt"
	"waymark/internal/receipt/paper"
)

func signingKey(t testing.TB) receipt.Key {
	t.Helper()
	k, err := receipt.NewKey(strings.NewReader(strings.Repeat("a", 32)))
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func (s *site) receipts() *proof.Receipts {
	issuing := proof.NewReceipts(proof.Options{Store: s.db, Key: signingKey(s.t), Product: "waymark test", Paper: paper.Write, Written: s.db,
		Codes: func(context.Context) (func(maturity.OrganisationID) string, error) {
			return func(maturity.OrganisationID) string { return "RTE" }, nil
		}})
	if err := issuing.Begin(s.t.Context()); err != nil {
		s.t.Fatal(err)
	}
	return issuing
}

// The audit, the keys and a receipt, each for who may see them.
func TestTheAuditAndItsProofs(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	address := s.post("submitter", "/api/v1/submissions?file_name=return.csv", header+line("RTE", "41.5")).Header().Get("Location")
	if a := s.do("submitter", http.MethodGet, address+"/receipt.json", nil); a.Code != http.StatusNotFound {
		t.Errorf("a receipt before it was written: %d", a.Code)
	}
	s.work()
	of := "/api/v1/audit?subject=" + strings.ReplaceAll("submission "+address[strings.LastIndex(address, "/")+1:], " ", "%20")
	for who, want := range map[string]int{"admin": 2, "analyst": 2, "submitter": 2, "viewer": 0, "stranger": 0} {
		if items := s.do(who, http.MethodGet, of+"&action=submission", nil).items(); len(items) != want {
			t.Errorf("%s sees %d lines, not %d: %v", who, len(items), want, items)
		}
	}
	first := s.do("admin", http.MethodGet, of+"&limit=1", nil)
	var page struct {
		Items []struct {
			Action, Account, Hash string
			Login                 string `json:"account_login"`
		}
		Next string
	}
	first.read(&page)
	if len(page.Items) != 1 || page.Next == "" || page.Items[0].Login != "submitter" || !strings.HasPrefix(page.Items[0].Account, "person-") || len(page.Items[0].Hash) != 64 {
		t.Errorf("%+v", page)
	}
	for _, bad := range []string{"from=yesterday", "cursor=x", "to=0001-01-01"} {
		if a := s.do("admin", http.MethodGet, "/api/v1/audit?"+bad, nil); a.Code != http.StatusUnprocessableEntity {
			t.Errorf("%s: %d", bad, a.Code)
		}
	}
	var keys struct {
		Items []struct{ Fingerprint, PEM string }
	}
	s.do("viewer", http.MethodGet, "/api/v1/keys", nil).read(&keys)
	public, err := receipt.ParsePublic([]byte(keys.Items[0].PEM))
	if err != nil || len(keys.Items) != 1 || receipt.Fingerprint(public[0]) != keys.Items[0].Fingerprint {
		t.Fatalf("%+v %v", keys, err)
	}
	a := s.do("submitter", http.MethodGet, address+"/receipt.json", nil)
	statement, err := receipt.Verify(a.Body.Bytes(), []ed25519.PublicKey{public[0]})
	if err != nil || statement.Values.Count != 1 || statement.Values.Rows[0].Value != "41.5" || statement.File.Name != "return.csv" || fmt.Sprint(statement.Received.Submission) != address[strings.LastIndex(address, "/")+1:] {
		t.Errorf("%v %+v", err, statement)
	}
	if pdf := s.do("submitter", http.MethodGet, address+"/receipt.pdf", nil); pdf.Header().Get("Content-Type") != "application/pdf" || !strings.HasPrefix(pdf.text(), "%PDF-") {
		t.Errorf("%d %v", pdf.Code, pdf.Header())
	}
	if a := s.do("stranger", http.MethodGet, address+"/receipt.json", nil); a.Code != http.StatusNotFound {
		t.Errorf("a stranger gets %d", a.Code)
	}
	if taken := s.do("admin", http.MethodGet, "/api/v1/audit?action=export.made", nil).items(); len(taken) != 2 {
		t.Errorf("%d exports are recorded", len(taken))
	}
	s.do("viewer", http.MethodPost, "/api/v1/submissions?file_name=x.csv", strings.NewReader("x"))
	if refused := s.do("admin", http.MethodGet, "/api/v1/audit?action=access.refused&person=viewer", nil).items(); len(refused) != 1 {
		t.Errorf("%d refusals are recorded", len(refused))
	}
}
