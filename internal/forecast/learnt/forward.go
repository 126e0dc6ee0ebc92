package learnt

import (
	"math"

	"waymark/internal/stat"
)

// Origin are the features of a series that hold for all steps ahead.
type Origin struct {
	Even [EvenOfOrigin]float64
	Odd  [OddOfOrigin]float64
}

// Step is what is known for one step ahead before the models are weighted.
type Step struct {
	Even      [EvenOfStep]float64
	Forecasts [Models]float64
	Evidence  *[Models][Evidence]float64
}

// Spread is what is known once they are: how the weighted forecast stands, and how large its errors were.
type Spread struct {
	Odd   [OddOfStep]float64
	Sizes [Sizes]float64 // natural logarithms; the first is the one the scale is mostly made of
}

// Run is one forecast in the making; it keeps what the way back needs. Begin, then for each step Weigh and Quantiles.
type Run struct {
	c      *Constants
	origin Origin
	// what the features of the origin contribute to the hidden units
	gateBegun, sideBegun, oddBegun [hidden]float64

	step    Step
	gateSum [hidden]float64
	gate    [hidden]float64
	sharp   [Evidence]float64 // how much each kind of evidence counts
	Weights [Models]float64   // sum to 1
	Centre  float64           // weighted forecast

	spread Spread
	sides  [2]sideRun // low, high
}

type sideRun struct {
	sum, unit [hidden]float64
	out       [side]float64
	scale     float64
	tail      float64 // share of the wild shape
}

// The log of the scale is held within these, about 0.001 and 20 on the logit scale.
const leastLog, mostLog = -7, 3

// Begin takes the features of a series.
func (r *Run) Begin(c *Constants, o *Origin) {
	r.c, r.origin = c, *o
	for j := range hidden {
		row := c.p[gateIn+j*even:]
		r.gateBegun[j] = c.p[gateInBias+j] + dot18(row, &o.Even)
		row = c.p[sideW+j*sideIn:]
		r.sideBegun[j] = c.p[sideBias+j] + dot18(row, &o.Even)
		r.oddBegun[j] = dot5(row[even:], &o.Odd)
	}
}

// Weigh sets Weights and Centre for one step: a softmax of what the features say of each model plus what the
// evidence says, each kind with a strength that the features set.
func (r *Run) Weigh(s *Step) {
	r.step = *s
	p := r.c.p
	for j := range hidden {
		r.gateSum[j] = r.gateBegun[j] + dot8(p[gateIn+j*even+EvenOfOrigin:], &s.Even)
		r.gate[j] = squash(r.gateSum[j])
	}
	for i := range r.sharp {
		r.sharp[i] = p[gateOutBias+Models+i] + dot16(p[gateOut+(Models+i)*hidden:], &r.gate)
	}
	most := math.Inf(-1)
	for k := range r.Weights {
		w := p[gateOutBias+k] + dot16(p[gateOut+k*hidden:], &r.gate) + dot4(r.sharp[:], &s.Evidence[k])
		if r.Weights[k] = w; w > most {
			most = w
		}
	}
	total := 0.0
	for k, v := range r.Weights {
		r.Weights[k] = stat.Exp(v - most)
		total += r.Weights[k]
	}
	r.Centre = 0
	for k := range r.Weights {
		r.Weights[k] /= total
		r.Centre += float64(r.Weights[k] * s.Forecasts[k])
	}
}

// Quantiles gives Each quantiles below the median, the median, and Each above, in ascending order, in the unit of the
// forecasts. The two sides have scales of their own, made by one function of features that change sign between them.
func (r *Run) Quantiles(s *Spread) (q [Quantiles]float64) {
	r.spread = *s
	p := r.c.p
	var evenSum, oddSum [hidden]float64
	for j := range hidden {
		row := p[sideW+j*sideIn:]
		evenSum[j] = r.sideBegun[j] + dot8(row[EvenOfOrigin:], &r.step.Even) + dot4(row[even+odd:], &s.Sizes)
		oddSum[j] = r.oddBegun[j] + dot3(row[even+OddOfOrigin:], &s.Odd)
	}
	row := p[skip:]
	evenLine := dot18(row, &r.origin.Even) + dot8(row[EvenOfOrigin:], &r.step.Even) + dot4(row[even+odd:], &s.Sizes)
	oddLine := dot5(row[even:], &r.origin.Odd) + dot3(row[even+OddOfOrigin:], &s.Odd)
	for i := range r.sides {
		d, sign := &r.sides[i], float64(2*i-1)
		for j := range hidden {
			d.sum[j] = evenSum[j] + float64(sign*oddSum[j])
			d.unit[j] = squash(d.sum[j])
		}
		for o := range d.out {
			d.out[o] = p[sideOutBias+o] + dot16(p[sideOut+o*hidden:], &d.unit)
		}
		d.out[0] += evenLine + float64(sign*oddLine)
		d.scale = stat.Exp(min(mostLog, max(leastLog, d.out[0])))
		d.tail = logistic(d.out[1])
	}
	low, high := &r.sides[0], &r.sides[1]
	median := r.Centre + (float64(high.scale*high.out[2]) - float64(low.scale*low.out[2]))
	q[Each] = median
	for i := range Each {
		q[Each-1-i] = median - float64(low.scale*r.shape(low, i))
		q[Each+1+i] = median + float64(high.scale*r.shape(high, i))
	}
	return q
}

func (r *Run) shape(d *sideRun, i int) float64 {
	return r.c.calm[i] + float64(d.tail*(r.c.wild[i]-r.c.calm[i]))
}
