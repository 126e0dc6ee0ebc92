package store

import (
	"context"
	"database/sql"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

const packColumns = `id, meeting_id AS meeting, edition, reason, board, period, as_at, definitions, boundaries - date '1970-01-01' AS boundaries, exceptions, exceptions IS NOT NULL AS chosen,
	state, version, content, verdict, figures, made_by, made_at, frozen_at, published_by, published_at, superseded_at, attempts, drawn, pictures, failure`

const selectPacks = `SELECT ` + packColumns + ` FROM pack`

type packRow struct {
	ID           int64
	Meeting      int64
	Edition      int
	Reason       string
	Board        string
	Period       string
	AsAt         time.Time `db:"as_at"`
	Definitions  string
	Boundaries   period.Day
	Exceptions   pq.StringArray
	Chosen       bool
	State        maturity.PackState
	Version      int64
	Content      []byte
	Verdict      string
	Figures      string
	MadeBy       string       `db:"made_by"`
	MadeAt       time.Time    `db:"made_at"`
	FrozenAt     sql.NullTime `db:"frozen_at"`
	PublishedBy  string       `db:"published_by"`
	PublishedAt  sql.NullTime `db:"published_at"`
	SupersededAt sql.NullTime `db:"superseded_at"`
	Attempts     int
	Drawn        int
	Pictures     int
	Failure      string
}

func (r packRow) pack() maturity.Pack {
	return maturity.Pack{ID: r.ID, Meeting: r.Meeting, Edition: r.Edition, Reason: r.Reason, Board: r.Board, Period: r.Period, AsAt: r.AsAt, Definitions: r.Definitions,
		Boundaries: r.Boundaries, Exceptions: r.Exceptions, Chosen: r.Chosen, State: r.State, Version: r.Version, Content: r.Content, Verdict: r.Verdict, Figures: r.Figures,
		MadeBy: r.MadeBy, MadeAt: r.MadeAt, FrozenAt: r.FrozenAt.Time, PublishedBy: r.PublishedBy, PublishedAt: r.PublishedAt.Time, SupersededAt: r.SupersededAt.Time,
		Attempts: r.Attempts, Drawn: r.Drawn, Pictures: r.Pictures, Failure: r.Failure}
}

func packIn(ctx context.Context, q sqlx.QueryerContext, where string, args ...any) (maturity.Pack, error) {
	var row packRow
	err := sqlx.GetContext(ctx, q, &row, selectPacks+where, args...)
	return row.pack(), asError(err, "There is no such pack.")
}

// Pack reads one pack.
func (db *DB) Pack(ctx context.Context, id int64) (maturity.Pack, error) {
	return packIn(ctx, db.x, ` WHERE id = $1`, id)
}

// PacksOf lists the packs of meetings that were not given up, newest edition first within each.
func (db *DB) PacksOf(ctx context.Context, meetings ...int64) ([]maturity.Pack, error) {
	var rows []packRow
	err := db.x.SelectContext(ctx, &rows, selectPacks+` WHERE meeting_id = ANY ($1) AND state <> 'dropped' ORDER BY meeting_id, edition DESC`, pq.Array(meetings))
	out := make([]maturity.Pack, len(rows))
	for i, r := range rows {
		out[i] = r.pack()
	}
	return out, asError(err, "The packs could not be read.")
}

// MakePack keeps a draft as the next edition of its meeting. While another edition is worked on it is maturity.Conflict, and
// so is one without a reason where an edition was published.
func (db *DB) MakePack(ctx context.Context, p maturity.Pack, entry maturity.AuditEntry) (kept maturity.Pack, err error) {
	err = db.InTx(ctx, func(tx *Tx) error {
		var held struct {
			Cancelled bool
			Edition   int
			Open      bool
			Published bool
		}
		if err := tx.GetContext(ctx, &held, `SELECT m.cancelled, coalesce((SELECT max(edition) FROM pack WHERE meeting_id = m.id), 0) AS edition,
			EXISTS (SELECT 1 FROM pack WHERE meeting_id = m.id AND state IN ('draft', 'freezing', 'frozen')) AS open,
			EXISTS (SELECT 1 FROM pack WHERE meeting_id = m.id AND state = 'published') AS published FROM meeting m WHERE m.id = $1 FOR UPDATE`, p.Meeting); err != nil {
			return asError(err, "There is no such meeting.")
		}
		switch {
		case held.Cancelled:
			return maturity.Errorf(maturity.Conflict, "The meeting is cancelled: no pack is made for it.")
		case held.Open:
			return maturity.Errorf(maturity.Conflict, "A pack of this meeting is worked on already. Publish it or give it up first.")
		case held.Published && p.Reason == "":
			return maturity.Errorf(maturity.Invalid, "An edition is published already. Say why there is a later one.")
		}
		if held.Edition > 0 && p.Reason == "" {
			p.Reason = "The edition before was given up."
		}
		p.Edition = held.Edition + 1
		var id int64
		if err := tx.GetContext(ctx, &id, `INSERT INTO pack (meeting_id, edition, reason, board, period, as_at, definitions, boundaries, state, made_by, made_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'draft', $9, $10) RETURNING id`,
			p.Meeting, p.Edition, p.Reason, p.Board, p.Period, p.AsAt, p.Definitions, p.Boundaries.String(), p.MadeBy, p.MadeAt); err != nil {
			return err
		}
		if kept, err = packIn(ctx, tx, ` WHERE id = $1`, id); err != nil {
			return err
		}
		entry.Subject = maturity.PackSubject(id)
		return appendAudit(ctx, tx, entry)
	})
	return kept, asError(err, "")
}

// turnPack locks a pack, checks its version and state, lets change write, and keeps the audit row with it.
func (db *DB) turnPack(ctx context.Context, id, version int64, entry maturity.AuditEntry, from []maturity.PackState, change func(*Tx, maturity.Pack) error) (after maturity.Pack, err error) {
	err = db.InTx(ctx, func(tx *Tx) error {
		before, err := packIn(ctx, tx, ` WHERE id = $1 FOR UPDATE`, id)
		if err != nil {
			return err
		}
		if before.Version != version {
			return maturity.Errorf(maturity.Conflict, "The pack was changed by somebody else meanwhile. Look at it again and repeat your change.")
		}
		allowed := false
		for _, s := range from {
			allowed = allowed || s == before.State
		}
		if !allowed {
			return maturity.Errorf(maturity.Conflict, "The pack is %s: this cannot be done to it now.", before.State)
		}
		if err := change(tx, before); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `UPDATE pack SET version = version + 1 WHERE id = $1`, id); err != nil {
			return err
		}
		if after, err = packIn(ctx, tx, ` WHERE id = $1`, id); err != nil {
			return err
		}
		entry.Subject = maturity.PackSubject(id)
		return appendAudit(ctx, tx, entry)
	})
	return after, asError(err, "")
}

