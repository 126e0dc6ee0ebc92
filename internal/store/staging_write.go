package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/lib/pq"

	"waymark/internal/maturity"
)

// WriteStaging writes the checked rows of the submission in one transaction: closes what they supersede, inserts what
// is new or changed, marks the series stale, and drops the staged rows. lost is true, and nothing happened, when the file
// has to be read again: the staged rows are gone, or they would now replace published values for which nobody gave a
// reason. Where a stored value is believed from a later time than the
// submission states, nothing is written and early tells the first such values.
func (db *DB) WriteStaging(ctx context.Context, s maturity.Submission, worker string, at time.Time) (written maturity.Submission, early maturity.Clashes, lost bool, err error) {
	refs, err := db.currentRefs(ctx)
	if err != nil {
		return s, early, false, err
	}
	err = db.InTx(ctx, func(tx *Tx) error {
		mine, err := tx.own(ctx, s.ID, worker)
		if err != nil {
			return err
		}
		span, err := tx.stagedSpan(ctx, mine)
		if lost = err == nil && span.Count != mine.staged; err != nil || lost {
			return err
		}
		w := stagingWrite{tx: tx, submission: s, table: `staging.` + pq.QuoteIdentifier(mine.name), refs: refs, source: refs.sourceID[s.Source]}
		if early, err = w.run(ctx, span); err != nil || early.Count > 0 {
			return err
		}
		written = s
		written.State, written.FinishedAt = maturity.SubmissionWritten, at
		n := w.counts
		written.Report.New, written.Report.Changed, written.Report.Unchanged = n.New, n.Changed, n.Unchanged
		written.Report.Left = n.Left
		if err := tx.dropStaging(ctx, mine.name); err != nil {
			return err
		}
		if err := tx.conclude(ctx, written, false); err != nil {
			return err
		}
		err = appendAudit(ctx, tx, submissionAudit("submission.written", s.ID, s.SubmittedBy, at, "", map[string]any{
			"new": n.New, "changed": n.Changed, "unchanged": n.Unchanged, "held_back": n.HeldBack, "left_alone": n.Left, "why": s.Correction().Says()}))
		if err != nil || n.New+n.Changed == 0 {
			return err
		}
		return newVersion(ctx, tx, s.KnownFrom)
	})
	if errors.Is(err, errReasonless) {
		return s, early, true, nil
	}
	if err == nil && written.Report.New+written.Report.Changed >= manyRows {
		// The planner must not take the table for small until the next autovacuum. The rows are written either way.
		_, _ = db.x.ExecContext(ctx, `ANALYZE observation`)
	}
	return written, early, lost, err
}

// errReasonless ends a writing that would replace published values without a reason.
var errReasonless = errors.New("published values would be replaced without a reason")

// manyRows is when a submission changes the table so much that its statistics are taken anew.
const manyRows = 50_000

// stagedSpan is what the staged rows span: nothing where they are gone. An unlogged table is empty after a crash of the
// server.
func (tx *Tx) stagedSpan(ctx context.Context, mine owned) (span stagedSpan, err error) {
	table := `staging.` + pq.QuoteIdentifier(mine.name)
	var there bool
	if err := tx.GetContext(ctx, &there, `SELECT $1 <> '' AND to_regclass($2) IS NOT NULL`, mine.name, table); err != nil || !there {
		span.Count = -1
		return span, err
	}
	return tx.span(ctx, table)
}

// stagingWrite is one writing inside a transaction.
type stagingWrite struct {
	tx         *Tx
	submission maturity.Submission
	table      string
	refs       *refs
	source     int16
	counts     maturity.StagingCounts
}

func (w *stagingWrite) run(ctx context.Context, span stagedSpan) (early maturity.Clashes, err error) {
	if _, err := w.tx.ExecContext(ctx, tuning); err != nil {
		return early, err
	}
	if err := w.lockMeasures(ctx, span); err != nil {
		return early, err
	}
	held, err := w.heldOrganisations(ctx)
	if err != nil {
		return early, err
	}
	stored, err := w.tx.anyStored(ctx, span, 0)
	if err != nil {
		return early, err
	}
	if stored {
		if _, err := w.tx.ExecContext(ctx, `ANALYZE `+w.table); err != nil {
			return early, err
		}
		c := stagingCheck{tx: w.tx, submission: w.submission, table: w.table, refs: w.refs, source: w.source, rules: maturity.StagingRules{Held: held}}
		var found maturity.StagingFindings
		if err := c.keepNewer(ctx, span, &found); err != nil {
			return early, err
		}
		if err := c.leaveAloneNow(ctx, span, &found); err != nil {
			return early, err
		}
		if err := c.tooEarly(ctx, span, &found); err != nil || found.TooEarly.Count > 0 {
			return found.TooEarly, err
		}
	}
	return early, w.write(ctx, span, stored, held)
}

// lockMeasures keeps other writers of the same measures waiting until this transaction ends; in order, so that two
// writers never wait for one another.
func (w *stagingWrite) lockMeasures(ctx context.Context, span stagedSpan) error {
	_, err := w.tx.ExecContext(ctx, `
		SELECT pg_advisory_xact_lock($1, id) FROM (SELECT id FROM unnest($2::integer[]) AS m (id) ORDER BY id) AS ordered`,
		lockClassMeasure, span.Measures)
	return err
}

