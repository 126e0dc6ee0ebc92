package account

import (
	"context"

	"waymark/internal/maturity"
)

// ByID reads an account with all its grants, those not in force included, for an administrator.
func (s *Service) ByID(ctx context.Context, id int32) (maturity.Account, error) {
	account, _, err := s.store.AccountByID(ctx, id)
	return account, err
}

// ByLogin is ByID for the command line.
func (s *Service) ByLogin(ctx context.Context, login string) (maturity.Account, error) {
	return s.named(ctx, login)
}

// Erase takes everything away by which the owner of an account can be known or come in. What they did stays, under the
// account's pseudonym. It cannot be undone. Errors: Conflict for one's own account or one that was erased before.
func (s *Service) Erase(ctx context.Context, account maturity.Account, by string) error {
	switch {
	case account.ErasedAt != nil:
		return maturity.Errorf(maturity.Conflict, "The account was erased already.")
	case account.Login == by:
		return maturity.Errorf(maturity.Conflict, "You cannot erase your own account: another administrator can.")
	}
	return s.store.EraseAccount(ctx, account, s.entry(by, "account.erased", account))
}

// Contacts lists who can be written to: every account that was not erased, by sign-in name. Reading them is recorded.
func (s *Service) Contacts(ctx context.Context, by string) ([]maturity.Account, error) {
	all, err := s.store.ListAccounts(ctx)
	if err != nil {
		return nil, err
	}
	var out []maturity.Account
	for _, a := range all {
		if a.ErasedAt == nil {
			out = append(out, a)
		}
	}
	entry := maturity.AuditEntry{At: s.instant(), Account: by, Action: "export.made", Subject: "contacts", Detail: map[string]any{"accounts": len(out)}}
	return out, s.store.AppendAudit(ctx, entry)
}
