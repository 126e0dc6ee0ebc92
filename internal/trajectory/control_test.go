package trajectory

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/spc"
)

// quiet is so many quarters around 50 %.
func quiet(t testing.TB, n int) []Point {
	values := make([]float64, n)
	for i := range values {
		values[i] = []float64{50, 52, 50, 48}[i%4]
	}
	return quarters(t, "Q2012-04", values...)
}

func TestControlChartOfATrajectory(t *testing.T) {
	flat := quarters(t, "Q2012-04", slices.Repeat([]float64{100}, 16)...)
	gap := quiet(t, 16)
	gap[3].State, gap[3].HasValue, gap[3].Value = maturity.NotAvailable, false, 0
	late := append(quiet(t, 16), quarters(t, "Q2016-04", 70)...)
	unfinished := append(quiet(t, 16), quarters(t, "Q2018-10", 10)...) // today is within it
	broken := eps()
	broken.Changes = []maturity.Change{{Date: "2013-04-01", Break: true}}
	lower, neither, yesNo := eps(), eps(), eps()
	lower.Polarity, neither.Polarity, yesNo.Unit = maturity.LowerIsBetter, maturity.NeitherBetter, maturity.UnitYesNo
	for _, c := range []struct {
		name     string
		measure  maturity.Measure
		observed []Point
		operator maturity.Operator
		target   float64
		want     string // status, count, absent, variation, assurance
		rules    string
	}{
		{"quiet below its target", eps(), quiet(t, 16), maturity.AtLeast, 80, "charted 16 0 common_cause fail", strings.Repeat("0", 16)},
		{"quiet above its target", eps(), quiet(t, 16), maturity.AtLeast, 30, "charted 16 0 common_cause pass", strings.Repeat("0", 16)},
		{"a target within the limits", eps(), quiet(t, 16), maturity.AtLeast, 51, "charted 16 0 common_cause inconsistent", strings.Repeat("0", 16)},
		{"less is better", lower, quiet(t, 16), maturity.AtMost, 80, "charted 16 0 common_cause pass", strings.Repeat("0", 16)},
		{"a target the other way round says nothing", lower, quiet(t, 16), maturity.AtLeast, 80, "charted 16 0 common_cause ", strings.Repeat("0", 16)},
		{"neither better", neither, late, maturity.AtLeast, 80, "charted 17 0 neutral_high ", strings.Repeat("0", 16) + "1"},
		{"a jump", eps(), late, maturity.AtLeast, 80, "charted 17 0 improvement_high fail", strings.Repeat("0", 16) + "1"},
		{"a quarter without a figure", eps(), gap, maturity.AtLeast, 80, "charted 15 1 common_cause fail", "000." + strings.Repeat("0", 12)},
		{"a quarter that is not over", eps(), unfinished, maturity.AtLeast, 80, "charted 16 0 common_cause fail", strings.Repeat("0", 16) + "."},
		{"since the definition changed", broken, quiet(t, 17), maturity.AtLeast, 80, "charted 13 0 common_cause fail", "...." + strings.Repeat("0", 13)},
		{"always 100 %", eps(), flat, maturity.AtLeast, 80, "too_little_variation 16 0  ", ""},
		{"eleven figures", eps(), quiet(t, 11), maturity.AtLeast, 80, "too_few 11 0  ", ""},
		{"twelve figures", eps(), quiet(t, 12), maturity.AtLeast, 80, "charted 12 0 common_cause fail", strings.Repeat("0", 12)},
		{"no figure", eps(), nil, maturity.AtLeast, 80, "none", ""},
		{"a yes or no", yesNo, quiet(t, 16), maturity.AtLeast, 80, "none", ""},
	} {
		in := Input{Measure: c.measure, Observed: c.observed, Today: date("2018-11-15")}
		got := one(in, by("2020-03-31", c.operator, c.target)).Control
		if words := controlWords(got); words != c.want || got != nil && got.Rules != c.rules {
			t.Errorf("%s: %s, want %s; %+v", c.name, words, c.want, got)
		}
		if got != nil && got.Trial != (got.Count == spc.LeastShown) {
			t.Errorf("%s: trial limits: %v", c.name, got.Trial)
		}
	}
	if got := one(Input{Measure: eps(), Observed: quiet(t, 16), Today: date("2018-11-15")}, nil).Control; controlWords(got) != "charted 16 0 common_cause " || got.Upper != 55.32 || got.Mean != 50 {
		t.Errorf("without a target: %+v", got)
	}
}

// Days count as their months, and the last one of a month is on the chart.
func TestControlChartOfSingleDays(t *testing.T) {
	var observed []Point
	for i := range 14 {
		for _, day := range []int{5, 20} {
			p := quarters(t, "Q2012-04", float64(50+i%3))[0]
			p.Period = period.Of(period.KindDay, period.Date(2016, 1, day)+period.Day(31*i))
			observed = append(observed, p)
		}
	}
	m := eps()
	m.Frequency = period.KindMonth
	got := one(Input{Measure: m, Observed: observed, Today: date("2018-11-15")}, nil).Control
	if got.Status != maturity.ControlCharted || got.Rules[:4] != ".0.0" || len(got.Rules) != len(observed) {
		t.Errorf("%+v", got)
	}
	if _, charted := got.Rule(0); charted {
		t.Error("the first day of a month with two is on the chart")
	}
	if rule, charted := got.Rule(1); rule != 0 || !charted {
		t.Error("the last day of a month is not on the chart")
	}
}

func controlWords(c *maturity.Control) string {
	if c == nil {
		return "none"
	}
	return strings.Join([]string{string(c.Status), strconv.Itoa(c.Count), strconv.Itoa(c.Absent), c.Variation, c.Assurance}, " ")
}
