package trajectory

import (
	"flag"
	"fmt"
	"math"
	"os"
	"strings"
	"testing"

	"waymark/internal/forecast"
	"waymark/internal/maturity"
	"waymark/internal/period"
)

var update = flag.Bool("update", false, "rewrite the golden file")

func eps() maturity.Measure {
	return maturity.Measure{ID: "eps", Unit: maturity.UnitPercent, Polarity: maturity.HigherIsBetter, Low: 0, High: 100, Frequency: period.KindQuarter}
}

// path reads "Q2016-04 41, Q2016-07 44, Q2016-10 -, Q2017-01 <20": codes and values; "-" is not available, "<" a bound,
// a trailing "?" a figure the source calls provisional.
func path(t testing.TB, text string) (points []Point) {
	t.Helper()
	for _, item := range strings.Split(text, ",") {
		code, word, ok := strings.Cut(strings.TrimSpace(item), " ")
		if !ok {
			continue
		}
		p, err := period.FromCode(code)
		if err != nil {
			t.Fatal(err)
		}
		point := Point{Numerator: math.NaN(), Denominator: math.NaN()}
		point.Period, point.State, point.Source = p, maturity.Reported, "return"
		if rest, found := strings.CutSuffix(word, "?"); found {
			word, point.Flags = rest, maturity.Provisional
		}
		if rest, found := strings.CutPrefix(word, "<"); found {
			word, point.State = rest, maturity.BelowBound
		}
		if word == "-" {
			point.State = maturity.NotAvailable
		} else if _, err := fmt.Sscan(word, &point.Value); err != nil {
			t.Fatal(err)
		}
		point.HasValue = point.State == maturity.Reported
		points = append(points, point)
	}
	return points
}

func quarters(t testing.TB, first string, values ...float64) (points []Point) {
	p, err := period.FromCode(first)
	if err != nil {
		t.Fatal(err)
	}
	for i, v := range values {
		points = append(points, path(t, fmt.Sprintf("%s %v", p.Add(i).Code(), v))...)
	}
	return points
}

func by(day string, operator maturity.Operator, value float64) *Aim {
	a := &Aim{Target: maturity.Target{ID: "target", Operator: operator, Value: value}}
	if day != "" {
		a.Due = &maturity.LooseDate{Latest: date(day)}
	}
	return a
}

func date(text string) period.Day {
	p, err := period.FromCode("D" + text)
	if err != nil {
		panic(err)
	}
	return p.Start
}

func one(in Input, aim *Aim) maturity.Trajectory {
	var aims []Aim
	if aim != nil {
		aims = []Aim{*aim}
	}
	return Compute(in, aims, forecast.New())[0]
}

type example struct {
	name    string // the point of the case
	measure func(*maturity.Measure)
	path    string
	plan    string
	today   string
	aim     *Aim
}

