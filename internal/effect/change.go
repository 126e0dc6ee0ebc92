package effect

import (
	"math"
	"slices"

	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/stat"
)

// valuesAt are a body's figures in the periods of list, NaN where it has none. Both are in order of time.
func valuesAt(b Body, list []Figure, into []float64) []float64 {
	into = into[:0]
	i := 0
	for _, want := range list {
		for i < len(b.Figures) && b.Figures[i].Period.Start < want.Period.Start {
			i++
		}
		if i < len(b.Figures) && b.Figures[i].Period == want.Period {
			into = append(into, b.Figures[i].Value)
		} else {
			into = append(into, math.NaN())
		}
	}
	return into
}

// changeOf is what a body did between the sides; false where it lacks too many of the figures, or all of a half.
func (w window) changeOf(b Body) (Change, bool) {
	var room [2][16]float64
	before, after := valuesAt(b, w.before, room[0][:]), valuesAt(b, w.after, room[1][:])
	half := len(before) / 2
	early, late := given(before[:half]), given(before[half:])
	both, then := append(early[:len(early):len(early)], late...), given(after)
	if lacking(len(both), len(before)) || lacking(len(then), len(after)) || len(early) == 0 || len(late) == 0 {
		return Change{}, false
	}
	level := stat.Mean(both)
	return Change{ID: b.ID, Level: level, By: stat.Mean(then) - level, Trend: stat.Mean(late) - stat.Mean(early)}, true
}

func lacking(have, of int) bool { return have == 0 || (of-have)*mostMissing > of }

// given leaves out what is missing, in the same memory.
func given(values []float64) []float64 {
	kept := values[:0]
	for _, v := range values {
		if !math.IsNaN(v) {
			kept = append(kept, v)
		}
	}
	return kept
}

// nearest keeps the half of the peers whose level before is nearest to the organisation's, where enough remain: near a
// bound figures move less, and what fell by chance rises again, so a peer says most about bodies at its own level. In
// the order of the peers.
func nearest(all []Change, level float64) []Change {
	keep := (len(all) + 1) / 2
	if keep < LeastPeers {
		return all
	}
	order := make([]float64, len(all))
	for i, c := range all {
		order[i] = math.Abs(c.Level - level)
	}
	sorted := slices.Clone(order)
	slices.Sort(sorted)
	var used []Change
	for i, c := range all {
		if order[i] <= sorted[keep-1] { // with ties, all of them
			used = append(used, c)
		}
	}
	return used
}

// contrast is an organisation's change less the mean of its peers', with the interval that holds it if the organisation
// is like them but for the effect: one further draw from the same distribution, known through n draws. Each peer gives
// one number whatever its figures do from period to period, so nothing is assumed about that.
func contrast(own float64, peers []float64) (mean, spread, low, high float64) {
	n := len(peers)
	mean = stat.Mean(peers)
	square := 0.0
	for _, v := range peers {
		square += float64((v - mean) * (v - mean))
	}
	spread = math.Sqrt(square / float64(n-1))
	wide := stat.StudentHalfWidth(Interval, n-1) * spread * math.Sqrt(1+1/float64(n))
	return mean, spread, own - mean - wide, own - mean + wide
}

func ids(changes []Change) map[maturity.OrganisationID]bool {
	in := make(map[maturity.OrganisationID]bool, len(changes))
	for _, c := range changes {
		in[c.ID] = true
	}
	return in
}

// path is the picture: every period that the organisation has a figure in, with the middle of the peers used.
func (p Panel) path(w window, used []Change) []Point {
	chosen := make([]Body, 0, len(used))
	in := ids(used)
	for _, b := range p.Peers {
		if in[b.ID] {
			chosen = append(chosen, b)
		}
	}
	list := p.Own.Figures
	beside := make([][]float64, len(list))
	var row []float64
	for _, b := range chosen {
		row = valuesAt(b, list, row)
		for i, v := range row {
			if !math.IsNaN(v) {
				beside[i] = append(beside[i], v)
			}
		}
	}
	out := make([]Point, len(list))
	for i, f := range list {
		out[i] = Point{Period: f.Period, Value: f.Value, Low: math.NaN(), Middle: math.NaN(), High: math.NaN(), Side: w.side(f.Period)}
		if n := len(beside[i]); n > 0 && 2*n >= len(chosen) {
			slices.Sort(beside[i])
			out[i].Low, out[i].Middle, out[i].High = stat.Quantile(beside[i], 0.25), stat.Quantile(beside[i], 0.5), stat.Quantile(beside[i], 0.75)
		}
	}
	return out
}

func (w window) side(p period.Period) Side {
	is := func(f Figure) bool { return f.Period == p }
	switch {
	case slices.ContainsFunc(w.before, is):
		return Before
	case slices.ContainsFunc(w.after, is):
		return After
	}
	return Ramp
}
