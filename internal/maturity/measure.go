package maturity

import (
	"math"

	"waymark/internal/period"
)

// Polarity says which direction is better. It may be neither.
type Polarity string

// The polarities.
const (
	HigherIsBetter Polarity = "higher"
	LowerIsBetter  Polarity = "lower"
	NeitherBetter  Polarity = "neither"
)

// Words is the polarity as pages print it.
func (p Polarity) Words() string {
	switch p {
	case HigherIsBetter:
		return "Higher is better"
	case LowerIsBetter:
		return "Lower is better"
	}
	return "Neither higher nor lower is better"
}

// Unit is what a value is counted in.
type Unit string

// The units.
const (
	UnitPercent Unit = "percent" // 0 to 100; some measures may exceed 100
	UnitScore   Unit = "score"   // a point on a framework's scale
	UnitStage   Unit = "stage"   // an ordinal stage
	UnitCount   Unit = "count"
	UnitYesNo   Unit = "yes_no" // 1 or 0
	UnitRate    Unit = "rate"   // numerator for every so many (Measure.Per) of the denominator
)

// RollUp is how a footprint's value is made from its organisations' values.
type RollUp string

// The roll-up methods.
const (
	RollUpRatio RollUp = "ratio" // sum of numerators over sum of denominators; never an average of percentages
	RollUpSum   RollUp = "sum"   // counts
	RollUpMean  RollUp = "mean"  // unweighted mean, for scores without a denominator
	RollUpNone  RollUp = "none"  // values of different organisations are not combined
)

// Source is where values come from: a publication, returns made here, or an invented demonstration.
type Source struct {
	ID           string
	Title        string
	Kind         SourceKind
	Rank         int // the lower, the more it is preferred where two sources speak for the same period
	Publisher    string
	Link         string // printed as text, never fetched
	Licence      string
	Attribution  string
	Illustrative bool // invented figures; every page that shows them says so
}

// SourceKind classes sources.
type SourceKind string

// The kinds of source.
const (
	SourceReturn    SourceKind = "return"    // submitted here by an organisation or on its behalf
	SourcePublished SourceKind = "published" // national or local publication
	SourceEstimate  SourceKind = "estimate"  // an estimate printed in a plan
	SourcePlan      SourceKind = "plan"      // the path an organisation committed to: never an observed value, may lie in the future
)

// Measure is the definition of a number, for people first.
type Measure struct {
	ID          string
	Title       string // "Prescriptions sent electronically"
	Short       string // for columns and axes, at most 30 characters
	Why         string // why it matters, one or two sentences
	Type        string // able, offered, deployed, registered, used, self_assessed, outcome
	Unit        Unit
	UnitWords   string // "% of prescriptions"
	Polarity    Polarity
	Numerator   string // in words
	Denominator string // in words; "" when the value is not a ratio
	// Low and High bound what a value can be; NaN: there is no such bound. MayExceed keeps a value above High with a
	// warning instead of an error.
	Low, High    float64
	Per          float64 // what numerator over denominator is multiplied by: 100 for percentages, such as 1,000 for rates
	MayExceed    bool
	Decimals     int
	Frequency    period.Kind // how often it is due
	RollUp       RollUp
	RollUpFrom   []string // kinds whose values make a footprint's; empty: all Kinds
	SelfAssessed bool
	Framework    string   // id of the framework it is a section or question of; "" for a free-standing measure
	Section      string   // id of the section in it
	Aims         []string // ids of the aims it shows progress to
	Kinds        []string // kinds of organisation that return it; empty for any
	MaxJump      float64  // a change between neighbouring periods above this many units is a warning; 0 for no check
	Tolerance    float64  // within this many units of a benchmark counts as "similar to"
	SmallNumber  int      // denominators below this are too small to publish; 0 for no rule
	SourceWords  string
	Author       string // a role
	Checker      string // a role
	ReviewBy     string // ISO date
	Changes      []Change
	Hash         string // of the definition's content: when it changes, what was computed from it is stale
	Where        string // file:line
}

// Caveat is the sentence shown with every view and export of the measure; "" when there is none.
func (m Measure) Caveat() string {
	if m.SelfAssessed {
		return "Self-assessed and subjective: scores show each organisation's own judgement and are not a ranking."
	}
	return ""
}

