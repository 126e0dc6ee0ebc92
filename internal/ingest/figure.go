package ingest

import (
	"cmp"
	"math"
	"strings"

	"waymark/internal/maturity"
	"waymark/internal/sheet"
)

// figure is what a row says of one measure.
type figure struct {
	state       maturity.State
	flags       maturity.Flag
	value       float64
	numerator   float64
	denominator float64
	row, column int
	seen        string
	entry       *maturity.Entry
}

// reading is one cell read as a number or as a reason why there is none.
type reading struct {
	number
	state    maturity.State // Reported when it is a number; 0 when it is blank
	flags    maturity.Flag
	doubtful bool   // a mark that can mean two things
	problem  string // code of a rule
}

var nan = math.NaN()

// readCell reads a cell that should hold a figure.
func readCell(c *sheet.Cell, own map[string]maturity.State) reading {
	switch c.Kind {
	case sheet.Blank:
		return reading{}
	case sheet.Number:
		n := parseNumber(c.Text)
		if !n.ok {
			n = number{value: c.Number, ok: true}
		}
		if c.Percent {
			n.value, n.plain, n.percent, n.exact = n.hundredfold(), false, true, false
			n.decimals = max(n.decimals-2, 0)
		}
		return reading{number: n, state: maturity.Reported}
	case sheet.Date:
		return reading{problem: NotANumber}
	case sheet.Error:
		if c.Text == "#N/A" {
			return reading{state: maturity.NotAvailable, doubtful: true}
		}
		return reading{problem: SpreadsheetError}
	}
	return readText(c.Text, own)
}

func readText(text string, own map[string]maturity.State) reading {
	if n := parsePlain(text); n.ok {
		return reading{number: n, state: maturity.Reported}
	}
	if len(own) > 0 {
		if state, _, ok := markOf(text, own); ok {
			return reading{state: state}
		}
	}
	plain, flags := cutFlag(trimSpace(text))
	if n := parseDressed(plain); n.ok {
		rd := reading{number: n, state: maturity.Reported, flags: flags}
		switch n.bound {
		case -1:
			rd.state = maturity.BelowBound
		case 1:
			rd.state = maturity.AboveBound
		}
		return rd
	}
	if state, doubtful, ok := markOf(text, nil); ok {
		return reading{state: state, doubtful: doubtful}
	}
	if len(text) > 1 && text[0] == '#' && spreadsheetErrors[text] {
		return reading{problem: SpreadsheetError}
	}
	return reading{problem: NotANumber}
}

var spreadsheetErrors = map[string]bool{"#DIV/0!": true, "#REF!": true, "#VALUE!": true, "#NAME?": true, "#NUM!": true, "#NULL!": true, "#SPILL!": true, "#CALC!": true}

func (rd reading) hasNumber() bool {
	return rd.state == maturity.Reported || rd.state == maturity.BelowBound || rd.state == maturity.AboveBound
}

// figure reads and checks what a row says of a measure. ok is false when nothing is to be recorded.
func (r *reader) figure(p *plan, u *unit, m *measure, row sheet.Row, who *organisation) (f figure, ok bool) {
	f = figure{state: maturity.Reported, value: nan, numerator: nan, denominator: nan, row: row.Number, column: u.told(row.Cells)}
	if u.rule.Estimated {
		f.flags = maturity.Estimated
	}
	if u.inferred != nil && u.inferred[foldHeading(textAt(row.Cells, u.inferredAt))] {
		f.flags |= maturity.Inferred
	}
	at := finding{r: r, p: p, u: u, m: m, row: row, who: who}
	if !r.flags(&f, at) {
		return f, false
	}
	said, ok := r.stateSaid(at)
	if !ok {
		return f, false
	}
	if said == 0 && u.numerator > 0 && u.denominator > 0 && !(blankAt(row.Cells, u.numerator) && blankAt(row.Cells, u.denominator)) {
		ok = r.ratio(&f, at)
	} else {
		ok = r.single(&f, at, said)
	}
	if !ok {
		return f, false
	}
	for _, c := range u.conditions {
		if c.test.match(row.Cells) {
			f.flags |= c.flag
			if c.state != 0 && c.state != f.state {
				f.state, f.seen = c.state, textAt(row.Cells, f.column)
				if c.state != maturity.Reported {
					f.value, f.numerator = nan, nan
				}
			}
		}
	}
	if f.state >= maturity.NotApplicable && f.state <= maturity.LostInSource {
		f.flags &^= maturity.Estimated // there is no value to estimate
	}
	return f, r.check(&f, at)
}

// told is the column whose cell a figure is traced to: its own, or, where that is blank, the numerator, the denominator
// or the state that speaks for it.
func (u *unit) told(cells []sheet.Cell) int {
	for _, column := range [...]int{u.value, u.numerator, u.denominator, u.state} {
		if !blankAt(cells, column) {
			return column
		}
	}
	return cmp.Or(u.value, u.numerator)
}

// flags reads the column of marks.
func (r *reader) flags(f *figure, at finding) bool {
	if blankAt(at.row.Cells, at.u.flag) {
		return true
	}
	cell := cellAt(at.row.Cells, at.u.flag)
	flags, known := flagsOf(cell.Text)
	f.flags |= flags
	if !known {
		at.report(FlagUnknown, at.u.flag, cell.Text)
	}
	return true
}

