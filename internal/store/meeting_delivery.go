package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// Readers lists who is sent the packs of a body's meetings, by address.
func (db *DB) Readers(ctx context.Context, organisation maturity.OrganisationID, body string) (out []maturity.Reader, err error) {
	err = db.x.SelectContext(ctx, &out, `SELECT id, organisation_id AS organisation, body, address, consent, added_by AS by, added_at AS at FROM meeting_reader
		WHERE organisation_id = $1 AND body = $2 ORDER BY lower(address)`, organisation, body)
	return out, asError(err, "The readers could not be read.")
}

// AddReader puts somebody on the list. An address that is on it already stays as it is.
func (db *DB) AddReader(ctx context.Context, r maturity.Reader, entry maturity.AuditEntry) error {
	return db.InTx(ctx, func(tx *Tx) error {
		ids := []int64{}
		if err := tx.SelectContext(ctx, &ids, `INSERT INTO meeting_reader (organisation_id, body, address, consent, added_by, added_at) VALUES ($1, $2, $3, $4, $5, $6)
			ON CONFLICT (organisation_id, body, lower(address)) DO NOTHING RETURNING id`, r.Organisation, r.Body, r.Address, r.Consent, r.By, r.At); err != nil || len(ids) == 0 {
			return err
		}
		entry.Detail["reader"] = ids[0] // never the address: the audit cannot forget
		return appendAudit(ctx, tx, entry)
	})
}

// RemoveReader takes somebody off the list. The address goes from the messages, too; what waits is not sent.
func (db *DB) RemoveReader(ctx context.Context, organisation maturity.OrganisationID, body string, id int64, entry maturity.AuditEntry) error {
	return db.InTx(ctx, func(tx *Tx) error {
		if _, err := tx.ExecContext(ctx, `UPDATE message SET address = '', state = CASE WHEN state = 'pending' THEN 'dropped' ELSE state END,
			because = CASE WHEN state = 'pending' THEN 'The reader was taken off the list.' ELSE because END
			WHERE reader_id IN (SELECT id FROM meeting_reader WHERE id = $1 AND organisation_id = $2 AND body = $3)`, id, organisation, body); err != nil {
			return err
		}
		done, err := tx.ExecContext(ctx, `DELETE FROM meeting_reader WHERE id = $1 AND organisation_id = $2 AND body = $3`, id, organisation, body)
		if err != nil {
			return err
		}
		if n, err := done.RowsAffected(); err != nil || n == 0 {
			return err // gone already
		}
		return appendAudit(ctx, tx, entry)
	})
}

// Delivery is when the packs of a body go out; ok is false where they do not go out by themselves.
func (db *DB) Delivery(ctx context.Context, organisation maturity.OrganisationID, body string) (d maturity.Delivery, ok bool, err error) {
	var row deliveryRow
	err = db.x.GetContext(ctx, &row, `SELECT organisation_id AS organisation, body, days_before, minute, set_by, set_at FROM meeting_delivery WHERE organisation_id = $1 AND body = $2`, organisation, body)
	if errors.Is(err, sql.ErrNoRows) {
		return d, false, nil
	}
	return row.delivery(), err == nil, asError(err, "")
}

type deliveryRow struct {
	Organisation maturity.OrganisationID
	Body         string
	DaysBefore   int `db:"days_before"`
	Minute       int
	SetBy        string    `db:"set_by"`
	SetAt        time.Time `db:"set_at"`
}

func (r deliveryRow) delivery() maturity.Delivery {
	return maturity.Delivery{Organisation: r.Organisation, Body: r.Body, DaysBefore: r.DaysBefore, Minute: r.Minute, By: r.SetBy, At: r.SetAt}
}

// SetDelivery says when packs of a body go out; off ends it.
func (db *DB) SetDelivery(ctx context.Context, d maturity.Delivery, off bool, entry maturity.AuditEntry) error {
	return db.InTx(ctx, func(tx *Tx) (err error) {
		if off {
			_, err = tx.ExecContext(ctx, `DELETE FROM meeting_delivery WHERE organisation_id = $1 AND body = $2`, d.Organisation, d.Body)
		} else {
			_, err = tx.ExecContext(ctx, `INSERT INTO meeting_delivery (organisation_id, body, days_before, minute, set_by, set_at) VALUES ($1, $2, $3, $4, $5, $6)
				ON CONFLICT (organisation_id, body) DO UPDATE SET days_before = $3, minute = $4, set_by = $5, set_at = $6`, d.Organisation, d.Body, d.DaysBefore, d.Minute, d.By, d.At)
		}
		if err != nil {
			return err
		}
		return appendAudit(ctx, tx, entry)
	})
}

