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
	c := chooser{table: t, least: least, cells: slices.Clone(t.Cells), lost: map[int]bool{}}
	for changed := true; changed; {
		changed = false
		for layer, sums := range t.Sums {
			for _, s := range sums {
				changed = c.cover(s, layer) || changed
			}
		}
		for layer, sums := range t.Sums {
			for _, r := range determined(c.cells, sums) {
				changed = c.breakUp(r, layer) || changed
			}
		}
	}
	if open = c.open(); len(open) == 0 {
		c.release()
	}
	return c.extra, open
}

type chooser struct {
	table Table
	least float64
	cells []Cell
	extra []int
	lost  map[int]bool
}

// open lists the hidden figures that follow from the others.
func (c *chooser) open() (out []int) {
	for _, sums := range c.table.Sums {
		for _, r := range determined(c.cells, sums) {
			if cell := r.hidden(c.cells)[0]; !c.cells[cell].Fixed {
				out = append(out, cell)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// mostReleased bounds the choices that are looked at again.
const mostReleased = 60

// release shows again what was chosen early and is not needed any more after what was chosen later.
func (c *chooser) release() {
	if len(c.extra) > mostReleased {
		return
	}
	for _, cell := range slices.Clone(c.extra) {
		if !c.cells[cell].Hidden {
			continue
		}
		before := slices.Clone(c.cells)
		if c.cells[cell].Hidden = false; !c.safe() {
			c.cells = before
		}
	}
	c.extra = slices.DeleteFunc(c.extra, func(cell int) bool { return !c.cells[cell].Hidden })
}

// safe reports whether no figure that was hidden to begin with follows from the others and no sum leaves too little over.
// Chosen ones that follow from the others hide nothing: they are shown again.
func (c *chooser) safe() bool {
	for open := c.open(); len(open) > 0; open = c.open() {
		for _, cell := range open {
			if c.table.Cells[cell].Hidden {
				return false
			}
			c.cells[cell].Hidden = false
		}
	}
	for layer, sums := range c.table.Sums {
		for _, s := range sums {
			if thin, _ := c.thin(s, layer); thin {
				return false
			}
		}
	}
	return true
}

// thin reports whether a sum's whole is shown and what is hidden in it, which is then left of the whole, is below least
// or one figure alone; and how much is left.
func (c *chooser) thin(s Sum, layer int) (bool, float64) {
	hidden, left := 0, 0.0
	for _, t := range s.Terms {
		switch cell := c.cells[t.Cell]; {
		case cell.Hidden && t.Factor < 0:
			return false, 0
		case cell.Hidden:
			hidden++
		case !math.IsNaN(cell.Size[layer]):
			left -= float64(t.Factor) * cell.Size[layer]
		}
	}
	return hidden > 0 && s.Fit != Loose && (hidden == 1 || left < c.least), left
}

// cover hides more cells of a sum until it is not thin.
func (c *chooser) cover(s Sum, layer int) (changed bool) {
	for {
		thin, left := c.thin(s, layer)
		if !thin {
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
