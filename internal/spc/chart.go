package spc

import (
	"math"
	"slices"
)

// Charter makes charts and keeps its buffers between them, so that thousands of series cost no memory. It must not be
// used by two goroutines at once. Results do not depend on earlier ones; each is valid until the next call.
type Charter struct {
	order   []int
	points  []Point
	groups  []Group
	unused  []Rebase
	ranges  []float64
	values  []float64
	inTrend []bool
}

// Chart makes the chart of one series. The error is always a *Refusal: an option or value that makes no sense. A series
// too short or too flat to be judged is no error but a Status.
func Chart(in Input) (Result, error) { return new(Charter).Chart(in) }

// Chart makes the chart of one series, as the function Chart does.
func (c *Charter) Chart(in Input) (Result, error) {
	if refused := in.check(); refused != nil {
		return Result{}, refused
	}
	if refused := c.sort(in); refused != nil {
		return Result{}, refused
	}
	r := c.load(in, in.Options.KeepMissing)
	if in.Options.KeepMissing && c.referenceStops() {
		r = c.load(in, false)
		r.Stopped = true
	}
	for g := range c.groups {
		c.limits(&c.groups[g], in.Options)
		c.judge(&c.groups[g], in.Options)
	}
	c.conclude(&r, in.Options)
	return r, nil
}

// sort puts the values' indices in time order and finds positions that are there twice.
func (c *Charter) sort(in Input) *Refusal {
	c.order = c.order[:0]
	for i := range in.Values {
		c.order = append(c.order, i)
	}
	if in.At == nil {
		return nil
	}
	if !slices.IsSorted(in.At) {
		slices.SortStableFunc(c.order, func(a, b int) int {
			if in.At[a] < in.At[b] {
				return -1
			}
			if in.At[a] > in.At[b] {
				return 1
			}
			return 0
		})
	}
	for i := 1; i < len(c.order); i++ {
		if in.At[c.order[i]] == in.At[c.order[i-1]] {
			return refuse("Two values are for the same time (values %d and %d); each time may have one.", c.order[i-1]+1, c.order[i]+1)
		}
	}
	return nil
}

// load lays out the points in time order and splits them into parts.
func (c *Charter) load(in Input, keepMissing bool) (r Result) {
	c.points = c.points[:0]
	for _, i := range c.order {
		v := in.Values[i]
		if math.IsNaN(v) && !keepMissing {
			r.Dropped++
			continue
		}
		at := i
		if in.At != nil {
			at = in.At[i]
		}
		c.points = append(c.points, Point{Index: i, At: at, Value: v})
	}
	c.split(in.Options)
	return r
}

// split begins a part at every rebase.
func (c *Charter) split(o Options) {
	c.groups, c.unused = c.groups[:0], c.unused[:0]
	if len(c.points) == 0 {
		c.unused = append(c.unused, o.Rebases...)
		return
	}
	c.groups = append(c.groups, Group{})
	for i := range o.Rebases {
		at, found := c.place(o.Rebases[i].At)
		if !found && (o.Reference || at == len(c.points)) {
			c.unused = append(c.unused, o.Rebases[i])
			continue
		}
		c.begin(at, &o.Rebases[i])
	}
	slices.SortFunc(c.groups, func(a, b Group) int { return a.From - b.From })
	shift := 0
	if c.groups[0].Rebase != nil {
		shift = 1
	}
	for g := range c.groups {
		c.groups[g].Number, c.groups[g].To = g+shift, len(c.points)
		if g > 0 {
			c.groups[g-1].To = c.groups[g].From
		}
	}
	for g, group := range c.groups {
		for i := group.From; i < group.To; i++ {
			c.points[i].Group = g
		}
	}
}

// place is where a point at that time is or would be.
func (c *Charter) place(at int) (int, bool) {
	return slices.BinarySearchFunc(c.points, at, func(p Point, at int) int {
		switch {
		case p.At < at:
			return -1
		case p.At > at:
			return 1
		}
		return 0
	})
}

// begin begins a part at a point; a second rebase at the same point changes nothing.
func (c *Charter) begin(from int, rebase *Rebase) {
	for g := range c.groups {
		if c.groups[g].From == from {
			if c.groups[g].Rebase == nil {
				c.groups[g].Rebase = rebase
			}
			return
		}
	}
	c.groups = append(c.groups, Group{From: from, Rebase: rebase})
}
