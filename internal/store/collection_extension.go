package store

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"time"

	"github.com/lib/pq"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

const selectExtensions = `SELECT id, collection, organisation_id AS organisation, period_kind AS kind, period_start - date '1970-01-01' AS start,
	until - date '1970-01-01' AS until, reason, requested_by, requested_at, decided_by, decided_at, granted FROM return_extension`

type extensionRow struct {
	ID           int64
	Collection   string
	Organisation maturity.OrganisationID
	Kind         period.Kind
	Start        period.Day
	Until        period.Day
	Reason       string
	RequestedBy  string       `db:"requested_by"`
	RequestedAt  time.Time    `db:"requested_at"`
	DecidedBy    string       `db:"decided_by"`
	DecidedAt    sql.NullTime `db:"decided_at"`
	Granted      bool
}

func (r extensionRow) extension() maturity.Extension {
	key := maturity.ReturnKey{Collection: r.Collection, Organisation: r.Organisation, Period: period.Period{Kind: r.Kind, Start: r.Start}}
	return maturity.Extension{ID: r.ID, ReturnKey: key, Until: r.Until, Reason: r.Reason, RequestedBy: r.RequestedBy, RequestedAt: r.RequestedAt,
		DecidedBy: r.DecidedBy, DecidedAt: r.DecidedAt.Time, Granted: r.Granted}
}

// Extensions lists the extensions of periods of collections that had been asked for by a time (zero: now), oldest first. One
// that was decided about later is still open in the answer.
func (db *DB) Extensions(ctx context.Context, collections []string, periods []period.Period, asAt time.Time) ([]maturity.Extension, error) {
	if len(periods) == 0 || len(collections) == 0 {
		return nil, nil
	}
	starts, kinds := make([]string, len(periods)), make([]int64, len(periods))
	for i, p := range periods {
		starts[i], kinds[i] = p.Start.String(), int64(p.Kind)
	}
	rows, err := once(ctx, "extensions", []any{collections, starts, kinds}, func() (rows []extensionRow, err error) {
		err = db.x.SelectContext(ctx, &rows, selectExtensions+` WHERE collection = ANY ($1) AND period_start = ANY ($2::date[]) AND period_kind = ANY ($3)
			ORDER BY requested_at, id`, pq.Array(collections), pq.Array(starts), pq.Array(kinds))
		return rows, err
	})
	if asAt.IsZero() {
		asAt = time.Now()
	}
	var out []maturity.Extension
	for _, r := range rows {
		e := r.extension()
		if e.RequestedAt.After(asAt) || !slices.Contains(periods, e.Period) {
			continue
		}
		if e.DecidedAt.After(asAt) {
			e.DecidedBy, e.DecidedAt, e.Granted = "", time.Time{}, false
		}
		out = append(out, e)
	}
	return out, asError(err, "The extensions could not be read.")
}

// Extension reads one by its number.
func (db *DB) Extension(ctx context.Context, id int64) (maturity.Extension, error) {
	var row extensionRow
	err := db.x.GetContext(ctx, &row, selectExtensions+` WHERE id = $1`, id)
	return row.extension(), asError(err, "There is no such request for an extension.")
}

// RequestExtension keeps a request. The same request by the same account again is the one that is there; another one while a
// request waits is maturity.Conflict.
func (db *DB) RequestExtension(ctx context.Context, e maturity.Extension, entry maturity.AuditEntry) (kept maturity.Extension, err error) {
	err = db.InTx(ctx, func(tx *Tx) error {
		var row extensionRow
		err := tx.GetContext(ctx, &row, selectExtensions+` WHERE collection = $1 AND organisation_id = $2 AND period_kind = $3 AND period_start = $4 AND decided_at IS NULL`,
			e.Collection, e.Organisation, e.Period.Kind, e.Period.Start.String())
		if err == nil {
			kept = row.extension()
			if kept.RequestedBy == e.RequestedBy && kept.Until == e.Until && kept.Reason == e.Reason {
				return nil
			}
			return maturity.Errorf(maturity.Conflict, "An extension to %s was asked for already, by %s. It waits for a decision.", kept.Until.Long(), kept.RequestedBy)
		}
		if !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		kept = e
		err = tx.GetContext(ctx, &kept.ID, `INSERT INTO return_extension (collection, organisation_id, period_kind, period_start, until, reason, requested_by, requested_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id`,
			e.Collection, e.Organisation, e.Period.Kind, e.Period.Start.String(), e.Until.String(), e.Reason, e.RequestedBy, e.RequestedAt)
		if err != nil {
			return err
		}
		return appendAudit(ctx, tx, entry)
	})
	return kept, asError(err, "")
}

// DecideExtension grants or refuses a request that waits. The same decision by the same account again changes nothing; one
// that was decided otherwise meanwhile is maturity.Conflict.
func (db *DB) DecideExtension(ctx context.Context, id int64, by string, at time.Time, granted bool, entry maturity.AuditEntry) (maturity.Extension, error) {
	var decided maturity.Extension
	err := db.InTx(ctx, func(tx *Tx) error {
		var row extensionRow
		if err := tx.GetContext(ctx, &row, selectExtensions+` WHERE id = $1 FOR UPDATE`, id); err != nil {
			return asError(err, "There is no such request for an extension.")
		}
		decided = row.extension()
		if !decided.Open() {
			if decided.DecidedBy == by && decided.Granted == granted {
				return nil
			}
			return maturity.Errorf(maturity.Conflict, "%s has decided about this extension already.", decided.DecidedBy)
		}
		decided.DecidedBy, decided.DecidedAt, decided.Granted = by, at, granted
		if _, err := tx.ExecContext(ctx, `UPDATE return_extension SET decided_by = $2, decided_at = $3, granted = $4 WHERE id = $1`, id, by, at, granted); err != nil {
			return err
		}
		return appendAudit(ctx, tx, entry)
	})
	return decided, asError(err, "")
}
