// Package schedule works out what follows from the dates and prerequisites of a roadmap: when an item can begin at the
// earliest, how much slack it has, what is critical, which dates a prerequisite contradicts, what a move affects. It is
// pure: it reads no clock, knows no roadmap by name and invents no date.
package schedule

import "waymark/internal/period"

// Kind says what a node of the network stands for.
type Kind string

// The kinds of nodes.
const (
	KindInitiative Kind = "initiative"
	KindPhase      Kind = "phase"
	KindGate       Kind = "gate"
	KindWave       Kind = "wave"
	KindMilestone  Kind = "milestone"
	KindDeployment Kind = "deployment"
	KindEntry      Kind = "entry" // of a register; it has no duration
)

// Node is one item with its dates as planned and as they follow. A day of 0 is no day.
type Node struct {
	ID         string
	Kind       Kind
	Initiative string // id of the initiative it belongs to, its own for an initiative; "" for an entry
	Title      string
	Done       bool
	// As planned: the first and last day of what the source says, no finer than it says.
	Start, End period.Day
	Days       int  // how long it takes, from its dates or as stated; 0 where that is not known
	DaysKnown  bool // false: Days is 0 because nobody said
	// As they follow from the prerequisites and the plan; 0 where nothing dated stands before it.
	EarliestStart, EarliestEnd period.Day
	LatestStart, LatestEnd     period.Day // without moving anything that depends on it; 0 where nothing dated depends on it
	Slack                      int        // days; meaningful where SlackKnown
	SlackKnown                 bool
	Critical                   bool // on the longest chain to the last day of the roadmap
	Violated                   []Violation
	InCycle                    bool // waits, through others, for itself: those links order nothing
}

// Violation is a planned date that contradicts a prerequisite.
type Violation struct {
	Needs   string     // id of the prerequisite
	Ready   period.Day // first day on which it can be ready, with the lag
	Planned period.Day // first day on which this item is planned
	Days    int        // how many too early
}

// Link says that To cannot begin before From is finished and Lag days have gone by.
type Link struct {
	From, To int // places in Network.Nodes
	Lag      int
}

// Network is a roadmap's items with what follows from their dates and links. Nodes stand in the order of the roadmap.
type Network struct {
	Nodes  []Node
	Links  []Link
	Cycles [][]string // ids of items that wait for themselves, each cycle once; consider-with cycles too
	Index  map[string]int
	Last   period.Day // last planned or following day; 0 where nothing is dated
}
