package board

import (
	"fmt"
	"slices"
	"strings"

	"waymark/internal/maturity"
	"waymark/internal/spc"
)

// AssuranceMatrix places organisations, or the measures of one organisation, by what their control charts say: whether
// the latest figure is more than the usual variation, and whether the target will be met if nothing changes. Everyone it
// speaks of stands in exactly one cell, or in one list apart.
type AssuranceMatrix struct {
	Title    string // whose: the measure's title, or the organisation's name
	Noun     string // "organisation" or "measure": what is placed
	Sentence string // what it says, by fixed rules
	Columns  []AssuranceAxis
	Rows     []AssuranceRow
	Apart    []AssuranceApart // those without a control chart, by the reason; empty lists are left out
	Placed   int              // in a cell
	Total    int              // in cells and lists
}

// AssuranceAxis is the meaning of a row or column.
type AssuranceAxis struct {
	Icon  spc.Icon // its letter and picture; the words always stand beside it
	Words string
}

// AssuranceRow is one verdict of variation with a cell for each column.
type AssuranceRow struct {
	AssuranceAxis
	Cells []AssuranceCell
}

// AssuranceCell holds those with the same two verdicts, by name.
type AssuranceCell struct {
	Head    string // the words of its column, for small screens
	Asks    bool   // those in it miss the target, or get worse without being sure to meet it
	Entries []AssuranceEntry
}

// AssuranceEntry is one series that is placed.
type AssuranceEntry struct {
	Organisation maturity.Organisation
	Measure      maturity.Measure
	Label        string // the organisation's short name, or the measure's title
	Target       string // id of the one they are judged by; "" for none
	Note         string // "10 figures", where there is no chart
}

// AssuranceApart lists those that cannot be placed, for one reason.
type AssuranceApart struct {
	Words   string
	Entries []AssuranceEntry
}

// The rows and columns in the order in which they are read: what asks for attention first.
var (
	variationAxis = []AssuranceAxis{
		{spc.Icon{Kind: "variation", Letter: "W", Colour: "orange"}, "Getting worse"},
		{spc.Icon{Kind: "variation", Letter: "C", Colour: "purple"}, "Changing, neither better nor worse"},
		{spc.Icon{Kind: "variation", Colour: "grey"}, "No change: usual variation"},
		{spc.Icon{Kind: "variation", Letter: "I", Colour: "blue"}, "Getting better"},
	}
	assuranceAxis = []AssuranceAxis{
		{spc.Icon{Kind: "assurance", Letter: "F", Colour: "orange"}, "Misses the target"},
		{spc.Icon{Kind: "assurance", Letter: "?", Colour: "grey"}, "Hit or miss"},
		{spc.Icon{Kind: "assurance", Letter: "P", Colour: "blue"}, "Meets the target"},
		{spc.Icon{}, "No target to judge by"},
	}
	apartWords = []string{
		fmt.Sprintf("Too few figures for a control chart, which needs %d", spc.LeastShown),
		"Hardly ever changes, so usual variation cannot be told",
		"No figure",
	}
)

const (
	rowWorse, rowSpecial, rowUsual, rowBetter        = 0, 1, 2, 3
	columnFails, columnEither, columnMeets, noTarget = 0, 1, 2, 3
	apartFew, apartFlat, apartNone                   = 0, 1, 2
)

var variationRow = map[string]int{
	spc.ConcernHigh.String(): rowWorse, spc.ConcernLow.String(): rowWorse, spc.NeutralHigh.String(): rowSpecial, spc.NeutralLow.String(): rowSpecial,
	spc.CommonCause.String(): rowUsual, spc.ImprovementHigh.String(): rowBetter, spc.ImprovementLow.String(): rowBetter,
}

var assuranceColumn = map[string]int{spc.Fail.String(): columnFails, spc.Inconsistent.String(): columnEither, spc.Pass.String(): columnMeets}

// placed is a series with its control chart; nil: none is stored.
type placed struct {
	AssuranceEntry
	control *maturity.Control
}

