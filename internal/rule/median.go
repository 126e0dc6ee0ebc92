package rule

import (
	"slices"

	"waymark/internal/stat"
)

// median of values that are in order already.
func median(sorted []float64) float64 { return stat.Quantile(sorted, 0.5) }

// medianOf any values.
func medianOf(values []float64) float64 {
	sorted := slices.Clone(values)
	slices.Sort(sorted)
	return median(sorted)
}
