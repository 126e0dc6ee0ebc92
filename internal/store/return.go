package store

import (
	"context"
	"database/sql"
	"errors"
	"slices"

	"github.com/lib/pq"

	"waymark/internal/maturity"
)

// BeginReturn makes the return's row with its first step. Where somebody has begun it already nothing happens, and that
// return is the answer.
func (db *DB) BeginReturn(ctx context.Context, key maturity.ReturnKey, step maturity.ReturnStep, entry maturity.AuditEntry) (file maturity.ReturnFile, err error) {
	err = db.InTx(ctx, func(tx *Tx) error {
		var id int64
		err := tx.GetContext(ctx, &id, `INSERT INTO return (collection, organisation_id, period_kind, period_start, state) VALUES ($1, $2, $3, $4, 'draft')
			ON CONFLICT (collection, organisation_id, period_start, period_kind) DO NOTHING RETURNING id`,
			key.Collection, key.Organisation, key.Period.Kind, key.Period.Start.String())
		switch {
		case errors.Is(err, sql.ErrNoRows):
		case err != nil:
			return err
		default:
			step.Round = 1
			if err := addSteps(ctx, tx, id, 1, []maturity.ReturnStep{step}); err != nil {
				return err
			}
			if err := appendAudit(ctx, tx, entry); err != nil {
				return err
			}
		}
		file, err = db.returnFile(ctx, tx, returnByKey, key.Collection, key.Organisation, key.Period.Kind, key.Period.Start.String())
		return err
	})
	return file, err
}

// ChangeReturn does one act on a return: decide sees the return as it stands, kept from everybody else until the act is
// written, and says what is to be done, or nil for nothing. The answer is the return as it stands then.
func (db *DB) ChangeReturn(ctx context.Context, id int64, decide func(maturity.ReturnFile) (*maturity.ReturnMove, error)) (file maturity.ReturnFile, err error) {
	refs, err := db.currentRefs(ctx)
	if err != nil {
		return file, err
	}
	err = db.InTx(ctx, func(tx *Tx) error {
		if file, err = db.returnFile(ctx, tx, returnByID+` FOR UPDATE`, id); err != nil {
			return err
		}
		move, err := decide(file)
		if err != nil || move == nil {
			return err
		}
		w := returnWrite{tx: tx, refs: refs, before: file, move: *move}
		if err := w.run(ctx); err != nil {
			return err
		}
		file, err = db.returnFile(ctx, tx, returnByID, id)
		return err
	})
	return file, err
}

// returnWrite writes one move inside a transaction.
type returnWrite struct {
	tx     *Tx
	refs   *refs
	before maturity.ReturnFile
	move   maturity.ReturnMove
}

