package stat

import "math"

// Quantile is the sample quantile by R's type 7 (its default, and Excel's PERCENTILE.INC): linear interpolation at
// position (n-1)p between the ordered values. sorted must be in ascending order and without NaN; p is held to 0..1.
// NaN for no values; the only value for one.
// Source: R. Hyndman and Y. Fan, Sample quantiles in statistical packages, The American Statistician 50 (1996).
func Quantile(sorted []float64, p float64) float64 {
	n := len(sorted)
	if n == 0 {
		return math.NaN()
	}
	at := min(1, max(0, p)) * float64(n-1)
	low := int(at)
	if low >= n-1 {
		return sorted[n-1]
	}
	return sorted[low] + float64((at-float64(low))*(sorted[low+1]-sorted[low]))
}

// ShareAtOrBelow is the share of the sorted values that are at or below v, from 0 to 1; NaN for no values.
func ShareAtOrBelow(sorted []float64, v float64) float64 {
	low, high := 0, len(sorted)
	for low < high {
		mid := (low + high) / 2
		if sorted[mid] <= v {
			low = mid + 1
		} else {
			high = mid
		}
	}
	return float64(low) / float64(len(sorted))
}
