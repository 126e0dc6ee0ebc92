package store

import (
	"context"
	"time"

	"waymark/internal/maturity"
)

// NoteCtx writes down whose session it is. token is the one the library hands over: hashed.
func (s Sessions) NoteCtx(ctx context.Context, token string, account int32, agent, address string, at time.Time) error {
	_, err := s.db.x.ExecContext(ctx, `UPDATE sessions SET account_id = $2, agent = $3, address = $4, opened_at = $5, last_seen = $5 WHERE token = $1`,
		token, account, agent, address, at)
	return asError(err, "")
}

// AccountSessions lists the open sessions of an account, the one seen last first. present is the hashed token of the
// session that asks.
func (db *DB) AccountSessions(ctx context.Context, account int32, present string) ([]maturity.Session, error) {
	var rows []struct {
		ID       int64
		OpenedAt time.Time `db:"opened_at"`
		LastSeen time.Time `db:"last_seen"`
		EndsAt   time.Time `db:"expiry"`
		Agent    string
		Address  string
		Present  bool
	}
	err := db.x.SelectContext(ctx, &rows, `
		SELECT id, opened_at, last_seen, expiry, agent, address, token = $2 AS present
		FROM sessions WHERE account_id = $1 AND expiry > current_timestamp ORDER BY present DESC, last_seen DESC, id DESC LIMIT 200`, account, present)
	out := make([]maturity.Session, len(rows))
	for i, r := range rows {
		out[i] = maturity.Session(r)
	}
	return out, asError(err, "")
}

// EndSession ends one session of an account at once, with the audit row. One that is not there, or is of another
// account, is NotFound.
func (db *DB) EndSession(ctx context.Context, account int32, id int64, entry maturity.AuditEntry) error {
	return db.InTx(ctx, func(tx *Tx) error {
		result, err := tx.ExecContext(ctx, `DELETE FROM sessions WHERE account_id = $1 AND id = $2`, account, id)
		if err != nil {
			return err
		}
		if n, err := result.RowsAffected(); err != nil || n == 0 {
			return maturity.Wrap(err, maturity.NotFound, "There is no such session. It may have ended already.")
		}
		return appendAudit(ctx, tx, entry)
	})
}

// EndSessions ends all sessions of an account but the one whose hashed token is given ("" for none), with the audit row.
func (db *DB) EndSessions(ctx context.Context, account int32, but string, entry maturity.AuditEntry) error {
	return db.InTx(ctx, func(tx *Tx) error {
		if _, err := tx.ExecContext(ctx, `DELETE FROM sessions WHERE account_id = $1 AND token <> $2`, account, but); err != nil {
			return err
		}
		return appendAudit(ctx, tx, entry)
	})
}
