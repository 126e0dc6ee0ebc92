package ingest_test

import (
	"bytes"
	"cmp"
	"context"
	"encoding/csv"
	"flag"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"waymark/capabilities"
	"waymark/dashboards"
	"waymark/internal/definition"
	"waymark/internal/ingest"
	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/sheet"
)

var update = flag.Bool("update", false, "rewrite golden files")

var today = period.Date(2026, 6, 30)

var loadShipped = sync.OnceValues(func() (*maturity.Catalogue, error) {
	return definition.Load(capabilities.Files, dashboards.Files)
})

// shipped are the definitions that ship with Waymark.
func shipped(t testing.TB) *maturity.Catalogue {
	t.Helper()
	c, err := loadShipped()
	if err != nil {
		t.Fatalf("the shipped definitions have faults:\n%v", err)
	}
	return c
}

// directory is a small directory of organisations, read from testdata/organisations.csv.
type directory struct{ all []entry }

type entry struct {
	maturity.Organisation
	names []string // folded
}

func loadDirectory(t testing.TB) *directory {
	t.Helper()
	file, err := os.Open(filepath.Join("testdata", "organisations.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	d := &directory{}
	for _, row := range rows[1:] {
		o := maturity.Organisation{Code: row[0], Name: row[1], Kind: row[3]}
		o.Opened, o.Closed = day(t, row[4]), day(t, row[5])
		d.add(o, strings.Split(row[2], ";")...)
	}
	return d
}

func (d *directory) add(o maturity.Organisation, aliases ...string) {
	o.ID = maturity.OrganisationID(len(d.all) + 1)
	e := entry{Organisation: o, names: []string{maturity.FoldName(o.Code), maturity.FoldName(o.Name)}}
	for _, a := range aliases {
		if a != "" {
			e.names = append(e.names, maturity.FoldName(a))
		}
	}
	d.all = append(d.all, e)
}

func day(t testing.TB, text string) *period.Day {
	if text == "" {
		return nil
	}
	p, err := period.Parse(text, period.KindDay, period.DMY)
	if err != nil {
		t.Fatal(err)
	}
	return &p.Start
}

// Find resolves as the real directory does: a code first, then names; of several the one open in the period.
func (d *directory) Find(text string, kinds []string, p period.Period) maturity.Found {
	folded := maturity.FoldName(text)
	var open, closed []maturity.Organisation
	for _, e := range d.all {
		if !slices.Contains(e.names, folded) || len(kinds) > 0 && !slices.Contains(kinds, e.Kind) {
			continue
		}
		if e.OpenIn(p) {
			open = append(open, e.Organisation)
		} else {
			closed = append(closed, e.Organisation)
		}
	}
	switch {
	case len(open) == 1:
		return maturity.Found{Organisation: open[0], OK: true}
	case len(open) > 1:
		return maturity.Found{Ambiguous: true, Suggestions: words(open)}
	case len(closed) > 0:
		return maturity.Found{Organisation: closed[0], ClosedIn: true}
	}
	return maturity.Found{Suggestions: d.near(folded)}
}

// near offers organisations that share the first letters.
func (d *directory) near(folded string) []string {
	var out []maturity.Organisation
	for _, e := range d.all {
		for _, n := range e.names {
			if len(folded) > 2 && strings.HasPrefix(n, folded[:min(len(folded)-1, 6)]) {
				out = append(out, e.Organisation)
				break
			}
		}
	}
	return words(out)
}

func words(list []maturity.Organisation) []string {
	var out []string
	for _, o := range list[:min(3, len(list))] {
		out = append(out, o.Code+" "+o.Name)
	}
	return out
}

func (d *directory) code(id maturity.OrganisationID) string { return d.all[id-1].Code }

// file is a file to be read.
type file struct {
	name  string
	bytes []byte
}

func csvFile(lines ...string) file {
	return file{"return.csv", []byte(strings.Join(lines, "\n") + "\n")}
}

func load(t testing.TB, path string) file {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return file{filepath.Base(path), b}
}

// outcome is what reading a file came to.
type outcome struct {
	ingest.Result
	observations []maturity.Observation
	directory    *directory
}

// read reads a file with the shipped definitions and the small directory; adjust may change the input.
func read(t testing.TB, f file, adjust ...func(*ingest.Input)) outcome {
	t.Helper()
	d := loadDirectory(t)
	in := ingest.Input{FileName: f.name, Catalogue: shipped(t), Directory: d, Today: today}
	for _, a := range adjust {
		a(&in)
	}
	return readInput(t, f, in, d)
}

func readInput(t testing.TB, f file, in ingest.Input, d *directory) outcome {
	t.Helper()
	book, err := sheet.Open(context.Background(), bytes.NewReader(f.bytes), f.name, sheet.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	in.Book = book
	out := outcome{directory: d}
	out.Result, err = ingest.Read(context.Background(), in, func(o maturity.Observation) error {
		out.observations = append(out.observations, o)
		return nil
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// lines are the observations as text, one a line.
func (o outcome) lines() []string {
	var out []string
	for _, v := range o.observations {
		line := fmt.Sprintf("%s %s %s", o.directory.code(v.Organisation), v.Measure, v.Period.Code())
		if v.Value == v.Value {
			line += " " + strconv.FormatFloat(round(v.Value), 'f', -1, 64)
		}
		if v.Numerator == v.Numerator || v.Denominator == v.Denominator {
			line += " = " + strconv.FormatFloat(v.Numerator, 'f', -1, 64) + "/" + strconv.FormatFloat(v.Denominator, 'f', -1, 64)
		}
		if v.State != maturity.Reported {
			line += " " + v.State.String()
		}
		for bit, word := range []string{"estimated", "inferred", "provisional"} {
			if v.Flags&(1<<bit) != 0 {
				line += " (" + word + ")"
			}
		}
		line += " @" + v.Cell.String()
		if v.Seen != "" {
			line += fmt.Sprintf(" seen %q", v.Seen)
		}
		out = append(out, line)
	}
	return out
}

func round(v float64) float64 { return math.Round(v*1e9) / 1e9 }

// text is the whole outcome for a golden file.
func (o outcome) text() string {
	var b strings.Builder
	r := o.Report
	fmt.Fprintf(&b, "layout %s %d, source %s\nperiods %v\nmeasures %v\nrows %d, organisations %d, unknown %q, held %v\n", r.Layout, r.Version, o.Source,
		r.Periods, r.Measures, r.RowsRead, r.OrganisationsFound, r.OrganisationsUnknown, r.OrganisationsHeld)
	for _, c := range o.Combine {
		fmt.Fprintf(&b, "combined: %s\n", c)
	}
	b.WriteString("\n")
	for _, line := range o.lines() {
		b.WriteString(line + "\n")
	}
	b.WriteString("\n" + issuesText(r.Issues))
	return b.String()
}

func issuesText(issues []maturity.Issue) string {
	var b strings.Builder
	for _, i := range issues {
		fmt.Fprintf(&b, "%s %s (%s) x%d", i.Level, i.Rule, i.Reach, i.Count)
		if i.Header != "" {
			fmt.Fprintf(&b, " under %q", i.Header)
		}
		fmt.Fprintf(&b, "\n  %s\n", i.Message)
		if i.Expected != "" {
			fmt.Fprintf(&b, "  -> %s\n", i.Expected)
		}
		for _, e := range i.Examples {
			fmt.Fprintf(&b, "  at %s", e.Cell)
			if e.Other != nil {
				fmt.Fprintf(&b, " and %s", e.Other)
			}
			if e.Seen != "" {
				fmt.Fprintf(&b, " seen %q", e.Seen)
			}
			if e.Organisation != "" {
				fmt.Fprintf(&b, " of %s", e.Organisation)
			}
			if len(e.Suggestions) > 0 {
				fmt.Fprintf(&b, " try %q", e.Suggestions)
			}
			b.WriteString("\n")
		}
	}
	return b.String()
}

// rules are the codes of the issues of at least a level, sorted.
func rulesOf(issues []maturity.Issue, levels ...maturity.Level) []string {
	var out []string
	for _, i := range issues {
		if len(levels) == 0 || slices.Contains(levels, i.Level) {
			out = append(out, i.Rule)
		}
	}
	slices.SortFunc(out, cmp.Compare)
	return out
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", "golden", name+".txt")
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs (run with -update, and read the diff before committing):\n--- want\n%s\n--- got\n%s", path, want, got)
	}
}
