package ramp

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"waymark/internal/forecast"
	"waymark/internal/forecast/train"
	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/stat"
)

// drawn is a value of a distribution at a standard normal score, as stat.Predictive reads it.
func drawn(q stat.Predictive, score float64) float64 {
	i := 1
	for i < stat.NumberOfLevels-1 && stat.LevelScore(i) < score {
		i++
	}
	low, high := stat.LevelScore(i-1), stat.LevelScore(i)
	return q[i-1] + (score-low)/(high-low)*(q[i]-q[i-1])
}

// The sum of a forecast and a gain, each with one side up to three times as wide as the other, against a hundred thousand
// draws of both: no quantile from 10 to 90 % is further off than 10 % of the width of the true 80 % range, and those
// outside it than 6 %.
func TestSkewedSpreadsCombineWell(t *testing.T) {
	random := rand.New(rand.NewPCG(6, 1))
	free := maturity.Measure{Low: math.NaN(), High: math.NaN()}
	var inner, outer float64
	for range 60 {
		below := 2 + 6*random.Float64()
		above := below * math.Pow(3, 2*random.Float64()-1)
		var q stat.Predictive
		for i := range q {
			side := above
			if stat.LevelScore(i) < 0 {
				side = below
			}
			q[i] = 50 + side*stat.LevelScore(i)
		}
		s := Shift{Median: 10, Below: 10 * random.Float64()}
		s.Above = s.Below * math.Pow(3, 2*random.Float64()-1)
		sums := make([]float64, 100_000)
		for i := range sums {
			score := random.NormFloat64()
			sums[i] = drawn(q, random.NormFloat64()) + s.Median + math.Copysign(s.spread(score), score)
		}
		slices.Sort(sums)
		at := func(level float64) float64 { return sums[int(level*float64(len(sums)))] }
		width := at(0.9) - at(0.1)
		for i, v := range Moved(q, s, free) {
			off := math.Abs(v-at(stat.Levels[i])) / width
			if i >= stat.Low80 && i <= stat.High80 {
				inner = math.Max(inner, off)
			} else {
				outer = math.Max(outer, off)
			}
		}
	}
	t.Logf("furthest off: %.3f of the 80 %% range inside it, %.3f outside", inner, outer)
	if inner > 0.1 || outer > 0.06 {
		t.Errorf("furthest off: %.3f of the 80 %% range inside it, %.3f outside", inner, outer)
	}
}

// Chances after a shift from the seven stored quantiles, against those from all twenty-one, over forecasts of invented
// series and gains of all sizes: on average within 0.4 points of a hundred, 99 of 100 within 3.
func TestSevenQuantilesAreEnough(t *testing.T) {
	random, method := rand.New(rand.NewPCG(6, 2)), forecast.New()
	var off []float64
	for len(off) < 3000 {
		values := train.Invent(random)
		ahead, err := method.Forecast(forecast.Input{Series: forecast.Series{Values: values}, Low: 0, High: 100, Horizon: 6})
		if err != nil {
			continue
		}
		full := ahead[5]
		target := math.Round(full[stat.Median] + 12*random.NormFloat64())
		if target < 1 || target > 99 {
			continue
		}
		gain := 8 * random.Float64()
		s := Shift{gain, gain * random.Float64(), gain * random.Float64()}
		reach := func(q stat.Predictive) float64 { return q.AtLeast(target) }
		few := Rebuilt(Point(period.Period{}, full))
		off = append(off, math.Abs(Chance(reach(full), few, Moved(few, s, share()), reach)-reach(Moved(full, s, share()))))
	}
	slices.Sort(off)
	mean, most := 0.0, off[len(off)*99/100]
	for _, v := range off {
		mean += v / float64(len(off))
	}
	t.Logf("chances differ by %.4f on average, 99 of 100 by no more than %.4f, all by no more than %.4f", mean, most, off[len(off)-1])
	if mean > 0.004 || most > 0.03 {
		t.Errorf("chances differ by %.4f on average, 99 of 100 by up to %.4f", mean, most)
	}
}
