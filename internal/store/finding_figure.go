package store

import (
	"context"
	"database/sql"

	"github.com/lib/pq"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// RuleFigures gives all values of the measures of the organisations (nil: of all) that are believed now, from all sources:
// what rules look at. Masked values have no number. Cells and submissions are left out.
func (db *DB) RuleFigures(ctx context.Context, organisations []maturity.OrganisationID, measures []string) (out []maturity.Observation, err error) {
	refs, err := db.currentRefs(ctx)
	if err != nil {
		return nil, err
	}
	whose, args := ``, []any{catalogueNumbers(measures, refs.measureID)}
	if organisations != nil {
		whose, args = ` AND organisation_id = ANY ($2)`, append(args, organisationArray(organisations))
	}
	rows, err := db.x.QueryContext(ctx, `
		SELECT organisation_id, measure_id, period_kind, period_start - date '1970-01-01', source_id, state, flags, value, numerator, denominator
		FROM observation_shown WHERE measure_id = ANY ($1) AND known_to = 'infinity'`+whose+`
		ORDER BY organisation_id, measure_id, period_start, period_kind, source_id`, args...)
	if err != nil {
		return nil, asError(err, "The figures could not be read.")
	}
	defer rows.Close()
	for rows.Next() {
		var o maturity.Observation
		var measure, source int16
		var value, numerator, denominator sql.NullFloat64
		if err := rows.Scan(&o.Organisation, &measure, &o.Period.Kind, &o.Period.Start, &source, &o.State, &o.Flags, &value, &numerator, &denominator); err != nil {
			return nil, asError(err, "The figures could not be read.")
		}
		o.Measure, o.Source = refs.measureRef[measure], refs.sourceRef[source]
		o.Value, o.Numerator, o.Denominator = orNaN(value), orNaN(numerator), orNaN(denominator)
		out = append(out, o)
	}
	return out, asError(rows.Err(), "The figures could not be read.")
}

// PeerFigures gives, for each kind of organisation and period, the values of the measures that are believed now, from the
// preferred source of each organisation; plans are left out.
func (db *DB) PeerFigures(ctx context.Context, measures, plans []string) (out []maturity.PeerValues, err error) {
	refs, err := db.currentRefs(ctx)
	if err != nil {
		return nil, err
	}
	rows, err := db.x.QueryContext(ctx, `
		SELECT measure_id, kind, period_kind, period_start - date '1970-01-01', array_agg(value ORDER BY value) FROM (
			SELECT DISTINCT ON (o.organisation_id, o.measure_id, o.period_start, o.period_kind) o.measure_id, g.kind, o.period_kind, o.period_start, o.state, o.value
			FROM observation_shown o JOIN organisation g ON g.id = o.organisation_id JOIN source s ON s.id = o.source_id
			WHERE o.measure_id = ANY ($1) AND o.known_to = 'infinity' AND o.source_id <> ALL ($2)
			ORDER BY o.organisation_id, o.measure_id, o.period_start, o.period_kind, s.preference, o.source_id) AS shown
		WHERE state IN ($3, $4) AND value IS NOT NULL
		GROUP BY measure_id, kind, period_kind, period_start`, catalogueNumbers(measures, refs.measureID), catalogueNumbers(plans, refs.sourceID), maturity.Reported, maturity.NilReturn)
	if err != nil {
		return nil, asError(err, "The figures could not be read.")
	}
	defer rows.Close()
	for rows.Next() {
		var p maturity.PeerValues
		var measure int16
		if err := rows.Scan(&measure, &p.Kind, &p.Period.Kind, &p.Period.Start, (*pq.Float64Array)(&p.Values)); err != nil {
			return nil, asError(err, "The figures could not be read.")
		}
		p.Measure = refs.measureRef[measure]
		out = append(out, p)
	}
	return out, asError(rows.Err(), "The figures could not be read.")
}

// Returning lists the organisations that have values of any of the measures now, in order.
func (db *DB) Returning(ctx context.Context, measures []string) (out []maturity.OrganisationID, err error) {
	refs, err := db.currentRefs(ctx)
	if err != nil {
		return nil, err
	}
	err = db.x.SelectContext(ctx, &out, `SELECT DISTINCT organisation_id FROM observation_shown WHERE measure_id = ANY ($1) AND known_to = 'infinity' ORDER BY organisation_id`,
		catalogueNumbers(measures, refs.measureID))
	return out, asError(err, "The organisations could not be read.")
}

// SubmittedFigures gives the values of the returns of a collection and period that wait for approval or publication, as
// observations of a source.
func (db *DB) SubmittedFigures(ctx context.Context, collection string, p period.Period, source string) (out []maturity.Observation, err error) {
	refs, err := db.currentRefs(ctx)
	if err != nil {
		return nil, err
	}
	rows, err := db.x.QueryContext(ctx, `
		SELECT r.organisation_id, v.measure_id, v.state, v.value, v.numerator, v.denominator FROM return r JOIN return_value v ON v.return_id = r.id
		WHERE r.collection = $1 AND r.period_kind = $2 AND r.period_start = $3 AND r.state IN ($4, $5)
		ORDER BY r.organisation_id, v.measure_id`, collection, int(p.Kind), p.Start.String(), maturity.ReturnSubmitted, maturity.ReturnApproved)
	if err != nil {
		return nil, asError(err, "The returns could not be read.")
	}
	defer rows.Close()
	for rows.Next() {
		o := maturity.Observation{Period: p, Source: source}
		var measure int16
		var value, numerator, denominator sql.NullFloat64
		if err := rows.Scan(&o.Organisation, &measure, &o.State, &value, &numerator, &denominator); err != nil {
			return nil, asError(err, "The returns could not be read.")
		}
		o.Measure, o.Value, o.Numerator, o.Denominator = refs.measureRef[measure], orNaN(value), orNaN(numerator), orNaN(denominator)
		out = append(out, o)
	}
	return out, asError(rows.Err(), "The returns could not be read.")
}
