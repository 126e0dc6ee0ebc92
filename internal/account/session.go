package account

import (
	"context"

	"waymark/internal/maturity"
)

// Sessions keeps who is signed in where.
type Sessions interface {
	AccountSessions(ctx context.Context, account int32, present string) ([]maturity.Session, error)
	EndSession(ctx context.Context, account int32, id int64, entry maturity.AuditEntry) error
	EndSessions(ctx context.Context, account int32, but string, entry maturity.AuditEntry) error
}

// Sessions lists where the account is signed in. present is the mark of the session that asks; "" where none does.
func (s *Service) Sessions(ctx context.Context, account maturity.Account, present string) ([]maturity.Session, error) {
	return s.store.AccountSessions(ctx, account.ID, present)
}

// EndSession ends one session of the account at once. The error is NotFound for one that is not the account's.
func (s *Service) EndSession(ctx context.Context, account maturity.Account, id int64, by string) error {
	return s.store.EndSession(ctx, account.ID, id, s.entry(by, "session.ended", account))
}

// EndSessions ends all sessions of the account at once, but the one with the mark, if any.
func (s *Service) EndSessions(ctx context.Context, account maturity.Account, but, by string) error {
	return s.store.EndSessions(ctx, account.ID, but, s.entry(by, "session.ended", account))
}
