package main

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"

	"waymark/internal/store/storetest"
)

// needing are commands that need the database.
var needing = []string{"serve --addr 127.0.0.1:0", "recompute", "seed demo", "import database_test.go", "export observations", "user add eve --role admin", "token create eve"}

// A shared database's schema changes only by 'waymark migrate', and nobody works on another version of it.
func TestASharedDatabaseOfAnotherVersion(t *testing.T) {
	db, dsn := storetest.NewWithDSN(t)
	t.Setenv("DATABASE_URL", dsn)
	version := func(statement string) {
		t.Helper()
		if _, err := db.SQL().ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	version(`INSERT INTO goose_db_version (version_id, is_applied) VALUES (999999, true)`)
	for _, args := range needing {
		if code, out, words := command(strings.Fields(args)...); code != exitEnvironment || out != "" || !strings.Contains(words, "newer than this program") {
			t.Errorf("newer: %s: exit %d\n%s%s", args, code, out, words)
		}
	}
	if code, _, words := command("migrate"); code != exitEnvironment || !strings.Contains(words, "use a newer waymark") {
		t.Errorf("newer: migrate: exit %d\n%s", code, words)
	}
	version(`DELETE FROM goose_db_version WHERE version_id = 999999`)
	version(`DELETE FROM goose_db_version WHERE version_id = (SELECT max(version_id) FROM goose_db_version)`)
	for _, args := range needing {
		if code, out, words := command(strings.Fields(args)...); code != exitEnvironment || out != "" || !strings.Contains(words, "run 'waymark migrate'") {
			t.Errorf("older: %s: exit %d\n%s%s", args, code, out, words)
		}
	}
}

// Who runs a command is told which setting to look at and what the connection met with, and no secret.
func TestADatabaseThatIsNotThere(t *testing.T) {
	_, dsn := storetest.NewWithDSN(t)
	missing := dsn + " dbname=nowhere"
	if address, err := url.Parse(dsn); err == nil && address.Scheme != "" {
		address.Path = "/nowhere"
		missing = address.String()
	}
	for address, cause := range map[string]string{
		"postgres://waymark:secret@127.0.0.1:1/waymark":             "127.0.0.1:1: connect: connection refused",
		"postgres://waymark:secret@127.0.0.1:1,127.0.0.1:2/waymark": "127.0.0.1:2: connect: connection refused",
		missing: `database "nowhere" does not exist`,
	} {
		t.Setenv("DATABASE_URL", address)
		for _, args := range append([]string{"migrate", "serve --addr 127.0.0.1:0"}, needing...) {
			code, out, words := command(strings.Fields(args)...)
			if code != exitEnvironment || out != "" || !strings.Contains(words, "DATABASE_URL") || !strings.Contains(words, cause) || strings.Contains(words, "secret") {
				t.Errorf("%s: exit %d, without %q\n%s%s", args, code, cause, out, words)
			}
		}
	}
}

func TestAccountsFromTheCommandLine(t *testing.T) {
	_, dsn := storetest.NewWithDSN(t)
	t.Setenv("DATABASE_URL", dsn)
	for _, c := range []struct {
		args  string
		code  int
		field string // in the JSON that is printed; "" for nothing printed
		words string
	}{
		{"migrate", exitDone, "to", ""},
		{"user add ann --role admin", exitDone, "password", ""},
		{"user add ann --role viewer", exitRefused, "", "taken"},
		{"user add bob --role viewer --role analyst:nowhere", exitRefused, "", "nowhere"},
		{"user add B! --role viewer", exitRefused, "", "2 to 100"},
		{"token create ann --name nightly --days 30", exitDone, "token", ""},
		{"token create nobody", exitRefused, "", "no such account"},
		{"token create ann --days 1000", exitUsage, "", "366"},
		{"token create ann --scope read --scope decide", exitDone, "scopes", ""},
		{"user invite jo --role viewer --email jo@example.org", exitDone, "link", ""},
		{"user invite jo --role viewer", exitRefused, "", "taken"},
		{"user invite jo", exitDone, "expires_at", ""}, // another link for who has an account
		{"user invite nobody", exitRefused, "", "no such account"},
		{"user invite al --role viewer --email nowhere", exitRefused, "", "e-mail"},
		{"user grant jo --role admin --until 2100-03-31", exitDone, "role", ""},
		{"user grant jo --role admin --until soon", exitUsage, "", "--until"},
		{"user grant jo --role admin --until 2001-03-31", exitRefused, "", "ended already"},
		{"user grant jo --role submitter:nowhere", exitRefused, "", "nowhere"},
		{"user grant nobody --role viewer", exitRefused, "", "no such account"},
		{"user revoke-grant jo --role viewer", exitDone, "revoked", ""},
		{"user revoke-grant jo --role viewer", exitRefused, "", "no such role"},
		{"user erase jo --yes", exitDone, "pseudonym", ""},
		{"user erase jo --yes", exitRefused, "", "no such account"},
		{"token revoke ann nothing", exitRefused, "", "no token with the id"},
		{"token list nobody", exitRefused, "", "no such account"},
		{"user disable ann", exitDone, "changed", ""},
		{"token create ann", exitRefused, "", "disabled"},
		{"user password ann", exitRefused, "", "disabled"},
		{"user enable ann", exitDone, "password", ""},
		{"user enable ann", exitRefused, "", "not disabled"},
		{"user password ann", exitDone, "password", ""},
		{"user disable nobody", exitRefused, "", "no such account"},
		{"recompute", exitDone, "written", ""},
		{"import ods nowhere.csv", exitUsage, "", "nowhere.csv"},
	} {
		code, out, words := command(append([]string{"--json"}, strings.Fields(c.args)...)...)
		var result map[string]any
		if c.field != "" {
			if err := json.Unmarshal([]byte(out), &result); err != nil || result[c.field] == nil {
				t.Errorf("%s: %v\n%s", c.args, err, out)
			}
		}
		if code != c.code || (out != "") != (c.field != "") || !strings.Contains(words, c.words) || strings.Contains(words, "pq:") {
			t.Errorf("%s: exit %d, want %d\n%s%s", c.args, code, c.code, out, words)
		}
	}
}

func TestListsOfAccountsAndTokens(t *testing.T) {
	_, dsn := storetest.NewWithDSN(t)
	t.Setenv("DATABASE_URL", dsn)
	for _, args := range []string{"user add zoe --role admin", "user add ann --role viewer", "user disable zoe", "token create ann --name nightly"} {
		if code, _, words := command(strings.Fields(args)...); code != exitDone {
			t.Fatalf("%s: exit %d\n%s", args, code, words)
		}
	}
	read := func(into any, args string) {
		t.Helper()
		code, out, words := command(strings.Fields("--json " + args)...)
		if err := json.Unmarshal([]byte(out), into); err != nil || code != exitDone {
			t.Fatalf("%s: exit %d: %v\n%s%s", args, code, err, out, words)
		}
	}
	var accounts []listedAccount
	if read(&accounts, "user list"); len(accounts) != 2 || accounts[0].Login != "ann" || accounts[0].Roles[0] != "viewer" || accounts[0].Disabled || !accounts[1].Disabled {
		t.Errorf("%+v", accounts)
	}
	if code, out, _ := command("user", "export"); code != exitDone || !strings.HasPrefix(out, "login,email,roles,disabled,created_at\nann,,viewer,false,") {
		t.Errorf("exit %d: %s", code, out)
	}
	var tokens []listedToken
	if read(&tokens, "token list ann"); len(tokens) != 1 || !tokens[0].Open || tokens[0].Name != "nightly" {
		t.Fatalf("%+v", tokens)
	}
	if code, out, _ := command("token", "revoke", "ann", tokens[0].ID); code != exitDone || !strings.Contains(out, "nightly") {
		t.Errorf("exit %d: %s", code, out)
	}
	if read(&tokens, "token list ann"); tokens[0].Open || tokens[0].RevokedAt == nil {
		t.Errorf("%+v", tokens)
	}
	if _, out, _ := command("user", "list"); !strings.Contains(out, "zoe                  admin   disabled") {
		t.Error(out)
	}
	if _, out, _ := command("token", "list", "ann"); !strings.Contains(out, "revoked on") || !strings.Contains(out, "nightly") {
		t.Error(out)
	}
	if _, out, _ := command("token", "list", "zoe"); !strings.Contains(out, "has no tokens") {
		t.Error(out)
	}
	if read(&tokens, "token list zoe"); tokens == nil || len(tokens) != 0 {
		t.Errorf("%+v", tokens)
	}
}
