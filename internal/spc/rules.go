package spc

import "math"

// How many points make a run, a trend and a pair of three.
const (
	runLength   = 7
	trendSteps  = runLength - 1
	pairWindow  = 3
	pairAtLeast = 2
)

// judge finds the special causes of a part. In a chart for a board a part that cannot be judged has none.
func (c *Charter) judge(g *Group, o Options) {
	points := c.points[g.From:g.To]
	for i := range points {
		points[i].measure(g)
	}
	if g.Status != Charted && !o.Reference {
		return
	}
	markShifts(points)
	markPairs(points)
	c.markTrends(points)
	markOutside(points)
	for i := range points {
		points[i].Cause = points[i].Rule.Cause(o.Direction)
		g.count(points[i].Cause)
	}
	g.Variation = points[len(points)-1].Cause
}

// measure compares a point with the mean and the limits. What is undefined is neither above nor below.
func (p *Point) measure(g *Group) {
	switch {
	case p.Value > g.Mean:
		p.Side = 1
	case p.Value < g.Mean:
		p.Side = -1
	}
	p.Outside = p.Value > g.Upper || p.Value < g.Lower
	p.Close = !p.Outside && (p.Value > g.NearUpper || p.Value < g.NearLower)
}

func highLow(p Point, high, low Rule) Rule {
	if p.Side > 0 {
		return high
	}
	return low
}

// markShifts marks all points of every seven or more in a row on one side of the mean. A point on the mean ends a row.
func markShifts(points []Point) {
	for from := 0; from < len(points); {
		to := from + 1
		for to < len(points) && points[to].Side == points[from].Side {
			to++
		}
		if points[from].Side != 0 && to-from >= runLength {
			for i := from; i < to; i++ {
				points[i].Rule = highLow(points[i], ShiftHigh, ShiftLow)
			}
		}
		from = to
	}
}

// markPairs marks the close ones of every three neighbours on one side of the mean of which two or more are close.
func markPairs(points []Point) {
	for from := 0; from+pairWindow <= len(points); from++ {
		window := points[from : from+pairWindow]
		near, oneSide := 0, window[0].Side != 0
		for _, p := range window {
			oneSide = oneSide && p.Side == window[0].Side
			if p.Close {
				near++
			}
		}
		if !oneSide || near < pairAtLeast {
			continue
		}
		for i := range window {
			if window[i].Close {
				window[i].Rule = highLow(window[i], TwoOfThreeHigh, TwoOfThreeLow)
			}
		}
	}
}

// markTrends marks all points of every six or more steps in a row in one strict direction. Where the next point is in a
// trend too, the step to it gives the direction, otherwise the step from the previous one: at a joint of two trends that
// is the second one's, or the step between them.
func (c *Charter) markTrends(points []Point) {
	c.inTrend = append(c.inTrend[:0], make([]bool, len(points))...)
	for from := 0; from+1 < len(points); {
		direction, to := step(points, from), from+1
		for to+1 < len(points) && step(points, to) == direction {
			to++
		}
		if direction != 0 && to-from >= trendSteps {
			for i := from; i <= to; i++ {
				c.inTrend[i] = true
			}
		}
		from = to
	}
	for i := range points {
		if !c.inTrend[i] {
			continue
		}
		direction := 0
		if i+1 < len(points) && c.inTrend[i+1] {
			direction = step(points, i)
		} else {
			direction = step(points, i-1)
		}
		points[i].Rule = TrendDown
		if direction > 0 {
			points[i].Rule = TrendUp
		}
	}
}

// step is the sign of the move from point i to the next; 0 beside a missing value.
func step(points []Point, i int) int {
	switch from, to := points[i].Value, points[i+1].Value; {
	case to > from:
		return 1
	case to < from:
		return -1
	}
	return 0
}

func markOutside(points []Point) {
	for i := range points {
		if points[i].Outside {
			points[i].Rule = highLow(points[i], OutsideHigh, OutsideLow)
		}
	}
}

// referenceStops reports whether the reference package stops at the missing values: it cannot tell whether seven
// neighbours are a trend when all their known steps go one way and another is unknown.
func (c *Charter) referenceStops() bool {
	for _, g := range c.groups {
		for from := g.From; from+runLength <= g.To; from++ {
			if undecided(c.points[from : from+runLength]) {
				return true
			}
		}
	}
	return false
}

func undecided(window []Point) bool {
	missing, notUp, notDown := false, false, false
	for i := range trendSteps {
		if math.IsNaN(window[i].Value) || math.IsNaN(window[i+1].Value) {
			missing = true
			continue
		}
		direction := step(window, i)
		notUp, notDown = notUp || direction != 1, notDown || direction != -1
	}
	return missing && !(notUp && notDown)
}
