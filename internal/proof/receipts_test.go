package proof_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"strings"
	"sync"
	"testing"
	"time"

	"waymark/internal/maturity"
	"waymark/internal/proof"
	"waymark/internal/receipt"
	"waymark/internal/receipt/paper"
	"waymark/internal/store"
	"waymark/internal/store/storetest"
)

func service(db *store.DB, k receipt.Key) *proof.Receipts {
	return proof.NewReceipts(proof.Options{Store: db, Key: k, Product: "waymark test", Paper: paper.Write, Now: func() time.Time { return noon.Add(time.Hour) }, Written: db,
		Codes: func(context.Context) (func(maturity.OrganisationID) string, error) {
			return func(maturity.OrganisationID) string { return "RTE" }, nil
		}})
}

func ofReturn() receipt.Statement {
	key := maturity.ReturnKey{Collection: "quarterly", Organisation: 3}
	return receipt.Statement{Kind: receipt.ForReturn, Subject: maturity.ReturnSubject(key), Received: receipt.Received{At: noon, By: "jo", Return: 3, Collection: "quarterly"},
		Values: receipt.Values{Listed: true}}
}

// A receipt is issued once for what was received at a moment, also when many ask at once; it names nobody, and says where
// the chain stood.
func TestAReceiptIsIssuedOnce(t *testing.T) {
	t.Parallel()
	db := storetest.New(t)
	write(t, db, 1, 3)
	id, err := db.CreateAccount(t.Context(), maturity.Account{Login: "jo", Pseudonym: "person-00000000aa", CreatedAt: noon}, "-", maturity.AuditEntry{At: noon, Account: "command", Action: "account.created", Subject: "jo"})
	if err != nil || id == 0 {
		t.Fatal(err)
	}
	k := key(t)
	issuing := service(db, k)
	numbers := make([]int64, 8)
	var group sync.WaitGroup
	for i := range numbers {
		group.Go(func() {
			var err error
			if numbers[i], err = issuing.Issue(context.WithoutCancel(t.Context()), ofReturn()); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	for _, n := range numbers {
		if n != numbers[0] || n == 0 {
			t.Errorf("the numbers are %v", numbers)
		}
	}
	text, err := issuing.JSON(t.Context(), numbers[0])
	if err != nil {
		t.Fatal(err)
	}
	s, err := receipt.Verify(text, []ed25519.PublicKey{k.Public()})
	if err != nil || s.Received.By != "person-00000000aa" || s.Audit.Seq < 4 || s.Number != numbers[0] || !s.Issued.Equal(noon.Add(time.Hour)) || bytes.Contains(text, []byte(`"jo"`)) {
		t.Errorf("%+v, %v", s, err)
	}
	pdf, err := issuing.PDF(t.Context(), numbers[0])
	if carried, _, found := receipt.Carried(pdf); err != nil || !found || !bytes.Equal(carried, text) {
		t.Errorf("the PDF carries another: %v", err)
	}
	later := ofReturn()
	later.Received.At = noon.Add(time.Second)
	second, err := issuing.Issue(t.Context(), later)
	if newest, _ := issuing.Newest(t.Context(), later.Subject); err != nil || second == numbers[0] || newest != second {
		t.Errorf("handed in again, the receipt is %d, the newest %d: %v", second, newest, err)
	}
	checked, err := proof.Check(t.Context(), db, proof.Wanted{Trusted: []ed25519.PublicKey{k.Public()}})
	if err != nil || checked.Count != 0 || checked.Receipts != 2 {
		t.Errorf("%+v, %v", checked, err)
	}
	if lines, err := db.AuditTrail(t.Context(), []string{later.Subject}, 10); err != nil || len(lines) != 2 || lines[0].Action != "receipt.issued" || lines[0].Account != maturity.BySystem {
		t.Errorf("%+v, %v", lines, err)
	}
}

// With another key in use, receipts of the first still hold, and both public keys are listed.
func TestKeysCanBeExchanged(t *testing.T) {
	t.Parallel()
	db := storetest.New(t)
	first, err := service(db, key(t)).Issue(t.Context(), ofReturn())
	if err != nil {
		t.Fatal(err)
	}
	second, err := receipt.NewKey(strings.NewReader(strings.Repeat("2", 32)))
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range []receipt.Key{key(t), second, second} {
		if err := service(db, k).Begin(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	keys, err := db.SigningKeys(t.Context())
	if err != nil || len(keys) != 2 || keys[0].Fingerprint != receipt.Fingerprint(second.Public()) {
		t.Fatalf("%+v, %v", keys, err)
	}
	text, err := service(db, second).JSON(t.Context(), first)
	if _, bad := receipt.Verify(text, []ed25519.PublicKey{second.Public()}); err != nil || bad == nil {
		t.Errorf("%v; with the second key alone: %v", err, bad)
	}
	if _, err := receipt.Verify(text, []ed25519.PublicKey{keys[1].Public, keys[0].Public}); err != nil {
		t.Error(err)
	}
}

func TestNoReceiptForWhatWroteNothing(t *testing.T) {
	t.Parallel()
	if _, err := service(storetest.New(t), key(t)).OfSubmission(t.Context(), maturity.Submission{ID: 1, State: maturity.SubmissionRefused}); maturity.CodeOf(err) != maturity.NotFound {
		t.Error(err)
	}
}

// Logins stand in the audit as pseudonyms wherever they come, and come back as logins while the account exists.
func TestTheAuditNamesNobody(t *testing.T) {
	t.Parallel()
	db := storetest.New(t)
	for i, login := range []string{"jo", "mary.poppins@example.org", "12"} {
		_, err := db.CreateAccount(t.Context(), maturity.Account{Login: login, Pseudonym: "person-00000000a" + string(rune('a'+i)), CreatedAt: noon}, "-",
			maturity.AuditEntry{At: noon, Account: "command", Action: "account.created", Subject: login})
		if err != nil {
			t.Fatal(err)
		}
	}
	err := db.AppendAudit(t.Context(), maturity.AuditEntry{At: noon, Account: "mary.poppins@example.org", Action: "grant.added", Subject: "jo", Detail: map[string]any{
		"from": []string{"jo", "RTE"}, "to": map[string]any{"by": "mary.poppins@example.org", "n": 12}, "list": []any{"jo", "12", 3}, "text": "jo is away"}})
	if err != nil {
		t.Fatal(err)
	}
	lines, err := db.Audit(t.Context(), maturity.AuditFilter{Action: "grant", Everywhere: true})
	want := `{"to": {"n": 12, "by": "person-00000000ab"}, "from": ["person-00000000aa", "RTE"], "list": ["person-00000000aa", "12", 3], "text": "jo is away"}`
	if err != nil || len(lines) != 1 || lines[0].Account != "person-00000000ab" || lines[0].Login != "mary.poppins@example.org" || lines[0].Subject != "person-00000000aa" ||
		lines[0].Whose != "jo" || lines[0].Detail != want {
		t.Errorf("%+v, %v", lines, err)
	}
	for person, n := range map[string]int{"jo": 2, "person-00000000aa": 2, "mary.poppins@example.org": 2, "command": 3, "nobody": 0} {
		if lines, err := db.Audit(t.Context(), maturity.AuditFilter{Person: person, Everywhere: true}); err != nil || len(lines) != n {
			t.Errorf("%s has %d lines, not %d: %v", person, len(lines), n, err)
		}
	}
	if lines, err := db.Audit(t.Context(), maturity.AuditFilter{Login: "jo"}); err != nil || len(lines) != 2 {
		t.Errorf("jo sees %d lines: %v", len(lines), err)
	}
	if lines, err := db.Audit(t.Context(), maturity.AuditFilter{Login: "nobody"}); err != nil || len(lines) != 0 {
		t.Errorf("somebody unknown sees %d lines: %v", len(lines), err)
	}
}
