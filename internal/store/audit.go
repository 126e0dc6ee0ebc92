package store

import (
	"context"
	"encoding/json"

	"github.com/jmoiron/sqlx"

	"waymark/internal/maturity"
)

// AppendAudit records who changed what, in a statement of its own. A write that can carry its audit row in the same
// transaction uses appendAudit instead.
func (db *DB) AppendAudit(ctx context.Context, entry maturity.AuditEntry) error {
	return asError(appendAudit(ctx, db.x, entry), "")
}

func appendAudit(ctx context.Context, e sqlx.ExecerContext, entry maturity.AuditEntry) error {
	detail := []byte("{}")
	if len(entry.Detail) > 0 {
		var err error
		if detail, err = json.Marshal(entry.Detail); err != nil {
			return err
		}
	}
	_, err := e.ExecContext(ctx, `INSERT INTO audit (at, account, action, subject, request_id, detail) VALUES ($1, $2, $3, $4, $5, $6)`,
		entry.At, entry.Account, entry.Action, entry.Subject, entry.RequestID, string(detail))
	return err
}
