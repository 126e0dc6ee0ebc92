package store

import (
	"context"
	"time"

	"github.com/lib/pq"

	"waymark/internal/maturity"
)

// putGrants writes roles of an account in one statement; one it has for the same organisation and collection gets the
// new time.
func putGrants(ctx context.Context, tx *Tx, account int32, grants []maturity.Grant) error {
	roles, organisations, collections := make([]string, len(grants)), make([]int32, len(grants)), make([]string, len(grants))
	since, until := make([]*time.Time, len(grants)), make([]*time.Time, len(grants))
	for i, g := range grants {
		roles[i], organisations[i], collections[i], since[i], until[i] = string(g.Role), int32(g.Organisation), g.Collection, g.Since, g.Until
	}
	_, err := tx.ExecContext(ctx, `
		INSERT INTO account_grant (account_id, role, organisation_id, collection, since, until)
		SELECT DISTINCT ON (role, organisation, collection) $1::integer, role, nullif(organisation, 0), collection, since, until
		FROM unnest($2::text[], $3::integer[], $4::text[], $5::timestamptz[], $6::timestamptz[]) AS given (role, organisation, collection, since, until)
		ON CONFLICT (account_id, role, coalesce(organisation_id, 0), collection) DO UPDATE SET since = excluded.since, until = excluded.until`,
		account, pq.Array(roles), pq.Array(organisations), pq.Array(collections), pq.Array(since), pq.Array(until))
	return err
}

// PutGrant gives an account a role, or the role it has for the same organisation and collection another time, with the
// audit row.
func (db *DB) PutGrant(ctx context.Context, account int32, g maturity.Grant, entry maturity.AuditEntry) error {
	return db.InTx(ctx, func(tx *Tx) error {
		if err := putGrants(ctx, tx, account, []maturity.Grant{g}); err != nil {
			return err
		}
		return appendAudit(ctx, tx, entry)
	})
}

// RemoveGrant takes a role for an organisation and collection away, with the audit row. One that is not there is NotFound.
func (db *DB) RemoveGrant(ctx context.Context, account int32, g maturity.Grant, entry maturity.AuditEntry) error {
	return db.InTx(ctx, func(tx *Tx) error {
		result, err := tx.ExecContext(ctx, `
			DELETE FROM account_grant WHERE account_id = $1 AND role = $2 AND coalesce(organisation_id, 0) = $3 AND collection = $4`,
			account, string(g.Role), int32(g.Organisation), g.Collection)
		if err != nil {
			return err
		}
		if n, err := result.RowsAffected(); err != nil || n == 0 {
			return maturity.Wrap(err, maturity.NotFound, "The account has no such role.")
		}
		return appendAudit(ctx, tx, entry)
	})
}
