package spc

// Icon is what a picture of a verdict shows, as data; this room draws nothing. Letter and direction say the same as the
// colour, so that it can be read in black and white.
type Icon struct {
	Kind      string // variation, assurance
	Direction string // up, down; empty where there is none
	Letter    string // H high, L low, P pass, F fail, ? neither
	Colour    string // role: blue good, orange bad, grey usual, purple special without good or bad
	Words     string // what it says, as a title
}

var variationIcons = map[Variation]Icon{
	CommonCause:     {"variation", "", "", "grey", "Usual variation"},
	ImprovementHigh: {"variation", "up", "H", "blue", "Improvement: high or rising"},
	ImprovementLow:  {"variation", "down", "L", "blue", "Improvement: low or falling"},
	ConcernHigh:     {"variation", "up", "H", "orange", "Concern: high or rising"},
	ConcernLow:      {"variation", "down", "L", "orange", "Concern: low or falling"},
	NeutralHigh:     {"variation", "up", "H", "purple", "Special cause: high or rising"},
	NeutralLow:      {"variation", "down", "L", "purple", "Special cause: low or falling"},
}

// Icon is the variation's icon; false for NoVerdict, which has none.
// Source: the icons of Making Data Count.
func (v Variation) Icon() (Icon, bool) {
	icon, has := variationIcons[v]
	return icon, has
}

var assuranceIcons = map[Assurance]Icon{
	Pass:         {"assurance", "", "P", "blue", "Target met every time if nothing changes"},
	Fail:         {"assurance", "", "F", "orange", "Target missed every time if nothing changes"},
	Inconsistent: {"assurance", "", "?", "grey", "Target met or missed by chance"},
}

// Icon is the assurance's icon; false for NoAssurance, which has none.
func (a Assurance) Icon() (Icon, bool) {
	icon, has := assuranceIcons[a]
	return icon, has
}
