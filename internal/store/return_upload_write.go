package store

import (
	"cmp"
	"context"
	"time"

	"github.com/lib/pq"

	"waymark/internal/maturity"
)

// handingIn stands in submission.staged while the values are in and the returns are being submitted.
const handingIn = -2

// WriteReturns writes the checked rows into their returns in one transaction, beginning those that nobody has begun. What
// was submitted is a draft again and its approvals are void; what is published begins a correction, for the submission's
// reason. lost is true, and nothing happened, when the staged rows are gone and the file has to be read again. handing is
// true, and nothing happened, when all of this was done before and returns wait to be submitted.
func (db *DB) WriteReturns(ctx context.Context, s maturity.Submission, worker string, at time.Time, rules maturity.ReturnRules,
	tell func(maturity.ReturnFindings) maturity.Submission) (written maturity.Submission, lost, handing bool, err error) {
	refs, err := db.currentRefs(ctx)
	if err != nil {
		return s, false, false, err
	}
	err = db.InTx(ctx, func(tx *Tx) error {
		mine, err := tx.own(ctx, s.ID, worker)
		if err != nil {
			return err
		}
		if handing = mine.staged == handingIn; handing {
			return nil
		}
		span, err := tx.stagedSpan(ctx, mine)
		if lost = err == nil && span.Count != mine.staged; err != nil || lost {
			return err
		}
		if _, err := tx.ExecContext(ctx, tuning); err != nil {
			return err
		}
		w := uploadWrite{upload: newUpload(tx, s, `staging.`+pq.QuoteIdentifier(mine.name), rules, refs), by: cmp.Or(s.SubmittedBy, maturity.ByCommand), at: at}
		if err := w.run(ctx); err != nil {
			return err
		}
		written = tell(w.found)
		if err := tx.dropStaging(ctx, mine.name); err != nil {
			return err
		}
		if err := tx.conclude(ctx, written, false); err != nil {
			return err
		}
		if written.State == maturity.SubmissionWriting {
			if _, err := tx.ExecContext(ctx, `UPDATE submission SET staged = $2 WHERE id = $1`, s.ID, handingIn); err != nil {
				return err
			}
		}
		n := w.found.Counts
		return appendAudit(ctx, tx, submissionAudit("submission.written", s.ID, s.SubmittedBy, at, "", map[string]any{
			"collection": s.Collection, "new": n.New, "changed": n.Changed, "unchanged": n.Unchanged, "held_back": n.HeldBack}))
	})
	return written, lost, handing, err
}

// uploadWrite writes an upload inside a transaction.
type uploadWrite struct {
	*upload
	by string
	at time.Time // now; what is saved is dated by when the file arrived
}

func (w uploadWrite) run(ctx context.Context) error {
	if _, err := w.tx.ExecContext(ctx, `ANALYZE `+w.table); err != nil {
		return err
	}
	// Judged twice: to know which returns to begin, and again when nobody else can change them.
	if err := w.judge(ctx, w.rules.Held); err != nil {
		return err
	}
	if err := w.begin(ctx); err != nil {
		return err
	}
	if _, err := w.tx.ExecContext(ctx, `SELECT 1 FROM return WHERE id IN (SELECT return_id FROM upload_return) OR (collection = $1 AND period_kind = $2 AND period_start = $3
			AND organisation_id IN (SELECT organisation_id FROM upload_return)) ORDER BY id FOR NO KEY UPDATE`,
		w.rules.Collection, w.rules.Period.Kind, w.rules.Period.Start.String()); err != nil {
		return err
	}
	w.found = maturity.ReturnFindings{}
	if err := w.judge(ctx, w.rules.Held); err != nil {
		return err
	}
	for _, step := range []func(context.Context) error{w.choose, w.audit, w.save, w.move, w.keepOutcomes} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

// begin makes the returns that nobody has begun. The audit says so in the row of what is saved: links of its chain are
// dear when there are thousands in one transaction.
func (w uploadWrite) begin(ctx context.Context) error {
	_, err := w.tx.ExecContext(ctx, `
		WITH begun AS (
			INSERT INTO return (collection, organisation_id, period_kind, period_start, state)
			SELECT $1, organisation_id, $2, $3, 'draft' FROM upload_return WHERE return_id IS NULL AND why = '' AND touched ORDER BY organisation_id
			ON CONFLICT (collection, organisation_id, period_start, period_kind) DO NOTHING RETURNING id, organisation_id)
		INSERT INTO return_step (return_id, round, at, account, action, to_state, version) SELECT id, 1, $4, $5, 'began', 'draft', 1 FROM begun`,
		w.rules.Collection, w.rules.Period.Kind, w.rules.Period.Start.String(), w.submission.ReceivedAt, w.by)
	return err
}

// subject is the beginning of the subject of a return in the audit; its organisation's number follows.
func (w uploadWrite) subject() string {
	return "return " + w.rules.Collection + " " + w.rules.Period.Code() + " "
}

// choose lists the returns that change, with what they become.
func (w uploadWrite) choose(ctx context.Context) error {
	_, err := w.tx.ExecContext(ctx, `
		CREATE TEMPORARY TABLE upload_write ON COMMIT DROP AS
		SELECT r.id AS return_id, r.organisation_id, r.state, r.version + 1 AS version, r.state IN ('published', 'corrected') AS corrects, r.version = 1 AND r.state = 'draft' AS begun,
			r.round + CASE WHEN r.state IN ('published', 'corrected') THEN 1 ELSE 0 END AS round, r.state IN ('submitted', 'approved') AS reopens,
			EXISTS (SELECT 1 FROM return_approval a WHERE a.return_id = r.id AND a.voided_at IS NULL AND a.round = r.round) AS approved
		FROM upload_return u JOIN return r ON r.id = u.return_id
		WHERE u.why = '' AND EXISTS (SELECT 1 FROM upload_cell c WHERE c.organisation_id = u.organisation_id AND c.became IN ('new', 'changed'));
		ANALYZE upload_write`)
	return err
}

// save keeps the values, through the same statement as values that are typed.
func (w uploadWrite) save(ctx context.Context) error {
	_, err := w.tx.ExecContext(ctx, `
		WITH given AS (
			SELECT w.return_id, w.round, w.version, b.measure_id, b.state, b.value, b.numerator, b.denominator, coalesce(b.comment, v.comment, '') AS comment, coalesce(b.seen, '') AS seen,
				$1::text AS saved_by, $2::timestamptz AS saved_at, $3::bigint AS submission_id, b.sheet, b.cell_row, b.cell_column, '' AS confirmed
			FROM `+w.table+` b JOIN upload_cell c ON c.here = b.ctid AND c.became IN ('new', 'changed') JOIN upload_write w ON w.organisation_id = b.organisation_id
			LEFT JOIN return_value v ON v.return_id = w.return_id AND v.measure_id = b.measure_id),`+keepReturnValues,
		w.by, w.submission.ReceivedAt, w.submission.ID)
	return err
}
