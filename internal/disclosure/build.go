package disclosure

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
)

// Figure is one row of the history of a measure and period.
type Figure struct {
	Body     int32
	Source   int16
	Rank     int16 // of the source: where several speak, the one with the lowest is shown
	From, To int64 // believed from one time until another, in any unit
	Counts
	Per    float64 // what numerator over denominator is multiplied by, for a value without its counts
	Blank  bool    // held back by its source, or known only by a bound: nobody here knows it
	Hidden bool    // already held back
	Fresh  bool    // never shown to anybody
}

// Split says that parts make up a whole. Whether they do is seen from the figures: a split that does not add up is not
// used as one.
type Split struct {
	Whole int32
	Parts []int32
}

// Build makes the table of all sums that hold between the figures of a measure and period: over organisations, at each
// time at which anything changed, within each source and as shown (the preferred source of each organisation), and
// between sources. The first cells are the figures in their order. Where parts miss their whole by least or more, what is
// missing is an unknown, the same one as long as it is as large.
func Build(figures []Figure, splits []Split, least float64) Table {
	b := builder{figures: figures, least: least, at: map[int32][]int{}, known: map[string]bool{}, rest: map[string]int{}}
	for i, f := range figures {
		b.at[f.Body] = append(b.at[f.Body], i)
		b.table.Cells = append(b.table.Cells, Cell{Size: [layers]float64{b.count(i, 0), b.count(i, 1)}, Hidden: f.Hidden || f.Blank, Fresh: f.Fresh, Fixed: f.Blank})
	}
	times := b.times()
	for _, time := range times {
		for _, s := range splits {
			b.split(s, time)
		}
		b.sources(time)
	}
	b.prune()
	return b.table
}

// rounding is how far whole counts may be apart and still be the same.
const rounding = 0.5

type builder struct {
	table   Table
	figures []Figure
	least   float64
	at      map[int32][]int // figures of a body
	known   map[string]bool // sums that are in the table, as text
	rest    map[string]int  // cells of what is missing
}

// count is a figure's count in a layer; NaN where it tells none. A count without a numerator is its value.
func (b *builder) count(i, layer int) float64 {
	f := b.figures[i]
	switch {
	case f.Blank:
		return math.NaN()
	case layer == 1:
		return f.Denominator
	case math.IsNaN(f.Numerator) && f.Count:
		return f.Value
	}
	return f.Numerator
}