// Ratio is numerator over denominator in the measure's unit; NaN when the denominator is 0 or either is not given.
func (m Measure) Ratio(numerator, denominator float64) float64 {
	if denominator == 0 {
		return math.NaN()
	}
	return m.Per * numerator / denominator // in this order whole counts are rounded once
}

// Change is one entry of a definition's change log.
type Change struct {
	Date string
	Text string
	// Break says that values before and after the date are not comparable.
	Break bool
}

// Operator compares a value with a target.
type Operator string

// The operators of targets.
const (
	AtLeast Operator = ">="
	AtMost  Operator = "<="
	Equal   Operator = "="
)

// Met reports whether value meets the target value under the operator.
func (o Operator) Met(value, target float64) bool {
	switch o {
	case AtMost:
		return value <= target
	case Equal:
		return value == target
	}
	return value >= target
}

// Precision says how exactly a date is known. Dates are never made more exact than their source.
type Precision string

// The precisions of a date.
const (
	PrecisionDay              Precision = "day"
	PrecisionMonth            Precision = "month"
	PrecisionMidMonth         Precision = "mid_month"
	PrecisionRange            Precision = "range"
	PrecisionFinancialQuarter Precision = "financial_quarter"
	PrecisionFinancialYear    Precision = "financial_year"
	PrecisionFinancialYearEnd Precision = "financial_year_end"
	PrecisionCalendarYear     Precision = "calendar_year"
	PrecisionFromMonth        Precision = "from_month"     // open-ended: starts in the month
	PrecisionFromMonthEnd     Precision = "from_month_end" // open-ended: starts at the end of the month
	PrecisionFromYear         Precision = "from_year"      // open-ended: starts in the year
	PrecisionRelative         Precision = "relative"       // "first 24 months of deployment": no calendar date
	PrecisionRecurringYear    Precision = "recurring_year" // every year
	PrecisionNone             Precision = "none"
)

// LooseDate is a date with the precision its source gave it. Earliest and Latest are 0 where the source gives no such
// bound; a target's date always has both.
type LooseDate struct {
	AsGiven   string
	Precision Precision
	Earliest  period.Day
	Latest    period.Day // the day by which a target counts as past due
	Inferred  bool       // a part that the source leaves out, such as the year, was filled in
	Note      string
}

// Target is a value wanted by a date. Stated targets and those implied by wording such as "every" are kept apart.
type Target struct {
	ID       string
	Measure  string
	Title    string // "80% of elective referrals by September 2017"
	Operator Operator
	Value    float64
	Due      *LooseDate // nil: no date was given; nothing is "late" then
	// Scope: at most one of Organisation (a code) and Footprint (a code: the footprint and its members); neither is national.
	Organisation string
	Footprint    string
	Kinds        []string // kinds it applies to; empty for any
	Stated       bool     // false: implied by the wording
	Baseline     *Baseline
	Document     string
	Place        string // section or table in the document
	Note         string
	Hash         string
	Where        string
}

// Baseline is the observation progress is counted from, where the target names one; otherwise the first observation is.
type Baseline struct {
	Value  float64
	Period period.Period
}

// Benchmark declares what a measure is compared with.
type Benchmark struct {
	ID    string
	Title string // "National average (NHS providers)"
	// Measures it serves: ids, or all measures of a framework when Framework is set.
	Measures  []string
	Framework string
	Method    BenchmarkMethod
	// Organisation whose published value is the benchmark when Method is published.
	Organisation string
	Kinds        []string // the population when it is computed; empty: same kind as the organisation compared
	// Peers are codes of organisations that make a computed benchmark instead of a kind: an own list. It speaks for these,
	// for footprints, and for the kinds named.
	Peers []string
	// Nearest is how many organisations of the kind, nearest in size and level, make a benchmark of its own for each
	// organisation; 0: all of them.
	Nearest int
	Minimum int // fewest organisations to speak; fewer gives "too few to compare"
	Note    string
	Hash    string
	Where   string
}

// BenchmarkMethod is how a benchmark's value comes about.
type BenchmarkMethod string

// The benchmark methods.
const (
	BenchmarkPublished BenchmarkMethod = "published"
	BenchmarkMean      BenchmarkMethod = "mean"
	BenchmarkMedian    BenchmarkMethod = "median"
	BenchmarkRatio     BenchmarkMethod = "ratio" // sum of numerators over sum of denominators
)
