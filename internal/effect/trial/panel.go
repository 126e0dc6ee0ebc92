package trial

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"

	"waymark/internal/effect"
	"waymark/internal/maturity"
	"waymark/internal/period"
)

// body is one invented organisation with and without the deployment's effect.
type body struct {
	id                maturity.OrganisationID
	level, slope, dip float64
	without, with     []float64
	missing           []bool
	live              int // place of the go-live in time; -1: none
	effect            float64
}

// world is one invented panel.
type world struct {
	Scenario
	bodies  []*body
	periods []period.Period
	rng     *rand.Rand
}

// first is the month in which invented panels begin.
var first = period.Date(2014, 4, 1)

func newWorld(s Scenario, bodies, length int, rng *rand.Rand) *world {
	w := &world{Scenario: s, rng: rng}
	if w.Kind == period.KindNone {
		w.Kind = period.KindMonth
	}
	at := period.Of(w.Kind, first)
	for range length {
		w.periods = append(w.periods, at)
		at = at.Next()
	}
	shared := make([]float64, length)
	for t := 1; t < length; t++ {
		shared[t] = shared[t-1] + s.Shock*rng.NormFloat64()
	}
	for i := range bodies {
		w.bodies = append(w.bodies, w.invent(maturity.OrganisationID(i+1), shared))
	}
	return w
}

func (w *world) year() float64 {
	if w.Kind == period.KindQuarter {
		return 4
	}
	return 12
}

// draw is what is new in a period: of unit variance, normal or with long tails.
func (w *world) draw() float64 {
	if w.Tail == 0 {
		return w.rng.NormFloat64()
	}
	square := 0.0
	for range w.Tail {
		x := w.rng.NormFloat64()
		square += x * x
	}
	n := float64(w.Tail)
	return w.rng.NormFloat64() / math.Sqrt(square/n) * math.Sqrt((n-2)/n)
}

func (w *world) invent(id maturity.OrganisationID, shared []float64) *body {
	b := &body{id: id, live: -1, level: w.Level * w.rng.NormFloat64(), slope: w.Slope * w.rng.NormFloat64()}
	takes := 1 + w.Uneven*w.rng.NormFloat64()
	swing := w.Season * (1 + w.rng.NormFloat64())
	phase := w.rng.Float64() * 0.5
	stays, walked := w.Noise*w.draw()/math.Sqrt(1-w.Phi*w.Phi), 0.0
	for t := range shared {
		if t > 0 {
			stays = w.Phi*stays + w.Noise*w.draw()
			walked += w.Walk * w.draw()
		}
		y := b.level + takes*shared[t] + stays + walked + b.slope*float64(t) + swing*math.Sin(2*math.Pi*(float64(t)/w.year()+phase))
		b.without = append(b.without, w.shown(50+y))
		b.missing = append(b.missing, w.rng.Float64() < w.Missing)
	}
	return b
}

// shown is a figure as returned.
func (w *world) shown(v float64) float64 {
	if !w.Bounded {
		return v
	}
	return math.Round(1000/(1+math.Exp(-(v-25)/20))) / 10 // 50 is shown as about 78
}

// deploy gives a body its effect from a place in time on.
func (w *world) deploy(b *body, live int) {
	b.live, b.effect = live, w.Effect+w.Vary*w.rng.NormFloat64()
	b.with = slices.Clone(b.without)
	for t := live; t < len(b.with); t++ {
		share := 1.0
		if t < live+w.Ramp {
			share = float64(t-live) / float64(w.Ramp)
		}
		b.with[t] += share * b.effect
		if w.Bounded {
			b.with[t] = min(100, max(0, b.with[t]))
		}
	}
}

// choose picks the bodies of the deployments and puts them first.
func (w *world) choose(n, live int) {
	byFall := func(b *body) float64 { return b.without[live-1] - b.without[max(0, live-7)] }
	switch w.Choice {
	case Low:
		slices.SortStableFunc(w.bodies, func(a, b *body) int { return cmp.Compare(a.level, b.level) })
		w.shuffle(max(n, len(w.bodies)/4))
	case Dipped:
		slices.SortStableFunc(w.bodies, func(a, b *body) int { return cmp.Compare(byFall(a), byFall(b)) })
		w.shuffle(max(n, len(w.bodies)/10))
	case Rising:
		slices.SortStableFunc(w.bodies, func(a, b *body) int { return cmp.Compare(b.slope, a.slope) })
		w.shuffle(max(n, len(w.bodies)/5))
	}
}

func (w *world) shuffle(n int) {
	w.rng.Shuffle(n, func(i, j int) { w.bodies[i], w.bodies[j] = w.bodies[j], w.bodies[i] })
}

// measure is what the invented figures are of.
var measure = maturity.Measure{ID: "invented", Title: "Invented", Unit: maturity.UnitPercent, Polarity: maturity.HigherIsBetter, Low: 0, High: 100, Decimals: 1}

// panel is what is known of the deployment at b.
func (w *world) panel(b *body) effect.Panel {
	m := measure
	if !w.Bounded {
		m.Low, m.High = math.NaN(), math.NaN()
	}
	p := effect.Panel{Measure: m, Own: w.figures(b, true), From: w.periods[b.live].Start, Until: w.periods[b.live].Start, Months: w.Ramp * int(12/w.year())}
	for _, other := range w.bodies {
		if other != b {
			p.Peers = append(p.Peers, w.figures(other, false))
		}
	}
	return p
}

func (w *world) figures(b *body, own bool) effect.Body {
	out := effect.Body{ID: b.id}
	values := b.without
	if b.live >= 0 {
		values = b.with
		if !own {
			out.Live = []period.Day{w.periods[b.live].Start}
		}
	}
	for t, v := range values {
		if !b.missing[t] {
			out.Figures = append(out.Figures, effect.Figure{Period: w.periods[t], Value: v})
		}
	}
	return out
}

// truth is the mean effect over the periods that are compared after the ramp: what the estimate is of. most is how many.
func (w *world) truth(b *body, most int) float64 {
	sum, n := 0.0, 0
	for t := b.live + w.Ramp; t < len(b.with) && n < most; t++ {
		if !b.missing[t] {
			sum += b.with[t] - b.without[t]
			n++
		}
	}
	return sum / float64(n)
}
