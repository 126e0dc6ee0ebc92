package ingest

import (
	"fmt"
	"math"
	"strconv"

	"waymark/internal/maturity"
	"waymark/internal/sheet"
)

// finding is where a rule is being applied.
type finding struct {
	r   *reader
	p   *plan
	u   *unit
	m   *measure
	row sheet.Row
	who *organisation
}

// report adds one occurrence of a rule at a column of the row; an error holds back the organisation.
func (at finding) report(code string, column int, seen string) {
	g, fresh := at.r.issues.find(code, at.p.found.heading(column), at.m.ID)
	if fresh {
		g.Message = fmt.Sprintf("%s (%s)", g.Message, at.m.Title)
		if expected := at.expected(code, column); expected != "" {
			g.Expected = expected
		}
	}
	if len(g.Examples) < maxExamples {
		example(g, maturity.IssueExample{Cell: at.r.place(at.p, at.row.Number, column), Seen: seen, Organisation: at.who.Code})
	}
	if g.Level == fault || ruleByCode[code].Level == fault {
		at.r.hold(at.who)
	}
}

// expected says what would be accepted in a column, where the rule is about bounds.
func (at finding) expected(code string, column int) string {
	if part := column != at.u.value && (column == at.u.numerator || column == at.u.denominator); part && code == BelowRange {
		return "A number of at least 0."
	}
	return at.m.expected(code)
}

// expected says what a measure would accept, where the rule is about its bounds.
func (m *measure) expected(code string) string {
	switch code {
	case BelowRange, AboveRange, AboveRangeKept:
		switch {
		case m.High == m.High && m.Low == m.Low:
			return "A value from " + plainNumber(m.Low) + " to " + plainNumber(m.High) + "."
		case m.Low == m.Low:
			return "A value of at least " + plainNumber(m.Low) + "."
		}
	}
	return ""
}

