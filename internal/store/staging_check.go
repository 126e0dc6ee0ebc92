package store

import (
	"context"
	"fmt"
	"strings"

	"github.com/lib/pq"

	"waymark/internal/maturity"
)

// stagedSpan is what a staging table holds, so that joins with the stored rows can be narrowed or left out.
type stagedSpan struct {
	Count       int64
	First, Last int // days since 1970
	Measures    pq.Int32Array
}

// tuning lets the few statements of an import sort and hash in memory, and look stored rows up by their key rather than
// read the whole table. It ends with the transaction.
const tuning = `SET LOCAL work_mem = '320MB'; SET LOCAL jit = off; SET LOCAL random_page_cost = 1.1`

// CheckStaging compares the staged rows of the submission with one another and with what is stored, sets by sets,
// drops repeated rows, and keeps the outcome and the counts per organisation. tell makes the outcome (state and report)
// of what was found. Only the worker that holds the submission may.
func (db *DB) CheckStaging(ctx context.Context, s maturity.Submission, worker string, rules maturity.StagingRules,
	tell func(maturity.StagingFindings) maturity.Submission) (maturity.Submission, error) {
	refs, err := db.currentRefs(ctx)
	if err != nil {
		return s, err
	}
	err = db.InTx(ctx, func(tx *Tx) error {
		mine, err := tx.own(ctx, s.ID, worker)
		if err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, tuning); err != nil {
			return err
		}
		c := stagingCheck{tx: tx, submission: s, table: `staging.` + pq.QuoteIdentifier(mine.name), rules: rules, refs: refs, source: refs.sourceID[rules.Source]}
		found, err := c.run(ctx)
		if err != nil {
			return err
		}
		s = tell(found)
		keep := (s.State == maturity.SubmissionChecked || s.State == maturity.SubmissionWriting) && !s.CheckOnly
		if !keep {
			if err := tx.dropStaging(ctx, mine.name); err != nil {
				return err
			}
		} else if _, err := tx.ExecContext(ctx, `UPDATE submission SET staged = $2 WHERE id = $1`, s.ID, c.staged); err != nil {
			return err
		}
		return tx.conclude(ctx, s, keep)
	})
	return s, err
}

// stagingCheck is one run of the checks inside a transaction.
type stagingCheck struct {
	tx         *Tx
	submission maturity.Submission
	table      string
	rules      maturity.StagingRules
	refs       *refs
	source     int16
	staged     int64
}

func (c *stagingCheck) run(ctx context.Context) (found maturity.StagingFindings, err error) {
	if c.source == 0 {
		return found, maturity.Errorf(maturity.Internal, "Source %q has no number in the database.", c.rules.Source)
	}
	span, err := c.tx.span(ctx, c.table)
	if err != nil {
		return found, err
	}
	nearby, err := c.tx.anyStored(ctx, span, yearOfDays)
	if err != nil {
		return found, err
	}
	if nearby || !c.rules.Orderly {
		if err := c.compareRows(ctx, nearby, &found); err != nil {
			return found, err
		}
	}
	stored := false
	if nearby {
		if stored, err = c.tx.anyStored(ctx, span, 0); err != nil {
			return found, err
		}
	}
	if stored {
		if err := c.keepNewer(ctx, span, &found); err != nil {
			return found, err
		}
	}
	if err := c.leaveAlone(ctx, span, &found); err != nil {
		return found, err
	}
	if stored {
		if err := c.tooEarly(ctx, span, &found); err != nil {
			return found, err
		}
	}
	if err := c.outcomes(ctx, span, stored, &found); err != nil {
		return found, err
	}
	return found, c.changes(ctx, span, &found)
}

// compareRows compares the rows with one another and with the periods before them.
func (c *stagingCheck) compareRows(ctx context.Context, nearby bool, found *maturity.StagingFindings) error {
	if _, err := c.tx.ExecContext(ctx, `ANALYZE `+c.table); err != nil {
		return err
	}
	if err := c.findNeighbours(ctx); err != nil {
		return err
	}
	if err := c.repeats(ctx, found); err != nil {
		return err
	}
	if err := c.jumps(ctx, nearby, found); err != nil {
		return err
	}
	return c.together(ctx, nearby, found)
}