func (w returnWrite) run(ctx context.Context) error {
	id, version := w.before.ID, w.before.Version+1
	if err := w.saveReturn(ctx, version); err != nil {
		return err
	}
	if err := w.saveValues(ctx, version); err != nil {
		return err
	}
	if w.move.Void != "" {
		if _, err := w.tx.ExecContext(ctx, `UPDATE return_approval SET voided_at = $2, voided_why = $3 WHERE return_id = $1 AND voided_at IS NULL`,
			id, w.move.At, w.move.Void); err != nil {
			return err
		}
	}
	if a := w.move.Approve; a != nil {
		if _, err := w.tx.ExecContext(ctx, `INSERT INTO return_approval (return_id, round, account, at, hash, key, signature) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
			id, a.Round, a.By, a.At, a.Hash, a.Key, a.Signature); err != nil {
			return err
		}
	}
	if err := addSteps(ctx, w.tx, id, version, w.move.Steps); err != nil {
		return err
	}
	for _, entry := range w.move.Audit {
		if err := appendAudit(ctx, w.tx, entry); err != nil {
			return err
		}
	}
	if w.move.Publish == nil {
		return nil
	}
	return w.publish(ctx) // last: from its end to the commit every other writer waits
}

func (w returnWrite) saveReturn(ctx context.Context, version int64) error {
	r := w.move.After
	_, err := w.tx.ExecContext(ctx, `UPDATE return SET state = $2, round = $3, version = $4, first_submitted_at = $5, submitted_at = $6, submitted_by = $7,
			publish_at = $8, published_at = $9, hash = $10, held = $11, reason = $12, reason_words = $13 WHERE id = $1`,
		w.before.ID, r.State, r.Round, version, nullTime(r.FirstSubmittedAt), nullTime(r.SubmittedAt), r.SubmittedBy,
		nullTime(r.PublishAt), nullTime(r.PublishedAt), r.Hash, r.Held, r.Reason, r.ReasonWords)
	return err
}

func addSteps(ctx context.Context, tx *Tx, id, version int64, steps []maturity.ReturnStep) error {
	for _, s := range steps { // a move has two at most
		if _, err := tx.ExecContext(ctx, `INSERT INTO return_step (return_id, round, at, account, action, from_state, to_state, why, hash, version)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`, id, s.Round, s.At, s.By, s.Action, s.From, s.To, s.Why, s.Hash, version); err != nil {
			return err
		}
	}
	return nil
}

// valueArrays are the columns of values that are saved together.
type valueArrays struct {
	measures, states                 pq.Int32Array
	values, numerators, denominators []sql.NullFloat64
	comments, seen, by, confirmed    pq.StringArray
	at                               []sql.NullTime
	submissions                      pq.Int64Array
	sheets                           pq.StringArray
	rows, columns                    pq.Int32Array
}

// keepReturnValues saves the rows of given: return_id, round and version of the return, and the columns of a value, whose
// sheet is a number and whose submission is 0 where there is none. What each save was is kept too.
const keepReturnValues = `
	kept AS (
		INSERT INTO return_value (return_id, measure_id, state, value, numerator, denominator, comment, seen, revision, saved_by, saved_at, submission_id,
			sheet, cell_row, cell_column, confirmed)
		SELECT return_id, measure_id, state, value, numerator, denominator, comment, seen, version, saved_by, saved_at, nullif(submission_id, 0),
			sheet, cell_row, cell_column, confirmed
		FROM given
		ON CONFLICT (return_id, measure_id) DO UPDATE SET state = excluded.state, value = excluded.value, numerator = excluded.numerator,
			denominator = excluded.denominator, comment = excluded.comment, seen = excluded.seen, revision = excluded.revision, saved_by = excluded.saved_by,
			saved_at = excluded.saved_at, submission_id = excluded.submission_id, sheet = excluded.sheet, cell_row = excluded.cell_row,
			cell_column = excluded.cell_column, confirmed = excluded.confirmed)
	INSERT INTO return_change (return_id, measure_id, revision, round, state, value, numerator, denominator, comment, seen, saved_by, saved_at, submission_id, confirmed, version)
	SELECT return_id, measure_id, version, round, state, value, numerator, denominator, comment, seen, saved_by, saved_at, nullif(submission_id, 0), confirmed, version FROM given`

const saveReturnValues = `
	WITH given AS (
		SELECT $1::bigint AS return_id, $16::integer AS round, $17::bigint AS version, g.*,
			coalesce((SELECT x.sheet FROM submission_sheet x WHERE x.submission_id = g.submission_id AND x.name = g.sheet_name), 0) AS sheet
		FROM unnest($2::smallint[], $3::smallint[], $4::float8[], $5::float8[], $6::float8[], $7::text[], $8::text[], $9::text[],
			$10::timestamptz[], $11::bigint[], $12::text[], $13::integer[], $14::smallint[], $15::text[])
		AS g (measure_id, state, value, numerator, denominator, comment, seen, saved_by, saved_at, submission_id, sheet_name, cell_row, cell_column, confirmed)),` + keepReturnValues

// saveValues keeps the move's values and what they were before. The return's version serves as their revision: it only
// ever grows, also over a value that was taken away and given again.
func (w returnWrite) saveValues(ctx context.Context, version int64) error {
	if len(w.move.Save) > 0 {
		var a valueArrays
		for _, v := range w.move.Save {
			if err := a.add(v, w.refs); err != nil {
				return err
			}
		}
		if _, err := w.tx.ExecContext(ctx, saveReturnValues, w.before.ID, a.measures, a.states, pq.Array(a.values), pq.Array(a.numerators), pq.Array(a.denominators),
			a.comments, a.seen, a.by, pq.Array(a.at), a.submissions, a.sheets, a.rows, a.columns, a.confirmed, w.move.After.Round, version); err != nil {
			return err
		}
	}
	if len(w.move.Clear) == 0 {
		return nil
	}
	_, err := w.tx.ExecContext(ctx, `WITH gone AS (
			DELETE FROM return_value v USING measure m WHERE v.return_id = $1 AND m.id = v.measure_id AND m.ref = ANY ($2) RETURNING v.measure_id)
		INSERT INTO return_change (return_id, measure_id, revision, round, saved_by, saved_at, version)
		SELECT $1, measure_id, $3, $4, $5, $6, $3 FROM gone`, w.before.ID, pq.Array(slices.Clone(w.move.Clear)), version, w.move.After.Round, w.move.By, w.move.At)
	return err
}

func (a *valueArrays) add(v maturity.ReturnValue, refs *refs) error {
	measure, ok := refs.measureID[v.Measure]
	if !ok {
		return maturity.Errorf(maturity.Internal, "Measure %s has no number in the database.", v.Measure)
	}
	if err := checkNumbers(maturity.Observation{State: v.State, Value: v.Value, Numerator: v.Numerator, Denominator: v.Denominator, Cell: v.Cell}); err != nil {
		return err
	}
	a.measures, a.states = append(a.measures, int32(measure)), append(a.states, int32(v.State))
	a.values, a.numerators, a.denominators = append(a.values, nullNumber(v.Value)), append(a.numerators, nullNumber(v.Numerator)), append(a.denominators, nullNumber(v.Denominator))
	a.comments, a.seen, a.by, a.confirmed = append(a.comments, v.Comment), append(a.seen, v.Seen), append(a.by, v.By), append(a.confirmed, v.Confirmed)
	a.at, a.submissions = append(a.at, nullTime(v.At)), append(a.submissions, v.Submission)
	a.sheets, a.rows, a.columns = append(a.sheets, v.Cell.Sheet), append(a.rows, int32(v.Cell.Row)), append(a.columns, int32(v.Cell.Column))
	return nil
}
