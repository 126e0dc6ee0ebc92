package definition_test

import (
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"waymark/capabilities"
	"waymark/dashboards"
	"waymark/internal/definition"
	"waymark/internal/maturity"
)

// shipped loads the definitions that ship with Waymark.
func shipped(t testing.TB) *maturity.Catalogue {
	t.Helper()
	c, err := definition.Load(capabilities.Files, dashboards.Files)
	if err != nil {
		t.Fatalf("the shipped definitions have faults:\n%v", err)
	}
	return c
}

// The documents have this many of each; a section lost in a file would otherwise go unseen.
func TestShippedDefinitionsAreWhole(t *testing.T) {
	c := shipped(t)
	for framework, want := range map[string]struct{ groups, sections, items, tagged int }{
		"universal-capabilities": {10, 25, 0, 0},
		"dma-2015":               {3, 14, 6, 7},
		"dma-social-care-2016":   {3, 14, 1, 7},
		"dma-2024-25":            {2, 8, 0, 0},
		"paper-free":             {1, 7, 0, 7},
	} {
		f, ok := c.Framework(framework)
		if !ok {
			t.Errorf("there is no framework %q", framework)
			continue
		}
		got := want
		got.groups, got.sections, got.items, got.tagged = len(f.Groups), 0, 0, 0
		for _, g := range f.Groups {
			got.sections += len(g.Sections)
			for _, s := range g.Sections {
				got.items += len(s.Items)
				if len(s.Tags) > 0 {
					got.tagged++
				}
			}
		}
		if got != want {
			t.Errorf("%s has groups, sections, items, tagged %v, want %v", framework, got, want)
		}
	}
	if len(c.Commitments) != 135 {
		t.Errorf("%d commitments, want 135", len(c.Commitments))
	}
}

// One line an aim: what is counted out of what, and its target as the document gives it.
func TestAims(t *testing.T) {
	c := shipped(t)
	f, _ := c.Framework("universal-capabilities")
	var b strings.Builder
	for _, s := range f.Sections {
		m, _ := c.Measure(s.Measure)
		fmt.Fprintf(&b, "%s: %s\n    %s / %s\n", s.ID, s.Title, m.Numerator, m.Denominator)
		for _, limit := range []string{s.Condition, s.TimeLimit, s.Note} {
			if limit != "" {
				fmt.Fprintf(&b, "    (%s)\n", limit)
			}
		}
		for _, r := range s.Related {
			fmt.Fprintf(&b, "    beside it: %s %s %s, %s\n", r.Title, r.Value, r.Unit, r.Place)
		}
		for _, target := range c.TargetsOf(m.ID) {
			b.WriteString("    " + targetLine(target) + "\n")
		}
	}
	golden(t, "testdata/aims.golden", b.String())
}

func targetLine(t maturity.Target) string {
	basis, due := "implied", "no date"
	if t.Stated {
		basis = "stated"
	}
	if t.Due != nil {
		due = fmt.Sprintf("%s (%s, past due after %s)", t.Due.AsGiven, t.Due.Precision, t.Due.Latest)
	}
	return fmt.Sprintf("%s %s %v, %s; %s, %s", basis, t.Operator, t.Value, due, t.Document, t.Place)
}

// Each value the documents print fits the range of its measure, and shown with the measure's decimals it reads as
// printed: 85.5 is not shown as 86, and 44 not as 44.0 in a whole-percent measure.
func TestSourceValuesReadAsPrinted(t *testing.T) {
	c := shipped(t)
	for _, row := range rows(t, "testdata/source-values.csv") {
		m, ok := c.Measure(row[0])
		if !ok {
			t.Errorf("there is no measure %q (%s)", row[0], row[3])
			continue
		}
		if row[2] == "" {
			continue // "-" is not available, and not 0
		}
		value, err := strconv.ParseFloat(row[2], 64)
		if err != nil || value < m.Low || value > m.High {
			t.Errorf("%s: %q lies outside %v to %v", m.ID, row[2], m.Low, m.High)
		}
		shown := strings.TrimSuffix(strconv.FormatFloat(value, 'f', m.Decimals, 64), ".0")
		if want := strings.TrimSuffix(row[1], "%"); shown != want {
			t.Errorf("%s is shown as %s, printed in %s as %s", m.ID, shown, row[3], want)
		}
	}
}

// Every measure the documents' targets speak of can be followed: it is on a board, or shows progress to an aim.
func TestEveryDatedTargetIsOnABoard(t *testing.T) {
	c := shipped(t)
	shown := map[string]bool{}
	for _, b := range c.Boards {
		for _, p := range b.Panels {
			for _, id := range p.Measures {
				shown[id] = true
			}
			f, _ := c.Framework(p.Framework)
			for _, s := range f.Sections {
				shown[s.Measure] = true
			}
		}
	}
	for _, target := range c.Targets {
		if target.Due != nil && !shown[target.Measure] {
			t.Errorf("target %q is dated, but no board shows measure %q", target.ID, target.Measure)
		}
	}
}

// rows reads a CSV file without its heading.
func rows(t *testing.T, path string) [][]string {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	all, err := csv.NewReader(file).ReadAll()
	if err != nil || len(all) < 2 {
		t.Fatalf("%s: %d rows, %v", path, len(all), err)
	}
	return all[1:]
}

// golden compares text with a file, or rewrites the file.
func golden(t *testing.T, path, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(filepath.FromSlash(path), []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Error(diff)
	}
}
