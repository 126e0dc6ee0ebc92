package ingest_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"waymark/internal/ingest"
	"waymark/internal/intake"
)

const rulesPage = "../../docs/import-rules.md"

// docs/import-rules.md lists every rule as the code has it; -update rewrites its tables.
func TestRulesAreDocumented(t *testing.T) {
	bytes, err := os.ReadFile(rulesPage)
	if err != nil {
		t.Fatal(err)
	}
	page := string(bytes)
	want := replaceTable(t, replaceTable(t, page, "ingest", ingest.Rules()), "intake", intake.Rules())
	if *update {
		if err := os.WriteFile(rulesPage, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	} else if want != page {
		t.Errorf("%s does not list the rules as they are: run with -update", rulesPage)
	}
	for _, code := range sheetCodes(t) {
		if !strings.Contains(want, "`"+code+"`") {
			t.Errorf("%s does not list %s", rulesPage, code)
		}
	}
}

func replaceTable(t *testing.T, page, name string, rules []ingest.Rule) string {
	t.Helper()
	open, end := "<!-- "+name+" -->\n", "<!-- /"+name+" -->"
	from, to := strings.Index(page, open), strings.Index(page, end)
	if from < 0 || to < from {
		t.Fatalf("%s has no place for the rules of %s", rulesPage, name)
	}
	var b strings.Builder
	b.WriteString("| code | level | reach | what was found | what to do |\n|---|---|---|---|---|\n")
	for _, r := range rules {
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s | %s |\n", r.Code, r.Level, r.Reach, r.Meaning, r.Remedy)
	}
	return page[:from+len(open)] + b.String() + page[to:]
}

var faultCode = regexp.MustCompile(`Fault\{(?:Code: )?"([a-z0-9-]+)"`)

// sheetCodes are the codes of the faults the sheet reader can find, taken from its source.
func sheetCodes(t *testing.T) []string {
	files, err := filepath.Glob("../sheet/*.go")
	if err != nil || len(files) == 0 {
		t.Fatal("the sheet reader's source is not there")
	}
	var codes []string
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range faultCode.FindAllStringSubmatch(string(text), -1) {
			codes = append(codes, m[1])
		}
	}
	return codes
}

// Every rule the code can report is in the list, each once: a code that is used without a rule would be a crash.
func TestEveryCodeHasOneRule(t *testing.T) {
	count := map[string]int{}
	for _, r := range ingest.Rules() {
		count[r.Code]++
		if r.Meaning == "" || r.Remedy == "" || r.Level == "" || r.Reach == "" {
			t.Errorf("%s is incomplete", r.Code)
		}
	}
	text, err := os.ReadFile("rule.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range regexp.MustCompile(`(?m)^\t[A-Z]\w+ += "([a-z-]+)"$`).FindAllStringSubmatch(string(text), -1) {
		if count[m[1]] != 1 {
			t.Errorf("%s has %d rules", m[1], count[m[1]])
		}
		delete(count, m[1])
	}
	if len(count) > 0 {
		t.Errorf("rules without a named code: %v", count)
	}
}
