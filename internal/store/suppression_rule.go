package store

import (
	"context"
	"time"

	"github.com/lib/pq"

	"waymark/internal/maturity"
)

// syncRules brings the rules for small numbers up to what the definitions say, and masks anew where they changed: what is
// stored is judged by the new rule before anybody can read it.
func (tx *Tx) syncRules(ctx context.Context, c *maturity.Catalogue) error {
	refs, planned := make([]string, len(c.Sources)), make([]bool, len(c.Sources))
	for i, s := range c.Sources {
		refs[i], planned[i] = s.ID, s.Kind == maturity.SourcePlan
	}
	if _, err := tx.ExecContext(ctx, `
		UPDATE source SET is_plan = given.planned FROM unnest($1::text[], $2::boolean[]) AS given (ref, planned)
		WHERE source.ref = given.ref AND source.is_plan <> given.planned`, pq.Array(refs), pq.Array(planned)); err != nil {
		return err
	}
	ids, least, counts, parts, per := []string{}, []int64{}, []bool{}, []bool{}, []float64{}
	for _, m := range c.Measures {
		ids, least, per = append(ids, m.ID), append(least, int64(m.SmallNumber)), append(per, m.Per)
		counts, parts = append(counts, m.Unit == maturity.UnitCount), append(parts, m.Unit == maturity.UnitPercent)
	}
	var changed []int64
	err := tx.SelectContext(ctx, &changed, `
		UPDATE measure SET small_number = given.least, counts = given.counts, parts = given.parts, per = given.per
		FROM unnest($1::text[], $2::integer[], $3::boolean[], $4::boolean[], $5::double precision[]) AS given (ref, least, counts, parts, per)
		WHERE measure.ref = given.ref AND (measure.small_number, measure.counts, measure.parts, measure.per) IS DISTINCT FROM (given.least, given.counts, given.parts, given.per)
		RETURNING id`, pq.Array(ids), pq.Array(least), pq.Array(counts), pq.Array(parts), pq.Array(per))
	if err != nil || len(changed) == 0 {
		return err
	}
	return tx.judgeAnew(ctx, changed)
}

// judgeAnew takes the marks of measures away and masks what their present rules ask for.
func (tx *Tx) judgeAnew(ctx context.Context, measures []int64) error {
	if err := tx.lockTables(ctx, pq.Array(measures)); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, `INSERT INTO suppression_count (measure_id)
		SELECT id FROM measure WHERE small_number > 0 AND id = ANY ($1::smallint[]) ON CONFLICT DO NOTHING`, pq.Array(measures)); err != nil {
		return err
	}
	lifted, err := tx.ExecContext(ctx, `UPDATE observation SET suppressed = 0 WHERE suppressed > 0 AND measure_id = ANY ($1::smallint[])`, pq.Array(measures))
	if err != nil {
		return err
	}
	n, err := lifted.RowsAffected()
	if err != nil {
		return err
	}
	if n > 0 { // what was masked may be shown now, and counts again
		if _, err := tx.ExecContext(ctx, `
			INSERT INTO stale_series (organisation_id, measure_id, since)
			SELECT DISTINCT organisation_id, measure_id, clock_timestamp() FROM trajectory WHERE known_to = 'infinity' AND measure_id = ANY ($1::smallint[])
			ON CONFLICT (organisation_id, measure_id) DO UPDATE SET since = excluded.since`, pq.Array(measures)); err != nil {
			return err
		}
	}
	tables, err := tx.writtenTables(ctx, bothHalves+` o`)
	if err != nil {
		return err
	}
	mine := map[int16]bool{}
	for _, id := range measures {
		mine[int16(id)] = true
	}
	var concerned []table
	for _, t := range tables {
		if mine[t.Measure] {
			concerned = append(concerned, t)
		}
	}
	s := suppression{tx: tx, submission: -1, all: true}
	if err := s.run(ctx, concerned); err != nil || n == 0 && len(s.masked) == 0 {
		return err
	}
	return newVersion(ctx, tx, time.Time{})
}

// suppressMoved looks again at every table in which something is held back: bodies have other parts now, so other sums
// hold.
func (tx *Tx) suppressMoved(ctx context.Context) error {
	tables, err := tx.writtenTables(ctx, `(SELECT measure_id, period_kind, period_start FROM observation WHERE suppressed > 0) o`)
	if err != nil || len(tables) == 0 {
		return err
	}
	s := suppression{tx: tx, submission: -1}
	if err := s.run(ctx, tables); err != nil || len(s.masked) == 0 {
		return err
	}
	return newVersion(ctx, tx, time.Time{})
}
