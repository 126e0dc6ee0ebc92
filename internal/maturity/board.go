package maturity

// Board is a declared dashboard.
type Board struct {
	ID       string
	Title    string
	Audience string
	// For lists the kinds of organisation the board can be opened for (footprint, acute, nation, ...).
	For    []string
	Panels []Panel
	Note   string
	Where  string
	Hash   string
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
}
