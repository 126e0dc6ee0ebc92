// Package account decides who somebody is and what they may do: invitations, signing in with a password, a code or the
// word of another provider, throttling, grants, sessions, tokens, and erasing. It knows neither HTTP nor SQL; the HTTP
// room asks it, the store keeps what it decides.
package account

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"time"

	"github.com/alexedwards/argon2id"

	"waymark/internal/maturity"
)

// Accounts keeps accounts. Hashes of passwords travel beside accounts, never in them.
type Accounts interface {
	AccountByLogin(ctx context.Context, login string) (maturity.Account, string, error)
	AccountByID(ctx context.Context, id int32) (maturity.Account, string, error)
	CreateAccount(ctx context.Context, a maturity.Account, passwordHash string, entry maturity.AuditEntry) (int32, error)
	SetPassword(ctx context.Context, id int32, passwordHash string, given bool, entry maturity.AuditEntry) error
}

// Attempts counts attempts to sign in.
type Attempts interface {
	SpendAttempt(ctx context.Context, limits map[string]int, window time.Duration, at time.Time) (until time.Time, err error)
	ForgiveAttempt(ctx context.Context, subjects []string, at time.Time, clear []string) error
}

// Records answers about organisations and keeps the audit rows of what has no write of its own.
type Records interface {
	OrganisationByCode(ctx context.Context, code string) (maturity.Organisation, error)
	ScopeOf(ctx context.Context, footprints, single []maturity.OrganisationID) ([]maturity.OrganisationID, error)
	AppendAudit(ctx context.Context, entry maturity.AuditEntry) error
}

// Store is all that the service needs kept; each part is declared beside what uses it.
type Store interface {
	Accounts
	Administration
	Grants
	Tokens
	Sessions
	Attempts
	SecondSteps
	Invitations
	Identities
	Records
}

// Options are what the service is made from.
type Options struct {
	Store  Store
	Random io.Reader        // a cryptographic source
	Now    func() time.Time // nil: the machine's clock
	Hash   *argon2id.Params // nil: HashParams; tests use cheaper ones
	// Collection reports whether a collection is declared, so that a role can be given for it alone; nil: none is.
	Collection func(id string) bool
	Product    string // the name that programs for codes show; "" for Waymark
}

// HashParams cost about 64 MB and a tenth of a second a password; OWASP asks for at least 46 MB and one pass, or 19 MB and two.
var HashParams = argon2id.Params{Memory: 64 * 1024, Iterations: 2, Parallelism: 1, SaltLength: 16, KeyLength: 32}

// hashers is how many passwords are looked at at once: each takes its memory.
const hashers = 2

// Service is the use case. It is safe for concurrent use.
type Service struct {
	store  Store
	random io.Reader
	now    func() time.Time
	params argon2id.Params
	decoy  string // compared with where there is no account, so that the answer takes as long
	slots  chan struct{}

	collection func(id string) bool
	product    string
}

// New makes the service.
func New(o Options) (*Service, error) {
	s := &Service{store: o.Store, random: o.Random, now: o.Now, params: HashParams, slots: make(chan struct{}, hashers),
		collection: o.Collection, product: cmp.Or(o.Product, "Waymark")}
	if o.Hash != nil {
		s.params = *o.Hash
	}
	if s.now == nil {
		s.now = time.Now
	}
	decoy, err := s.generate()
	if err != nil {
		return nil, err
	}
	s.decoy, err = argon2id.CreateHash(decoy, &s.params)
	return s, err
}

// BySession reads the account of a session again at every request, so that a changed role or password and a disabled
// account count at once. stamp is what Stamp gave when the session began. The error is Unauthorised.
func (s *Service) BySession(ctx context.Context, id int32, stamp string) (maturity.Account, error) {
	account, hash, err := s.store.AccountByID(ctx, id)
	if maturity.CodeOf(err) == maturity.NotFound || err == nil && (account.Disabled || stampOf(hash) != stamp) {
		return maturity.Account{}, maturity.Errorf(maturity.Unauthorised, "Your session has ended. Sign in again.")
	}
	return account.At(s.now()), err
}

