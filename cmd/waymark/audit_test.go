package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"waymark/internal/config"
	"waymark/internal/maturity"
	"waymark/internal/receipt"
	"waymark/internal/receipt/paper"
	"waymark/internal/store"
	"waymark/internal/store/storetest"
)

// received takes in a file and gives its receipt in both forms, and the public key.
func received(t *testing.T, db *store.DB) (folder string) {
	t.Helper()
	folder = t.TempDir()
	if _, err := db.SQL().ExecContext(t.Context(), `INSERT INTO organisation (code, name, short_name, kind) VALUES ('RTE', 'Hospitals', 'Hospitals', 'acute')`); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(folder, "return.csv")
	write(t, file, []byte("Organisation code,Period,Measure,Value,State\nRTE,Q2 2018/19,eps.utilisation,41.5,\n"))
	if code, out, words := command("import", file); code != exitDone {
		t.Fatalf("exit %d %s%s", code, out, words)
	}
	kept, err := db.NewestReceipt(t.Context(), maturity.SubmissionSubject(1))
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(folder, "receipt.json"), kept.Document)
	key, err := signingKey(config.Config{SigningKey: os.Getenv("WAYMARK_SIGNING_KEY")})
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(folder, "key.pem"), receipt.PublicPEM(key.Public()))
	return folder
}

func write(t *testing.T, path string, content []byte) {
	t.Helper()
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
}

// ofAnotherVersion is the PDF of a receipt of a return that another version of the program issued.
func ofAnotherVersion(t *testing.T, key receipt.Key) []byte {
	t.Helper()
	text, err := receipt.Sign(key, receipt.Statement{Product: "waymark 0.0.1", Kind: receipt.ForReturn, Number: 1, Values: receipt.Values{Listed: true}})
	if err != nil {
		t.Fatal(err)
	}
	pdf, err := paper.Write(text)
	if err != nil {
		t.Fatal(err)
	}
	return pdf
}

// A receipt is checked with the files alone: no database, no settings.
func TestVerifyAReceipt(t *testing.T) {
	db, dsn := storetest.NewWithDSN(t)
	t.Setenv("DATABASE_URL", dsn)
	folder := received(t, db)
	at := func(name string) string { return filepath.Join(folder, name) }
	good, err := os.ReadFile(at("receipt.json"))
	if err != nil {
		t.Fatal(err)
	}
	change := func(name, old, new string) {
		if !bytes.Contains(good, []byte(old)) {
			t.Fatalf("the receipt does not hold %s", old)
		}
		write(t, at(name), bytes.Replace(good, []byte(old), []byte(new), 1))
	}
	change("value.json", `"value":"41.5"`, `"value":"91.5"`)
	change("hash.json", `"sha256":"`, `"sha256":"0`)
	write(t, at("cut.json"), good[:len(good)/2])
	write(t, at("other.csv"), []byte("Organisation code\n"))
	stranger, err := receipt.NewKey(strings.NewReader(strings.Repeat("x", 32)))
	if err != nil {
		t.Fatal(err)
	}
	write(t, at("stranger.pem"), receipt.PublicPEM(stranger.Public()))
	pdf, err := paper.Write(good)
	if err != nil {
		t.Fatal(err)
	}
	write(t, at("receipt.pdf"), pdf)
	write(t, at("cut.pdf"), pdf[:len(pdf)/2])
	write(t, at("painted.pdf"), append(bytes.Clone(pdf), "%painted over\n"...))
	write(t, at("older.pdf"), append(ofAnotherVersion(t, stranger), "%another layout\n"...))
	t.Setenv("DATABASE_URL", "postgres://127.0.0.1:1/nothing")
	for _, c := range []struct {
		args string
		code int
		says string
	}{
		{"receipt.json", exitDone, "VALID. The receipt is as it was signed."},
		{"receipt.json", exitDone, "RTE  eps.utilisation  Q2018-07  41.5"},
		{"receipt.json", exitDone, "from command"},
		{"receipt.json", exitDone, "The receipt brings its key along."},
		{"receipt.json --file return.csv --key key.pem", exitDone, "return.csv is the file that was received, byte by byte."},
		{"receipt.json --key stranger.pem --key key.pem", exitDone, "VALID."},
		{"receipt.pdf --file return.csv --key key.pem", exitDone, "The pages are those that belong to it."},
		{"painted.pdf", exitRefused, "PAGES CHANGED. The receipt inside the PDF is genuine, but its pages were changed"},
		{"painted.pdf", exitRefused, "RTE  eps.utilisation  Q2018-07  41.5"},
		{"older.pdf", exitDone, "VALID. The receipt is as it was signed.\nThe pages of the PDF are not those that this version makes of it"},
		{"receipt.json --file other.csv", exitRefused, "NOT FOR THIS FILE. The receipt is genuine, but for another file"},
		{"receipt.json --key stranger.pem", exitRefused, "NOT VALID. The receipt is signed with another key than those given"},
		{"value.json", exitRefused, "NOT VALID. Changed since it was signed: the values."},
		{"hash.json", exitRefused, "NOT VALID. Changed since it was signed: the file's name, size or hash."},
		{"cut.json", exitRefused, "NOT VALID. The receipt is cut off"},
		{"cut.pdf", exitRefused, "NOT VALID. The PDF is cut off"},
		{"return.csv", exitRefused, "NOT VALID. This is not a receipt."},
		{"nothing.json", exitUsage, ""},
		{"receipt.json --file nothing.csv", exitUsage, ""},
		{"receipt.json --key return.csv", exitUsage, ""},
	} {
		args := strings.Fields(c.args)
		for i, a := range args {
			if strings.Contains(a, ".") {
				args[i] = at(a)
			}
		}
		code, out, words := command(append([]string{"verify"}, args...)...)
		if code != c.code || !strings.Contains(out, c.says) {
			t.Errorf("%s: exit %d\n%s%s", c.args, code, out, words)
		}
	}
	code, out, _ := command("verify", at("value.json"), "--json")
	var answer verified
	if err := json.Unmarshal([]byte(out), &answer); err != nil || code != exitRefused || answer.Valid || answer.Reason != "changed" || answer.Parts[0] != "values" {
		t.Errorf("%d %v %s", code, err, out)
	}
}

