package stat

import "math"

// StudentWithin is the chance that a Student t variable with n degrees of freedom (a whole number, at least 1) lies from
// -t to t. NaN for fewer degrees.
// Source: Abramowitz and Stegun, 26.7.3 and 26.7.4, finite sums for whole n.
func StudentWithin(t float64, n int) float64 {
	if n < 1 || math.IsNaN(t) {
		return math.NaN()
	}
	angle := math.Atan(math.Abs(t) / math.Sqrt(float64(n)))
	sin, cos := math.Sin(angle), math.Cos(angle)
	square := float64(cos * cos)
	term, first := 1.0, 2
	if n%2 == 1 {
		term, first = cos, 3
	}
	sum := 0.0
	for k := first; k <= n; k += 2 {
		sum += term
		term *= float64(float64(k-1)/float64(k)) * square
	}
	if n%2 == 1 {
		return 2 / math.Pi * (angle + float64(sin*sum))
	}
	return sin * sum
}

// StudentHalfWidth is the t with StudentWithin(t, n) = share: 2.228 for 0.95 and 10 degrees. NaN for shares outside 0 to
// 1 or fewer than one degree; by halving, to about 1e-12 of itself.
func StudentHalfWidth(share float64, n int) float64 {
	if n < 1 || !(share >= 0 && share < 1) {
		return math.NaN()
	}
	high := 1.0
	for StudentWithin(high, n) < share && high < 1e12 {
		high *= 2
	}
	low := 0.0
	for range 60 {
		middle := (low + high) / 2
		if StudentWithin(middle, n) < share {
			low = middle
		} else {
			high = middle
		}
	}
	return (low + high) / 2
}
