package spc

import (
	"math"

	"waymark/internal/stat"
)

// The constants of an XmR chart: 2.66 = 3/1.128 makes three standard deviations of an average moving range, 3.267 is the
// upper limit of moving ranges themselves. They are variables so that near is rounded as the reference rounds it, step by
// step. Source: D. J. Wheeler, Understanding Variation (2000); Making Data Count; NHSRplotthedots.
var (
	perRange  = 2.66
	nearRange = 2 * float64(perRange/3)
	screening = 3.267
)

// limits computes mean, average moving range and limits of a part from its baseline. A missing value takes both ranges
// that touch it with it. Products are rounded before they are added, so that no processor fuses the two.
func (c *Charter) limits(g *Group, o Options) {
	baseline := c.points[g.From:g.To]
	if o.FixAfter > 0 && len(baseline) > o.FixAfter {
		baseline = baseline[:o.FixAfter]
	}
	c.values, c.ranges = c.values[:0], c.ranges[:0]
	for i, p := range baseline {
		if math.IsNaN(p.Value) {
			continue
		}
		c.values = append(c.values, p.Value)
		if i > 0 && !math.IsNaN(baseline[i-1].Value) {
			c.ranges = append(c.ranges, math.Abs(p.Value-baseline[i-1].Value))
		}
	}
	g.Trial = g.To-g.From < FullLimits
	g.Mean, g.AverageRange = stat.ExactMean(c.values), stat.ExactMean(c.ranges)
	if !o.Unscreened {
		g.AverageRange = stat.ExactMean(below(c.ranges, float64(screening*g.AverageRange)))
	}
	wide, near := float64(perRange*g.AverageRange), float64(nearRange*g.AverageRange)
	g.Lower, g.Upper = g.Mean-wide, g.Mean+wide
	g.NearLower, g.NearUpper = g.Mean-near, g.Mean+near
	g.Status = g.judgeable(len(c.values), len(c.ranges))
	if g.Status == TooLittleVariation && !o.Reference {
		undefined := math.NaN()
		g.Lower, g.Upper, g.NearLower, g.NearUpper = undefined, undefined, undefined, undefined
	}
}

// below keeps, in the same memory, what is strictly below the limit.
func below(ranges []float64, limit float64) []float64 {
	kept := ranges[:0]
	for _, r := range ranges {
		if r < limit {
			kept = append(kept, r)
		}
	}
	return kept
}

func (g *Group) judgeable(values, ranges int) Status {
	switch {
	case values == 0:
		return NoValues
	case ranges == 0:
		return OneValue
	case !(g.Lower < g.Upper): // undefined after screening, or equal to the mean
		return TooLittleVariation
	}
	return Charted
}
