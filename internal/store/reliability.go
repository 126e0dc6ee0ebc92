package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/lib/pq"

	"waymark/internal/maturity"
)

// mergeReliability is what mergeResults does, in one statement: a measure has one row, and there are many measures.
const mergeReliability = `
	WITH later AS (
		SELECT FROM reliability WHERE measure_id = $1 AND known_to > $2 AND (known_from > $2 OR known_to <> 'infinity')
	), same AS (
		SELECT FROM reliability WHERE measure_id = $1 AND known_to = 'infinity' AND known_from <= $2
			AND inputs_hash = $3 AND definition_hash = $4 AND stated = $5::jsonb AND back_test = $6::jsonb
	), closed AS (
		UPDATE reliability SET known_to = $2 WHERE measure_id = $1 AND known_to = 'infinity' AND known_from < $2
			AND NOT EXISTS (SELECT FROM later) AND NOT EXISTS (SELECT FROM same)
	), written AS (
		INSERT INTO reliability (measure_id, known_from, inputs_hash, definition_hash, stated, back_test)
		SELECT $1::smallint, $2::timestamptz, $3, $4, $5::jsonb, $6::jsonb WHERE NOT EXISTS (SELECT FROM later) AND NOT EXISTS (SELECT FROM same)
		ON CONFLICT (measure_id, known_from) DO UPDATE
			SET inputs_hash = excluded.inputs_hash, definition_hash = excluded.definition_hash, stated = excluded.stated, back_test = excluded.back_test
		RETURNING 1
	)
	SELECT (SELECT count(*) FROM written), (SELECT count(*) FROM same), (SELECT least(count(*), 1) FROM later)`

// WriteReliability brings the record of a measure's forecasts into the table, as all results are.
func (db *DB) WriteReliability(ctx context.Context, asAt time.Time, r maturity.Reliability) (counts maturity.WriteCounts, err error) {
	refs, err := db.currentRefs(ctx)
	if err != nil {
		return counts, err
	}
	stated, err := json.Marshal(r.Stated)
	if err != nil {
		return counts, fmt.Errorf("record of the forecasts of %s: %w", r.Measure, err)
	}
	tested, err := json.Marshal(r.BackTest)
	if err != nil {
		return counts, fmt.Errorf("record of the forecasts of %s: %w", r.Measure, err)
	}
	err = db.InTx(ctx, func(tx *Tx) error {
		if _, err := tx.ExecContext(ctx, notWaiting); err != nil {
			return err
		}
		err := tx.QueryRowContext(ctx, mergeReliability, refs.measureID[r.Measure], asAt, r.InputsHash, r.Definition, string(stated), string(tested)).
			Scan(&counts.Written, &counts.Unchanged, &counts.Later)
		if err != nil || counts.Written == 0 {
			return err
		}
		return newVersion(ctx, tx, asAt)
	})
	return counts, asError(err, "The record of the forecasts could not be written.")
}

// Reliability gives the records of the measures (none: all) as at a time (zero: now), in order of the measures' ids.
func (db *DB) Reliability(ctx context.Context, measures []string, asAt time.Time) ([]maturity.Reliability, error) {
	at := any(asAt)
	if asAt.IsZero() {
		at = nil
	}
	if measures == nil {
		measures = []string{}
	}
	var rows []struct {
		Ref        string
		KnownFrom  time.Time  `db:"known_from"`
		KnownTo    *time.Time `db:"known_to"`
		Inputs     string     `db:"inputs_hash"`
		Definition string     `db:"definition_hash"`
		Stated     []byte
		BackTest   []byte `db:"back_test"`
	}
	err := db.x.SelectContext(ctx, &rows, `
		SELECT ref, known_from, nullif(known_to, 'infinity') AS known_to, inputs_hash, definition_hash, stated, back_test
		FROM reliability JOIN measure ON measure.id = measure_id
		WHERE (cardinality($1::text[]) = 0 OR ref = ANY ($1)) AND CASE WHEN $2::timestamptz IS NULL THEN known_to = 'infinity' ELSE known_from <= $2 AND known_to > $2 END
		ORDER BY ref COLLATE "C"`, pq.Array(measures), at)
	if err != nil {
		return nil, asError(err, "The record of the forecasts could not be read.")
	}
	out := make([]maturity.Reliability, len(rows))
	for i, r := range rows {
		out[i] = maturity.Reliability{Measure: r.Ref, KnownFrom: r.KnownFrom, InputsHash: r.Inputs, Definition: r.Definition}
		if r.KnownTo != nil {
			out[i].KnownTo = *r.KnownTo
		}
		for text, into := range map[*[]byte]*maturity.ReliabilityRecord{&r.Stated: &out[i].Stated, &r.BackTest: &out[i].BackTest} {
			if err := json.Unmarshal(*text, into); err != nil {
				return nil, asError(err, "The record of the forecasts could not be read.")
			}
		}
	}
	return out, nil
}
