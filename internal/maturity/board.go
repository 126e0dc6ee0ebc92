package maturity

import "slices"

// Board is a declared dashboard.
type Board struct {
	ID       string
	Title    string
	Audience string
	// For lists the kinds of organisation the board can be opened for (footprint, acute, nation, ...).
	For []string
	// Selectors are what a visitor may choose above the panels; the choice stands in the address.
	Selectors []Selector
	Panels    []Panel
	Note      string // a sentence above the panels
	Where     string
	Hash      string
}

// PanelKind is one of the panels that Waymark can draw.
type PanelKind string

// The panel kinds.
const (
	PanelHeadline      PanelKind = "headline"        // verdict sentence, chance, freshness
	PanelTrajectory    PanelKind = "trajectory"      // chart of observed, required, projected
	PanelTargets       PanelKind = "targets"         // table of targets with status in words
	PanelOrganisations PanelKind = "organisations"   // where not: organisation, gap, forecast
	PanelMatrix        PanelKind = "matrix"          // framework sections by organisations
	PanelRanked        PanelKind = "ranked"          // ranked bars of one measure
	PanelTable         PanelKind = "table"           // measures by organisations, latest value
	PanelNarrative     PanelKind = "narrative"       // fixed text of the definition
	PanelControl       PanelKind = "control"         // control chart, or a run chart below twelve figures
	PanelAssurance     PanelKind = "assurance"       // measures or organisations by variation and assurance
	PanelDots          PanelKind = "dots"            // dot plot: own value, peers, median, target
	PanelThenNow       PanelKind = "then-and-now"    // values at the last meeting and now
	PanelMultiples     PanelKind = "multiples"       // one small trajectory an organisation or measure
	PanelChanges       PanelKind = "changes"         // what changed since the last meeting
	PanelFalling       PanelKind = "red-and-falling" // what misses its target and gets worse
	PanelDecisions     PanelKind = "decisions"       // decisions wanted, actions open
	PanelMilestones    PanelKind = "milestones"      // of the roadmap, late ones first
)

// Panel is one chart or table on a board.
type Panel struct {
	ID        string
	Kind      PanelKind
	Title     string
	Measures  []string // ids
	Target    string   // id of the target the headline speaks of
	Framework string
	Tags      []string // sections with any of these tags only
	Kinds     []string // organisations of these kinds only
	Limit     int      // rows shown before "show all"
	Text      string
	Note      string         // a sentence below the title
	When      PanelCondition // the panel is left out unless all of it holds
}

// Selector is a choice that a visitor makes with a form above the panels. A panel refers to it as "$" and its id, in
// measures, kinds or framework, whichever it is a choice of.
type Selector struct {
	ID      string // the name of the choice in the address
	Title   string // of the field
	Of      SelectorOf
	Options []string // ids; none for groups, which visitors make
	Default string   // one of the options; "": the first, or no group
}

// SelectorOf says what is chosen.
type SelectorOf string

// What can be chosen.
const (
	SelectMeasure   SelectorOf = "measure"
	SelectKind      SelectorOf = "kind"
	SelectFramework SelectorOf = "framework"
	SelectGroup     SelectorOf = "group" // organisations chosen by hand, in the place of the members
)

// Chosen is the option that counts for what the visitor asked for; "" asks for nothing. ok is false for what is no option.
func (s Selector) Chosen(asked string) (option string, ok bool) {
	if asked == "" && s.Default == "" && len(s.Options) > 0 {
		return s.Options[0], true
	}
	if asked == "" {
		return s.Default, true
	}
	return asked, s.Of == SelectGroup || slices.Contains(s.Options, asked)
}

// PanelCondition says when a panel stands on the page: everything in it must hold. The zero value always does.
type PanelCondition struct {
	Subject  []string // kinds: the page's organisation is of one of them
	Members  int      // it has at least so many members
	Measures []string // it or one of its members has a figure of each of them
	Late     bool     // it or one of its members is past due, or unlikely to meet a target of the panel's measures
	Data     bool     // the panel has something to show
}