// Deliverable lists the newest published packs of meetings from a day on whose body has a schedule, each with the readers
// who have no message of it.
func (db *DB) Deliverable(ctx context.Context, from period.Day) ([]maturity.Readership, error) {
	var rows []struct {
		deliveryRow
		Pack    int64
		Meeting int64
	}
	if err := db.x.SelectContext(ctx, &rows, `SELECT d.organisation_id AS organisation, d.body, d.days_before, d.minute, d.set_by, d.set_at, p.id AS pack, m.id AS meeting
		FROM meeting m JOIN pack p ON p.meeting_id = m.id AND p.state = 'published' AND p.superseded_at IS NULL
			JOIN meeting_delivery d ON d.organisation_id = m.organisation_id AND d.body = m.body
		WHERE NOT m.cancelled AND m.day >= date '1970-01-01' + $1::integer AND EXISTS (SELECT 1 FROM meeting_reader r WHERE r.organisation_id = m.organisation_id AND r.body = m.body
			AND NOT EXISTS (SELECT 1 FROM message x WHERE x.pack_id = p.id AND x.reader_id = r.id)) ORDER BY m.day, m.id`, from); err != nil {
		return nil, asError(err, "What is to be sent could not be read.")
	}
	out := make([]maturity.Readership, len(rows))
	for i, r := range rows {
		one := maturity.Readership{Delivery: r.delivery()}
		var err error
		if one.Meeting, err = db.Meeting(ctx, r.Meeting); err != nil {
			return nil, err
		}
		if one.Pack, err = db.Pack(ctx, r.Pack); err != nil {
			return nil, err
		}
		if err = db.x.SelectContext(ctx, &one.Readers, `SELECT id, organisation_id AS organisation, body, address, consent, added_by AS by, added_at AS at FROM meeting_reader r
			WHERE organisation_id = $1 AND body = $2 AND NOT EXISTS (SELECT 1 FROM message x WHERE x.pack_id = $3 AND x.reader_id = r.id) ORDER BY id`,
			r.Organisation, r.Body, r.Pack); err != nil {
			return nil, asError(err, "The readers could not be read.")
		}
		out[i] = one
	}
	return out, nil
}

// WriteDelivery keeps a message that brings a reader a pack. written is false when the reader has one of that pack already,
// or was taken off the list meanwhile: then nothing happens, whoever wrote it.
func (db *DB) WriteDelivery(ctx context.Context, m maturity.Message, entry maturity.AuditEntry) (written bool, err error) {
	err = db.InTx(ctx, func(tx *Tx) error {
		ids := []int64{}
		if err := tx.SelectContext(ctx, &ids, `INSERT INTO message (pack_id, reader_id, kind, day, address, subject, plain, html, made_at, state, next_at)
			SELECT $1, r.id, 'pack', $3, r.address, $4, $5, $6, $7, 'pending', $7 FROM meeting_reader r WHERE r.id = $2
			ON CONFLICT (pack_id, reader_id) DO NOTHING RETURNING id`, m.Pack, m.Reader, m.Day.String(), m.Subject, m.Plain, m.HTML, m.MadeAt); err != nil || len(ids) == 0 {
			return err
		}
		written = true
		return appendAudit(ctx, tx, entry)
	})
	return written, asError(err, "")
}

// PackMessages lists what was sent of the packs of a meeting, newest first.
func (db *DB) PackMessages(ctx context.Context, meeting int64) ([]maturity.Message, error) {
	var rows []messageRow
	err := db.x.SelectContext(ctx, &rows, selectMessages+` WHERE m.pack_id IN (SELECT id FROM pack WHERE meeting_id = $1) ORDER BY m.id DESC LIMIT 500`, meeting)
	out := make([]maturity.Message, len(rows))
	for i, r := range rows {
		out[i] = r.message()
	}
	return out, asError(err, "The messages could not be read.")
}
