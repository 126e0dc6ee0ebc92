package store

import (
	"context"
	"database/sql"
	"time"

	"github.com/lib/pq"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// Contacts lists the accounts that may submit for any of the organisations at a time, by organisation and sign-in name.
func (db *DB) Contacts(ctx context.Context, organisations []maturity.OrganisationID, at time.Time) (out []maturity.Contact, err error) {
	err = db.x.SelectContext(ctx, &out, `
		SELECT a.id AS account, a.login, a.email, g.organisation_id AS organisation, g.collection
		FROM account_grant g JOIN account a ON a.id = g.account_id
		WHERE g.role = 'submitter' AND g.organisation_id = ANY ($1) AND NOT a.disabled AND a.erased_at IS NULL
			AND coalesce(g.since, '-infinity') <= $2 AND coalesce(g.until, 'infinity') > $2
		ORDER BY g.organisation_id, a.login, g.collection`, organisationArray(organisations), at)
	return out, asError(err, "Who submits could not be read.")
}

// Reminders gives, for each return and account, the last day for which a reminder of it was written and not dropped, since a
// day.
func (db *DB) Reminders(ctx context.Context, collections []string, since period.Day) ([]maturity.Reminded, error) {
	var rows []struct {
		Collection   string
		Organisation maturity.OrganisationID
		Kind         period.Kind
		Start        period.Day
		Account      int32
		Day          period.Day
		SentAt       sql.NullTime `db:"sent_at"`
	}
	err := db.x.SelectContext(ctx, &rows, `
		SELECT DISTINCT ON (r.collection, r.organisation_id, r.period_kind, r.period_start, m.account_id)
			r.collection, r.organisation_id AS organisation, r.period_kind AS kind, r.period_start - date '1970-01-01' AS start,
			m.account_id AS account, m.day - date '1970-01-01' AS day, m.sent_at
		FROM message m JOIN message_return r ON r.message_id = m.id
		WHERE m.kind = 'reminder' AND m.state <> 'dropped' AND r.collection = ANY ($1) AND m.day >= date '1970-01-01' + $2::integer
		ORDER BY r.collection, r.organisation_id, r.period_kind, r.period_start, m.account_id, m.day DESC`, pq.Array(collections), since)
	out := make([]maturity.Reminded, len(rows))
	for i, r := range rows {
		key := maturity.ReturnKey{Collection: r.Collection, Organisation: r.Organisation, Period: period.Period{Kind: r.Kind, Start: r.Start}}
		out[i] = maturity.Reminded{ReturnKey: key, Account: r.Account, Day: r.Day, SentAt: r.SentAt.Time}
	}
	return out, asError(err, "The reminders could not be read.")
}
