// Package disclosure decides which figures are held back because they are small (primary) and which besides, so that the
// held back ones cannot be worked out from totals, from what is left over, from another source or from an earlier
// edition of the same table (secondary). It works on numbers alone: it reads and writes nothing, and knows neither
// organisations by name nor measures. docs/disclosure.md states the rules and what they do not protect.
package disclosure

// Counts is what one figure tells of people or events; NaN where it tells nothing.
type Counts struct {
	Numerator, Denominator float64
	// Value is the figure itself. It is a count where the measure's unit is one.
	Value float64
	Count bool
	// Part says that the numerator counts some of the denominator, so that what is left over is a count as well.
	Part bool
}

// Small reports whether a figure is too small to publish, with least the smallest count that is not. Zero is not small:
// nobody is counted. Nor is a remainder of zero.
func (c Counts) Small(least float64) bool {
	small := func(count float64) bool { return count > 0 && count < least }
	return small(c.Numerator) || small(c.Denominator) || c.Part && small(c.Denominator-c.Numerator) || c.Count && small(c.Value)
}

// Cell is one figure of a table, or an unknown that is none.
type Cell struct {
	Size   [layers]float64 // its counts by layer; NaN where it has none
	Hidden bool            // held back, or not known to anybody here
	Fresh  bool            // never shown to anybody
	Fixed  bool            // cannot be held back: it is no figure, or it is held back by its source already
}

// layers are the numerators and the denominators. A figure that is held back is held back with both.
const layers = 2

// Term is a cell in a sum.
type Term struct {
	Cell   int
	Factor int // 1 for a part, -1 for the whole
}

// Sum says that the terms add up to something everybody knows.
type Sum struct {
	Terms []Term
	Fit   Fit
}

// Fit says how well parts make up a whole.
type Fit int

// The fits. Near, by less than the threshold, is good enough to tell that a figure is small, but not to calculate with.
const (
	Loose Fit = iota
	Near
	Exact
)

// Table is figures and the sums that hold between them, by layer.
type Table struct {
	Cells []Cell
	Sums  [layers][]Sum
}