func examples() []example {
	rising := "Q2016-04 41, Q2016-07 44, Q2016-10 46, Q2017-01 51, Q2017-04 53, Q2017-07 57, Q2017-10 58, Q2018-01 63, Q2018-04 65, Q2018-07 67"
	own := by("2018-03-31", maturity.AtLeast, 80)
	own.OwnBaseline, own.Baseline = true, &maturity.Baseline{Value: 83, Period: period.Of(period.KindFinancialYear, date("2015-06-01"))}
	return []example{
		{"a steady rise that will not be enough", nil, rising, "", "2018-11-15", by("2020-03-31", maturity.AtLeast, 85)},
		{"the same rise and a target within reach", nil, rising, "Q2018-10 70, Q2019-01 75, Q2019-04 80", "2018-11-15", by("2020-03-31", maturity.AtLeast, 70)},
		{"a target no one can be sure of", nil, rising, "", "2018-11-15", by("2020-03-31", maturity.AtLeast, 77)},
		{"the last quarter is not over: hollow, and not part of the fit", nil, rising + ", Q2018-10 12", "", "2018-11-15", by("2020-03-31", maturity.AtLeast, 85)},
		{"the source calls the last figure provisional", nil, rising + ", Q2018-10 12?", "", "2019-02-15", by("2020-03-31", maturity.AtLeast, 85)},
		{"at the baseline already above the target: met, but no progress", nil, "FY2015 83", "", "2016-11-15", own},
		{"met at the baseline, and still", nil, "FY2015 83, Q2017-01 84", "", "2017-11-15", own},
		{"met at the baseline, then lost", nil, "FY2015 83, Q2016-07 80.5, Q2016-10 79, Q2017-01 77, Q2017-04 76", "", "2017-11-15", own},
		{"reached on the way", nil, rising, "", "2018-11-15", by("2020-03-31", maturity.AtLeast, 63)},
		{"reached, but about to be lost", nil, "Q2016-04 95, Q2016-07 93, Q2016-10 91, Q2017-01 88, Q2017-04 86, Q2017-07 83, Q2017-10 81", "", "2018-02-15", by("2019-03-31", maturity.AtLeast, 80)},
		{"the date has passed: past due, with what was then, what is now and when it will be", nil, rising, "", "2018-11-15", by("2017-09-30", maturity.AtLeast, 80)},
		{"reached after its date: met late", nil, rising, "", "2018-11-15", by("2017-09-30", maturity.AtLeast, 60)},
		{"reached in time and lost again", nil, "Q2017-01 78, Q2017-04 81, Q2017-07 79, Q2017-10 76", "", "2018-03-15", by("2017-06-30", maturity.AtLeast, 80)},
		{"the date has passed and the figures end before it", nil, "Q2016-04 41, Q2016-07 44", "", "2018-11-15", by("2017-09-30", maturity.AtLeast, 80)},
		{"two figures: too little, never an arrow", nil, "Q2018-04 65, Q2018-07 67", "", "2018-11-15", by("2020-03-31", maturity.AtLeast, 85)},
		{"one figure", nil, "FY2015 30", "", "2016-11-15", by("2018-03-31", maturity.Equal, 100)},
		{"not available is not zero", nil, "FY2015 -", "", "2016-11-15", by("2018-03-31", maturity.AtLeast, 80)},
		{"a bound is not a point", nil, "FY2015 <20", "", "2016-11-15", by("2018-03-31", maturity.AtLeast, 10)},
		{"no figure, and the date has passed", nil, "FY2015 -", "", "2018-11-15", by("2018-03-31", maturity.AtLeast, 80)},
		{"nothing at all", nil, "", "", "2018-11-15", by("2020-03-31", maturity.AtLeast, 85)},
		{"no target", nil, rising, "", "2018-11-15", nil},
		{"a target without a date has an arrival, and is never late", nil, rising, "", "2018-11-15", by("", maturity.AtLeast, 70)},
		{"a target without a date that is out of reach", nil, rising, "", "2018-11-15", by("", maturity.AtLeast, 99)},
		{"an estimate for a year, then quarters: the year is the baseline and not part of the fit", nil, "FY2015 30, " + rising, "", "2018-11-15", by("2020-03-31", maturity.AtLeast, 85)},
		{"measured once a year", func(m *maturity.Measure) { m.Frequency = period.KindFinancialYear }, "FY2012 20, FY2013 26, FY2014 31, FY2015 40, FY2016 46, FY2017 51", "", "2018-11-15", by("2020-03-31", maturity.AtLeast, 60)},
		{"a missing quarter is a gap, not a fall", nil, "Q2016-04 41, Q2016-07 44, Q2016-10 -, Q2017-01 51, Q2017-04 53, Q2017-07 57", "", "2017-11-15", by("2018-09-30", maturity.AtLeast, 62)},
		{"lower is better", func(m *maturity.Measure) { m.Polarity = maturity.LowerIsBetter }, "Q2016-04 41, Q2016-07 38, Q2016-10 36, Q2017-01 31, Q2017-04 29, Q2017-07 25", "", "2017-11-15", by("2018-09-30", maturity.AtMost, 10)},
		{"every one of them: equal to the upper bound is the same as reaching it", nil, "Q2016-04 91, Q2016-07 94, Q2016-10 96, Q2017-01 98, Q2017-04 99, Q2017-07 100", "", "2017-11-15", by("2018-09-30", maturity.Equal, 100)},
		{"a count of systems", func(m *maturity.Measure) {
			m.Unit, m.High, m.Frequency = maturity.UnitCount, math.NaN(), period.KindMonth
		}, "M2017-01 0, M2017-02 1, M2017-03 1, M2017-04 2, M2017-05 4, M2017-06 4, M2017-07 5", "", "2017-08-15", by("2018-12-31", maturity.AtLeast, 13)},
		{"a date far beyond any forecast", nil, rising, "", "2018-11-15", by("2030-03-31", maturity.AtLeast, 85)},
		{"the figures stopped long ago", nil, rising, "", "2019-11-30", by("2020-03-31", maturity.AtLeast, 85)},
		{"past due, and the pace itself is history: nothing is said of an arrival", nil, rising, "", "2026-11-22", by("2020-12-31", maturity.AtLeast, 85)},
		{"no date, and the pace itself is history", nil, rising, "", "2026-11-22", by("", maturity.AtLeast, 99)},
		{"no target, and the forecast itself is history", nil, rising, "", "2026-11-22", nil},
		{"a pace that would do, but is not expected to last", nil, "Q2016-04 68.6, Q2016-07 70.4, Q2016-10 71.6, Q2017-01 73.8, Q2017-04 79, Q2017-07 77.7, Q2017-10 80.5, Q2018-01 81.3", "", "2018-05-31", by("2020-12-31", maturity.AtLeast, 100)},
		{"a change of definition starts the series again", func(m *maturity.Measure) {
			m.Changes = []maturity.Change{{Date: "2017-04-01", Text: "Counts repeat items too", Break: true}}
		}, "Q2016-10 20, Q2017-01 21, Q2017-04 53, Q2017-07 57, Q2017-10 58, Q2018-01 63", "", "2018-05-15", by("2019-03-31", maturity.AtLeast, 70)},
		{"a yes or no is not projected", func(m *maturity.Measure) { m.Unit, m.High = maturity.UnitYesNo, 1 }, "Q2016-04 0, Q2016-07 0, Q2016-10 0, Q2017-01 0, Q2017-04 0", "", "2017-08-15", by("2018-03-31", maturity.Equal, 1)},
	}
}

