package benchmark

import (
	"cmp"
	"math"
	"slices"

	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/stat"
)

// crowd is who an organisation's nearest peers are chosen among: those of its population with a figure in the period and
// one in the year before.
type crowd struct {
	profiles         []profile
	ofSize, ofLevel  float64 // one standard deviation of each
	sizesMatterToAll bool    // everybody's size is known
}

// profile is where an organisation stands before the period compared.
type profile struct {
	entry
	size  float64 // ln of the denominator; NaN where it is not known
	level float64 // mean of its figures in the year before the period
}

// nearest places an organisation against its own k nearest: those at the smallest distance
//
//	√( ((ln d - ln d') / s)² + ((l - l') / t)² )
//
// with d the denominator in the period, l the mean level in the year before it, and s and t their standard deviations among
// all that could be chosen; ties go to the lower code. The level is that of the year before, not of the period: peers
// chosen by the figure that is compared would always be similar. Where denominators are not known the level alone counts.
// There is no centile: the organisation is not one of its own peers.
func (p *Panel) nearest(b maturity.Benchmark, e entry) (r result, speaks bool) {
	if !e.peer || len(b.Kinds) > 0 && !p.among(e.kind, b.Kinds) {
		return r, false
	}
	r = p.result(e, b.ID)
	c := p.crowdOf(b, e)
	own := slices.IndexFunc(c.profiles, func(o profile) bool { return o.organisation == e.organisation })
	if own < 0 {
		r.Reason = "There is no figure of the year before to choose peers by."
		return r, true
	}
	chosen := c.around(c.profiles[own], b.Nearest)
	values := make([]Value, len(chosen))
	for i, o := range chosen {
		values[i] = o.Value
		r.PeerCodes = append(r.PeerCodes, o.code)
	}
	made := Compute(b.Method, b.Minimum, Per(p.measure), p.measure.SelfAssessed, values)
	r.Reference, r.Peers, r.Reason = made.Value, made.Peers, made.Reason
	if r.Reference == r.Reference {
		r.compare(p.measure, e.Value)
	}
	return r, true
}

// crowdOf gathers the crowd of a period and population once.
func (p *Panel) crowdOf(b maturity.Benchmark, e entry) *crowd {
	where := population{e.period, e.kind}
	if len(b.Kinds) > 0 {
		where.key = "benchmark " + b.ID
	}
	if c := p.crowds[where]; c != nil {
		return c
	}
	c := &crowd{}
	levels := p.levels(e.period)
	for _, o := range p.in(e.period) {
		level, known := levels[o.organisation]
		if !o.peer || !known || (len(b.Kinds) == 0 && o.kind != e.kind) || (len(b.Kinds) > 0 && !p.among(o.kind, b.Kinds)) {
			continue
		}
		at := profile{o, math.NaN(), level}
		if o.Denominator > 0 {
			at.size = stat.Log(o.Denominator)
		}
		c.profiles = append(c.profiles, at)
	}
	slices.SortFunc(c.profiles, func(a, b profile) int { return cmp.Compare(a.code, b.code) })
	c.measure()
	p.crowds[where] = c
	return c
}

// levels are the means of everybody's figures in the year before a period.
func (p *Panel) levels(at period.Period) map[maturity.OrganisationID]float64 {
	back := map[period.Kind]int{period.KindMonth: 12, period.KindQuarter: 4, period.KindFinancialYear: 1, period.KindCalendarYear: 1}[at.Kind]
	sum, n := map[maturity.OrganisationID]float64{}, map[maturity.OrganisationID]float64{}
	for i := range back {
		for _, e := range p.in(at.Add(-1 - i)) {
			sum[e.organisation] += e.Value.Value
			n[e.organisation]++
		}
	}
	for id := range sum {
		sum[id] /= n[id]
	}
	return sum
}

func (c *crowd) measure() {
	sizes, levels := []float64{}, []float64{}
	for _, o := range c.profiles {
		if o.size == o.size {
			sizes = append(sizes, o.size)
		}
		levels = append(levels, o.level)
	}
	c.sizesMatterToAll = len(sizes) == len(levels)
	c.ofSize, c.ofLevel = deviation(sizes), deviation(levels)
}

// deviation is the standard deviation of a population; 0 for none.
func deviation(values []float64) float64 {
	if len(values) == 0 {
		return 0
	}
	mean := stat.Mean(values)
	squares := make([]float64, len(values))
	for i, v := range values {
		squares[i] = float64((v - mean) * (v - mean))
	}
	return math.Sqrt(stat.Mean(squares))
}

// around lists the k nearest of a profile, the nearest first.
func (c *crowd) around(own profile, k int) []profile {
	type far struct {
		at int
		by float64
	}
	best := make([]far, 0, k+1)
	for i, o := range c.profiles { // in order of code, so that of equals the lower code is there first
		if o.organisation == own.organisation {
			continue
		}
		by := c.distance(own, o)
		if len(best) == k && by >= best[k-1].by {
			continue
		}
		at, _ := slices.BinarySearchFunc(best, by, func(f far, by float64) int {
			if f.by <= by {
				return -1
			}
			return 1
		})
		best = slices.Insert(best, at, far{i, by})
		best = best[:min(len(best), k)]
	}
	out := make([]profile, len(best))
	for i, f := range best {
		out[i] = c.profiles[f.at]
	}
	return out
}

// distance is squared: only its order counts.
func (c *crowd) distance(a, b profile) float64 {
	d := 0.0
	if c.sizesMatterToAll && c.ofSize > 0 {
		by := (a.size - b.size) / c.ofSize
		d += float64(by * by)
	}
	if c.ofLevel > 0 {
		by := (a.level - b.level) / c.ofLevel
		d += float64(by * by)
	}
	return d
}
