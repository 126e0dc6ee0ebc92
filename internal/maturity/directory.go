package maturity

import "waymark/internal/period"

// Found is the answer of a directory of organisations to a code or a name as somebody wrote it.
type Found struct {
	// Organisation is set when OK, and also when ClosedIn: then it is the body that was meant.
	Organisation Organisation
	// OK says that exactly one organisation of a wanted kind, open in the period, goes by the text.
	OK bool
	// Ambiguous says that several open organisations go by the text; Suggestions names them.
	Ambiguous bool
	// ClosedIn says that the text is known, but the organisation was not open on any day of the period.
	ClosedIn bool
	// Suggestions are at most three organisations, "CODE name", closest first, when the text resolved to nobody.
	Suggestions []string
}

// OrganisationQuery selects organisations for a list. Empty fields select all.
type OrganisationQuery struct {
	Kinds  []string
	Within OrganisationID // only bodies of this footprint or area, as at the end of OpenIn or, without it, now or ever
	Text   string         // part of a name or alias, or the start of a code
	OpenIn period.Period
	After  string // code of the last one of the page before
	Limit  int    // at most 1,000; 0 means 100
}

// OrganisationProfile is an organisation with everything its page shows of it.
type OrganisationProfile struct {
	Organisation
	Aliases   []OrganisationAlias
	Relations []OrganisationLink
}

// OrganisationAlias is another name or code of an organisation, as printed, and the reference file it comes from.
type OrganisationAlias struct{ Name, Origin string }

// OrganisationLink is a relation seen from one of its ends.
type OrganisationLink struct {
	Kind    RelationKind
	Outward bool // the profile's organisation stands on the left: it "is part of" Other
	Other   Organisation
	Since   *period.Day
	Until   *period.Day
	Origin  string
}
