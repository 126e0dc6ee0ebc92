package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/lib/pq"

	"waymark/internal/maturity"
)

var trajectoryMerge = mergeKind{
	table: "trajectory",
	columns: `organisation_id integer, measure_id smallint, target_ref text, status text, probability double precision, latest_value double precision,
		latest_period text, forecast_at_due double precision, inputs_hash text, definition_hash text, detail jsonb`,
	names: `organisation_id, measure_id, target_ref, status, probability, latest_value, latest_period, forecast_at_due, inputs_hash, definition_hash, detail`,
	key:   `o.organisation_id = n.organisation_id AND o.measure_id = n.measure_id AND o.target_ref = n.target_ref`,
	same: `o.inputs_hash = n.inputs_hash AND o.definition_hash = n.definition_hash AND o.status = n.status
		AND o.probability IS NOT DISTINCT FROM n.probability AND o.detail = n.detail`,
}

// WriteTrajectories brings computed trajectories of a measure into the table: what says the same stays, what differs is closed at
// asAt and opened anew, what is there for a later time is left alone.
func (db *DB) WriteTrajectories(ctx context.Context, asAt time.Time, measure string, computed []maturity.Trajectory) (maturity.WriteCounts, error) {
	if len(computed) == 0 {
		return maturity.WriteCounts{}, nil
	}
	refs, err := db.currentRefs(ctx)
	if err != nil {
		return maturity.WriteCounts{}, err
	}
	var lines []byte
	for _, t := range computed {
		if lines, err = appendTrajectory(lines, refs.measureID[measure], t); err != nil {
			return maturity.WriteCounts{}, err
		}
	}
	return db.mergeResults(ctx, trajectoryMerge, asAt, refs.measureID[measure], lines, false)
}

func appendTrajectory(b []byte, measure int16, t maturity.Trajectory) ([]byte, error) {
	detail, err := json.Marshal(detailOf(t))
	if err != nil {
		return b, fmt.Errorf("trajectory of organisation %d on %s: %w", t.Organisation, t.Measure, err)
	}
	b = fmt.Appendf(b, "%d\t%d\t", t.Organisation, measure)
	b = appendText(b, t.Target)
	b = append(append(b, '\t'), t.Status...)
	b = appendNumber(b, t.Probability)
	if t.Latest != nil {
		b = append(append(appendNumber(b, t.Latest.Value), '\t'), t.Latest.Period.Code()...)
	} else {
		b = append(b, '\t', '\\', 'N', '\t')
	}
	if t.AtDue != nil {
		b = appendNumber(b, t.AtDue.Median)
	} else {
		b = append(b, '\t', '\\', 'N')
	}
	b = append(append(b, '\t'), t.InputsHash...)
	b = append(append(b, '\t'), t.Definition...)
	b = appendText(append(b, '\t'), string(detail))
	return append(b, '\n'), nil
}

// appendText writes text in the escapes of COPY.
func appendText(b []byte, text string) []byte {
	for i := 0; i < len(text); i++ {
		switch c := text[i]; c {
		case '\\':
			b = append(b, '\\', '\\')
		case '\t':
			b = append(b, '\\', 't')
		case '\n':
			b = append(b, '\\', 'n')
		case '\r':
			b = append(b, '\\', 'r')
		default:
			b = append(b, c)
		}
	}
	return b
}

// StoredResults lists what is believed now of a measure's trajectories: their keys and hashes.
func (db *DB) StoredResults(ctx context.Context, measure string) ([]maturity.StoredResult, error) {
	refs, err := db.currentRefs(ctx)
	if err != nil {
		return nil, err
	}
	rows, err := db.x.QueryContext(ctx, `SELECT organisation_id, target_ref, inputs_hash, definition_hash, known_from FROM trajectory
		WHERE measure_id = $1 AND known_to = 'infinity'`, refs.measureID[measure])
	if err != nil {
		return nil, asError(err, "The stored results could not be read.")
	}
	defer rows.Close()
	var out []maturity.StoredResult
	for rows.Next() {
		var r maturity.StoredResult
		if err := rows.Scan(&r.Organisation, &r.Target, &r.InputsHash, &r.Definition, &r.KnownFrom); err != nil {
			return nil, asError(err, "The stored results could not be read.")
		}
		out = append(out, r)
	}
	return out, asError(rows.Err(), "The stored results could not be read.")
}

// CloseTrajectories ends trajectories that nothing follows any more, and gives their number.
func (db *DB) CloseTrajectories(ctx context.Context, asAt time.Time, measure string, keys []maturity.ResultKey) (closed int64, err error) {
	refs, err := db.currentRefs(ctx)
	if err != nil || len(keys) == 0 {
		return 0, err
	}
	organisations, targets := make([]int64, len(keys)), make([]string, len(keys))
	for i, k := range keys {
		organisations[i], targets[i] = int64(k.Organisation), k.Target
	}
	err = db.InTx(ctx, func(tx *Tx) error {
		closed, err = closeGone(ctx, tx.Tx.Tx, "trajectory", asAt, `o.measure_id = $2 AND (o.organisation_id, o.target_ref) IN (SELECT * FROM unnest($3::integer[], $4::text[]))`,
			[]any{refs.measureID[measure], pq.Array(organisations), pq.Array(targets)})
		return err
	})
	return closed, err
}

// CloseOtherMeasures ends all results of measures that the catalogue no longer has, and gives their number.
func (db *DB) CloseOtherMeasures(ctx context.Context, asAt time.Time, measures []string) (closed int64, err error) {
	err = db.InTx(ctx, func(tx *Tx) error {
		for _, table := range []string{"trajectory", "roll_up", "benchmark", "benchmark_position", "reliability", "revision"} {
			n, err := closeGone(ctx, tx.Tx.Tx, table, asAt, `o.measure_id IN (SELECT id FROM measure WHERE ref <> ALL ($2))`, []any{pq.Array(measures)})
			if err != nil {
				return err
			}
			closed += n
		}
		return nil
	})
	return closed, err
}
