package effect

import (
	"math"

	"waymark/internal/maturity"
)

// Estimate answers for one deployment and measure.
func Estimate(p Panel) Outcome {
	unknown := math.NaN()
	o := Outcome{Verdict: maturity.OutcomeCannotTell, Own: unknown, Level: unknown, PeersChange: unknown, Effect: unknown, Low: unknown, High: unknown,
		Spread: unknown, Trend: unknown, TrendLow: unknown, TrendHigh: unknown, Illustrative: p.Own.Illustrative}
	w := p.window()
	o.Before, o.After = len(w.before), len(w.after)
	o.Step = p.step()
	if o.Reason = p.tooLittle(w); o.Reason != "" {
		o.Path = p.path(w, nil)
		return o
	}
	own, _ := w.changeOf(p.Own) // its own figures are what the window is made of: none is missing
	o.Own, o.Level = own.By, own.Level
	left := p.compare(w, own, &o)
	o.Path = p.path(w, o.Used)
	if o.Reason = p.tooFew(o, left); o.Reason != "" {
		return o
	}
	if o.Reason = p.unmoved(w, o); o.Reason != "" {
		return o
	}
	changes, trends := make([]float64, len(o.Used)), make([]float64, len(o.Used))
	for i, c := range o.Used {
		changes[i], trends[i] = c.By, c.Trend
	}
	o.PeersChange, o.Spread, o.Low, o.High = contrast(own.By, changes)
	o.Effect = own.By - o.PeersChange
	var trend float64
	trend, _, o.TrendLow, o.TrendHigh = contrast(own.Trend, trends)
	o.Trend = own.Trend - trend
	p.judge(w, &o)
	return o
}

// leftOut counts the peers that could not be used, by why.
type leftOut struct{ deployed, lacking int }

// compare gathers the peers' changes and chooses the nearest.
func (p Panel) compare(w window, own Change, o *Outcome) (left leftOut) {
	for _, b := range p.Peers {
		if b.ID == p.Own.ID || len(b.Figures) == 0 || b.Figures[0].Period.Kind != p.kind() {
			continue
		}
		if w.deployed(b) {
			left.deployed++
			continue
		}
		c, ok := w.changeOf(b)
		if !ok || w.broken(b) {
			left.lacking++
			continue
		}
		o.All = append(o.All, c)
	}
	o.Used = nearest(o.All, own.Level)
	used := ids(o.Used)
	for _, b := range p.Peers {
		o.Illustrative = o.Illustrative || b.Illustrative && used[b.ID]
	}
	return left
}

// judge turns the numbers into a verdict. A deployment beside it, or another pace before it, lets nobody tell.
func (p Panel) judge(w window, o *Outcome) {
	switch better := p.Measure.Polarity; {
	case o.TrendLow > 0 || o.TrendHigh < 0:
		o.Reason = p.movedBefore(*o)
		return
	case p.besides(w) != nil:
		o.Reason = p.notAlone(w, *o)
		return
	case o.Low <= 0 && o.High >= 0:
		o.Verdict = maturity.OutcomeNoChange
	case better == maturity.NeitherBetter:
		o.Verdict = maturity.OutcomeMoved
	case (o.Low > 0) == (better == maturity.HigherIsBetter):
		o.Verdict = maturity.OutcomeBetter
	default:
		o.Verdict = maturity.OutcomeWorse
	}
	o.Reason = p.found(*o)
}

// besides lists what else went live inside the window.
func (p Panel) besides(w window) (out []Other) {
	for _, other := range p.Beside {
		if other.Live > w.from && other.Live <= w.until {
			out = append(out, other)
		}
	}
	return out
}
