package maturity

import (
	"time"

	"waymark/internal/period"
)

// DatedBody is an organisation with what decides over time whether it owes a return.
type DatedBody struct {
	Organisation
	Memberships []Membership
	Successor   OrganisationID // 0: none
	Succeeded   *period.Day    // first day on which the successor stands in its place; nil: not known
}

// Membership is the time for which a body is under a footprint, directly or through others; nil bounds are open.
type Membership struct {
	Footprint    string // code
	Since, Until *period.Day
}

// On reports whether the membership holds on a day.
func (m Membership) On(day period.Day) bool {
	return (m.Since == nil || *m.Since <= day) && (m.Until == nil || day <= *m.Until)
}

// ReceiptQuery asks what has come in for periods of a collection.
type ReceiptQuery struct {
	Collection string
	Source     string          // of published values
	Required   []string        // measures without which a return is not in
	Periods    []period.Period // all of one kind
	AsAt       time.Time       // zero: now
}

// Received is what has come in of one return.
type Received struct {
	Organisation OrganisationID
	Period       period.Period
	Measures     int         // required ones that are there
	At           time.Time   // when the last of them was; zero while some are missing
	State        ReturnState // of the return then; "" where nobody has begun one
}
