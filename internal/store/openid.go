package store

import (
	"context"
	"time"

	"waymark/internal/maturity"
)

// AccountByIdentity reads the account bound to an identity at an OpenID provider, with the hash of its password.
func (db *DB) AccountByIdentity(ctx context.Context, issuer, subject string) (maturity.Account, string, error) {
	return db.oneAccount(ctx, selectAccounts+`WHERE a.id = (SELECT account_id FROM openid_identity WHERE issuer = $1 AND subject = $2) `+inOrder, issuer, subject)
}

// Identities lists the identities an account is bound to.
func (db *DB) Identities(ctx context.Context, account int32) ([]maturity.Identity, error) {
	var rows []struct {
		Issuer, Subject string
		LinkedAt        time.Time `db:"linked_at"`
	}
	err := db.x.SelectContext(ctx, &rows, `SELECT issuer, subject, linked_at FROM openid_identity WHERE account_id = $1 ORDER BY issuer`, account)
	out := make([]maturity.Identity, len(rows))
	for i, r := range rows {
		out[i] = maturity.Identity(r)
	}
	return out, asError(err, "")
}

// putIdentity binds an account to an identity in place of the one it had at the provider. An identity of another account
// is a Conflict.
func putIdentity(ctx context.Context, tx *Tx, account int32, i maturity.Identity, by string) error {
	_, err := tx.ExecContext(ctx, `
		INSERT INTO openid_identity (issuer, subject, account_id, linked_at, linked_by) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (account_id, issuer) DO UPDATE SET subject = excluded.subject, linked_at = excluded.linked_at, linked_by = excluded.linked_by`,
		i.Issuer, i.Subject, account, i.LinkedAt, by)
	return asError(err, "This identity belongs to another account.")
}

// PutIdentity binds an account to an identity, with the audit row.
func (db *DB) PutIdentity(ctx context.Context, account int32, i maturity.Identity, entry maturity.AuditEntry) error {
	return db.InTx(ctx, func(tx *Tx) error {
		if err := putIdentity(ctx, tx, account, i, entry.Account); err != nil {
			return err
		}
		return appendAudit(ctx, tx, entry)
	})
}

// RemoveIdentity takes the identity at a provider away from an account, with the audit row.
func (db *DB) RemoveIdentity(ctx context.Context, account int32, issuer string, entry maturity.AuditEntry) error {
	return db.InTx(ctx, func(tx *Tx) error {
		result, err := tx.ExecContext(ctx, `DELETE FROM openid_identity WHERE account_id = $1 AND issuer = $2`, account, issuer)
		if err != nil {
			return err
		}
		if n, err := result.RowsAffected(); err != nil || n == 0 {
			return maturity.Wrap(err, maturity.NotFound, "The account is not bound to that provider.")
		}
		return appendAudit(ctx, tx, entry)
	})
}
