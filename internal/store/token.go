package store

import (
	"context"
	"time"

	"github.com/lib/pq"

	"waymark/internal/maturity"
)

// Tokens lists the tokens of an account, newest first.
func (db *DB) Tokens(ctx context.Context, account int32) ([]maturity.Token, error) {
	var rows []struct {
		Hash      []byte `db:"token_hash"`
		Name      string
		CreatedAt time.Time  `db:"created_at"`
		ExpiresAt time.Time  `db:"expires_at"`
		RevokedAt *time.Time `db:"revoked_at"`
		Scopes    pq.StringArray
	}
	err := db.x.SelectContext(ctx, &rows, `
		SELECT token_hash, name, created_at, expires_at, revoked_at, scopes FROM api_token WHERE account_id = $1 ORDER BY created_at DESC, name LIMIT 200`, account)
	out := make([]maturity.Token, len(rows))
	for i, r := range rows {
		out[i] = maturity.Token{Hash: r.Hash, Name: r.Name, CreatedAt: r.CreatedAt, ExpiresAt: r.ExpiresAt, RevokedAt: r.RevokedAt, Scopes: asScopes(r.Scopes)}
	}
	return out, asError(err, "")
}

// CreateToken writes a token with its audit row.
func (db *DB) CreateToken(ctx context.Context, account int32, t maturity.Token, entry maturity.AuditEntry) error {
	return db.InTx(ctx, func(tx *Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO api_token (token_hash, account_id, name, created_at, expires_at, scopes) VALUES ($1, $2, $3, $4, $5, $6)`,
			t.Hash, account, t.Name, t.CreatedAt, t.ExpiresAt, pq.Array(t.Scopes))
		if err != nil {
			return err
		}
		return appendAudit(ctx, tx, entry)
	})
}

// RevokeToken ends a token of the account. Revoking it again changes nothing; a token of another account is NotFound.
func (db *DB) RevokeToken(ctx context.Context, account int32, hash []byte, entry maturity.AuditEntry) error {
	return db.InTx(ctx, func(tx *Tx) error {
		result, err := tx.ExecContext(ctx, `UPDATE api_token SET revoked_at = coalesce(revoked_at, $3) WHERE account_id = $1 AND token_hash = $2`, account, hash, entry.At)
		if err != nil {
			return err
		}
		if n, err := result.RowsAffected(); err != nil || n == 0 {
			return maturity.Wrap(err, maturity.NotFound, "There is no such token.")
		}
		return appendAudit(ctx, tx, entry)
	})
}

// asScopes is never nil: a token without scopes may do nothing.
func asScopes(words []string) []maturity.TokenScope {
	out := make([]maturity.TokenScope, len(words))
	for i, w := range words {
		out[i] = maturity.TokenScope(w)
	}
	return out
}
