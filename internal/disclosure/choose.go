package disclosure

import (
	"cmp"
	"math"
	"slices"
)

// Choose finds the cells that have to be held back besides the hidden ones, so that no hidden figure can be worked out,
// and so that no sum shows hidden figures that together are below least. Of those that would do, it takes one that was
// never shown before one that was, and the smallest. The same table always gives the same choice. open are the hidden
// figures that nothing in the table can protect.
func Choose(t Table, least float64) (extra, open []int) {
	c := chooser{cells: append([]Cell{}, t.Cells...), lost: map[int]bool{}}
	for changed := true; changed; {
		changed = false
		for layer, sums := range t.Sums {
			for _, s := range sums {
				changed = c.cover(s, layer, least) || changed
			}
		}
		for layer, sums := range t.Sums {
			for _, r := range determined(c.cells, sums) {
				changed = c.breakUp(r, layer) || changed
			}
		}
	}
	for _, sums := range t.Sums {
		for _, r := range determined(c.cells, sums) {
			if cell := r.hidden(c.cells)[0]; !c.cells[cell].Fixed {
				open = append(open, cell)
			}
		}
	}
	slices.Sort(open)
	return c.extra, slices.Compact(open)
}

type chooser struct {
	cells []Cell
	extra []int
	lost  map[int]bool
}

// cover makes a sum safe in itself: where its whole is shown, what is hidden in it is what is left of the whole, so that
// has to be at least least, and not one figure alone.
func (c *chooser) cover(s Sum, layer int, least float64) (changed bool) {
	for {
		hidden, left, whole := 0, 0.0, false
		for _, t := range s.Terms {
			switch cell := c.cells[t.Cell]; {
			case cell.Hidden && t.Factor < 0:
				whole = true
			case cell.Hidden:
				hidden++
			case !math.IsNaN(cell.Size[layer]):
				left -= float64(t.Factor) * cell.Size[layer]
			}
		}
		if hidden == 0 || whole || s.Fit == Loose || hidden > 1 && left >= least {
			return changed
		}
		candidates := row{}
		for _, t := range s.Terms {
			if left > 0 || t.Factor < 0 { // nothing is left over: then every part is known to be nothing
				candidates[t.Cell] = 1
			}
		}
		if !c.hide(candidates, layer) {
			return changed
		}
		changed = true
	}
}

// breakUp hides one more cell of a combination of sums that has only one hidden cell, if none was hidden meanwhile.
func (c *chooser) breakUp(r row, layer int) bool {
	hidden := r.hidden(c.cells)
	if len(hidden) != 1 || c.lost[hidden[0]] {
		return false
	}
	if !c.hide(r, layer) {
		c.lost[hidden[0]] = true
		return false
	}
	return true
}

// hide takes the best of the cells in a row; false when there is none.
func (c *chooser) hide(among row, layer int) bool {
	best := -1
	for cell := range among {
		if candidate := c.cells[cell]; candidate.Hidden || candidate.Fixed || math.IsNaN(candidate.Size[layer]) {
			continue
		}
		if best < 0 || c.before(cell, best, layer) {
			best = cell
		}
	}
	if best < 0 {
		return false
	}
	c.cells[best].Hidden = true
	c.extra = append(c.extra, best)
	return true
}

func (c *chooser) before(a, b, layer int) bool {
	x, y := c.cells[a], c.cells[b]
	if (x.Size[layer] > 0) != (y.Size[layer] > 0) {
		return x.Size[layer] > 0 // nothing hides nothing
	}
	if x.Fresh != y.Fresh {
		return x.Fresh
	}
	return cmp.Or(cmp.Compare(x.Size[layer], y.Size[layer]), cmp.Compare(a, b)) < 0
}
