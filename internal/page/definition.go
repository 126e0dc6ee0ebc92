package page

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"waymark/internal/httpkit"
	"waymark/internal/maturity"
)

// Wordings keeps the wordings of definitions.
type Wordings interface {
	// DefinitionVersions gives the wordings of definitions of a kind, the newest first of each; without ids, of all.
	DefinitionVersions(ctx context.Context, kind maturity.DefinitionKind, ids ...string) ([]maturity.DefinitionVersion, error)
}

func (p *Pages) definitionRoutes() []httpkit.Route {
	get := func(path string, handle echo.HandlerFunc) httpkit.Route {
		return httpkit.Route{Rule: httpkit.Rule{Method: http.MethodGet, Path: path, Right: httpkit.SignedIn}, Handle: handle}
	}
	return []httpkit.Route{get("/definitions", p.definitions), get("/measures/:measure/definition", p.definition), get("/measures/:measure/definition/:file", p.definitionFile),
		get("/frameworks/:framework", p.framework)}
}

type definitionPage struct {
	Measure    maturity.Measure
	Formula    string
	Facts      []Field
	Framework  maturity.Framework
	Targets    Table
	Benchmarks Table
	Uses       maturity.Uses
	Then       *wordingThen // how it was on the day looked at; nil: as it is now
	History    []wordingChange
	Since      string // the day of the oldest wording that is kept; "" for none
	Address    string
	Back       string
}

// wordingThen is a definition as it was on a day.
type wordingThen struct {
	Words  string // the day
	Fields []maturity.DefinitionField
	Oldest bool // nothing older is kept
	Same   bool // the wording is that of now
	Gone   bool // there was no such definition in use
}

// wordingChange is what another wording changed.
type wordingChange struct {
	What    string // "The measure", "The target “80% by 2017”"
	At      time.Time
	Changes []maturity.DefinitionChange
	Ended   bool
	Hash    string
}

func (p *Pages) measureDefined(c echo.Context) (maturity.Measure, error) {
	m, ok := p.Catalogue.Measure(c.Param("measure"))
	if !ok {
		return m, maturity.Errorf(maturity.NotFound, "There is no measure %s.", shown(c.Param("measure")))
	}
	return m, nil
}

// definition says what a measure means, where it comes from, who uses it, and what of its wording changed when.
func (p *Pages) definition(c echo.Context) error {
	m, err := p.measureDefined(c)
	if err != nil {
		return err
	}
	at, _, err := p.asAt(c)
	if err != nil {
		return err
	}
	page := definitionPage{Measure: m, Formula: formula(m), Facts: p.definitionFacts(m), Uses: p.Catalogue.UsesOf(m), Address: "/measures/" + m.ID + "/definition"}
	page.Framework, _ = p.Catalogue.Framework(m.Framework)
	page.Targets, page.Benchmarks = targetTable(p.Catalogue.TargetsOf(m.ID)), benchmarkTable(p.Catalogue.BenchmarksOf(m))
	if err := p.wordingsOf(c.Request().Context(), &page, at); err != nil {
		return err
	}
	shell := p.shell(c, "What “"+m.Title+"” means").under("/measures", Link{Words: "Definitions", Address: "/definitions"}).asKnownAt(at)
	page.Back = shell.Link("/measures/" + m.ID)
	return p.show(c, http.StatusOK, "definition", shell, page)
}

// formula is how the value is made, in words.
func formula(m maturity.Measure) string {
	switch {
	case m.Denominator == "":
		return m.Numerator
	case m.Per == 100:
		return m.Numerator + ", as a percentage of: " + maturity.LowerFirst(m.Denominator)
	case m.Per > 1:
		return m.Numerator + ", for every " + maturity.Number(m.Per, 0) + " of: " + maturity.LowerFirst(m.Denominator)
	}
	return m.Numerator + ", divided by: " + maturity.LowerFirst(m.Denominator)
}

// frequencyWords are how often a measure is due.
var frequencyWords = map[string]string{"day": "on single days", "month": "every month", "quarter": "every quarter", "financial_year": "every financial year", "calendar_year": "every year"}

