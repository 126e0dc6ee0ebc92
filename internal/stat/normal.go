package stat

import "math"

// NormalCDF is the chance that a standard normal variable is at most z.
func NormalCDF(z float64) float64 { return 0.5 * math.Erfc(-z/math.Sqrt2) }

// NormalQuantile is the z with NormalCDF(z) = p: -Inf at 0, +Inf at 1, NaN outside 0..1.
func NormalQuantile(p float64) float64 { return -math.Sqrt2 * math.Erfcinv(2*p) }
