package forecast

import (
	"math"

	"waymark/internal/forecast/learnt"
)

// smoother is one simple model with fixed parameters. Most are damped trends (Holt) in error-correction form,
//
//	e = x - (l + φ b),  l' = l + φ b + α e,  b' = φ b + α β e,  h steps ahead: l + (φ + ... + φ^h) b,
//
// on the scale of errors or on that of points. Simple exponential smoothing is β = 0, the last value α = 1. The others
// carry on the mean change of a window, or the mean of all values. No parameter is fitted: with a few dozen values the
// best-fitting ones are mostly chance.
//
// Source: E. Gardner and E. McKenzie, Forecasting trends in time series, Management Science 31 (1985).
type smoother struct {
	points           bool // works on points, not on z
	alpha, beta, phi float64
	window           int  // not 0: the mean change over so many values is carried on
	mean             bool // the mean of all values
}

const always = 1 << 30 // a window of all values

// lastValue is the place of the model that says nothing changes; others are compared with it.
const lastValue = 2

var smoothers = buildSmoothers()

func buildSmoothers() (list [learnt.Models]smoother) {
	at := 0
	put := func(s smoother) { list[at] = s; at++ }
	for _, alpha := range []float64{0.2, 0.5, 1} {
		put(smoother{alpha: alpha, phi: 1})
	}
	trends := func(points bool, alphas, phis []float64) {
		for _, alpha := range alphas {
			for _, beta := range []float64{0.1, 0.4} {
				for _, phi := range phis {
					put(smoother{points: points, alpha: alpha, beta: beta, phi: phi})
				}
			}
		}
	}
	trends(false, []float64{0.3, 0.6, 1}, []float64{0.8, 0.95})
	trends(true, []float64{0.5, 1}, []float64{0.98})
	for _, points := range []bool{false, true} {
		put(smoother{points: points, phi: 1, window: 4})
		put(smoother{points: points, phi: 1, window: always})
	}
	put(smoother{mean: true})
	if at != len(list) {
		panic("the number of models differs from what was learnt")
	}
	return list
}

const longestSum = 400 // beyond it a damped trend has long stopped

// damped[k][h] is φ + ... + φ^h of smoothers[k].
var damped = func() (sums [learnt.Models][longestSum + 1]float64) {
	for k, s := range smoothers {
		power := 1.0
		for h := 1; h <= longestSum; h++ {
			power = float64(power * s.phi)
			sums[k][h] = sums[k][h-1] + power
		}
	}
	return sums
}()

// firstSlope is the share of the first four changes that a trend starts with.
const firstSlope = 0.3

// run takes smoother k through the values and keeps where it stood at each, and at the end.
func (r *Reading) run(k int) {
	s, sums := &smoothers[k], &damped[k]
	x := r.z
	if s.points {
		x = r.points
	}
	n := len(x)
	levels, slopes, gaps := r.levels[:n], r.slopes[:n], r.gaps[:n]
	level, slope := x[0], 0.0
	levels[0], slopes[0] = level, slope
	switch {
	case s.mean:
		total := x[0]
		for t := 1; t < n; t++ {
			total += x[t]
			levels[t], slopes[t] = total/float64(t+1), 0
		}
	case s.window > 0:
		for t := 1; t < n; t++ {
			from := t - min(s.window, t)
			levels[t], slopes[t] = x[t], (x[t]-x[from])/float64(r.steps[t]-r.steps[from])
		}
	default:
		if s.beta > 0 {
			early := min(n-1, 4)
			slope = float64(firstSlope*(x[early]-x[0])) / float64(r.steps[early]-r.steps[0])
			slopes[0] = slope
		}
		for t := 1; t < n; t++ {
			alpha, both, phi, ahead := s.alpha, float64(s.alpha*s.beta), s.phi, s.phi
			if gap := gaps[t]; gap > 1 {
				alpha, phi, ahead = 1-power(1-alpha, gap), power(phi, gap), sums[min(gap, longestSum)]
				both = float64(alpha * s.beta)
			}
			expected := level + float64(ahead*slope)
			e := x[t] - expected
			level = expected + float64(alpha*e)
			slope = float64(phi*slope) + float64(both*e)
			levels[t], slopes[t] = level, slope
		}
	}
	r.level[k], r.slope[k] = levels[n-1], slopes[n-1]
}

