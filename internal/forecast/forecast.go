package forecast

import (
	"fmt"
	"math"

	"waymark/internal/stat"
)

// Version names the method; it goes into the hash of everything computed from a forecast, so that a change of method
// makes stored results stale.
const Version = "damped-trend-2"

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
	// Numerators and Denominators stand beside the values where they are known; both may be nil, and single ones NaN.
	// The larger the denominators, the less of the variation is chance.
	Numerators, Denominators []float64
}

// Input is what a forecast is made from.
type Input struct {
	Series Series
	// Peers are series of the same measure on the same steps, known at the same time. A method may borrow strength from
	// them; the present one does not.
	Peers []Series
	// Low and High bound what a value can be; infinite where there is no bound.
	Low, High float64
	PerYear   int // periods in a year: 12, 4, 1; 0 when irregular
	Horizon   int // forecast steps 1 to Horizon after the last value
}

// Refusal says in a sentence why there is no forecast.
type Refusal struct{ Sentence string }

// Error is the sentence.
func (r *Refusal) Error() string { return r.Sentence }

// Method makes forecasts. It keeps buffers between calls and must not be used by two goroutines at once; results do
// not depend on earlier calls.
type Method struct {
	z       []float64 // values on the modelling scale
	steps   []int
	errors  []float64 // rolling errors: model, then origin and lag
	horizon []int     // steps ahead of each error
	recent  []float64 // weight of each error, by how long ago it was
	sums    []float64 // errors of the weighted forecast
	start   float64   // trend the models start with
	cells   int       // errors of one model
	unit    float64   // a typical change on the modelling scale
}

// New makes a method.
func New() *Method { return &Method{} }

// Forecast gives for each step 1 to in.Horizon the predictive distribution: element h-1 is for step h. The error is
// always a *Refusal.
func (m *Method) Forecast(in Input) ([]stat.Predictive, error) {
	if err := check(in); err != nil {
		return nil, err
	}
	s := in.Series
	if cut := len(s.Values) - longestUsed; cut > 0 {
		s = s.tail(cut)
	}
	scale := chooseScale(s.Values, in.Low, in.High)
	m.load(s, scale)
	state := m.fit(in.Horizon)
	spread := m.spread(state, noise(s, scale))
	out := make([]stat.Predictive, in.Horizon)
	for h := range out {
		centre := state.at(h + 1)
		width := spread.at(h + 1)
		for i := range out[h] {
			out[h][i] = scale.back(centre + float64(width*spread.shape[i]))
		}
	}
	return out, nil
}

func (s Series) tail(from int) Series {
	cut := Series{Values: s.Values[from:]}
	if s.Steps != nil {
		cut.Steps = s.Steps[from:]
	}
	if s.Numerators != nil {
		cut.Numerators = s.Numerators[from:]
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
	case s.Steps != nil && len(s.Steps) != n, s.Numerators != nil && len(s.Numerators) != n, s.Denominators != nil && len(s.Denominators) != n:
		return &Refusal{"Values, steps, numerators and denominators differ in number."}
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

func (m *Method) load(s Series, scale scale) {
	m.z, m.steps = m.z[:0], m.steps[:0]
	for i, v := range s.Values {
		m.z = append(m.z, scale.forth(v))
		step := i
		if s.Steps != nil {
			step = s.Steps[i]
		}
		m.steps = append(m.steps, step)
	}
	m.unit = scale.unit(m.z)
}
