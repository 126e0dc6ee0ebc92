package maturity

import "slices"

// Catalogue is all definitions, loaded and cross-checked. It is immutable after definition.Load and shared by all requests.
type Catalogue struct {
	Hash       string // of all definitions together
	Kinds      []OrganisationKind
	Sources    []Source
	Frameworks []Framework
	Measures   []Measure
	Targets    []Target
	Benchmarks []Benchmark
	Layouts    []Layout
	Boards     []Board
	// Collections are the rounds of returns.
	Collections []Collection
	// Rules are what must hold between values.
	Rules []Rule
	// Commitments are what the documents promise, followed or not by a target.
	Commitments []Commitment

	measure map[string]int
	source  map[string]int
	kind    map[string]int
}

// Index builds the look-ups; definition.Load calls it once.
func (c *Catalogue) Index() {
	c.measure, c.source, c.kind = map[string]int{}, map[string]int{}, map[string]int{}
	for i, m := range c.Measures {
		c.measure[m.ID] = i
	}
	for i, s := range c.Sources {
		c.source[s.ID] = i
	}
	for i, k := range c.Kinds {
		c.kind[k.ID] = i
	}
}

// Measure finds a measure by id.
func (c *Catalogue) Measure(id string) (Measure, bool) {
	if i, ok := c.measure[id]; ok {
		return c.Measures[i], true
	}
	return Measure{}, false
}

// Source finds a source by id.
func (c *Catalogue) Source(id string) (Source, bool) {
	if i, ok := c.source[id]; ok {
		return c.Sources[i], true
	}
	return Source{}, false
}

// Kind finds a kind of organisation by id.
func (c *Catalogue) Kind(id string) (OrganisationKind, bool) {
	if i, ok := c.kind[id]; ok {
		return c.Kinds[i], true
	}
	return OrganisationKind{}, false
}

// Plans lists the sources whose values are committed to, and so never observed.
func (c *Catalogue) Plans() (ids []string) {
	for _, s := range c.Sources {
		if s.Kind == SourcePlan {
			ids = append(ids, s.ID)
		}
	}
	return ids
}

// Framework finds a framework by id.
func (c *Catalogue) Framework(id string) (Framework, bool) {
	for _, f := range c.Frameworks {
		if f.ID == id {
			return f, true
		}
	}
	return Framework{}, false
}

// Board finds a board by id.
func (c *Catalogue) Board(id string) (Board, bool) {
	for _, b := range c.Boards {
		if b.ID == id {
			return b, true
		}
	}
	return Board{}, false
}

// Layout finds an import layout by id.
func (c *Catalogue) Layout(id string) (Layout, bool) {
	for _, l := range c.Layouts {
		if l.ID == id {
			return l, true
		}
	}
	return Layout{}, false
}

// Target finds a target by id.
func (c *Catalogue) Target(id string) (Target, bool) {
	for _, t := range c.Targets {
		if t.ID == id {
			return t, true
		}
	}
	return Target{}, false
}

// Benchmark finds a benchmark by id.
func (c *Catalogue) Benchmark(id string) (Benchmark, bool) {
	for _, b := range c.Benchmarks {
		if b.ID == id {
			return b, true
		}
	}
	return Benchmark{}, false
}

// TargetsOf lists the targets of a measure in declared order.
func (c *Catalogue) TargetsOf(measure string) []Target {
	var out []Target
	for _, t := range c.Targets {
		if t.Measure == measure {
			out = append(out, t)
		}
	}
	return out
}

// BenchmarksOf lists the benchmarks that serve a measure in declared order: the first is the one shown by default.
func (c *Catalogue) BenchmarksOf(m Measure) []Benchmark {
	var out []Benchmark
	for _, b := range c.Benchmarks {
		if b.Framework != "" && b.Framework == m.Framework || slices.Contains(b.Measures, m.ID) {
			out = append(out, b)
		}
	}
	return out
}

// MeasuresOn lists the measures whose figures a board's panels show, besides matrices, each once.
func (c *Catalogue) MeasuresOn(b Board) (ids []string) {
	for _, panel := range b.Panels {
		if panel.Kind == PanelMatrix {
			continue
		}
		ids = append(ids, panel.Measures...)
		if t, ok := c.Target(panel.Target); ok {
			ids = append(ids, t.Measure)
		}
		if f, ok := c.Framework(panel.Framework); ok {
			for _, s := range f.Sections {
				ids = append(ids, s.Measure)
			}
		}
	}
	return slices.Compact(slices.Sorted(slices.Values(ids)))
}
