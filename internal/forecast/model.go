package forecast

import (
	"math"

	"waymark/internal/stat"
)

// model is one damped-trend (Holt) smoother with fixed parameters, in error-correction form:
//
//	e = z - (l + φ b),  l' = l + φ b + α e,  b' = φ b + α β e,  forecast h steps ahead: l + (φ + ... + φ^h) b.
//
// Source: E. Gardner and E. McKenzie, Forecasting trends in time series, Management Science 31 (1985).
type model struct{ alpha, beta, phi, prior float64 }

// models is the grid that takes the place of an optimiser: with a few dozen points the best-fitting parameters are
// mostly chance, and the average over a grid, weighted by what each would have got wrong, is steadier.
var models = buildModels()

func buildModels() (list []model) {
	for _, alpha := range []float64{0.15, 0.4, 0.7, 1} {
		list = append(list, model{alpha, 0, 0, 0.3})
		for _, beta := range []float64{0.05, 0.2, 0.5} {
			for _, phi := range []float64{0.8, 0.98} {
				list = append(list, model{alpha, beta, phi, 1})
			}
		}
	}
	return list
}

const longestSum = 400 // beyond it a damped trend has long stopped

// damped[k][h] is φ + ... + φ^h of models[k].
var damped = func() [][]float64 {
	sums := make([][]float64, len(models))
	for k, m := range models {
		sums[k] = make([]float64, longestSum+1)
		power := 1.0
		for h := 1; h <= longestSum; h++ {
			power *= m.phi
			sums[k][h] = sums[k][h-1] + power
		}
	}
	return sums
}()

// lags are the numbers of values ahead at which rolling errors are taken.
var lags = []int{1, 2, 3, 5, 8, 12}

// forgetting is by how much an error counts less for each value it lies further back: a model that was wrong while a
// roll-out began is not wrong now.
const forgetting = 0.15

var recency = func() []float64 {
	r := make([]float64, longestUsed)
	for i := range r {
		r[i] = math.Exp(-forgetting * float64(i))
	}
	return r
}()

// firstSlope is the share of the first four changes that the trend of a model starts with.
const firstSlope = 0.3

// burnIn is how many values a model sees before its errors count.
const burnIn = 3

// fitted is where the weighted models stand at the last value.
type fitted struct {
	level, slope []float64
	weight       []float64
}

// at is the centre of the forecast h steps ahead, on the modelling scale.
func (f *fitted) at(h int) float64 {
	h = min(h, longestSum)
	centre := 0.0
	for k, w := range f.weight {
		centre += float64(w * (f.level[k] + float64(damped[k][h]*f.slope[k])))
	}
	return centre
}

// usedLags are those that leave at least two origins and are not far beyond the horizon asked for.
func usedLags(n, horizon int) []int {
	used := 1
	for used < len(lags) && lags[used] <= max(3, horizon) && lags[used]+burnIn < n-1 && lags[used] <= n/2 {
		used++
	}
	return lags[:used]
}

// fit runs every model through the values, keeps its rolling errors, and weights the models by them.
func (m *Method) fit(horizon int) *fitted {
	n := len(m.z)
	ahead := usedLags(n, horizon)
	m.horizon, m.recent = m.horizon[:0], m.recent[:0]
	m.start = firstSlope * (m.z[min(n-1, 4)] - m.z[0]) / float64(m.steps[min(n-1, 4)]-m.steps[0])
	for t := burnIn - 1; t < n-1; t++ {
		for _, lag := range ahead {
			if t+lag < n {
				m.horizon = append(m.horizon, m.steps[t+lag]-m.steps[t])
				m.recent = append(m.recent, recency[n-1-t-lag])
			}
		}
	}
	m.cells = len(m.horizon)
	if need := m.cells * len(models); cap(m.errors) < need {
		m.errors = make([]float64, need)
	} else {
		m.errors = m.errors[:need]
	}
	f := &fitted{make([]float64, len(models)), make([]float64, len(models)), make([]float64, len(models))}
	for k := range models {
		f.level[k], f.slope[k] = m.smooth(k, ahead, m.errors[k*m.cells:(k+1)*m.cells])
	}
	m.weigh(f)
	return f
}

func (m *Method) smooth(k int, ahead []int, errors []float64) (level, slope float64) {
	p, sums := models[k], damped[k]
	z, steps := m.z, m.steps
	level = z[0]
	if p.beta > 0 {
		slope = m.start
	}
	cell := 0
	for t := range z {
		if t > 0 {
			gap := min(steps[t]-steps[t-1], longestSum)
			alpha, damping := p.alpha, p.phi
			if gap > 1 {
				alpha = 1 - power(1-p.alpha, gap)
				damping = power(p.phi, gap)
			}
			expected := level + float64(sums[gap]*slope)
			e := z[t] - expected
			level = expected + float64(alpha*e)
			slope = float64(damping*slope) + float64(alpha*p.beta*e)
		}
		if t < burnIn-1 {
			continue
		}
		for _, lag := range ahead {
			if t+lag < len(z) {
				h := min(steps[t+lag]-steps[t], longestSum)
				errors[cell] = z[t+lag] - level - float64(sums[h]*slope)
				cell++
			}
		}
	}
	return level, slope
}

func power(base float64, n int) float64 {
	result := 1.0
	for ; n > 0 && result > 1e-300; n-- {
		result *= base
	}
	return result
}

// How strongly the models' own errors decide between them.
const (
	sharpness   = 5.0   // weights fall with the mean absolute error to this power, for a long series
	leastLoss   = 0.001 // every error counts as this much larger, so that no model wins for being right by chance
	slowToJudge = 3.0   // half of it at this many values
)

// weigh gives each model its weight: prior x (mean absolute rolling error, scaled by growth) ^ -sharpness.
func (m *Method) weigh(f *fitted) {
	if m.cells == 0 {
		total := 0.0
		for k := range models {
			f.weight[k] = models[k].prior
			total += models[k].prior
		}
		for k := range f.weight {
			f.weight[k] /= total
		}
		return
	}
	least := math.Inf(1)
	for k := range models {
		sum, weight := 0.0, 0.0
		for i, e := range m.errors[k*m.cells : (k+1)*m.cells] {
			sum += m.recent[i] * math.Abs(e) / growth(m.horizon[i])
			weight += m.recent[i]
		}
		f.weight[k] = sum/weight + float64(leastLoss*m.unit)
		least = min(least, f.weight[k])
	}
	n := float64(len(m.z))
	exponent := sharpness * n / (n + slowToJudge)
	for k, loss := range f.weight {
		f.weight[k] = models[k].prior * math.Exp(-exponent*math.Log(loss/least))
	}
	total := stat.Sum(f.weight)
	for k := range f.weight {
		f.weight[k] /= total
	}
}

// growth is how errors grow with the steps ahead before the series itself has told.
func growth(h int) float64 { return growths[min(h, longestSum)] }

var growths = func() []float64 {
	g := make([]float64, longestSum+1)
	for h := 1; h <= longestSum; h++ {
		g[h] = math.Pow(float64(h), usualGrowth)
	}
	return g
}()
