package store

import (
	"context"
	"time"

	"waymark/internal/maturity"
)

// CreateInvitation writes an invitation with its audit row; those made before for the account open nothing any more.
func (db *DB) CreateInvitation(ctx context.Context, i maturity.Invitation, entry maturity.AuditEntry) error {
	return db.InTx(ctx, func(tx *Tx) error {
		if _, err := tx.ExecContext(ctx, `UPDATE invitation SET revoked_at = $2 WHERE account_id = $1 AND used_at IS NULL AND revoked_at IS NULL`, i.Account, i.MadeAt); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `INSERT INTO invitation (token_hash, account_id, made_by, made_at, expires_at) VALUES ($1, $2, $3, $4, $5)`,
			i.Hash, i.Account, i.MadeBy, i.MadeAt, i.ExpiresAt)
		if err != nil {
			return err
		}
		return appendAudit(ctx, tx, entry)
	})
}

const selectInvitation = `
	SELECT account_id FROM invitation JOIN account a ON a.id = account_id
	WHERE token_hash = $1 AND used_at IS NULL AND revoked_at IS NULL AND expires_at > $2 AND NOT a.disabled AND a.erased_at IS NULL `

const noInvitation = "The invitation is not known, was used already or has run out. Ask your administrator for a new one."

// AccountByInvitation reads the account that an invitation, which is neither used, revoked nor past its end, is for.
func (db *DB) AccountByInvitation(ctx context.Context, hash []byte, now time.Time) (maturity.Account, error) {
	account, _, err := db.oneAccount(ctx, selectAccounts+`WHERE a.id = (`+selectInvitation+`) `+inOrder, hash, now)
	if maturity.CodeOf(err) == maturity.NotFound {
		err = maturity.Errorf(maturity.NotFound, noInvitation)
	}
	return account, err
}

// AcceptInvitation uses an invitation up, once: the account gets the login and password, its sessions end, and the audit
// row is written. A login that is taken is a Conflict and leaves the invitation open; an invitation that opens nothing is
// NotFound. Where identity is not nil the account is bound to it instead of getting a password.
func (db *DB) AcceptInvitation(ctx context.Context, hash []byte, login, passwordHash string, identity *maturity.Identity, entry maturity.AuditEntry) (id int32, err error) {
	err = db.InTx(ctx, func(tx *Tx) error {
		if err := tx.GetContext(ctx, &id, selectInvitation+`FOR UPDATE OF invitation`, hash, entry.At); err != nil {
			return asError(err, noInvitation)
		}
		if _, err := tx.ExecContext(ctx, `UPDATE invitation SET used_at = $2 WHERE token_hash = $1`, hash, entry.At); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `UPDATE account SET login = $2, invited = false, password_hash = CASE WHEN $3 = '' THEN password_hash ELSE $3 END, password_given = password_given AND $3 = '' WHERE id = $1`, id, login, passwordHash)
		if err != nil {
			return asError(err, "This sign-in name is taken. Choose another.")
		}
		if identity != nil {
			if err := putIdentity(ctx, tx, id, *identity, login); err != nil {
				return err
			}
		}
		if _, err := tx.ExecContext(ctx, `DELETE FROM sessions WHERE account_id = $1`, id); err != nil {
			return err
		}
		return appendAudit(ctx, tx, entry)
	})
	return id, err
}
