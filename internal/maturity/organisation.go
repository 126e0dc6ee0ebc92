package maturity

import "waymark/internal/period"

// OrganisationID is the stored number of an organisation; codes and names resolve to it.
type OrganisationID int32

// The kinds with a meaning of their own to the code. All other kinds are declared in capabilities/kinds.yaml.
const (
	KindFootprint = "footprint" // the set of organisations a roadmap covers
	KindNation    = "nation"    // the body that published national figures speak for
)

// OrganisationKind is a declared kind: its id and its names for people.
type OrganisationKind struct {
	ID       string // acute
	Singular string // acute trust
	Plural   string // acute trusts
	Group    string // id of a wider kind it belongs to for peer groups, such as trust; may be empty
	// StandsFor is the id of the kind that a body of this kind is a group row for: it contains the bodies of that kind
	// that are part of, or commissioned by, the same body as itself. May be empty.
	StandsFor string
}

// Organisation is any body that returns figures or that figures are shown for. Nothing is moved or deleted at a
// merger: relations and dates change.
type Organisation struct {
	ID        OrganisationID
	Code      string // ODS code, or a local code in lower case where there is none
	Name      string
	ShortName string // for columns and axes; equals Name when there is no shorter one
	Kind      string // id of an OrganisationKind
	Opened    *period.Day
	Closed    *period.Day
	Group     bool   // a group row such as "81 practices", not one legal body
	Note      string // as printed in the source, shown as a caveat
	// ShownAsAt is set on a footprint whose roadmap is finished: its pages open as they were known on this day
	// unless the visitor chooses another one.
	ShownAsAt *period.Day
}

// OpenIn reports whether the organisation was open on at least one day of p.
func (o Organisation) OpenIn(p period.Period) bool {
	return (o.Opened == nil || *o.Opened <= p.End()) && (o.Closed == nil || *o.Closed >= p.Start)
}

// RelationKind says how one organisation relates to another.
type RelationKind string

// The kinds of relation. Each reads "From <relation> To".
const (
	MemberOf       RelationKind = "member_of" // of a footprint
	PartnerOf      RelationKind = "partner_of"
	ProvidesFor    RelationKind = "provides_for" // a service provider to a footprint
	PartOf         RelationKind = "part_of"      // an administrative hierarchy: sub-ICB -> ICB -> region
	CommissionedBy RelationKind = "commissioned_by"
	SucceededBy    RelationKind = "succeeded_by"
)

// Relation is a dated link between two organisations; nil bounds are open.
type Relation struct {
	From, To     OrganisationID
	Kind         RelationKind
	Since, Until *period.Day
}