// where is the cell of a control chart, or the list apart.
func where(c *maturity.Control) (row, column, apart int) {
	if c == nil || c.Status == maturity.ControlTooFew && c.Count == 0 {
		return -1, -1, apartNone
	}
	row, told := variationRow[c.Variation]
	switch {
	case c.Status == maturity.ControlCharted && told:
		column, judged := assuranceColumn[c.Assurance]
		if !judged {
			column = noTarget
		}
		return row, column, -1
	case c.Status == maturity.ControlTooLittleVariation:
		return -1, -1, apartFlat
	}
	return -1, -1, apartFew
}

// assuranceOf places the series. It needs the plural of its noun with an s.
func assuranceOf(title, noun string, list []placed) *AssuranceMatrix {
	m := &AssuranceMatrix{Title: title, Noun: noun, Total: len(list), Columns: assuranceAxis}
	slices.SortStableFunc(list, func(x, y placed) int { return strings.Compare(x.Label, y.Label) })
	for at, axis := range variationAxis {
		row := AssuranceRow{AssuranceAxis: axis, Cells: make([]AssuranceCell, len(assuranceAxis))}
		for i := range row.Cells {
			row.Cells[i].Head = assuranceAxis[i].Words
			row.Cells[i].Asks = i == columnFails || at == rowWorse && i != columnMeets
		}
		m.Rows = append(m.Rows, row)
	}
	lists := make([]AssuranceApart, len(apartWords))
	for _, p := range list {
		row, column, apart := where(p.control)
		if apart < 0 {
			m.Placed++
			m.Rows[row].Cells[column].Entries = append(m.Rows[row].Cells[column].Entries, p.AssuranceEntry)
			continue
		}
		if p.control != nil && apart == apartFew {
			p.Note = maturity.Count(p.control.Count, "figure", "figures")
		}
		lists[apart].Entries = append(lists[apart].Entries, p.AssuranceEntry)
	}
	for i, l := range lists {
		if l.Words = apartWords[i]; len(l.Entries) > 0 {
			m.Apart = append(m.Apart, l)
		}
	}
	m.Sentence = m.sentence()
	m.narrow()
	return m
}

// narrow leaves out the columns that nobody can stand in: those about a target where nobody has one, that of no target
// where everybody has.
func (m *AssuranceMatrix) narrow() {
	from, to := 0, len(m.Columns)
	switch len(m.columnNames(noTarget)) {
	case 0:
		to = noTarget
	case m.Placed:
		from = noTarget
	}
	m.Columns = m.Columns[from:to]
	for i := range m.Rows {
		m.Rows[i].Cells = m.Rows[i].Cells[from:to]
	}
}

// sentence says who gets worse and who will miss the target if nothing changes, out of how many, and for how many
// nothing can be said.
func (m *AssuranceMatrix) sentence() string {
	switch {
	case m.Total == 0:
		return "There is nothing to place: no " + m.Noun + " has this figure."
	case m.Total == 1 && m.Placed == 0:
		return fmt.Sprintf("Nothing can be said yet: the only %s has no control chart, which needs %d figures of one kind of period.", m.Noun, spc.LeastShown)
	case m.Placed == 0:
		return fmt.Sprintf("Nothing can be said yet: none of %s has a control chart, which needs %d figures of one kind of period.", m.count(m.Total), spc.LeastShown)
	}
	worse, misses := m.rowNames(rowWorse), m.columnNames(columnFails)
	text, none, there := "", "None", "There"
	switch {
	case len(worse) > 0:
		text = fmt.Sprintf("%d of %s %s worse: %s. ", len(worse), m.count(m.Placed), getsGet(len(worse)), named(worse))
	case len(misses) == 0:
		text = fmt.Sprintf("Of %s with a control chart none gets worse, and ", m.count(m.Placed))
		none, there = "none", "there"
	}
	switch {
	case len(m.columnNames(noTarget)) == m.Placed:
		text += there + " is no target to judge by."
	case len(misses) == 0:
		text += none + " will miss the target every time if nothing changes."
	case len(worse) == 0:
		text += fmt.Sprintf("%d of %s will miss the target every time if nothing changes: %s. None gets worse.", len(misses), m.count(m.Placed), named(misses))
	default:
		text += fmt.Sprintf("%d will miss the target every time if nothing changes: %s.", len(misses), named(misses))
	}
	if rest := m.Total - m.Placed; rest > 0 {
		text += fmt.Sprintf(" For %s more nothing can be said.", maturity.Number(float64(rest), 0))
	}
	return text
}