// span takes the measure of a staging table in one pass.
func (tx *Tx) span(ctx context.Context, table string) (span stagedSpan, err error) {
	var rows []struct {
		Measure     int32
		Count       int64
		First, Last int
	}
	err = tx.SelectContext(ctx, &rows, `
		SELECT measure_id AS measure, count(*) AS count, min(period_start) - date '1970-01-01' AS first, max(period_start) - date '1970-01-01' AS last
		FROM `+table+` GROUP BY measure_id ORDER BY measure_id`)
	for i, r := range rows {
		span.Count += r.Count
		span.Measures = append(span.Measures, r.Measure)
		if i == 0 || r.First < span.First {
			span.First = r.First
		}
		if i == 0 || r.Last > span.Last {
			span.Last = r.Last
		}
	}
	return span, err
}

// yearOfDays is at least the distance to a neighbouring period of any kind.
const yearOfDays = 366

// anyStored looks whether there is any current row in the span, widened by some days: one look in the index for each
// measure. Where there is none, the joins are left out.
func (tx *Tx) anyStored(ctx context.Context, span stagedSpan, widen int) (any bool, err error) {
	err = tx.GetContext(ctx, &any, `
		SELECT EXISTS (
			SELECT 1 FROM unnest($1::smallint[]) AS m (id) CROSS JOIN LATERAL (
				SELECT 1 FROM observation o
				WHERE o.measure_id = m.id AND o.known_to = 'infinity'
					AND o.period_start BETWEEN date '1970-01-01' + $2::integer AND date '1970-01-01' + $3::integer
				LIMIT 1) AS one)`,
		span.Measures, span.First-widen, span.Last+widen)
	return any, err
}

// before is the start of the period before s.
const before = `(CASE s.period_kind WHEN 1 THEN s.period_start - 1 WHEN 2 THEN (s.period_start - interval '1 month')::date
	WHEN 3 THEN (s.period_start - interval '3 months')::date ELSE (s.period_start - interval '1 year')::date END)`

// neighbours goes once through the staged rows in order of organisation, measure and period, and keeps those that raise
// a question: the same key as the row before (a repeat), a large change from the period before (a jump), or no row for
// the period before while the measure has a limit (to be compared with what is stored).
const neighbours = `
	CREATE TEMPORARY TABLE neighbour ON COMMIT DROP AS
	SELECT here, there, period_start IS NOT DISTINCT FROM last_start AS repeats, before_start, max_jump,
		last_start IS NOT DISTINCT FROM before_start AND before_start IS NOT NULL AS has_neighbour
	FROM (
		SELECT s.ctid AS here, lag(s.ctid) OVER series AS there, s.state, s.value, s.period_start, limits.max_jump,
			lag(s.period_start) OVER series AS last_start, lag(s.state) OVER series AS last_state, lag(s.value) OVER series AS last_value,
			CASE WHEN limits.max_jump > 0 THEN ` + before + ` END AS before_start
		FROM %s s LEFT JOIN (VALUES %s) AS limits (measure_id, max_jump) USING (measure_id)
		WINDOW series AS (PARTITION BY s.organisation_id, s.measure_id, s.period_kind ORDER BY s.period_start)) AS s
	WHERE period_start = last_start OR max_jump > 0 AND state = 1 AND (
		last_start IS DISTINCT FROM before_start OR last_state = 1 AND abs(value - last_value) > max_jump)`

// neighboursByKey is the same where no measure has a limit: fewer columns to sort.
const neighboursByKey = `
	CREATE TEMPORARY TABLE neighbour ON COMMIT DROP AS
	SELECT here, there, true AS repeats, NULL::date AS before_start, NULL::double precision AS max_jump, false AS has_neighbour
	FROM (
		SELECT s.ctid AS here, lag(s.ctid) OVER series AS there, s.period_start, lag(s.period_start) OVER series AS last_start
		FROM %s s WINDOW series AS (PARTITION BY s.organisation_id, s.measure_id, s.period_kind ORDER BY s.period_start)) AS s
	WHERE period_start = last_start`

func (c *stagingCheck) findNeighbours(ctx context.Context) error {
	var limits []string
	for ref, limit := range c.rules.MaxJump {
		if id, ok := c.refs.measureID[ref]; ok && limit > 0 {
			limits = append(limits, fmt.Sprintf("(%d::smallint, %g::double precision)", id, limit))
		}
	}
	query := fmt.Sprintf(neighboursByKey, c.table)
	if len(limits) > 0 {
		query = fmt.Sprintf(neighbours, c.table, strings.Join(limits, ", "))
	}
	if _, err := c.tx.ExecContext(ctx, query); err != nil {
		return err
	}
	_, err := c.tx.ExecContext(ctx, `ANALYZE neighbour`)
	return err
}
