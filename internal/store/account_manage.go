package store

import (
	"context"
	"time"

	"waymark/internal/maturity"
)

// ListAccounts reads every account with its roles, by login.
func (db *DB) ListAccounts(ctx context.Context) ([]maturity.Account, error) {
	var rows []accountRow
	if err := db.x.SelectContext(ctx, &rows, selectAccounts+inOrder); err != nil {
		return nil, asError(err, "")
	}
	return accountsOf(rows), nil
}

// accountsOf joins the rows of an account, which follow one another: one for each role.
func accountsOf(rows []accountRow) []maturity.Account {
	var out []maturity.Account
	for _, r := range rows {
		if len(out) == 0 || out[len(out)-1].ID != r.ID {
			out = append(out, maturity.Account{ID: r.ID, Login: r.Login, Disabled: r.Disabled, Demonstration: r.Demonstration, CreatedAt: r.CreatedAt,
				Email: r.Email, Pseudonym: r.Pseudonym, Invited: r.Invited, TwoStep: r.TwoStep, Given: r.Given, ErasedAt: r.ErasedAt})
		}
		if r.Role.Valid {
			last := &out[len(out)-1]
			last.Grants = append(last.Grants, maturity.Grant{Role: maturity.Role(r.Role.String),
				Organisation: maturity.OrganisationID(r.Organisation.Int32), Code: r.Code.String, Name: r.Name.String,
				Collection: r.Collection.String, Since: r.Since, Until: r.Until})
		}
	}
	return out
}

// DisableAccount shuts an account out: its sessions end, its tokens and invitations are revoked, with the audit row, all
// or nothing.
func (db *DB) DisableAccount(ctx context.Context, id int32, entry maturity.AuditEntry) error {
	return asError(db.InTx(ctx, func(tx *Tx) error {
		if _, err := tx.ExecContext(ctx, `UPDATE account SET disabled = true WHERE id = $1`, id); err != nil {
			return err
		}
		if err := shutOut(ctx, tx, id, entry.At); err != nil {
			return err
		}
		return appendAudit(ctx, tx, entry)
	}), "")
}

// SetEmail changes where an account's messages go, with the audit row. An account that was erased keeps none.
func (db *DB) SetEmail(ctx context.Context, id int32, email string, entry maturity.AuditEntry) error {
	return db.InTx(ctx, func(tx *Tx) error {
		if _, err := tx.ExecContext(ctx, `UPDATE account SET email = $2 WHERE id = $1 AND erased_at IS NULL`, id, email); err != nil {
			return err
		}
		return appendAudit(ctx, tx, entry)
	})
}

// shutOut ends all that is open for an account.
func shutOut(ctx context.Context, tx *Tx, id int32, at time.Time) error {
	if _, err := tx.ExecContext(ctx, `DELETE FROM sessions WHERE account_id = $1`, id); err != nil {
		return err
	}
	for _, statement := range []string{
		`UPDATE api_token SET revoked_at = $2 WHERE account_id = $1 AND revoked_at IS NULL`,
		`UPDATE invitation SET revoked_at = $2 WHERE account_id = $1 AND used_at IS NULL AND revoked_at IS NULL`,
	} {
		if _, err := tx.ExecContext(ctx, statement, id, at); err != nil {
			return err
		}
	}
	return nil
}

// EnableAccount lets a disabled account in again under another password, with the audit row.
func (db *DB) EnableAccount(ctx context.Context, id int32, passwordHash string, entry maturity.AuditEntry) error {
	return asError(db.InTx(ctx, func(tx *Tx) error {
		if _, err := tx.ExecContext(ctx, `UPDATE account SET disabled = false, password_hash = $2, password_given = true WHERE id = $1`, id, passwordHash); err != nil {
			return err
		}
		return appendAudit(ctx, tx, entry)
	}), "")
}
