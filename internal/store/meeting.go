package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// selectMeetings reads meetings with what their bodies saw: the as-at time of the pack that is published.
const selectMeetings = `SELECT m.id, m.organisation_id AS organisation, m.body, m.day - date '1970-01-01' AS day, m.agenda, m.cancelled, m.version, m.planned_by, m.planned_at,
	(SELECT p.as_at FROM pack p WHERE p.meeting_id = m.id AND p.state = 'published' AND p.superseded_at IS NULL) AS seen FROM meeting m`

type meetingRow struct {
	ID           int64
	Organisation maturity.OrganisationID
	Body         string
	Day          period.Day
	Agenda       pq.StringArray
	Cancelled    bool
	Version      int64
	PlannedBy    string    `db:"planned_by"`
	PlannedAt    time.Time `db:"planned_at"`
	Seen         sql.NullTime
}

func (r meetingRow) meeting() maturity.Meeting {
	return maturity.Meeting{ID: r.ID, Organisation: r.Organisation, Body: r.Body, Day: r.Day, Agenda: r.Agenda, Cancelled: r.Cancelled, Version: r.Version,
		By: r.PlannedBy, At: r.PlannedAt, Seen: r.Seen.Time}
}

// Meeting reads one meeting.
func (db *DB) Meeting(ctx context.Context, id int64) (maturity.Meeting, error) {
	var row meetingRow
	err := db.x.GetContext(ctx, &row, selectMeetings+` WHERE m.id = $1`, id)
	return row.meeting(), asError(err, "There is no such meeting.")
}

// Meetings lists the meetings of organisations, all for none, latest day first; from is a day before which none is
// wanted, limit at most how many.
func (db *DB) Meetings(ctx context.Context, organisations []maturity.OrganisationID, from period.Day, limit int) ([]maturity.Meeting, error) {
	var rows []meetingRow
	err := db.x.SelectContext(ctx, &rows, selectMeetings+` WHERE (coalesce(cardinality($1::integer[]), 0) = 0 OR m.organisation_id = ANY ($1)) AND m.day >= date '1970-01-01' + $2::integer
		ORDER BY m.day DESC, m.id DESC LIMIT $3`, organisationArray(organisations), from, limit)
	out := make([]maturity.Meeting, len(rows))
	for i, r := range rows {
		out[i] = r.meeting()
	}
	return out, asError(err, "The meetings could not be read.")
}

// LastMeeting is the last meeting about the organisation on a day before that of a time, as the clock of Europe/London has it.
func (db *DB) LastMeeting(ctx context.Context, organisation maturity.OrganisationID, before time.Time) (m maturity.Meeting, ok bool, err error) {
	return db.meetingNear(ctx, selectMeetings+` WHERE m.organisation_id = $1 AND NOT m.cancelled AND m.day < ($2::timestamptz AT TIME ZONE 'Europe/London')::date
		ORDER BY m.day DESC, m.id DESC LIMIT 1`, organisation, before)
}

// EarlierMeeting is the meeting of the same body before another: what it carries on from.
func (db *DB) EarlierMeeting(ctx context.Context, of maturity.Meeting) (m maturity.Meeting, ok bool, err error) {
	return db.meetingNear(ctx, selectMeetings+` WHERE m.organisation_id = $1 AND m.body = $2 AND NOT m.cancelled AND m.day < date '1970-01-01' + $3::integer
		ORDER BY m.day DESC, m.id DESC LIMIT 1`, of.Organisation, of.Body, of.Day)
}

func (db *DB) meetingNear(ctx context.Context, query string, args ...any) (maturity.Meeting, bool, error) {
	var row meetingRow
	err := db.x.GetContext(ctx, &row, query, args...)
	if errors.Is(err, sql.ErrNoRows) {
		return maturity.Meeting{}, false, nil
	}
	return row.meeting(), err == nil, asError(err, "The meetings could not be read.")
}

// PlanMeeting keeps a meeting. The same body on the same day again is the meeting that is there.
func (db *DB) PlanMeeting(ctx context.Context, m maturity.Meeting, entry maturity.AuditEntry) (kept maturity.Meeting, err error) {
	err = db.InTx(ctx, func(tx *Tx) error {
		var id int64
		err := tx.GetContext(ctx, &id, `INSERT INTO meeting (organisation_id, body, day, agenda, planned_by, planned_at) VALUES ($1, $2, $3, $4, $5, $6)
			ON CONFLICT (organisation_id, body, day) WHERE NOT cancelled DO NOTHING RETURNING id`, m.Organisation, m.Body, m.Day.String(), agendaArray(m.Agenda), m.By, m.At)
		if errors.Is(err, sql.ErrNoRows) {
			kept, err = meetingIn(ctx, tx, ` WHERE m.organisation_id = $1 AND m.body = $2 AND m.day = $3 AND NOT m.cancelled`, m.Organisation, m.Body, m.Day.String())
			return err
		}
		if err != nil {
			return err
		}
		if kept, err = meetingIn(ctx, tx, ` WHERE m.id = $1`, id); err != nil {
			return err
		}
		entry.Subject = maturity.MeetingSubject(id)
		return appendAudit(ctx, tx, entry)
	})
	return kept, asError(err, "")
}

// agendaArray is never NULL.
func agendaArray(list []string) pq.StringArray { return append(pq.StringArray{}, list...) }

func meetingIn(ctx context.Context, tx *Tx, where string, args ...any) (maturity.Meeting, error) {
	var row meetingRow
	err := sqlx.GetContext(ctx, tx, &row, selectMeetings+where, args...)
	return row.meeting(), asError(err, "There is no such meeting.")
}

// ChangeMeeting writes body, day, agenda and whether it is cancelled over the version that m names; a later one is
// maturity.Conflict. A body whose pack is out keeps its name and day.
func (db *DB) ChangeMeeting(ctx context.Context, m maturity.Meeting, entry maturity.AuditEntry) (kept maturity.Meeting, err error) {
	err = db.InTx(ctx, func(tx *Tx) error {
		var now struct {
			Version int64
			Body    string
			Day     period.Day
			Out     bool
		}
		if err := tx.GetContext(ctx, &now, `SELECT version, body, day - date '1970-01-01' AS day,
			EXISTS (SELECT 1 FROM pack WHERE meeting_id = meeting.id AND state IN ('published', 'freezing', 'frozen')) AS out FROM meeting WHERE id = $1 FOR UPDATE`, m.ID); err != nil {
			return asError(err, "There is no such meeting.")
		}
		if now.Version != m.Version {
			return maturity.Errorf(maturity.Conflict, "The meeting was changed by somebody else meanwhile. Look at it again and repeat your change.")
		}
		if now.Out && (now.Body != m.Body || now.Day != m.Day || m.Cancelled) {
			return maturity.Errorf(maturity.Conflict, "The pack of this meeting is frozen or published: its body and day stay, and it cannot be cancelled. The agenda may still change.")
		}
		if _, err := tx.ExecContext(ctx, `UPDATE meeting SET body = $2, day = $3, agenda = $4, cancelled = $5, version = version + 1 WHERE id = $1`,
			m.ID, m.Body, m.Day.String(), agendaArray(m.Agenda), m.Cancelled); err != nil {
			return asError(err, "The body has a meeting on that day already.")
		}
		if kept, err = meetingIn(ctx, tx, ` WHERE m.id = $1`, m.ID); err != nil {
			return err
		}
		return appendAudit(ctx, tx, entry)
	})
	return kept, asError(err, "")
}