func (m *AssuranceMatrix) count(n int) string { return maturity.Count(n, m.Noun, m.Noun+"s") }

func getsGet(n int) string {
	if n == 1 {
		return "gets"
	}
	return "get"
}

func (m *AssuranceMatrix) rowNames(row int) (names []string) {
	for _, cell := range m.Rows[row].Cells {
		names = append(names, labels(cell.Entries)...)
	}
	slices.Sort(names)
	return names
}

func (m *AssuranceMatrix) columnNames(column int) (names []string) {
	for _, row := range m.Rows {
		names = append(names, labels(row.Cells[column].Entries)...)
	}
	slices.Sort(names)
	return names
}

func labels(entries []AssuranceEntry) []string {
	out := make([]string, len(entries))
	for i, e := range entries {
		out[i] = e.Label
	}
	return out
}

// assurance fills a board's panel: the members by the panel's one measure, or, where it names several or the subject has
// no members that return it, the subject's own measures.
func (b *Builder) assurance(p maturity.Panel, q Query, d *data) *AssuranceMatrix {
	measures := b.panelMeasures(p)
	if len(measures) == 1 {
		m, _ := b.catalogue.Measure(measures[0])
		members := slices.DeleteFunc(slices.Clone(d.members), func(o maturity.Organisation) bool { return len(p.Kinds) > 0 && !slices.Contains(p.Kinds, o.Kind) })
		if list := b.placedOrganisations(m, members, d); len(list) > 0 {
			return assuranceOf(m.Title, "organisation", list)
		}
	}
	return assuranceOf(q.Subject.ShortName, "measure", b.placedMeasures(measures, q.Subject, d))
}

// placedOrganisations are those that return the measure, and others of their kinds, from which one could be expected.
func (b *Builder) placedOrganisations(m maturity.Measure, members []maturity.Organisation, d *data) (out []placed) {
	asked := map[string]bool{}
	for _, o := range members {
		asked[o.Kind] = asked[o.Kind] || len(d.trajectories[seriesKey{o.ID, m.ID}]) > 0 && slices.Contains(m.Kinds, o.Kind)
	}
	for _, o := range members {
		list := d.trajectories[seriesKey{o.ID, m.ID}]
		if len(list) == 0 && !asked[o.Kind] {
			continue // nobody asks it for one
		}
		main := b.mainTrajectory(list)
		out = append(out, placed{AssuranceEntry{Organisation: o, Measure: m, Label: o.ShortName, Target: main.Target}, main.Control})
	}
	return out
}

// placedMeasures are those that the organisation has any figure of.
func (b *Builder) placedMeasures(measures []string, o maturity.Organisation, d *data) (out []placed) {
	for _, id := range measures {
		if list := d.trajectories[seriesKey{o.ID, id}]; len(list) > 0 {
			m, _ := b.catalogue.Measure(id)
			main := b.mainTrajectory(list)
			out = append(out, placed{AssuranceEntry{Organisation: o, Measure: m, Label: rowTitle(m), Target: main.Target}, main.Control})
		}
	}
	return out
}

// mainTrajectory is the one against the target that leads: the stated one that is due first, otherwise the first.
func (b *Builder) mainTrajectory(list []maturity.Trajectory) maturity.Trajectory {
	if len(list) == 0 {
		return maturity.Trajectory{}
	}
	rows := make([]TargetRow, len(list))
	for i, t := range list {
		rows[i].Target, _ = b.target(t.Target)
	}
	return list[mainTarget(rows)]
}

// mostNamed is how many names a sentence holds before it counts the rest.
const mostNamed = 5

// named lists names in a sentence.
func named(names []string) string {
	if len(names) > mostNamed+1 {
		names = append(slices.Clone(names[:mostNamed]), fmt.Sprintf("%d more", len(names)-mostNamed))
	}
	return list(names)
}