func (p *Pages) definitionFacts(m maturity.Measure) []Field {
	bounds := ""
	switch low, high := m.Format(m.Low), m.Format(m.High); {
	case low != "" && high != "":
		bounds = low + " to " + high
	case low != "":
		bounds = "at least " + low
	case high != "":
		bounds = "at most " + high
	}
	if m.MayExceed {
		bounds += "; a higher value is kept with a warning"
	}
	tolerance := ""
	if m.Tolerance > 0 {
		tolerance = "within " + maturity.Number(m.Tolerance, 1) + " of a benchmark counts as similar to it"
	}
	jump := ""
	if m.MaxJump > 0 {
		jump = "a change of more than " + m.FormatPoints(m.MaxJump) + " from one period to the next is questioned"
	}
	var kinds []string
	for _, id := range m.Kinds {
		kinds = append(kinds, p.kindWords(id))
	}
	return []Field{{"Numerator", m.Numerator}, {"Denominator", m.Denominator}, {"Unit", m.UnitWords}, {"Direction", m.Polarity.Words()}, {"Type", upperFirst(strings.ReplaceAll(m.Type, "_", " "))},
		{"Possible values", bounds}, {"Comparison", tolerance}, {"Check", jump}, {"Counted", frequencyWords[m.Frequency.String()]}, {"Footprint value", rollUpWords[m.RollUp]},
		{"Returned by", strings.Join(kinds, ", ")}, {"Small numbers", m.SmallNumberWords()}, {"Source", m.SourceWords}, {"Written by", m.Author}, {"Checked by", m.Checker},
		{"To be reviewed by", isoDayWords(m.ReviewBy)}, {"File and line", m.Where}, {"Hash of the definition", m.Hash}}
}

// wantedWords is the value a target asks for, in words: a sign is read badly aloud.
func wantedWords(t maturity.Target) string {
	words := map[maturity.Operator]string{maturity.AtLeast: "at least ", maturity.AtMost: "at most ", maturity.Equal: ""}
	return words[t.Operator] + maturity.Number(t.Value, 1)
}

func targetTable(targets []maturity.Target) Table {
	table := Table{Caption: "Targets", Size: "m", Columns: []Column{{Words: "Target"}, {Words: "Wanted"}, {Words: "By"}, {Words: "For"}, {Words: "Document and place"}}, Empty: "No target is set for this measure."}
	for _, t := range targets {
		scope := "everybody"
		switch {
		case t.Organisation != "":
			scope = t.Organisation
		case t.Footprint != "":
			scope = t.Footprint + " and its members"
		}
		by := missing("no date given")
		if t.Due != nil {
			by = Cell{Words: strings.TrimPrefix(t.Due.AsGiven, "by ")}
		}
		stated := "implied by the wording"
		if t.Stated {
			stated = "stated"
		}
		table.Rows = append(table.Rows, []Cell{{Words: t.Title, Note: stated}, {Words: wantedWords(t)}, by, {Words: scope},
			{Words: strings.Join(slices.DeleteFunc([]string{t.Document, t.Place}, func(s string) bool { return s == "" }), ", "), Note: t.Note}})
	}
	return table
}

var methodWords = map[maturity.BenchmarkMethod]string{maturity.BenchmarkPublished: "as published", maturity.BenchmarkMean: "mean", maturity.BenchmarkMedian: "median",
	maturity.BenchmarkRatio: "sum of numerators over sum of denominators"}

func benchmarkTable(benchmarks []maturity.Benchmark) Table {
	table := Table{Caption: "Benchmarks", Size: "m", Columns: []Column{{Words: "Compared with"}, {Words: "Method"}, {Words: "Fewest organisations", Number: true}, {Words: "File and line"}}, Empty: "This measure is compared with nothing."}
	for _, b := range benchmarks {
		table.Rows = append(table.Rows, []Cell{{Words: b.Title, Note: b.Note}, {Words: methodWords[b.Method]}, {Words: wholeNumber(b.Minimum)}, {Words: b.Where}})
	}
	return table
}
