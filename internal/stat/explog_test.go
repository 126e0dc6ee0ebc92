package stat_test

import (
	"fmt"
	"math"
	"testing"

	"pgregory.net/rapid"

	"waymark/internal/stat"
)

func TestExpAndLogAgreeWithTheStandardLibrary(t *testing.T) {
	for _, c := range []struct{ x, exp, log float64 }{
		{0, 1, math.Inf(-1)}, {1, math.E, 0}, {math.Inf(1), math.Inf(1), math.Inf(1)}, {710.5, math.Inf(1), math.Log(710.5)},
		{math.SmallestNonzeroFloat64, 1, -744.4400719213812}, {math.MaxFloat64, math.Inf(1), math.Log(math.MaxFloat64)},
	} {
		if got := stat.Exp(c.x); math.Abs(got-c.exp) > 1e-15*c.exp {
			t.Errorf("Exp(%v) = %v, want %v", c.x, got, c.exp)
		}
		if got := stat.Log(c.x); got != c.log && math.Abs(got-c.log) > 1e-15*math.Abs(c.log) {
			t.Errorf("Log(%v) = %v, want %v", c.x, got, c.log)
		}
	}
	if stat.Exp(-800) != 0 || stat.Exp(math.Inf(-1)) != 0 || !math.IsNaN(stat.Log(-1)) || !math.IsNaN(stat.Exp(math.NaN())) {
		t.Error("edges")
	}
	rapid.Check(t, func(t *rapid.T) {
		x := rapid.Float64Range(-700, 700).Draw(t, "x")
		if got, want := stat.Exp(x), math.Exp(x); math.Abs(got-want) > 4e-15*want {
			t.Errorf("Exp(%v) = %v, want %v", x, got, want)
		}
		v := math.Exp(x)
		if got, want := stat.Log(v), math.Log(v); math.Abs(got-want) > 4e-16*math.Max(1, math.Abs(want))+2e-16*math.Abs(want) {
			t.Errorf("Log(%v) = %v, want %v", v, got, want)
		}
	})
}

func ExampleExp() {
	fmt.Printf("%.6f %.6f\n", stat.Exp(1), stat.Log(2)) // Output: 2.718282 0.693147
}
