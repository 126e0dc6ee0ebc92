package definition_test

import (
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"waymark/capabilities"
	"waymark/dashboards"
	"waymark/internal/definition"
	"waymark/internal/maturity"
)

// A new measure, target, layout and board are four files in a folder, and no Go.
func TestAddingDefinitionsNeedsNoGo(t *testing.T) {
	dir := t.TempDir()
	for name, files := range map[string]fs.FS{"capabilities": capabilities.Files, "dashboards": dashboards.Files} {
		if err := os.CopyFS(filepath.Join(dir, name), files); err != nil {
			t.Fatal(err)
		}
	}
	for path, text := range map[string]string{
		"capabilities/measures/fax.yaml": `
id: fax.sent
title: Letters still sent by fax
why: Paper and fax get lost.
type: used
unit: percent
unit_words: "% of letters"
polarity: lower
numerator: Letters sent by fax
denominator: All letters
frequency: month
roll_up: ratio
source_words: Monthly return
author: Analyst
checker: Clinician
review_by: "2027-03-31"
changes: [{date: "2026-11-22", text: First definition.}]
`,
		"capabilities/targets/fax.yaml": `
id: fax.sent-none
measure: fax.sent
title: No more faxes
operator: "<="
value: 0
basis: implied
document: Roadmap
place: Table 6
`,
		"capabilities/layouts/fax.yaml": `
id: fax
title: Faxes by trust
version: 1
source: return
media: [csv]
sheets:
  - columns:
      - {id: code, headings: [Code]}
      - {id: faxes, headings: [Faxes]}
      - {id: letters, headings: [Letters]}
    period: {sender: true}
    organisation: [code]
    values: [{measure: fax.sent, kind: ratio, numerator: faxes, denominator: letters}]
`,
		"dashboards/fax.yaml": `
id: fax
title: The end of the fax
audience: Everybody
for: [footprint]
panels: [{id: faxes, kind: ranked, title: Who still faxes, measures: [fax.sent]}]
`,
	} {
		if err := os.WriteFile(filepath.Join(dir, path), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	c, err := definition.Load(os.DirFS(filepath.Join(dir, "capabilities")), os.DirFS(filepath.Join(dir, "dashboards")))
	if err != nil {
		t.Fatal(err)
	}
	m, ok := c.Measure("fax.sent")
	if !ok || m.High != 100 || m.Per != 100 || m.Short != m.Title || m.Where != "capabilities/measures/fax.yaml:2" {
		t.Errorf("measure %+v", m)
	}
	if _, ok := c.Layout("fax"); !ok {
		t.Error("the layout is not there")
	}
	if _, ok := c.Board("fax"); !ok {
		t.Error("the board is not there")
	}
	if targets := c.TargetsOf("fax.sent"); len(targets) != 1 || targets[0].Stated {
		t.Errorf("targets %+v", targets)
	}
}

const measureFile = `
id: letters.sent
title: Letters
why: It matters.
type: used
unit: UNIT
unit_words: letters
polarity: higher
numerator: Letters
frequency: month
roll_up: none
source_words: Return
author: Analyst
checker: Clinician
review_by: "2027-03-31"
changes: [{date: "2026-11-22", text: First definition.}]
`

func loadMeasure(t *testing.T, text string) maturity.Measure {
	t.Helper()
	c, err := definition.Load(fstest.MapFS{"measures.yaml": {Data: []byte(text)}}, fstest.MapFS{})
	if err != nil {
		t.Fatal(err)
	}
	return c.Measures[0]
}

// What a measure leaves out follows from its unit. NaN is "no bound".
func TestBoundsFollowFromTheUnit(t *testing.T) {
	for _, c := range []struct {
		unit, more     string
		low, high, per float64
	}{
		{"percent", "denominator: All letters", 0, 100, 100},
		{"percent", "denominator: All letters\nhigh: 50", 0, 50, 100},
		{"rate", "denominator: Patients\nper: 1000", 0, math.NaN(), 1000},
		{"count", "", 0, math.NaN(), 1},
		{"yes_no", "", 0, 1, 1},
		{"stage", "high: 7", 0, 7, 1},
	} {
		m := loadMeasure(t, strings.Replace(measureFile, "UNIT", c.unit, 1)+c.more)
		if m.Low != c.low || m.High != c.high && m.High == m.High || math.IsNaN(c.high) != math.IsNaN(m.High) || m.Per != c.per {
			t.Errorf("%s %q: %v to %v per %v, want %v to %v per %v", c.unit, c.more, m.Low, m.High, m.Per, c.low, c.high, c.per)
		}
	}
}

// The hash is of the content alone: not of its place, of comments or of the order of keys.
func TestHashIsOfTheContent(t *testing.T) {
	plain := strings.Replace(measureFile, "UNIT", "count", 1)
	first := loadMeasure(t, plain)
	moved := loadMeasure(t, "# a comment\n\ntype: used"+strings.Replace(plain, "type: used\n", "", 1))
	changed := loadMeasure(t, strings.Replace(plain, "polarity: higher", "polarity: lower", 1))
	if first.Hash == "" || first.Hash != moved.Hash || first.Where == moved.Where {
		t.Errorf("hash %s at %s, moved %s at %s", first.Hash, first.Where, moved.Hash, moved.Where)
	}
	if changed.Hash == first.Hash {
		t.Error("another polarity has the same hash")
	}
	if a, b := shipped(t), shipped(t); a.Hash != b.Hash {
		t.Errorf("two loads have hashes %s and %s", a.Hash, b.Hash)
	}
}

// Whatever stands in a file, Load answers with a catalogue or with faults that name the file and a line.
func FuzzLoad(f *testing.F) {
	f.Add(strings.Replace(measureFile, "UNIT", "count", 1))
	f.Add("common: {a: 1}\ndefinitions: [&a [*a, *a]]")
	f.Add("- <<: *x\n- &x {<<: *x, id: y}")
	f.Add("id: !!binary |\n  x\n---\n? [a]\n: b")
	f.Fuzz(func(t *testing.T, text string) {
		c, err := definition.Load(fstest.MapFS{"measures.yaml": {Data: []byte(text)}}, fstest.MapFS{})
		if err == nil {
			if c == nil {
				t.Fatal("neither a catalogue nor faults")
			}
			return
		}
		faults, ok := err.(definition.Faults)
		if !ok || len(faults) == 0 {
			t.Fatalf("%T %v", err, err)
		}
		for _, fault := range faults {
			if fault.Line < 1 || fault.File != "capabilities/measures.yaml" || fault.Message == "" {
				t.Errorf("fault without a place: %q", fault)
			}
		}
	})
}