func (b *builder) times() (out []int64) {
	for _, f := range b.figures {
		out = append(out, f.From)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// believed is the figure of a body at a time: of a source, or, with source 0, the one that is shown; -1 where there is none.
func (b *builder) believed(body int32, source int16, time int64) int {
	best := -1
	for _, i := range b.at[body] {
		f := b.figures[i]
		if f.From > time || f.To <= time || source != 0 && f.Source != source {
			continue
		}
		if best < 0 || cmp.Or(cmp.Compare(f.Rank, b.figures[best].Rank), cmp.Compare(f.Source, b.figures[best].Source)) < 0 {
			best = i
		}
	}
	return best
}

// split enters the sums of a split at a time, for every choice of sources.
func (b *builder) split(s Split, time int64) {
	var wholes, sources []int16
	for _, i := range b.at[s.Whole] {
		if f := b.figures[i]; f.From <= time && f.To > time && !slices.Contains(wholes, f.Source) {
			wholes = append(wholes, f.Source)
		}
	}
	if len(wholes) == 0 {
		return
	}
	sources = append(sources, 0)
	for _, part := range s.Parts {
		for _, i := range b.at[part] {
			if source := b.figures[i].Source; !slices.Contains(sources, source) {
				sources = append(sources, source)
			}
		}
	}
	for _, source := range sources {
		var parts []int
		for _, part := range s.Parts {
			if i := b.believed(part, source, time); i >= 0 {
				parts = append(parts, i)
			}
		}
		for _, of := range wholes {
			b.enter(b.believed(s.Whole, of, time), parts, fmt.Sprint(s.Whole, of, source, len(s.Parts)))
		}
	}
}

// sources enters that two sources say the same of a body.
func (b *builder) sources(time int64) {
	for _, body := range slices.Sorted(maps.Keys(b.at)) {
		all := b.at[body]
		for n, i := range all {
			for _, j := range all[:n] {
				if x, y := b.figures[i], b.figures[j]; x.Source != y.Source && max(x.From, y.From) <= time && min(x.To, y.To) > time {
					b.enter(j, []int{i}, fmt.Sprint(body, x.Source, y.Source))
				}
			}
		}
	}
}

// enter puts a whole and its parts in the table, in every layer in which they tell counts. of names whose rest it is.
// Parts that make up the whole in one layer by chance alone, such as nothing of nothing, do not in the other.
func (b *builder) enter(whole int, parts []int, of string) {
	if len(parts) == 0 || b.figures[whole].Blank {
		return
	}
	var found [layers]Sum
	var rests [layers]float64
	fits := Exact
	for layer := range layers {
		var fit Fit
		if found[layer].Terms, rests[layer], fit = b.sum(whole, parts, layer); found[layer].Terms != nil {
			fits = min(fits, fit)
		}
	}
	for layer, s := range found {
		if s.Terms == nil {
			continue
		}
		if s.Fit = fits; fits == Loose {
			s.Terms = append(s.Terms, Term{b.missing(fmt.Sprintf("%s %d %.6g", of, layer, rests[layer])), 1})
		}
		if key := fmt.Sprint(layer, s); !b.known[key] {
			b.known[key] = true
			b.table.Sums[layer] = append(b.table.Sums[layer], s)
		}
	}
}

// sum compares a whole with its parts in a layer; no terms where they tell no counts.
func (b *builder) sum(whole int, parts []int, layer int) (terms []Term, rest float64, fit Fit) {
	blanks, sum := 0, 0.0
	for _, i := range parts {
		if n := b.count(i, layer); b.figures[i].Blank {
			blanks++
		} else if math.IsNaN(n) {
			continue
		} else {
			sum += n
		}
		terms = append(terms, Term{i, 1})
	}
	total := b.total(whole, layer, parts)
	if math.IsNaN(total) || len(terms) == 0 {
		return nil, 0, Exact
	}
	rest = total - sum
	switch most := b.least * float64(blanks); {
	case rest > -rounding && rest < max(rounding, most):
		fit = Exact
	case rest > -b.least && rest < max(b.least, most):
		fit = Near
	}
	return append(terms, Term{whole, -1}), rest, fit
}

// total is the count of a whole. Where it tells a share alone, its numerator follows from its parts' denominators.
func (b *builder) total(whole, layer int, parts []int) float64 {
	n, f := b.count(whole, layer), b.figures[whole]
	if !math.IsNaN(n) || layer == 1 || f.Per == 0 || math.IsNaN(f.Value) {
		return n
	}
	sum := 0.0
	for _, i := range parts {
		if d := b.count(i, 1); !math.IsNaN(d) {
			sum += d
		}
	}
	return f.Value * sum / f.Per
}

func (b *builder) missing(key string) int {
	cell, known := b.rest[key]
	if !known {
		cell = len(b.table.Cells)
		b.rest[key] = cell
		b.table.Cells = append(b.table.Cells, Cell{Size: [layers]float64{math.NaN(), math.NaN()}, Hidden: true, Fixed: true})
	}
	return cell
}

// prune takes out sums with something missing that no other sum misses: they tell nothing.
func (b *builder) prune() {
	uses := map[int]int{}
	last := func(s Sum) int { return s.Terms[len(s.Terms)-1].Cell }
	for _, sums := range b.table.Sums {
		for _, s := range sums {
			if s.Fit == Loose {
				uses[last(s)]++
			}
		}
	}
	for layer, sums := range b.table.Sums {
		b.table.Sums[layer] = slices.DeleteFunc(sums, func(s Sum) bool { return s.Fit == Loose && uses[last(s)] == 1 })
	}
}
