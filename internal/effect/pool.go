package effect

import (
	"fmt"
	"math"

	"waymark/internal/maturity"
	"waymark/internal/stat"
)

// Pooled is what several deployments of one initiative did to a measure, taken together. Numbers that are not known are NaN.
type Pooled struct {
	OK                  bool
	Reason              string  // why not, or what it rests on
	N                   int     // deployments with an estimate
	Gain                float64 // their mean effect
	Low, High           float64 // 95 % interval of the mean effect
	RangeLow, RangeHigh float64 // holds the gain of one further deployment 8 times of 10
	Between             float64 // standard deviation of the gains themselves, chance taken away
	Illustrative        bool
}

// careful is by how many standard errors the spread of effects is taken for more than it seems.
const careful = 0.5

// Pool takes the outcomes of deployments of one initiative on one measure together. All with an estimate count, whatever
// they say, each the same. Their errors are not independent, because they share peers: how much two of them share follows
// from the changes that the shared peers made in the two windows. The mean's variance is then s²/m + c with s² the
// variance of the effects and c the mean covariance of two of them (what they share does not show in s²), and never less
// than the intervals of the effects imply; with the t distribution of m - 1 degrees.
//
// The range of a further gain adds how far the gains themselves lie apart: s² less what chance makes of it. That difference
// is often cut at 0 where the gains do differ, so s² counts for half a standard error more than it is; without that ranges
// held 73 of 100 gains instead of 80.
func Pool(outcomes []Outcome) Pooled {
	unknown := math.NaN()
	p := Pooled{Gain: unknown, Low: unknown, High: unknown, RangeLow: unknown, RangeHigh: unknown, Between: unknown}
	var told []Outcome
	for _, o := range outcomes {
		if o.Told() {
			told = append(told, o)
			p.Illustrative = p.Illustrative || o.Illustrative
		}
	}
	p.N = len(told)
	if p.N < LeastPooled {
		p.Reason = fmt.Sprintf("%s an estimate; at least %d are needed to say what to expect of the next one.", upper(maturity.Count(p.N, "deployment has", "deployments have")), LeastPooled)
		if p.N == 0 {
			p.Reason = fmt.Sprintf("No deployment has an estimate; at least %d are needed to say what to expect of the next one.", LeastPooled)
		}
		return p
	}
	m := float64(p.N)
	effects := make([]float64, p.N)
	for i, o := range told {
		effects[i] = o.Effect
	}
	p.Gain = stat.Mean(effects)
	observed := 0.0
	for _, e := range effects {
		observed += float64((e - p.Gain) * (e - p.Gain))
	}
	observed /= m - 1
	own, shared := covariances(told)
	between := max(0, observed*(1+careful*math.Sqrt(2/(m-1)))-(own-shared))
	variance := max(observed/m+shared, (own-shared)/m+shared)
	wide := stat.StudentHalfWidth(Interval, p.N-1) * math.Sqrt(variance)
	next := stat.StudentHalfWidth(Range, p.N-1) * math.Sqrt(between+variance)
	p.OK, p.Between = true, math.Sqrt(between)
	p.Low, p.High, p.RangeLow, p.RangeHigh = p.Gain-wide, p.Gain+wide, p.Gain-next, p.Gain+next
	return p
}

// covariances are the mean variance of the effects' errors and the mean covariance of two of them, held to at least 0.
func covariances(told []Outcome) (own, shared float64) {
	pairs := 0.0
	for i, a := range told {
		n := float64(len(a.Used))
		own += float64(a.Spread*a.Spread) * (1 + 1/n)
		for _, b := range told[i+1:] {
			pairs++
			shared += sharedBy(a, b)
		}
	}
	return own / float64(len(told)), max(0, shared/pairs)
}

// sharedBy is the covariance of the means of two groups of peers: of the changes of those in both.
func sharedBy(a, b Outcome) float64 {
	other := make(map[maturity.OrganisationID]float64, len(b.Used))
	for _, c := range b.Used {
		other[c.ID] = c.By - b.PeersChange
	}
	common, sum := 0, 0.0
	for _, c := range a.Used {
		if by, both := other[c.ID]; both {
			common++
			sum += float64((c.By - a.PeersChange) * by)
		}
	}
	if common < 2 {
		return 0
	}
	return sum / float64(common-1) * float64(common) / float64(len(a.Used)*len(b.Used))
}
