package store

import (
	"context"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"waymark/internal/maturity"
)

// NextReceipt takes a number for a receipt. A number that is taken and not used leaves a gap, which means nothing.
func (db *DB) NextReceipt(ctx context.Context) (number int64, err error) {
	err = db.x.GetContext(ctx, &number, `SELECT nextval(pg_get_serial_sequence('receipt', 'number'))`)
	return number, asError(err, "")
}

// KeepReceipt stores a receipt with its audit row, all or nothing. Where there is one about the same thing, received at the
// same moment, nothing is stored and its number is the answer.
func (db *DB) KeepReceipt(ctx context.Context, r maturity.Receipt, entry maturity.AuditEntry) (number int64, err error) {
	err = db.InTx(ctx, func(tx *Tx) error {
		result, err := tx.ExecContext(ctx, `
			INSERT INTO receipt (number, kind, subject, received_at, issued_at, key, document) VALUES ($1, $2, $3, $4, $5, $6, $7)
			ON CONFLICT (subject, received_at) DO NOTHING`,
			r.Number, r.Kind, r.Subject, r.ReceivedAt, r.IssuedAt, r.Key, r.Document)
		if err != nil {
			return err
		}
		if n, err := result.RowsAffected(); err != nil {
			return err
		} else if n == 1 {
			number = r.Number
			return appendAudit(ctx, tx, entry)
		}
		return tx.GetContext(ctx, &number, `SELECT number FROM receipt WHERE subject = $1 AND received_at = $2`, r.Subject, r.ReceivedAt)
	})
	return number, err
}

const receiptColumns = `number, kind, subject, received_at AS receivedat, issued_at AS issuedat, key, document`

// Receipt reads a receipt by its number.
func (db *DB) Receipt(ctx context.Context, number int64) (maturity.Receipt, error) {
	return db.receipt(ctx, `SELECT `+receiptColumns+` FROM receipt WHERE number = $1`, number)
}

// NewestReceipt reads the receipt about something that was received last.
func (db *DB) NewestReceipt(ctx context.Context, subject string) (maturity.Receipt, error) {
	return db.receipt(ctx, `SELECT `+receiptColumns+` FROM receipt WHERE subject = $1 ORDER BY received_at DESC LIMIT 1`, subject)
}

func (db *DB) receipt(ctx context.Context, query string, args ...any) (r maturity.Receipt, err error) {
	return r, asError(sqlx.GetContext(ctx, db.x, &r, query, args...), "There is no such receipt.")
}

// EachReceipt hands over every receipt by number.
func (db *DB) EachReceipt(ctx context.Context, yield func(maturity.Receipt) error) error {
	var after int64
	for {
		var some []maturity.Receipt
		if err := db.x.SelectContext(ctx, &some, `SELECT `+receiptColumns+` FROM receipt WHERE number > $1 ORDER BY number LIMIT 100`, after); err != nil {
			return asError(err, "")
		}
		for _, r := range some {
			if err := yield(r); err != nil {
				return err
			}
			after = r.Number
		}
		if len(some) == 0 {
			return nil
		}
	}
}

// WrittenValues reads the values that a submission wrote, in order of organisation, measure and period, at most limit of
// them.
func (db *DB) WrittenValues(ctx context.Context, s maturity.Submission, limit int) ([]maturity.Observation, error) {
	refs, err := db.currentRefs(ctx)
	if err != nil {
		return nil, err
	}
	measures := []int16{}
	for _, id := range s.Report.Measures {
		if n, ok := refs.measureID[id]; ok {
			measures = append(measures, n)
		}
	}
	var rows []observationRow
	if err := db.x.SelectContext(ctx, &rows, writtenValues, s.ID, pq.Array(measures), s.KnownFrom, limit); err != nil {
		return nil, asError(err, "The values could not be read.")
	}
	out := make([]maturity.Observation, len(rows))
	for i, r := range rows {
		out[i] = r.observation(refs)
	}
	return out, nil
}

// writtenValues finds the rows of a submission by the organisations and measures it is about: the primary key leads there.
const writtenValues = `
	SELECT ` + observationColumns + ` FROM submission_organisation touched JOIN observation o ON o.organisation_id = touched.organisation_id
	WHERE touched.submission_id = $1 AND touched.new_values + touched.changed_values > 0
		AND o.submission_id = $1 AND o.measure_id = ANY ($2) AND o.known_from = $3
	ORDER BY o.organisation_id, o.measure_id, o.period_start, o.period_kind LIMIT $4`
