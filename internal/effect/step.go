package effect

import (
	"fmt"

	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/spc"
)

// Step is what a control chart says whose limits come from the figures before the go-live alone. It looks at the
// organisation only, so what moved everybody moves it too.
type Step struct {
	Charted bool
	Signal  bool // a rule holds after the go-live
	Rule    spc.Rule
	Period  period.Period // of the first figure that a rule marks
	Words   string
}

// step charts the figures since the last break before the go-live, up to the next break.
func (p Panel) step() Step {
	if p.Measure.Unit == maturity.UnitYesNo || len(p.Own.Figures) == 0 {
		return Step{}
	}
	var w window
	from, until := p.comparable(&w)
	var values []float64
	var periods []period.Period
	before := 0
	for _, f := range p.Own.Figures {
		if f.Period.Start < from || until != 0 && f.Period.End() >= until {
			continue
		}
		if f.Period.End() < p.From {
			before++
		}
		values, periods = append(values, f.Value), append(periods, f.Period)
	}
	if before < spc.LeastFixed {
		return Step{Words: fmt.Sprintf("A control chart needs %d figures before the go-live; there are %d.", spc.LeastFixed, before)}
	}
	if before == len(values) {
		return Step{Words: "There is no figure after the go-live yet."}
	}
	chart, err := spc.Chart(spc.Input{Values: values, Options: spc.Options{FixAfter: before, Direction: direction(p.Measure)}})
	if err != nil || chart.Status != spc.Charted {
		return Step{Words: "The figures before the go-live hardly vary, so a control chart has no limits."}
	}
	for i, point := range chart.Points[before:] {
		if point.Rule == spc.NoRule || !p.begun(periods[before+i]) {
			continue
		}
		at := periods[before+i]
		return Step{Charted: true, Signal: true, Rule: point.Rule, Period: at, Words: "The control chart signals from " + at.Label() + ": " + ruleWords[point.Rule] + "."}
	}
	return Step{Charted: true, Words: "The control chart of the figures before does not signal."}
}

// begun reports whether the effect may show in a period.
func (p Panel) begun(at period.Period) bool { return at.End() >= months(p.From, p.Delay) }

var ruleWords = map[spc.Rule]string{
	spc.OutsideHigh: "a figure above the limit", spc.OutsideLow: "a figure below the limit",
	spc.TrendUp: "seven figures in a rise", spc.TrendDown: "seven figures in a fall",
	spc.TwoOfThreeHigh: "two of three figures near the upper limit", spc.TwoOfThreeLow: "two of three figures near the lower limit",
	spc.ShiftHigh: "seven figures in a row above the mean before", spc.ShiftLow: "seven figures in a row below the mean before",
}

func direction(m maturity.Measure) spc.Direction {
	switch m.Polarity {
	case maturity.HigherIsBetter:
		return spc.Increase
	case maturity.LowerIsBetter:
		return spc.Decrease
	}
	return spc.Neutral
}
