package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"time"

	"waymark/internal/maturity"
)

// claim takes the oldest open submission that nobody works on: never begun, or whose worker has been silent for too
// long. Times are the database's own, so replicas with different clocks agree.
const claim = `
	UPDATE submission SET worker = $1, heartbeat = clock_timestamp(), attempts = attempts + 1,
		state = CASE state WHEN 'received' THEN 'reading' ELSE state END
	WHERE id = (
		SELECT id FROM submission
		WHERE state IN ('received', 'reading', 'writing') AND ($2 = 0 OR id = $2)
			AND (heartbeat IS NULL OR heartbeat < clock_timestamp() - make_interval(secs => $3))
		ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED)
	RETURNING ` + submissionColumns

// ClaimSubmission gives the named worker the next open submission, or the one numbered only when that is not 0. A
// submission whose worker was silent for longer than silence is taken over. ok is false when there is nothing to do.
func (db *DB) ClaimSubmission(ctx context.Context, worker string, silence time.Duration, only int64) (s maturity.Submission, ok bool, err error) {
	s, err = submissionOf(ctx, db.x, claim, worker, only, silence.Seconds())
	if errors.Is(err, sql.ErrNoRows) {
		return s, false, nil
	}
	return s, err == nil, err
}

// BeatSubmission says that the worker is alive and how far it has come. still is false when the submission is no
// longer the worker's: cancelled, or taken over.
func (db *DB) BeatSubmission(ctx context.Context, id int64, worker string, rowsRead int64) (still bool, err error) {
	result, err := db.x.ExecContext(ctx, `
		UPDATE submission SET heartbeat = clock_timestamp(), rows_read = greatest(rows_read, $3)
		WHERE id = $1 AND worker = $2 AND state IN ('reading', 'writing')`, id, worker, rowsRead)
	if err != nil {
		return false, asError(err, "")
	}
	n, err := result.RowsAffected()
	return n == 1, asError(err, "")
}

// ReleaseSubmission lets another worker have the submission: at once and without counting the attempt when the worker
// is only stopping, otherwise after the usual silence, so that a fault of the database is not hammered.
func (db *DB) ReleaseSubmission(ctx context.Context, id int64, worker string, stopping bool) error {
	_, err := db.x.ExecContext(ctx, `
		UPDATE submission SET worker = '', heartbeat = CASE WHEN $3 THEN NULL ELSE clock_timestamp() END, attempts = attempts - $3::integer
		WHERE id = $1 AND worker = $2 AND state IN ('reading', 'writing')`, id, worker, stopping)
	return asError(err, "")
}

// SettleSubmission ends the worker's part without writing: refused or failed, with the report so far. What was staged
// is dropped.
func (db *DB) SettleSubmission(ctx context.Context, s maturity.Submission, worker string) error {
	return db.InTx(ctx, func(tx *Tx) error {
		staging, err := tx.own(ctx, s.ID, worker)
		if err != nil {
			return err
		}
		if err := tx.conclude(ctx, s, false); err != nil {
			return err
		}
		if err := appendAudit(ctx, tx, submissionAudit("submission."+string(s.State), s.ID, s.SubmittedBy, s.FinishedAt, "", map[string]any{"why": s.Failure})); err != nil {
			return err
		}
		return tx.dropStaging(ctx, staging.name)
	})
}

// owned is what a worker needs of the submission row it holds.
type owned struct {
	name   string
	staged int64
}

// own locks the submission for the rest of the transaction and fails when the worker has lost it.
func (tx *Tx) own(ctx context.Context, id int64, worker string) (owned, error) {
	var o owned
	err := tx.QueryRowContext(ctx, `SELECT staging, staged FROM submission
		WHERE id = $1 AND worker = $2 AND state IN ('reading', 'writing') FOR UPDATE`, id, worker).Scan(&o.name, &o.staged)
	if errors.Is(err, sql.ErrNoRows) {
		return o, maturity.Errorf(maturity.Conflict, "Submission %d was cancelled or is being worked on elsewhere.", id)
	}
	return o, err
}

