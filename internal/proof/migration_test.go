package proof_test

import (
	"strings"
	"testing"

	"github.com/pressly/goose/v3"

	"waymark/internal/maturity"
	"waymark/internal/proof"
	"waymark/internal/store"
	"waymark/internal/store/storetest"
	"waymark/migrations"
)

// What stood in the audit before it was chained is chained too, and names nobody any more.
func TestOldRowsAreChained(t *testing.T) {
	t.Parallel()
	_, dsn := storetest.NewWithDSN(t)
	schema := " options='-c search_path=older'" // a schema of its own is as good as a database of its own
	if strings.Contains(dsn, "://") {
		schema = "&options=-c%20search_path%3Dolder"
		if !strings.Contains(dsn, "?") {
			schema = "?" + schema[1:]
		}
	}
	db, err := store.Open(t.Context(), dsn+schema)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	run := func(statement string) {
		t.Helper()
		if _, err := db.SQL().ExecContext(t.Context(), statement); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
	run(`CREATE SCHEMA older`)
	run(`DROP SCHEMA staging CASCADE`) // the only one that migrations name
	provider, err := goose.NewProvider(goose.DialectPostgres, db.SQL(), migrations.Files, goose.WithDisableGlobalRegistry(true))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := provider.UpTo(t.Context(), 13); err != nil {
		t.Fatal(err)
	}
	run(`INSERT INTO account (login, password_hash, created_at) VALUES ('jo', '', now()), ('12', '', now())`)
	run(`INSERT INTO audit (at, account, action, subject, detail) VALUES (now(), 'command', 'account.created', 'jo', '{}'), (now(), 'jo', 'session.opened', 'jo', '{}'),
		(now(), 'jo', 'submission.received', '12', '{"size": 1.50}'), (now(), 'gone', 'submission.written', '12', '{}'), (now(), 'command', 'break', 'RTE eps 2018-07-01', '{}')`)
	if _, err := provider.UpTo(t.Context(), 14); err != nil {
		t.Fatal(err)
	}
	run(`INSERT INTO audit (at, account, action) VALUES (now(), 'command', 'test.after')`)
	if _, err := provider.Up(t.Context()); err != nil { // the audit is read with tables that came later
		t.Fatal(err)
	}
	var got, want []string
	lines, err := db.Audit(t.Context(), maturity.AuditFilter{Everywhere: true})
	for _, l := range lines {
		account, subject := l.Account, l.Subject
		if strings.HasPrefix(account, "person-") {
			account = "a pseudonym of " + l.Login
		}
		if strings.HasPrefix(subject, "person-") {
			subject = "a pseudonym of " + l.Whose
		}
		got = append(got, l.Action+"|"+account+"|"+subject)
	}
	want = []string{"test.after|command|", "break|command|RTE eps 2018-07-01", "submission.written|gone|submission 12", "submission.received|a pseudonym of jo|submission 12",
		"session.opened|a pseudonym of jo|a pseudonym of jo", "account.created|command|a pseudonym of jo"}
	if err != nil || strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("%v\n%s", err, strings.Join(got, "\n"))
	}
	if _, err := provider.Up(t.Context()); err != nil {
		t.Fatal(err)
	}
	checked, err := proof.Check(t.Context(), db, proof.Wanted{})
	if err != nil || checked.Count != 0 || checked.Links != 6 {
		t.Errorf("%+v, %v", checked, err)
	}
}
