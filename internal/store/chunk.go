package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"hash/fnv"
	"io"

	"waymark/internal/maturity"
)

// chunkSize is how many bytes one row of submission_chunk holds.
const chunkSize = 256 << 10

// earlierAnswer finds the submission that already answers the same bytes from the same sender with the same wishes and
// definitions: not failed or cancelled, not read before other organisations became known (a code that was unknown then
// may be known now), and not corrected by a later file since (sending the old file again may be meant to bring its values
// back).
const earlierAnswer = `
	SELECT ` + submissionColumns + ` FROM submission mine
	WHERE sha256 = $1 AND size = $2 AND definitions = $3 AND submitted_by = $4 AND coalesce(account_id, 0) = $5 AND check_only = $6
		AND auto_write = $7 AND layout_hint = $8 AND period_hint = $9 AND may IS NOT DISTINCT FROM $10::integer[]
		AND (known_from = received_at) = $11 AND ($11 OR known_from = $12) AND file_name = $13
		AND strategy = $14 AND collection = $15 AND submit_returns = $16 AND (state = 'written' OR (reason, reason_words) = ($17, $18))
		AND coalesce(only_organisation, 0) = $19 AND (collection = '' OR state IN ('received', 'reading', 'writing'))
		AND state NOT IN ('failed', 'cancelled') AND reference_version = (SELECT version FROM reference_state)
		AND NOT EXISTS (
			SELECT 1 FROM submission later
			JOIN submission_organisation theirs ON theirs.submission_id = later.id AND theirs.changed_values > 0
			JOIN submission_organisation ours ON ours.submission_id = mine.id AND ours.organisation_id = theirs.organisation_id
			WHERE later.id > mine.id AND later.state = 'written')
	ORDER BY id DESC LIMIT 1`

// KeepSubmission stores a submission with its bytes, state received. When the same bytes were already sent with the
// same wishes, nothing is stored and the earlier submission is the answer. Two that arrive at once wait for one another.
func (db *DB) KeepSubmission(ctx context.Context, s maturity.Submission, requestID string, bytes io.Reader) (kept maturity.Submission, earlier bool, err error) {
	err = db.InTx(ctx, func(tx *Tx) error {
		if _, err := tx.ExecContext(ctx, `SELECT pg_advisory_xact_lock($1, $2)`, lockClassBytes, int32(shortHash(s.SHA256))); err != nil {
			return err
		}
		atReceipt := s.KnownFrom.Equal(s.ReceivedAt)
		kept, err = submissionOf(ctx, tx, earlierAnswer, s.SHA256, s.Size, s.Definitions, s.SubmittedBy, s.Account, s.CheckOnly, s.AutoWrite,
			s.LayoutHint, s.PeriodHint.Code(), mayArray(s), atReceipt, s.KnownFrom, s.FileName,
			s.Strategy, s.Collection, s.SubmitReturns, s.Reason, s.ReasonWords, s.Only)
		if err == nil {
			earlier = true
			return nil
		}
		if maturity.CodeOf(err) != maturity.NotFound {
			return err
		}
		kept, err = submissionOf(ctx, tx, `
			INSERT INTO submission (received_at, known_from, submitted_by, account_id, via, file_name, size, sha256, state, check_only, auto_write,
				layout_hint, period_hint, may, definitions, strategy, reason, reason_words, collection, submit_returns, only_organisation, reference_version)
			VALUES ($1, $2, $3, nullif($4, 0), $5, $6, $7, $8, 'received', $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, nullif($20, 0),
				(SELECT version FROM reference_state)) RETURNING `+submissionColumns,
			s.ReceivedAt, s.KnownFrom, s.SubmittedBy, s.Account, s.Via, s.FileName, s.Size, s.SHA256, s.CheckOnly, s.AutoWrite,
			s.LayoutHint, s.PeriodHint.Code(), mayArray(s), s.Definitions, s.Strategy, s.Reason, s.ReasonWords, s.Collection, s.SubmitReturns, s.Only)
		if err != nil {
			return err
		}
		if err := tx.keepBytes(ctx, kept.ID, kept.Size, bytes); err != nil {
			return err
		}
		return appendAudit(ctx, tx, submissionAudit("submission.received", kept.ID, s.SubmittedBy, s.ReceivedAt, requestID, map[string]any{
			"file": s.FileName, "size": s.Size, "sha256": s.SHA256, "via": s.Via, "check_only": s.CheckOnly}))
	})
	return kept, earlier, err
}

const lockClassBytes = 0x776d0002

func shortHash(text string) uint32 {
	h := fnv.New32a()
	h.Write([]byte(text))
	return h.Sum32()
}

// keepBytes stores the file in pieces: one statement each, so that neither side holds the whole file.
func (tx *Tx) keepBytes(ctx context.Context, id, size int64, r io.Reader) error {
	insert, err := tx.PrepareContext(ctx, `INSERT INTO submission_chunk (submission_id, position, bytes) VALUES ($1, $2, $3)`)
	if err != nil {
		return err
	}
	defer insert.Close()
	var total int64
	buf := make([]byte, chunkSize)
	for position := 0; ; position++ {
		n, err := io.ReadFull(r, buf)
		if n > 0 {
			if _, err := insert.ExecContext(ctx, id, position, buf[:n]); err != nil {
				return err
			}
			total += int64(n)
		}
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			break
		}
		if err != nil {
			return err
		}
	}
	if total != size {
		return fmt.Errorf("file is %d bytes, %d were announced", total, size)
	}
	return nil
}

// SubmissionBytes writes the file as it was received to w, one statement a piece: a slow reader holds no connection.
func (db *DB) SubmissionBytes(ctx context.Context, id int64, w io.Writer) error {
	for position := 0; ; position++ {
		var piece []byte
		err := db.x.GetContext(ctx, &piece, `SELECT bytes FROM submission_chunk WHERE submission_id = $1 AND position = $2`, id, position)
		switch {
		case errors.Is(err, sql.ErrNoRows) && position > 0:
			return nil
		case err != nil:
			return asError(err, "There is no such file.")
		}
		if _, err := w.Write(piece); err != nil {
			return err
		}
	}
}
