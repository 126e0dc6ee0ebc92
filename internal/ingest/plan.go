package ingest

import (
	"fmt"
	"regexp"

	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/sheet"
)

// plan is a sheet layout made ready for one sheet: columns are numbers, names are measures, patterns are compiled.
type plan struct {
	layout   *maturity.Layout
	sheet    *maturity.SheetLayout
	name     string // of the sheet
	found    *located
	footer   *regexp.Regexp
	needed   []int // columns that are filled on every row of data
	fill     []int // columns whose blank cells repeat the one above
	filled   map[int]sheet.Cell
	skip     []*cellTest
	only     []*cellTest
	who      *organisations
	whoAt    []int  // columns that identify the organisation, tried in order
	whoFixed string // code, where the sheet speaks for one organisation
	when     *periods
	whenAt   int           // column of the period
	whenAll  *periodAnswer // the period of the whole sheet
	units    []*unit
	pairs    *pairs
	combine  *combiner
}

// unit makes one observation of each row: one measure, or the one the row names.
type unit struct {
	rule        *maturity.ValueRule
	kind        maturity.ValueKind
	fixed       *measure
	names       *rowMeasures // where the row names the measure
	who         string       // text of the organisation, where it is not the row's
	whoColumn   int          // column of the heading who was read from
	once        bool         // the same value may be repeated on many rows
	when        *periodAnswer
	value       int
	numerator   int
	denominator int
	state       int
	flag        int
	comment     int
	revision    int
	field       int // column of the field name, where figures stand on rows of their own
	header      string
	words       map[string]float64        // texts, in lower case, that stand for numbers
	missing     map[string]maturity.State // the rule's own marks, in lower case
	blank       maturity.State            // what an empty cell means; 0: nothing
	scale       scale
	only        []*cellTest
	conditions  []condition
	inferred    map[string]bool // row headings, folded, whose values were placed by inference
	inferredAt  int
}

// scale is whether a column of percentages holds 0 to 100 or 0 to 1.
type scale uint8

const (
	scaleUnknown scale = iota
	scalePercent
	scaleFraction
)

var defaultFooter = regexp.MustCompile(`(?i)^(sources?:|notes?:?$|notes?:|copyright\b|©)`)

// compile makes the plan of a matched sheet. ok is false when an issue was reported instead.
func (r *reader) compile(m *match, s matched) (p *plan, ok bool, err error) {
	p = &plan{layout: m.layout, sheet: s.layout, name: s.head.Name, found: s.found, footer: defaultFooter, filled: map[int]sheet.Cell{}}
	if len(s.found.twice) > 0 {
		g, _ := r.issues.find(HeadingTwice, s.found.twice[0], s.head.Name)
		g.Message = "A heading that is needed stands over two columns: " + quoted(s.found.twice) + "."
		example(g, maturity.IssueExample{Cell: r.place(p, s.found.row, 0), Seen: s.found.twice[0]})
		return nil, false, nil
	}
	if s.layout.Footer != "" {
		if p.footer, err = compilePattern(s.layout.Footer); err != nil {
			return nil, false, err
		}
	}
	if p.skip, err = cellTests(s.layout.SkipRow, s.found); err != nil {
		return nil, false, err
	}
	if p.only, err = cellTests(s.layout.Only, s.found); err != nil {
		return nil, false, err
	}
	for _, c := range s.layout.Columns {
		if at := s.found.column(c.ID); at > 0 {
			if !c.Optional && !c.Many {
				p.needed = append(p.needed, at)
			}
			if c.FillDown {
				p.fill = append(p.fill, at)
			}
		}
	}
	p.whoAs(s.layout.Organisation)
	p.who = newOrganisations(r.in, s.layout)
	if ok, err := r.periodOf(p, s); !ok || err != nil {
		return nil, false, err
	}
	p.combine = newCombiner(s.layout.Combine)
	return r.compileValues(p)
}

func (p *plan) whoAs(ids []string) {
	for _, id := range ids {
		if id[0] == '=' {
			p.whoFixed = id[1:]
		} else if at := p.found.column(id); at > 0 {
			p.whoAt = append(p.whoAt, at)
		}
	}
}

