package stat

import "math"

// Wilson is the score interval of a proportion x out of n for the standard normal quantile z (1.96 for 95 %):
//
//	(p + z²/2n ∓ z √(p(1-p)/n + z²/4n²)) / (1 + z²/n), with p = x/n
//
// both ends from 0 to 1, low <= p <= high; never a single point, also where x is 0 or n. NaN where x or n is not given, n is
// not above 0, or x lies outside 0 to n.
// Source: E. B. Wilson, Probable inference, the law of succession, and statistical inference, JASA 22 (1927); R. G.
// Newcombe, Two-sided confidence intervals for the single proportion, Statistics in Medicine 17 (1998), method 3.
func Wilson(x, n, z float64) (low, high float64) {
	if !(n > 0 && x >= 0 && x <= n) || math.IsInf(n, 0) || math.IsNaN(z) {
		return math.NaN(), math.NaN()
	}
	z = math.Abs(z)
	p, q := x/n, (n-x)/n
	share := z * (z / n)
	half := math.Sqrt(z*(z/n)*p*q + float64(share*share)/4)
	low = (p + share/2 - half) / (1 + share)
	high = (p + share/2 + half) / (1 + share)
	return math.Min(p, math.Max(0, low)), math.Max(p, math.Min(1, high))
}

// TrendCritical is the value of TrendChiSquared from which Fingertips calls a trend significant: the 99.8 % quantile of the
// chi-squared distribution with one degree of freedom.
const TrendCritical = 9.5495

// TrendChiSquared is the chi-squared statistic for a linear trend of proportions x(i) out of n(i) at scores 1, 2, ...,
// with one degree of freedom, signed by the direction: positive where the proportions rise.
//
//	X² = N (N Σ x s - X Σ n s)² / (X (N - X) (N Σ n s² - (Σ n s)²)), with N = Σ n and X = Σ x
//
// 0 where all proportions are the same, all or none being counted included. NaN with fewer than two proportions, different
// numbers of x and n, and where one of them is not a proportion (n not above 0, x outside 0 to n).
// Source: P. Armitage, Tests for linear trends in proportions and frequencies, Biometrics 11 (1955); used by Public Health
// England's Fingertips for its recent trends.
func TrendChiSquared(x, n []float64) float64 {
	if len(x) < 2 || len(x) != len(n) {
		return math.NaN()
	}
	for i := range x {
		if !(n[i] > 0 && x[i] >= 0 && x[i] <= n[i]) || math.IsInf(n[i], 0) {
			return math.NaN()
		}
	}
	// With scores about their weighted mean m the formula is (Σ (s - m) x)² / (p q Σ n (s - m)²): no differences of large sums.
	all, counted, scores := Sum(n), Sum(x), make([]float64, len(x))
	for i := range x {
		scores[i] = n[i] / all * float64(i+1)
	}
	mean := Sum(scores)
	moment, spread := make([]float64, len(x)), make([]float64, len(x))
	p := counted / all
	for i := range x {
		s := float64(i+1) - mean
		moment[i], spread[i] = float64(s*(x[i]-float64(n[i]*p))), float64(n[i]*s)*s
	}
	up, variance := Sum(moment), p*(1-p)*Sum(spread)
	if !(variance > 0) || math.IsInf(variance, 0) {
		return 0
	}
	z := up / math.Sqrt(variance)
	return math.Copysign(z*z, up)
}
