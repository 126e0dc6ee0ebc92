package account

import (
	"context"
	"encoding/hex"
	"strings"

	"github.com/alexedwards/argon2id"

	"waymark/internal/maturity"
)

// List is every account with its roles, by sign-in name.
func (s *Service) List(ctx context.Context) ([]maturity.Account, error) {
	return s.store.ListAccounts(ctx)
}

// Disable shuts an account out at once: it cannot sign in, its sessions end and its tokens are revoked for good. by is the
// login of who does it, or "command". changed is false where it was disabled already. The error is NotFound for an
// unknown login.
func (s *Service) Disable(ctx context.Context, login, by string) (changed bool, err error) {
	account, err := s.named(ctx, login)
	if err != nil || account.Disabled {
		return false, err
	}
	return true, s.store.DisableAccount(ctx, account.ID, s.entry(by, "account.disabled", account))
}

// Enable lets a disabled account in again under a new password, which is shown once. So nothing from before opens
// anything: sessions and known devices are tied to the password, and tokens stay revoked. Errors: NotFound for an unknown
// login, Conflict when the account is not disabled.
func (s *Service) Enable(ctx context.Context, login, by string) (maturity.Account, string, error) {
	account, err := s.named(ctx, login)
	if err == nil && !account.Disabled {
		err = maturity.Errorf(maturity.Conflict, "The account %s is not disabled.", account.Login)
	}
	if err != nil {
		return account, "", err
	}
	password, hash, err := s.newPassword()
	if err != nil {
		return account, "", err
	}
	account.Disabled = false
	return account, password, s.store.EnableAccount(ctx, account.ID, hash, s.entry(by, "account.enabled", account))
}

// ResetPassword gives an account a new password, which is shown once, for somebody who forgot theirs. Its sessions end.
// Errors: NotFound for an unknown login, Conflict for a disabled account.
func (s *Service) ResetPassword(ctx context.Context, login, by string) (maturity.Account, string, error) {
	account, err := s.open(ctx, login)
	if err != nil {
		return account, "", err
	}
	password, hash, err := s.newPassword()
	if err != nil {
		return account, "", err
	}
	return account, password, s.store.SetPassword(ctx, account.ID, hash, s.entry(by, "account.password_reset", account))
}

// TokensOf lists the tokens of the account with a login, newest first.
func (s *Service) TokensOf(ctx context.Context, login string) ([]maturity.Token, error) {
	account, err := s.named(ctx, login)
	if err != nil {
		return nil, err
	}
	return s.store.Tokens(ctx, account.ID)
}

// shortestTokenID is in characters; what TokenID gives is longer.
const shortestTokenID = 8

// TokenID names a token for people: the beginning of its hash in hexadecimal, which opens nothing.
func TokenID(t maturity.Token) string { return hex.EncodeToString(t.Hash)[:12] }

// RevokeTokenOf ends a token of the account with a login; id is what TokenID gave, or more of it. Revoking it again
// changes nothing. The error is NotFound where no token, or more than one, has the id.
func (s *Service) RevokeTokenOf(ctx context.Context, login, id, by string) (maturity.Token, error) {
	account, err := s.named(ctx, login)
	if err != nil {
		return maturity.Token{}, err
	}
	tokens, err := s.store.Tokens(ctx, account.ID)
	if err != nil {
		return maturity.Token{}, err
	}
	var found []maturity.Token
	for _, t := range tokens {
		if len(id) >= shortestTokenID && strings.HasPrefix(hex.EncodeToString(t.Hash), strings.ToLower(id)) {
			found = append(found, t)
		}
	}
	if len(found) != 1 {
		return maturity.Token{}, maturity.Errorf(maturity.NotFound, "%s has no token with the id %q. Give the id as the list of its tokens shows it.", account.Login, id)
	}
	return found[0], s.store.RevokeToken(ctx, account.ID, found[0].Hash, s.entry(by, "token.revoked", account))
}

func (s *Service) named(ctx context.Context, login string) (maturity.Account, error) {
	account, _, err := s.store.AccountByLogin(ctx, foldLogin(login))
	return account, err
}

// open is named for what a disabled account cannot have.
func (s *Service) open(ctx context.Context, login string) (maturity.Account, error) {
	account, err := s.named(ctx, login)
	if err == nil && account.Disabled {
		err = maturity.Errorf(maturity.Conflict, "The account %s is disabled. Enable it first.", account.Login)
	}
	return account, err
}

func (s *Service) entry(by, action string, account maturity.Account) maturity.AuditEntry {
	return maturity.AuditEntry{At: s.now().UTC(), Account: by, Action: action, Subject: account.Login}
}

// newPassword generates a password and its hash.
func (s *Service) newPassword() (password, hash string, err error) {
	if password, err = s.generate(); err != nil {
		return "", "", maturity.Wrap(err, maturity.Internal, "No password could be generated.")
	}
	if hash, err = argon2id.CreateHash(password, &s.params); err != nil {
		return "", "", maturity.Wrap(err, maturity.Internal, "The password could not be kept.")
	}
	return password, hash, nil
}
