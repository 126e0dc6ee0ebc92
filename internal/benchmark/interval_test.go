package benchmark

import (
	"fmt"
	"math"
	"testing"

	"pgregory.net/rapid"

	"waymark/internal/maturity"
)

func percent(tolerance float64) maturity.Measure {
	return maturity.Measure{Unit: maturity.UnitPercent, Polarity: maturity.HigherIsBetter, Low: 0, High: 100, Per: 100, Tolerance: tolerance}
}

// The reference is 76 %. A small practice cannot be told from it where a large one can; a difference within the tolerance
// does not matter, however sure it is. Both must speak before anybody is called above or below.
func TestAPositionNeedsIntervalAndTolerance(t *testing.T) {
	count := func(n, d float64) Value { return Value{Value: 100 * n / d, Numerator: n, Denominator: d} }
	above, similar, below, unknown := maturity.PositionAbove, maturity.PositionSimilar, maturity.PositionBelow, maturity.PositionUnknown
	for _, c := range []struct {
		name                          string
		value                         Value
		tolerance                     float64
		want, byTolerance, byInterval maturity.Position
		basis                         string
		low, high                     float64
		measure                       func(*maturity.Measure)
	}{
		{"80% of 50 patients: chance could do that", count(40, 50), 1, similar, above, similar, maturity.BasisInterval, 66.9629, 88.7562, nil},
		{"80% of 5,000 patients", count(4000, 5000), 1, above, above, above, maturity.BasisInterval, 78.8682, 81.0857, nil},
		{"70% of 5,000", count(3500, 5000), 1, below, below, below, maturity.BasisInterval, 68.7148, 71.2545, nil},
		{"76.5% of a million: sure, and too little to matter", count(765000, 1e6), 1, similar, similar, above, maturity.BasisInterval, 76.4168, 76.583, nil},
		{"without counts the tolerance speaks", plain(80)[0], 1, above, above, "", maturity.BasisTolerance, none, none, nil},
		{"more than all is no proportion", count(110, 100), 1, above, above, "", maturity.BasisTolerance, none, none, func(m *maturity.Measure) { m.MayExceed = true }},
		{"counts that do not make the value are not of it", Value{80, 10, 100, false}, 1, above, above, "", maturity.BasisTolerance, none, none, nil},
		{"a score is no proportion", count(80, 100), 1, above, above, "", maturity.BasisTolerance, none, none, func(m *maturity.Measure) { m.Unit = maturity.UnitScore }},
		{"no value", plain(none)[0], 1, unknown, unknown, "", "", none, none, nil},
	} {
		m := percent(c.tolerance)
		if c.measure != nil {
			c.measure(&m)
		}
		r := result{maturity.BenchmarkResult{Value: c.value.Value, Reference: 76}}
		r.compare(m, c.value)
		same := func(a, b float64) bool { return a != a && b != b || math.Abs(a-b) < 1e-3 }
		if r.Position != c.want || r.ByTolerance != c.byTolerance || r.ByInterval != c.byInterval || r.Basis() != c.basis || !same(r.Low, c.low) || !same(r.High, c.high) {
			t.Errorf("%s: %+v, basis %q", c.name, r, r.Basis())
		}
		if (r.Better != nil) != (c.want == above || c.want == below) {
			t.Errorf("%s: better is %v for %s", c.name, r.Better, r.Position)
		}
	}
}

// A share against a reference, and the rest against the rest of it, stand on opposite sides; nothing is ever NaN or
// outside 0 to 100 where there is an interval.
func TestPositionsAreMirrored(t *testing.T) {
	other := map[maturity.Position]maturity.Position{maturity.PositionAbove: maturity.PositionBelow, maturity.PositionBelow: maturity.PositionAbove, maturity.PositionSimilar: maturity.PositionSimilar}
	rapid.Check(t, func(t *rapid.T) {
		d := float64(rapid.IntRange(1, 100000).Draw(t, "of"))
		n := float64(rapid.IntRange(0, int(d)).Draw(t, "counted"))
		reference := float64(rapid.IntRange(0, 1000).Draw(t, "reference")) / 10
		m := percent(float64(rapid.IntRange(0, 3).Draw(t, "tolerance")))
		a, b := result{maturity.BenchmarkResult{Value: 100 * n / d, Reference: reference}}, result{maturity.BenchmarkResult{Value: 100 * (d - n) / d, Reference: 100 - reference}}
		a.compare(m, Value{a.Value, n, d, false})
		b.compare(m, Value{b.Value, d - n, d, false})
		if !(0 <= a.Low && a.Low <= a.Value+1e-4 && a.Value <= a.High+1e-4 && a.High <= 100) {
			t.Fatalf("%v from %v to %v", a.Value, a.Low, a.High)
		}
		if math.Abs(reference-a.Low) > 1e-3 && math.Abs(reference-a.High) > 1e-3 && math.Abs(math.Abs(a.Value-reference)-m.Tolerance) > 1e-6 && b.Position != other[a.Position] {
			t.Fatalf("%+v and %+v", a, b)
		}
	})
}

func ExampleInterval() {
	m := maturity.Measure{Unit: maturity.UnitPercent, Per: 100}
	low, high := Interval(m, Value{Value: 80, Numerator: 40, Denominator: 50})
	fmt.Printf("%.0f%% to %.0f%%\n", low, high) // Output: 67% to 89%
}