// ByToken reads the account a token belongs to. The error is Unauthorised, whatever is wrong with the token.
func (s *Service) ByToken(ctx context.Context, key string) (maturity.Account, error) {
	hash := sha256.Sum256([]byte(key))
	account, err := s.store.AccountByToken(ctx, hash[:], s.now())
	if maturity.CodeOf(err) == maturity.NotFound || err == nil && account.Disabled {
		return maturity.Account{}, maturity.Errorf(maturity.Unauthorised, "The token is not known, was revoked or has run out.")
	}
	return account.At(s.now()), err
}

// Scope is the set of organisations the account may send values for that belong to no collection.
func (s *Service) Scope(ctx context.Context, a maturity.Account) (maturity.Scope, error) {
	return s.Reach(ctx, a, maturity.EditReturn, maturity.Collection{})
}

// Sight is the set of organisations whose submissions the account may look at: those it may send for, and those whose
// returns it decides about.
func (s *Service) Sight(ctx context.Context, a maturity.Account) (maturity.Scope, error) {
	return s.Reach(ctx, a, maturity.ReadDraft, maturity.Collection{})
}

// Reach is the set of organisations for which the account may do something to returns of a collection; the zero
// collection stands for values that belong to none. Grants count while they are in force and cover the collection; a
// token's scopes narrow them.
func (s *Service) Reach(ctx context.Context, a maturity.Account, what maturity.Permission, c maturity.Collection) (maturity.Scope, error) {
	var extra []maturity.Role
	switch what {
	case maturity.ReviewReturn:
		extra = c.Reviewers
	case maturity.ApproveReturn:
		extra = c.Approvers
	}
	if !a.Allows(what.Scope()) {
		return maturity.Scope{}, nil
	}
	var footprints, single []maturity.OrganisationID
	for _, g := range a.Grants {
		if !g.InForce(s.now()) || !g.Covers(c.ID) || !what.Permits(g.Role, extra...) {
			continue
		}
		switch {
		case g.Organisation == 0:
			return maturity.Scope{All: true}, nil
		case g.Role == maturity.RoleSubmitter:
			single = append(single, g.Organisation)
		default: // a footprint with its members; of another organisation, itself
			footprints, single = append(footprints, g.Organisation), append(single, g.Organisation)
		}
	}
	return s.scopeOf(ctx, footprints, single)
}

func (s *Service) scopeOf(ctx context.Context, footprints, single []maturity.OrganisationID) (maturity.Scope, error) {
	scope := maturity.Scope{Organisations: map[maturity.OrganisationID]bool{}}
	if len(footprints)+len(single) == 0 {
		return scope, nil
	}
	ids, err := s.store.ScopeOf(ctx, footprints, single)
	for _, id := range ids {
		scope.Organisations[id] = true
	}
	return scope, err
}

// MayDecide reports whether an account may have a submission written or withdraw it: an administrator, its sender, and
// an analyst whose footprint holds every organisation the submission is about, those held back included. Which these
// are is known once it was read.
func (s *Service) MayDecide(ctx context.Context, a maturity.Account, sent maturity.Submission, about []maturity.OrganisationOutcome) (bool, error) {
	a = a.At(s.now())
	if !a.MaySend() {
		return false, nil
	}
	if a.Has(maturity.RoleAdmin) || sent.Account == a.ID {
		return true, nil
	}
	var footprints []maturity.OrganisationID
	for _, g := range a.Grants {
		if g.Role == maturity.RoleAnalyst && g.Covers("") {
			footprints = append(footprints, g.Organisation)
		}
	}
	if len(footprints) == 0 || len(about) == 0 {
		return false, nil
	}
	scope, err := s.scopeOf(ctx, footprints, nil)
	for _, o := range about {
		if !scope.May(o.Organisation.ID) {
			return false, err
		}
	}
	return err == nil, err
}

// stampOf ties a session to the password it began with, without telling anything about it.
func stampOf(passwordHash string) string {
	sum := sha256.Sum256([]byte("session stamp " + passwordHash))
	return hex.EncodeToString(sum[:12])
}