func plainNumber(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

// ratio reads numerator and denominator, computes the value, and compares it with the printed one, where there is one.
func (r *reader) ratio(f *figure, at finding) bool {
	u, cells := at.u, at.row.Cells
	n, okN := r.part(at, u.numerator)
	d, okD := r.part(at, u.denominator)
	if !okN || !okD {
		return false
	}
	printed := cellAt(cells, u.value)
	if n.state == 0 || d.state == 0 {
		return r.half(f, at, n, d, printed)
	}
	if n.state == maturity.Reported {
		f.numerator = n.value
	}
	if d.state == maturity.Reported {
		f.denominator = d.value
	}
	f.flags |= n.flags | d.flags
	switch {
	case n.state != maturity.Reported:
		f.state = missingPart(n.state)
		f.seen = textAt(cells, u.numerator)
		return true
	case d.state != maturity.Reported:
		f.state = missingPart(d.state)
		f.seen = textAt(cells, u.denominator)
		return true
	}
	if !r.divide(f, at) {
		return false
	}
	if printed.Kind != sheet.Blank {
		r.comparePrinted(f, at, printed)
	}
	return true
}

// missingPart is the state of a ratio one part of which is no number: a bound on a part gives no bound on the ratio.
func missingPart(s maturity.State) maturity.State {
	if s == maturity.BelowBound || s == maturity.AboveBound {
		return maturity.Suppressed
	}
	return s
}

// part reads a numerator or denominator.
func (r *reader) part(at finding, column int) (reading, bool) {
	cell := cellAt(at.row.Cells, column)
	rd := readCell(cell, at.u.missing)
	switch {
	case rd.problem != "":
		at.report(rd.problem, column, cell.Text)
		return rd, false
	case rd.state == maturity.Reported && rd.percent:
		at.report(NotANumber, column, cell.Text)
		return rd, false
	case rd.state == maturity.Reported && rd.value < 0:
		at.report(BelowRange, column, cell.Text)
		return rd, false
	case rd.doubtful:
		at.report(MissingUnclear, column, cell.Text)
	}
	return rd, true
}

// partsBeside keeps what is known of numerator and denominator where a state says why there is no value.
func (r *reader) partsBeside(f *figure, at finding) bool {
	for _, part := range []struct {
		column int
		value  *float64
	}{{at.u.numerator, &f.numerator}, {at.u.denominator, &f.denominator}} {
		if blankAt(at.row.Cells, part.column) {
			continue
		}
		rd, ok := r.part(at, part.column)
		if !ok {
			return false
		}
		if rd.state == maturity.Reported {
			*part.value = rd.value
		}
	}
	return true
}

// half is a ratio one part of which is blank: an error, unless the other gives a reason.
func (r *reader) half(f *figure, at finding, n, d reading, printed *sheet.Cell) bool {
	given, column := n, at.u.numerator
	if n.state == 0 {
		given, column = d, at.u.denominator
	}
	if !given.hasNumber() {
		f.state = given.state
		f.seen = textAt(at.row.Cells, column)
		return true
	}
	if n.state == 0 && at.u.kind == maturity.ValueRatio && printed.Kind == sheet.Blank {
		f.state, f.denominator = maturity.NotAvailable, d.value
		return true
	}
	at.report(RatioHalf, column, textAt(at.row.Cells, column))
	return false
}

// divide computes the value; nothing of nothing is a nil return.
func (r *reader) divide(f *figure, at finding) bool {
	switch {
	case f.numerator > f.denominator && at.m.isShare() && !(at.m.MayExceed && f.denominator > 0):
		at.report(NumeratorAbove, at.u.numerator, textAt(at.row.Cells, at.u.numerator)+" of "+textAt(at.row.Cells, at.u.denominator))
		return false
	case f.denominator == 0 && f.numerator == 0:
		f.state = maturity.NilReturn
	case f.denominator == 0:
		at.report(NumeratorAbove, at.u.numerator, textAt(at.row.Cells, at.u.numerator)+" of 0")
		return false
	default:
		f.value = at.m.per * f.numerator / f.denominator // whole counts are then rounded once: 407 of 500 is 81.4
	}
	return true
}

// isShare reports whether the numerator is a part of the denominator.
func (m *measure) isShare() bool { return m.Unit == maturity.UnitPercent }

// comparePrinted warns when the value in the file is not the computed one, as far as it was printed.
func (r *reader) comparePrinted(f *figure, at finding, printed *sheet.Cell) {
	rd := readCell(printed, at.u.missing)
	if rd.problem != "" || rd.state != maturity.Reported || f.state != maturity.Reported {
		return
	}
	value, decimals := rd.value, int(rd.decimals)
	fraction := at.u.kind == maturity.ValueFraction || at.u.kind == maturity.ValueEither && at.u.scale == scaleFraction
	if fraction && !rd.percent {
		value, decimals = rd.hundredfold(), decimals-2
	}
	if at.u.kind == maturity.ValueEither && at.u.scale == scaleUnknown && !rd.percent {
		return
	}
	tolerance := 0.500001*math.Pow(10, -float64(decimals)) + 1e-9*math.Abs(f.value)
	if math.Abs(value-f.value) > tolerance {
		at.report(PrintedDiffers, at.u.value, printed.Text)
	}
	if !rd.exact || rd.value != f.value {
		f.seen = printed.Text
	}
}

// check applies the bounds of the measure.
func (r *reader) check(f *figure, at finding) bool {
	m := at.m
	if f.value != f.value {
		return true
	}
	const slack = 1e-9
	seen := func() string {
		told := textAt(at.row.Cells, f.column)
		switch {
		case told != "" && f.column == at.u.value:
			return told
		case told != "" && f.numerator == f.numerator && f.denominator == f.denominator:
			return told + " of " + textAt(at.row.Cells, at.u.denominator)
		}
		return plainNumber(math.Round(f.value*1e4) / 1e4)
	}
	switch {
	case f.value < m.Low-slack:
		at.report(BelowRange, f.column, seen())
		return false
	case f.value > m.High+slack && m.MayExceed:
		at.report(AboveRangeKept, f.column, seen())
	case f.value > m.High+slack:
		at.report(AboveRange, f.column, seen())
		return false
	}
	return true
}

// notice remembers what is needed to tell a column of fractions.
func (m *measure) notice(v float64, at finding) {
	if m.values == 0 {
		m.heading, m.first = at.u.header, at.r.place(at.p, at.row.Number, at.u.value)
	}
	m.values++
	if v > 0 && v < 1 {
		m.inside++
	}
	m.largest = math.Max(m.largest, v)
}

// looksLikeFraction warns of a column of percentages none of which is above 1.
func (r *reader) looksLikeFraction(m *measure) {
	if m.Unit != maturity.UnitPercent || m.values < 3 || m.largest > 1 || m.inside < 2 {
		return
	}
	g, _ := r.issues.find(LooksLikeFraction, m.heading, m.ID)
	g.Count = m.values
	example(g, maturity.IssueExample{Cell: m.first})
}