// periodOf finds the period of the sheet, unless rows or headings give it.
func (r *reader) periodOf(p *plan, s matched) (ok bool, err error) {
	rule := s.layout.Period
	if p.when, err = newPeriods(rule, r.in.Today, r.plannedValues); err != nil {
		return false, err
	}
	if p.whenAt = p.found.column(rule.Column); p.whenAt > 0 || rule.Heading {
		return true, nil
	}
	a, seen, at := r.periodText(p, s, rule)
	switch {
	case a == nil && r.everyUnitHasPeriod(s.layout):
		return true, nil
	case a == nil:
		r.fileFinding(PeriodMissing, p, at, seen)
	case a.problem == PeriodFuture:
		r.fileFinding(PeriodFutureFile, p, at, seen)
	case a.problem != "":
		r.fileFinding(PeriodUnreadable, p, at, seen)
	default:
		p.whenAll = a
		if other := !r.in.PeriodHint.IsZero() && r.in.PeriodHint != a.Period; other && p.layout.Form != nil {
			r.formFault(FormPeriod, at, seen, fmt.Sprintf("The form is for %s, but %s was chosen.", a.Period.Label(), r.in.PeriodHint.Label()), "")
			return false, nil
		} else if other {
			r.fileFinding(PeriodNotChosen, p, at, seen)
		}
		return true, nil
	}
	return false, nil
}

func (r *reader) everyUnitHasPeriod(s *maturity.SheetLayout) bool {
	for _, v := range s.Values {
		if v.Period == "" {
			return false
		}
	}
	return s.Matrix == nil
}

// periodText looks for the period where the rule says, in the order fixed, cell, sheet name, file name, sender.
func (r *reader) periodText(p *plan, s matched, rule maturity.PeriodRule) (a *periodAnswer, seen string, at maturity.Cell) {
	at = r.place(p, 0, 0)
	switch {
	case rule.Fixed != "":
		return p.when.text(rule.Fixed), rule.Fixed, at
	case rule.Cell == "title":
		a, seen, at = r.periodInTitle(p, s)
	case rule.Cell != "":
		seen, at = cellNamed(s.head, rule.Cell)
		a = p.when.text(seen)
	}
	if a == nil && rule.SheetTag {
		seen = s.head.Name
		a = p.when.text(seen)
	}
	if a == nil && rule.FileTag {
		seen = r.in.FileName
		a = p.when.text(r.fileTag(p))
	}
	if (a == nil || a.problem == PeriodCell) && rule.Sender && !r.in.PeriodHint.IsZero() {
		seen = r.in.PeriodHint.Code()
		a = p.when.answer(r.in.PeriodHint, false)
	}
	return a, seen, at
}

// fileTag is the part of the file's name that gives the period.
func (r *reader) fileTag(p *plan) string {
	if p.when.pattern != nil || p.layout.FileName == "" {
		return r.in.FileName
	}
	re, err := compilePattern(p.layout.FileName)
	if err != nil {
		return r.in.FileName
	}
	groups := re.FindStringSubmatch(r.in.FileName)
	if i := re.SubexpIndex("period"); i > 0 && groups != nil {
		return groups[i]
	}
	return r.in.FileName
}

// periodInTitle takes the first text above the header that holds a period.
func (r *reader) periodInTitle(p *plan, s matched) (*periodAnswer, string, maturity.Cell) {
	for _, row := range s.head.rows {
		if row.number >= s.found.row {
			break
		}
		for i := range row.cells {
			if a := p.when.read(&row.cells[i]); a.problem != PeriodCell {
				return a, row.text(i + 1), r.place(p, row.number, i+1)
			}
		}
	}
	return nil, "", r.place(p, 0, 0)
}

func cellNamed(h head, address string) (string, maturity.Cell) {
	for _, row := range h.rows {
		for i := range row.cells {
			at := maturity.Cell{Sheet: h.Name, Row: row.number, Column: i + 1}
			if at.A1() == address {
				return row.text(i + 1), at
			}
		}
	}
	return "", maturity.Cell{Sheet: h.Name}
}

func (r *reader) fileFinding(code string, p *plan, at maturity.Cell, seen string) {
	g, _ := r.issues.find(code, "", p.name)
	example(g, maturity.IssueExample{Cell: at, Seen: seen})
}

func (r *reader) place(p *plan, row, column int) maturity.Cell {
	return maturity.Cell{Sheet: p.name, Row: row, Column: column}
}

// fixedPeriod reads the period code of a rule.
func (p *plan) fixedPeriod(code string) (*periodAnswer, error) {
	if code == "" {
		return nil, nil
	}
	found, err := period.FromCode(code)
	if err != nil {
		return nil, maturity.Wrap(err, maturity.Internal, "A layout has a period that cannot be used.")
	}
	return p.when.answer(found, false), nil
}
