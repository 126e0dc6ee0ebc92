package ingest

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"waymark/internal/maturity"
	"waymark/internal/sheet"
)

// mostCombined bounds the memory of values that are made of several rows.
const mostCombined = 500_000

// combiner gathers the rows of an organisation, measure and period that are to be made one value.
type combiner struct {
	method string // sum or mean
	parts  map[onceKey]*combined
	order  []*combined
}

type combined struct {
	first   maturity.Observation
	cells   []string // of the first few
	count   int
	valued  int // with a number
	sum     float64
	whole   float64 // numerators
	base    float64 // denominators
	ratio   bool
	measure *measure
}

// newCombiner is nil when rows are not combined.
func newCombiner(method string) *combiner {
	if method == "" || method == "error" {
		return nil
	}
	return &combiner{method: method, parts: map[onceKey]*combined{}}
}

func (c *combiner) add(o maturity.Observation, m *measure) error {
	key := onceKey{o.Organisation, o.Measure, o.Period}
	part := c.parts[key]
	if part == nil {
		if len(c.order) >= mostCombined {
			return &sheet.Fault{Code: RowsScattered, Sentence: ruleByCode[RowsScattered].Meaning, Expected: ruleByCode[RowsScattered].Remedy}
		}
		part = &combined{first: o, ratio: true, measure: m}
		c.parts[key] = part
		c.order = append(c.order, part)
	}
	part.count++
	part.first.Flags |= o.Flags
	if len(part.cells) < 4 {
		part.cells = append(part.cells, o.Cell.A1())
	}
	if !o.HasValue() {
		return nil
	}
	part.valued++
	part.sum += o.Value
	part.whole += o.Numerator
	part.base += o.Denominator
	part.ratio = part.ratio && o.Numerator == o.Numerator && o.Denominator == o.Denominator
	return nil
}

// value makes the one value of the rows.
func (c *combiner) value(part *combined) maturity.Observation {
	o := part.first
	if part.count == 1 || part.valued == 0 {
		return o
	}
	o.State = maturity.Reported
	switch {
	case c.method == "sum" && part.ratio:
		o.Numerator, o.Denominator = part.whole, part.base
		if o.Value = nan; part.base > 0 {
			o.Value = part.measure.per * part.whole / part.base
		}
	case c.method == "sum":
		o.Value, o.Numerator, o.Denominator = part.sum, nan, nan
	default:
		o.Value, o.Numerator, o.Denominator = part.sum/float64(part.valued), nan, nan
	}
	more := ""
	if part.count > len(part.cells) {
		more = fmt.Sprintf(" and %d more", part.count-len(part.cells))
	}
	o.Seen = c.method + " of " + strings.Join(part.cells, ", ") + more
	return o
}

// flushCombined gives the combined values of a sheet.
func (r *reader) flushCombined(p *plan) error {
	if p.combine == nil {
		return nil
	}
	several := int64(0)
	for _, part := range p.combine.order {
		if part.count > 1 {
			several++
			if several == 1 {
				g, _ := r.issues.find(RowsCombined, "", p.name)
				example(g, maturity.IssueExample{Cell: part.first.Cell, Seen: p.combine.value(part).Seen})
			}
		}
		part.measure.seen = true
		if err := r.give(p.combine.value(part)); err != nil {
			return err
		}
	}
	if several > 0 {
		g := r.issues.groups[issueKey{RowsCombined, "", p.name}]
		g.Count = several
		g.Message = strconv.FormatInt(several, 10) + " values are the " + p.combine.method + " of several rows of an organisation, as the layout says."
		if words := trimSpace(p.name) + ": " + p.combine.method + " of the rows of an organisation"; !slices.Contains(r.result.Combine, words) {
			r.result.Combine = append(r.result.Combine, words)
		}
	}
	p.combine = nil
	return nil
}
