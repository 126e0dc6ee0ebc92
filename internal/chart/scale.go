package chart

import (
	"math"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// valueScale is the vertical axis: from low to high in even steps.
type valueScale struct{ low, high, step float64 }

// scaleFor covers all values. Percentages run from 0 to 100 unless all are small; scores run over their whole scale;
// everything else starts at 0, because a cut axis makes small changes look large.
func scaleFor(values []float64, m maturity.Measure) valueScale {
	low, high := 0.0, 0.0
	for _, v := range values {
		low, high = math.Min(low, v), math.Max(high, v)
	}
	bounded := m.High > m.Low && !math.IsInf(m.High-m.Low, 0)
	switch {
	case m.Unit == maturity.UnitPercent && high > 40, (m.Unit == maturity.UnitScore || m.Unit == maturity.UnitStage) && bounded && m.High-m.Low <= 1000:
		low, high = math.Min(low, m.Low), math.Max(high, m.High)
		if m.Unit == maturity.UnitPercent {
			high = math.Max(high, 100)
		}
	case m.Unit == maturity.UnitYesNo && low == 0 && high <= 1:
		return valueScale{0, 1, 1}
	}
	if high-low < 0.001 { // less than a picture shows
		high = low + 1
	}
	step := niceStep((high - low) / 5)
	return valueScale{math.Floor(low/step+1e-9) * step, math.Ceil(high/step-1e-9) * step, step}
}

// niceStep is the smallest of 1, 2, 2.5 or 5 times a power of ten that is not below rough.
func niceStep(rough float64) float64 {
	power := math.Pow(10, math.Floor(math.Log10(rough)))
	for _, factor := range []float64{1, 2, 2.5, 5} {
		if factor*power >= rough*(1-1e-9) {
			return factor * power
		}
	}
	return 10 * power
}

// ticks are the labelled values of the axis.
func (s valueScale) ticks() []float64 {
	var out []float64
	for i := 0; ; i++ {
		v := s.low + float64(i)*s.step
		if v > s.high+s.step/1e6 {
			return out
		}
		out = append(out, trim(v))
	}
}

// maxPeriods bounds how many periods one picture shows; earlier ones are left to the table.
const maxPeriods = 120

// timeScale is the horizontal axis: periods of one kind, each as wide as the next, the middle of the first at 0.
type timeScale struct {
	first period.Period
	count int
}

// timeFor covers all periods and days, in steps of kind (months where kind is a day).
func timeFor(kind period.Kind, periods []period.Period, days []period.Day) timeScale {
	if kind == period.KindDay || kind == period.KindNone {
		kind = period.KindMonth
	}
	var first, last period.Period
	include := func(d period.Day) {
		p := period.Of(kind, d)
		if first.IsZero() || p.Start < first.Start {
			first = p
		}
		if last.IsZero() || p.Start > last.Start {
			last = p
		}
	}
	for _, p := range periods {
		include(middle(p))
	}
	for _, d := range days {
		include(d)
	}
	if first.IsZero() {
		return timeScale{}
	}
	count := period.StepsBetween(first, last) + 1
	if count > maxPeriods {
		first, count = last.Add(1-maxPeriods), maxPeriods
	}
	return timeScale{first, count}
}

// at is where a day stands: within the first period from -0.5 to 0.5, one more for every later period.
func (s timeScale) at(d period.Day) float64 {
	p := period.Of(s.first.Kind, d)
	share := (float64(d-p.Start) + 0.5) / float64(p.End()-p.Start+1)
	return trim(float64(period.StepsBetween(s.first, p)) + share - 0.5)
}

// of is where a period's value stands: its middle.
func (s timeScale) of(p period.Period) float64 {
	if p.Kind == s.first.Kind {
		return float64(period.StepsBetween(s.first, p))
	}
	return s.at(middle(p))
}

func (s timeScale) shows(x float64) bool { return x >= -0.5 && x <= float64(s.count)-0.5 }

func middle(p period.Period) period.Day { return p.Start + (p.End()-p.Start)/2 }

// labels are the texts under the axis, one per period, empty where there is no room; width is of one period in pixels.
// Months and quarters name the year under the first period shown and under the first of every year.
func (s timeScale) labels(width float64) []string {
	every := 1
	for width*float64(every) < 34 {
		every++
	}
	yearly := s.first.Kind == period.KindMonth && every > 3 || s.first.Kind == period.KindQuarter && every > 1
	out := make([]string, s.count)
	named, lastYear := -s.count, -s.count
	for i := range out {
		p := s.first.Add(i)
		month := int(p.Start.Time().Month())
		starts := i == 0 || s.first.Kind == period.KindMonth && month == 1 || s.first.Kind == period.KindQuarter && month == 4
		room := i-named >= every
		switch s.first.Kind {
		case period.KindMonth:
			if starts && float64(i-lastYear)*width >= 40 {
				out[i], lastYear = p.Start.Time().Format("Jan\n2006"), i
			} else if !yearly && room && (month-1)%every == 0 {
				out[i] = p.Start.Time().Format("Jan")
			}
		case period.KindQuarter:
			if starts && float64(i-lastYear)*width >= 50 {
				out[i], lastYear = p.Short()[:2]+"\n"+p.Short()[3:], i
			} else if !yearly && room {
				out[i] = p.Short()[:2]
			}
		default:
			if i%max(1, int(math.Ceil(56/width))) == 0 {
				out[i] = p.Short()
			}
		}
		if out[i] != "" {
			named = i
		}
	}
	return out
}

// trim drops digits that no picture shows, so that equal pictures have equal bytes.
func trim(v float64) float64 { return math.Round(v*1e4)/1e4 + 0 }
