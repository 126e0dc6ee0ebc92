package ingest

import (
	"math"

	"waymark/internal/maturity"
	"waymark/internal/sheet"
)

// enoughRows is how many rows are looked at to tell percentages from fractions.
const enoughRows = 2000

// decideScales tells, for each column that may hold percentages or fractions, which it does, by comparing it with the
// ratio of the row's own figures. Columns without such a ratio follow the one their rule names.
func (r *reader) decideScales(p *plan) error {
	votes := map[*unit]int{}
	for _, u := range p.units {
		if u.kind == maturity.ValueEither && u.value > 0 && u.numerator > 0 && u.denominator > 0 {
			votes[u] = 0
		}
	}
	if len(votes) == 0 {
		return nil
	}
	rows := 0
	err := r.in.Book.Rows(p.name, func(row sheet.Row) error {
		if row.Number <= p.found.row {
			return nil
		}
		if rows++; rows > enoughRows || p.ends(row.Cells) {
			return sheet.ErrStop
		}
		for u := range votes {
			votes[u] += vote(u, row.Cells)
		}
		return nil
	})
	if err != nil {
		return err
	}
	byColumn := map[int]scale{}
	for u, n := range votes {
		switch {
		case n > 0:
			u.scale = scalePercent
		case n < 0:
			u.scale = scaleFraction
		}
		byColumn[u.value] = u.scale
	}
	for _, u := range p.units {
		if u.rule.Like != "" {
			u.scale = byColumn[p.found.column(u.rule.Like)]
		}
	}
	return nil
}

// vote is 1 for percent, -1 for fraction, 0 where the row does not tell.
func vote(u *unit, cells []sheet.Cell) int {
	printed := readCell(cellAt(cells, u.value), nil)
	n, d := readCell(cellAt(cells, u.numerator), nil), readCell(cellAt(cells, u.denominator), nil)
	if printed.state != maturity.Reported || printed.percent || n.state != maturity.Reported || d.state != maturity.Reported || d.value <= 0 || n.value <= 0 {
		return 0
	}
	ratio := n.value / d.value
	if math.Abs(printed.value-ratio) < math.Abs(printed.value-100*ratio) {
		return -1
	}
	return 1
}
