package stat

import (
	"fmt"
	"math"
	"testing"

	"pgregory.net/rapid"
)

// Newcombe (1998), table I, method 3; and the closed forms at the ends: (0, z²/(n+z²)) and (n/(n+z²), 1).
func TestWilsonIsAsPublished(t *testing.T) {
	const z = 1.959963984540054
	for _, c := range []struct{ x, n, low, high float64 }{
		{81, 263, 0.2553, 0.3662}, {15, 148, 0.0624, 0.1605}, {0, 20, 0, 0.1611}, {1, 29, 0.0061, 0.1718}, {29, 29, 0.8830, 1},
	} {
		low, high := Wilson(c.x, c.n, z)
		if math.Abs(low-c.low) > 5e-5 || math.Abs(high-c.high) > 5e-5 {
			t.Errorf("%v of %v: %.4f to %.4f, want %.4f to %.4f", c.x, c.n, low, high, c.low, c.high)
		}
	}
	for _, n := range []float64{1, 7, 20, 1e6} {
		if low, high := Wilson(0, n, z); low != 0 || math.Abs(high-z*z/(n+z*z)) > 1e-15 {
			t.Errorf("0 of %v: %v to %v", n, low, high)
		}
		if low, high := Wilson(n, n, z); high != 1 || math.Abs(low-n/(n+z*z)) > 1e-15 {
			t.Errorf("%v of %v: %v to %v", n, n, low, high)
		}
	}
	for _, c := range [][2]float64{{1, 0}, {-1, 5}, {6, 5}, {math.NaN(), 5}, {1, math.NaN()}, {1, math.Inf(1)}} {
		if low, high := Wilson(c[0], c[1], z); low == low || high == high {
			t.Errorf("%v of %v is no proportion: %v to %v", c[0], c[1], low, high)
		}
	}
}

// The ends solve |p - w| = z √(w(1-w)/n), which is how the interval is defined; it holds the proportion, mirrors with
// it, and shrinks with n.
func TestWilsonSolvesItsEquation(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := math.Floor(rapid.Float64Range(1, 1e9).Draw(t, "n"))
		x := math.Floor(n * rapid.Float64Range(0, 1).Draw(t, "share"))
		z := rapid.Float64Range(0.1, 5).Draw(t, "z")
		low, high := Wilson(x, n, z)
		p := x / n
		if !(0 <= low && low <= p && p <= high && high <= 1) {
			t.Fatalf("%v to %v around %v", low, high, p)
		}
		for _, w := range []float64{low, high} {
			if gap := math.Abs(p-w) - z*math.Sqrt(w*(1-w)/n); math.Abs(gap) > 1e-9 {
				t.Fatalf("%v of %v: the end %v misses its equation by %v", x, n, w, gap)
			}
		}
		otherLow, otherHigh := Wilson(n-x, n, z)
		if math.Abs(otherLow-(1-high)) > 1e-12 || math.Abs(otherHigh-(1-low)) > 1e-12 {
			t.Fatalf("%v to %v, mirrored %v to %v", low, high, otherLow, otherHigh)
		}
		if l, h := Wilson(2*x, 2*n, z); h-l >= high-low {
			t.Fatalf("twice as many are known no better: %v, %v", h-l, high-low)
		}
	})
}

// R 4: prop.trend.test(c(83, 90, 129, 70), c(86, 93, 136, 82)), its own example, gives 8.2249.
func TestTrendIsAsRComputesIt(t *testing.T) {
	if got := TrendChiSquared([]float64{83, 90, 129, 70}, []float64{86, 93, 136, 82}); math.Abs(got+8.2249) > 5e-5 {
		t.Errorf("%.4f, want -8.2249", got)
	}
	if p := 1 - (2*NormalCDF(math.Sqrt(TrendCritical)) - 1); math.Abs(p-0.002) > 1e-6 {
		t.Errorf("beyond the critical value lies %v", p)
	}
}

// Two other formulas must give the same: Armitage's sums as written in the documentation, and a weighted regression of
// the proportions on their scores, X² = slope² Σ n (s - mean)² / (p (1 - p)).
func TestTrendByOtherFormulas(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		k := rapid.IntRange(2, 12).Draw(t, "points")
		x, n := make([]float64, k), make([]float64, k)
		var N, X, xs, ns, nss float64
		for i := range k {
			n[i] = float64(rapid.IntRange(1, 5000).Draw(t, "n"))
			x[i] = float64(rapid.IntRange(0, int(n[i])).Draw(t, "x"))
			s := float64(i + 1)
			N, X, xs, ns, nss = N+n[i], X+x[i], xs+x[i]*s, ns+n[i]*s, nss+n[i]*s*s
		}
		got := TrendChiSquared(x, n)
		if X == 0 || X == N {
			if got != 0 {
				t.Fatalf("nothing changes: %v", got)
			}
			return
		}
		want := N * (N*xs - X*ns) * (N*xs - X*ns) / (X * (N - X) * (N*nss - ns*ns))
		if math.Abs(math.Abs(got)-want) > 1e-8*math.Max(1, want) {
			t.Fatalf("%v, Armitage's sums %v", got, want)
		}
		p, mean, across, spread := X/N, ns/N, 0.0, 0.0
		for i := range k {
			s := float64(i+1) - mean
			across, spread = across+n[i]*s*(x[i]/n[i]-p), spread+n[i]*s*s
		}
		slope := across / spread
		if byRegression := slope * slope * spread / (p * (1 - p)); math.Abs(math.Abs(got)-byRegression) > 1e-8*math.Max(1, byRegression) || got*slope < 0 {
			t.Fatalf("%v, by regression %v with slope %v", got, byRegression, slope)
		}
		rest := make([]float64, k)
		for i := range k {
			rest[i] = n[i] - x[i]
		}
		if mirrored := TrendChiSquared(rest, n); math.Abs(mirrored+got) > 1e-8*math.Max(1, want) {
			t.Fatalf("%v, of those not counted %v", got, mirrored)
		}
	})
}

func TestTrendOfWhatIsNoProportion(t *testing.T) {
	for _, c := range [][2][]float64{{{1}, {2}}, {{1, 2}, {2}}, {{1, 3}, {2, 2}}, {{1, math.NaN()}, {2, 2}}, {{1, 1}, {2, 0}}, {{1, 1}, {2, math.Inf(1)}}} {
		if got := TrendChiSquared(c[0], c[1]); got == got {
			t.Errorf("%v of %v: %v", c[0], c[1], got)
		}
	}
	if got := TrendChiSquared([]float64{1e300, 5e299}, []float64{1.5e300, 1.5e300}); math.IsNaN(got) || math.IsInf(got, 0) {
		t.Errorf("very large counts: %v", got)
	}
}

func ExampleWilson() {
	low, high := Wilson(81, 263, 1.96)
	fmt.Printf("%.3f to %.3f\n", low, high) // Output: 0.255 to 0.366
}

func ExampleTrendChiSquared() {
	x := TrendChiSquared([]float64{410, 440, 460, 510, 530}, []float64{1000, 1000, 1000, 1000, 1000})
	fmt.Printf("%.1f, critical %v\n", x, TrendCritical)
	// Output: 38.6, critical 9.5495
}
