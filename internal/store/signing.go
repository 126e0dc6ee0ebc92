package store

import (
	"context"

	"waymark/internal/maturity"
)

// RecordKey records the public half of a signing key when it is used for the first time, with an audit row.
func (db *DB) RecordKey(ctx context.Context, k maturity.SigningKey) error {
	return db.InTx(ctx, func(tx *Tx) error {
		result, err := tx.ExecContext(ctx, `INSERT INTO signing_key (fingerprint, public, first_used) VALUES ($1, $2, $3) ON CONFLICT (fingerprint) DO NOTHING`,
			k.Fingerprint, k.Public, k.FirstUsed)
		if err != nil {
			return err
		}
		if n, err := result.RowsAffected(); err != nil || n == 0 {
			return err
		}
		return appendAudit(ctx, tx, maturity.AuditEntry{At: k.FirstUsed, Account: maturity.BySystem, Action: "key.first_used", Subject: "key " + k.Fingerprint})
	})
}

// SigningKeys lists the public keys, newest first.
func (db *DB) SigningKeys(ctx context.Context) (keys []maturity.SigningKey, err error) {
	err = db.x.SelectContext(ctx, &keys, `SELECT fingerprint, public, first_used AS firstused FROM signing_key ORDER BY id DESC`)
	return keys, asError(err, "")
}
