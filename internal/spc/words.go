package spc

import "fmt"

// The words a board reads. They promise no more than the rules say: a special cause is a sign that something has
// changed, not what has.

var ruleSentences = [...]string{
	NoRule:         "Within the usual variation.",
	OutsideHigh:    "Above the upper limit of the usual variation.",
	OutsideLow:     "Below the lower limit of the usual variation.",
	TrendUp:        "Part of a rise: at least seven figures in a row, each higher than the one before.",
	TrendDown:      "Part of a fall: at least seven figures in a row, each lower than the one before.",
	TwoOfThreeHigh: "One of two or more figures close to the upper limit, out of three in a row above the average.",
	TwoOfThreeLow:  "One of two or more figures close to the lower limit, out of three in a row below the average.",
	ShiftHigh:      "Part of a shift: at least seven figures in a row above the average.",
	ShiftLow:       "Part of a shift: at least seven figures in a row below the average.",
}

// Sentence says the rule as what a figure is.
func (r Rule) Sentence() string { return ruleSentences[r] }

// signs are the rules as the reason of a verdict.
var signs = [...]string{
	OutsideHigh:    "it is above the upper limit",
	OutsideLow:     "it is below the lower limit",
	TrendUp:        "it ends a rise of at least seven figures in a row",
	TrendDown:      "it ends a fall of at least seven figures in a row",
	TwoOfThreeHigh: "two of the last three figures are close to the upper limit",
	TwoOfThreeLow:  "two of the last three figures are close to the lower limit",
	ShiftHigh:      "at least the last seven figures are above the average",
	ShiftLow:       "at least the last seven figures are below the average",
}

var statusSentences = [...]string{
	NoValues:           "There is no figure yet.",
	OneValue:           "There are too few figures to tell the usual variation.",
	TooLittleVariation: "There is too little variation for limits: the figures hardly ever change, so a chart would call every change special.",
	Charted:            "",
}

// Sentence says why there is no verdict; it is empty where there is one.
func (s Status) Sentence() string { return statusSentences[s] }

// VariationSentence says what the latest figure tells about change, and by which rule, or why nothing can be said.
func (r Result) VariationSentence() string {
	if r.Variation == NoVerdict {
		return r.Status.Sentence()
	}
	latest, _ := r.Latest()
	return r.Variation.Sentence(latest.Rule)
}

var changes = map[Variation]string{
	ImprovementHigh: "an improvement", ImprovementLow: "an improvement", ConcernHigh: "a change for the worse", ConcernLow: "a change for the worse",
	NeutralHigh: "a change upwards", NeutralLow: "a change downwards",
}

// Sentence says what the latest figure tells about change; rule is that figure's. It is empty for NoVerdict.
func (v Variation) Sentence(rule Rule) string {
	switch what, special := changes[v]; {
	case special:
		return fmt.Sprintf("The latest figure is a sign of %s, more than the usual variation: %s.", what, signs[rule])
	case v == CommonCause:
		return "The latest figure is within the usual variation: nothing shows that anything has changed."
	}
	return ""
}

var assuranceSentences = [...]string{
	NoAssurance:  "",
	Pass:         "If nothing changes the target will be met every time: the whole usual variation is on the right side of it.",
	Fail:         "If nothing changes the target will be missed every time: the whole usual variation is on the wrong side of it.",
	Inconsistent: "If nothing changes the target will be met at some times and missed at others, by chance: it lies within the usual variation.",
}

// Sentence says whether the target will be met if nothing changes; it is empty where nothing can be said.
func (a Assurance) Sentence() string { return assuranceSentences[a] }

// TrialSentence says how far the limits can be trusted; it is empty where they are more than trial limits.
func (r Result) TrialSentence() string {
	last, found := r.Last()
	if !found || !r.Trial || r.Status != Charted {
		return ""
	}
	return TrialSentence(last.To - last.From)
}

// TrialSentence says that limits rest on only so many figures.
func TrialSentence(figures int) string {
	return fmt.Sprintf("The limits are trial limits: they rest on %d figures, and %d or more make them firm.", figures, FullLimits)
}

// DroppedSentence says how many missing values were left out; it is empty where none were.
func (r Result) DroppedSentence() string { return DroppedSentence(r.Dropped) }

// DroppedSentence says that so many periods have no figure; it is empty for none.
func DroppedSentence(periods int) string {
	switch periods {
	case 0:
		return ""
	case 1:
		return "One period has no figure and is left out; the figures beside it are compared with each other."
	}
	return fmt.Sprintf("%d periods have no figure and are left out; the figures beside them are compared with each other.", periods)
}
