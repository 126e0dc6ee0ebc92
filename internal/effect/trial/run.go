package trial

import (
	"math"
	"math/rand/v2"
	"slices"

	"waymark/internal/effect"
	"waymark/internal/maturity"
	"waymark/internal/stat"
)

// Tally is what came of many runs.
type Tally struct {
	Runs, Told      int
	Held            int     // intervals that held the effect, of those told
	Moved           int     // verdicts better or worse, of all runs
	Steps           int     // control charts that signal, of all runs
	Width           float64 // mean half width of the intervals
	Bias            float64 // mean error of the estimates
	All, Line, Rank Other   // other designs on the same panels and runs
}

// Other is what another design did with the told runs.
type Other struct{ Held, Moved int }

// share is a part of n, 0 of none.
func share(part, n int) float64 {
	if n == 0 {
		return 0
	}
	return float64(part) / float64(n)
}

// Coverage is the share of told intervals that held the effect.
func (t Tally) Coverage() float64 { return share(t.Held, t.Told) }

// Run invents panels of a scenario and estimates one deployment in each.
func Run(s Scenario, runs int, seed uint64) (t Tally) {
	t.Runs = runs
	for run := range runs {
		w := newWorld(s, s.Peers+1, s.Before+s.Ramp+s.After, rand.New(rand.NewPCG(seed, uint64(run))))
		w.choose(1, s.Before)
		w.deploy(w.bodies[0], s.Before)
		o := effect.Estimate(w.panel(w.bodies[0]))
		if o.Step.Signal {
			t.Steps++
		}
		if !o.Told() {
			continue
		}
		t.Told++
		truth := w.truth(w.bodies[0], o.After)
		t.Bias += o.Effect - truth
		t.Width += (o.High - o.Low) / 2
		if o.Low <= truth && truth <= o.High {
			t.Held++
		}
		if o.Verdict == maturity.OutcomeBetter || o.Verdict == maturity.OutcomeWorse {
			t.Moved++
		}
		t.All.note(plain(o), truth)
		t.Line.note(line(o), truth)
		t.Rank.note(rank(o), truth)
	}
	if t.Told > 0 {
		t.Bias /= float64(t.Told)
		t.Width /= float64(t.Told)
	}
	return t
}

func (o *Other) note(r [2]float64, truth float64) {
	if r[0] <= truth && truth <= r[1] {
		o.Held++
	}
	if r[0] > 0 || r[1] < 0 {
		o.Moved++
	}
}

// plain is the design with all peers instead of the nearest half.
func plain(o effect.Outcome) [2]float64 {
	n := float64(len(o.All))
	mean, square := 0.0, 0.0
	for _, c := range o.All {
		mean += c.By / n
	}
	for _, c := range o.All {
		square += (c.By - mean) * (c.By - mean)
	}
	wide := stat.StudentHalfWidth(effect.Interval, len(o.All)-1) * math.Sqrt(square/(n-1)*(1+1/n))
	return [2]float64{o.Own - mean - wide, o.Own - mean + wide}
}

// line is the design with a straight line through all peers' changes over their levels before.
func line(o effect.Outcome) [2]float64 {
	n := float64(len(o.All))
	level, change, ll, lc, cc := 0.0, 0.0, 0.0, 0.0, 0.0
	for _, c := range o.All {
		level += c.Level / n
		change += c.By / n
	}
	for _, c := range o.All {
		ll += (c.Level - level) * (c.Level - level)
		lc += (c.Level - level) * (c.By - change)
		cc += (c.By - change) * (c.By - change)
	}
	slope := lc / ll
	off := o.Level - level
	error := o.Own - change - slope*off
	wide := stat.StudentHalfWidth(effect.Interval, len(o.All)-2) * math.Sqrt((cc-slope*lc)/(n-2)*(1+1/n+off*off/ll))
	return [2]float64{error - wide, error + wide}
}

// rank is the design that asks only which place the change has among the peers' (conformal): with n peers and the
// organisation all n + 1 places are as likely. Too few peers give no bound.
func rank(o effect.Outcome) [2]float64 {
	var changes []float64
	for _, c := range o.Used {
		changes = append(changes, c.By)
	}
	slices.Sort(changes)
	n := len(changes)
	k := int((1 - effect.Interval) / 2 * float64(n+1))
	if k < 1 {
		return [2]float64{math.Inf(-1), math.Inf(1)}
	}
	return [2]float64{o.Own - changes[n-k], o.Own - changes[k-1]}
}

// PoolTally is what came of many pools.
type PoolTally struct {
	Runs, Told int
	Held       int // intervals that held the mean of the effects they are drawn about
	Moved      int // intervals that leave out zero
	Next       int // ranges that held the gain of a further deployment
	Width      float64
	RangeWidth float64
}

// RunPool invents panels with several deployments and pools their estimates.
func RunPool(s Pool, runs int, seed uint64) (t PoolTally) {
	t.Runs = runs
	for run := range runs {
		late := 0
		if s.Staggered {
			late = 12
		}
		w := newWorld(s.Scenario, s.Peers+s.Deployments, s.Before+late+s.Ramp+s.After, rand.New(rand.NewPCG(seed, uint64(run))))
		w.choose(s.Deployments, s.Before)
		for i, b := range w.bodies[:s.Deployments] {
			live := s.Before
			if s.Staggered {
				live += i * late / s.Deployments
			}
			w.deploy(b, live)
		}
		var outcomes []effect.Outcome
		for _, b := range w.bodies[:s.Deployments] {
			outcomes = append(outcomes, effect.Estimate(w.panel(b)))
		}
		p := effect.Pool(outcomes)
		if !p.OK {
			continue
		}
		t.Told++
		t.Width += (p.High - p.Low) / 2
		t.RangeWidth += (p.RangeHigh - p.RangeLow) / 2
		if p.Low <= s.Effect && s.Effect <= p.High {
			t.Held++
		}
		if p.Low > 0 || p.High < 0 {
			t.Moved++
		}
		if next := s.Effect + s.Vary*w.rng.NormFloat64(); p.RangeLow <= next && next <= p.RangeHigh {
			t.Next++
		}
	}
	if t.Told > 0 {
		t.Width /= float64(t.Told)
		t.RangeWidth /= float64(t.Told)
	}
	return t
}
