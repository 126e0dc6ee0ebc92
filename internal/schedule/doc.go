// Package schedule works out what follows from the dates and prerequisites of a roadmap: when an item can begin at the
// earliest, how much slack it has, what is critical, which dates a prerequisite contradicts, what a move affects. It is
// pure: it reads no clock, knows no roadmap by name and invents no date.
//
// Dates are loose: a plan says "2017/18" and means some day of it. So two schedules are worked out. The earliest takes the
// first day of every date: what cannot be met even then is a contradiction. The expected takes the last day of every date,
// by which the plan promises it: slack, the critical chain and moves count from it. An item may begin on the very day on
// which the last thing it waits for is finished. What stands after something undated is "not known"; its days are then
// only the days before which it cannot be.
package schedule

import (
	"strconv"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

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

// Dates are the planned days of an item, no finer than its source says. A day of 0 is no day.
type Dates struct {
	Start   period.Day // first day on which it can begin
	StartBy period.Day // last day on which it begins; 0 also where the source leaves it open ("from April 2018")
	EndFrom period.Day // first day on which it can be finished
	End     period.Day // last day, by which it is finished; 0 also where the source leaves it open
}

// Given reports whether there is any day.
func (d Dates) Given() bool { return d != Dates{} }

// Node is one item with its dates as planned and as they follow. A day of 0 is no day.
type Node struct {
	ID         string // "" where the roadmap gives none
	Kind       Kind
	Initiative string // id of the initiative it belongs to, its own for an initiative; "" for an entry
	Title      string
	Done       bool
	Dropped    bool // it will not come: nothing waits for it
	Dates           // as planned
	Days       int  // how long it takes, from its dates or as stated; 0 where that is not known
	DaysKnown  bool // false: Days is 0 because nobody said
	// PartsStart and PartsEnd are the first and the last day of its parts: what an undated initiative is derived from.
	PartsStart, PartsEnd period.Day
	// Taking the first day of every date: it cannot be earlier. 0 where nothing dated stands before it.
	EarliestStart, EarliestEnd period.Day
	// Taking the last day of every date. Where StartKnown or EndKnown is false they are only days before which it cannot be.
	ExpectedStart, ExpectedEnd period.Day
	StartKnown, EndKnown       bool
	Undated                    []string   // ids of what it waits for that has no known end
	Through                    string     // id of what decides its expected start; "" where its own date does
	LatestStart, LatestEnd     period.Day // without moving anything dated that depends on it; 0 where nothing dated depends on it
	Slack                      int        // days until then; meaningful where SlackKnown
	SlackKnown                 bool
	ToLast                     int  // days it can slip before the last day of the roadmap moves; meaningful where EndKnown
	Critical                   bool // on the longest chain to the last day of the roadmap: a day's slip moves that
	Violated                   []Violation
	InCycle                    bool // waits, through others, for itself: those links order nothing
}

// Must reports whether a planned date contradicts a prerequisite however its loose dates are read.
func (n Node) Must() bool {
	for _, v := range n.Violated {
		if v.Must {
			return true
		}
	}
	return false
}

// Violation is a planned date that contradicts what it waits for.
type Violation struct {
	Needs   string            // id of the prerequisite, or of the other side of "part of"
	Kind    maturity.LinkKind // prerequisite; part_of where a part lies outside what it belongs to
	Part    string            // id of the part whose date it is; "" for the item's own
	Must    bool              // false: only if the dates fall badly within what they say
	Ready   period.Day        // Must: the first day on which it can be ready, with the lag; else the last one
	Planned period.Day        // Must: the last day on which this item is planned to begin; else the first one
	Days    int               // from Planned to Ready
}

// Link says that To cannot begin before From is finished and Lag days have gone by.
type Link struct {
	From, To int // places in Network.Nodes
	Lag      int
	Ignored  bool // it lies in a cycle, or leads to something done, and orders nothing
}

// Cycle is a group of items each of which leads, link by link, back to itself.
type Cycle struct {
	Kind maturity.LinkKind // prerequisite (with what is part of what), or consider with
	IDs  []string          // sorted
}

// Network is a roadmap's items with what follows from their dates and links. Nodes stand in the order of the roadmap:
// initiatives each followed by its phases, gates, waves and milestones, then deployments, then register entries that links
// name. It is not changed once made and safe for concurrent use.
type Network struct {
	Nodes  []Node
	Links  []Link  // prerequisites
	Cycles []Cycle // each once
	Index  map[string]int
	Last   period.Day // last expected day; 0 where nothing is dated
	Chain  []string   // ids of what decides the last day, the first first; slack may lie between them

	plan  []plan
	edges []edge
	whole [][]int // by node, what it is part of
}

// String is for tests and logs.
func (v Violation) String() string { return strconv.Itoa(v.Days) }
