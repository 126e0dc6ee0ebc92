package store

import (
	"context"
	"database/sql"
	"time"

	"github.com/lib/pq"

	"waymark/internal/maturity"
)

// EachVersion calls yield for every value of the organisations in a measure that was ever believed up to asAt, with
// since when and until when (zero: still, at asAt), in order of organisation and period; of one period the preferred
// source first. Values of the sources named in plans, and cells, are left out.
func (db *DB) EachVersion(ctx context.Context, measure string, organisations []maturity.OrganisationID, plans []string, asAt time.Time, yield func(maturity.Observation) error) error {
	refs, err := db.currentRefs(ctx)
	if err != nil {
		return err
	}
	rows, err := db.x.QueryContext(ctx, `
		SELECT organisation_id, period_kind, period_start - date '1970-01-01', source.ref, known_from, CASE WHEN known_to <= $3 THEN known_to END,
			state, flags, value, numerator, denominator
		FROM observation_shown JOIN source ON source.id = source_id
		WHERE measure_id = $1 AND organisation_id = ANY ($2) AND known_from <= $3 AND source.ref <> ALL ($4)
		ORDER BY organisation_id, period_start, period_kind, preference, source_id, known_from`,
		refs.measureID[measure], pq.Array(organisationNumbers(organisations)), asAt, pq.Array(append([]string{}, plans...)))
	if err != nil {
		return asError(err, "The history of the series could not be read.")
	}
	defer rows.Close()
	for rows.Next() {
		o := maturity.Observation{Measure: measure}
		var knownTo sql.NullTime
		var value, numerator, denominator sql.NullFloat64
		if err := rows.Scan(&o.Organisation, &o.Period.Kind, &o.Period.Start, &o.Source, &o.KnownFrom, &knownTo, &o.State, &o.Flags, &value, &numerator, &denominator); err != nil {
			return asError(err, "The history of the series could not be read.")
		}
		o.KnownTo, o.Value, o.Numerator, o.Denominator = knownTo.Time, orNaN(value), orNaN(numerator), orNaN(denominator)
		if err := yield(o); err != nil {
			return err
		}
	}
	return asError(rows.Err(), "The history of the series could not be read.")
}

// EachEnded calls yield for every trajectory of the organisations in a measure that something else has taken the place
// of by asAt, in order of organisation and of when it was computed.
func (db *DB) EachEnded(ctx context.Context, measure string, organisations []maturity.OrganisationID, asAt time.Time, yield func(maturity.Trajectory) error) error {
	if len(organisations) == 0 {
		return nil
	}
	return db.eachTrajectory(ctx, `SELECT organisation_id, measure_id, target_ref, known_from, nullif(known_to, 'infinity'), status, probability, inputs_hash, definition_hash, detail - 'observed'
		FROM trajectory
		WHERE organisation_id = ANY ($1) AND measure_id = ANY ($2) AND known_to <= $3 AND detail ? 'projected'
		ORDER BY organisation_id, known_from, target_ref`, yield, organisations, []string{measure}, asAt)
}
