package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"waymark/internal/store/storetest"
	"waymark/seeds"
)

func TestRoadmapsOnTheCommandLine(t *testing.T) {
	db, dsn := storetest.NewWithDSN(t)
	t.Setenv("DATABASE_URL", dsn)
	if _, err := db.SQL().ExecContext(t.Context(), `INSERT INTO organisation (code, name, short_name, kind) VALUES ('gloucestershire-ldr', 'Gloucestershire', 'Gloucestershire', 'footprint')`); err != nil {
		t.Fatal(err)
	}
	text, err := fs.ReadFile(seeds.Files, "roadmaps/gloucestershire-ldr.yaml")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	whole := write("plan.yaml", string(text))
	renamed := write("renamed.yaml", strings.Replace(string(text), "title: Gloucestershire Local Digital Roadmap", "title: Our roadmap", 1))
	faulty := write("faulty.yaml", strings.Replace(string(text), "id: juyi\n", "id: JUYI!\n", 1))
	for _, c := range []struct {
		args       string
		code       int
		out, words string
	}{
		{"roadmap", exitUsage, "", "expected one of"},
		{"roadmap list", exitDone, "No roadmap is known.", ""},
		{"roadmap check " + whole, exitDone, "would be added", ""},
		{"roadmap list", exitDone, "No roadmap is known.", ""},
		{"roadmap check " + faulty, exitRefused, "JUYI!", ""},
		{"roadmap import " + faulty, exitRefused, "The file is refused", ""},
		{"roadmap import --as-at 2099-01-01 " + whole, exitUsage, "", "a time to come"},
		{"roadmap import --as-at 2016-11-01 --dry-run " + whole, exitDone, "would be added", ""},
		{"roadmap import --as-at 2016-11-01 " + whole, exitDone, "0 changed, 0 removed", ""},
		{"roadmap import --as-at 2016-12-01 " + whole, exitDone, "is there already as the file has it", ""},
		{"roadmap import --as-at 2016-10-01 " + renamed, exitRefused, "", "cannot be put before it"},
		{"roadmap import --as-at 2017-03-01 " + renamed, exitDone, "0 items added, 1 changed, 0 removed", ""},
		{"roadmap list --as-at 2016-10-01", exitDone, "No roadmap is known.", ""},
		{"roadmap list --as-at 2016-12-01", exitDone, "Gloucestershire Local Digital Roadmap", ""},
		{"roadmap list --as-at 2018-11-15", exitDone, "milestones are late", ""},
		{"roadmap list", exitDone, "Our roadmap", ""},
		{"--json roadmap list", exitDone, `"title": "Our roadmap"`, ""},
		{"roadmap export nothing", exitRefused, "", "There is no roadmap"},
		{"roadmap export gloucestershire-ldr --as-at 2016-12-01", exitDone, "title: Gloucestershire Local Digital Roadmap", ""},
		{"roadmap export gloucestershire-ldr --as-at 2015-12-01", exitRefused, "", "known since 1 November 2016"},
		{"roadmap export gloucestershire-ldr", exitDone, "title: Our roadmap", ""},
		{"roadmap export gloucestershire-ldr --format tasks", exitDone, "Predecessors", ""},
		{"roadmap export gloucestershire-ldr --format ics", exitDone, "BEGIN:VCALENDAR", ""},
		{"roadmap export gloucestershire-ldr --format project", exitDone, "<Project", ""},
		{"roadmap export gloucestershire-ldr --format fax", exitUsage, "", "fax"},
	} {
		code, out, words := command(strings.Fields(c.args)...)
		if code != c.code || c.out != "" && !strings.Contains(strings.ToLower(out), strings.ToLower(c.out)) || !strings.Contains(words, c.words) {
			t.Errorf("%s: %d %.300s %s", c.args, code, out, words)
		}
	}
	code, out, words := command("roadmap", "export", "gloucestershire-ldr")
	if code != exitDone {
		t.Fatal(words)
	}
	if code, out, words = command("roadmap", "check", write("again.yaml", out)); code != exitDone || !strings.Contains(out, "is there already as the file has it") {
		t.Errorf("what was exported is not what is kept: %d %s %s", code, out, words)
	}
}
