package store

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"waymark/internal/maturity"
)

// publish writes the document of the move as a submission with its observations, through the same statements that write
// a file's staged rows.
func (w returnWrite) publish(ctx context.Context) error {
	d, submission := w.move.Publish, w.move.Publish.Same
	if submission == 0 {
		var err error
		if submission, err = w.publishDocument(ctx, d); err != nil {
			return err
		}
	}
	_, err := w.tx.ExecContext(ctx, `INSERT INTO return_publication (return_id, round, submission_id, at) VALUES ($1, $2, $3, $4)`,
		w.before.ID, w.move.After.Round, submission, w.move.At)
	if err != nil || d.Same != 0 {
		return err
	}
	return newVersion(ctx, w.tx, d.Submission.KnownFrom)
}

// publishWords takes the comments along, and ends those that the return does not make any more.
func (w returnWrite) publishWords(ctx context.Context, source int16, at time.Time) error {
	if err := w.tx.publishComments(ctx, w.before.ID, source, at); err != nil {
		return err
	}
	_, err := w.tx.ExecContext(ctx, `UPDATE observation_comment c SET known_to = greatest($3::timestamptz, c.known_from + interval '1 microsecond')
		FROM return_value v JOIN return r ON r.id = v.return_id
		WHERE v.return_id = $1 AND v.comment = '' AND c.organisation_id = r.organisation_id AND c.measure_id = v.measure_id AND c.period_kind = r.period_kind
			AND c.period_start = r.period_start AND c.source_id = $2 AND c.known_to = 'infinity'`, w.before.ID, source, at)
	return err
}

// stagedReturn is the table that stands for a staging table: it ends with the transaction.
const stagedReturn = `pg_temp.staged_return`

func (w returnWrite) publishDocument(ctx context.Context, d *maturity.ReturnDocument) (int64, error) {
	s, err := w.keepDocument(ctx, d)
	if err != nil {
		return 0, err
	}
	if err := w.stage(ctx, d.Observations); err != nil {
		return 0, err
	}
	if _, err := w.tx.ExecContext(ctx, `INSERT INTO submission_organisation (submission_id, organisation_id, held_back, new_values, changed_values, unchanged_values, held_values)
		VALUES ($1, $2, false, $3, 0, 0, 0)`, s.ID, w.before.Organisation, len(d.Observations)); err != nil {
		return 0, err
	}
	span, err := w.tx.span(ctx, stagedReturn)
	if err != nil {
		return 0, err
	}
	write := stagingWrite{tx: w.tx, submission: s, table: stagedReturn, refs: w.refs, source: w.refs.sourceID[s.Source]}
	early, err := write.run(ctx, span)
	switch {
	case errors.Is(err, errReasonless):
		return 0, maturity.Errorf(maturity.Conflict, "Other values of this source are published for this organisation and period. They are only replaced by a correction with a reason.")
	case err == nil && early.Count > 0:
		return 0, maturity.Errorf(maturity.Conflict, "A value of this source is believed from a later time than now. Publish the return after that.")
	case err != nil:
		return 0, err
	}
	if err := w.publishWords(ctx, write.source, s.KnownFrom); err != nil {
		return 0, err
	}
	s.Report.New, s.Report.Changed, s.Report.Unchanged = write.counts.New, write.counts.Changed, write.counts.Unchanged
	report, err := json.Marshal(s.Report)
	if err != nil {
		return 0, err
	}
	_, err = w.tx.ExecContext(ctx, `UPDATE submission SET report = $2 WHERE id = $1`, s.ID, string(report))
	return s.ID, err
}

// keepDocument makes the submission and keeps its bytes.
func (w returnWrite) keepDocument(ctx context.Context, d *maturity.ReturnDocument) (s maturity.Submission, err error) {
	s = d.Submission
	if w.refs.sourceID[s.Source] == 0 {
		return s, maturity.Errorf(maturity.Internal, "Source %q has no number in the database.", s.Source)
	}
	err = w.tx.GetContext(ctx, &s.ID, `
		INSERT INTO submission (received_at, known_from, submitted_by, via, file_name, size, sha256, state, check_only, auto_write, source, period_hint, finished_at,
			rows_read, reason, reason_words)
		VALUES ($1, $1, $2, 'return', $3, $4, $5, 'written', false, true, $6, $7, $1, $8, $9, $10) RETURNING id`,
		s.KnownFrom, s.SubmittedBy, s.FileName, len(d.Bytes), s.SHA256, s.Source, w.before.Period.Code(), len(d.Observations), s.Reason, s.ReasonWords)
	if err != nil {
		return s, err
	}
	if _, err := w.tx.ExecContext(ctx, `INSERT INTO submission_chunk (submission_id, position, bytes) VALUES ($1, 0, $2)`, s.ID, d.Bytes); err != nil {
		return s, err
	}
	_, err = w.tx.ExecContext(ctx, `INSERT INTO submission_sheet (submission_id, sheet, name) VALUES ($1, 0, '')`, s.ID)
	return s, err
}

// stage puts the observations where the statements that write expect them.
func (w returnWrite) stage(ctx context.Context, observations []maturity.Observation) error {
	if _, err := w.tx.ExecContext(ctx, `CREATE TEMPORARY TABLE staged_return `+stagingTable+` ON COMMIT DROP`); err != nil {
		return err
	}
	insert, err := w.tx.PreparexContext(ctx, `INSERT INTO pg_temp.staged_return (`+stagingColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, $10, $11, nullif($12, ''))`)
	if err != nil {
		return err
	}
	defer insert.Close()
	for _, o := range observations { // as many as the collection has measures
		if err := checkNumbers(o); err != nil {
			return err
		}
		measure, ok := w.refs.measureID[o.Measure]
		if !ok {
			return maturity.Errorf(maturity.Internal, "Measure %s has no number in the database.", o.Measure)
		}
		if _, err := insert.ExecContext(ctx, o.Organisation, measure, o.Period.Kind, o.Period.Start.String(), o.State, o.Flags, nullNumber(o.Value),
			nullNumber(o.Numerator), nullNumber(o.Denominator), o.Cell.Row, o.Cell.Column, o.Seen); err != nil {
			return err
		}
	}
	return nil
}
