package ingest

import (
	"waymark/internal/maturity"
)

const defaultSearchRows = 50

// located is where a sheet layout's header was found, or came closest to being found.
type located struct {
	at       int // index in head.rows of the header's last row; -1 without a header
	row      int // its row number; 0 without a header
	columns  map[string][]int
	headings []string // by column from 1; index 0 unused
	missing  []string // headings that are required and absent
	excess   []string // headings that must be absent and are there
	twice    []string // headings that stand over two columns
	required int
}

func (l *located) fits() bool { return l != nil && len(l.missing) == 0 && len(l.excess) == 0 }

// column is the first column of an id, 0 when it is absent.
func (l *located) column(id string) int {
	if c := l.columns[id]; len(c) > 0 {
		return c[0]
	}
	return 0
}

// heading is the text over a column.
func (l *located) heading(column int) string {
	if column > 0 && column < len(l.headings) {
		return l.headings[column]
	}
	return ""
}

// locate looks for the header of a sheet layout among the first rows: the first row, or pair of rows, that has every
// required heading; otherwise the one that has most.
func locate(s *maturity.SheetLayout, h head, names *measureNames) (*located, error) {
	if s.NoHeader {
		return locateByWidth(s, h), nil
	}
	tests := make([][]headingTest, len(s.Columns))
	for i, c := range s.Columns {
		var err error
		if tests[i], err = compileHeadings(c.Headings); err != nil {
			return nil, err
		}
	}
	most := s.SearchRows
	if most == 0 {
		most = defaultSearchRows
	}
	var best *located
	for i, row := range h.rows {
		if row.number > most {
			break
		}
		headings, groups, ok := headerAt(h, i, s.HeaderRows)
		if !ok || best != nil && 2*filled(headings) < best.required {
			continue
		}
		found := columnsOf(s, tests, headings, groups, h.fold)
		found.at, found.row = i+max(s.HeaderRows, 1)-1, h.rows[i+max(s.HeaderRows, 1)-1].number
		requireValueHeadings(s, found, names)
		found.exclude(s.Absent)
		if best == nil || len(found.missing) < len(best.missing) {
			best = found
		}
		if best.fits() {
			return best, nil
		}
	}
	return best, nil
}

func filled(headings []string) int {
	n := 0
	for _, h := range headings {
		if h != "" {
			n++
		}
	}
	return n
}

// locateByWidth matches a file without a header by its number of columns.
func locateByWidth(s *maturity.SheetLayout, h head) *located {
	l := &located{at: -1, columns: map[string][]int{}, required: 1}
	for _, c := range s.Columns {
		l.columns[c.ID] = []int{c.Index}
	}
	if len(h.rows) == 0 || len(h.rows[0].cells) > s.NumberOfColumns || len(h.rows[0].cells) < s.NumberOfColumns-lastBlank(s) {
		l.missing = []string{"rows of exactly the declared number of columns"}
	}
	return l
}

// lastBlank is how many of the last columns may be blank, and so left out, in a file without a header.
func lastBlank(s *maturity.SheetLayout) int {
	last := 0
	for _, c := range s.Columns {
		if !c.Optional {
			last = max(last, c.Index)
		}
	}
	return max(0, s.NumberOfColumns-last)
}

// headerAt gives the headings by column of the header that starts at row i. In a two-row header the first row holds
// groups, filled to the right; a column without a second heading keeps its first one (cells merged downwards).
func headerAt(h head, i, rows int) (headings, groups []string, ok bool) {
	if rows < 2 {
		headings = make([]string, len(h.rows[i].cells)+1)
		for c := 1; c < len(headings); c++ {
			headings[c] = h.rows[i].text(c)
		}
		return headings, nil, true
	}
	if i+1 >= len(h.rows) || h.rows[i+1].number != h.rows[i].number+1 {
		return nil, nil, false
	}
	top, low := h.rows[i], h.rows[i+1]
	width := max(len(top.cells), len(low.cells))
	headings, groups = make([]string, width+1), make([]string, width+1)
	group := ""
	for c := 1; c <= width; c++ {
		if text := top.text(c); text != "" {
			group = text
		}
		groups[c], headings[c] = group, low.text(c)
		if headings[c] == "" {
			headings[c] = top.text(c)
		}
	}
	return headings, groups, true
}

// columnsOf finds the columns of a sheet layout under one header. Of several headings the first that occurs counts.
func columnsOf(s *maturity.SheetLayout, tests [][]headingTest, headings, groups []string, fold foldCache) *located {
	l := &located{columns: map[string][]int{}, headings: headings}
	taken := map[int]bool{}
	for i, c := range s.Columns {
		if !c.Optional {
			l.required++
		}
		if len(c.Headings) == 0 && c.Index > 0 {
			l.columns[c.ID] = []int{c.Index}
			taken[c.Index] = true
			continue
		}
		found := underHeading(c, tests[i], headings, groups, taken, fold)
		if len(found) > 1 && !c.Many {
			l.twice = append(l.twice, headings[found[0]])
			found = found[:1]
		}
		for _, column := range found {
			taken[column] = true
		}
		if len(found) > 0 {
			l.columns[c.ID] = found
		} else if !c.Optional {
			l.missing = append(l.missing, headingWords(c))
		}
	}
	return l
}

func underHeading(c maturity.ColumnLayout, tests []headingTest, headings, groups []string, taken map[int]bool, fold foldCache) []int {
	group := foldHeading(c.Group)
	for _, test := range tests {
		var found []int
		for column := 1; column < len(headings); column++ {
			if headings[column] == "" || taken[column] || !test.match(headings[column], fold) {
				continue
			}
			if group != "" && (groups == nil || fold.heading(groups[column]) != group) {
				continue
			}
			found = append(found, column)
		}
		if len(found) > 0 {
			return found
		}
	}
	return nil
}

// exclude notes the headings that tell another layout's file.
func (l *located) exclude(absent []string) {
	for _, a := range absent {
		for _, h := range l.headings {
			if h != "" && foldHeading(h) == foldHeading(a) {
				l.excess = append(l.excess, h)
			}
		}
	}
}

// headingWords is how a report names a missing column.
func headingWords(c maturity.ColumnLayout) string {
	for _, h := range c.Headings {
		if h[0] != '~' {
			return h
		}
	}
	return c.ID
}

// requireValueHeadings adds what the value rules need beyond named columns: a heading that names a measure, a column
// for an organisation.
func requireValueHeadings(s *maturity.SheetLayout, l *located, names *measureNames) {
	for _, v := range s.Values {
		if !v.MeasureHeading {
			continue
		}
		l.required++
		if len(measureColumns(l, names)) == 0 {
			l.missing = append(l.missing, "a heading that names a measure")
		}
	}
	if s.Matrix != nil {
		l.required++
		if len(matrixColumns(s.Matrix, l)) == 0 {
			l.missing = append(l.missing, "a column for each organisation")
		}
	}
}
