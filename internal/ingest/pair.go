package ingest

import (
	"math"

	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/sheet"
)

// pairs joins figures that stand on rows of their own, told apart by a field column: the numerator on one row, its
// denominator on another, of the same organisation and period.
type pairs struct {
	slots    map[string]int // folded field name -> slot
	rules    []pairRule
	open     map[pairKey]*pairGroup
	done     map[pairKey]struct{}
	order    []pairKey
	columns  map[string]bool // ids of value columns that have their units
	last     string
	lastSlot int
}

type pairRule struct {
	unit        unit
	numerator   int // slot
	denominator int // slot; -1 when the figure is the value itself
}

type pairKey struct {
	organisation maturity.OrganisationID
	period       period.Period
}

type pairGroup struct {
	who   *organisation
	when  *periodAnswer
	slots []slot
	full  int
}

// slot is one figure of a group.
type slot struct {
	value  float64
	row    int32
	column int16
	state  maturity.State // 0: no row yet
}

// mostOpenPairs bounds the memory of groups that wait for rows.
const mostOpenPairs = 200_000

// pairRule adds a rule; first says that its column of values is not read by another rule yet.
func (r *reader) pairRule(p *plan, v *maturity.ValueRule) (first bool, err error) {
	if p.pairs == nil {
		p.pairs = &pairs{slots: map[string]int{}, open: map[pairKey]*pairGroup{}, done: map[pairKey]struct{}{}, columns: map[string]bool{}, lastSlot: -1}
	}
	u, err := r.baseUnit(p, v)
	if err != nil {
		return false, err
	}
	if u.fixed = r.names.id(v.Measure); u.fixed == nil {
		return false, maturity.Errorf(maturity.Internal, "The layout %s speaks of a measure %q that is not declared.", p.layout.ID, v.Measure)
	}
	rule := pairRule{unit: u, numerator: p.pairs.slot(v.NumeratorField), denominator: -1}
	if v.DenominatorField != "" {
		rule.denominator = p.pairs.slot(v.DenominatorField)
	}
	p.pairs.rules = append(p.pairs.rules, rule)
	first = !p.pairs.columns[v.Column]
	p.pairs.columns[v.Column] = true
	return first, nil
}

// slot is the number of a field.
func (ps *pairs) slot(field string) int {
	folded := foldHeading(field)
	if i, ok := ps.slots[folded]; ok {
		return i
	}
	ps.slots[folded] = len(ps.slots)
	return len(ps.slots) - 1
}

// slotOf is the slot of a row's field, -1 for fields no rule uses.
func (ps *pairs) slotOf(field string) int {
	if field == ps.last {
		return ps.lastSlot
	}
	i, ok := ps.slots[foldHeading(field)]
	if !ok {
		i = -1
	}
	ps.last, ps.lastSlot = field, i
	return i
}

// pairCell takes one row of a paired sheet.
func (r *reader) pairCell(p *plan, u *unit, row sheet.Row) error {
	ps := p.pairs
	i := ps.slotOf(textAt(row.Cells, u.field))
	if i < 0 || blankAt(row.Cells, u.value) {
		return nil
	}
	when := r.periodAt(p, u, row)
	if when == nil {
		return nil
	}
	who := r.organisationAt(p, u, row, when)
	if who == nil {
		return nil
	}
	key := pairKey{who.ID, when.Period}
	group := ps.open[key]
	if group == nil {
		if len(ps.open) >= mostOpenPairs {
			return &sheet.Fault{Code: RowsScattered, Sentence: ruleByCode[RowsScattered].Meaning, Expected: ruleByCode[RowsScattered].Remedy}
		}
		group = &pairGroup{who: who, when: when, slots: make([]slot, len(ps.slots))}
		if _, again := ps.done[key]; !again {
			ps.order = append(ps.order, key)
		}
		ps.open[key] = group
	}
	return r.fillSlot(p, u, row, group, key, i)
}

