package benchmark

import (
	"fmt"
	"math"
	"slices"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// Panel gathers the values of one measure over all organisations and periods, and answers for all of them at once.
type Panel struct {
	measure maturity.Measure
	groups  map[string]string // kind -> wider kind
	today   period.Day
	periods map[period.Period]*column
	latest  map[maturity.OrganisationID]entry
	sorted  map[population][]float64
	crowds  map[population]*crowd
}

// column holds the values of a period.
type column struct {
	entries []entry
	over    bool // the period is over on today
}

type entry struct {
	organisation maturity.OrganisationID
	kind         string
	code         string
	peer         bool // one body, not a group row, a footprint or the nation
	period       period.Period
	Value
}

type population struct {
	period period.Period
	key    string // kind, or the benchmark whose kinds make it
}

// NewPanel starts a panel. Only periods that are over on today count for positions.
func NewPanel(m maturity.Measure, kinds []maturity.OrganisationKind, today period.Day) *Panel {
	p := &Panel{measure: m, groups: map[string]string{}, today: today, periods: map[period.Period]*column{},
		latest: map[maturity.OrganisationID]entry{}, sorted: map[population][]float64{}, crowds: map[population]*crowd{}}
	for _, k := range kinds {
		p.groups[k.ID] = k.Group
	}
	return p
}

// Add enters an organisation's value for a period.
func (p *Panel) Add(o maturity.Organisation, at period.Period, v Value) {
	e := entry{o.ID, o.Kind, o.Code, !o.Group && o.Kind != maturity.KindFootprint && o.Kind != maturity.KindNation, at, v}
	c := p.periods[at]
	if c == nil {
		c = &column{over: at.End() < p.today}
		p.periods[at] = c
	}
	c.entries = append(c.entries, e)
	if c.over {
		if old, known := p.latest[o.ID]; !known || later(at, old.period) {
			p.latest[o.ID] = e
		}
	}
}

// later is period.Compare without the calendar where the periods are of one kind.
func later(a, b period.Period) bool {
	if a.Kind == b.Kind {
		return a.Start > b.Start
	}
	return period.Compare(a, b) > 0
}

// Values gives every benchmark's value in every period and population.
func (p *Panel) Values(benchmarks []maturity.Benchmark) []maturity.BenchmarkValue {
	var out []maturity.BenchmarkValue
	order := make([]period.Period, 0, len(p.periods))
	for at := range p.periods {
		order = append(order, at)
	}
	slices.SortFunc(order, period.Compare)
	for _, b := range benchmarks {
		for _, at := range order {
			for _, key := range p.populations(b, at) {
				out = append(out, p.value(b, at, key))
			}
		}
	}
	return out
}

// populations are the kinds a benchmark speaks for in a period: "" when it is one for all.
func (p *Panel) populations(b maturity.Benchmark, at period.Period) []string {
	if b.Method == maturity.BenchmarkPublished {
		if slices.ContainsFunc(p.in(at), func(e entry) bool { return e.code == b.Organisation }) {
			return []string{""}
		}
		return nil
	}
	if b.Nearest > 0 { // everybody has others
		return nil
	}
	var kinds []string
	for _, e := range p.in(at) {
		switch {
		case len(b.Peers) > 0 && slices.Contains(b.Peers, e.code):
			return []string{""}
		case !e.peer || len(b.Peers) > 0:
		case len(b.Kinds) > 0 && p.among(e.kind, b.Kinds):
			return []string{""}
		case len(b.Kinds) == 0 && !slices.Contains(kinds, e.kind):
			kinds = append(kinds, e.kind)
		}
	}
	slices.Sort(kinds)
	return kinds
}

func (p *Panel) in(at period.Period) []entry {
	if c := p.periods[at]; c != nil {
		return c.entries
	}
	return nil
}

// among reports whether kinds holds the kind or its wider kind.
func (p *Panel) among(kind string, kinds []string) bool {
	return slices.Contains(kinds, kind) || p.groups[kind] != "" && slices.Contains(kinds, p.groups[kind])
}

func (p *Panel) value(b maturity.Benchmark, at period.Period, key string) maturity.BenchmarkValue {
	v := maturity.BenchmarkValue{Measure: p.measure.ID, Benchmark: b.ID, Population: key, Period: at, Value: math.NaN()}
	if b.Method == maturity.BenchmarkPublished {
		for _, e := range p.in(at) {
			if e.code == b.Organisation {
				v.Value = e.Value.Value
				if e.Illustrative {
					v.Reason = "An invented figure."
				}
			}
		}
		return v
	}
	r := Compute(b.Method, b.Minimum, Per(p.measure), p.measure.SelfAssessed, p.peers(b, at, key))
	v.Value, v.Peers, v.Centiles, v.Reason = r.Value, r.Peers, r.Centiles, r.Reason
	return v
}

// peers are the values of a population: those on the benchmark's own list, of its kinds, or of the kind that is the key.
func (p *Panel) peers(b maturity.Benchmark, at period.Period, key string) []Value {
	var out []Value
	for _, e := range p.in(at) {
		listed := len(b.Peers) > 0
		if listed && slices.Contains(b.Peers, e.code) || !listed && e.peer && (key == e.kind || key == "" && p.among(e.kind, b.Kinds)) {
			out = append(out, e.Value)
		}
	}
	return out
}

// sortedPeers are the values of the organisations an organisation is ranked among: the benchmark's kinds, or its own.
func (p *Panel) sortedPeers(b maturity.Benchmark, at period.Period, kind string) []float64 {
	where := population{at, kind}
	own := len(b.Kinds) > 0 || len(b.Peers) > 0
	if own {
		where.key = "benchmark " + b.ID
	}
	sorted, known := p.sorted[where]
	if !known {
		key := kind
		if own {
			key = ""
		}
		sorted = sortedValues(p.peers(b, at, key))
		p.sorted[where] = sorted
	}
	return sorted
}

func missingReference(b maturity.Benchmark, at period.Period) string {
	if b.Method == maturity.BenchmarkPublished {
		return fmt.Sprintf("%s: none is published for %s.", b.Title, at.Label())
	}
	return fmt.Sprintf("%s: none for %s.", b.Title, at.Label())
}
