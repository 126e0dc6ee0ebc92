package store

import (
	"context"
	"database/sql"
	"errors"
	"math"
	"time"

	"github.com/jmoiron/sqlx"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

const returnColumns = `r.id, r.collection, r.organisation_id, r.period_kind, r.period_start - date '1970-01-01' AS start, r.state, r.round, r.version,
	r.first_submitted_at, r.submitted_at, r.submitted_by, r.publish_at, r.published_at, r.hash, r.held, r.reason, r.reason_words`

type returnRow struct {
	ID               int64                   `db:"id"`
	Collection       string                  `db:"collection"`
	Organisation     maturity.OrganisationID `db:"organisation_id"`
	Kind             period.Kind             `db:"period_kind"`
	Start            period.Day              `db:"start"`
	State            maturity.ReturnState    `db:"state"`
	Round            int                     `db:"round"`
	Version          int64                   `db:"version"`
	FirstSubmittedAt sql.NullTime            `db:"first_submitted_at"`
	SubmittedAt      sql.NullTime            `db:"submitted_at"`
	SubmittedBy      string                  `db:"submitted_by"`
	PublishAt        sql.NullTime            `db:"publish_at"`
	PublishedAt      sql.NullTime            `db:"published_at"`
	Hash             string                  `db:"hash"`
	Held             string                  `db:"held"`
	Reason           string                  `db:"reason"`
	ReasonWords      string                  `db:"reason_words"`
}

func (r returnRow) of() maturity.Return {
	return maturity.Return{ID: r.ID, ReturnKey: maturity.ReturnKey{Collection: r.Collection, Organisation: r.Organisation, Period: period.Period{Kind: r.Kind, Start: r.Start}},
		State: r.State, Round: r.Round, Version: r.Version, FirstSubmittedAt: r.FirstSubmittedAt.Time, SubmittedAt: r.SubmittedAt.Time, SubmittedBy: r.SubmittedBy,
		PublishAt: r.PublishAt.Time, PublishedAt: r.PublishedAt.Time, Hash: r.Hash, Held: r.Held, Reason: maturity.CorrectionReason(r.Reason), ReasonWords: r.ReasonWords}
}

// ReturnFile reads a return with all that belongs to it; NotFound while nobody has begun it.
func (db *DB) ReturnFile(ctx context.Context, key maturity.ReturnKey) (file maturity.ReturnFile, err error) {
	err = db.InSnapshot(ctx, func(tx *Tx) error {
		file, err = db.returnFile(ctx, tx, returnByKey, key.Collection, key.Organisation, key.Period.Kind, key.Period.Start.String())
		return err
	})
	return file, err
}

// ReturnFileByID reads a return by its number.
func (db *DB) ReturnFileByID(ctx context.Context, id int64) (file maturity.ReturnFile, err error) {
	err = db.InSnapshot(ctx, func(tx *Tx) error {
		file, err = db.returnFile(ctx, tx, returnByID, id)
		return err
	})
	return file, err
}

const (
	returnByKey = `SELECT ` + returnColumns + ` FROM return r WHERE collection = $1 AND organisation_id = $2 AND period_kind = $3 AND period_start = $4`
	returnByID  = `SELECT ` + returnColumns + ` FROM return r WHERE id = $1`
)

func (db *DB) returnFile(ctx context.Context, tx *Tx, query string, args ...any) (file maturity.ReturnFile, err error) {
	var row returnRow
	if err := tx.GetContext(ctx, &row, query, args...); err != nil {
		return file, asError(err, "Nobody has begun this return.")
	}
	file.Return = row.of()
	var body organisationRow
	if err := tx.GetContext(ctx, &body, selectOrganisation+` WHERE id = $1`, row.Organisation); err != nil {
		return file, asError(err, "")
	}
	file.Body = body.organisation()
	if file.Values, err = returnValues(ctx, tx, row.ID); err != nil {
		return file, err
	}
	if file.Steps, err = returnSteps(ctx, tx, row.ID); err != nil {
		return file, err
	}
	if file.Approvals, err = returnApprovals(ctx, tx, row.ID); err != nil {
		return file, err
	}
	err = tx.SelectContext(ctx, &file.Publications, `SELECT p.round, p.submission_id AS submission, p.at, s.sha256 AS hash
		FROM return_publication p JOIN submission s ON s.id = p.submission_id WHERE p.return_id = $1 ORDER BY p.round`, row.ID)
	return file, asError(err, "")
}

const returnValueColumns = `m.ref AS measure, coalesce(v.state, 0) AS state, v.value, v.numerator, v.denominator, v.comment, v.seen, v.revision, v.saved_by, v.saved_at,
	coalesce(v.submission_id, 0) AS submission_id, v.confirmed`

type returnValueRow struct {
	Measure     string
	State       maturity.State
	Value       sql.NullFloat64
	Numerator   sql.NullFloat64
	Denominator sql.NullFloat64
	Comment     string
	Seen        string
	Revision    int64
	SavedBy     string    `db:"saved_by"`
	SavedAt     time.Time `db:"saved_at"`
	Submission  int64     `db:"submission_id"`
	Confirmed   string
	Sheet       string
	Row         int `db:"cell_row"`
	Column      int `db:"cell_column"`
	Round       int
	Version     int64
}

func (r returnValueRow) value() maturity.ReturnValue {
	return maturity.ReturnValue{Measure: r.Measure, State: r.State, Value: orNaN(r.Value), Numerator: orNaN(r.Numerator), Denominator: orNaN(r.Denominator), Comment: r.Comment,
		Seen: r.Seen, Revision: r.Revision, By: r.SavedBy, At: r.SavedAt, Submission: r.Submission, Cell: maturity.Cell{Sheet: r.Sheet, Row: r.Row, Column: r.Column}, Confirmed: r.Confirmed}
}

func returnValues(ctx context.Context, q sqlx.QueryerContext, id int64) ([]maturity.ReturnValue, error) {
	var rows []returnValueRow
	err := sqlx.SelectContext(ctx, q, &rows, `SELECT `+returnValueColumns+`, v.cell_row, v.cell_column,
			coalesce((SELECT name FROM submission_sheet x WHERE x.submission_id = v.submission_id AND x.sheet = v.sheet), '') AS sheet
		FROM return_value v JOIN measure m ON m.id = v.measure_id WHERE v.return_id = $1 ORDER BY m.ref COLLATE "C"`, id)
	out := make([]maturity.ReturnValue, len(rows))
	for i, r := range rows {
		out[i] = r.value()
	}
	return out, asError(err, "The values of the return could not be read.")
}

// ReturnChanges lists every save of the return's values, newest first.
func (db *DB) ReturnChanges(ctx context.Context, id int64) ([]maturity.ReturnChange, error) {
	var rows []returnValueRow
	err := db.x.SelectContext(ctx, &rows, `SELECT `+returnValueColumns+`, v.round, v.version
		FROM return_change v JOIN measure m ON m.id = v.measure_id WHERE v.return_id = $1 ORDER BY v.version DESC, m.ref COLLATE "C"`, id)
	out := make([]maturity.ReturnChange, len(rows))
	for i, r := range rows {
		out[i] = maturity.ReturnChange{ReturnValue: r.value(), Round: r.Round, Version: r.Version, Gone: r.State == 0}
	}
	return out, asError(err, "The changes of the return could not be read.")
}

func returnSteps(ctx context.Context, q sqlx.QueryerContext, id int64) (steps []maturity.ReturnStep, err error) {
	err = sqlx.SelectContext(ctx, q, &steps, `SELECT at, account AS by, action, from_state AS from, to_state AS to, round, why, hash, version
		FROM return_step WHERE return_id = $1 ORDER BY id`, id)
	return steps, asError(err, "")
}

func returnApprovals(ctx context.Context, q sqlx.QueryerContext, id int64) ([]maturity.ReturnApproval, error) {
	var rows []struct {
		maturity.ReturnApproval
		Voided sql.NullTime `db:"voided_at"`
		Why    string       `db:"voided_why"`
	}
	err := sqlx.SelectContext(ctx, q, &rows, `SELECT account AS by, at, round, hash, key, signature, voided_at, voided_why
		FROM return_approval WHERE return_id = $1 ORDER BY at, account`, id)
	out := make([]maturity.ReturnApproval, len(rows))
	for i, r := range rows {
		out[i] = r.ReturnApproval
		out[i].VoidedAt, out[i].VoidedWhy = r.Voided.Time, r.Why
	}
	return out, asError(err, "")
}

// ExtendedUntil is the last day of an extension of the return that was granted; false when there is none.
func (db *DB) ExtendedUntil(ctx context.Context, key maturity.ReturnKey) (period.Day, bool, error) {
	var until period.Day
	err := db.x.GetContext(ctx, &until, `SELECT until - date '1970-01-01' FROM return_extension
		WHERE collection = $1 AND organisation_id = $2 AND period_kind = $3 AND period_start = $4 AND granted ORDER BY until DESC LIMIT 1`,
		key.Collection, key.Organisation, key.Period.Kind, key.Period.Start.String())
	if errors.Is(err, sql.ErrNoRows) {
		return 0, false, nil
	}
	return until, err == nil, asError(err, "")
}

func nullNumber(n float64) sql.NullFloat64 {
	return sql.NullFloat64{Float64: n, Valid: !math.IsNaN(n)}
}

func nullTime(t time.Time) sql.NullTime { return sql.NullTime{Time: t, Valid: !t.IsZero()} }
