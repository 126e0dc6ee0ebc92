package store

import (
	"context"
	"strings"
	"time"

	"github.com/lib/pq"

	"waymark/internal/maturity"
)

// MarkStale marks the series whose stored trajectories were computed with other definitions than those given by
// measure, and gives their number. definitions: measure id -> hash.
func (db *DB) MarkStale(ctx context.Context, at time.Time, definitions map[string]string) (int64, error) {
	measures, hashes := make([]string, 0, len(definitions)), make([]string, 0, len(definitions))
	for id, hash := range definitions {
		measures, hashes = append(measures, id), append(hashes, hash)
	}
	result, err := db.x.ExecContext(ctx, `
		INSERT INTO stale_series (organisation_id, measure_id, since)
		SELECT DISTINCT t.organisation_id, t.measure_id, $1::timestamptz
		FROM unnest($2::text[], $3::text[]) AS given (ref, hash)
		JOIN measure ON measure.ref = given.ref
		JOIN trajectory t ON t.measure_id = measure.id AND t.known_to = 'infinity' AND t.definition_hash <> given.hash
		ON CONFLICT (organisation_id, measure_id) DO NOTHING`, at, pq.Array(measures), pq.Array(hashes))
	if err != nil {
		return 0, asError(err, "The series could not be marked.")
	}
	n, err := result.RowsAffected()
	return n, asError(err, "")
}

// StaleSeries lists the series whose results no longer follow from what is stored.
func (db *DB) StaleSeries(ctx context.Context) ([]maturity.StaleSeries, error) {
	var out []maturity.StaleSeries
	err := db.x.SelectContext(ctx, &out, `SELECT organisation_id AS organisation, ref AS measure, since
		FROM stale_series JOIN measure ON measure.id = measure_id ORDER BY measure_id, organisation_id`)
	return out, asError(err, "The stale series could not be read.")
}

// ClearStale takes the marks away that were made at or before asAt and have not been renewed since they were read:
// results of an earlier time than a mark do not answer it.
func (db *DB) ClearStale(ctx context.Context, asAt time.Time, read []maturity.StaleSeries) error {
	refs, err := db.currentRefs(ctx)
	if err != nil {
		return err
	}
	organisations, measures, since := make([]int64, len(read)), make([]int64, len(read)), make([]time.Time, len(read))
	for i, s := range read {
		organisations[i], measures[i], since[i] = int64(s.Organisation), int64(refs.measureID[s.Measure]), s.Since
	}
	err = db.InTx(ctx, func(tx *Tx) error {
		if _, err := tx.ExecContext(ctx, notWaiting); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `
			DELETE FROM stale_series s USING unnest($1::integer[], $2::smallint[], $3::timestamptz[]) AS done (organisation_id, measure_id, since)
			WHERE s.organisation_id = done.organisation_id AND s.measure_id = done.measure_id AND s.since = done.since AND s.since <= $4`,
			pq.Array(organisations), pq.Array(measures), pq.Array(since), asAt)
		return err
	})
	return asError(err, "The marks could not be taken away.")
}

// firstOf looks a measure up in the index of a table. Asked for any row instead, the planner reads the whole table when
// it expects to meet one soon, which for a measure without rows is never.
func firstOf(table, condition string) string {
	return `(SELECT measure_id FROM ` + table + ` WHERE measure_id >= measure.id AND ` + condition + ` ORDER BY measure_id LIMIT 1) = measure.id`
}

var measuresInUse = `SELECT ref FROM measure WHERE ` + strings.Join([]string{
	firstOf("observation", `known_to = 'infinity'`), firstOf("observation", `known_to <> 'infinity'`), firstOf("trajectory", `known_to = 'infinity'`),
	firstOf("roll_up", `known_to = 'infinity'`), firstOf("benchmark", `known_to = 'infinity'`), firstOf("benchmark_position", `known_to = 'infinity'`)}, ` OR `)

// MeasuresInUse lists the measures that have any value or any result that is believed now.
func (db *DB) MeasuresInUse(ctx context.Context) ([]string, error) {
	var out []string
	err := db.x.SelectContext(ctx, &out, measuresInUse)
	return out, asError(err, "The measures in use could not be read.")
}
