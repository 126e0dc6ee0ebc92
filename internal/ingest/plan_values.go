package ingest

import (
	"strings"

	"waymark/internal/maturity"
)

// compileValues makes the units of a plan from its value rules and matrix.
func (r *reader) compileValues(p *plan) (*plan, bool, error) {
	for i := range p.sheet.Values {
		if ok, err := r.compileRule(p, &p.sheet.Values[i]); !ok || err != nil {
			return nil, false, err
		}
	}
	if p.sheet.Matrix != nil {
		if err := r.compileMatrix(p, p.sheet.Matrix); err != nil {
			return nil, false, err
		}
	}
	return p, true, r.decideScales(p)
}

func (r *reader) compileRule(p *plan, v *maturity.ValueRule) (ok bool, err error) {
	base, err := r.baseUnit(p, v)
	if err != nil {
		return false, err
	}
	switch {
	case v.FieldColumn != "":
		first, err := r.pairRule(p, v)
		if err != nil || !first {
			return err == nil, err
		}
		return r.spread(p, v, base)
	case v.MeasureHeading:
		r.measureUnits(p, base)
		return true, nil
	}
	if v.Measure != "" {
		if base.fixed = r.names.id(v.Measure); base.fixed == nil {
			return false, maturity.Errorf(maturity.Internal, "The layout %s speaks of a measure %q that is not declared.", p.layout.ID, v.Measure)
		}
	} else {
		base.names = r.rowMeasures(p, v)
	}
	return r.spread(p, v, base)
}

// baseUnit is what all units of a rule share.
func (r *reader) baseUnit(p *plan, v *maturity.ValueRule) (unit, error) {
	u := unit{rule: v, kind: v.Kind, who: v.Organisation, once: v.Organisation != ""}
	u.numerator, u.denominator = p.found.column(v.Numerator), p.found.column(v.Denominator)
	u.state, u.flag, u.field = p.found.column(v.StateColumn), p.found.column(v.FlagColumn), p.found.column(v.FieldColumn)
	u.comment, u.revision = p.found.column(v.CommentColumn), p.found.column(v.RevisionColumn)
	u.words, u.missing = lowerKeys(v.Words), lowerKeys(v.Missing)
	var err error
	if u.when, err = p.fixedPeriod(v.Period); err != nil {
		return u, err
	}
	if u.only, err = cellTests(v.Only, p.found); err != nil {
		return u, err
	}
	u.conditions, err = conditions(v.When, p.found)
	return u, err
}

// lowerKeys folds the texts of a table; nil when it is empty.
func lowerKeys[T any](table map[string]T) map[string]T {
	if len(table) == 0 {
		return nil
	}
	out := make(map[string]T, len(table))
	for text, v := range table {
		out[strings.ToLower(trimSpace(text))] = v
	}
	return out
}

// spread adds a unit for each column of the rule's value: one, or one a period of a wide sheet.
func (r *reader) spread(p *plan, v *maturity.ValueRule, base unit) (ok bool, err error) {
	columns := p.found.columns[v.Column]
	if len(columns) == 0 {
		if base.numerator > 0 {
			base.header = p.found.heading(base.numerator)
			p.units = append(p.units, &base)
		}
		return true, nil
	}
	for _, column := range columns {
		u := base
		u.value, u.header = column, p.found.heading(column)
		if p.sheet.Period.Heading && u.when == nil {
			u.when = p.when.text(u.header)
			if u.when.problem != "" {
				code := PeriodUnreadable
				if u.when.problem == PeriodFuture {
					code = PeriodFutureFile
				}
				r.fileFinding(code, p, r.place(p, p.found.row, column), u.header)
				return false, nil
			}
		}
		p.units = append(p.units, &u)
	}
	return true, nil
}

// measureUnits adds a unit for each measure that headings name, with its numerator and denominator columns, and says
// which columns of the form were not understood.
func (r *reader) measureUnits(p *plan, base unit) {
	by := map[*measure]*unit{}
	known := map[int]bool{}
	for _, c := range measureColumns(p.found, r.names) {
		known[c.column] = true
		u := by[c.measure]
		if u == nil {
			copied := base
			u = &copied
			u.fixed = c.measure
			by[c.measure] = u
			p.units = append(p.units, u)
		}
		at := map[headingPart]*int{partValue: &u.value, partNumerator: &u.numerator, partDenominator: &u.denominator}[c.part]
		if *at > 0 {
			g, _ := r.issues.find(HeadingTwice, p.found.heading(c.column), p.name)
			example(g, maturity.IssueExample{Cell: r.place(p, p.found.row, c.column), Seen: p.found.heading(c.column)})
		}
		*at = c.column
		if u.header == "" || c.part == partValue {
			u.header = p.found.heading(c.column)
		}
	}
	r.unusedColumns(p, known)
}

// unusedColumns warns of headings of a wide form that name no measure.
func (r *reader) unusedColumns(p *plan, known map[int]bool) {
	for _, columns := range p.found.columns {
		for _, c := range columns {
			known[c] = true
		}
	}
	for column := 1; column < len(p.found.headings); column++ {
		heading := p.found.headings[column]
		if heading == "" || known[column] {
			continue
		}
		g, _ := r.issues.find(ColumnNotUsed, heading, p.name)
		text, _ := cutPart(withoutMarks(heading))
		example(g, maturity.IssueExample{Cell: r.place(p, p.found.row, column), Seen: heading, Suggestions: r.names.closest(text)})
	}
}
