package maturity

import "waymark/internal/period"

// RoadmapGap is something that is missing, with the initiatives that are to close it.
type RoadmapGap struct {
	ID           string
	Domain       string
	Title        string
	Capabilities []string
	Initiatives  []string
	State        GapState
	Place        string
	Note         string
}

// GapState is whether a gap is open.
type GapState string

// The states of gaps.
const (
	GapOpen   GapState = "open"
	GapClosed GapState = "closed"
)

// RoadmapRisk is a risk, or a factor that limits the pace.
type RoadmapRisk struct {
	ID          string
	Kind        RiskKind
	Title       string
	Initiatives []string // empty: the whole roadmap
	OwnerRole   string
	Likelihood  int // 1 to 5; 0: not judged
	Impact      int // 1 to 5; 0: not judged
	Response    string
	Closed      bool
	Place       string
	Note        string
}

// RiskKind tells risks from limits.
type RiskKind string

// The kinds of risks.
const (
	RiskRisk         RiskKind = "risk"
	RiskRateLimiting RiskKind = "rate_limiting"
)

// RoadmapBenefit is something that is to become better, with how it will be told.
type RoadmapBenefit struct {
	ID          string
	Kind        string // use, outcome, ...: in the words of the source
	Title       string
	Initiatives []string
	OwnerRole   string
	Direction   Direction
	Measure     string   // id; "" for none
	Quantity    *float64 // nil: not yet quantified
	Low, High   *float64 // expected range
	Measured    *float64 // what came
	Unit        string
	Objectives  []string // "frame/item", or words
	Baseline    *BenefitBaseline
	Place       string
	Note        string
}

// Direction is where a benefit is to go; "" where the source does not say.
type Direction string

// The directions.
const (
	DirectionUp   Direction = "up"
	DirectionDown Direction = "down"
)

// BenefitBaseline is what a benefit is counted from, and when it is measured.
type BenefitBaseline struct {
	Value      *float64 // nil: not measured yet
	Date       *LooseDate
	ReportedTo string
	Place      string
	Note       string
}

// AmountBasis says how firm an amount is.
type AmountBasis string

// The bases of amounts.
const (
	AmountStated     AmountBasis = "stated"
	AmountIndicative AmountBasis = "indicative"
	AmountNotStated  AmountBasis = "not_stated" // the money is there, its amount is not told
)

// RoadmapFunding is money for an initiative or a whole roadmap.
type RoadmapFunding struct {
	ID           string
	Title        string
	Initiatives  []string // empty: the whole roadmap
	Organisation string
	Category     string
	Source       string // who pays
	Type         MoneyType
	Basis        AmountBasis
	Amount       *float64 // pounds; nil where it is not stated
	Low, High    *float64 // pounds
	Period       period.Period
	Path         []FundingStep // who advises, recommends, decides
	Spend        []Spend
	Illustrative bool
	Place        string
	Note         string
}

// MoneyType is capital or revenue; "" where the source does not say.
type MoneyType string

// The types of money.
const (
	MoneyCapital MoneyType = "capital"
	MoneyRevenue MoneyType = "revenue"
)

// FundingStep is a step on the way of a decision about money.
type FundingStep struct {
	Body  string
	Does  string // advises, recommends, decides
	State MilestoneState
	Date  *LooseDate
	Note  string
}

// Spend is what was spent in a period.
type Spend struct {
	Period period.Period
	Amount float64 // pounds
	Note   string
}

// RoadmapRegister is any other list of a roadmap: enablers, achievements, groups of governance, objectives, outcomes.
type RoadmapRegister struct {
	ID      string
	Kind    string // enablers, achievements, governance, objectives, ...
	Title   string
	Place   string
	Note    string
	Entries []RegisterEntry
}

// RegisterEntry is one line of a register.
type RegisterEntry struct {
	ID          string
	Title       string
	State       string // in the words of the source
	Date        *LooseDate
	Initiatives []string // those it belongs to: an achievement that is an initiative, too, counts once
	Fields      []RegisterField
	Place       string
	Note        string
}

// RegisterField is a further statement about an entry under its own name.
type RegisterField struct {
	Name  string
	Words []string
}
