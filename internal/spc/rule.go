package spc

import "slices"

// Rule is what makes a point a special cause: a sign that something other than the usual variation is at work.
type Rule uint8

// The rules. Where several hold, the one that comes first here in pairs is the point's. The numbers are stored with
// results; never renumber them.
const (
	NoRule Rule = iota
	OutsideHigh
	OutsideLow
	TrendUp
	TrendDown
	TwoOfThreeHigh
	TwoOfThreeLow
	ShiftHigh
	ShiftLow
)

var ruleNames = [...]string{"none", "outside_high", "outside_low", "trend_up", "trend_down", "two_of_three_high", "two_of_three_low", "shift_high", "shift_low"}

// String is the rule's stable name, such as outside_high; "none" for no rule.
func (r Rule) String() string { return ruleNames[r] }

// RuleOf is the rule with a stored number; NoRule for a number that no rule has.
func RuleOf(number int) Rule {
	if number < 0 || number >= len(ruleNames) {
		return NoRule
	}
	return Rule(number)
}

// High reports whether the rule speaks of high or rising values. It is meaningless for NoRule.
func (r Rule) High() bool { return r%2 == 1 }

// Cause is what a point means that the rule marks, given where improvement lies.
func (r Rule) Cause(d Direction) Variation {
	switch high := r.High(); {
	case r == NoRule:
		return CommonCause
	case d == Neutral && high:
		return NeutralHigh
	case d == Neutral:
		return NeutralLow
	case high && d == Increase:
		return ImprovementHigh
	case high:
		return ConcernHigh
	case d == Decrease:
		return ImprovementLow
	}
	return ConcernLow
}

// Variation is what a point says about change.
type Variation uint8

// The variations. High and low are the values' own direction: a rise is high although the point is below the mean.
const (
	NoVerdict   Variation = iota // nothing can be said
	CommonCause                  // usual variation
	ImprovementHigh
	ImprovementLow
	ConcernHigh
	ConcernLow
	NeutralHigh
	NeutralLow
)

var variationNames = [...]string{"", "common_cause", "improvement_high", "improvement_low", "concern_high", "concern_low", "neutral_high", "neutral_low"}

// String is the stable name, such as improvement_high; empty for NoVerdict.
func (v Variation) String() string { return variationNames[v] }

// VariationNamed is the variation with a name; NoVerdict for a name that none has.
func VariationNamed(name string) Variation {
	return Variation(max(0, slices.Index(variationNames[:], name)))
}

// Special reports whether there is a special cause.
func (v Variation) Special() bool { return v > CommonCause }

// Assurance is what the limits say about the target: whether it will be met if nothing changes.
type Assurance uint8

// The assurances.
const (
	NoAssurance  Assurance = iota // no target, no direction, or nothing can be said
	Pass                          // the target is beyond the limits: it will be met consistently
	Fail                          // it will be missed consistently
	Inconsistent                  // it is within the limits: met or missed by chance
)

var assuranceNames = [...]string{"", "pass", "fail", "inconsistent"}

// String is the stable name: pass, fail, inconsistent, or empty.
func (a Assurance) String() string { return assuranceNames[a] }

// AssuranceNamed is the assurance with a name; NoAssurance for a name that none has.
func AssuranceNamed(name string) Assurance {
	return Assurance(max(0, slices.Index(assuranceNames[:], name)))
}
