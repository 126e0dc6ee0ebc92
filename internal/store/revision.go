package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"github.com/lib/pq"

	"waymark/internal/maturity"
)

// changedFigures chooses the figures of measure $1 of which more than one version was known by $2; few beside the others,
// and in an index of their own. Plans ($3) are left out.
const changedFigures = `
	WITH changed AS (
		SELECT DISTINCT organisation_id, period_start, period_kind, source_id FROM observation_shown
		WHERE measure_id = $1 AND known_to <> 'infinity' AND known_to <= $2 AND source_id <> ALL ($3))`

// EachRevised yields every version, known by asAt, of the figures of a measure that ever changed, those of a figure
// together and in order of time. Figures of the sources named in plans are left out, and so are cells.
func (db *DB) EachRevised(ctx context.Context, measure string, plans []string, asAt time.Time, yield func(maturity.Observation) error) error {
	refs, err := db.currentRefs(ctx)
	if err != nil {
		return err
	}
	rows, err := db.x.QueryContext(ctx, changedFigures+`
		SELECT o.organisation_id, o.period_kind, o.period_start - date '1970-01-01', o.source_id, o.known_from, o.state, o.value
		FROM changed c JOIN observation_shown o ON o.organisation_id = c.organisation_id AND o.measure_id = $1 AND o.period_start = c.period_start
			AND o.period_kind = c.period_kind AND o.source_id = c.source_id
		WHERE o.known_from <= $2
		ORDER BY o.organisation_id, o.period_start, o.period_kind, o.source_id, o.known_from`, refs.measureID[measure], asAt, catalogueNumbers(plans, refs.sourceID))
	if err != nil {
		return asError(err, "The history of the figures could not be read.")
	}
	defer rows.Close()
	for rows.Next() {
		o := maturity.Observation{Measure: measure}
		var source int16
		var value sql.NullFloat64
		if err := rows.Scan(&o.Organisation, &o.Period.Kind, &o.Period.Start, &source, &o.KnownFrom, &o.State, &value); err != nil {
			return asError(err, "The history of the figures could not be read.")
		}
		o.Source, o.Value = refs.sourceRef[source], orNaN(value)
		if err := yield(o); err != nil {
			return err
		}
	}
	return asError(rows.Err(), "The history of the figures could not be read.")
}

// FirstKnown counts the figures of a measure of which one version was known by asAt, by source, period and the day on
// which they were first known.
func (db *DB) FirstKnown(ctx context.Context, measure string, plans []string, asAt time.Time) ([]maturity.FirstKnown, error) {
	refs, err := db.currentRefs(ctx)
	if err != nil {
		return nil, err
	}
	rows, err := db.x.QueryContext(ctx, changedFigures+`
		SELECT o.source_id, o.period_kind, o.period_start - date '1970-01-01', o.known_from::date - date '1970-01-01', count(*)
		FROM (SELECT * FROM observation_shown WHERE known_to = 'infinity' UNION ALL SELECT * FROM observation_shown WHERE known_to <> 'infinity' AND known_to > $2) o
		WHERE o.measure_id = $1 AND o.known_from <= $2 AND o.source_id <> ALL ($3) AND o.state IN (1, 2) AND o.value IS NOT NULL
			AND NOT EXISTS (SELECT 1 FROM changed c WHERE c.organisation_id = o.organisation_id AND c.period_start = o.period_start
				AND c.period_kind = o.period_kind AND c.source_id = o.source_id)
		GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4`, refs.measureID[measure], asAt, catalogueNumbers(plans, refs.sourceID))
	if err != nil {
		return nil, asError(err, "The history of the figures could not be read.")
	}
	defer rows.Close()
	var out []maturity.FirstKnown
	for rows.Next() {
		var f maturity.FirstKnown
		var source int16
		if err := rows.Scan(&source, &f.Period.Kind, &f.Period.Start, &f.Day, &f.Count); err != nil {
			return nil, asError(err, "The history of the figures could not be read.")
		}
		f.Source = refs.sourceRef[source]
		out = append(out, f)
	}
	return out, asError(rows.Err(), "The history of the figures could not be read.")
}

