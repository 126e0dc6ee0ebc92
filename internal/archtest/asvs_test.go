package archtest

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// securityPage is the walk through the Application Security Verification Standard.
const securityPage = "../../docs/security.md"

// verdict is what the last column of a row says.
type verdict string

// The verdicts. Everything else names tests.
const (
	tested     verdict = "tested"
	byDesign   verdict = "by design"
	deployment verdict = "deployment"
	notApplied verdict = "does not apply"
	open       verdict = "open"
)

var verdicts = []verdict{tested, byDesign, deployment, notApplied, open}

var (
	asvsRow    = regexp.MustCompile(`^\| (\d+\.\d+\.\d+) \| ([^|]+) \|([^|]*)\| ([^|]+) \|$`)
	namedTest  = regexp.MustCompile("`([a-z_/]+)\\.((?:Test|Fuzz)[A-Za-z0-9_]+)`")
	testInFile = regexp.MustCompile(`(?m)^func ((?:Test|Fuzz)[A-Za-z0-9_]+)\(`)
)

// Every item of levels 1 and 2 stands on the page once, with a test that exists or a reason, and the counts at the top
// are those of the rows.
func TestSecurityPageIsWholeAndNamesRealTests(t *testing.T) {
	page, err := os.ReadFile(securityPage)
	if err != nil {
		t.Fatal(err)
	}
	tests := testsByRoom(t)
	seen, counts := map[string]bool{}, map[verdict]int{}
	for _, line := range strings.Split(string(page), "\n") {
		row := asvsRow.FindStringSubmatch(line)
		if row == nil {
			continue
		}
		if number := row[1]; seen[number] {
			t.Errorf("%s stands twice", number)
		}
		seen[row[1]] = true
		v, named := judge(row[4])
		counts[v]++
		if v == "" {
			t.Errorf("%s: %q neither names a test nor begins with one of %v and a reason", row[1], row[4], verdicts[1:])
		}
		for _, one := range named {
			if !tests[one] {
				t.Errorf("%s names the test %s, which does not exist", row[1], one)
			}
		}
	}
	for _, number := range items(t) {
		if !seen[number] {
			t.Errorf("%s is missing", number)
		}
		delete(seen, number)
	}
	for number := range seen {
		t.Errorf("%s is no item of levels 1 and 2", number)
	}
	for _, v := range verdicts {
		if want := fmt.Sprintf("| %s | %d |", v, counts[v]); !strings.Contains(string(page), want) {
			t.Errorf("the summary does not say %q", want)
		}
	}
}

// judge reads the last column of a row.
func judge(text string) (v verdict, named []string) {
	for _, m := range namedTest.FindAllStringSubmatch(text, -1) {
		named = append(named, m[1]+"."+m[2])
	}
	for _, v := range verdicts[1:] {
		if reason, ok := strings.CutPrefix(text, string(v)+": "); ok && len(reason) > 10 {
			return v, named
		}
	}
	if len(named) > 0 {
		return tested, named
	}
	return "", nil
}

// items are the numbers of all items of levels 1 and 2.
func items(t *testing.T) (numbers []string) {
	t.Helper()
	text, err := os.ReadFile("testdata/asvs-5.0.0.txt")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		if number, level, ok := strings.Cut(strings.TrimSpace(line), " "); ok && !strings.HasPrefix(line, "#") && (level == "1" || level == "2") {
			numbers = append(numbers, number)
		}
	}
	if len(numbers) != 253 {
		t.Fatalf("%d items, want 70 of level 1 and 183 of level 2", len(numbers))
	}
	return numbers
}

// testsByRoom are all tests of the repository as room.Name; rooms of internal go without that word.
func testsByRoom(t *testing.T) map[string]bool {
	t.Helper()
	out := map[string]bool{}
	for _, pattern := range []string{"../../internal/*", "../../internal/*/*", "../../cmd/*", "../../web", "../../seeds", "../../migrations"} {
		files, err := filepath.Glob(pattern + "/*_test.go")
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			room := strings.TrimPrefix(strings.TrimPrefix(filepath.ToSlash(filepath.Dir(file)), "../../"), "internal/")
			for _, m := range testInFile.FindAllStringSubmatch(string(text), -1) {
				out[room+"."+m[1]] = true
			}
		}
	}
	if len(out) < 300 {
		t.Fatalf("only %d tests were found", len(out))
	}
	return out
}

func TestVerdictsAreRead(t *testing.T) {
	for text, want := range map[string]verdict{
		"`page.TestX`": tested, "`page.TestX`, `forecast/learnt.FuzzY`": tested, "does not apply: there is nothing of the kind": notApplied, "open: nobody has looked at it yet": open,
		"deployment: the proxy in front ends TLS": deployment, "by design: see `page.TestX` and the text": byDesign, "open:": "", "TestX": "", "yes": "", "does not apply": "",
	} {
		if v, _ := judge(text); v != want {
			t.Errorf("%q: %q, want %q", text, v, want)
		}
	}
}