func (e example) input(t testing.TB) Input {
	in := Input{Measure: eps(), Observed: path(t, e.path), Today: date(e.today)}
	if e.measure != nil {
		e.measure(&in.Measure)
	}
	for _, p := range path(t, e.plan) {
		in.Plan = append(in.Plan, maturity.RequiredPoint{Period: p.Period, Value: p.Value})
	}
	return in
}

func TestGolden(t *testing.T) {
	var got strings.Builder
	for _, e := range examples() {
		fmt.Fprintf(&got, "# %s\n  %s\n", e.name, e.path)
		describe(&got, one(e.input(t), e.aim))
	}
	const file = "testdata/trajectories.golden"
	if *update {
		if err := os.WriteFile(file, []byte(got.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	wanted, have := strings.Split(string(want), "\n"), strings.Split(got.String(), "\n")
	for i := range max(len(wanted), len(have)) {
		if i >= len(wanted) || i >= len(have) || wanted[i] != have[i] {
			t.Fatalf("line %d differs:\n%s\nread the diff after `make golden`", i+1, strings.Join(have[min(i, len(have)-1):min(i+3, len(have))], "\n"))
		}
	}
}

func describe(b *strings.Builder, t maturity.Trajectory) {
	fmt.Fprintf(b, "  %s: %s\n", t.Status.Words(), t.Reason)
	if t.Baseline != nil {
		fmt.Fprintf(b, "  baseline %v in %s, required %v a quarter, achieved %v", t.Baseline.Value, t.Baseline.Period, t.RequiredPer, t.AchievedPer)
		if n := len(t.Required); n > 0 {
			fmt.Fprintf(b, ", path %v in %s to %v in %s", t.Required[0].Value, t.Required[0].Period, t.Required[n-1].Value, t.Required[n-1].Period)
		}
		fmt.Fprintln(b)
	}
	for _, p := range t.Observed {
		if p.Provisional {
			fmt.Fprintf(b, "  hollow: %s\n", p.Period)
		}
	}
	fmt.Fprintf(b, "  chance %v", t.Probability)
	if t.AtDue != nil {
		fmt.Fprintf(b, ", at due %s: %.1f (50%% %.1f to %.1f, 80%% %.1f to %.1f, 95%% %.1f to %.1f)", t.AtDue.Period, t.AtDue.Median, t.AtDue.Low50, t.AtDue.High50, t.AtDue.Low80, t.AtDue.High80, t.AtDue.Low95, t.AtDue.High95)
	}
	if t.Arrival != nil {
		fmt.Fprintf(b, ", arrival %s", t.Arrival)
	}
	if t.NotBefore != nil {
		fmt.Fprintf(b, ", not before %s", t.NotBefore)
	}
	fmt.Fprintf(b, ", %d steps projected, plan of %d\n\n", len(t.Projected), len(t.Plan))
}
