package train

import (
	"math"
	"math/rand/v2"

	"waymark/internal/stat"
)

// Invent makes a series of one of several broad kinds of process with parameters at random, as seen through counts. The
// kinds are generic: what happens to measures, not what happened to one.
func Invent(r *rand.Rand) []float64 {
	length := 8 + r.IntN(56)
	p := process{r, length, 1.8 * r.NormFloat64()}
	kinds := []func(process) []float64{
		process.dampedTrend, process.adoption, process.adoption, process.steps, process.reverting,
		process.brokenTrend, process.sites, process.changingWalk, process.straight, process.dips, process.slowTrend, process.noisyWalk,
	}
	z := kinds[r.IntN(len(kinds))](p)
	if r.Float64() < 0.2 {
		size, year, phase := between(r, 0.02, 0.4), 12.0, 12*r.Float64()
		if r.Float64() < 0.4 {
			year = 4
		}
		for t := range z {
			z[t] += float64(size * math.Sin(2*math.Pi*(float64(t)+phase)/year))
		}
	}
	return seen(r, z)
}

// process makes paths on the logit scale.
type process struct {
	*rand.Rand
	length int
	base   float64
}

func (p process) path(next func(t int) float64) []float64 {
	z := make([]float64, p.length)
	for t := range z {
		z[t] = next(t)
	}
	return z
}

// between draws from a to b, evenly on the logarithm.
func between(r *rand.Rand, a, b float64) float64 {
	return stat.Exp(stat.Log(a) + float64(r.Float64()*(stat.Log(b)-stat.Log(a))))
}

func toZ(percent float64) float64 {
	percent = min(100, max(0, percent))
	return stat.Log((percent + 0.5) / (100.5 - percent))
}

func toPercent(z float64) float64 { return min(100, max(0, 101/(1+stat.Exp(-z))-0.5)) }

// dampedTrend is a level that moves by itself and by a trend that fades.
func (p process) dampedTrend() []float64 {
	levelStep, trendStep, damping := between(p.Rand, 0.003, 0.3), between(p.Rand, 0.001, 0.08), 1-between(p.Rand, 0.01, 0.5)
	level, trend, drift := p.base, 0.1*p.NormFloat64(), 0.0
	if p.Float64() < 0.4 {
		drift = 0.05 * p.NormFloat64()
	}
	return p.path(func(int) float64 {
		trend = float64(damping*trend) + float64(trendStep*p.NormFloat64())
		level += trend + drift + float64(levelStep*p.NormFloat64())
		return level
	})
}

// adoption is an S-shaped curve between a floor and a ceiling: logistic, Gompertz, or a share of the rest each time.
func (p process) adoption() []float64 {
	floor, ceiling := 30*p.Float64(), 30+70*p.Float64()
	if p.Float64() < 0.5 {
		floor = 3 * p.Float64()
	}
	if p.Float64() < 0.4 {
		ceiling = 90 + 10*p.Float64()
	}
	middle, width := (1.8*p.Float64()-0.4)*float64(p.length), between(p.Rand, 0.5, 14)
	shape, start := p.IntN(3), 0.0
	if p.Float64() < 0.3 {
		start = p.Float64() * float64(p.length)
	}
	falls := p.Float64() < 0.15
	wander, step := 0.0, 0.0
	if p.Float64() < 0.6 {
		step = between(p.Rand, 0.005, 0.12)
	}
	return p.path(func(t int) float64 {
		x := (max(float64(t), start) - middle) / width
		share := 1 - stat.Exp(-0.7*max(0, x+1))
		switch shape {
		case 0:
			share = 1 / (1 + stat.Exp(-x))
		case 1:
			share = stat.Exp(-stat.Exp(-x))
		}
		if falls {
			share = 1 - share
		}
		wander = 0.9*wander + step*p.NormFloat64()
		return toZ(floor+(ceiling-floor)*share) + wander
	})
}

// steps are levels that change at times, mostly one way, and are reached at once or by and by.
func (p process) steps() []float64 {
	rate, size, pace, up := between(p.Rand, 0.02, 0.3), between(p.Rand, 0.1, 1.5), 0.2+0.8*p.Float64(), 0.5
	if p.Float64() < 0.6 {
		up = 0.9
	}
	level, goal := p.base, p.base
	return p.path(func(int) float64 {
		if p.Float64() < rate {
			jump := size * p.ExpFloat64()
			if p.Float64() > up {
				jump = -jump
			}
			goal += jump
		}
		level += (goal - level) * pace
		return level
	})
}

// reverting goes back to its level, or to a slow trend.
func (p process) reverting() []float64 {
	memory, step, away, trend := p.Float64(), between(p.Rand, 0.01, 0.5), 0.0, 0.0
	if p.Float64() < 0.3 {
		trend = 0.02 * p.NormFloat64()
	}
	return p.path(func(t int) float64 {
		away = memory*away + step*p.NormFloat64()
		return p.base + away + trend*float64(t)
	})
}

