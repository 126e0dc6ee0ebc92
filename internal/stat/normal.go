package stat

import "math"

// NormalCDF is the chance that a standard normal variable is at most z, the same bits on every processor, to about 1e-16
// (beyond -3 to about 1e-15 of itself).
//
// Near the middle by the series Φ(x) = 1/2 + φ(x) (x + x³/3 + x⁵/(3·5) + ...), in the tails by the continued fraction
// 1 - Φ(x) = φ(x) / (x + 1/(x + 2/(x + 3/(x + ...)))). Source: Abramowitz and Stegun, 26.2.11 and 26.2.14.
func NormalCDF(z float64) float64 {
	x := math.Abs(z)
	if x != x {
		return z
	}
	if x > 40 {
		x = 40 // nothing is left out there
	}
	density := Exp(-float64(x*x)/2) / rootOfTwoPi
	tail := 0.0
	if x < 3 {
		term, sum := x, x
		for n := 3.0; term > 1e-17*sum; n += 2 {
			term = float64(term*float64(x*x)) / n
			sum += term
		}
		tail = 0.5 - float64(density*sum)
	} else {
		below := x
		for n := 60.0; n >= 1; n-- {
			below = x + n/below
		}
		tail = density / below
	}
	if z > 0 {
		return 1 - tail
	}
	return tail
}

const rootOfTwoPi = 2.50662827463100050242

// NormalQuantile is the z with NormalCDF(z) = p: -Inf at 0, +Inf at 1, NaN outside 0..1. Its last bit may differ between
// processors; what must not differ uses LevelScore.
func NormalQuantile(p float64) float64 { return -math.Sqrt2 * math.Erfcinv(2*p) }
