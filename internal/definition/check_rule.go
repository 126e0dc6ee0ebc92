package definition

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"waymark/internal/maturity"
)

// placeholders are what the message of a rule may hold in braces.
var (
	placeholders    = []string{"value", "left", "right", "difference", "organisation", "measure", "period", "source", "other"}
	placeholderForm = regexp.MustCompile(`\{([^{}]*)\}`)
)

func (c *checker) rule(at spot, r maturity.Rule) {
	for _, required := range []struct{ path, text string }{
		{"title", r.Title}, {"why", r.Why}, {"severity", string(r.Severity)}, {"operator", string(r.Operator)}, {"message", r.Message},
	} {
		c.need(at, required.path, required.text)
	}
	c.referAll(at, "measures", groupMeasures, r.Measures)
	c.referAll(at, "frameworks", groupFrameworks, r.Frameworks)
	c.referAll(at, "kinds", groupKinds, r.Kinds)
	c.referAll(at, "sources", groupSources, r.Sources)
	if len(r.Measures)+len(r.Frameworks) == 0 {
		c.fault(at, "", "a rule judges the values of measures, or of all measures of frameworks: name some")
	}
	c.comparison(at, "", maturity.Comparison{Left: r.Left, Operator: r.Operator, Right: r.Right, Tolerance: r.Tolerance})
	for i, w := range r.When {
		path := fmt.Sprintf("when[%d]", i)
		c.need(at, path+".operator", string(w.Operator))
		c.comparison(at, path, w)
	}
	c.message(at, r.Message)
	if r.Operator == maturity.OnScale {
		c.scaled(at, r)
	}
}

// comparison faults what can say nothing, or always says the same. path is "" for the rule's own.
func (c *checker) comparison(at spot, path string, v maturity.Comparison) {
	left, right := join(path, "left"), join(path, "right")
	c.operand(at, left, v.Left)
	if v.Tolerance < 0 {
		c.fault(at, join(path, "tolerance"), "tolerance is 0 or more")
	}
	if v.Operator == maturity.OnScale {
		if at.given(right) {
			c.fault(at, right, "on_scale has no right side: the answer scales of the framework are what left is held against")
		}
		return
	}
	if !at.given(right) {
		c.fault(at, path, "right is missing")
		return
	}
	c.operand(at, right, v.Right)
	switch {
	case fixed(v.Left) && fixed(v.Right):
		c.fault(at, right, "left and right are both fixed: nothing of the values is looked at")
	case hashOf(v.Left) == hashOf(v.Right) && !at.partly(left) && !at.partly(right):
		c.fault(at, right, "left and right are the same")
	}
}

// partly reports whether something inside a part could not be read.
func (s spot) partly(path string) bool {
	for bad := range s.bad {
		if strings.HasPrefix(bad, path+".") {
			return true
		}
	}
	return false
}

// fixed reports whether an operand needs no value.
func fixed(o maturity.Operand) bool { return o.Number != nil || o.Target }

func (c *checker) operand(at spot, path string, o maturity.Operand) {
	c.refer(at, path+".measure", groupMeasures, o.Measure)
	if words := []maturity.SourceChoice{maturity.SameSource, maturity.OtherSources, maturity.PreferredSource}; !slices.Contains(words, o.Source) {
		c.refer(at, path+".source", groupSources, string(o.Source))
	}
	if at.given(path+".times") && o.Times == 0 {
		c.fault(at, path+".times", "times 0 is always 0")
	}
	forms := 0
	for _, is := range []bool{o.Number != nil, o.Target, len(o.Sum) > 0} {
		if is {
			forms++
		}
	}
	figure := o.Source != "" || o.Period != "" || o.Organisation != "" || o.Part != ""
	switch {
	case forms > 1 || forms == 1 && figure || (o.Number != nil || len(o.Sum) > 0) && (o.Measure != "" || o.Counterpart):
		c.fault(at, path, "an operand is one of: a stored figure, a number, a target, a sum")
	case o.Measure != "" && o.Counterpart:
		c.fault(at, path+".counterpart", "an operand has a measure of its own or the counterpart's, not both")
	case o.Organisation == maturity.PeersMedian && (o.Period != "" || o.Source != "" || o.Part != ""):
		c.fault(at, path+".organisation", "the median of peers is of their values in the same period, from the preferred sources: period, source and part cannot be chosen")
	case len(o.Sum) == 1:
		c.fault(at, path+".sum", "a sum has at least two parts")
	}
	for i, part := range o.Sum {
		c.operand(at, fmt.Sprintf("%s.sum[%d]", path, i), part)
	}
}

// message faults a message that is no sentence, shows no number, or asks for what there is not.
func (c *checker) message(at spot, text string) {
	if text == "" {
		return
	}
	shows := false
	for _, found := range placeholderForm.FindAllStringSubmatch(text, -1) {
		c.oneOf(at, "message", found[1], placeholders)
		shows = shows || found[1] == "left" || found[1] == "value"
	}
	if !shows {
		c.fault(at, "message", "message must show the number: write {left} or {value} where it belongs")
	}
	if text[len(text)-1] != '.' {
		c.fault(at, "message", "message must be a sentence that ends with a full stop")
	}
}

// scaled faults measures whose framework has no answer scales.
func (c *checker) scaled(at spot, r maturity.Rule) {
	scales := map[string]bool{}
	for _, f := range c.frameworks {
		scales[f.value.ID] = len(f.value.Scales) > 0
	}
	for i, id := range r.Measures {
		if m, known := c.measure[id]; known && !scales[m.Framework] {
			c.fault(at, fmt.Sprintf("measures[%d]", i), "measure %q belongs to no framework with answer scales", id)
		}
	}
	for i, id := range r.Frameworks {
		if c.ids[groupFrameworks][id] && !scales[id] {
			c.fault(at, fmt.Sprintf("frameworks[%d]", i), "framework %q has no answer scales", id)
		}
	}
}
