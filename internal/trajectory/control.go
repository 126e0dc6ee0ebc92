package trajectory

import (
	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/spc"
)

// control is the control chart of the fitted figures against an aim (nil: none); nil where the measure has no size.
func (s *series) control(aim *Aim) *maturity.Control {
	n := len(s.fitted)
	if s.Measure.Unit == maturity.UnitYesNo || n == 0 {
		return nil
	}
	c := &maturity.Control{Status: maturity.ControlTooFew, Count: n}
	if n < spc.LeastShown {
		return c
	}
	c.Absent = period.StepsBetween(s.periodOf(s.fitted[0]), s.periodOf(s.fitted[n-1])) + 1 - n
	if s.chart == nil {
		if s.chart = s.charted(); s.chart == nil {
			return nil
		}
	}
	if s.chart.Status != spc.Charted {
		c.Status = maturity.ControlTooLittleVariation
		return c
	}
	last, _ := s.chart.Last()
	c.Status, c.Trial = maturity.ControlCharted, s.chart.Trial
	c.Mean, c.Lower, c.Upper = Round(last.Mean), Round(last.Lower), Round(last.Upper)
	c.Variation, c.Rules = s.chart.Variation.String(), s.rules()
	if target, has := s.controlTarget(aim); has {
		c.Assurance = last.Against(target, direction(s.Measure)).String()
	}
	return c
}

// charted charts the fitted figures, whose order alone counts: a period without a figure is left out. nil where a
// figure is too large.
func (s *series) charted() *spc.Result {
	values := make([]float64, len(s.fitted))
	for i, at := range s.fitted {
		values[i] = s.path[at].Value
	}
	r, err := spc.Chart(spc.Input{Values: values, Options: spc.Options{Direction: direction(s.Measure)}})
	if err != nil {
		return nil
	}
	return &r
}

// rules has a character for each point of the path.
func (s *series) rules() string {
	out := make([]byte, len(s.path))
	for i := range out {
		out[i] = '.'
	}
	for _, p := range s.chart.Points {
		out[s.fitted[p.Index]] = '0' + byte(p.Rule)
	}
	return string(out)
}

// controlTarget is the value limits are compared with: a target that wants more where more is better, or less where less
// is. "Equal" counts where it is the end of the scale.
func (s *series) controlTarget(aim *Aim) (target float64, has bool) {
	if aim == nil {
		return 0, false
	}
	m := s.Measure
	switch direction(m) {
	case spc.Increase:
		return aim.Value, aim.Operator == maturity.AtLeast || aim.Operator == maturity.Equal && aim.Value == m.High
	case spc.Decrease:
		return aim.Value, aim.Operator == maturity.AtMost || aim.Operator == maturity.Equal && aim.Value == m.Low
	}
	return 0, false
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
