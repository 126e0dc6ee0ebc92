package learnt

import "math"

// Back adds to gradient (Size numbers) what a change of each constant does to a loss, given what a change of each
// quantile does to it. The sizes of past errors are taken as given, though they depend on the weights a little.
func (r *Run) Back(slopes *[Quantiles]float64, gradient []float64) {
	p := r.c.p
	median := 0.0
	for _, d := range slopes {
		median += d
	}
	var calmSlope, wildSlope [Each]float64
	for i := range r.sides {
		d, sign := &r.sides[i], float64(2*i-1)
		var scale, tail float64
		for j := range Each {
			g := slopes[Each-1-j]
			if i == 1 {
				g = slopes[Each+1+j]
			}
			g = float64(g * sign)
			scale += float64(g * r.shape(d, j))
			g = float64(g * d.scale)
			tail += float64(g * (r.c.wild[j] - r.c.calm[j]))
			calmSlope[j] += float64(g * (1 - d.tail))
			wildSlope[j] += float64(g * d.tail)
		}
		scale += float64(float64(sign*median) * d.out[2])
		var out [side]float64
		if d.out[0] > leastLog && d.out[0] < mostLog {
			out[0] = float64(scale * d.scale)
		}
		out[1] = float64(tail * float64(d.tail*(1-d.tail)))
		out[2] = float64(float64(sign*median) * d.scale)
		r.backSide(i, &out, gradient)
	}
	shapeBack(p[calm:calm+Each], &calmSlope, gradient[calm:])
	shapeBack(p[wild:wild+Each], &wildSlope, gradient[wild:])
	r.backGate(median, gradient)
}

// shapeBack turns slopes by points of a shape into slopes by its steps.
func shapeBack(steps []float64, slopes *[Each]float64, gradient []float64) {
	beyond := 0.0
	for i := Each - 1; i >= 0; i-- {
		beyond += slopes[i]
		gradient[i] += float64(beyond * logistic(steps[i]))
	}
}

func (r *Run) backSide(i int, out *[side]float64, gradient []float64) {
	p, d, sign := r.c.p, &r.sides[i], float64(2*i-1)
	var in [sideIn]float64
	copy(in[:], r.origin.Even[:])
	copy(in[EvenOfOrigin:], r.step.Even[:])
	for j, v := range r.origin.Odd {
		in[even+j] = float64(sign * v)
	}
	for j, v := range r.spread.Odd {
		in[even+OddOfOrigin+j] = float64(sign * v)
	}
	copy(in[even+odd:], r.spread.Sizes[:])
	var units [hidden]float64
	for o, g := range out {
		gradient[sideOutBias+o] += g
		at := sideOut + o*hidden
		for j := range hidden {
			gradient[at+j] += float64(g * d.unit[j])
			units[j] += float64(g * p[at+j])
		}
	}
	add(gradient[skip:], in[:], out[0])
	for j, g := range units {
		g = float64(g * squashSlope(d.sum[j]))
		gradient[sideBias+j] += g
		add(gradient[sideW+j*sideIn:], in[:], g)
	}
}

func (r *Run) backGate(median float64, gradient []float64) {
	p := r.c.p
	var outs [Models + Evidence]float64
	for k, w := range r.Weights {
		g := float64(float64(median*w) * (r.step.Forecasts[k] - r.Centre))
		outs[k] = g
		for i, e := range r.step.Evidence[k] {
			outs[Models+i] += float64(g * e)
		}
	}
	var units [hidden]float64
	for o, g := range outs {
		gradient[gateOutBias+o] += g
		at := gateOut + o*hidden
		add(gradient[at:], r.gate[:], g)
		for j := range hidden {
			units[j] += float64(g * p[at+j])
		}
	}
	var in [even]float64
	copy(in[:], r.origin.Even[:])
	copy(in[EvenOfOrigin:], r.step.Even[:])
	for j, g := range units {
		g = float64(g * squashSlope(r.gateSum[j]))
		gradient[gateInBias+j] += g
		add(gradient[gateIn+j*even:], in[:], g)
	}
}

func add(to, x []float64, times float64) {
	if times == 0 || math.IsNaN(times) {
		return
	}
	to = to[:len(x)]
	for i, v := range x {
		to[i] += float64(times * v)
	}
}
