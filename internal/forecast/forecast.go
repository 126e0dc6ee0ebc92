package forecast

import (
	"fmt"
	"math"

	"waymark/internal/forecast/learnt"
	"waymark/internal/stat"
)

// Version names the method; it goes into the hash of everything computed from a forecast, so that a change of method
// makes stored results stale.
const Version = "learnt-5"

// Limits of what is forecast.
const (
	LeastPoints  = 2    // fewer cannot show a change
	MostHorizons = 1200 // a century of months
	longestUsed  = 240  // older values say nothing about now
)

// Series is one observed series in time order.
type Series struct {
	// Steps are the positions of the values, counted in periods, strictly ascending: a missing period is a gap in them.
	// nil means 0, 1, 2, ...
	Steps  []int
	Values []float64 // finite, in the measure's unit; values outside the bounds are read as the bound
	// Denominators stand beside the values where they are known; nil where none is, and single ones NaN.
	// The larger the denominators, the less of the variation is chance.
	Denominators []float64
}

// Input is what a forecast is made from.
type Input struct {
	Series Series
	// Panel is what the other organisations' series of the same measure lend; nil for a forecast from its own values alone.
	Panel *Panel
	// Low and High bound what a value can be; infinite where there is no bound.
	Low, High float64
	Horizon   int // forecast steps 1 to Horizon after the last value
}

// Refusal says in a sentence why there is no forecast.
type Refusal struct{ Sentence string }

// Error is the sentence.
func (r *Refusal) Error() string { return r.Sentence }

// Method makes forecasts. It keeps buffers between calls and must not be used by two goroutines at once; results do
// not depend on earlier calls.
type Method struct {
	constants *learnt.Constants
	reading   Reading
	run       learnt.Run
	step      learnt.Step
}

// New makes a method with the constants of this version.
func New() *Method { return NewWith(learnt.Shipped) }

// NewWith makes a method with constants of one's own, as learnt from an installation's history.
func NewWith(c *learnt.Constants) *Method { return &Method{constants: c} }

// Forecast gives for each step 1 to in.Horizon the predictive distribution: element h-1 is for step h. The error is
// always a *Refusal.
func (m *Method) Forecast(in Input) ([]stat.Predictive, error) {
	if err := m.Read(in); err != nil {
		return nil, err
	}
	out := make([]stat.Predictive, in.Horizon)
	for h := range out {
		z := m.Quantiles(h + 1)
		m.widen(&z, h+1)
		in.Panel.lend(&z, h+1, &m.reading)
		for i, q := range z {
			out[h][i] = m.reading.scale.value(q)
		}
	}
	return out, nil
}

// Read takes in a series; Quantiles may then be asked for any step. The error is always a *Refusal.
func (m *Method) Read(in Input) error {
	if err := check(in); err != nil {
		return err
	}
	s := in.Series
	if cut := len(s.Values) - longestUsed; cut > 0 {
		s = s.tail(cut)
	}
	m.reading.read(s, in.Low, in.High)
	m.run.Begin(m.constants, &m.reading.origin)
	return nil
}

// Quantiles are those learnt for h steps ahead, on the scale of errors, before they are widened.
func (m *Method) Quantiles(h int) [stat.NumberOfLevels]float64 {
	mean, apart := m.reading.step(h, &m.step)
	m.run.Weigh(&m.step)
	spread := m.reading.spread(h, &m.run, mean, apart)
	return m.run.Quantiles(&spread)
}

// What is added to the width that was learnt.
const (
	// inflation is for measures unlike those learnt from: measured by leaving whole families out.
	inflation = 1.07
	// longestLearnt is how many steps ahead were learnt; beyond it errors grow with the root of the steps.
	longestLearnt = 24
	// noisePoints is how many values the variance by counting alone is worth, where it exceeds what the series showed.
	noisePoints = 4.0
)

// widen stretches the quantiles around the median.
func (m *Method) widen(z *[stat.NumberOfLevels]float64, h int) {
	stretch := inflation
	if h > longestLearnt {
		stretch *= math.Sqrt(float64(h) / longestLearnt)
	}
	median := z[stat.Median]
	if own := (z[stat.High80] - z[stat.Low80]) / (2 * 1.2816); own > 0 && m.reading.noise > float64(own*own) {
		n := float64(len(m.reading.z))
		variance := (float64(n*float64(own*own)) + float64(noisePoints*m.reading.noise)) / (n + noisePoints)
		stretch *= math.Sqrt(variance) / own
	}
	for i := range z {
		z[i] = median + float64(stretch*(z[i]-median))
	}
}

func (s Series) tail(from int) Series {
	cut := Series{Values: s.Values[from:]}
	if s.Steps != nil {
		cut.Steps = s.Steps[from:]
	}
	if s.Denominators != nil {
		cut.Denominators = s.Denominators[from:]
	}
	return cut
}

func check(in Input) *Refusal {
	s := in.Series
	n := len(s.Values)
	switch {
	case n < LeastPoints:
		return &Refusal{fmt.Sprintf("%d is too few points for a forecast; at least %d are needed.", n, LeastPoints)}
	case in.Horizon < 1 || in.Horizon > MostHorizons:
		return &Refusal{fmt.Sprintf("A forecast of %d steps was asked for; 1 to %d are possible.", in.Horizon, MostHorizons)}
	case !(in.Low < in.High):
		return &Refusal{"The lower bound is not below the upper one."}
	case s.Steps != nil && len(s.Steps) != n, s.Denominators != nil && len(s.Denominators) != n:
		return &Refusal{"Values, steps and denominators differ in number."}
	}
	for i, v := range s.Values {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return &Refusal{fmt.Sprintf("Value %d is not a number; leave missing periods out.", i+1)}
		}
		if s.Steps != nil && i > 0 && s.Steps[i] <= s.Steps[i-1] {
			return &Refusal{"The periods are not in order."}
		}
	}
	return nil
}

// Back is the way back for learning: see learnt.Run. It speaks of the last Quantiles.
func (m *Method) Back(slopes *[stat.NumberOfLevels]float64, gradient []float64) {
	m.run.Back(slopes, gradient)
}
