package store

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"time"

	"github.com/lib/pq"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// RaiseFlag keeps a question of a reviewer and gives its number.
func (db *DB) RaiseFlag(ctx context.Context, f maturity.ReviewFlag, entry maturity.AuditEntry) (id int64, err error) {
	refs, err := db.currentRefs(ctx)
	if err != nil {
		return 0, err
	}
	number := func(n int16) sql.NullInt16 { return sql.NullInt16{Int16: n, Valid: n != 0} }
	err = db.InTx(ctx, func(tx *Tx) error {
		if err := tx.GetContext(ctx, &id, `
			INSERT INTO flag (collection, organisation_id, measure_id, period_kind, period_start, source_id, words, raised_by, raised_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id`,
			f.Collection, f.Organisation, number(refs.measureID[f.Measure]), int(f.Period.Kind), f.Period.Start.String(), number(refs.sourceID[f.Source]), f.Text, f.By, f.At); err != nil {
			return err
		}
		entry.Subject = maturity.FlagSubject(id)
		return appendAudit(ctx, tx, entry)
	})
	return id, asError(err, "The question could not be kept.")
}

// ReplyFlag adds an answer to an open question, and closes it where close is set; Conflict where it is closed already.
func (db *DB) ReplyFlag(ctx context.Context, id int64, reply maturity.FlagReply, closes bool, entry maturity.AuditEntry) error {
	return asError(db.InTx(ctx, func(tx *Tx) error {
		var closed bool
		if err := tx.GetContext(ctx, &closed, `SELECT closed_at IS NOT NULL FROM flag WHERE id = $1 FOR UPDATE`, id); err != nil {
			return err
		}
		if closed {
			return maturity.Errorf(maturity.Conflict, "The question is closed already.")
		}
		if reply.Text != "" {
			if _, err := tx.ExecContext(ctx, `INSERT INTO flag_reply (flag_id, words, replied_by, replied_at) VALUES ($1, $2, $3, $4)`, id, reply.Text, reply.By, reply.At); err != nil {
				return err
			}
		}
		if closes {
			if _, err := tx.ExecContext(ctx, `UPDATE flag SET closed_by = $2, closed_at = $3 WHERE id = $1`, id, reply.By, reply.At); err != nil {
				return err
			}
		}
		return appendAudit(ctx, tx, entry)
	}), "The answer could not be kept.")
}

type flagRow struct {
	ID           int64
	Collection   string
	Organisation maturity.OrganisationID `db:"organisation_id"`
	Measure      sql.NullInt16           `db:"measure_id"`
	Kind         period.Kind             `db:"period_kind"`
	Start        period.Day
	Source       sql.NullInt16 `db:"source_id"`
	Words        string
	By           string       `db:"raised_by"`
	At           time.Time    `db:"raised_at"`
	ClosedBy     string       `db:"closed_by"`
	ClosedAt     sql.NullTime `db:"closed_at"`
}

// Flags lists questions with their answers, newest first. Questions about values of returns are given for the
// organisations of the filter only, those about stored values to everybody.
func (db *DB) Flags(ctx context.Context, f maturity.FlagFilter) ([]maturity.ReviewFlag, error) {
	refs, err := db.currentRefs(ctx)
	if err != nil {
		return nil, err
	}
	s := selectFlags(f, refs)
	limit := f.Limit
	if limit <= 0 {
		limit = 100
	}
	var rows []flagRow
	err = db.x.SelectContext(ctx, &rows, `SELECT id, collection, organisation_id, measure_id, period_kind, period_start - date '1970-01-01' AS start, source_id, words, raised_by, raised_at, closed_by, closed_at
		FROM flag o WHERE `+strings.Join(s.where, ` AND `)+fmt.Sprintf(` ORDER BY id DESC LIMIT %d`, limit), s.args...)
	if err != nil {
		return nil, asError(err, "The questions could not be read.")
	}
	out, ids, place := make([]maturity.ReviewFlag, len(rows)), make([]int64, len(rows)), map[int64]int{}
	for i, r := range rows {
		out[i] = maturity.ReviewFlag{ID: r.ID, Collection: r.Collection, Organisation: r.Organisation, Measure: refs.measureRef[r.Measure.Int16], Source: refs.sourceRef[r.Source.Int16],
			Period: period.Period{Kind: r.Kind, Start: r.Start}, Text: r.Words, By: r.By, At: r.At, ClosedBy: r.ClosedBy, ClosedAt: r.ClosedAt.Time}
		ids[i], place[r.ID] = r.ID, i
	}
	var replies []struct {
		Flag  int64 `db:"flag_id"`
		Words string
		By    string    `db:"replied_by"`
		At    time.Time `db:"replied_at"`
	}
	err = db.x.SelectContext(ctx, &replies, `SELECT flag_id, words, replied_by, replied_at FROM flag_reply WHERE flag_id = ANY ($1) ORDER BY id`, pq.Array(ids))
	for _, r := range replies {
		flag := &out[place[r.Flag]]
		flag.Replies = append(flag.Replies, maturity.FlagReply{By: r.By, At: r.At, Text: r.Words})
	}
	return out, asError(err, "The questions could not be read.")
}

func selectFlags(f maturity.FlagFilter, refs *refs) *selection {
	s := &selection{}
	s.add(`true`)
	switch {
	case f.Both:
	case f.Closed:
		s.add(`closed_at IS NOT NULL`)
	default:
		s.add(`closed_at IS NULL`)
	}
	if !f.Everywhere {
		s.add(`(source_id IS NOT NULL OR organisation_id = ANY (?))`, organisationArray(f.Organisations))
	}
	if f.ID != 0 {
		s.add(`id = ?`, f.ID)
	}
	if f.Before != 0 {
		s.add(`id < ?`, f.Before)
	}
	if a := f.About; a != nil {
		s.add(`organisation_id = ?`, a.Organisation)
		s.add(`period_kind = ?`, int(a.Period.Kind))
		s.add(`period_start = ?`, a.Period.Start.String())
		if a.Collection != "" {
			s.add(`collection = ?`, a.Collection)
		}
		if a.Measure != "" {
			s.add(`measure_id = ANY (?::smallint[])`, catalogueNumbers([]string{a.Measure}, refs.measureID))
		}
	}
	return s
}

// CountFlags counts the open questions there are.
func (db *DB) CountFlags(ctx context.Context) (n int, err error) {
	err = db.x.GetContext(ctx, &n, `SELECT count(*) FROM flag WHERE closed_at IS NULL`)
	return n, asError(err, "The questions could not be counted.")
}
