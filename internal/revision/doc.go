// Package revision says how much the figures of a measure still moved after they were first known: by their age, how many
// changed, by how much, and when they settle. It is pure: history in, record out. docs/statistics.md states the rules.
package revision

import (
	"cmp"
	"math"
	"slices"

	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/stat"
)

const (
	mostMoving = 0.05 // fewer than this share of the figures of an age move once they have settled
	leastTold  = 8    // fewest figures of an age that tell anything of it
	mostAges   = 60
)

// History collects the versions of a measure's figures.
type History struct {
	decimals int
	unmoved  []maturity.FirstKnown
	figures  [][]version
	current  key
	newest   map[newestKey]period.Day // the last day on which a source said anything new of periods of a kind
}

type key struct {
	organisation maturity.OrganisationID
	source       string
	period       period.Period
}

type newestKey struct {
	source string
	kind   period.Kind
}

type version struct {
	key
	day   period.Day
	value float64 // NaN: no value
}

// New begins the history of a measure whose values are written with so many decimals.
func New(decimals int) *History {
	return &History{decimals: decimals, newest: map[newestKey]period.Day{}}
}

// AddUnmoved adds figures that never changed.
func (h *History) AddUnmoved(f maturity.FirstKnown) {
	h.unmoved = append(h.unmoved, f)
	h.saw(f.Source, f.Period.Kind, f.Day)
}

// AddVersion adds one version of a figure that changed; versions of one figure follow one another in order of time.
func (h *History) AddVersion(o maturity.Observation) {
	k := key{o.Organisation, o.Source, o.Period}
	if k != h.current || len(h.figures) == 0 {
		h.figures, h.current = append(h.figures, nil), k
	}
	v := version{k, period.DayOf(o.KnownFrom.UTC()), math.NaN()}
	if o.HasValue() {
		v.value = o.Value
	}
	last := len(h.figures) - 1
	h.figures[last] = append(h.figures[last], v)
	h.saw(o.Source, o.Period.Kind, v.day)
}

func (h *History) saw(source string, kind period.Kind, day period.Day) {
	k := newestKey{source, kind}
	if last, known := h.newest[k]; !known || day > last {
		h.newest[k] = day
	}
}

// Record counts. ok is false where no figure ever changed: then there is nothing to tell.
func (h *History) Record() (r maturity.RevisionRecord, ok bool) {
	r = maturity.RevisionRecord{Settles: -1}
	kinds := map[period.Kind]int{}
	for _, f := range h.unmoved {
		r.Figures += f.Count
	}
	changes := map[int][]float64{}
	counts := map[int]int{}
	for _, versions := range h.figures {
		last := versions[len(versions)-1]
		if math.IsNaN(last.value) {
			continue
		}
		r.Figures++
		kinds[last.period.Kind]++
		if h.enter(versions, counts, changes) {
			r.Revised++
		}
	}
	if r.Revised == 0 {
		return maturity.RevisionRecord{}, false
	}
	r.Kind = mostOften(kinds)
	for _, f := range h.unmoved {
		h.each(f.Period, f.Source, f.Day, func(age int) { counts[age] += f.Count })
	}
	for age := range mostAges {
		if counts[age] == 0 && len(r.Ages) > 0 && age > maxKey(counts) {
			break
		}
		r.Ages = append(r.Ages, ageOf(age, counts[age], changes[age]))
	}
	r.Settles = settles(r.Ages)
	return r, true
}

// enter compares what was known of a figure at each age with what is known now; true when it ever changed visibly.
func (h *History) enter(versions []version, counts map[int]int, changes map[int][]float64) (revised bool) {
	last := versions[len(versions)-1]
	for _, v := range versions {
		revised = revised || h.differ(v.value, last.value)
	}
	h.each(last.period, last.source, versions[0].day, func(age int) {
		value := math.NaN()
		for _, v := range versions {
			if maturity.RevisionAgeOf(v.period, v.day) <= age {
				value = v.value
			}
		}
		if math.IsNaN(value) {
			return
		}
		counts[age]++
		if h.differ(value, last.value) {
			changes[age] = append(changes[age], math.Abs(last.value-value))
		}
	})
	return revised
}

// each calls f with every age at which a figure was known and after which its source spoke of such figures again.
func (h *History) each(p period.Period, source string, first period.Day, f func(age int)) {
	until := maturity.RevisionAgeOf(p, h.newest[newestKey{source, p.Kind}])
	for age := maturity.RevisionAgeOf(p, first); age < min(until, mostAges); age++ {
		f(age)
	}
}

// differ reports whether two values are apart by more than the rounding of what is written.
func (h *History) differ(a, b float64) bool {
	return math.Abs(a-b) > 0.5*math.Pow(10, -float64(h.decimals))
}

func ageOf(age, figures int, changes []float64) maturity.RevisionAge {
	out := maturity.RevisionAge{Age: age, Figures: figures, Moved: len(changes)}
	if len(changes) > 0 {
		slices.Sort(changes)
		out.Median, out.P90 = rounded(stat.Quantile(changes, 0.5)), rounded(stat.Quantile(changes, 0.9))
	}
	return out
}

// rounded keeps six decimals, so that the order of the figures never shows.
func rounded(v float64) float64 { return math.Round(v*1e6) / 1e6 }

// settles is the first age from which on no age that tells anything has a share of mostMoving or more; -1 where none has.
func settles(ages []maturity.RevisionAge) int {
	first := -1
	for _, a := range slices.Backward(ages) {
		if a.Figures < leastTold {
			continue
		}
		if a.Share() >= mostMoving {
			break
		}
		first = a.Age
	}
	return first
}

func maxKey(counts map[int]int) (out int) {
	for age := range counts {
		out = max(out, age)
	}
	return out
}

func mostOften(kinds map[period.Kind]int) (best period.Kind) {
	for kind, n := range kinds {
		if n > kinds[best] || n == kinds[best] && cmp.Compare(kind, best) < 0 {
			best = kind
		}
	}
	return best
}
