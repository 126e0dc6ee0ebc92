package ramp

import (
	"math"

	"waymark/internal/maturity"
	"waymark/internal/stat"
)

// Shift is what is added to a figure, in the measure's unit: its median, and how far the ends of its 80 % range lie below
// and above that. The zero Shift adds nothing.
type Shift struct {
	Median float64
	Below  float64 // 0 where no range is known
	Above  float64
}

// of is the whole gain of an effect. A range that does not hold the gain itself is widened to it; one that is not known
// leaves the gain as if it were certain, which pages say.
func of(e maturity.Effect) Shift {
	if !e.Known() {
		return Shift{Median: e.Gain}
	}
	low, high := math.Min(e.Low, e.High), math.Max(e.Low, e.High)
	return Shift{Median: e.Gain, Below: math.Max(0, e.Gain-low), Above: math.Max(0, high-e.Gain)}
}

// Times is the shift at a weight of 0 or more.
func (s Shift) Times(weight float64) Shift {
	return Shift{s.Median * weight, s.Below * weight, s.Above * weight}
}

// Low and High are the ends of the 80 % range.
func (s Shift) Low() float64 { return s.Median - s.Below }

// High is the upper end of the 80 % range.
func (s Shift) High() float64 { return s.Median + s.Above }

// Alike adds what rises and falls together: the spreads add up.
func (s Shift) Alike(o Shift) Shift {
	return Shift{s.Median + o.Median, s.Below + o.Below, s.Above + o.Above}
}

// Apart adds what has nothing to do with each other: the spreads on each side combine as the root of the sum of squares,
// which is exact for normal distributions.
func (s Shift) Apart(o Shift) Shift {
	return Shift{s.Median + o.Median, math.Hypot(s.Below, o.Below), math.Hypot(s.Above, o.Above)}
}

// Part is the shift that comes from one initiative.
type Part struct {
	Initiative string
	Shift
}

// Together adds up the parts: those of one initiative rise and fall together, because what makes it do less than hoped at
// one place makes it do so at the next; those of different initiatives are taken as independent.
func Together(parts []Part) Shift {
	var order []string
	each := map[string]Shift{}
	for _, p := range parts {
		if _, known := each[p.Initiative]; !known {
			order = append(order, p.Initiative)
		}
		each[p.Initiative] = each[p.Initiative].Alike(p.Shift)
	}
	var all Shift
	for _, initiative := range order {
		all = all.Apart(each[initiative])
	}
	return all
}

// spread is how far the quantile at a standard normal score lies from the median: half of a normal distribution on each
// side, with the ends of the 80 % range where they are.
func (s Shift) spread(score float64) float64 {
	side := s.Above
	if score < 0 {
		side = s.Below
	}
	return side * math.Abs(score) / stat.LevelScore(stat.High80)
}