// conclude stores the outcome of a worker's step.
func (tx *Tx) conclude(ctx context.Context, s maturity.Submission, keepStaging bool) error {
	report, err := json.Marshal(s.Report)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `
		UPDATE submission SET state = $2, layout = $3, layout_version = $4, definitions = $5, source = $6, rows_read = $7, report = $8,
			failure = $9, finished_at = $10, worker = '', heartbeat = NULL, attempts = 0,
			staging = CASE WHEN $11 THEN staging ELSE '' END, staged = CASE WHEN $11 THEN staged ELSE 0 END, reason = $12, reason_words = $13, collection = $14
		WHERE id = $1`,
		s.ID, s.State, s.Layout, s.Version, s.Definitions, s.Source, s.RowsRead, report, s.Failure,
		sql.NullTime{Time: s.FinishedAt, Valid: !s.FinishedAt.IsZero()}, keepStaging, s.Reason, s.ReasonWords, s.Collection)
	return err
}

// ConfirmSubmission asks for a checked submission to be written. One that replaces published values needs a reason, here
// or from when it was sent: otherwise the error is Invalid.
func (db *DB) ConfirmSubmission(ctx context.Context, id int64, why maturity.Correction, account, requestID string, at time.Time) (maturity.Submission, error) {
	return db.turn(ctx, id, submissionAudit("submission.confirmed", id, account, at, requestID, whyDetail(why)), func(tx *Tx, s maturity.Submission) error {
		switch {
		case s.State == maturity.SubmissionWriting || s.State == maturity.SubmissionWritten:
			return errAlready
		case s.State != maturity.SubmissionChecked:
			return maturity.Errorf(maturity.Conflict, "Only a checked submission can be confirmed; this one is %s.", s.State)
		case s.CheckOnly:
			return maturity.Errorf(maturity.Conflict, "This file was sent to be checked only. Send it again to have it written.")
		case s.WantsReason() && why.Reason == "":
			return maturity.Errorf(maturity.Invalid, "The file replaces published values. Say why: scheduled_revision, method_change or error, and a few words.")
		}
		if why.Reason == "" {
			why = s.Correction()
		}
		_, err := tx.ExecContext(ctx, `UPDATE submission SET state = 'writing', worker = '', heartbeat = NULL, attempts = 0, finished_at = NULL,
			reason = $2, reason_words = $3 WHERE id = $1`, id, why.Reason, why.Words)
		return err
	})
}

func whyDetail(why maturity.Correction) map[string]any {
	if why.Reason == "" {
		return nil
	}
	return map[string]any{"reason": why.Reason, "reason_words": why.Words}
}

// CancelSubmission withdraws a submission that is not being written yet.
func (db *DB) CancelSubmission(ctx context.Context, id int64, account, requestID string, at time.Time) (maturity.Submission, error) {
	return db.turn(ctx, id, submissionAudit("submission.cancelled", id, account, at, requestID, nil), func(tx *Tx, s maturity.Submission) error {
		switch s.State {
		case maturity.SubmissionCancelled:
			return errAlready
		case maturity.SubmissionReceived, maturity.SubmissionReading, maturity.SubmissionChecked:
		case maturity.SubmissionWriting:
			return maturity.Errorf(maturity.Conflict, "The submission is being written and can no longer be cancelled.")
		default:
			return maturity.Errorf(maturity.Conflict, "The submission is already %s and cannot be cancelled.", s.State)
		}
		var staging string
		if err := tx.GetContext(ctx, &staging, `SELECT staging FROM submission WHERE id = $1`, id); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `UPDATE submission SET state = 'cancelled', worker = '', heartbeat = NULL, finished_at = $2, staging = '', staged = 0 WHERE id = $1`, id, at); err != nil {
			return err
		}
		return tx.dropStaging(ctx, staging)
	})
}

// errAlready ends a turn that has nothing to do; the submission as it stands is the answer.
var errAlready = errors.New("already so")

func (db *DB) turn(ctx context.Context, id int64, entry maturity.AuditEntry, change func(*Tx, maturity.Submission) error) (maturity.Submission, error) {
	var after maturity.Submission
	err := db.InTx(ctx, func(tx *Tx) error {
		before, err := submissionOf(ctx, tx, `SELECT `+submissionColumns+` FROM submission WHERE id = $1 FOR UPDATE`, id)
		if err != nil {
			return err
		}
		if err := change(tx, before); errors.Is(err, errAlready) {
			after = before
			return nil
		} else if err != nil {
			return err
		}
		if err := appendAudit(ctx, tx, entry); err != nil {
			return err
		}
		after, err = submissionOf(ctx, tx, `SELECT `+submissionColumns+` FROM submission WHERE id = $1`, id)
		return err
	})
	return after, err
}
