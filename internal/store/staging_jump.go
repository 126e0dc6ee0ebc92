package store

import (
	"context"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// manyJumped counts, for each measure and period of the staged rows with large changes of several organisations, how many
// changed so and how many could be compared at all: with the period before in the file or ($2) as stored.
func manyJumped(table string, stored bool) string {
	fromStored, comparedStored := ``, ``
	if stored {
		previous := ` JOIN observation a ON a.organisation_id = s.organisation_id AND a.measure_id = s.measure_id AND a.period_kind = s.period_kind
			AND a.source_id = $2 AND a.known_to = 'infinity' AND a.state = 1 AND a.period_start = `
		fromStored = ` UNION SELECT s.measure_id, s.period_kind, s.period_start, s.organisation_id FROM neighbour n JOIN ` + table + ` s ON s.ctid = n.here` + previous + `n.before_start
			WHERE NOT n.has_neighbour AND NOT n.repeats AND abs(s.value - a.value) > n.max_jump`
		comparedStored = ` UNION SELECT s.measure_id, s.period_kind, s.period_start, s.organisation_id FROM several JOIN ` + table + ` s USING (measure_id, period_kind, period_start)` + previous + before + ` WHERE s.state = 1`
	}
	return `
	WITH jumped AS (
		SELECT s.measure_id, s.period_kind, s.period_start, s.organisation_id FROM neighbour n JOIN ` + table + ` s ON s.ctid = n.here WHERE NOT n.repeats AND n.has_neighbour` + fromStored + `
	), several AS (
		SELECT measure_id, period_kind, period_start, count(*) AS jumped FROM jumped GROUP BY measure_id, period_kind, period_start HAVING count(*) >= $1
	), compared AS (
		SELECT s.measure_id, s.period_kind, s.period_start, s.organisation_id FROM several JOIN ` + table + ` s USING (measure_id, period_kind, period_start)
			JOIN ` + table + ` p ON p.organisation_id = s.organisation_id AND p.measure_id = s.measure_id AND p.period_kind = s.period_kind AND p.period_start = ` + before + `
		WHERE s.state = 1 AND p.state = 1` + comparedStored + `)
	SELECT measure_id AS measure, period_kind AS kind, period_start - date '1970-01-01' AS start, several.jumped, count(*) AS compared
	FROM several JOIN compared USING (measure_id, period_kind, period_start)
	GROUP BY measure_id, period_kind, period_start, several.jumped ORDER BY measure_id, period_start`
}

// fewestTogether is how many organisations must change by much in one period before it is looked at how many that are.
const fewestTogether = 3

// together finds measures and periods in which many organisations change by much at once.
func (c *stagingCheck) together(ctx context.Context, stored bool, found *maturity.StagingFindings) error {
	if found.Jumps.Count < fewestTogether {
		return nil
	}
	var rows []struct {
		Measure          int16
		Kind             period.Kind
		Start            period.Day
		Jumped, Compared int
	}
	args := []any{fewestTogether}
	if stored {
		args = append(args, c.source)
	}
	err := c.tx.SelectContext(ctx, &rows, manyJumped(c.table, stored), args...)
	for _, r := range rows {
		found.Together = append(found.Together, maturity.JumpCount{Measure: c.refs.measureRef[r.Measure], Period: period.Period{Kind: r.Kind, Start: r.Start}, Jumped: r.Jumped, Compared: r.Compared})
	}
	return err
}
