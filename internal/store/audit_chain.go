package store

import (
	"context"
	"database/sql"
	"encoding/hex"

	"waymark/internal/maturity"
)

// AuditHead is the newest link of the chain.
func (db *DB) AuditHead(ctx context.Context) (maturity.AuditHead, error) {
	return auditHead(db.x.QueryRowContext(ctx, `SELECT seq, hash FROM audit_head`))
}

func auditHead(row *sql.Row) (head maturity.AuditHead, err error) {
	var hash []byte
	err = row.Scan(&head.Seq, &hash)
	head.Hash = hex.EncodeToString(hash)
	return head, asError(err, "The audit chain has no head.")
}

// EachAuditLink hands over the links from one number to another (0: to the end) in order, each with its row, in one
// consistent view together with the head, which is told first. A link whose row is gone has ID 0, and rows without a
// link come last, with Seq 0.
func (db *DB) EachAuditLink(ctx context.Context, from, to int64, head func(maturity.AuditHead) error, yield func(maturity.AuditLine) error) error {
	return db.InSnapshot(ctx, func(tx *Tx) error {
		newest, err := auditHead(tx.QueryRowContext(ctx, `SELECT seq, hash FROM audit_head`))
		if err != nil {
			return err
		}
		if err := head(newest); err != nil {
			return err
		}
		// In the order of the links: the plan walks both primary keys, and nothing is sorted or kept.
		rows, err := tx.QueryxContext(ctx, `
			SELECT a.id, a.at, a.account, a.action, a.subject, a.request_id, a.detail::text AS detail, c.seq, c.previous, c.hash
			FROM audit_chain c LEFT JOIN audit a ON a.id = c.audit_id
			WHERE c.seq >= $1 AND ($2::bigint = 0 OR c.seq <= $2) ORDER BY c.seq`, from, to)
		if err != nil {
			return err
		}
		if err := eachLink(rows, yield); err != nil || to != 0 {
			return err
		}
		rows, err = tx.QueryxContext(ctx, `
			SELECT a.id, a.at, a.account, a.action, a.subject, a.request_id, a.detail::text AS detail
			FROM audit a WHERE NOT EXISTS (SELECT 1 FROM audit_chain c WHERE c.audit_id = a.id) ORDER BY a.id`)
		if err != nil {
			return err
		}
		return eachLink(rows, yield)
	})
}

type linkRows interface {
	Next() bool
	StructScan(any) error
	Err() error
	Close() error
}

func eachLink(rows linkRows, yield func(maturity.AuditLine) error) error {
	defer rows.Close()
	for rows.Next() {
		var r auditRow
		if err := rows.StructScan(&r); err != nil {
			return err
		}
		if err := yield(r.line()); err != nil {
			return err
		}
	}
	return rows.Err()
}
