package store

import (
	"context"
	"database/sql"
	"time"

	"github.com/lib/pq"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

const selectMessages = `SELECT m.id, coalesce(m.account_id, 0) AS account_id, coalesce(a.login, '') AS login, coalesce(m.pack_id, 0) AS pack_id, coalesce(m.reader_id, 0) AS reader_id, m.kind, m.day - date '1970-01-01' AS day, m.address, m.subject, m.plain, m.html, m.made_at, m.state, m.tries,
	m.next_at, m.sent_at, m.because FROM message m LEFT JOIN account a ON a.id = m.account_id`

type messageRow struct {
	ID      int64
	Account int32 `db:"account_id"`
	Login   string
	Pack    int64 `db:"pack_id"`
	Reader  int64 `db:"reader_id"`
	Kind    string
	Day     period.Day
	Address string
	Subject string
	Plain   string
	HTML    string    `db:"html"`
	MadeAt  time.Time `db:"made_at"`
	State   maturity.MessageState
	Tries   int
	NextAt  time.Time    `db:"next_at"`
	SentAt  sql.NullTime `db:"sent_at"`
	Because string
}

func (r messageRow) message() maturity.Message {
	return maturity.Message{ID: r.ID, Account: r.Account, Login: r.Login, Pack: r.Pack, Reader: r.Reader, Kind: r.Kind, Day: r.Day, Address: r.Address, Subject: r.Subject, Plain: r.Plain, HTML: r.HTML,
		MadeAt: r.MadeAt, State: r.State, Tries: r.Tries, NextAt: r.NextAt, SentAt: r.SentAt.Time, Because: r.Because}
}

// WriteMessage keeps a message to be sent, with its audit row. written is false when the account has one of that kind and day
// already: then nothing happens, whoever wrote it.
func (db *DB) WriteMessage(ctx context.Context, m maturity.Message, entry maturity.AuditEntry) (written bool, err error) {
	err = db.InTx(ctx, func(tx *Tx) error {
		rows := []int64{}
		if err := tx.SelectContext(ctx, &rows, `INSERT INTO message (account_id, kind, day, address, subject, plain, html, made_at, state, next_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'pending', $8) ON CONFLICT (account_id, day, kind) DO NOTHING RETURNING id`,
			m.Account, m.Kind, m.Day.String(), m.Address, m.Subject, m.Plain, m.HTML, m.MadeAt); err != nil || len(rows) == 0 {
			return err
		}
		written = true
		collections, organisations, kinds, starts := []string{}, []int64{}, []int64{}, []string{}
		for _, k := range m.About {
			collections, organisations = append(collections, k.Collection), append(organisations, int64(k.Organisation))
			kinds, starts = append(kinds, int64(k.Period.Kind)), append(starts, k.Period.Start.String())
		}
		if _, err := tx.ExecContext(ctx, `INSERT INTO message_return (message_id, collection, organisation_id, period_kind, period_start)
			SELECT $1, * FROM unnest($2::text[], $3::integer[], $4::smallint[], $5::date[])`,
			rows[0], pq.Array(collections), pq.Array(organisations), pq.Array(kinds), pq.Array(starts)); err != nil {
			return err
		}
		return appendAudit(ctx, tx, entry)
	})
	return written, asError(err, "")
}

// DueMessages lists the messages to be tried at a time, oldest first, with the returns they are about.
func (db *DB) DueMessages(ctx context.Context, at time.Time, most int) ([]maturity.Message, error) {
	var rows []messageRow
	if err := db.x.SelectContext(ctx, &rows, selectMessages+` WHERE m.state = 'pending' AND m.next_at <= $1 ORDER BY m.id LIMIT $2`, at, most); err != nil {
		return nil, asError(err, "The messages could not be read.")
	}
	return db.withReturns(ctx, rows)
}

func (db *DB) withReturns(ctx context.Context, rows []messageRow) ([]maturity.Message, error) {
	out, place, ids := make([]maturity.Message, len(rows)), map[int64]int{}, make([]int64, len(rows))
	for i, r := range rows {
		out[i], ids[i], place[r.ID] = r.message(), r.ID, i
	}
	var about []struct {
		Message      int64
		Collection   string
		Organisation maturity.OrganisationID
		Kind         period.Kind
		Start        period.Day
	}
	err := db.x.SelectContext(ctx, &about, `SELECT message_id AS message, collection, organisation_id AS organisation, period_kind AS kind, period_start - date '1970-01-01' AS start
		FROM message_return WHERE message_id = ANY ($1) ORDER BY message_id, collection, period_start, organisation_id`, pq.Array(ids))
	for _, a := range about {
		m := &out[place[a.Message]]
		m.About = append(m.About, maturity.ReturnKey{Collection: a.Collection, Organisation: a.Organisation, Period: period.Period{Kind: a.Kind, Start: a.Start}})
	}
	return out, asError(err, "")
}

// ClaimMessage takes a message that waits for this process alone, right before it is handed to the mail server. ok is false
// when another has taken it.
func (db *DB) ClaimMessage(ctx context.Context, id int64, at, lost time.Time) (ok bool, err error) {
	done, err := db.x.ExecContext(ctx, `UPDATE message SET state = 'sending', tries = tries + 1, next_at = $3 WHERE id = $1 AND state = 'pending' AND next_at <= $2`, id, at, lost)
	if err != nil {
		return false, asError(err, "")
	}
	n, err := done.RowsAffected()
	return n == 1, asError(err, "")
}

// EndMessage writes what came of a try that this process claimed, or of a message that waits: pending with the time of the
// next try, sent, failed or dropped.
func (db *DB) EndMessage(ctx context.Context, id int64, state maturity.MessageState, next, sent time.Time, because string) error {
	_, err := db.x.ExecContext(ctx, `UPDATE message SET state = $2, next_at = $3, sent_at = $4, because = $5 WHERE id = $1 AND state IN ('pending', 'sending')`,
		id, state, next, nullTime(sent), because)
	return asError(err, "")
}

// LoseMessages gives up messages whose sender ended in the middle: they may have arrived, so they are not sent again.
func (db *DB) LoseMessages(ctx context.Context, at time.Time, because string) (int64, error) {
	done, err := db.x.ExecContext(ctx, `UPDATE message SET state = 'failed', because = $2 WHERE state = 'sending' AND next_at <= $1`, at, because)
	if err != nil {
		return 0, asError(err, "")
	}
	n, err := done.RowsAffected()
	return n, asError(err, "")
}

// ResendMessage lets a message that failed or was dropped wait again. It is maturity.Conflict for one in another state.
func (db *DB) ResendMessage(ctx context.Context, id int64, at time.Time, entry maturity.AuditEntry) error {
	err := db.InTx(ctx, func(tx *Tx) error {
		var state maturity.MessageState
		if err := tx.GetContext(ctx, &state, `SELECT state FROM message WHERE id = $1 FOR UPDATE`, id); err != nil {
			return asError(err, "There is no such message.")
		}
		if state == maturity.MessagePending {
			return nil
		}
		if state != maturity.MessageFailed && state != maturity.MessageDropped {
			return maturity.Errorf(maturity.Conflict, "The message is %s. Only one that failed or was dropped is sent again.", state.Words())
		}
		if _, err := tx.ExecContext(ctx, `UPDATE message SET state = 'pending', tries = 0, next_at = $2, because = '' WHERE id = $1`, id, at); err != nil {
			return err
		}
		return appendAudit(ctx, tx, entry)
	})
	return asError(err, "")
}

// Messages lists the newest messages, of one account or, for 0, of all; before is the number of a message, 0 for the newest.
func (db *DB) Messages(ctx context.Context, account int32, before int64, limit int) ([]maturity.Message, error) {
	var rows []messageRow
	err := db.x.SelectContext(ctx, &rows, selectMessages+` WHERE ($1 = 0 OR m.account_id = $1) AND ($2 = 0 OR m.id < $2) ORDER BY m.id DESC LIMIT $3`, account, before, limit)
	if err != nil {
		return nil, asError(err, "The messages could not be read.")
	}
	return db.withReturns(ctx, rows)
}

// CountMessages counts messages by state.
func (db *DB) CountMessages(ctx context.Context) (map[maturity.MessageState]int, error) {
	var rows []struct {
		State maturity.MessageState
		N     int
	}
	err := db.x.SelectContext(ctx, &rows, `SELECT state, count(*) AS n FROM message GROUP BY state`)
	out := map[maturity.MessageState]int{}
	for _, r := range rows {
		out[r.State] = r.N
	}
	return out, asError(err, "")
}
