package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"waymark/internal/store/storetest"
)

// command runs waymark in this process on the database of DATABASE_URL.
func command(args ...string) (code int, out, words string) {
	var stdout, stderr bytes.Buffer
	code = run(args, nil, &stdout, &stderr)
	return code, stdout.String(), stderr.String()
}

// in gives a function that writes lines to a file and returns its path.
func in(t *testing.T) func(name string, lines ...string) string {
	dir := t.TempDir()
	return func(name string, lines ...string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(strings.Join(lines, "\n")), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
}

const heading = "Organisation code,Measure,Period,Value"

func TestImportFromTheCommandLine(t *testing.T) {
	_, dsn := storetest.NewWithDSN(t)
	t.Setenv("DATABASE_URL", dsn)
	file := in(t)
	list := file("mine_2016.csv", "code,name,kind", "RTE,Gloucestershire Hospitals,acute", "RTQ,2gether,mental_health")
	if code, out, words := command("import", "ods", list); code != exitDone || !strings.Contains(out, "2 organisations (2 of them new)") {
		t.Fatalf("exit %d: %s%s", code, out, words)
	}
	first := file("first.csv", heading, "RTE,eps.utilisation,M2018-07,70", "RTQ,eps.utilisation,M2018-07,50")
	corrected := file("corrected.csv", heading, "RTE,eps.utilisation,M2018-07,72", "RTQ,eps.utilisation,M2018-07,50")
	stranger := file("stranger.csv", heading, "RTE,eps.utilisation,M2018-08,70", "RTF,eps.utilisation,M2018-08,50")
	impossible := file("impossible.csv", heading, "RTE,eps.utilisation,M2018-09,700", "RTE,eps.utilisation,M2018-10,71", "RTQ,eps.utilisation,M2018-09,50")
	empty, other := file("empty.csv"), file("other.csv", "when,what", "now,this")
	for _, c := range []struct {
		args  []string
		code  int
		files string // of each: state, new, changed, unchanged, held back; "earlier" where that is the answer
		say   string // in what is printed
	}{
		{[]string{first, "--check"}, exitDone, "checked 2 0 0 0", ""},
		{[]string{first}, exitDone, "written 2 0 0 0", ""}, // so the check had changed nothing
		{[]string{first}, exitDone, "written 2 0 0 0 earlier", ""},
		{[]string{corrected}, exitRefused, "checked 0 1 1 0", `"wants_reason": true`},
		{[]string{corrected, "--reason", "error"}, exitUsage, "", "Say in a few words"},
		{[]string{corrected, "--reason", "whim", "--reason-words", "So"}, exitUsage, "", "scheduled_revision, method_change or error"},
		{[]string{corrected, "--strategy", "new_only"}, exitDone, "written 0 0 1 0", "stored-value-left"},
		{[]string{corrected, "--reason", "error", "--reason-words", "A ward was left out"}, exitDone, "written 0 1 1 0", `"reason_words": "A ward was left out"`},
		{[]string{stranger}, exitRefused, "written 1 0 0 0", `"RTE Gloucestershire Hospitals"`}, // one is unknown: what was meant is offered
		{[]string{impossible}, exitRefused, "written 1 0 0 2", "RTE"},                           // only its organisation is held back
		{[]string{empty, other}, exitRefused, "refused 0 0 0 0; refused 0 0 0 0", "The file is empty"},
		{[]string{empty, first, "--check"}, exitRefused, "refused 0 0 0 0; checked 0 1 1 0", ""},
		{[]string{first, "nowhere.csv"}, exitUsage, "", "nowhere.csv"}, // before anything is taken in
		{[]string{first, filepath.Dir(first)}, exitUsage, "", "is a folder"},
		{[]string{first, "--layout", "none"}, exitUsage, "", `no import layout "none"`},
		{[]string{first, "--layout", "dma-matrix"}, exitRefused, "refused 0 0 0 0", "layout-does-not-match"},
		{[]string{first, "--period", "Easter"}, exitUsage, "", "not a period code"},
		{[]string{first, "--known-from", "soon"}, exitUsage, "", "write a day"},
	} {
		code, out, words := command(append([]string{"--json", "import"}, c.args...)...)
		if got := shortForm(t, out); code != c.code || got != c.files || !strings.Contains(out+words, c.say) {
			t.Errorf("import %s: exit %d, %q\n%s%s", c.args, code, got, out, words)
		}
	}
	// The stranger becomes known: the same bytes now tell more, and are read again.
	if code, _, words := command("import", "ods", file("more_2016.csv", "code,name,kind", "RTF,Northumbria,acute")); code != exitDone {
		t.Fatal(words)
	}
	if code, out, words := command("--json", "import", stranger); code != exitDone || shortForm(t, out) != "written 1 0 1 0" {
		t.Errorf("exit %d: %s%s", code, out, words)
	}
	if code, out, _ := command("import", stranger); code != exitDone || !strings.Contains(out, "taken in before") {
		t.Errorf("exit %d: %s", code, out)
	}
	written := map[string]int64{}
	// An import has computed what it touched; after everything was computed once, a second time writes nothing.
	for _, args := range []string{"recompute", "recompute --all", "recompute --all"} {
		code, out, words := command(append([]string{"--json"}, strings.Fields(args)...)...)
		var counts map[string]int64
		if code != exitDone || json.Unmarshal([]byte(out), &counts) != nil {
			t.Errorf("%s: exit %d: %s%s", args, code, out, words)
		}
		written[args] = counts["written"]
	}
	// Another peer changes comparisons; they are computed with it, so that nothing is left to do.
	if code, out, words := command("import", "ods", file("moved_2017.csv", "code,name,kind", "RTQ,2gether,acute", "RTF,Northumbria,acute")); code != exitDone {
		t.Errorf("exit %d: %s%s", code, out, words)
	}
	if _, out, _ := command("--json", "recompute", "--all"); !strings.Contains(out, `"written": 0`) {
		t.Errorf("after a change of peers: %s", out)
	}
	if want := map[string]int64{"recompute": 0, "recompute --all": 0}; !maps.Equal(written, want) {
		t.Errorf("written: %v", written)
	}
}

// shortForm is the short form of a report; "" when nothing was printed. What is printed must be JSON.
func shortForm(t *testing.T, out string) string {
	t.Helper()
	if out == "" {
		return ""
	}
	var reports []importReport
	if err := json.Unmarshal([]byte(out), &reports); err != nil {
		t.Errorf("not JSON: %v\n%s", err, out)
	}
	var all []string
	for _, r := range reports {
		text := fmt.Sprint(r.State, " ", r.Observations.New, r.Observations.Changed, r.Observations.Unchanged, r.Observations.HeldBack)
		if r.Earlier {
			text += " earlier"
		}
		all = append(all, text)
	}
	return strings.Join(all, "; ")
}
