package trajectory

import (
	"math"
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// anyFinite are the numbers that break formulas: the largest, the smallest, zero, and ordinary ones.
var anyFinite = rapid.OneOf(rapid.Float64Range(-1e308, 1e308), rapid.Float64Range(-100, 100),
	rapid.SampledFrom([]float64{0, math.MaxFloat64, -math.MaxFloat64, math.SmallestNonzeroFloat64, 1e-300, 1e300}))

// Whatever finite figures come, whole paths and counts, every number of the result is finite or "not known", chances lie
// between 0 and 1, and there is a reason.
func TestNothingIsInfinite(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := eps()
		m.Unit, m.Low, m.High = rapid.SampledFrom([]maturity.Unit{maturity.UnitCount, maturity.UnitPercent, maturity.UnitRate}).Draw(t, "unit"), math.NaN(), math.NaN()
		if rapid.Bool().Draw(t, "from zero") {
			m.Low = 0
		}
		in := Input{Measure: m, Today: date("2018-11-15")}
		p := period.Of(period.KindQuarter, date("2016-04-01"))
		for range rapid.IntRange(0, 12).Draw(t, "n") {
			point := Point{Numerator: anyFinite.Draw(t, "counted"), Denominator: anyFinite.Draw(t, "of")}
			point.Period, point.State, point.HasValue, point.Value = p, maturity.Reported, true, anyFinite.Draw(t, "value")
			in.Observed = append(in.Observed, point)
			p = p.Next()
		}
		aim := by("2019-09-30", rapid.SampledFrom([]maturity.Operator{maturity.AtLeast, maturity.AtMost, maturity.Equal}).Draw(t, "operator"), anyFinite.Draw(t, "target"))
		got := one(in, aim)
		if got.Reason == "" {
			t.Fatal("no reason")
		}
		if c := got.Chances; c != nil && !(c.Never >= 0 && c.Never <= 1) {
			t.Fatalf("chance of never %v", c.Never)
		}
		if p := got.Probability; p == p && !(p >= 0 && p <= 1) {
			t.Fatalf("chance %v", p)
		}
		inspect(t, reflect.ValueOf(got), "")
	})
}

// inspect looks at every number of a value.
func inspect(t *rapid.T, v reflect.Value, name string) {
	switch v.Kind() {
	case reflect.Float64:
		if math.IsInf(v.Float(), 0) {
			t.Fatalf("%s is %v", name, v.Float())
		}
	case reflect.Pointer:
		if !v.IsNil() {
			inspect(t, v.Elem(), name)
		}
	case reflect.Slice:
		for i := range v.Len() {
			inspect(t, v.Index(i), name)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				inspect(t, v.Field(i), name+"."+v.Type().Field(i).Name)
			}
		}
	}
}
