package maturity

import (
	"strings"

	"waymark/internal/period"
)

// InitiativeStatus says how firm an initiative or deployment is.
type InitiativeStatus string

// The statuses; "" where the source states none and none can be inferred.
const (
	InitiativeActive       InitiativeStatus = "active"       // under way
	InitiativeCommitted    InitiativeStatus = "committed"    // planned and agreed
	InitiativeAspirational InitiativeStatus = "aspirational" // wanted, not yet agreed
	InitiativeComplete     InitiativeStatus = "complete"     // done, or in use
)

var initiativeWords = map[InitiativeStatus]string{InitiativeActive: "Active", InitiativeCommitted: "Committed", InitiativeAspirational: "Aspirational", InitiativeComplete: "Complete"}

// Words is the status as pages print it.
func (s InitiativeStatus) Words() string {
	if w, ok := initiativeWords[s]; ok {
		return w
	}
	return "Not stated"
}

// InitiativeStatuses lists the statuses, the firmest first.
func InitiativeStatuses() []InitiativeStatus {
	return []InitiativeStatus{InitiativeComplete, InitiativeActive, InitiativeCommitted, InitiativeAspirational, ""}
}

// Basis says whether a statement is the source's own or was read out of its wording.
type Basis string

// The bases; "" where there is nothing to have one.
const (
	BySource  Basis = "stated"
	ByReading Basis = "inferred"
)

// Initiative is a piece of a roadmap.
type Initiative struct {
	ID            string // a slug, unique among all items of the roadmap that have one
	Title         string
	Words         string   // what it is
	Aliases       []string // other names, and list items that it stands for
	Workstream    string
	Programme     string   // "change", "IT": in the words of the source
	Organisations []string // codes or names of those that own it, as the source writes them
	OwnerRole     string   // a role, never a name
	WholeSystem   bool
	Status        InitiativeStatus
	StatusBasis   Basis
	StatusWords   string // as the source says it
	Stage         string
	StageBasis    Basis
	Band          string     // priority band
	Effort        *float64   // 1 (little) to 5 (very much); nil: not judged
	Impact        *float64   // 1 to 5; nil: not judged
	Start, End    *LooseDate // nil: no date
	Days          int        // how long it takes where that is known without dates; 0: not known
	Progress      *int       // 0 to 100; nil: not told
	Capabilities  []string   // "framework/section" or "framework/group"
	Tags          []string   // links of the source that are no capability
	Measures      []string   // ids of measures it is to move
	Frames        []string   // "frame/item"
	Drivers       []Driver
	Why           []string // reasons for its priority
	Phases        []Phase
	Gates         []StageGate
	Waves         []Wave
	Milestones    []Milestone
	Steps         []string // steps without a date, as the source lists them
	Links         []RoadmapLink
	Pilot         *Pilot
	Confidence    string // of its placement in a workstream
	Illustrative  bool   // something of it, such as its effort, was invented for a demonstration
	Place         string
	Note          string
}

// Driver is something from outside that asks for an initiative.
type Driver struct {
	Kind  string // regulation, contract_end, inspection, incident, ...
	Words string
	Date  *LooseDate
}

// KindWords is the kind as pages print it: "Contract end".
func (d Driver) KindWords() string { return UpperFirst(strings.ReplaceAll(d.Kind, "_", " ")) }

// Phase is a part of an initiative with its own scope.
type Phase struct {
	ID         string
	Title      string
	Scope      string
	Users      string
	Status     InitiativeStatus
	Start, End *LooseDate
	Days       int
	Conditions []string
	Note       string
}

// StageGate is a decision that lets an initiative go on.
type StageGate struct {
	ID         string
	Stage      string
	Body       string // who approves
	Date       *LooseDate
	State      MilestoneState
	Conditions []string
	Note       string
}

// Wave is a step of a roll-out over many sites.
type Wave struct {
	ID            string
	Title         string
	Sites         *int // nil: not stated
	Approximate   bool
	Remainder     bool     // all sites that no other wave has
	Organisations []string // who is in it, where that is known
	Start, End    *LooseDate
	Reports       []WaveReport // how many were live, as reported
	Illustrative  bool
	Note          string
}

// WaveReport is how many sites of a wave were live on a day.
type WaveReport struct {
	Day   period.Day
	Sites int
	Note  string
}

// MilestoneState is how far a milestone is. Late is not a state: it follows from the date.
type MilestoneState string

// The states of milestones and gates.
const (
	MilestonePlanned MilestoneState = "planned"
	MilestoneStarted MilestoneState = "started"
	MilestoneDone    MilestoneState = "done"
	MilestoneDropped MilestoneState = "dropped"
)

var milestoneWords = map[MilestoneState]string{MilestonePlanned: "Planned", MilestoneStarted: "Started", MilestoneDone: "Done", MilestoneDropped: "Dropped"}

// Words is the state as pages print it.
func (s MilestoneState) Words() string {
	if w, ok := milestoneWords[s]; ok {
		return w
	}
	return "Planned"
}

// Open reports whether it is still to come.
func (s MilestoneState) Open() bool { return s != MilestoneDone && s != MilestoneDropped }

// Milestone is a dated result of an initiative.
type Milestone struct {
	ID            string
	Title         string
	Organisations []string // where it is not that of the whole initiative
	Date          *LooseDate
	State         MilestoneState
	StateWords    string      // as the source says it
	Done          *period.Day // when it was reached; nil: not told
	Conditions    []string    // what must be so before it
	CountTo       int         // "13 systems in 24 months": how many; 0: not a count
	WithinMonths  int         // counted from the start of From
	From          string      // id of the item it is counted from
	Illustrative  bool        // its state or date was invented for a demonstration
	Note          string
}

// Late reports whether the milestone's last day has passed without its being reached.
func (m Milestone) Late(today period.Day) bool {
	return m.State.Open() && m.Date != nil && m.Date.Latest != 0 && m.Date.Latest < today
}

// LinkKind says what a link means.
type LinkKind string

// The kinds of links.
const (
	LinkPrerequisite LinkKind = "prerequisite"  // the other must be finished before this begins
	LinkConsider     LinkKind = "consider_with" // be aware of each other; no order follows
	LinkPartOf       LinkKind = "part_of"       // this belongs to the other
)

var linkWords = map[LinkKind]string{LinkPrerequisite: "needs", LinkConsider: "to be considered with", LinkPartOf: "part of"}

// Words stands between this and the other: "telephony needs network speeds".
func (k LinkKind) Words() string { return linkWords[k] }

// RoadmapLink leads from the item that holds it to another.
type RoadmapLink struct {
	To    string // id of an initiative, phase, gate, wave, milestone, deployment or register entry
	From  string // id of the part of this initiative that has the link; "": the initiative itself
	Kind  LinkKind
	Lag   int // days that must lie between, for prerequisites
	Words string
	Place string
}

// Pilot is what became of a trial.
type Pilot struct {
	Result   string
	Decision string // to spread it, to stop, to try again
	Date     *LooseDate
	Place    string
}