// judge keeps what smoother k, as it was just run, would have got wrong at each lag, and how large that was on average.
func (r *Reading) judge(k int) {
	s, sums := &smoothers[k], &damped[k]
	for l := range r.lags[:r.used] {
		c, lag := &r.lags[l], lags[l]
		if c.n == 0 {
			c.logSlow[k], c.logFast[k] = 0, 0
			continue
		}
		errors := c.errors[k*c.n : (k+1)*c.n]
		levels, slopes, ahead := r.levels[burnIn-1:][:c.n], r.slopes[burnIn-1:][:c.n], sums[lag]
		switch {
		case s.points:
			x, perPoint := r.points[burnIn-1+lag:][:c.n], r.perPoint[burnIn-1+lag:][:c.n]
			low, high := r.scale.ends()
			for i := range errors {
				f := levels[i] + float64(ahead*slopes[i])
				if f < low {
					f = low
				} else if f > high {
					f = high
				}
				errors[i] = float64((x[i] - f) * perPoint[i])
			}
		default:
			x := r.z[burnIn-1+lag:][:c.n]
			for i := range errors {
				errors[i] = x[i] - levels[i] - float64(ahead*slopes[i])
			}
		}
		if r.gappy {
			r.judgeGaps(k, l, errors)
		}
		c.logSlow[k], c.logFast[k] = sizes(errors, c.slowP, c.fastP) // compare takes the logarithms
	}
}

// sizes are the sums of absolute errors with slow and with fast weights, each in two chains, which a processor works on
// side by side.
func sizes(errors, slow, fast []float64) (slowSum, fastSum float64) {
	slow, fast = slow[:len(errors)], fast[:len(errors)]
	var slow1, fast1 float64
	i := 0
	for ; i+1 < len(errors); i += 2 {
		e, e1 := math.Abs(errors[i]), math.Abs(errors[i+1])
		slowSum += float64(slow[i] * e)
		fastSum += float64(fast[i] * e)
		slow1 += float64(slow[i+1] * e1)
		fast1 += float64(fast[i+1] * e1)
	}
	if i < len(errors) {
		e := math.Abs(errors[i])
		slowSum += float64(slow[i] * e)
		fastSum += float64(fast[i] * e)
	}
	return slowSum + slow1, fastSum + fast1
}

// judgeGaps makes the errors that lie over a gap anew. They count as over the lag: divided by the root of how many times
// longer it was.
func (r *Reading) judgeGaps(k, l int, errors []float64) {
	s, sums := &smoothers[k], &damped[k]
	low, high := r.scale.ends()
	for i := range errors {
		from, to := i+burnIn-1, i+burnIn-1+lags[l]
		ahead := r.steps[to] - r.steps[from]
		if ahead == lags[l] {
			continue
		}
		f := r.levels[from] + float64(sums[min(ahead, longestSum)]*r.slopes[from])
		e := r.z[to] - f
		if s.points {
			e = (r.points[to] - min(high, max(low, f))) * r.perPoint[to]
		}
		errors[i] = e / math.Sqrt(float64(ahead)/float64(lags[l]))
	}
}

// forecast is what smoother k says h steps ahead, on the scale of errors.
func (r *Reading) forecast(k, h int) float64 {
	f := r.level[k] + float64(damped[k][min(h, longestSum)]*r.slope[k])
	if smoothers[k].points {
		return r.scale.z(f)
	}
	return f
}

func power(base float64, n int) float64 {
	result := 1.0
	for ; n > 0 && result > 1e-300; n-- {
		result = float64(result * base)
	}
	return result
}
