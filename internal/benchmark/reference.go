package benchmark

import (
	"fmt"
	"math"
	"slices"

	"waymark/internal/maturity"
	"waymark/internal/stat"
)

// Least numbers of organisations.
const (
	defaultMinimum  = 3  // for an average, where the benchmark declares no minimum
	leastForCentile = 10 // for centiles and for a centile position
)

// centileLevels are the centiles kept with a benchmark.
var centileLevels = [...]float64{0.05, 0.25, 0.50, 0.75, 0.95}

// Value is what one organisation contributes.
type Value struct {
	Value                  float64 // in the measure's unit
	Numerator, Denominator float64 // NaN when not known
	Illustrative           bool
}

// Reference is a computed average.
type Reference struct {
	Value    float64 // NaN when it cannot be given; Reason says why
	Peers    int     // organisations in it
	Centiles []float64
	Reason   string
}

// Compute makes the average of values by method:
//
//	mean    (1/n) Σ v
//	median  R type 7 quantile at 1/2
//	ratio   per × Σ numerator / Σ denominator, over the organisations that gave both
//
// minimum is the fewest organisations that may speak (0: 3). Centiles 5, 25, 50, 75 and 95 (R type 7) of the values are
// given from 10 organisations on, and never when scores are self-assessed.
func Compute(method maturity.BenchmarkMethod, minimum int, per float64, selfAssessed bool, values []Value) Reference {
	if method == maturity.BenchmarkRatio {
		values = slices.DeleteFunc(slices.Clone(values), func(v Value) bool { return !v.counts() })
	}
	r := Reference{Value: math.NaN(), Peers: len(values)}
	if minimum == 0 {
		minimum = defaultMinimum
	}
	if len(values) < minimum {
		r.Reason = fmt.Sprintf("Too few to compare: %d of at least %d organisations.", len(values), minimum)
		return r
	}
	sorted := sortedValues(values)
	switch method {
	case maturity.BenchmarkMean:
		r.Value = stat.Mean(sorted)
	case maturity.BenchmarkMedian:
		r.Value = stat.Quantile(sorted, 0.5)
	case maturity.BenchmarkRatio:
		r.Value, _, _ = ratio(per, values)
	}
	if math.IsNaN(r.Value) || math.IsInf(r.Value, 0) {
		r.Value, r.Reason = math.NaN(), "The denominators add up to nothing."
		return r
	}
	r.Value = round(r.Value)
	if slices.ContainsFunc(values, func(v Value) bool { return v.Illustrative }) {
		r.Reason = "Includes invented figures."
	}
	if !selfAssessed && len(sorted) >= leastForCentile {
		for _, p := range centileLevels {
			r.Centiles = append(r.Centiles, round(stat.Quantile(sorted, p)))
		}
	}
	return r
}

// counts reports whether numerator and denominator are known.
func (v Value) counts() bool {
	return v.Numerator == v.Numerator && v.Denominator == v.Denominator
}

// ratio is per × Σ numerator / Σ denominator; NaN when the denominators add up to 0.
func ratio(per float64, values []Value) (value, numerator, denominator float64) {
	n, d := make([]float64, len(values)), make([]float64, len(values))
	for i, v := range values {
		n[i], d[i] = v.Numerator, v.Denominator
	}
	numerator, denominator = stat.Sum(n), stat.Sum(d)
	if denominator == 0 {
		return math.NaN(), numerator, denominator
	}
	return per * numerator / denominator, numerator, denominator
}

func sortedValues(values []Value) []float64 {
	out := make([]float64, len(values))
	for i, v := range values {
		out[i] = v.Value
	}
	slices.Sort(out)
	return out
}

// round keeps four decimals, so that the order of additions never shows.
func round(v float64) float64 {
	if r := math.Round(v*1e4) / 1e4; !math.IsInf(r, 0) {
		return r
	}
	return v
}

// Per is what numerator over denominator is multiplied by for the measure.
func Per(m maturity.Measure) float64 {
	switch {
	case m.Per > 0:
		return m.Per
	case m.Unit == maturity.UnitPercent:
		return 100
	}
	return 1
}
