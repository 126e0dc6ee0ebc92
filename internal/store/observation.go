package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// observationColumns reads a row of observation named o with the name of its sheet.
const observationColumns = `o.organisation_id, o.measure_id, o.period_kind, o.period_start - date '1970-01-01' AS start, o.source_id, o.known_from,
	nullif(o.known_to, 'infinity') AS known_to, o.state, o.flags, o.value, o.numerator, o.denominator, o.submission_id, o.cell_row, o.cell_column,
	coalesce(o.seen, '') AS seen, coalesce((SELECT name FROM submission_sheet x WHERE x.submission_id = o.submission_id AND x.sheet = o.sheet), '') AS sheet`

type observationRow struct {
	Organisation maturity.OrganisationID `db:"organisation_id"`
	MeasureID    int16                   `db:"measure_id"`
	Kind         period.Kind             `db:"period_kind"`
	Start        period.Day              `db:"start"`
	SourceID     int16                   `db:"source_id"`
	KnownFrom    time.Time               `db:"known_from"`
	KnownTo      sql.NullTime            `db:"known_to"`
	State        maturity.State          `db:"state"`
	Flags        maturity.Flag           `db:"flags"`
	Value        sql.NullFloat64         `db:"value"`
	Numerator    sql.NullFloat64         `db:"numerator"`
	Denominator  sql.NullFloat64         `db:"denominator"`
	Submission   int64                   `db:"submission_id"`
	Row          int                     `db:"cell_row"`
	Column       int                     `db:"cell_column"`
	Seen         string                  `db:"seen"`
	Comment      string                  `db:"comment"`
	Sheet        string                  `db:"sheet"`
}

func (r observationRow) observation(refs *refs) maturity.Observation {
	return maturity.Observation{Organisation: r.Organisation, Measure: refs.measureRef[r.MeasureID], Period: period.Period{Kind: r.Kind, Start: r.Start},
		Source: refs.sourceRef[r.SourceID], State: r.State, Flags: r.Flags, Value: orNaN(r.Value), Numerator: orNaN(r.Numerator),
		Denominator: orNaN(r.Denominator), KnownFrom: r.KnownFrom, KnownTo: r.KnownTo.Time, Submission: r.Submission,
		Cell: maturity.Cell{Sheet: r.Sheet, Row: r.Row, Column: r.Column}, Seen: r.Seen, Comment: r.Comment}
}

// Observations gives a page of observations in order of organisation, measure, period and source, and the cursor of
// the next page: "" when this is the last one.
func (db *DB) Observations(ctx context.Context, f maturity.ObservationFilter) (page []maturity.Observation, next string, err error) {
	if f.Limit <= 0 {
		f.Limit = 500
	}
	limit := f.Limit
	f.Limit++
	var last observationRow
	err = db.observations(ctx, f, func(r observationRow, o maturity.Observation) error {
		if len(page) == limit {
			next = cursorOf(last, f.AllSources)
			return nil
		}
		last = r
		page = append(page, o)
		return nil
	})
	return page, next, err
}

// EachObservation calls yield for every observation of the filter (Limit 0: all) in the order of Observations, in
// constant memory. An error of yield ends it.
func (db *DB) EachObservation(ctx context.Context, f maturity.ObservationFilter, yield func(maturity.Observation) error) error {
	return db.observations(ctx, f, func(_ observationRow, o maturity.Observation) error { return yield(o) })
}

func (db *DB) observations(ctx context.Context, f maturity.ObservationFilter, yield func(observationRow, maturity.Observation) error) error {
	refs, err := db.currentRefs(ctx)
	if err != nil {
		return err
	}
	chosen, err := selectObservations(f, refs)
	if err != nil {
		return err
	}
	query := chosen.query(f.AllSources)
	if f.Limit > 0 {
		query += fmt.Sprintf(` LIMIT %d`, f.Limit)
	}
	rows, err := db.x.QueryxContext(ctx, query, chosen.args...)
	if err != nil {
		return asError(err, "The observations could not be read.")
	}
	defer rows.Close()
	for rows.Next() {
		var r observationRow
		if err := rows.StructScan(&r); err != nil {
			return asError(err, "The observations could not be read.")
		}
		if err := yield(r, r.observation(refs)); err != nil {
			return err
		}
	}
	return asError(rows.Err(), "The observations could not be read.")
}