// fillSlot reads the figure of a row into its group; a complete group is given at once and forgotten.
func (r *reader) fillSlot(p *plan, u *unit, row sheet.Row, group *pairGroup, key pairKey, i int) error {
	cell := cellAt(row.Cells, u.value)
	at := finding{r: r, p: p, u: u, m: p.pairs.measureOf(i), row: row, who: group.who}
	rd := readCell(cell, u.missing)
	switch {
	case rd.problem != "":
		at.report(rd.problem, u.value, cell.Text)
		return nil
	case rd.state == maturity.Reported && rd.percent:
		at.report(NotANumber, u.value, cell.Text)
		return nil
	case rd.state == maturity.Reported && rd.value < 0:
		at.report(BelowRange, u.value, cell.Text)
		return nil
	case rd.doubtful:
		at.report(MissingUnclear, u.value, cell.Text)
	}
	s := &group.slots[i]
	if s.state != 0 {
		r.pairTwice(at, s, rd, cell)
		return nil
	}
	*s = slot{rd.value, int32(row.Number), int16(u.value), rd.state}
	if group.full++; group.full < len(group.slots) {
		return nil
	}
	delete(p.pairs.open, key)
	p.pairs.done[key] = struct{}{}
	return r.givePairs(p, group)
}

// measureOf is a measure that uses a slot, to say what a finding is about.
func (ps *pairs) measureOf(slot int) *measure {
	for i := range ps.rules {
		if ps.rules[i].numerator == slot {
			return ps.rules[i].unit.fixed
		}
	}
	for i := range ps.rules {
		if ps.rules[i].denominator == slot {
			return ps.rules[i].unit.fixed
		}
	}
	return nil
}

// pairTwice reports a field that is given twice for an organisation and period.
func (r *reader) pairTwice(at finding, s *slot, rd reading, cell *sheet.Cell) {
	code := DuplicateRows
	if s.state != rd.state || s.value != rd.value {
		code = ConflictingRows
		r.hold(at.who)
	}
	g, _ := r.issues.find(code, at.p.found.heading(at.u.value), at.m.ID)
	if len(g.Examples) < maxExamples {
		other := r.place(at.p, int(s.row), int(s.column))
		example(g, maturity.IssueExample{Cell: r.place(at.p, at.row.Number, at.u.value), Other: &other, Seen: cell.Text, Organisation: at.who.Code})
	}
}

// flushPairs gives the groups that never became complete, in the order in which they began.
func (r *reader) flushPairs(p *plan) error {
	for _, key := range p.pairs.order {
		if group := p.pairs.open[key]; group != nil {
			if err := r.givePairs(p, group); err != nil {
				return err
			}
		}
	}
	p.pairs = nil
	return nil
}

// givePairs makes the observations of a group.
func (r *reader) givePairs(p *plan, group *pairGroup) error {
	for i := range p.pairs.rules {
		rule := &p.pairs.rules[i]
		n := group.slots[rule.numerator]
		if n.state == 0 {
			continue
		}
		r.losing = 0
		f, ok := r.pairFigure(p, rule, group, n)
		if !ok && r.losing != 0 {
			r.lost[r.losing]++
			r.losing = 0
		}
		if !ok {
			continue
		}
		u := rule.unit
		u.value = int(n.column)
		if err := r.emit(p, &u, u.fixed, group.who, group.when, f); err != nil {
			return err
		}
	}
	return nil
}

// pairFigure computes and checks one figure of a group, as ratio does for figures of one row.
func (r *reader) pairFigure(p *plan, rule *pairRule, group *pairGroup, n slot) (figure, bool) {
	u := rule.unit
	u.value, u.numerator, u.header = int(n.column), int(n.column), p.found.heading(int(n.column))
	f := figure{state: maturity.Reported, value: nan, numerator: nan, denominator: nan, row: int(n.row), column: int(n.column)}
	at := finding{r: r, p: p, u: &u, m: u.fixed, row: sheet.Row{Number: int(n.row)}, who: group.who}
	switch {
	case rule.denominator < 0 && (n.state == maturity.Reported || n.state == maturity.BelowBound || n.state == maturity.AboveBound):
		f.state, f.value = n.state, n.value
		if u.kind == maturity.ValueCount && n.value != math.Trunc(n.value) {
			at.report(NotWhole, u.value, plainNumber(n.value))
			return f, false
		}
		return f, r.check(&f, at)
	case n.state != maturity.Reported:
		f.state = missingPart(n.state)
		if d := group.slots[max(rule.denominator, 0)]; rule.denominator >= 0 && d.state == maturity.Reported {
			f.denominator = d.value
		}
		return f, true
	}
	d := group.slots[rule.denominator]
	f.numerator = n.value
	switch {
	case d.state == 0:
		at.report(PairIncomplete, u.value, "")
		return f, false
	case d.state != maturity.Reported:
		f.state = missingPart(d.state)
		return f, true
	}
	f.denominator = d.value
	return f, r.divide(&f, at) && r.check(&f, at)
}