// mergeRevision is what mergeReliability does, for the record of revisions.
const mergeRevision = `
	WITH later AS (
		SELECT FROM revision WHERE measure_id = $1 AND known_to > $2 AND (known_from > $2 OR known_to <> 'infinity')
	), same AS (
		SELECT FROM revision WHERE measure_id = $1 AND known_to = 'infinity' AND known_from <= $2
			AND definition_hash = $3 AND illustrative = $4 AND record = $5::jsonb
	), closed AS (
		UPDATE revision SET known_to = $2 WHERE measure_id = $1 AND known_to = 'infinity' AND known_from < $2
			AND NOT EXISTS (SELECT FROM later) AND NOT EXISTS (SELECT FROM same)
	), written AS (
		INSERT INTO revision (measure_id, known_from, definition_hash, illustrative, record)
		SELECT $1::smallint, $2::timestamptz, $3, $4, $5::jsonb WHERE NOT EXISTS (SELECT FROM later) AND NOT EXISTS (SELECT FROM same)
		ON CONFLICT (measure_id, known_from) DO UPDATE
			SET definition_hash = excluded.definition_hash, illustrative = excluded.illustrative, record = excluded.record
		RETURNING 1
	)
	SELECT (SELECT count(*) FROM written), (SELECT count(*) FROM same), (SELECT least(count(*), 1) FROM later)`

// WriteRevision brings the record of a measure's revisions into the table, as all results are.
func (db *DB) WriteRevision(ctx context.Context, asAt time.Time, r maturity.Revision) (counts maturity.WriteCounts, err error) {
	refs, err := db.currentRefs(ctx)
	if err != nil {
		return counts, err
	}
	record, err := json.Marshal(r.Record)
	if err != nil {
		return counts, fmt.Errorf("revisions of %s: %w", r.Measure, err)
	}
	err = db.InTx(ctx, func(tx *Tx) error {
		if _, err := tx.ExecContext(ctx, notWaiting); err != nil {
			return err
		}
		err := tx.QueryRowContext(ctx, mergeRevision, refs.measureID[r.Measure], asAt, r.Definition, r.Illustrative, string(record)).
			Scan(&counts.Written, &counts.Unchanged, &counts.Later)
		if err != nil || counts.Written == 0 {
			return err
		}
		return newVersion(ctx, tx, asAt)
	})
	return counts, asError(err, "The record of the revisions could not be written.")
}

// CloseRevision ends the record of a measure none of whose figures ever changed.
func (db *DB) CloseRevision(ctx context.Context, asAt time.Time, measure string) (int64, error) {
	refs, err := db.currentRefs(ctx)
	if err != nil {
		return 0, err
	}
	return db.closeMeasure(ctx, "revision", asAt, refs.measureID[measure])
}

// Revisions gives the records of the measures (none: all) as at a time (zero: now), in order of the measures' ids.
func (db *DB) Revisions(ctx context.Context, measures []string, asAt time.Time) ([]maturity.Revision, error) {
	at := any(asAt)
	if asAt.IsZero() {
		at = nil
	}
	var rows []struct {
		Ref          string
		KnownFrom    time.Time  `db:"known_from"`
		KnownTo      *time.Time `db:"known_to"`
		Definition   string     `db:"definition_hash"`
		Illustrative bool
		Record       []byte
	}
	err := db.x.SelectContext(ctx, &rows, `
		SELECT ref, known_from, nullif(known_to, 'infinity') AS known_to, definition_hash, illustrative, record
		FROM revision JOIN measure ON measure.id = measure_id
		WHERE (cardinality($1::text[]) = 0 OR ref = ANY ($1)) AND CASE WHEN $2::timestamptz IS NULL THEN known_to = 'infinity' ELSE known_from <= $2 AND known_to > $2 END
		ORDER BY ref COLLATE "C"`, pq.Array(append([]string{}, measures...)), at)
	if err != nil {
		return nil, asError(err, "The record of the revisions could not be read.")
	}
	out := make([]maturity.Revision, len(rows))
	for i, r := range rows {
		out[i] = maturity.Revision{Measure: r.Ref, KnownFrom: r.KnownFrom, Definition: r.Definition, Illustrative: r.Illustrative}
		if r.KnownTo != nil {
			out[i].KnownTo = *r.KnownTo
		}
		if err := json.Unmarshal(r.Record, &out[i].Record); err != nil {
			return nil, asError(err, "The record of the revisions could not be read.")
		}
	}
	return out, nil
}
