package store

import (
	"context"
	"database/sql"

	"github.com/lib/pq"
)

// withdrawn takes away the results that may rest on a figure shown before and masked now, whenever they were believed:
// trajectories of the organisation and of all that contain it, their roll-ups, what the period was compared with, what deployments
// did to the measure, and what rules said of the series.
var withdrawn = []string{
	`CREATE TEMPORARY TABLE masked_now ON COMMIT DROP AS
		SELECT DISTINCT measure_id, period_kind, date '1970-01-01' + start AS period_start, organisation_id
		FROM unnest($1::smallint[], $2::smallint[], $3::integer[], $4::integer[]) AS x (measure_id, period_kind, start, organisation_id)`,
	`CREATE TEMPORARY TABLE masked_series ON COMMIT DROP AS
		WITH RECURSIVE concerned (measure_id, organisation_id) AS (
			SELECT measure_id, organisation_id FROM masked_now
			UNION
			SELECT c.measure_id, r.to_id FROM concerned c JOIN relation r ON r.from_id = c.organisation_id AND r.kind IN ('member_of', 'part_of', 'commissioned_by'))
		SELECT * FROM concerned`,
	`DELETE FROM trajectory r USING masked_series x WHERE r.measure_id = x.measure_id AND r.organisation_id = x.organisation_id`,
	`DELETE FROM roll_up r USING masked_series x WHERE r.measure_id = x.measure_id AND r.organisation_id = x.organisation_id`,
	`DELETE FROM benchmark r USING masked_now x WHERE r.measure_id = x.measure_id AND r.period_start = x.period_start AND r.period_kind = x.period_kind`,
	`DELETE FROM benchmark_position r USING masked_now x WHERE r.measure_id = x.measure_id AND r.period_start = x.period_start AND r.period_kind = x.period_kind`,
	// Any figure of the measure may be a peer's.
	`DELETE FROM deployment_outcome r USING masked_now x WHERE r.measure_id = x.measure_id`,
	`DELETE FROM initiative_outcome r USING masked_now x WHERE r.measure_id = x.measure_id`,
	`UPDATE finding f SET message = 'A figure that is suppressed now.', seen_left = '', seen_right = '', accepted_by = '', accepted_at = NULL, comment = '',
		resolved_at = coalesce(resolved_at, clock_timestamp())
		FROM (SELECT DISTINCT measure_id, organisation_id FROM masked_now) x WHERE f.measure_id = x.measure_id AND f.organisation_id = x.organisation_id`,
	`INSERT INTO stale_series (organisation_id, measure_id, since) SELECT DISTINCT organisation_id, measure_id, clock_timestamp() FROM masked_now
		ON CONFLICT (organisation_id, measure_id) DO UPDATE SET since = excluded.since`,
	`UPDATE suppression_count SET times = times + 1 WHERE measure_id IN (SELECT measure_id FROM masked_now)`,
	`DROP TABLE masked_now, masked_series`,
}

func (s *suppression) withdraw(ctx context.Context) error {
	if len(s.masked) == 0 {
		return nil
	}
	tables, organisations := make([]table, len(s.masked)), make([]int64, len(s.masked))
	for i, m := range s.masked {
		tables[i], organisations[i] = m.table, m.Organisation
	}
	for i, statement := range withdrawn {
		var args []any
		if i == 0 {
			args = append(arraysOf(tables), pq.Array(organisations))
		}
		if _, err := s.tx.ExecContext(ctx, statement, args...); err != nil {
			return err
		}
	}
	return nil
}

// noteMasked remembers, when a run that computes results begins, how often figures of each measure with a rule were
// masked that had been shown.
func (db *DB) noteMasked(ctx context.Context) error {
	rows, err := db.x.QueryContext(ctx, `SELECT measure_id, times FROM suppression_count`)
	if err != nil {
		return err
	}
	defer rows.Close()
	noted := map[int16]int64{}
	for rows.Next() {
		var measure int16
		var masked int64
		if err := rows.Scan(&measure, &masked); err != nil {
			return err
		}
		noted[measure] = masked
	}
	db.masked.Store(&noted)
	return rows.Err()
}

// mayWrite reports whether results of a measure may be written: not when figures they may rest on were masked after the
// run began. The mark that they are stale stands, so the next run computes them from what is shown then. Nothing is
// masked in the measure until the transaction ends.
func (db *DB) mayWrite(ctx context.Context, tx *sql.Tx, measure int16) (bool, error) {
	noted := db.masked.Load()
	if noted == nil {
		return true, nil
	}
	then, ruled := (*noted)[measure]
	if !ruled {
		return true, nil
	}
	var now int64
	err := tx.QueryRowContext(ctx, `SELECT times FROM suppression_count WHERE measure_id = $1 FOR SHARE`, measure).Scan(&now)
	return now == then, err
}
