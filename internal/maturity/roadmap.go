package maturity

// Roadmap is the plan of a footprint as one file holds it: what is to be done by whom, when, after what, for how much, and
// which measures it is to move. The order of its lists is the order of its source, and is kept.
type Roadmap struct {
	ID           string // a slug, unique; in addresses and file names
	Organisation string // code of the footprint it is of
	Title        string
	Edition      string // "2016 to 2021"
	Document     string
	Place        string
	Note         string
	DateNote     string        // how dates of the source were read
	StatusNote   string        // how the statuses of the source were read
	Stages       []string      // stage gates in their order: options, proof of concept, business case, ...
	Bands        []string      // priority bands, the most urgent first
	Meanings     []PlanMeaning // what the states of plans mean in this roadmap
	Axis         *RoadmapAxis  // the time axis of the source's own chart, where it prints one
	Workstreams  []Workstream
	Frames       []RoadmapFrame
	Initiatives  []Initiative
	Deployments  []Deployment
	Gaps         []RoadmapGap
	Risks        []RoadmapRisk
	Benefits     []RoadmapBenefit
	Funding      []RoadmapFunding
	Criteria     []CriteriaSet
	Scores       []PriorityScore
	Priorities   []PeriodPriorities
	Registers    []RoadmapRegister
	Updates      []PlanUpdate
}

// PlanState is the state of a plan, told by whoever owns it. It says nothing about figures: those have a Status.
type PlanState string

// The states of plans.
const (
	PlanOnTrack PlanState = "on_track"
	PlanAtRisk  PlanState = "at_risk"
	PlanLate    PlanState = "late"
	PlanDone    PlanState = "done"
	PlanStopped PlanState = "stopped"
)

var planWords = map[PlanState]string{PlanOnTrack: "On track", PlanAtRisk: "At risk", PlanLate: "Late", PlanDone: "Done", PlanStopped: "Stopped"}

// Words is the state as pages print it; "No report" for none.
func (s PlanState) Words() string {
	if w, ok := planWords[s]; ok {
		return w
	}
	return "No report"
}

// PlanStates lists the states in the order of pages and forms.
func PlanStates() []PlanState {
	return []PlanState{PlanOnTrack, PlanAtRisk, PlanLate, PlanDone, PlanStopped}
}

// PlanColour is a colour of plans and milestones, always shown with its word.
type PlanColour string

// The colours of plans.
const (
	PlanGreen PlanColour = "green"
	PlanAmber PlanColour = "amber"
	PlanRed   PlanColour = "red"
)

// PlanMeaning is what a colour of plans means in a roadmap, in the words of its source.
type PlanMeaning struct {
	Colour PlanColour
	States []PlanState // reported states that have this colour
	Words  string      // "plans developed, but new initiatives needed"
	Place  string
}

// RoadmapAxis is the time axis that a source prints, kept also where the bars are lost.
type RoadmapAxis struct {
	Years   []string
	Printed []string // labels that survived
	Rebuilt []string // labels as they are read
	Note    string
}

// Workstream is a strand of a roadmap.
type Workstream struct {
	ID    string
	Title string
	Kind  string // main, supporting, area, ...: in the words of the source
	Words string
	Place string
	Note  string
}

// RoadmapFrame is another way of grouping initiatives: STP themes, areas of a strategy, infrastructure workstreams.
type RoadmapFrame struct {
	ID    string
	Title string
	Place string
	Note  string
	Items []FrameItem
}

// FrameItem is one group of a frame.
type FrameItem struct {
	ID    string
	Title string
	Words []string // what the source says of it: ambition, delivery, baseline, gap
	Cells []FrameCell
}

// FrameCell is the text of a matrix cell: an item of this frame against one of another.
type FrameCell struct {
	Against string // "frame/item"
	Words   string
}

// ItemKind says what an item of a roadmap is.
type ItemKind string

// The kinds of items, each a list of Roadmap; ItemHead is everything of the roadmap that is in no list of items.
const (
	ItemHead       ItemKind = "roadmap"
	ItemWorkstream ItemKind = "workstream"
	ItemFrame      ItemKind = "frame"
	ItemInitiative ItemKind = "initiative"
	ItemDeployment ItemKind = "deployment"
	ItemGap        ItemKind = "gap"
	ItemRisk       ItemKind = "risk"
	ItemBenefit    ItemKind = "benefit"
	ItemFunding    ItemKind = "funding"
	ItemCriteria   ItemKind = "criteria"
	ItemScore      ItemKind = "score"
	ItemPriorities ItemKind = "priorities"
	ItemRegister   ItemKind = "register"
	ItemUpdate     ItemKind = "update"
)
