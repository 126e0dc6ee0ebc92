package ingest

import (
	"waymark/internal/maturity"
	"waymark/internal/sheet"
)

const progressEvery = 8192

// readSheet reads the rows below the header.
func (r *reader) readSheet(p *plan) error {
	rows := int64(0)
	err := r.in.Book.Rows(p.name, func(row sheet.Row) error {
		if row.Number <= p.found.row {
			return nil
		}
		if rows++; rows%progressEvery == 0 {
			if err := r.ctx.Err(); err != nil {
				return err
			}
			if r.progress != nil {
				r.progress(r.result.Report.RowsRead)
			}
		}
		return r.row(p, row)
	})
	if err != nil {
		return err
	}
	if p.pairs != nil {
		if err := r.flushPairs(p); err != nil {
			return err
		}
	}
	return r.flushCombined(p)
}

// row reads one row of data.
func (r *reader) row(p *plan, row sheet.Row) error {
	cells := row.Cells
	if p.ends(cells) {
		return sheet.ErrStop
	}
	if p.repeatsHeader(cells) {
		g, _ := r.issues.find(HeaderRepeated, "", p.name)
		example(g, maturity.IssueExample{Cell: r.place(p, row.Number, 1), Seen: textAt(cells, 1)})
		return nil
	}
	for _, column := range p.fill {
		cells = p.fillDown(cells, column)
	}
	row.Cells = cells
	for _, t := range p.skip {
		if t.match(cells) {
			return nil
		}
	}
	for _, t := range p.only {
		if !t.match(cells) {
			return nil
		}
	}
	r.result.Report.RowsRead++
	for _, u := range p.units {
		if err := r.unit(p, u, row); err != nil {
			return err
		}
	}
	return nil
}

// ends reports whether a row is the footer. A row with every needed column filled is data whatever it says.
func (p *plan) ends(cells []sheet.Cell) bool {
	complete := true
	for _, column := range p.needed {
		if blankAt(cells, column) {
			complete = false
			break
		}
	}
	if complete && len(p.needed) > 1 {
		return false
	}
	for i := range cells {
		if cells[i].Kind != sheet.Blank {
			return p.footer.MatchString(trimSpace(cells[i].Text))
		}
	}
	return false
}

// repeatsHeader reports whether a row is the header once more.
func (p *plan) repeatsHeader(cells []sheet.Cell) bool {
	if p.found.row == 0 || len(p.needed) == 0 {
		return false
	}
	for _, column := range p.needed {
		if textAt(cells, column) != p.found.headings[column] || p.found.headings[column] == "" {
			return false
		}
	}
	return true
}

// fillDown puts the last filled cell of a column where it is blank.
func (p *plan) fillDown(cells []sheet.Cell, column int) []sheet.Cell {
	if !blankAt(cells, column) {
		p.filled[column] = cells[column-1]
		return cells
	}
	last, ok := p.filled[column]
	if !ok {
		return cells
	}
	for len(cells) < column {
		cells = append(cells, sheet.Cell{Column: len(cells) + 1})
	}
	cells[column-1] = last
	return cells
}

func blankAt(cells []sheet.Cell, column int) bool {
	return column < 1 || column > len(cells) || cells[column-1].Kind == sheet.Blank
}

var noCell sheet.Cell

// cellAt is the cell of a column; a blank one beyond the last.
func cellAt(cells []sheet.Cell, column int) *sheet.Cell {
	if column < 1 || column > len(cells) {
		return &noCell
	}
	return &cells[column-1]
}

// unit makes the observation of one unit on one row, and counts it where an error keeps it from being taken.
func (r *reader) unit(p *plan, u *unit, row sheet.Row) error {
	r.losing = 0
	given, err := r.value(p, u, row)
	if !given && r.losing != 0 {
		r.lost[r.losing]++
	}
	return err
}

func (r *reader) value(p *plan, u *unit, row sheet.Row) (given bool, err error) {
	cells := row.Cells
	for _, t := range u.only {
		if !t.match(cells) {
			return false, nil
		}
	}
	if u.field > 0 {
		return false, r.pairCell(p, u, row)
	}
	if blankAt(cells, u.value) && blankAt(cells, u.numerator) && blankAt(cells, u.denominator) && blankAt(cells, u.state) {
		if u.blank == 0 {
			r.blankCells(p, u, row)
			r.commentAlone(p, u, row)
			return false, nil
		}
	}
	when := r.periodAt(p, u, row)
	if when == nil {
		return false, nil
	}
	who := r.organisationAt(p, u, row, when)
	if who == nil {
		return false, nil
	}
	m := r.measureAt(p, u, row, who)
	if m == nil {
		return false, nil
	}
	if !r.asked(p, u, m, row, who) {
		return false, nil
	}
	f, ok := r.figure(p, u, m, row, who)
	if !ok || !r.entry(p, u, m, row, who, &f) {
		return false, nil
	}
	return true, r.emit(p, u, m, who, when, f)
}

// blankCells counts figures that were left empty; a formula without a stored result is told apart.
func (r *reader) blankCells(p *plan, u *unit, row sheet.Row) {
	for _, column := range [...]int{u.value, u.numerator} {
		if column == 0 {
			continue
		}
		code := BlankValues
		if cellAt(row.Cells, column).Formula {
			code = FormulaWithoutValue
		}
		g, _ := r.issues.find(code, p.found.heading(column), p.name)
		if len(g.Examples) < maxExamples {
			example(g, maturity.IssueExample{Cell: r.place(p, row.Number, column)})
		}
		return
	}
}
