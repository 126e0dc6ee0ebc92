package maturity

import (
	"slices"
	"time"
)

// TokenScope is what a token may be used for, within what its account may do.
type TokenScope string

// The scopes.
const (
	ScopeRead   TokenScope = "read"   // look at everything the account may look at
	ScopeSend   TokenScope = "send"   // send files, fill in and submit returns
	ScopeDecide TokenScope = "decide" // review, approve and publish, chase
)

// TokenScopes lists all scopes.
func TokenScopes() []TokenScope { return []TokenScope{ScopeRead, ScopeSend, ScopeDecide} }

// ParseTokenScope reads a scope's word; ok is false for any other.
func ParseTokenScope(word string) (s TokenScope, ok bool) {
	s = TokenScope(word)
	return s, slices.Contains(TokenScopes(), s)
}

// Scope is the scope a token needs for the permission.
func (p Permission) Scope() TokenScope {
	switch p {
	case ReadDraft:
		return ScopeRead
	case EditReturn:
		return ScopeSend
	}
	return ScopeDecide
}

// Session is a browser in which somebody is signed in.
type Session struct {
	ID       int64
	OpenedAt time.Time
	LastSeen time.Time // to a few minutes
	EndsAt   time.Time
	Agent    string // browser and system in words, as the browser said
	Address  string // digest of the network address: alike for alike
	Present  bool   // the one that asks
}

// Invitation is a way in for somebody without a password. Its token is shown once; only its hash is kept.
type Invitation struct {
	Hash      []byte
	Account   int32
	MadeBy    string // login
	MadeAt    time.Time
	ExpiresAt time.Time
}

// Identity is who somebody is at an OpenID provider.
type Identity struct {
	Issuer, Subject string
	LinkedAt        time.Time
}

// TwoStep is what an account's second step of signing in rests on.
type TwoStep struct {
	Secret string // base32; "" while it is off
	Step   int64  // of the last code that was used
	Left   int    // recovery codes not used yet
}
