package maturity

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// DefinitionKind tells what is defined.
type DefinitionKind string

// The kinds of definition whose wordings are kept.
const (
	DefinesMeasure   DefinitionKind = "measure"
	DefinesTarget    DefinitionKind = "target"
	DefinesFramework DefinitionKind = "framework"
	DefinesBenchmark DefinitionKind = "benchmark"
)

// DefinitionField is one thing that a definition says, in words.
type DefinitionField struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// DefinitionVersion is a wording of a definition and the time in which it was in use here.
type DefinitionVersion struct {
	Kind      DefinitionKind
	ID        string
	Hash      string
	KnownFrom time.Time
	KnownTo   time.Time // zero: in use
	Fields    []DefinitionField
}

// DefinitionChange is one field that another wording says differently; "" where it says nothing.
type DefinitionChange struct{ Name, Before, After string }

// ChangesFrom are the fields that differ from an earlier wording, in order of this one, then those that are gone.
func (v DefinitionVersion) ChangesFrom(before DefinitionVersion) (out []DefinitionChange) {
	was, is := fieldsByName(before.Fields), fieldsByName(v.Fields)
	for _, f := range v.Fields {
		if was[f.Name] != f.Value {
			out = append(out, DefinitionChange{f.Name, was[f.Name], f.Value})
		}
	}
	for _, f := range before.Fields {
		if _, still := is[f.Name]; !still {
			out = append(out, DefinitionChange{f.Name, f.Value, ""})
		}
	}
	return out
}

func fieldsByName(fields []DefinitionField) map[string]string {
	out := map[string]string{}
	for _, f := range fields {
		out[f.Name] = f.Value
	}
	return out
}

// wording gathers fields; those that say nothing are left out.
type wording []DefinitionField

func (w *wording) add(name, value string) {
	if value != "" {
		*w = append(*w, DefinitionField{name, value})
	}
}

func (w *wording) list(name string, values []string) { w.add(name, strings.Join(values, ", ")) }

func (w *wording) number(name string, value float64) {
	if !math.IsNaN(value) && !math.IsInf(value, 0) {
		w.add(name, exact(value))
	}
}

func (w *wording) yes(name string, is bool) {
	if is {
		w.add(name, "yes")
	}
}

func exact(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

// Version is the measure's wording as it is.
func (m Measure) Version() DefinitionVersion {
	var w wording
	w.add("Title", m.Title)
	w.add("Short title", m.Short)
	w.add("Why it matters", m.Why)
	w.add("Numerator", m.Numerator)
	w.add("Denominator", m.Denominator)
	w.add("Unit", string(m.Unit))
	w.add("Unit in words", m.UnitWords)
	w.add("Direction", m.Polarity.Words())
	w.add("Type", m.Type)
	w.number("Lowest value", m.Low)
	w.number("Highest value", m.High)
	w.number("Multiplied by", m.Per)
	w.yes("May exceed the highest value", m.MayExceed)
	w.add("Decimals", strconv.Itoa(m.Decimals))
	w.add("Frequency", m.Frequency.String())
	w.add("Roll-up", string(m.RollUp))
	w.list("Rolled up from", m.RollUpFrom)
	w.yes("Self-assessed", m.SelfAssessed)
	w.add("Framework", m.Framework)
	w.add("Section", m.Section)
	w.list("Aims", m.Aims)
	w.list("Kinds of organisation", m.Kinds)
	w.number("Largest usual change", m.MaxJump)
	w.number("Tolerance", m.Tolerance)
	w.add("Smallest count published", strconv.Itoa(m.SmallNumber))
	w.add("Source", m.SourceWords)
	w.add("Written by", m.Author)
	w.add("Checked by", m.Checker)
	w.add("To be reviewed by", m.ReviewBy)
	for _, c := range m.Changes {
		text := c.Text
		if c.Break {
			text += " Values before and after are not comparable."
		}
		w.add("Change of "+c.Date, text)
	}
	return DefinitionVersion{Kind: DefinesMeasure, ID: m.ID, Hash: m.Hash, Fields: w}
}

// Version is the target's wording as it is.
func (t Target) Version() DefinitionVersion {
	var w wording
	w.add("Title", t.Title)
	w.add("Measure", t.Measure)
	w.add("Wanted", string(t.Operator)+" "+exact(t.Value))
	if t.Due != nil {
		w.add("Due", t.Due.AsGiven)
		w.add("Due at the latest", t.Due.Latest.String())
	}
	w.add("Organisation", t.Organisation)
	w.add("Footprint", t.Footprint)
	w.list("Kinds of organisation", t.Kinds)
	w.yes("Stated in the document", t.Stated)
	if t.Baseline != nil {
		w.add("Baseline", exact(t.Baseline.Value)+" in "+t.Baseline.Period.Code())
	}
	w.add("Document", t.Document)
	w.add("Place", t.Place)
	w.add("Note", t.Note)
	return DefinitionVersion{Kind: DefinesTarget, ID: t.ID, Hash: t.Hash, Fields: w}
}

// Version is the benchmark's wording as it is.
func (b Benchmark) Version() DefinitionVersion {
	var w wording
	w.add("Title", b.Title)
	w.add("Method", string(b.Method))
	w.list("Measures", b.Measures)
	w.add("Framework", b.Framework)
	w.add("Organisation", b.Organisation)
	w.list("Kinds of organisation", b.Kinds)
	w.list("Peers", b.Peers)
	if b.Nearest > 0 {
		w.add("Nearest", strconv.Itoa(b.Nearest))
	}
	w.add("Fewest organisations", strconv.Itoa(b.Minimum))
	w.add("Note", b.Note)
	return DefinitionVersion{Kind: DefinesBenchmark, ID: b.ID, Hash: b.Hash, Fields: w}
}

// Version is the framework's wording as it is, with its sections.
func (f Framework) Version() DefinitionVersion {
	var w wording
	w.add("Title", f.Title)
	w.add("Edition", f.Edition)
	w.add("Caveat", f.Caveat)
	w.add("Source", f.Source)
	w.list("Kinds of organisation", f.Kinds)
	w.number("Lowest score", f.Low)
	w.number("Highest score", f.High)
	w.add("Unit", string(f.Unit))
	w.add("Answered", f.Window)
	w.yes("Compulsory", f.Compulsory)
	w.list("Not comparable with", f.NotComparable)
	for _, e := range f.Expectations {
		w.add("Expected by "+e.By, e.Text)
	}
	for _, t := range f.Terms {
		w.add("Meaning of "+t.ID, t.Meaning)
	}
	for g, s := range f.Sections {
		w.add("Section "+s.ID, strings.Join(notEmpty(g.Title, s.Title, s.Measure, s.Note, s.Condition, s.TimeLimit), "; "))
	}
	return DefinitionVersion{Kind: DefinesFramework, ID: f.ID, Hash: f.Hash, Fields: w}
}

func notEmpty(texts ...string) (out []string) {
	for _, t := range texts {
		if t != "" {
			out = append(out, t)
		}
	}
	return out
}

// Versions are the wordings of all measures, targets, frameworks and benchmarks.
func (c *Catalogue) Versions() (out []DefinitionVersion) {
	for _, m := range c.Measures {
		out = append(out, m.Version())
	}
	for _, t := range c.Targets {
		out = append(out, t.Version())
	}
	for _, f := range c.Frameworks {
		out = append(out, f.Version())
	}
	for _, b := range c.Benchmarks {
		out = append(out, b.Version())
	}
	return out
}