// The chain is checked from the command line, and the audit taken away.
func TestAuditFromTheCommandLine(t *testing.T) {
	db, dsn := storetest.NewWithDSN(t)
	t.Setenv("DATABASE_URL", dsn)
	folder := received(t, db)
	seen := filepath.Join(folder, "receipt.json")
	run := func(want int, says string, args ...string) {
		t.Helper()
		if code, out, words := command(append([]string{"audit"}, args...)...); code != want || !strings.Contains(out+words, says) {
			t.Errorf("%v: exit %d, without %q\n%s%s", args, code, says, out, words)
		}
	}
	run(exitDone, "The chain holds: ", "verify")
	run(exitDone, "compared with 2 receipts", "verify", "--receipt", seen)
	run(exitDone, "The chain holds: 2 links checked", "verify", "--from", "2", "--to", "3")
	run(exitUsage, "counted from 1", "verify", "--from", "3", "--to", "2")
	run(exitRefused, "not a receipt", "verify", "--receipt", filepath.Join(folder, "return.csv"))
	run(exitDone, `"action":"submission.written"`, "export", "--format", "json", "--subject", "submission 1")
	run(exitDone, "submission.received", "export", "--person", "command")
	run(exitUsage, "write a day", "export", "--since", "then")
	if _, out, _ := command("audit", "export", "--action", "export.made"); strings.Count(out, "\n") < 3 {
		t.Errorf("exports are not recorded:\n%s", out)
	}
	if _, err := db.SQL().ExecContext(t.Context(), `SET session_replication_role = replica; UPDATE audit SET detail = '{"new": 7}' WHERE action = 'submission.written'; SET session_replication_role = DEFAULT`); err != nil {
		t.Fatal(err)
	}
	run(exitRefused, "(submission.written by command) at link", "verify")
	run(exitRefused, "The chain does not hold", "verify", "--receipt", seen)
}

// The key is made once, for its owner alone; one that others can read signs nothing.
func TestTheSigningKeyIsKept(t *testing.T) {
	c := config.Config{DataDir: filepath.Join(t.TempDir(), "new", "data")}
	first, err := signingKey(c)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(c.DataDir, "signing-key.pem")
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v %v", info, err)
	}
	second, err := signingKey(c)
	if err != nil || !first.Public().Equal(second.Public()) {
		t.Errorf("another key the second time: %v", err)
	}
	if files, _ := os.ReadDir(c.DataDir); len(files) != 1 {
		t.Errorf("%d files are left", len(files))
	}
	for _, mode := range []os.FileMode{0o640, 0o604, 0o644, 0o660} {
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
		if _, err := signingKey(c); err == nil || !strings.Contains(err.Error(), "chmod 600") {
			t.Errorf("%o: %v", mode, err)
		}
	}
	if err := os.Chmod(path, 0o600); err != nil {
		t.Fatal(err)
	}
	write(t, path, []byte("no key"))
	if _, err := signingKey(c); err == nil {
		t.Error("what is no key was taken for one")
	}
	if _, err := signingKey(config.Config{SigningKey: filepath.Join(t.TempDir(), "missing.pem")}); err == nil {
		t.Error("a key that is named and not there was made up")
	}
}
