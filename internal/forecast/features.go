package forecast

import (
	"math"

	"waymark/internal/forecast/learnt"
	"waymark/internal/stat"
)

// features says how the series behaves, in numbers of order one. Even ones are the same for a series turned upside down,
// odd ones change sign.
func (r *Reading) features() {
	n := len(r.z)
	z := r.z
	var path, pathP, most, still float64 // changes of z and of points, the largest, how many are none
	var together, before float64         // for the correlation of neighbouring changes
	last := 0.0
	for i := 1; i < n; i++ {
		gap := r.rootGap(i)
		d := (z[i] - z[i-1]) / gap
		path += math.Abs(d)
		pathP += math.Abs(r.points[i]-r.points[i-1]) / gap
		most = max(most, math.Abs(d))
		if r.points[i] == r.points[i-1] {
			still++
		}
		if i > 1 {
			together += float64(d * last)
			before += float64(last * last)
		}
		last = d
	}
	changes := float64(n - 1)
	r.meanChange = path/changes + least
	recentPath, recentMove, recent := 0.0, 0.0, min(4, n-1)
	for i := n - recent; i < n; i++ {
		d := (z[i] - z[i-1]) / r.rootGap(i)
		recentPath, recentMove = recentPath+math.Abs(d), recentMove+d
	}
	flat := 0
	for i := n - 1; i > 0 && r.points[i] == r.points[i-1]; i-- {
		flat++
	}
	mean, spread := total(z)/float64(n), 0.0
	for _, v := range z {
		spread += float64((v - mean) * (v - mean))
	}
	spread = math.Sqrt(spread/float64(n)) + 0.01
	turn := 0.0 // of the last changes against those before
	if n > 5 {
		w := min(3, (n-1)/2)
		turn = (z[n-1] - z[n-1-w]) - (z[n-1-w] - z[n-1-2*w])
	}
	level := r.level50(z[n-1])
	direction := recentMove / (recentPath + 0.01)
	whole := z[n-1] - z[0]
	change := r.meanChange
	r.origin = learnt.Origin{
		Even: [learnt.EvenOfOrigin]float64{
			stat.Log(float64(n)) - 3,
			math.Abs(level) / 2,
			(stat.Log(pathP/changes+0.05) - 0.3) / 1.2,
			(stat.Log(change) + 2.5) / 1.2,
			stat.Log((recentPath/float64(recent)+least)/change) / 0.7,
			math.Abs(direction),
			math.Abs(whole) / (path + 0.01),
			2 * still / changes,
			stat.Log(1 + float64(flat)),
			stat.Log((math.Abs(last)+least)/change) / 1.2,
			held(float64(level*direction), 3),
			held(float64(turn*towards(recentMove))/float64(change*3), 2),
			held(together/(before+0.001), 1),
			(stat.Log(0.1/(r.perZ[n-1]*change)) + 2) / 1.5, // how coarse a tenth of a point is here
			stat.Log(most/change+0.5) - 1,
			math.Abs(z[n-1]-mean) / spread / 1.5,
			held(float64(level*towards(whole)), 4) / 2,
			(stat.Log(spread) + 1) / 1.2,
		},
		Odd: [learnt.OddOfOrigin]float64{
			held(level/2, 2.5),
			direction,
			whole / (path + 0.01),
			held(last/float64(change*2), 2),
			(z[n-1] - mean) / spread / 1.5,
		},
	}
}

// level50 is how far the level is from the middle of the bounds; without two bounds there is no middle.
func (r *Reading) level50(z float64) float64 {
	if r.scale.kind != logit {
		return 0
	}
	return z
}

// step gives what is known of a forecast h steps ahead before the models are weighted; mean and apart are the mean of
// the models and their mean distance from it.
func (r *Reading) step(h int, s *learnt.Step) (mean, apart float64) {
	for k := range s.Forecasts {
		s.Forecasts[k] = r.forecast(k, h)
		mean += s.Forecasts[k] / learnt.Models
	}
	for _, f := range s.Forecasts {
		apart += math.Abs(f-mean) / learnt.Models
	}
	lag := r.lagFor(h)
	c := &r.lags[lag]
	s.Evidence = &c.evidence
	seen := min(h, longestLearnt)
	s.Even = [learnt.EvenOfStep]float64{
		(logs[seen] - 1) / 0.8,
		logs[seen] - logs[len(r.z)] + 1.5,
		(stat.Log((apart+least)/r.meanChange) - 0.3) / 0.8,
		c.logSlow[lastValue] - c.leastSlow,
		c.meanSlow - c.leastSlow,
		c.meanFast - c.meanSlow,
		c.leastFast - c.leastSlow,
		logs[seen] - logs[lags[lag]],
	}
	return mean, apart
}

// spread gives what is known once the models have their weights: how the weighted forecast did on what is known.
func (r *Reading) spread(h int, run *learnt.Run, mean, apart float64) (s learnt.Spread) {
	c := &r.lags[r.lagFor(h)]
	slow, fast, lean := r.meanChange, r.meanChange, 0.0
	if c.n > 0 {
		combined := r.combine(c, &run.Weights)
		slow, fast = 0, 0
		for i, e := range combined {
			lean += float64(c.fast[i] * e)
			e = math.Abs(e)
			slow += float64(c.slow[i] * e)
			fast += float64(c.fast[i] * e)
		}
		slow, fast, lean = float64(slow*c.perSlow), float64(fast*c.perFast), float64(lean*c.perFast)
		lean /= fast + least
	}
	slow, fast = slow+least, fast+least
	return learnt.Spread{
		Odd: [learnt.OddOfStep]float64{
			held((run.Centre-r.z[len(r.z)-1])/float64(slow*2), 2.5),
			held(lean, 1),
			held((run.Centre-mean)/float64(slow*2), 2),
		},
		Sizes: [learnt.Sizes]float64{stat.Log(slow), stat.Log(fast), stat.Log(r.meanChange), stat.Log(apart + least)},
	}
}

// combine gives the errors that the models with these weights would have made together.
func (r *Reading) combine(c *lagErrors, weights *[learnt.Models]float64) []float64 {
	if cap(r.combined) < c.n {
		r.combined = make([]float64, longestUsed)
	}
	sum := r.combined[:c.n]
	clear(sum)
	for k := 0; k < learnt.Models; k += 3 { // three at a time: fewer ways to memory and back
		a, b, d := c.errors[k*c.n:][:c.n], c.errors[(k+1)*c.n:][:c.n], c.errors[(k+2)*c.n:][:c.n]
		wa, wb, wd := weights[k], weights[k+1], weights[k+2]
		for i := range sum {
			sum[i] += float64(wa*a[i]) + float64(wb*b[i]) + float64(wd*d[i])
		}
	}
	return sum
}

// logs are the logarithms of whole numbers.
var logs = func() (l [longestUsed + 1]float64) {
	for i := 1; i < len(l); i++ {
		l[i] = stat.Log(float64(i))
	}
	return l
}()

// held keeps x within -most..most.
func held(x, most float64) float64 {
	if x > most {
		return most
	}
	if x < -most {
		return -most
	}
	return x
}

// towards is the sign of a move, without a jump where there is hardly one.
func towards(x float64) float64 { return x / (math.Abs(x) + 0.02) }
