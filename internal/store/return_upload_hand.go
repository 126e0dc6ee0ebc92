package store

import (
	"context"

	"github.com/lib/pq"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// HandIns lists the returns of a submission that can be submitted as far as their figures go: every required one is
// there, none of the file was held back, and the return waits for it. Those with figures missing are noted as incomplete.
func (db *DB) HandIns(ctx context.Context, id int64, required []string) ([]maturity.HandIn, error) {
	refs, err := db.currentRefs(ctx)
	if err != nil {
		return nil, err
	}
	measures, _ := measureNumbers(refs, required)
	var rows []struct {
		ID           int64
		Version      int64
		Collection   string
		Organisation maturity.OrganisationID
		Kind         period.Kind
		Start        period.Day
	}
	err = db.InTx(ctx, func(tx *Tx) error {
		waiting := ` FROM submission_organisation so JOIN return r ON r.id = so.return_id
			WHERE so.submission_id = $1 AND (so.outcome = 'saved' AND r.state IN ('draft', 'changes_requested') OR so.outcome = 'unchanged' AND r.state = 'draft') AND so.held_values = 0`
		const complete = ` (SELECT count(*) FROM return_value v WHERE v.return_id = r.id AND v.measure_id = ANY ($2::smallint[])) = cardinality($2::smallint[])`
		if _, err := tx.ExecContext(ctx, `UPDATE submission_organisation so SET outcome = 'incomplete' FROM return r
			WHERE r.id = so.return_id AND so.submission_id = $1 AND so.outcome = 'saved' AND NOT`+complete, id, pq.Array(measures)); err != nil {
			return err
		}
		return tx.SelectContext(ctx, &rows, `SELECT r.id, r.version, r.collection, r.organisation_id AS organisation, r.period_kind AS kind, r.period_start - date '1970-01-01' AS start`+
			waiting+` AND`+complete+` ORDER BY r.id`, id, pq.Array(measures))
	})
	out := make([]maturity.HandIn, len(rows))
	for i, r := range rows {
		out[i] = maturity.HandIn{ID: r.ID, Version: r.Version, ReturnKey: maturity.ReturnKey{Collection: r.Collection, Organisation: r.Organisation, Period: period.Period{Kind: r.Kind, Start: r.Start}}}
	}
	return out, err
}

// SettleReturns ends a submission that goes into returns, with what came of those that were submitted.
func (db *DB) SettleReturns(ctx context.Context, s maturity.Submission, worker string, done []maturity.HandIn) error {
	ids, outcomes, whys := make([]int64, len(done)), make([]string, len(done)), make([]string, len(done))
	for i, h := range done {
		ids[i], outcomes[i], whys[i] = h.ID, string(h.Outcome), h.Why
	}
	return db.InTx(ctx, func(tx *Tx) error {
		if _, err := tx.own(ctx, s.ID, worker); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `UPDATE submission_organisation so SET outcome = given.outcome, why = given.why
			FROM unnest($2::bigint[], $3::text[], $4::text[]) AS given (return_id, outcome, why)
			WHERE so.submission_id = $1 AND so.return_id = given.return_id`, s.ID, pq.Array(ids), pq.Array(outcomes), pq.Array(whys)); err != nil {
			return err
		}
		return tx.conclude(ctx, s, false)
	})
}

// EachReturnValue calls yield for every value of the returns of a round by the organisations, in order of organisation
// and measure.
func (db *DB) EachReturnValue(ctx context.Context, collection string, p period.Period, organisations []maturity.OrganisationID, yield func(maturity.OrganisationID, maturity.ReturnValue) error) error {
	rows, err := db.x.QueryxContext(ctx, `SELECT r.organisation_id, `+returnValueColumns+`
		FROM return r JOIN return_value v ON v.return_id = r.id JOIN measure m ON m.id = v.measure_id
		WHERE r.collection = $1 AND r.period_kind = $2 AND r.period_start = $3 AND r.organisation_id = ANY ($4) ORDER BY r.organisation_id, m.ref COLLATE "C"`,
		collection, p.Kind, p.Start.String(), organisationArray(organisations))
	if err != nil {
		return asError(err, "The values of the returns could not be read.")
	}
	defer rows.Close()
	for rows.Next() {
		var row struct {
			Organisation maturity.OrganisationID `db:"organisation_id"`
			returnValueRow
		}
		if err := rows.StructScan(&row); err != nil {
			return asError(err, "")
		}
		if err := yield(row.Organisation, row.value()); err != nil {
			return err
		}
	}
	return asError(rows.Err(), "The values of the returns could not be read.")
}
