package account

import (
	"context"

	"github.com/alexedwards/argon2id"

	"waymark/internal/maturity"
)

// Administration keeps what an administrator changes about accounts.
type Administration interface {
	ListAccounts(ctx context.Context) ([]maturity.Account, error)
	DisableAccount(ctx context.Context, id int32, entry maturity.AuditEntry) error
	EnableAccount(ctx context.Context, id int32, passwordHash string, entry maturity.AuditEntry) error
	SetEmail(ctx context.Context, id int32, email string, entry maturity.AuditEntry) error
	EraseAccount(ctx context.Context, account maturity.Account, entry maturity.AuditEntry) error
}

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

// SetEmail changes where an account's messages go; "" for nowhere. Errors: Invalid for what is no address, Conflict for
// an account that was erased.
func (s *Service) SetEmail(ctx context.Context, account maturity.Account, email, by string) error {
	email, err := checkEmail(email)
	if err == nil && account.ErasedAt != nil {
		err = maturity.Errorf(maturity.Conflict, "The account was erased. Invite the person anew.")
	}
	if err != nil {
		return err
	}
	return s.store.SetEmail(ctx, account.ID, email, s.entry(by, "account.email_changed", account))
}

// Enable lets a disabled account in again under a new password, which is shown once. So nothing from before opens
// anything: sessions and known devices are tied to the password, and tokens stay revoked. Errors: NotFound for an unknown
// login, Conflict when the account is not disabled.
func (s *Service) Enable(ctx context.Context, login, by string) (maturity.Account, string, error) {
	account, err := s.named(ctx, login)
	switch {
	case err == nil && account.ErasedAt != nil:
		err = maturity.Errorf(maturity.Conflict, "The account was erased. Invite the person anew.")
	case err == nil && !account.Disabled:
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
	return account, password, s.store.SetPassword(ctx, account.ID, hash, true, s.entry(by, "account.password_reset", account))
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
	return maturity.AuditEntry{At: s.now().UTC(), Account: by, Action: action, Subject: account.Pseudonym}
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
