package maturity

import (
	"slices"
	"time"
)

// Role is what an account may do, together with the organisation of its Grant.
type Role string

// The roles.
const (
	RoleAdmin     Role = "admin"     // everything, everywhere
	RoleAnalyst   Role = "analyst"   // sends returns for the organisations of a footprint
	RoleSubmitter Role = "submitter" // sends returns for one organisation
	RoleApprover  Role = "approver"  // approves returns of a footprint or an organisation, and sees their drafts
	RoleViewer    Role = "viewer"    // reads
)

// ParseRole reads a role's word; ok is false for any other.
func ParseRole(word string) (r Role, ok bool) {
	switch r = Role(word); r {
	case RoleAdmin, RoleAnalyst, RoleSubmitter, RoleApprover, RoleViewer:
		return r, true
	}
	return "", false
}

// NeedsOrganisation reports whether the role is given for an organisation: a footprint for analysts, any for submitters
// and approvers.
func (r Role) NeedsOrganisation() bool {
	return r == RoleAnalyst || r == RoleSubmitter || r == RoleApprover
}

// Grant is one role of an account.
type Grant struct {
	Role         Role
	Organisation OrganisationID // 0 for admin and viewer
	Code, Name   string         // of the organisation, for people
	Collection   string         // id of the only collection it is for; "": for all, and for what belongs to none
	Since, Until *time.Time     // nil: no such bound
}

// InForce reports whether the grant holds at the time.
func (g Grant) InForce(at time.Time) bool {
	return (g.Since == nil || !at.Before(*g.Since)) && (g.Until == nil || at.Before(*g.Until))
}

// Covers reports whether the grant is for the collection; "" stands for what belongs to none.
func (g Grant) Covers(collection string) bool {
	return g.Collection == "" || g.Collection == collection
}

// Account is somebody who may sign in. It never carries the password's hash.
type Account struct {
	ID            int32
	Login         string // lower case
	Disabled      bool
	Demonstration bool // exists only in the demonstration
	CreatedAt     time.Time
	Grants        []Grant
	// Email is where messages go; "" for none.
	Email string
	// Pseudonym is what the audit knows the account by. It stays when the account is erased, and is its Login then.
	Pseudonym string
	Invited   bool // has been invited and has not come yet: Login is provisional
	TwoStep   bool // is asked for a code after the password
	Given     bool // has a password that somebody else was shown, and must choose another before anything else
	ErasedAt  *time.Time
	// Scopes narrow what may be done to what a token is for; nil is a person's own session, which is not narrowed.
	Scopes []TokenScope
}

// At is the account with the grants that are in force at the time, and no others.
func (a Account) At(at time.Time) Account {
	var grants []Grant
	for _, g := range a.Grants {
		if g.InForce(at) {
			grants = append(grants, g)
		}
	}
	a.Grants = grants
	return a
}

// Allows reports whether the scope does not keep the account from something.
func (a Account) Allows(scope TokenScope) bool {
	return a.Scopes == nil || slices.Contains(a.Scopes, scope)
}

// Has reports whether the account holds the role, for whatever organisation. Grants that are not in force count where
// nobody took them out: accounts come from the account room without them.
func (a Account) Has(role Role) bool {
	for _, g := range a.Grants {
		if g.Role == role {
			return true
		}
	}
	return false
}

// MaySend reports whether the account may send returns at all; for which organisations is its Scope.
func (a Account) MaySend() bool {
	return a.Allows(ScopeSend) && (a.Has(RoleAdmin) || a.Has(RoleAnalyst) || a.Has(RoleSubmitter))
}

// MayDecide reports whether the account may review, approve or publish returns at all; for which organisations is its Reach.
func (a Account) MayDecide() bool {
	return a.Allows(ScopeDecide) && (a.Has(RoleAdmin) || a.Has(RoleAnalyst) || a.Has(RoleApprover))
}

// Scope is the set of organisations an account may send values for.
type Scope struct {
	All           bool
	Organisations map[OrganisationID]bool
}

// May reports whether values of the organisation may be sent.
func (s Scope) May(id OrganisationID) bool { return s.All || s.Organisations[id] }

// Token is a key for programs. The key itself is shown once, when it is made; only its hash is kept.
type Token struct {
	Hash      []byte // SHA-256 of the key; serves as its identity
	Name      string
	CreatedAt time.Time
	ExpiresAt time.Time
	RevokedAt *time.Time
	Scopes    []TokenScope
}

// Valid reports whether the token opens anything at the time.
func (t Token) Valid(now time.Time) bool { return t.RevokedAt == nil && now.Before(t.ExpiresAt) }
