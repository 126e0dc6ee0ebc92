package definition

import (
	"fmt"

	"waymark/internal/maturity"
)

func (c *checker) target(at spot, t maturity.Target) {
	for _, required := range []struct{ path, text string }{
		{"title", t.Title}, {"measure", t.Measure}, {"operator", string(t.Operator)}, {"document", t.Document}, {"place", t.Place},
	} {
		c.need(at, required.path, required.text)
	}
	if !at.given("value") {
		c.fault(at, "", "value is missing")
	}
	if !at.given("basis") {
		c.fault(at, "", "basis is missing: stated by a number in the document, or implied by words such as every")
	}
	c.refer(at, "measure", groupMeasures, t.Measure)
	c.referAll(at, "kinds", groupKinds, t.Kinds)
	c.date(at, "due", t.Due, true)
	if t.Organisation != "" && t.Footprint != "" {
		c.fault(at, "footprint", "a target is for one organisation or for one footprint, not both")
	}
	m, ok := c.measure[t.Measure]
	if !ok {
		return
	}
	c.inRange(at, "value", t.Value, m)
	if t.Baseline != nil {
		c.inRange(at, "baseline.value", t.Baseline.Value, m)
		if t.Baseline.Period.IsZero() {
			c.fault(at, "baseline.period", "baseline.period is missing")
		}
	}
	if m.Polarity == maturity.HigherIsBetter && t.Operator == maturity.AtMost || m.Polarity == maturity.LowerIsBetter && t.Operator == maturity.AtLeast {
		c.fault(at, "operator", "operator %s pulls against the measure's polarity: %s is better", t.Operator, m.Polarity)
	}
}

// inRange faults a value that the measure cannot have.
func (c *checker) inRange(at spot, path string, value float64, m maturity.Measure) {
	if value < m.Low || value > m.High && !m.MayExceed {
		c.fault(at, path, "%s %v lies outside the measure's range from %v to %v", path, value, m.Low, m.High)
	}
}

// sameTargets faults two targets that ask the same of the same.
func (c *checker) sameTargets() {
	first := map[string]string{}
	for _, e := range c.targets {
		t := e.value
		due := "none"
		if t.Due != nil {
			due = t.Due.Latest.String()
		}
		key := fmt.Sprint(t.Measure, "|", t.Operator, t.Value, "|", due, "|", t.Organisation, "|", t.Footprint, "|", t.Kinds, "|", t.Stated)
		if other := first[key]; other != "" {
			c.fault(e.spot, "id", "target %q asks the same as target %q", t.ID, other)
			continue
		}
		first[key] = t.ID
	}
}

func (c *checker) benchmark(at spot, b maturity.Benchmark) {
	c.need(at, "title", b.Title)
	c.need(at, "method", string(b.Method))
	c.refer(at, "framework", groupFrameworks, b.Framework)
	c.referAll(at, "measures", groupMeasures, b.Measures)
	c.referAll(at, "kinds", groupKinds, b.Kinds)
	if (b.Framework == "") == (len(b.Measures) == 0) {
		c.fault(at, "", "a benchmark serves either measures or all measures of a framework")
	}
	switch {
	case b.Method == maturity.BenchmarkPublished:
		c.need(at, "organisation", b.Organisation)
		if len(b.Peers) > 0 || b.Nearest != 0 {
			c.fault(at, "", "peers and nearest are for computed benchmarks; this one is published")
		}
	case b.Organisation != "":
		c.fault(at, "organisation", "organisation is for published benchmarks; a computed one has kinds")
	case len(b.Peers) > 0 && b.Nearest > 0:
		c.fault(at, "nearest", "a benchmark has either its own list of peers or the nearest of a kind")
	case len(b.Peers) > 0 && len(b.Peers) < b.Minimum:
		c.fault(at, "peers", "%d peers can never be the %d that minimum asks for", len(b.Peers), b.Minimum)
	case b.Nearest != 0 && b.Nearest < max(b.Minimum, 3):
		c.fault(at, "nearest", "nearest must be at least 3, and at least minimum")
	case b.Nearest > 100:
		c.fault(at, "nearest", "nearest is at most 100")
	case b.Minimum < 2:
		c.fault(at, "minimum", "minimum must be at least 2: below it there is nothing to compare with")
	}
	for i, id := range b.Measures {
		c.averaging(at, fmt.Sprintf("measures[%d]", i), b.Method, c.measure[id])
	}
	for _, m := range c.measures {
		if b.Framework != "" && m.value.Framework == b.Framework {
			c.averaging(at, "method", b.Method, m.value)
		}
	}
}

// averaging faults a mean of percentages that have numerators, and a ratio of values that have none.
func (c *checker) averaging(at spot, path string, method maturity.BenchmarkMethod, m maturity.Measure) {
	switch {
	case method == maturity.BenchmarkMean && m.RollUp == maturity.RollUpRatio:
		c.fault(at, path, "measure %q has numerators: use ratio or median, never a mean of percentages", m.ID)
	case method == maturity.BenchmarkRatio && m.ID != "" && m.RollUp != maturity.RollUpRatio:
		c.fault(at, path, "measure %q has no numerators to sum: use mean or median", m.ID)
	}
}

func (c *checker) commitment(at spot, v maturity.Commitment) {
	for _, required := range []struct{ path, text string }{
		{"title", v.Title}, {"scope", v.Scope}, {"category", v.Category}, {"document", v.Document}, {"place", v.Place},
	} {
		c.need(at, required.path, required.text)
	}
	c.oneOf(at, "scope", v.Scope, []string{"national", "local"})
	c.date(at, "due", v.Due, false)
	c.refer(at, "same_as", groupCommitments, v.SameAs)
	c.referAll(at, "targets", groupTargets, v.Targets)
	if v.SameAs != "" && v.SameAs == v.ID {
		c.fault(at, "same_as", "a commitment is not the same as itself")
	}
}
