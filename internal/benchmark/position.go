package benchmark

import (
	"fmt"
	"math"
	"slices"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// Counterpart is the average of another instrument that stands beside the measure in a matrix.
type Counterpart struct {
	Benchmark  maturity.Benchmark
	Instrument string // title of the other framework
	Values     []CounterpartValue
}

// CounterpartValue is its published value in a period.
type CounterpartValue struct {
	Period period.Period
	Value  float64
}

// Positions places every organisation in its latest complete period against each benchmark that speaks for it. Where
// none of the measure's own gives a reference, the counterpart is used and the position marked indicative; such a
// position has no centile.
func (p *Panel) Positions(benchmarks []maturity.Benchmark, values []maturity.BenchmarkValue, counterpart *Counterpart) []maturity.BenchmarkResult {
	index := make(map[place]maturity.BenchmarkValue, len(values))
	for _, v := range values {
		index[place{v.Benchmark, v.Population, v.Period}] = v
	}
	ids := make([]maturity.OrganisationID, 0, len(p.latest))
	for id, e := range p.latest {
		if e.kind != maturity.KindNation {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	var out []maturity.BenchmarkResult
	for _, id := range ids {
		out = p.appendPositions(out, p.latest[id], benchmarks, index, counterpart)
	}
	return out
}

type place struct {
	benchmark, population string
	period                period.Period
}

func (p *Panel) appendPositions(out []maturity.BenchmarkResult, e entry, benchmarks []maturity.Benchmark, index map[place]maturity.BenchmarkValue, counterpart *Counterpart) []maturity.BenchmarkResult {
	placed := false
	for _, b := range benchmarks {
		if b.Nearest > 0 {
			if r, speaks := p.nearest(b, e); speaks {
				placed = placed || r.Reference == r.Reference
				out = append(out, r.BenchmarkResult)
			}
			continue
		}
		key, speaks := p.keyFor(b, e)
		if !speaks {
			continue
		}
		r := p.result(e, b.ID)
		v, known := index[place{b.ID, key, e.period}]
		switch {
		case known && v.Value == v.Value:
			r.Reference, r.Peers, r.Reason = v.Value, v.Peers, v.Reason
			r.compare(p.measure, e.Value)
			if sorted := p.sortedPeers(b, e.period, e.kind); e.peer {
				r.Centile = Centile(p.measure, sorted, e.Value.Value)
				if r.Centile == r.Centile {
					r.Peers = len(sorted)
				}
			}
			placed = true
		case known:
			r.Peers, r.Reason = v.Peers, v.Reason
		default:
			r.Reason = missingReference(b, e.period)
		}
		out = append(out, r.BenchmarkResult)
	}
	if placed || counterpart == nil {
		return out
	}
	return append(out, p.indicative(e, counterpart).BenchmarkResult)
}

// keyFor is the population of a benchmark that an organisation is compared with. A footprint has no peers of its kind,
// so it is compared only with what is one for all.
func (p *Panel) keyFor(b maturity.Benchmark, e entry) (key string, speaks bool) {
	if b.Method == maturity.BenchmarkPublished {
		return "", e.code != b.Organisation
	}
	if len(b.Peers) > 0 {
		return "", e.kind == maturity.KindFootprint || slices.Contains(b.Peers, e.code) || p.among(e.kind, b.Kinds)
	}
	if len(b.Kinds) > 0 {
		return "", e.kind == maturity.KindFootprint || p.among(e.kind, b.Kinds)
	}
	return e.kind, e.kind != maturity.KindFootprint
}

type result struct{ maturity.BenchmarkResult }

func (p *Panel) result(e entry, benchmark string) result {
	return result{maturity.BenchmarkResult{Organisation: e.organisation, Measure: p.measure.ID, Benchmark: benchmark, Period: e.period,
		Value: e.Value.Value, Reference: math.NaN(), Centile: math.NaN(), Low: math.NaN(), High: math.NaN(), Position: maturity.PositionUnknown, ByTolerance: maturity.PositionUnknown}}
}

// indicative compares with the other instrument: its value in the same period, else the one published nearest to it
// within a year.
func (p *Panel) indicative(e entry, c *Counterpart) result {
	r := p.result(e, c.Benchmark.ID)
	r.Indicative = true
	best := -1
	for i, v := range c.Values {
		if distance(v.Period, e.period) <= 366 && (best < 0 || distance(v.Period, e.period) < distance(c.Values[best].Period, e.period)) {
			best = i
		}
	}
	if best < 0 {
		r.Reason = "No average is known for this instrument or its counterpart."
		return r
	}
	r.Reference = c.Values[best].Value
	r.compare(p.measure, e.Value)
	r.Reason = fmt.Sprintf("Indicative only: compared with the average of another instrument (%s, %s).", c.Instrument, c.Values[best].Period.Label())
	return r
}

func distance(a, b period.Period) int {
	if a == b {
		return 0
	}
	d := int(a.End()) - int(b.End())
	return max(d, -d) + 1
}
