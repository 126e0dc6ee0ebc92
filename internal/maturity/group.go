package maturity

import (
	"slices"
	"strconv"
	"time"

	"waymark/internal/period"
)

// OrganisationGroup is organisations chosen by hand, across all boundaries, under a name. Everybody who is signed in may look at it
// by its link.
type OrganisationGroup struct {
	ID      int64
	Title   string
	Words   string // what it is for; may be empty
	Members []OrganisationID
	By      string // login of who made it
	At      time.Time
	// ChangedBy and ChangedAt are of the last change; of the making where there was none.
	ChangedBy string
	ChangedAt time.Time
	Version   int64
	Retired   bool // no longer listed; its link still leads to it
}

// GroupSubject is how the audit names a group.
func GroupSubject(id int64) string { return "group " + strconv.FormatInt(id, 10) }

// KnownPeriod is a period for which something is known of a measure.
type KnownPeriod struct {
	Measure string
	Period  period.Period
}

// GroupFilter chooses groups to list; retired ones are never listed.
type GroupFilter struct {
	All     bool             // every group
	By      string           // made by this login, or
	Holding []OrganisationID // holding one of these
}

// GroupSize is how many organisations a group may hold.
const GroupSize = 2000

// Has reports whether an organisation is in the group.
func (g OrganisationGroup) Has(id OrganisationID) bool { return slices.Contains(g.Members, id) }

// Successor is an organisation that took over from another one on a day; 0 where the day is not known.
type Successor struct {
	Of, To OrganisationID
	Since  period.Day
}
