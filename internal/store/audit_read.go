package store

import (
	"context"
	"database/sql"
	"encoding/hex"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"waymark/internal/maturity"
)

// auditRow is a line as it is read: the row, its link, and who its pseudonyms are.
type auditRow struct {
	ID        sql.NullInt64
	At        sql.NullTime
	Account   sql.NullString
	Login     sql.NullString
	Action    sql.NullString
	Subject   sql.NullString
	Whose     sql.NullString
	RequestID sql.NullString `db:"request_id"`
	Detail    sql.NullString
	Seq       sql.NullInt64
	Previous  []byte
	Hash      []byte
}

func (r auditRow) line() maturity.AuditLine {
	return maturity.AuditLine{ID: r.ID.Int64, At: r.At.Time, Account: r.Account.String, Login: r.Login.String, Action: r.Action.String, Subject: r.Subject.String,
		Whose: r.Whose.String, RequestID: r.RequestID.String, Detail: r.Detail.String, Seq: r.Seq.Int64, Previous: hex.EncodeToString(r.Previous), Hash: hex.EncodeToString(r.Hash)}
}

// auditLines chooses lines, newest first. An erased account has its pseudonym as login.
const auditLines = `
	WITH me AS (SELECT coalesce((SELECT pseudonym FROM account WHERE login = $8), '') AS pseudonym)
	SELECT a.id, a.at, a.account, nullif(who.login, a.account) AS login, a.action, a.subject, nullif(whose.login, a.subject) AS whose,
		a.request_id, a.detail::text AS detail, c.seq, c.previous, c.hash
	FROM audit a LEFT JOIN audit_chain c ON c.audit_id = a.id
		LEFT JOIN account who ON who.pseudonym = a.account LEFT JOIN account whose ON whose.pseudonym = a.subject CROSS JOIN me
	WHERE ($1::bigint = 0 OR a.id < $1) AND (coalesce(cardinality($2::text[]), 0) = 0 OR a.subject = ANY ($2)) AND starts_with(a.subject, $11)
		AND ($3 = '' OR a.account IN ($3, (SELECT pseudonym FROM account WHERE login = $3)) OR a.subject IN ($3, (SELECT pseudonym FROM account WHERE login = $3)))
		AND ($4 = '' OR a.action = $4 OR starts_with(a.action, $4 || '.')) AND ($5::timestamptz IS NULL OR a.at >= $5) AND ($6::timestamptz IS NULL OR a.at < $6)
		AND ($7 OR a.account = me.pseudonym OR a.subject = me.pseudonym OR ` + aboutOrganisations + `
			OR starts_with(a.subject, 'return ') AND (split_part(a.subject, ' ', 2), split_part(a.subject, ' ', 4)) IN (SELECT collection, organisation::text FROM unnest($12::text[], $13::integer[]) AS own (collection, organisation)))
	ORDER BY a.id DESC LIMIT $10`

// aboutOrganisations says whether the subject of a row is about one of the organisations in $9.
const aboutOrganisations = `CASE
	WHEN a.subject ~ '^submission [0-9]{1,18}$' THEN EXISTS (SELECT 1 FROM submission_organisation touched
		WHERE touched.submission_id = substr(a.subject, 12)::bigint AND touched.organisation_id = ANY ($9::integer[]))
	WHEN a.subject ~ '^return [^ ]+ [^ ]+ [0-9]{1,9}$' THEN split_part(a.subject, ' ', 4)::integer = ANY ($9::integer[])
	WHEN a.subject ~ '^organisation ' THEN EXISTS (SELECT 1 FROM organisation o WHERE o.code = substr(a.subject, 14) AND o.id = ANY ($9::integer[]))
	WHEN a.subject ~ '^meeting [0-9]{1,18}$' THEN EXISTS (SELECT 1 FROM meeting m WHERE m.id = substr(a.subject, 9)::bigint AND m.organisation_id = ANY ($9::integer[]))
	WHEN a.subject ~ '^pack [0-9]{1,18}$' THEN EXISTS (SELECT 1 FROM pack p JOIN meeting m ON m.id = p.meeting_id WHERE p.id = substr(a.subject, 6)::bigint AND m.organisation_id = ANY ($9::integer[]))
	WHEN a.action ~ '^break\.' THEN EXISTS (SELECT 1 FROM organisation o WHERE o.code = split_part(a.subject, ' ', 1) AND o.id = ANY ($9::integer[]))
	ELSE false END`

// Audit lists the lines that a filter chooses and its visitor may see, newest first; the id of the last is the next
// filter's Before.
func (db *DB) Audit(ctx context.Context, f maturity.AuditFilter) ([]maturity.AuditLine, error) {
	if f.Limit <= 0 {
		f.Limit = 50
	}
	return auditOf(ctx, db.x, f)
}

func auditOf(ctx context.Context, q sqlx.QueryerContext, f maturity.AuditFilter) ([]maturity.AuditLine, error) {
	var rows []auditRow
	var collections []string
	var returning []int64
	for id, organisations := range f.Returns {
		for _, o := range organisations {
			collections, returning = append(collections, id), append(returning, int64(o))
		}
	}
	err := sqlx.SelectContext(ctx, q, &rows, auditLines, f.Before, pq.Array(f.Subjects), f.Person, f.Action, bound(f.From), bound(f.To),
		f.Everywhere, f.Login, organisationArray(f.Organisations), f.Limit, f.Starts, pq.Array(collections), pq.Array(returning))
	out := make([]maturity.AuditLine, len(rows))
	for i, r := range rows {
		out[i] = r.line()
	}
	return out, asError(err, "The audit could not be read.")
}

func bound(t time.Time) sql.NullTime { return sql.NullTime{Time: t, Valid: !t.IsZero()} }

// AuditTrail lists what was done to any of the subjects, newest first. Who may see the subjects is for the caller to
// decide.
func (db *DB) AuditTrail(ctx context.Context, subjects []string, limit int) ([]maturity.AuditLine, error) {
	if len(subjects) == 0 {
		return nil, nil
	}
	return db.Audit(ctx, maturity.AuditFilter{Subjects: subjects, Limit: limit, Everywhere: true})
}

// EachAudit hands over every line that a filter chooses, newest first, in constant memory. Its Limit is not heeded.
func (db *DB) EachAudit(ctx context.Context, f maturity.AuditFilter, yield func(maturity.AuditLine) error) error {
	for f.Limit = 1000; ; {
		lines, err := db.Audit(ctx, f)
		if err != nil {
			return err
		}
		for _, l := range lines {
			if err := yield(l); err != nil {
				return err
			}
		}
		if len(lines) < f.Limit {
			return nil
		}
		f.Before = lines[len(lines)-1].ID
	}
}
