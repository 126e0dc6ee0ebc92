package disclosure

import (
	"maps"
	"math/bits"
	"slices"
)

// prime is 2^61-1. Elimination modulo a prime this large finds what elimination with fractions finds, unless the prime
// happens to divide one of the few determinants on the way; the tests compare it with fractions.
const prime = 1<<61 - 1

func multiply(a, b uint64) uint64 {
	high, low := bits.Mul64(a, b)
	sum := low&prime + (high<<3 | low>>61)
	if sum >= prime {
		sum -= prime
	}
	return sum
}

func invert(a uint64) uint64 {
	result := uint64(1)
	for power := uint64(prime - 2); power > 0; power >>= 1 {
		if power&1 == 1 {
			result = multiply(result, a)
		}
		a = multiply(a, a)
	}
	return result
}

// row is a combination of sums: the factor of each cell in it, never 0.
type row map[int]uint64

// add puts factor times another row to this one.
func (r row) add(other row, factor uint64) {
	for cell, f := range other {
		sum := r[cell] + multiply(f, factor)
		if sum >= prime {
			sum -= prime
		}
		if sum == 0 {
			delete(r, cell)
		} else {
			r[cell] = sum
		}
	}
}

// hidden lists the hidden cells of a row in order.
func (r row) hidden(cells []Cell) []int {
	return slices.Sorted(func(yield func(int) bool) {
		for cell := range maps.Keys(r) {
			if cells[cell].Hidden && !yield(cell) {
				return
			}
		}
	})
}

// determined gives, for every hidden cell that the sums determine, the combination of sums that has no other hidden
// cell, in order of cells. A cell is determined if and only if there is one, so elimination of the hidden cells finds all.
func determined(cells []Cell, sums []Sum) (out []row) {
	var rows []row
	pivots := map[int]int{} // hidden cell -> its row
	for _, s := range sums {
		if s.Fit == Near {
			continue
		}
		r := row{}
		for _, t := range s.Terms {
			f := uint64(1)
			if t.Factor < 0 {
				f = prime - 1
			}
			r.add(row{t.Cell: f}, 1)
		}
		for _, cell := range r.hidden(cells) {
			if i, known := pivots[cell]; known {
				r.add(rows[i], prime-r[cell])
			}
		}
		left := r.hidden(cells)
		if len(left) == 0 {
			continue
		}
		scale := row{}
		scale.add(r, invert(r[left[0]]))
		for _, other := range rows {
			if f, there := other[left[0]]; there {
				other.add(scale, prime-f)
			}
		}
		pivots[left[0]] = len(rows)
		rows = append(rows, scale)
	}
	for _, cell := range slices.Sorted(maps.Keys(pivots)) {
		if r := rows[pivots[cell]]; len(r.hidden(cells)) == 1 {
			out = append(out, r)
		}
	}
	return out
}
