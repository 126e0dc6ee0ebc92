package store

import (
	"context"
	"database/sql"
	"time"

	"github.com/jmoiron/sqlx"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

const selectDecisions = `SELECT d.id, d.meeting_id AS meeting, d.kind, d.words, d.owner, d.due - date '1970-01-01' AS due, d.state, d.outcome, coalesce(d.carried_from, 0) AS carried,
	d.kept_by, d.kept_at, d.closed_at, d.version FROM decision d JOIN meeting m ON m.id = d.meeting_id`

type decisionRow struct {
	ID       int64
	Meeting  int64
	Kind     maturity.DecisionKind
	Words    string
	Owner    string
	Due      sql.NullInt32
	State    maturity.DecisionState
	Outcome  string
	Carried  int64
	KeptBy   string       `db:"kept_by"`
	KeptAt   time.Time    `db:"kept_at"`
	ClosedAt sql.NullTime `db:"closed_at"`
	Version  int64
}

// decision is the row as it was known at a time: what was closed later is open then. The zero time is now.
func (r decisionRow) decision(at time.Time) maturity.Decision {
	d := maturity.Decision{ID: r.ID, Meeting: r.Meeting, Kind: r.Kind, Words: r.Words, Owner: r.Owner, State: r.State, Outcome: r.Outcome, From: r.Carried,
		By: r.KeptBy, At: r.KeptAt, Version: r.Version}
	if r.Due.Valid {
		day := period.Day(r.Due.Int32)
		d.Due = &day
	}
	if !at.IsZero() && r.ClosedAt.Valid && r.ClosedAt.Time.After(at) {
		d.State, d.Outcome = maturity.DecisionOpen, ""
	}
	return d
}

func decisions(ctx context.Context, q sqlx.QueryerContext, at time.Time, where string, args ...any) ([]maturity.Decision, error) {
	var rows []decisionRow
	err := sqlx.SelectContext(ctx, q, &rows, selectDecisions+where, args...)
	out := make([]maturity.Decision, len(rows))
	for i, r := range rows {
		out[i] = r.decision(at)
	}
	return out, asError(err, "The decisions could not be read.")
}

// stillOpen chooses what was open at $2: kept by then, not closed by then, and not carried to a later meeting by then.
const stillOpen = ` d.kept_at <= $2 AND (d.closed_at IS NULL OR d.closed_at > $2) AND NOT m.cancelled
	AND NOT EXISTS (SELECT 1 FROM decision later WHERE later.carried_from = d.id AND later.kept_at <= $2)`

// Decisions lists what is open about an organisation at a time: first the decisions wanted of its next meeting, then those
// wanted of earlier meetings, then the actions by the day they are due.
func (db *DB) Decisions(ctx context.Context, organisation maturity.OrganisationID, before time.Time) ([]maturity.Decision, error) {
	return decisions(ctx, db.x, before, ` WHERE m.organisation_id = $1 AND d.kind IN ('wanted', 'action') AND`+stillOpen+`
		ORDER BY d.kind = 'action', (d.kind = 'wanted' AND m.day < ($2::timestamptz AT TIME ZONE 'Europe/London')::date), m.day, d.due, d.id`, organisation, before)
}

// OpenActions lists the actions of all organisations that are open at a time, by the day they are due.
func (db *DB) OpenActions(ctx context.Context, at time.Time) ([]maturity.Decision, error) {
	return decisions(ctx, db.x, at, ` WHERE $1::integer = 0 AND d.kind = 'action' AND`+stillOpen+` ORDER BY d.due, d.id`, 0, at)
}

// DecisionsOf lists everything that was kept of meetings, in the order in which it was written down.
func (db *DB) DecisionsOf(ctx context.Context, meeting int64) ([]maturity.Decision, error) {
	return decisions(ctx, db.x, time.Time{}, ` WHERE d.meeting_id = $1 ORDER BY d.id`, meeting)
}

// Decision reads one.
func (db *DB) Decision(ctx context.Context, id int64) (maturity.Decision, error) {
	var row decisionRow
	err := db.x.GetContext(ctx, &row, selectDecisions+` WHERE d.id = $1`, id)
	return row.decision(time.Time{}), asError(err, "There is no such decision or action.")
}

// KeepDecision writes a decision or action down. One that carries on an earlier one is kept once a meeting: the same again is
// the one that is there.
func (db *DB) KeepDecision(ctx context.Context, d maturity.Decision, entry maturity.AuditEntry) (kept maturity.Decision, err error) {
	err = db.InTx(ctx, func(tx *Tx) error {
		ids := []int64{}
		if err := tx.SelectContext(ctx, &ids, `INSERT INTO decision (meeting_id, kind, words, owner, due, state, outcome, carried_from, kept_by, kept_at, closed_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, nullif($8, 0), $9, $10, $11) ON CONFLICT (carried_from, meeting_id) DO NOTHING RETURNING id`,
			d.Meeting, d.Kind, d.Words, d.Owner, dayText(d.Due), d.State, d.Outcome, d.From, d.By, d.At, sql.NullTime{Time: d.At, Valid: d.State != maturity.DecisionOpen}); err != nil {
			return err
		}
		where, args := ` WHERE d.id = $1`, []any{int64(0)}
		if len(ids) == 0 {
			where, args = ` WHERE d.carried_from = $1 AND d.meeting_id = $2`, []any{d.From, d.Meeting}
		} else {
			args[0] = ids[0]
		}
		list, err := decisions(ctx, tx, time.Time{}, where, args...)
		if err != nil {
			return err
		}
		if len(list) == 0 {
			return maturity.Errorf(maturity.Internal, "The decision was not kept.")
		}
		kept = list[0]
		if len(ids) == 0 {
			return nil
		}
		return appendAudit(ctx, tx, entry)
	})
	return kept, asError(err, "")
}

// ChangeDecision writes words, owner, day, state and outcome over the version that d names; a later one is
// maturity.Conflict.
func (db *DB) ChangeDecision(ctx context.Context, d maturity.Decision, at time.Time, entry maturity.AuditEntry) error {
	return db.InTx(ctx, func(tx *Tx) error {
		var version int64
		if err := tx.GetContext(ctx, &version, `SELECT version FROM decision WHERE id = $1 FOR UPDATE`, d.ID); err != nil {
			return asError(err, "There is no such decision or action.")
		}
		if version != d.Version {
			return maturity.Errorf(maturity.Conflict, "It was changed by somebody else meanwhile. Look at it again and repeat your change.")
		}
		if _, err := tx.ExecContext(ctx, `UPDATE decision SET words = $2, owner = $3, due = $4, state = $5, outcome = $6, version = version + 1,
			closed_at = CASE WHEN $5 = 'open' THEN NULL ELSE coalesce(closed_at, $7) END WHERE id = $1`,
			d.ID, d.Words, d.Owner, dayText(d.Due), d.State, d.Outcome, at); err != nil {
			return err
		}
		return appendAudit(ctx, tx, entry)
	})
}

func dayText(day *period.Day) sql.NullString {
	if day == nil {
		return sql.NullString{}
	}
	return sql.NullString{String: day.String(), Valid: true}
}
