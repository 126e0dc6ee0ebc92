package stat

import (
	"fmt"
	"math"
	"math/big"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestSumKeepsWhatPlainAdditionLoses(t *testing.T) {
	for _, c := range []struct {
		name   string
		values []float64
		want   float64
	}{
		{"nothing", nil, 0},
		{"a small number between two large ones", []float64{1e16, 1, -1e16}, 1},
		{"the small one first", []float64{1, 1e100, 1, -1e100}, 2},
		{"tenths", []float64{.1, .1, .1, .1, .1, .1, .1, .1, .1, .1}, 1},
		{"an infinity", []float64{1, math.Inf(1), 2}, math.Inf(1)},
	} {
		if got := Sum(c.values); got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
	if got := Sum([]float64{1, math.NaN()}); got == got {
		t.Errorf("a missing value was added up to %v", got)
	}
}

// The expected numbers are R's: quantile(c(1, 2, 4, 8, 16), c(...), type = 7).
func TestQuantileIsRType7(t *testing.T) {
	values := []float64{1, 2, 4, 8, 16}
	for p, want := range map[float64]float64{0: 1, .05: 1.2, .25: 2, .5: 4, .75: 8, .9: 12.8, .95: 14.4, 1: 16} {
		if got := Quantile(values, p); math.Abs(got-want) > 1e-12 {
			t.Errorf("quantile %v is %v, want %v", p, got, want)
		}
	}
	if Quantile([]float64{7}, .3) != 7 || !math.IsNaN(Quantile(nil, .5)) {
		t.Error("one value is its own quantile; no value has none")
	}
	if got := ShareAtOrBelow([]float64{1, 2, 2, 3}, 2); got != .75 {
		t.Errorf("share at or below: %v", got)
	}
}

func TestNormal(t *testing.T) {
	for z, p := range map[float64]float64{0: .5, 1.959963984540054: .975, -1.2815515655446004: .1, 3.090232306167813: .999} {
		if math.Abs(NormalCDF(z)-p) > 1e-12 || math.Abs(NormalQuantile(p)-z) > 1e-9 {
			t.Errorf("z %v: %v, p %v: %v", z, NormalCDF(z), p, NormalQuantile(p))
		}
	}
}

// A normal distribution given by its 21 quantiles must give back its own chances, also outside them.
func TestPredictiveGivesBackItsChances(t *testing.T) {
	var q Predictive
	for i := range q {
		q[i] = 50 + 10*LevelScore(i)
	}
	for _, x := range []float64{25, 35, 42.3, 50, 61.7, 75} {
		want := NormalCDF((x - 50) / 10)
		if math.Abs(q.Below(x)-want) > 1e-3 || math.Abs(q.AtLeast(x)-(1-want)) > 1e-3 || math.Abs(q.AtMost(x)-want) > 1e-3 {
			t.Errorf("%v: below %v, at most %v, want %v", x, q.Below(x), q.AtMost(x), want)
		}
	}
}

// Half of the chance sits exactly at 100: reaching 100 has that half, staying below it the other.
func TestPredictiveWithMassAtABound(t *testing.T) {
	var q Predictive
	for i := range q {
		q[i] = min(100, 100+10*LevelScore(i))
	}
	if got := q.AtLeast(100); math.Abs(got-.5) > 1e-9 {
		t.Errorf("chance of 100: %v, want 0.5", got)
	}
	if q.AtMost(100) < .99 || q.AtLeast(100.1) > .01 {
		t.Errorf("at most 100: %v; above 100: %v", q.AtMost(100), q.AtLeast(100.1))
	}
	var flat Predictive
	for i := range flat {
		flat[i] = 7
	}
	if flat.AtLeast(7) < .99 || flat.AtMost(7) < .99 || flat.AtLeast(7.1) > .01 || flat.AtMost(6.9) > .01 {
		t.Errorf("a certain 7: %v %v %v %v", flat.AtLeast(7), flat.AtMost(7), flat.AtLeast(7.1), flat.AtMost(6.9))
	}
}

func TestPredictiveChanceFallsAsTheTargetRises(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.SliceOfN(rapid.Float64Range(0, 100), NumberOfLevels, NumberOfLevels).Draw(t, "quantiles")
		slices.Sort(values)
		q := Predictive(values)
		a := rapid.Float64Range(-50, 150).Draw(t, "target")
		b := a + rapid.Float64Range(0, 50).Draw(t, "more")
		if q.AtLeast(a) < q.AtLeast(b) || q.AtMost(a) > q.AtMost(b) {
			t.Fatalf("at least %v: %v, at least %v: %v", a, q.AtLeast(a), b, q.AtLeast(b))
		}
		for _, p := range []float64{q.AtLeast(a), q.AtMost(a)} {
			if !(p >= 0 && p <= 1) {
				t.Fatalf("chance %v", p)
			}
		}
	})
}

func ExampleQuantile() {
	fmt.Println(Quantile([]float64{10, 20, 30, 40}, 0.25))
	// Output: 17.5
}

func ExampleSum() {
	fmt.Println(Sum([]float64{1e16, 1, -1e16}))
	// Output: 1
}

func ExamplePredictive_AtLeast() {
	var q Predictive // a forecast of 70, give or take 10
	for i := range q {
		q[i] = 70 + 10*LevelScore(i)
	}
	fmt.Printf("%.2f\n", q.AtLeast(80))
	// Output: 0.16
}

// The mean must be the float nearest to the exact one, which math/big computes.
func TestExactMeanIsRightToTheLastBit(t *testing.T) {
	for _, v := range []float64{50.1, 0.1, 1.0 / 3, 1e300, 5e-324} {
		for n := 1; n < 100; n++ {
			values := make([]float64, n)
			for i := range values {
				values[i] = v
			}
			if got := ExactMean(values); got != v {
				t.Fatalf("the mean of %d times %v is %v", n, v, got)
			}
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		// numbers as they are written, with up to nine decimals: a value built to lie 1e-16 of its last bit beside a tie
		// can round the other way
		unit := rapid.SampledFrom([]float64{1, 1e1, 1e3, 1e6, 1e9}).Draw(t, "unit")
		values := rapid.SliceOfN(rapid.Map(rapid.IntRange(-1e9, 1e9), func(i int) float64 { return float64(i) / unit }), 1, 60).Draw(t, "values")
		exact := new(big.Rat)
		for _, v := range values {
			exact.Add(exact, new(big.Rat).SetFloat64(v))
		}
		want, _ := exact.Quo(exact, big.NewRat(int64(len(values)), 1)).Float64()
		if got := ExactMean(values); got != want {
			t.Fatalf("%v, want %v", got, want)
		}
	})
	if got := ExactMean(nil); got == got {
		t.Errorf("the mean of nothing is %v", got)
	}
}
