package rule

import (
	"math"
	"slices"

	"waymark/internal/maturity"
)

// Judged lists the measures whose values a rule judges, in declared order.
func Judged(r maturity.Rule, c *maturity.Catalogue) []string {
	out := slices.Clone(r.Measures)
	for _, id := range r.Frameworks {
		framework, _ := c.Framework(id)
		for _, s := range framework.Sections {
			if s.Measure != "" && !slices.Contains(out, s.Measure) {
				out = append(out, s.Measure)
			}
		}
	}
	return out
}

// Evaluate applies rules to the values for which judge is true (nil: all), in order of rule, organisation, measure and
// period.
func Evaluate(rules []maturity.Rule, f *Facts, judge func(maturity.Observation) bool) (out []maturity.Finding) {
	for _, r := range rules {
		judged := map[string]bool{}
		for _, id := range Judged(r, f.catalogue) {
			judged[id] = true
		}
		for _, key := range f.order {
			if !judged[key.measure] || !f.within(r, key.organisation) {
				continue
			}
			for _, o := range f.figures[key] {
				if (judge == nil || judge(o)) && f.ofSource(r, o.Source) {
					out = append(out, f.apply(r, o)...)
				}
			}
		}
	}
	return out
}

// within reports whether the rule is for the organisation.
func (f *Facts) within(r maturity.Rule, id maturity.OrganisationID) bool {
	body := f.bodies[id]
	return (len(r.Kinds) == 0 || slices.Contains(r.Kinds, body.Kind)) && (len(r.Organisations) == 0 || slices.Contains(r.Organisations, body.Code))
}

func (f *Facts) ofSource(r maturity.Rule, source string) bool {
	if len(r.Sources) > 0 {
		return slices.Contains(r.Sources, source)
	}
	return f.kindOf(source).Kind != maturity.SourcePlan
}

// apply judges one value: once, or once against every other source.
func (f *Facts) apply(r maturity.Rule, o maturity.Observation) (out []maturity.Finding) {
	if !asksOthers(r) {
		return f.judge(r, subject{Observation: o})
	}
	for _, other := range f.in(series{o.Organisation, o.Measure}, o.Period) {
		if f.rank(other.Source) < f.rank(o.Source) && f.kindOf(other.Source).Kind != maturity.SourcePlan &&
			f.kindOf(other.Source).Illustrative == f.kindOf(o.Source).Illustrative {
			out = append(out, f.judge(r, subject{o, other.Source})...)
		}
	}
	return out
}

func (f *Facts) judge(r maturity.Rule, s subject) []maturity.Finding {
	for _, c := range r.When {
		if _, _, holds, spoken := f.compare(c, s); !spoken || !holds {
			return nil
		}
	}
	left, right, holds, spoken := f.compare(maturity.Comparison{Left: r.Left, Operator: r.Operator, Right: r.Right, Tolerance: r.Tolerance}, s)
	if !spoken || holds {
		return nil
	}
	return []maturity.Finding{f.finding(r, s, left, right)}
}

// compare reports whether a comparison holds; spoken is false where an operand is missing.
func (f *Facts) compare(c maturity.Comparison, s subject) (left, right amount, holds, spoken bool) {
	if left, spoken = f.resolve(c.Left, s); !spoken {
		return left, right, false, false
	}
	if c.Operator == maturity.OnScale {
		holds, spoken = f.onScale(left, c.Tolerance)
		return left, right, holds, spoken
	}
	if right, spoken = f.resolve(c.Right, s); !spoken {
		return left, right, false, false
	}
	if c.Right.Number != nil {
		right.measure, right.part = left.measure, left.part // written alike
	}
	return left, right, Holds(c.Operator, left.value, right.value, c.Tolerance), true
}

// slack is what rounding in decimal fractions may add up to.
const slack = 1e-9

// Holds reports whether left stands to right as the comparator says; tolerance is by how much left may miss. Two values
// differ (!=) when they are more than the tolerance apart.
func Holds(c maturity.Comparator, left, right, tolerance float64) bool {
	tolerance += slack * math.Max(1, math.Max(math.Abs(left), math.Abs(right)))
	switch difference := left - right; c {
	case maturity.EqualTo:
		return math.Abs(difference) <= tolerance
	case maturity.DiffersFrom:
		return math.Abs(difference) > tolerance
	case maturity.NotAbove:
		return difference <= tolerance
	case maturity.NotBelow:
		return difference >= -tolerance
	case maturity.Below:
		return difference < tolerance-2*slack*math.Max(1, math.Max(math.Abs(left), math.Abs(right)))
	case maturity.Above:
		return -difference < tolerance-2*slack*math.Max(1, math.Max(math.Abs(left), math.Abs(right)))
	}
	return false
}

// onScale reports whether one of the answer scales of the measure's framework gives the score. Which scale a question
// has is often not printed, so all of them are allowed. Without scales nothing can be said.
func (f *Facts) onScale(left amount, tolerance float64) (holds, spoken bool) {
	framework, _ := f.catalogue.Framework(left.measure.Framework)
	for _, scale := range framework.Scales {
		for _, a := range scale.Answers {
			spoken = true
			holds = holds || math.Abs(a.Score-left.value) <= tolerance+slack
		}
	}
	return holds, spoken
}

// asksOthers reports whether any operand is of other sources.
func asksOthers(r maturity.Rule) bool {
	if others(r.Left) || others(r.Right) {
		return true
	}
	return slices.ContainsFunc(r.When, func(c maturity.Comparison) bool { return others(c.Left) || others(c.Right) })
}

func others(o maturity.Operand) bool {
	return o.Source == maturity.OtherSources || slices.ContainsFunc(o.Sum, others)
}

// Operands lists the operands of a rule, those of its conditions and the parts of sums among them; a sum itself is not
// listed.
func Operands(r maturity.Rule) (out []maturity.Operand) {
	var walk func(o maturity.Operand)
	walk = func(o maturity.Operand) {
		if len(o.Sum) == 0 {
			out = append(out, o)
		}
		for _, part := range o.Sum {
			walk(part)
		}
	}
	walk(r.Left)
	walk(r.Right)
	for _, c := range r.When {
		walk(c.Left)
		walk(c.Right)
	}
	return out
}