// stateSaid reads the column of states: 0 when it says nothing or that the value is reported.
func (r *reader) stateSaid(at finding) (maturity.State, bool) {
	if blankAt(at.row.Cells, at.u.state) {
		return 0, true
	}
	cell := cellAt(at.row.Cells, at.u.state)
	if s, _, own := markOf(cell.Text, at.u.missing); own {
		return s, true
	}
	s, ok := stateWord(cell.Text)
	if !ok {
		at.report(StateUnknown, at.u.state, cell.Text)
		return 0, false
	}
	if s == maturity.Reported {
		s = 0
	}
	return s, true
}

// single reads a figure that is one cell, or that a state column speaks for.
func (r *reader) single(f *figure, at finding, said maturity.State) bool {
	cell := cellAt(at.row.Cells, at.u.value)
	rd := readCell(cell, at.u.missing)
	if at.u.kind == maturity.ValueYesNo || at.u.kind == maturity.ValueAggregate && at.m.Unit == maturity.UnitYesNo {
		rd = readYesNo(cell, at.u.missing)
	}
	if len(at.u.words) > 0 && said == 0 {
		if v, ok := at.u.words[strings.ToLower(trimSpace(cell.Text))]; ok {
			f.value, f.seen = v, cell.Text
			return true
		}
	}
	if rd.problem != "" {
		at.report(rd.problem, at.u.value, cell.Text)
		return false
	}
	if rd.doubtful && said == 0 {
		at.report(MissingUnclear, at.u.value, cell.Text)
	}
	f.flags |= rd.flags
	switch {
	case said != 0 && rd.hasNumber():
		return r.bounded(f, at, said, rd, cell)
	case said == maturity.BelowBound || said == maturity.AboveBound:
		at.report(StateAndValue, at.u.state, textAt(at.row.Cells, at.u.state))
		return false
	case said != 0:
		f.state = said
		return r.partsBeside(f, at)
	case rd.state == 0:
		if at.u.blank == 0 {
			if !blankAt(at.row.Cells, at.u.state) {
				at.report(StateAndValue, at.u.state, textAt(at.row.Cells, at.u.state))
			}
			return false
		}
		f.state = at.u.blank
		return true
	case !rd.hasNumber():
		f.state = rd.state
		f.seen = cell.Text
		return true
	}
	f.state = rd.state
	return at.u.convert(f, at, rd, cell)
}

// bounded takes a number beside a state: only bounds have one, and a nil return may say 0.
func (r *reader) bounded(f *figure, at finding, said maturity.State, rd reading, cell *sheet.Cell) bool {
	f.state = said
	switch {
	case said == maturity.BelowBound || said == maturity.AboveBound:
		return at.u.convert(f, at, rd, cell)
	case said == maturity.NilReturn && rd.value == 0:
		return r.partsBeside(f, at)
	}
	at.report(StateAndValue, at.u.value, cell.Text)
	return false
}

// convert brings a number into the measure's unit.
func (u *unit) convert(f *figure, at finding, rd reading, cell *sheet.Cell) bool {
	kind := u.kind
	if kind == maturity.ValueAggregate || kind == maturity.ValueRatio {
		kind = kindOf(at.m.Unit)
	}
	if kind == maturity.ValueEither {
		switch u.scale {
		case scaleFraction:
			kind = maturity.ValueFraction
		case scalePercent:
			kind = maturity.ValuePercent
		default:
			if !rd.percent {
				at.report(FractionUnclear, u.value, cell.Text)
				return false
			}
			kind = maturity.ValuePercent
		}
	}
	f.value = rd.value
	changed := !rd.exact
	switch kind {
	case maturity.ValueFraction:
		if !rd.percent {
			f.value, changed = rd.hundredfold(), true
		}
	case maturity.ValueCount:
		if rd.percent || rd.value != math.Trunc(rd.value) || rd.value < 0 {
			at.report(NotWhole, u.value, cell.Text)
			return false
		}
	case maturity.ValueYesNo:
		if rd.percent || rd.value != 0 && rd.value != 1 {
			at.report(NotANumber, u.value, cell.Text)
			return false
		}
	case maturity.ValueNumber:
		if rd.percent && at.m.Unit != maturity.UnitPercent {
			at.report(NotANumber, u.value, cell.Text)
			return false
		}
	}
	if changed {
		f.seen = cell.Text
		if cell.Percent {
			f.seen = ""
		}
	}
	if kind == maturity.ValuePercent && !rd.percent && f.state == maturity.Reported {
		at.m.notice(f.value, at)
	}
	return true
}

// kindOf is how a value of a unit is written in Waymark's own forms.
func kindOf(u maturity.Unit) maturity.ValueKind {
	switch u {
	case maturity.UnitPercent:
		return maturity.ValuePercent
	case maturity.UnitCount:
		return maturity.ValueCount
	case maturity.UnitYesNo:
		return maturity.ValueYesNo
	}
	return maturity.ValueNumber
}
