package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/lib/pq"

	"waymark/internal/maturity"
)

var reliabilityMerge = mergeKind{
	table:   "reliability",
	columns: `measure_id smallint, inputs_hash text, definition_hash text, stated jsonb, back_test jsonb`,
	names:   `measure_id, inputs_hash, definition_hash, stated, back_test`,
	key:     `o.measure_id = n.measure_id`,
	same:    `o.inputs_hash = n.inputs_hash AND o.definition_hash = n.definition_hash AND o.stated = n.stated AND o.back_test = n.back_test`,
}

// WriteReliability brings the record of a measure's forecasts into the table, as all results are.
func (db *DB) WriteReliability(ctx context.Context, asAt time.Time, r maturity.Reliability) (maturity.WriteCounts, error) {
	refs, err := db.currentRefs(ctx)
	if err != nil {
		return maturity.WriteCounts{}, err
	}
	id := refs.measureID[r.Measure]
	line := fmt.Appendf(nil, "%d\t%s\t%s", id, r.InputsHash, r.Definition)
	for _, record := range []maturity.ReliabilityRecord{r.Stated, r.BackTest} {
		text, err := json.Marshal(record)
		if err != nil {
			return maturity.WriteCounts{}, fmt.Errorf("record of the forecasts of %s: %w", r.Measure, err)
		}
		line = appendText(append(line, '\t'), string(text))
	}
	return db.mergeResults(ctx, reliabilityMerge, asAt, id, append(line, '\n'), true)
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
