package maturity

// Rule declares what must hold between values: left, operator, right. Where it does not, there is a finding. Where an
// operand is missing the rule says nothing.
type Rule struct {
	ID    string
	Title string // what must hold, as a statement: "Two sources agree on the same figure"
	Why   string // what it means when it does not, one or two sentences
	// Severity of its findings: error for what cannot be, warning for what somebody should look at, info for what a reader
	// should know.
	Severity Level
	// The values it judges: those of Measures and of all measures of Frameworks. Kinds, Organisations and Sources narrow
	// it where they are given. Plans are judged only where Sources names one.
	Measures      []string
	Frameworks    []string
	Kinds         []string // of organisation
	Organisations []string // codes
	Sources       []string // ids
	// When are further comparisons that must hold, all of them, for the rule to speak at all.
	When      []Comparison
	Left      Operand
	Operator  Comparator
	Right     Operand // left out for on_scale
	Tolerance float64 // by how much left may miss, in the unit of the values
	// Message is a sentence with the numbers in it: {value} (that is judged), {left}, {right}, {difference}, {organisation},
	// {measure}, {period}, {source} and {other} (the other source) are filled in.
	Message string
	Place   string // the document and place of a printed statement it checks; ""
	Hash    string
	Where   string
}

// Comparison is one thing that holds or not.
type Comparison struct {
	Left      Operand
	Operator  Comparator
	Right     Operand
	Tolerance float64
}

// Comparator says how left and right must stand to each other.
type Comparator string

// The comparators.
const (
	EqualTo     Comparator = "="
	DiffersFrom Comparator = "!="
	Below       Comparator = "<"
	NotAbove    Comparator = "<="
	Above       Comparator = ">"
	NotBelow    Comparator = ">="
	// OnScale: left is a score that an answer scale of the measure's framework gives.
	OnScale Comparator = "on_scale"
)

// Operand is one side of a comparison: a stored figure, a number, a target, or a sum of operands, times a constant.
// An empty operand is the value that is judged.
type Operand struct {
	// Measure is an id; "": the measure that is judged.
	Measure string
	// Counterpart takes the measure of the section of another instrument that stands beside the judged one in a matrix.
	Counterpart  bool
	Source       SourceChoice
	Period       PeriodChoice
	Organisation OrganisationChoice
	Part         Part
	Number       *float64  // a fixed number instead of a figure
	Target       bool      // the value of the target that the measure has for the organisation, instead of a figure
	Sum          []Operand // the sum of these instead of a figure; missing where one of them is
	Times        float64   // multiplies it; 0: once
}

// SourceChoice says from which source an operand comes: the id of a source, or one of the words below.
type SourceChoice string

// The words for sources.
const (
	// SameSource is the source of the judged value. For another measure or organisation the preferred source where that
	// one has nothing.
	SameSource SourceChoice = ""
	// OtherSources is each source that is preferred to that of the judged value: a comparison with every one of them, so
	// that two sources that differ make one finding. Invented figures are compared with invented ones only.
	OtherSources SourceChoice = "other"
	// PreferredSource is the one that pages show.
	PreferredSource SourceChoice = "preferred"
)

// PeriodChoice says of which period an operand is.
type PeriodChoice string

// The periods, seen from the judged value's.
const (
	SamePeriod     PeriodChoice = ""
	PreviousPeriod PeriodChoice = "previous"
	YearBefore     PeriodChoice = "year_before"    // same month or quarter of the year before
	HighestBefore  PeriodChoice = "highest_before" // the highest of all earlier ones
	LowestBefore   PeriodChoice = "lowest_before"  // the lowest of all earlier ones
	NewestToThen   PeriodChoice = "newest_to_then" // the newest that ends no later than the judged one
)

// OrganisationChoice says whose an operand is.
type OrganisationChoice string

// The organisations, seen from the judged value's.
const (
	OwnOrganisation OrganisationChoice = ""
	ItsFootprint    OrganisationChoice = "footprint"
	TheNation       OrganisationChoice = "nation"
	PeersMedian     OrganisationChoice = "peers_median" // of at least 5 other organisations of its kind in the period
)

// Part says what of a figure an operand is.
type Part string

// The parts.
const (
	PartValue       Part = ""
	PartNumerator   Part = "numerator"
	PartDenominator Part = "denominator"
	PartInferred    Part = "inferred"  // 1 where the place of the value had to be inferred, else 0
	PartEstimated   Part = "estimated" // 1 where the source calls it an estimate, else 0
)

// Rule finds a rule by id.
func (c *Catalogue) Rule(id string) (Rule, bool) {
	for _, r := range c.Rules {
		if r.ID == id {
			return r, true
		}
	}
	return Rule{}, false
}
