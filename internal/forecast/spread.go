package forecast

import (
	"math"

	"waymark/internal/stat"
)

// Constants of the width, chosen on the open reference series (see docs/statistics.md).
const (
	usualGrowth  = 0.5  // errors grow as (steps ahead) to this power
	growthPoints = 25.0 // the series' own growth counts half from this many values on
	usualSpread  = 0.05 // typical one-step error on the logit scale, worth spreadPoints values
	spreadPoints = 1.5
	inflation    = 1.05   // the errors a model makes on values its weights have seen are too small
	absoluteToSD = 1.2533 // of a normal: sqrt(pi/2)
)

// spread is the scale of the errors by steps ahead, and their shape: quantiles in units of the scale.
type spread struct {
	one    float64
	growth float64
	shape  [stat.NumberOfLevels]float64
}

// at is the scale h steps ahead.
func (s *spread) at(h int) float64 { return float64(s.one * math.Pow(float64(h), s.growth)) }

// spread measures the rolling errors of the weighted forecast. The scale is their mean absolute size, late ones
// counting more, shrunk to what is usual; the shape is Student's t with as many degrees of freedom as the number of
// values allows.
func (m *Method) spread(f *fitted, noise float64) *spread {
	m.sums = append(m.sums[:0], make([]float64, m.cells)...)
	for k, w := range f.weight {
		for i, e := range m.errors[k*m.cells : (k+1)*m.cells] {
			m.sums[i] += float64(w * e)
		}
	}
	n := float64(len(m.z))
	s := &spread{growth: m.ownGrowth(m.sums), shape: studentShape(max(4, 0.3*n))}
	absolute, weight := 0.0, 0.0
	scale, last := 1.0, 1
	for i, e := range m.sums {
		if h := m.horizon[i]; h != last {
			scale, last = math.Pow(float64(h), s.growth), h
		}
		absolute += float64(m.recent[i] * math.Abs(e) / scale)
		weight += m.recent[i]
	}
	usual := usualSpread * m.unit
	variance := usual * usual
	if weight > 0 {
		own := absoluteToSD * absolute / weight
		variance = (n*own*own + spreadPoints*variance) / (n + spreadPoints)
	}
	s.one = inflation * math.Sqrt(variance+noise)
	return s
}

// ownGrowth is the slope of log mean absolute error on log steps ahead, shrunk to the usual one.
func (m *Method) ownGrowth(combined []float64) float64 {
	var sums, counts [32]float64
	for i, e := range combined {
		if h := m.horizon[i]; h < len(sums) {
			sums[h] += math.Abs(e)
			counts[h]++
		}
	}
	var w, wx, wy, wxx, wxy float64
	for h := 1; h < len(sums); h++ {
		if counts[h] < 3 || sums[h] == 0 {
			continue
		}
		x, y := math.Log(float64(h)), math.Log(sums[h]/counts[h])
		w, wx, wy = w+counts[h], wx+counts[h]*x, wy+counts[h]*y
		wxx, wxy = wxx+counts[h]*x*x, wxy+counts[h]*x*y
	}
	if spreadX := w*wxx - wx*wx; spreadX > 1e-9 {
		own := min(1, max(0, (w*wxy-wx*wy)/spreadX))
		n := float64(len(m.z))
		return (n*own + growthPoints*usualGrowth) / (n + growthPoints)
	}
	return usualGrowth
}

// studentShape gives the quantiles of Student's t at stat.Levels by the first two terms of its expansion around the
// normal. Source: Abramowitz and Stegun, 26.7.5.
func studentShape(freedom float64) (shape [stat.NumberOfLevels]float64) {
	for i := range shape {
		z := stat.LevelScore(i)
		z3 := z * z * z
		z5 := z3 * z * z
		shape[i] = z + (z3+z)/(4*freedom) + (5*z5+16*z3+3*z)/(96*freedom*freedom)
	}
	return shape
}
