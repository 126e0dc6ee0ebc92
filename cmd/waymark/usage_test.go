package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// What needs no database: usage, settings, definitions. Nothing is ever said on both outputs for the same reason: help
// and results go to standard output, everything else to standard error.
func TestUsageAndExitCodes(t *testing.T) {
	t.Chdir(t.TempDir())
	notDatabase := t.TempDir()
	if err := os.MkdirAll(filepath.Join(notDatabase, "postgres", "x"), 0o755); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		args       string
		code       int
		out, words string // in standard output and in standard error; "" means that nothing is there
	}{
		{"", exitUsage, "", "expected one of"},
		{"--help", exitDone, "Usage: waymark <command>", ""},
		{"fly", exitUsage, "", "unexpected argument fly"},
		{"serve --help", exitDone, "--addr", ""},
		{"migrate --help", exitDone, "Usage: waymark migrate", ""},
		{"seed", exitUsage, "", `expected "demo"`},
		{"seed demo --help", exitDone, "illustrative returns", ""},
		{"import", exitUsage, "", "<file>"},
		{"import --help", exitDone, "import ods", ""},
		{"import ods", exitUsage, "", "<file>"},
		{"import ods --vintage soon a.csv", exitUsage, "", "write a day"},
		{"import a.csv b.csv", exitUsage, "", "b.csv"},
		{"import .", exitUsage, "", "is a folder"},
		{"import ods a.csv", exitUsage, "", "a.csv"},
		{"recompute --help", exitDone, "--all", ""},
		{"recompute everything", exitUsage, "", "everything"},
		{"export", exitUsage, "", "<what>"},
		{"export --help", exitDone, "--as-at", ""},
		{"user add", exitUsage, "", "--role"},
		{"user add eve --role king", exitUsage, "", "not a role"},
		{"token create", exitUsage, "", "<login>"},
		{"break add RTE eps.utilisation --date 2018-04-01", exitUsage, "", "--reason"},
		{"break add RTE eps.utilisation --date 2018-04-01 --reason late --by=", exitUsage, "", "must say something"},
		{"token create eve --days 0", exitUsage, "", "from 1 to 366"},
		{"token create eve --days 367", exitUsage, "", "from 1 to 366"},
		{"token create eve --scope everything", exitUsage, "", "read, send, decide"},
		{"user grant eve", exitUsage, "", "--role"},
		{"user grant eve --role king", exitUsage, "", "not a role"},
		{"user revoke-grant eve --role king", exitUsage, "", "not a role"},
		{"user invite eve --role king", exitUsage, "", "not a role"},
		{"user erase eve", exitUsage, "", "--yes"},
		{"token create --help", exitDone, "--days", ""},
		{"bench --help", exitDone, "--only", ""},
		{"bench --scale much", exitUsage, "", "--scale"},
		{"bench --scale 0", exitUsage, "", "above 0"},
		{"bench --scale=-1", exitUsage, "", "above 0"},
		{"bench --only cake", exitUsage, "", "choose among"},
		{"export organisations --as-at 2018-11-15", exitUsage, "", "leave --as-at"},
		{"stat", exitUsage, "", `"spc"`},
		{"stat spc --help", exitDone, "standard input", ""},
		{"serve --addr nowhere", exitUsage, "", "host:port"},
		{"recompute --definitions nowhere", exitUsage, "", "no such folder"},
		{"migrate --data-dir " + notDatabase, exitEnvironment, "", notDatabase},
		{"check", exitDone, "No faults", ""},
		{"--json check", exitDone, `"faults": []`, ""},
		{"check nowhere", exitRefused, "capabilities:1: cannot be read", "2 faults"},
	} {
		code, out, words := command(strings.Fields(c.args)...)
		if code != c.code || !says(out, c.out) || !says(words, c.words) {
			t.Errorf("waymark %s: exit %d, want %d\n%s\n%s", c.args, code, c.code, out, words)
		}
	}
}

func says(text, want string) bool { return strings.Contains(text, want) && (want != "" || text == "") }

// Every fault of the settings is listed at once, and no secret with them.
func TestFaultySettings(t *testing.T) {
	t.Setenv("WAYMARK_ADDR", "here")
	t.Setenv("WAYMARK_LOG_LEVEL", "loud")
	t.Setenv("WAYMARK_RECOMPUTE_AT", "99 99 * * *")
	t.Setenv("WAYMARK_SECURE_COOKIE", "yes") // with an S at its end
	t.Setenv("DATABASE_URL", "mysql://waymark:secret@db")
	for _, args := range []string{"serve", "migrate", "recompute", "seed demo", "import usage_test.go", "import ods usage_test.go", "export observations", "user add eve --role admin", "token create eve"} {
		code, out, words := command(strings.Fields(args)...)
		for _, name := range []string{"WAYMARK_ADDR", "WAYMARK_LOG_LEVEL", "WAYMARK_RECOMPUTE_AT", "WAYMARK_SECURE_COOKIE", "DATABASE_URL"} {
			if code != exitUsage || out != "" || !strings.Contains(words, name) || strings.Contains(words, "secret") {
				t.Errorf("%s: exit %d, %s in %s%s", args, code, name, out, words)
			}
		}
	}
}

// A faulty folder of definitions is listed line by line and stops every command that needs it.
func TestFaultyDefinitions(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"capabilities/measures.yaml": "- id: a\n  title: A\n  colour: red\n",
		"dashboards/board.yaml":      "id: [\n",
	} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	code, out, _ := command("--json", "check", dir)
	var report struct {
		Faults []struct {
			File    string
			Line    int
			Message string
		}
	}
	if err := json.Unmarshal([]byte(out), &report); err != nil || code != exitRefused || len(report.Faults) < 2 || report.Faults[0].Line == 0 {
		t.Fatalf("exit %d: %v\n%s", code, err, out)
	}
	code, out, _ = command("check", dir)
	for _, f := range []string{"capabilities/measures.yaml:", "dashboards/board.yaml:"} {
		if code != exitRefused || !strings.Contains(out, f) {
			t.Errorf("exit %d, without %s:\n%s", code, f, out)
		}
	}
	commands := []string{"serve --addr 127.0.0.1:0", "recompute", "seed demo", "bench"}
	for i, args := range append(commands, commands...) {
		fields := strings.Fields(args)
		if i < len(commands) {
			fields = append(fields, "--definitions", dir)
		} else {
			t.Setenv("WAYMARK_DEFINITIONS", dir)
		}
		code, out, words := command(fields...)
		if code != exitRefused || out != "" || !strings.Contains(words, "capabilities/measures.yaml:") {
			t.Errorf("%s: exit %d\n%s%s", args, code, out, words)
		}
	}
	if code, out, _ := command("check"); code != exitRefused || !strings.Contains(out, "capabilities/measures.yaml:") {
		t.Errorf("the folder of the environment: exit %d\n%s", code, out)
	}
}
