package store

import (
	"context"

	"github.com/lib/pq"

	"waymark/internal/maturity"
)

// TwoStep reads what the second step of an account rests on.
func (db *DB) TwoStep(ctx context.Context, account int32) (maturity.TwoStep, error) {
	var row struct {
		Secret string
		Step   int64
		Left   int
	}
	err := db.x.GetContext(ctx, &row, `
		SELECT totp_secret AS secret, totp_step AS step, (SELECT count(*) FROM recovery_code WHERE account_id = id AND used_at IS NULL) AS left
		FROM account WHERE id = $1`, account)
	return maturity.TwoStep(row), asError(err, "There is no such account.")
}

// SetTwoStep puts a secret and recovery codes in the place of what was there, with the audit row. An empty secret switches
// the second step off. step is of the code that proved the secret.
func (db *DB) SetTwoStep(ctx context.Context, account int32, secret string, step int64, codes [][]byte, entry maturity.AuditEntry) error {
	return db.InTx(ctx, func(tx *Tx) error {
		if _, err := tx.ExecContext(ctx, `UPDATE account SET totp_secret = $2, totp_step = $3 WHERE id = $1`, account, secret, step); err != nil {
			return err
		}
		if err := putRecoveryCodes(ctx, tx, account, codes); err != nil {
			return err
		}
		return appendAudit(ctx, tx, entry)
	})
}

// SetRecoveryCodes puts new recovery codes in the place of the old, with the audit row.
func (db *DB) SetRecoveryCodes(ctx context.Context, account int32, codes [][]byte, entry maturity.AuditEntry) error {
	return db.InTx(ctx, func(tx *Tx) error {
		if err := putRecoveryCodes(ctx, tx, account, codes); err != nil {
			return err
		}
		return appendAudit(ctx, tx, entry)
	})
}

func putRecoveryCodes(ctx context.Context, tx *Tx, account int32, codes [][]byte) error {
	if _, err := tx.ExecContext(ctx, `DELETE FROM recovery_code WHERE account_id = $1`, account); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, `INSERT INTO recovery_code (account_id, code_hash) SELECT $1, code FROM unnest($2::bytea[]) AS given (code)`, account, pq.Array(codes))
	return err
}

// UseStep uses up the code of a time step and all before it; false where it was used already.
func (db *DB) UseStep(ctx context.Context, account int32, step int64) (bool, error) {
	return db.changedOne(ctx, `UPDATE account SET totp_step = $2 WHERE id = $1 AND totp_step < $2 AND totp_secret <> ''`, account, step)
}

// UseRecoveryCode uses a recovery code up, with the audit row; false where the account has no such code left.
func (db *DB) UseRecoveryCode(ctx context.Context, account int32, hash []byte, entry maturity.AuditEntry) (used bool, err error) {
	err = db.InTx(ctx, func(tx *Tx) error {
		result, err := tx.ExecContext(ctx, `UPDATE recovery_code SET used_at = $3 WHERE account_id = $1 AND code_hash = $2 AND used_at IS NULL`, account, hash, entry.At)
		if err != nil {
			return err
		}
		n, err := result.RowsAffected()
		if used = n == 1; err != nil || !used {
			return err
		}
		return appendAudit(ctx, tx, entry)
	})
	return used, err
}

func (db *DB) changedOne(ctx context.Context, statement string, args ...any) (bool, error) {
	result, err := db.x.ExecContext(ctx, statement, args...)
	if err != nil {
		return false, asError(err, "")
	}
	n, err := result.RowsAffected()
	return n == 1, asError(err, "")
}
