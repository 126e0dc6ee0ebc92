package account

import (
	"context"
	"strings"

	"waymark/internal/maturity"
)

// Identities keeps who is who at an OpenID provider.
type Identities interface {
	AccountByIdentity(ctx context.Context, issuer, subject string) (maturity.Account, string, error)
	Identities(ctx context.Context, account int32) ([]maturity.Identity, error)
	PutIdentity(ctx context.Context, account int32, i maturity.Identity, entry maturity.AuditEntry) error
	RemoveIdentity(ctx context.Context, account int32, issuer string, entry maturity.AuditEntry) error
}

const unknownIdentity = "Your account there opens nothing here. Ask your administrator to invite you, or to bind your account."

// SignInIdentity lets in the account that is bound to an identity which a provider has vouched for. Nobody gets an account
// by it: the error for an identity that is not known, or whose account is disabled, is the same Forbidden. An account with
// a second step is asked for its code here too.
func (s *Service) SignInIdentity(ctx context.Context, i maturity.Identity, a Attempt) (SignedIn, error) {
	account, hash, err := s.store.AccountByIdentity(ctx, i.Issuer, i.Subject)
	if maturity.CodeOf(err) == maturity.NotFound || err == nil && account.Disabled {
		if err := s.refused(ctx, account, err == nil, "provider", a.RequestID); err != nil {
			return SignedIn{}, err
		}
		return SignedIn{}, maturity.Errorf(maturity.Forbidden, unknownIdentity)
	}
	if err != nil {
		return SignedIn{}, err
	}
	return s.enter(ctx, account, hash, "provider", a.RequestID, s.instant())
}

// AcceptIdentity uses an invitation up by binding its account to an identity; login as in Accept. An identity of another
// account is a Conflict.
func (s *Service) AcceptIdentity(ctx context.Context, key, login string, i maturity.Identity, a Attempt) (SignedIn, error) {
	account, err := s.ByInvitation(ctx, key, a)
	if err != nil {
		return SignedIn{}, err
	}
	if account, err = renamed(account, login); err != nil {
		return SignedIn{}, err
	}
	i.LinkedAt = s.instant()
	return s.accept(ctx, key, account, "", &i, a)
}

// Identities lists what an account is bound to.
func (s *Service) Identities(ctx context.Context, account maturity.Account) ([]maturity.Identity, error) {
	return s.store.Identities(ctx, account.ID)
}

// Bind binds an account to the subject that a provider knows somebody by, for an administrator who has learnt it from
// the provider.
func (s *Service) Bind(ctx context.Context, account maturity.Account, issuer, subject, by string) error {
	subject = strings.TrimSpace(subject)
	if subject == "" || len(subject) > 255 {
		return maturity.Errorf(maturity.Invalid, "Write the subject: the name under which the provider knows the account, at most 255 characters.")
	}
	if account.ErasedAt != nil {
		return maturity.Errorf(maturity.Conflict, "The account was erased. Invite the person anew.")
	}
	return s.store.PutIdentity(ctx, account.ID, maturity.Identity{Issuer: issuer, Subject: subject, LinkedAt: s.instant()}, s.entry(by, "account.identity_bound", account))
}

// Unbind takes the identity at a provider away from an account.
func (s *Service) Unbind(ctx context.Context, account maturity.Account, issuer, by string) error {
	return s.store.RemoveIdentity(ctx, account.ID, issuer, s.entry(by, "account.identity_removed", account))
}
