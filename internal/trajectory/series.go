package trajectory

import (
	"math"

	"waymark/internal/forecast"
	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/spc"
	"waymark/internal/stat"
)

// series is an input brought into the form all aims share.
type series struct {
	Input
	kind      period.Kind // of the periods that are fitted and projected
	broken    period.Day  // values before this day are not comparable; 0 when there is no break
	path      []maturity.PathPoint
	fitted    []int // indexes into Observed
	latest    int   // index of the last complete figure, or of the last figure when none is complete; -1 for none
	projected []stat.Predictive
	from      period.Period // the period before projected[0]
	chart     *spc.Result   // of the fitted figures; nil until it is needed
}

func prepare(in Input, aims []Aim, method Forecaster) *series {
	s := &series{Input: in, broken: lastBreak(in)}
	s.path = markProvisional(in.Observed, in.Today)
	s.latest = latestOf(s.path)
	s.kind = s.chooseKind()
	s.choosePoints()
	s.project(aims, method)
	return s
}

// latestOf is the place of the last complete figure, or of the last figure when none is complete; -1 for none.
func latestOf(path []maturity.PathPoint) int {
	latest := -1
	for i, p := range path {
		if p.HasValue && (!p.Provisional || latest < 0 || path[latest].Provisional) {
			latest = i
		}
	}
	return latest
}

// longestPeriod is the most days a period has: one that began earlier is over, without a look at the calendar.
const longestPeriod = 366

// markProvisional tells the figures that will still change: their period is not over, the source calls the last one
// provisional, or organisations are missing from the last one and fewer stand behind it than behind the one before.
func markProvisional(observed []Point, today period.Day) []maturity.PathPoint {
	path := make([]maturity.PathPoint, len(observed))
	last, before := -1, -1
	for i, p := range observed {
		path[i] = p.PathPoint
		path[i].Provisional = p.Provisional || p.Period.Start+longestPeriod > today && p.Period.End() >= today
		if p.HasValue && !path[i].Provisional {
			if last >= 0 && path[last].Period.Kind == p.Period.Kind {
				before = last
			}
			last = i
		}
	}
	if last < 0 {
		return path
	}
	late := before >= 0 && path[before].Expected > 0 && path[last].Reporting < min(path[before].Reporting, path[last].Expected)
	if late || path[last].Flags&maturity.Provisional != 0 {
		path[last].Provisional = true
	}
	return path
}

// fits reports whether point i may be part of the fit.
func (s *series) fits(i int) bool {
	p := s.path[i]
	return p.HasValue && !p.Provisional && p.Period.Start >= s.broken
}

// fittedKind is the kind of period a point is fitted as: single days count as their month.
func fittedKind(k period.Kind) period.Kind {
	if k == period.KindDay {
		return period.KindMonth
	}
	return k
}

// chooseKind picks the kind of period that is fitted and projected: the measure's own frequency where it has enough
// points for a verdict, else the kind with most points; the measure's own, then the shorter one, among equals.
func (s *series) chooseKind() period.Kind {
	own := fittedKind(s.Measure.Frequency)
	if own == period.KindNone {
		own = period.KindQuarter
	}
	var count [8]int
	for i := range s.path {
		if s.fits(i) {
			count[fittedKind(s.path[i].Period.Kind)&7]++
		}
	}
	if count[own] >= LeastPoints {
		return own
	}
	best := own
	for kind := period.KindMonth; kind <= period.KindCalendarYear; kind++ {
		if count[kind] > count[best] {
			best = kind
		}
	}
	return best
}

// choosePoints lists the points that are fitted; of several single days in a month the last one.
func (s *series) choosePoints() {
	for i := range s.path {
		if !s.fits(i) || fittedKind(s.path[i].Period.Kind) != s.kind {
			continue
		}
		if n := len(s.fitted); n > 0 && s.periodOf(s.fitted[n-1]) == s.periodOf(i) {
			s.fitted[n-1] = i
			continue
		}
		s.fitted = append(s.fitted, i)
	}
}

// periodOf is the period of point i as fitted.
func (s *series) periodOf(i int) period.Period { return s.inKind(s.path[i].Period) }

// inKind is the period of the fitted kind that holds the end of p.
func (s *series) inKind(p period.Period) period.Period {
	if p.Kind == s.kind {
		return p
	}
	return period.Of(s.kind, p.End())
}

// dueIn is the period that holds the latest day of a target's date.
func (s *series) dueIn(due *maturity.LooseDate) period.Period { return period.Of(s.kind, due.Latest) }

func perYear(k period.Kind) int {
	switch k {
	case period.KindMonth:
		return 12
	case period.KindQuarter:
		return 4
	}
	return 1
}

// horizon is how many steps are projected for an aim: to its date, at least two and at most five years.
func (s *series) horizon(aim *Aim) int {
	steps := yearsProjected * perYear(s.kind)
	if aim != nil && aim.Due != nil {
		steps = max(steps, period.StepsBetween(s.from, s.dueIn(aim.Due)))
	}
	return min(steps, yearsAtMost*perYear(s.kind))
}

func (s *series) project(aims []Aim, method Forecaster) {
	if len(s.fitted) < LeastPoints || s.Measure.Unit == maturity.UnitYesNo {
		return
	}
	s.from = s.periodOf(s.fitted[len(s.fitted)-1])
	horizon := s.horizon(nil)
	for i := range aims {
		horizon = max(horizon, s.horizon(&aims[i]))
	}
	projected, err := method.Forecast(s.forecastInput(horizon))
	if err == nil { // a refusal leaves the verdict at "too little data"
		s.projected = projected
	}
}

func (s *series) forecastInput(horizon int) forecast.Input {
	n := len(s.fitted)
	numbers := make([]float64, 2*n)
	in := forecast.Input{
		Series: forecast.Series{Steps: make([]int, n), Values: numbers[:n], Denominators: numbers[n:]},
		Low:    math.Inf(-1), High: math.Inf(1), Horizon: horizon,
	}
	if m := s.Measure; m.Low == m.Low {
		in.Low = m.Low
	}
	if m := s.Measure; m.High == m.High {
		in.High = m.High
	}
	first := s.periodOf(s.fitted[0])
	for i, at := range s.fitted {
		p := s.Observed[at]
		in.Series.Steps[i] = period.StepsBetween(first, s.periodOf(at))
		in.Series.Values[i], in.Series.Denominators[i] = p.Value, p.Denominator
		if s.Measure.MayExceed && p.Value > in.High {
			in.High = math.Inf(1) // the declared bound does not hold for this series
		}
	}
	return in
}
