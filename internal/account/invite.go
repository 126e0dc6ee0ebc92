package account

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"io"
	"time"

	"github.com/alexedwards/argon2id"

	"waymark/internal/maturity"
)

// Invitations keeps the ways in for who has no password yet, or none any more.
type Invitations interface {
	CreateInvitation(ctx context.Context, i maturity.Invitation, entry maturity.AuditEntry) error
	AccountByInvitation(ctx context.Context, hash []byte, now time.Time) (maturity.Account, error)
	AcceptInvitation(ctx context.Context, hash []byte, login, passwordHash string, identity *maturity.Identity, entry maturity.AuditEntry) (int32, error)
}

// InvitationLasts is how long an invitation opens.
const InvitationLasts = 7 * 24 * time.Hour

// Invited is an account with the key of its invitation, which is shown or sent once and not kept.
type Invited struct {
	Account   maturity.Account
	Key       string
	ExpiresAt time.Time
}

// Invite makes an account that nobody can enter yet, and an invitation for it: who has its key chooses a sign-in name,
// for which the one given here is a proposal, and a password. Errors as Add.
func (s *Service) Invite(ctx context.Context, n NewAccount, by string) (Invited, error) {
	account, err := s.newAccount(ctx, n)
	if err != nil {
		return Invited{}, err
	}
	account.Invited = true
	entry := s.entry(by, "account.created", account)
	entry.Detail = map[string]any{"grants": grantWords(account.Grants), "invited": true}
	if account.ID, err = s.store.CreateAccount(ctx, account, "", entry); err != nil {
		return Invited{}, err
	}
	return s.InviteAgain(ctx, account, by)
}

// InviteAgain makes another invitation for an account: for somebody who has not come yet, or who forgot the password.
// Earlier ones open nothing any more; the password, if there is one, stays until the invitation is used. Errors: Conflict
// for an account that is disabled.
func (s *Service) InviteAgain(ctx context.Context, account maturity.Account, by string) (Invited, error) {
	if account.Disabled {
		return Invited{}, maturity.Errorf(maturity.Conflict, "The account %s is disabled. Enable it first.", account.Login)
	}
	key, err := s.newKey()
	if err != nil {
		return Invited{}, err
	}
	now := s.instant()
	i := maturity.Invitation{Hash: hashOf(key), Account: account.ID, MadeBy: by, MadeAt: now, ExpiresAt: now.Add(InvitationLasts)}
	if err := s.store.CreateInvitation(ctx, i, s.entry(by, "account.invited", account)); err != nil {
		return Invited{}, err
	}
	return Invited{account, key, i.ExpiresAt}, nil
}

// InviteAgainByLogin is InviteAgain for the command line.
func (s *Service) InviteAgainByLogin(ctx context.Context, login, by string) (Invited, error) {
	account, err := s.open(ctx, login)
	if err != nil {
		return Invited{}, err
	}
	return s.InviteAgain(ctx, account, by)
}

// ByInvitation reads the account that an invitation is for. Attempts are counted by address, so that keys cannot be tried
// out; whatever is wrong with one, the error is the same NotFound.
func (s *Service) ByInvitation(ctx context.Context, key string, a Attempt) (maturity.Account, error) {
	now := s.instant()
	forgive, err := s.spend(ctx, "invitation ", hashWords(key), a, false, now)
	if err != nil {
		return maturity.Account{}, err
	}
	account, err := s.store.AccountByInvitation(ctx, hashOf(key), now)
	if err != nil {
		return account, err
	}
	return account, forgive()
}

// Accept uses an invitation up: the account gets the password and, where it was invited and has not come before, the
// login. Every session it had ends. Errors: NotFound for an invitation that opens nothing, Invalid with what to mend,
// Conflict where the login is taken; the invitation stays open then.
func (s *Service) Accept(ctx context.Context, key, login, password string, a Attempt) (SignedIn, error) {
	account, err := s.ByInvitation(ctx, key, a)
	if err != nil {
		return SignedIn{}, err
	}
	if account, err = renamed(account, login); err != nil {
		return SignedIn{}, err
	}
	if err := checkPassword(account.Login, password); err != nil {
		return SignedIn{}, err
	}
	hash, err := argon2id.CreateHash(password, &s.params)
	if err != nil {
		return SignedIn{}, maturity.Wrap(err, maturity.Internal, "The password could not be kept.")
	}
	return s.accept(ctx, key, account, hash, nil, a)
}

// accept uses the invitation of an account up; without hash and with an identity instead it binds the account to that.
func (s *Service) accept(ctx context.Context, key string, account maturity.Account, hash string, identity *maturity.Identity, a Attempt) (SignedIn, error) {
	now := s.instant()
	entry := s.entry(account.Login, "account.invitation_accepted", account)
	entry.At, entry.RequestID = now, a.RequestID
	if _, err := s.store.AcceptInvitation(ctx, hashOf(key), account.Login, hash, identity, entry); err != nil {
		return SignedIn{}, err
	}
	account, hash, err := s.store.AccountByID(ctx, account.ID)
	if err != nil {
		return SignedIn{}, err
	}
	return s.enter(ctx, account, hash, "invitation", a.RequestID, now)
}

// renamed is the account under the name its owner chose; who was here before keeps theirs.
func renamed(account maturity.Account, login string) (maturity.Account, error) {
	if !account.Invited {
		return account, nil
	}
	var err error
	account.Login, err = checkLogin(login)
	return account, err
}

// newKey is 256 random bits as text.
func (s *Service) newKey() (string, error) {
	var bits [32]byte
	if _, err := io.ReadFull(s.random, bits[:]); err != nil {
		return "", maturity.Wrap(err, maturity.Internal, "No key could be generated.")
	}
	return base64.RawURLEncoding.EncodeToString(bits[:]), nil
}

func hashOf(key string) []byte {
	sum := sha256.Sum256([]byte(key))
	return sum[:]
}

func hashWords(key string) string { return base64.RawURLEncoding.EncodeToString(hashOf(key)) }
