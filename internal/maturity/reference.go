package maturity

import "waymark/internal/period"

// Fact is one statement of a published or kept reference file, as at its vintage: about a body (Relation "") or about
// its relation to another one. Organisations and relations are derived from the set of all facts, so the order in
// which files arrive makes no difference.
type Fact struct {
	Origin   string // the file family: epraccur, etr, ons_stp ...; seed:NAME for a list kept here
	Vintage  period.Day
	Code     string
	Relation string // "", a RelationKind, or SameAs
	Related  string // the other code
	Since    *period.Day
	Until    *period.Day
	Name     string // of the body
	Kind     string // of the body; "" where the file does not tell
	Detail   FactDetail
}

// SameAs is the relation of a fact that gives a second code (Related) of the same body.
const SameAs = "same_as"

// FactDetail is what only some files tell of a body.
type FactDetail struct {
	ShortName string   `json:"short_name,omitempty"`
	Aliases   []string `json:"aliases,omitempty"`
	Group     bool     `json:"group,omitempty"`
	Note      string   `json:"note,omitempty"`
	ShownAsAt string   `json:"shown_as_at,omitempty"` // ISO day
	// Dated says that the family gives close dates, so that a missing one means "still open".
	Dated bool `json:"dated,omitempty"`
	// Dormant says that the body exists but does not work; it counts as closed.
	Dormant bool `json:"dormant,omitempty"`
	// Vague says that Kind is only a wider class (trust), which any finer statement replaces.
	Vague bool `json:"vague,omitempty"`
	// Kept marks a local list, whose names are preferred to those of published files.
	Kept bool `json:"kept,omitempty"`
}

// ReferenceCounts says what loading reference files did.
type ReferenceCounts struct {
	Facts         int64 `json:"facts"` // stored in this load
	Organisations int64 `json:"organisations"`
	NewOnes       int64 `json:"new_organisations"`
	Aliases       int64 `json:"aliases"`
	Relations     int64 `json:"relations"`
	// Unplaced counts relations whose other end no loaded file describes; they appear once one does.
	Unplaced int64 `json:"unplaced_relations"`
}