// lockClassMeasure is the first key of the advisory locks of this file.
const lockClassMeasure = 0x776d0001

func (w *stagingWrite) heldOrganisations(ctx context.Context) (held []maturity.OrganisationID, err error) {
	err = w.tx.SelectContext(ctx, &held, `SELECT organisation_id FROM submission_organisation WHERE submission_id = $1 AND held_back`, w.submission.ID)
	return held, err
}

// closeSuperseded ends the belief in stored rows that the staged ones contradict, and counts them per organisation.
const closeSuperseded = `
	WITH closed AS (
		UPDATE observation a SET known_to = $2 FROM %s b
		WHERE a.organisation_id = b.organisation_id AND a.measure_id = b.measure_id AND a.period_start = b.period_start AND a.period_kind = b.period_kind
			AND a.source_id = $1 AND a.known_to = 'infinity' AND b.organisation_id <> ALL ($4)
			AND a.period_start BETWEEN date '1970-01-01' + $5::integer AND date '1970-01-01' + $6::integer AND ` + differs + `
		RETURNING a.organisation_id)
	UPDATE submission_organisation touched SET changed_values = n
	FROM (SELECT organisation_id, count(*) AS n FROM closed GROUP BY organisation_id) AS counted
	WHERE touched.submission_id = $3 AND touched.organisation_id = counted.organisation_id`

// insertStaged writes in the order of the primary key, marks the series stale, and counts per organisation. The order
// keeps the pages of the index that are being filled few.
const insertStaged = `
	WITH written AS (
		INSERT INTO observation (organisation_id, measure_id, period_kind, period_start, source_id, known_from, state, flags, value, numerator,
			denominator, submission_id, sheet, cell_row, cell_column, seen)
		SELECT organisation_id, measure_id, period_kind, period_start, $1, $2, state, flags, value, numerator, denominator, $3, sheet, cell_row, cell_column, seen
		FROM %s b WHERE organisation_id <> ALL ($4) %s
		ORDER BY organisation_id, measure_id, period_start, period_kind
		RETURNING organisation_id, measure_id),
	series AS (SELECT organisation_id, measure_id, count(*) AS n FROM written GROUP BY organisation_id, measure_id),
	stale AS (
		INSERT INTO stale_series (organisation_id, measure_id, since) SELECT organisation_id, measure_id, clock_timestamp() FROM series
		ON CONFLICT (organisation_id, measure_id) DO UPDATE SET since = excluded.since)
	UPDATE submission_organisation touched SET new_values = n - changed_values, unchanged_values = unchanged_values - n
	FROM (SELECT organisation_id, sum(n)::bigint AS n FROM series GROUP BY organisation_id) AS counted
	WHERE touched.submission_id = $3 AND touched.organisation_id = counted.organisation_id`

// notStored leaves out rows that are stored already with the same content: after closeSuperseded only those have a
// current row.
const notStored = `AND NOT EXISTS (
			SELECT 1 FROM observation a WHERE a.organisation_id = b.organisation_id AND a.measure_id = b.measure_id AND a.period_start = b.period_start
				AND a.period_kind = b.period_kind AND a.source_id = $1 AND a.known_to = 'infinity'
				AND a.period_start BETWEEN date '1970-01-01' + $5::integer AND date '1970-01-01' + $6::integer)`

func (w *stagingWrite) write(ctx context.Context, span stagedSpan, stored bool, held []maturity.OrganisationID) error {
	// What was counted by the check may be out of date: count again while writing, starting from "all unchanged".
	if _, err := w.tx.ExecContext(ctx, `UPDATE submission_organisation
		SET unchanged_values = new_values + changed_values + unchanged_values, new_values = 0, changed_values = 0
		WHERE submission_id = $1`, w.submission.ID); err != nil {
		return err
	}
	where, args := "", []any{w.source, w.submission.KnownFrom, w.submission.ID, organisationArray(held)}
	if stored {
		where, args = notStored, append(args, span.First, span.Last)
		if _, err := w.tx.ExecContext(ctx, fmt.Sprintf(closeSuperseded, w.table), args...); err != nil {
			return err
		}
	}
	if _, err := w.tx.ExecContext(ctx, fmt.Sprintf(insertStaged, w.table, where), args...); err != nil {
		return err
	}
	if err := w.suppress(ctx); err != nil {
		return err
	}
	n := &w.counts
	err := w.tx.QueryRowContext(ctx, outcomeSums, w.submission.ID).Scan(&n.New, &n.Changed, &n.Unchanged, &n.HeldBack, &n.Left)
	if err == nil && n.Changed > 0 && w.submission.Reason == "" {
		return errReasonless
	}
	return err
}

// suppress masks what is too small among the rows just written.
func (w *stagingWrite) suppress(ctx context.Context) error {
	tables, err := w.tx.writtenTables(ctx, w.table)
	if err != nil {
		return err
	}
	return w.tx.suppressWritten(ctx, w.submission.ID, tables)
}
