package rule

import (
	"fmt"
	"math"

	"waymark/internal/maturity"
)

// Ranges judges figures by themselves: whether the measure can have the value, and whether numerator and denominator
// give it.
func Ranges(f *Facts, judge func(maturity.Observation) bool) (out []maturity.Finding) {
	for _, key := range f.order {
		m, known := f.catalogue.Measure(key.measure)
		if !known {
			continue
		}
		for _, o := range f.figures[key] {
			if judge != nil && !judge(o) || !o.HasValue() {
				continue
			}
			if found, ok := rangeFinding(m, o); ok {
				out = append(out, found)
			}
			if found, ok := ratioFinding(m, o); ok {
				out = append(out, found)
			}
		}
	}
	return out
}

func rangeFinding(m maturity.Measure, o maturity.Observation) (out maturity.Finding, found bool) {
	bound, words := m.Low, "below"
	if !(o.Value < m.Low-slack) {
		if bound, words = m.High, "above"; !(o.Value > m.High+slack) {
			return out, false
		}
	}
	value, limit := amount{value: o.Value, measure: m}, amount{value: bound, measure: m}
	out = maturity.Finding{FindingKey: keyOf(maturity.RuleRange, o), Severity: maturity.LevelError, Left: value.words(), Right: limit.words(),
		Message: fmt.Sprintf("%s is %s %s, which is as far as %s can go.", value.words(), words, limit.words(), maturity.LowerFirst(m.Title))}
	if m.MayExceed && words == "above" {
		out.Severity, out.Acceptable = maturity.LevelWarning, true
		out.Message = fmt.Sprintf("%s is above %s. That can be right, such as where patients are counted who have left the list.", value.words(), limit.words())
	}
	return out, true
}

// ratioFinding holds a value against its parts. A value that was rounded to whole units is still right.
func ratioFinding(m maturity.Measure, o maturity.Observation) (out maturity.Finding, found bool) {
	given := m.Ratio(o.Numerator, o.Denominator)
	if math.IsNaN(given) || math.Abs(given-o.Value) <= 0.5+slack*math.Abs(given) || m.Denominator == "" {
		return out, false
	}
	value, should := amount{value: o.Value, measure: m}, amount{value: given, measure: m}
	return maturity.Finding{FindingKey: keyOf(maturity.RuleRatio, o), Severity: maturity.LevelError, Left: value.words(), Right: should.words(),
		Message: fmt.Sprintf("%s is given, but %s of %s is %s.", value.words(), exact(o.Numerator), exact(o.Denominator), should.words())}, true
}

func keyOf(rule string, o maturity.Observation) maturity.FindingKey {
	return maturity.FindingKey{Rule: rule, Organisation: o.Organisation, Measure: o.Measure, Period: o.Period, Source: o.Source}
}