// ChangePack writes board, period, as-at time, boundaries and exceptions of a draft.
func (db *DB) ChangePack(ctx context.Context, p maturity.Pack, entry maturity.AuditEntry) (maturity.Pack, error) {
	return db.turnPack(ctx, p.ID, p.Version, entry, []maturity.PackState{maturity.PackDraft}, func(tx *Tx, _ maturity.Pack) error {
		var exceptions any
		if p.Chosen {
			exceptions = agendaArray(p.Exceptions)
		}
		_, err := tx.ExecContext(ctx, `UPDATE pack SET board = $2, period = $3, as_at = $4, definitions = $5, boundaries = $6, exceptions = $7, failure = '' WHERE id = $1`,
			p.ID, p.Board, p.Period, p.AsAt, p.Definitions, p.Boundaries.String(), exceptions)
		return err
	})
}

// DropPack gives a pack up that is not published, with the forms that were kept of it.
func (db *DB) DropPack(ctx context.Context, id, version int64, entry maturity.AuditEntry) error {
	_, err := db.turnPack(ctx, id, version, entry, []maturity.PackState{maturity.PackDraft, maturity.PackFrozen}, func(tx *Tx, _ maturity.Pack) error {
		_, err := tx.ExecContext(ctx, `UPDATE pack SET state = 'dropped' WHERE id = $1`, id)
		return unfreeze(ctx, tx, id, err)
	})
	return err
}

// PublishPack shows a frozen pack to everybody; the edition before it is superseded at the same moment.
func (db *DB) PublishPack(ctx context.Context, id, version int64, by string, at time.Time, entry maturity.AuditEntry) (maturity.Pack, error) {
	return db.turnPack(ctx, id, version, entry, []maturity.PackState{maturity.PackFrozen}, func(tx *Tx, p maturity.Pack) error {
		if _, err := tx.ExecContext(ctx, `UPDATE pack SET superseded_at = $2 WHERE meeting_id = $1 AND state = 'published' AND superseded_at IS NULL`, p.Meeting, at); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `UPDATE pack SET state = 'published', published_by = $2, published_at = $3 WHERE id = $1`, id, by, at)
		return err
	})
}
