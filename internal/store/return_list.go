package store

import (
	"cmp"
	"context"
	"time"

	"github.com/lib/pq"

	"waymark/internal/maturity"
)

const listedColumns = returnColumns + `, o.code, o.name, o.short_name, o.kind AS body_kind,
	(SELECT count(*) FROM return_approval a WHERE a.return_id = r.id AND a.round = r.round AND a.voided_at IS NULL) AS approvals,
	coalesce((SELECT s.account FROM return_step s WHERE s.return_id = r.id AND s.action = 'scheduled' ORDER BY s.id DESC LIMIT 1), '') AS scheduled_by,
	coalesce((SELECT max(p.round) FROM return_publication p WHERE p.return_id = r.id), 0) AS published_round`

type listedRow struct {
	returnRow
	Code        string
	Name        string
	ShortName   string `db:"short_name"`
	BodyKind    string `db:"body_kind"`
	Approvals   int
	ScheduledBy string `db:"scheduled_by"`
	Published   int    `db:"published_round"`
}

// Returns lists returns that somebody has begun, newest period first and by name in it.
func (db *DB) Returns(ctx context.Context, f maturity.ReturnFilter) ([]maturity.ListedReturn, error) {
	states := make([]string, len(f.States))
	for i, s := range f.States {
		states[i] = string(s)
	}
	var start any
	if !f.Period.IsZero() {
		start = f.Period.Start.String()
	}
	var limit any
	if f.Limit > 0 {
		limit = f.Limit
	}
	return db.listReturns(ctx, `SELECT `+listedColumns+` FROM return r JOIN organisation o ON o.id = r.organisation_id
		WHERE ($1 OR r.organisation_id = ANY ($2::integer[])) AND ($3 = '' OR r.collection = $3)
			AND ($4::date IS NULL OR r.period_start = $4 AND r.period_kind = $5) AND (cardinality($6::text[]) = 0 OR r.state = ANY ($6))
		ORDER BY r.collection, r.period_start DESC, o.name, r.id LIMIT $7`,
		f.Everywhere, organisationArray(f.Organisations), f.Collection, start, f.Period.Kind, pq.Array(states), limit)
}

// ReturnByID finds a return by its number.
func (db *DB) ReturnByID(ctx context.Context, id int64) (maturity.ListedReturn, error) {
	list, err := db.listReturns(ctx, `SELECT `+listedColumns+` FROM return r JOIN organisation o ON o.id = r.organisation_id WHERE r.id = $1`, id)
	if err != nil || len(list) == 0 {
		return maturity.ListedReturn{}, cmp.Or(err, error(maturity.Errorf(maturity.NotFound, "There is no such return.")))
	}
	return list[0], nil
}

// ReturnOfSubmission finds the return that was published as a submission; NotFound where it was none.
func (db *DB) ReturnOfSubmission(ctx context.Context, submission int64) (maturity.ListedReturn, error) {
	list, err := db.listReturns(ctx, `SELECT `+listedColumns+` FROM return r JOIN organisation o ON o.id = r.organisation_id
		WHERE r.id IN (SELECT return_id FROM return_publication WHERE submission_id = $1)`, submission)
	if err != nil || len(list) == 0 {
		return maturity.ListedReturn{}, cmp.Or(err, error(maturity.Errorf(maturity.NotFound, "There is no such return.")))
	}
	return list[0], nil
}

// ReturnsDue lists approved returns whose time of publication has come.
func (db *DB) ReturnsDue(ctx context.Context, now time.Time) ([]maturity.ListedReturn, error) {
	return db.listReturns(ctx, `SELECT `+listedColumns+` FROM return r JOIN organisation o ON o.id = r.organisation_id
		WHERE r.state = 'approved' AND r.publish_at <= $1 AND r.held = '' ORDER BY r.publish_at, r.id`, now)
}

func (db *DB) listReturns(ctx context.Context, query string, args ...any) ([]maturity.ListedReturn, error) {
	var rows []listedRow
	if err := db.x.SelectContext(ctx, &rows, query, args...); err != nil {
		return nil, asError(err, "The returns could not be listed.")
	}
	out := make([]maturity.ListedReturn, len(rows))
	for i, r := range rows {
		out[i] = maturity.ListedReturn{Return: r.of(), Approvals: r.Approvals, ScheduledBy: r.ScheduledBy, Published: r.Published,
			Body: maturity.Organisation{ID: r.Organisation, Code: r.Code, Name: r.Name, ShortName: r.ShortName, Kind: r.BodyKind}}
	}
	return out, nil
}

// OrganisationByID finds an organisation by its number.
func (db *DB) OrganisationByID(ctx context.Context, id maturity.OrganisationID) (maturity.Organisation, error) {
	var row organisationRow
	err := db.x.GetContext(ctx, &row, selectOrganisation+` WHERE id = $1`, id)
	return row.organisation(), asError(err, "There is no such organisation.")
}
