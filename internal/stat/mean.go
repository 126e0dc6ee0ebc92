package stat

import "math"

// ExactMean is the float64 nearest to the exact arithmetic mean: the sum is kept in two floats and the remainder of the
// division is divided too, so a mean that a value equals is found equal to it. NaN for no values. The order of values
// does not matter; a mean within 2^-90 of halfway between two floats may be rounded to either. Where the sum overflows
// so does the mean.
// Source of the two-float sum: D. E. Knuth, The Art of Computer Programming 2, 4.2.2, theorem B.
func ExactMean(values []float64) float64 {
	high, low := 0.0, 0.0
	for _, v := range values {
		s := high + v
		b := s - high
		lost := (high - (s - b)) + (v - b)
		low += lost
		high = s + low
		low -= high - s
	}
	n := float64(len(values))
	mean := high / n
	rest := math.FMA(-mean, n, high) + low
	if math.IsNaN(rest) || math.IsInf(rest, 0) {
		return mean
	}
	return mean + rest/n
}