// brokenTrend changes its direction, and its level, at times.
func (p process) brokenTrend() []float64 {
	level, trend := p.base, 0.0
	noise, slope, rate := between(p.Rand, 0.0015, 0.045), between(p.Rand, 0.005, 0.25), between(p.Rand, 0.02, 0.15)
	if p.Float64() < 0.7 {
		trend = slope * p.NormFloat64()
	}
	return p.path(func(int) float64 {
		if p.Float64() < rate {
			trend = 0
			if p.Float64() < 0.6 {
				trend = slope * p.NormFloat64()
			}
			if p.Float64() < 0.4 {
				level += 5 * slope * p.NormFloat64()
			}
		}
		level += trend + noise*p.NormFloat64()
		return level
	})
}

// sites go live one by one, from a start on: nothing for long, then much.
func (p process) sites() []float64 {
	count := 3 + p.IntN(120)
	start, pace := 1.2*p.Float64()*float64(p.length), between(p.Rand, 0.01, 0.4)
	live, most := 0, float64(count)
	if p.Float64() < 0.4 {
		live = p.IntN(count)
	}
	if p.Float64() < 0.4 {
		most *= 1 - 0.3*p.Float64()
	}
	return p.path(func(t int) float64 {
		if float64(t) >= start {
			for range count - live {
				if p.Float64() < pace && float64(live) < most {
					live++
				}
			}
		}
		return toZ(100 * float64(live) / float64(count))
	})
}

// changingWalk is a random walk whose steps grow and shrink.
func (p process) changingWalk() []float64 {
	step, level := between(p.Rand, 0.005, 0.3), p.base
	return p.path(func(int) float64 {
		step *= stat.Exp(0.15 * p.NormFloat64())
		level += step * p.NormFloat64()
		return level
	})
}

// straight is a straight line in percent, up to a ceiling.
func (p process) straight() []float64 {
	start, slope, ceiling := 100*p.Float64(), p.NormFloat64()*between(p.Rand, 0.1, 3), 60+40*p.Float64()
	at := start
	return p.path(func(int) float64 {
		at += slope * (1 + 0.3*p.NormFloat64())
		return toZ(min(at, max(ceiling, start)))
	})
}

// dips are levels with a slow trend, left at times for a while.
func (p process) dips() []float64 {
	trend, noise, rate, size, back := 0.03*p.NormFloat64(), between(p.Rand, 0.01, 0.2), between(p.Rand, 0.01, 0.08), between(p.Rand, 0.1, 1.5), p.Float64()*0.95
	dip, away := 0.0, 0.0
	return p.path(func(t int) float64 {
		dip *= back
		if p.Float64() < rate {
			dip -= size * p.ExpFloat64()
		}
		away = 0.6*away + noise*p.NormFloat64()
		return p.base + trend*float64(t) + dip + away
	})
}

// slowTrend is a trend that itself wanders slowly, with little noise.
func (p process) slowTrend() []float64 {
	level, trend, step, noise := p.base, 0.06*p.NormFloat64(), between(p.Rand, 0.0005, 0.02), between(p.Rand, 0.001, 0.08)
	return p.path(func(t int) float64 {
		trend += step * p.NormFloat64()
		level += trend
		return level + noise*p.NormFloat64()
	})
}

// noisyWalk is a random walk with drift and noise on top.
func (p process) noisyWalk() []float64 {
	level, drift, step, noise := p.base, 0.03*p.NormFloat64(), between(p.Rand, 0.003, 0.2), between(p.Rand, 0.001, 0.15)
	return p.path(func(t int) float64 {
		level += drift + step*p.NormFloat64()
		return level + noise*p.NormFloat64()
	})
}

// seen is the path as counts show it: chance of counting, autocorrelated overdispersion, outliers, figures handed in
// again unchanged, a tenth of a percent.
func seen(r *rand.Rand, z []float64) []float64 {
	of, over, memory := between(r, 20, 100000), 0.0, 0.8*r.Float64()
	if r.Float64() < 0.5 {
		over = between(r, 0.005, 0.2)
	}
	outliers, held := 0.0, 0.0
	if r.Float64() < 0.15 {
		outliers = 0.05
	}
	if r.Float64() < 0.15 {
		held = 0.8 * r.Float64()
	}
	values, away := make([]float64, len(z)), 0.0
	for t := range z {
		away = memory*away + over*r.NormFloat64()
		share := toPercent(z[t]+away) / 100
		if r.Float64() < outliers {
			share = min(1, max(0, share+0.2*r.NormFloat64()))
		}
		share += math.Sqrt(share*(1-share)/of) * r.NormFloat64()
		values[t] = math.Round(1000*min(1, max(0, share))) / 10
		if t > 0 && r.Float64() < held {
			values[t] = values[t-1]
		}
	}
	return values
}
