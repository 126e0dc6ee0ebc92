package rule

import (
	"math"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// OutlierPoints is how many earlier figures it takes to say what is usual.
const OutlierPoints = 8

// fewestChanges is how many changes between neighbouring periods must be among them.
const fewestChanges = 6

// Point is a figure of a series.
type Point struct {
	Period period.Period
	Value  float64
}

// Outlier says how far a figure is from what the organisation's own figures lead to.
type Outlier struct {
	Previous Point   // the figure before
	Points   int     // earlier figures
	Change   float64 // from the figure before to this one; of counts and rates as a share of the figure before
	Usual    float64 // the middle of the earlier changes
	Spread   float64 // 1.4826 times the middle distance of the earlier changes from Usual: a standard deviation if they were normal
	Score    float64 // distance from what is usual, in spreads
	Limit    float64 // Score above which it is an outlier
	Relative bool    // Change, Usual and Spread are shares, not points
}

// Found reports whether the figure is an outlier.
func (o Outlier) Found() bool { return o.Score > o.Limit }

// JudgeOutlier compares a figure with the organisation's own history: earlier figures from the same source, in order,
// after the last break of the series. ok is false, and nothing is said, with fewer than 8 of them, without a figure in the
// period before, or with fewer than 6 changes between neighbouring periods.
//
// Definition: with the earlier one-step changes d, Usual = median(d) and Spread = 1.4826 median|d - Usual|. The figure is
// held against three expectations, and Score is the least distance from one of them in Spreads: the figure before plus
// Usual; the figure two before plus twice Usual (so that the return from a single odd figure is not odd again); and the
// figure before plus what changed in the same step a year before (so that a season is not odd). Changes of counts and
// rates are those of their logarithms, where all are above 0: they grow in shares.
//
// Spread is at least what is worth asking about and can be told: 1 point of percentages and scores, half a percent of counts
// and rates, one unit of the last decimal that is shown, and for a proportion with its counts the standard error
// sqrt(2p(1-p)/n) of the change. A change within the measure's tolerance is never an outlier.
//
// Robustness: half of the changes can be anything before Usual and Spread become so; a level shift is one change, so it
// is found once and not again. Source: C. Leys and others, Detecting outliers: do not use standard deviation around the
// mean, use absolute deviation around the median, Journal of Experimental Social Psychology 49 (2013), whose
// conservative limit of 3 is limit's for long series; docs/quality.md has the rates of false alarms.
//
// counts is the denominator of the figure; NaN or 0 where there is none.
func JudgeOutlier(m maturity.Measure, history []Point, now Point, counts float64) (o Outlier, ok bool) {
	n := len(history)
	if n < OutlierPoints || history[n-1].Period.Next() != now.Period {
		return o, false
	}
	o = Outlier{Previous: history[n-1], Points: n, Relative: growsInShares(m, history, now)}
	scale := func(v float64) float64 { return v }
	if o.Relative {
		scale = math.Log
	}
	changes, seasonal := changesOf(history, yearBefore(now.Period), scale)
	if len(changes) < fewestChanges {
		return o, false
	}
	o.Usual = medianOf(changes)
	expected := []float64{scale(history[n-1].Value) + o.Usual}
	if history[n-2].Period.Next() == history[n-1].Period {
		expected = append(expected, scale(history[n-2].Value)+2*o.Usual)
	}
	if !math.IsNaN(seasonal) {
		expected = append(expected, scale(history[n-1].Value)+seasonal)
	}
	for i := range changes {
		changes[i] = math.Abs(changes[i] - o.Usual)
	}
	o.Spread, o.Score = math.Max(madScale*medianOf(changes), o.resolution(m, now, counts)), math.Inf(1)
	for _, e := range expected {
		o.Score = math.Min(o.Score, math.Abs(scale(now.Value)-e)/o.Spread)
	}
	o.Change, o.Limit = scale(now.Value)-scale(history[n-1].Value), limit(len(changes))
	if o.Relative {
		o.Change, o.Usual = math.Expm1(o.Change), math.Expm1(o.Usual)
	}
	if math.Abs(now.Value-history[n-1].Value) <= m.Tolerance {
		o.Score = 0
	}
	return o, true
}

// changesOf gives the changes between neighbouring periods, and that which led to the period before; NaN for none.
func changesOf(history []Point, before period.Period, scale func(float64) float64) (changes []float64, seasonal float64) {
	seasonal = math.NaN()
	for i := 1; i < len(history); i++ {
		if history[i-1].Period.Next() != history[i].Period {
			continue
		}
		d := scale(history[i].Value) - scale(history[i-1].Value)
		changes = append(changes, d)
		if history[i].Period == before {
			seasonal = d
		}
	}
	return changes, seasonal
}

// madScale makes the median absolute deviation of normal values their standard deviation.
const madScale = 1.4826

// limit is the score above which a figure is an outlier: 3 for long series, more for short ones, whose spread is known
// less well.
func limit(changes int) float64 { return 3 * (1 + 4/float64(changes)) }

// growsInShares reports whether the series is a count or a rate that is always above 0.
func growsInShares(m maturity.Measure, history []Point, now Point) bool {
	if m.Unit != maturity.UnitCount && m.Unit != maturity.UnitRate || now.Value <= 0 {
		return false
	}
	for _, p := range history {
		if p.Value <= 0 {
			return false
		}
	}
	return true
}

// leastPoints and leastShare are the least spreads that are worth asking about.
const leastPoints, leastShare = 1, 0.005

// resolution is the least spread that can be told from nothing.
func (o Outlier) resolution(m maturity.Measure, now Point, counts float64) float64 {
	unit := math.Pow(10, -float64(m.Decimals))
	if o.Relative {
		return math.Max(leastShare, unit/math.Max(unit, math.Min(o.Previous.Value, now.Value)))
	}
	if m.Unit == maturity.UnitPercent || m.Unit == maturity.UnitScore {
		unit = math.Max(unit, leastPoints)
	}
	if m.Unit == maturity.UnitPercent && counts > 0 && o.Previous.Value <= 100 && now.Value <= 100 {
		p := (o.Previous.Value + now.Value) / 200
		unit = math.Max(unit, 100*math.Sqrt(2*p*(1-p)/counts))
	}
	return unit
}
