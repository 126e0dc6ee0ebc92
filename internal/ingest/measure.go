package ingest

import (
	"slices"
	"strings"

	"waymark/internal/maturity"
)

// measure is a measure with what checking keeps per file.
type measure struct {
	maturity.Measure
	per  float64 // numerator over denominator times this is the value
	seen bool

	// For noticing fractions in a column of percentages.
	values, inside int64
	largest        float64
	heading        string
	first          maturity.Cell
}

// measureNames finds measures by what people call them: the id, "Title (id)", or a title or short name no other has.
type measureNames struct {
	catalogue *maturity.Catalogue
	byID      map[string]*measure
	byName    map[string]string // folded title or short name -> id; "" when several have it
}

func newMeasureNames(c *maturity.Catalogue) *measureNames {
	n := &measureNames{catalogue: c, byID: map[string]*measure{}, byName: map[string]string{}}
	for _, m := range c.Measures {
		for _, name := range []string{m.Title, m.Short} {
			folded := maturity.FoldName(name)
			if other, taken := n.byName[folded]; taken && other != m.ID {
				n.byName[folded] = ""
			} else {
				n.byName[folded] = m.ID
			}
		}
	}
	return n
}

// id is the measure of an id, nil when there is none.
func (n *measureNames) id(id string) *measure {
	if m, ok := n.byID[id]; ok {
		return m
	}
	found, ok := n.catalogue.Measure(id)
	if !ok {
		return nil
	}
	m := &measure{Measure: found, per: found.Per}
	if m.per == 0 {
		m.per = 1
		if found.Unit == maturity.UnitPercent {
			m.per = 100
		}
	}
	n.byID[found.ID] = m
	return m
}

// find is the measure that text names, nil when none or several.
func (n *measureNames) find(text string) *measure {
	text = trimSpace(text)
	if m := n.id(text); m != nil {
		return m
	}
	if open := strings.LastIndexByte(text, '('); open >= 0 && strings.HasSuffix(text, ")") {
		if m := n.id(trimSpace(text[open+1 : len(text)-1])); m != nil {
			return m
		}
	}
	if m := n.id(strings.ToLower(text)); m != nil {
		return m
	}
	if id := n.byName[maturity.FoldName(text)]; id != "" {
		return n.id(id)
	}
	return nil
}

// closest offers at most three measures with an id or title like text.
func (n *measureNames) closest(text string) []string {
	type near struct {
		words    string
		distance int
	}
	var all []near
	folded := maturity.FoldName(withoutMarks(text))
	for _, m := range n.catalogue.Measures {
		d := min(maturity.EditDistance(folded, maturity.FoldName(m.ID)), maturity.EditDistance(folded, maturity.FoldName(m.Title)))
		if d <= len(folded)/3+1 {
			all = append(all, near{m.ID + " " + m.Title, d})
		}
	}
	slices.SortStableFunc(all, func(a, b near) int { return a.distance - b.distance })
	var out []string
	for _, s := range all[:min(3, len(all))] {
		out = append(out, s.words)
	}
	return out
}

// headingPart is which of a measure's three columns a heading of the wide form stands for.
type headingPart uint8

const (
	partValue headingPart = iota
	partNumerator
	partDenominator
)

// measureColumn is a column of the wide form.
type measureColumn struct {
	column  int
	measure *measure
	part    headingPart
}

// measureColumns finds the headings that name a measure among the columns no other role has taken.
func measureColumns(l *located, names *measureNames) []measureColumn {
	taken := map[int]bool{}
	for _, columns := range l.columns {
		for _, c := range columns {
			taken[c] = true
		}
	}
	var out []measureColumn
	for column := 1; column < len(l.headings); column++ {
		if l.headings[column] == "" || taken[column] {
			continue
		}
		text, part := cutPart(withoutMarks(l.headings[column]))
		if m := names.find(text); m != nil {
			out = append(out, measureColumn{column, m, part})
		}
	}
	return out
}

// cutPart takes " numerator" or " denominator" off a heading.
func cutPart(heading string) (string, headingPart) {
	lower := strings.ToLower(heading)
	for part, word := range map[headingPart]string{partNumerator: "numerator", partDenominator: "denominator"} {
		if rest, found := strings.CutSuffix(lower, word); found && rest != "" {
			return strings.TrimRight(heading[:len(rest)], " :,-_"), part
		}
	}
	return heading, partValue
}

// matrixColumns finds the columns of a matrix that stand for organisations.
func matrixColumns(m *maturity.MatrixRule, l *located) []int {
	from := l.column(m.From)
	if from == 0 {
		from = l.column(m.RowHeading)
	}
	if from == 0 {
		return nil
	}
	var out []int
	for column := from + 1; column < len(l.headings); column++ {
		skip := slices.ContainsFunc(m.Skip, func(h string) bool { return foldHeading(h) == foldHeading(l.headings[column]) })
		if l.headings[column] != "" && !skip {
			out = append(out, column)
		}
	}
	return out
}
