package rule

import (
	"fmt"
	"math"
	"strings"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// Breaks gives the days from which a series starts anew, whatever their order; the definition's own are known already.
type Breaks func(organisation maturity.OrganisationID, measure string) []period.Day

// Outliers judges figures for which judge is true (nil: all) against the history of their own source. What is found a year
// or more before the newest figure is for information: nobody will mend it any more.
func Outliers(f *Facts, breaks Breaks, judge func(maturity.Observation) bool) (out []maturity.Finding) {
	for _, key := range f.order {
		m, known := f.catalogue.Measure(key.measure)
		if !known || m.Unit == maturity.UnitYesNo || m.Unit == maturity.UnitStage {
			continue
		}
		days := f.breaksOf(m, key, breaks)
		for _, run := range f.runs(key) {
			for i := OutlierPoints; i < len(run); i++ {
				if judge != nil && !judge(run[i]) {
					continue
				}
				history := unbroken(run[:i], run[i].Period, days)
				if o, ok := JudgeOutlier(m, history, Point{run[i].Period, run[i].Value}, run[i].Denominator); ok && o.Found() {
					found := outlierFinding(m, run[i], o)
					if run[i].Period.Start <= yearBefore(run[len(run)-1].Period).Start {
						found.Severity = maturity.LevelInfo
					}
					out = append(out, found)
				}
			}
		}
	}
	return out
}

func (f *Facts) breaksOf(m maturity.Measure, key series, breaks Breaks) (days []period.Day) {
	for _, b := range m.Breaks() {
		days = append(days, b.Day)
	}
	if breaks != nil {
		days = append(days, breaks(key.organisation, key.measure)...)
	}
	return days
}

// runs splits a series into its sources and kinds of period, each in order; plans and states without a value are left out.
func (f *Facts) runs(key series) (out [][]maturity.Observation) {
	type run struct {
		source string
		kind   period.Kind
	}
	index := map[run]int{}
	for _, o := range f.figures[key] {
		if !o.HasValue() || f.kindOf(o.Source).Kind == maturity.SourcePlan {
			continue
		}
		r := run{o.Source, o.Period.Kind}
		i, known := index[r]
		if !known {
			i = len(out)
			index[r], out = i, append(out, nil)
		}
		out[i] = append(out[i], o)
	}
	return out
}

// unbroken is the history that is comparable with a period: what begins at or after the last break before the period's
// end.
func unbroken(earlier []maturity.Observation, now period.Period, breaks []period.Day) (out []Point) {
	var from period.Day = math.MinInt32
	for _, day := range breaks {
		if day <= now.End() && day > from {
			from = day
		}
	}
	for _, o := range earlier {
		if o.Period.Start >= from {
			out = append(out, Point{o.Period, o.Value})
		}
	}
	return out
}

func outlierFinding(m maturity.Measure, o maturity.Observation, found Outlier) maturity.Finding {
	now, before := amount{value: o.Value, measure: m}, amount{value: found.Previous.Value, measure: m}
	return maturity.Finding{
		FindingKey: maturity.FindingKey{Rule: maturity.RuleOutlier, Organisation: o.Organisation, Measure: o.Measure, Period: o.Period, Source: o.Source},
		Severity:   maturity.LevelWarning, Acceptable: true, Left: now.words(), Right: before.words(), Message: found.words(m, now, before),
	}
}

// words explains an outlier with its numbers.
func (o Outlier) words(m maturity.Measure, now, before amount) string {
	change := func(v float64) string {
		if o.Relative {
			return signed(v*100, "%")
		}
		return signed(v, pointsWord(m))
	}
	spread := o.Spread
	if o.Relative {
		spread = math.Expm1(spread)
	}
	return fmt.Sprintf("%s after %s (%s) is a change of %s; usual, over %d figures, is %s, give or take %s. It is %s times that away from what was to be expected; the limit is %s.",
		now.words(), before.words(), o.Previous.Period.Short(), change(o.Change), o.Points, change(o.Usual), plain(change(spread)), times(o.Score), times(o.Limit))
}

// pointsWord is what a difference of the measure is counted in.
func pointsWord(m maturity.Measure) string {
	if m.Unit == maturity.UnitPercent || m.Unit == maturity.UnitScore {
		return " points"
	}
	return ""
}

// signed writes a change with its sign and at most one decimal, two where it is small.
func signed(v float64, unit string) string {
	if math.Abs(v) >= 1 {
		v = math.Round(v*10) / 10
	}
	text := exact(v)
	if v > 0 {
		text = "+" + text
	}
	if unit == " points" && (text == "+1" || text == "−1") {
		unit = " point"
	}
	return text + unit
}

func plain(text string) string { return strings.TrimPrefix(text, "+") }

// times writes a multiple with one decimal; more than a thousand is said so.
func times(v float64) string {
	if v > 1000 {
		return "more than 1,000"
	}
	return maturity.Number(v, 1)
}
