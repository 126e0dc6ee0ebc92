package store

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/lib/pq"

	"waymark/internal/maturity"
)

// stagedSpan is what a staging table holds, so that joins with the stored rows can be narrowed or left out.
type stagedSpan struct {
	Count    int64
	First    int           `db:"first_day"` // days since 1970
	Last     int           `db:"last_day"`
	Measures pq.Int32Array `db:"measures"`
}

// tuning lets the few statements of an import sort and hash in memory. It ends with the transaction.
const tuning = `SET LOCAL work_mem = '192MB'; SET LOCAL jit = off`

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
	if err := c.findNeighbours(ctx); err != nil {
		return found, err
	}
	if err := c.repeats(ctx, &found); err != nil {
		return found, err
	}
	stored, err := c.tx.anyStored(ctx, span, yearOfDays)
	if err != nil {
		return found, err
	}
	if err := c.jumps(ctx, stored, &found); err != nil {
		return found, err
	}
	if stored, err = c.tx.anyStored(ctx, span, 0); err != nil {
		return found, err
	}
	if stored {
		if err := c.tooEarly(ctx, span, &found); err != nil {
			return found, err
		}
	}
	return found, c.outcomes(ctx, span, stored, &found)
}

// held lists the organisations whose rows stay out so far.
func (c *stagingCheck) held(found *maturity.StagingFindings) []maturity.OrganisationID {
	return slices.AppendSeq(slices.Clone(c.rules.Held), maps.Keys(found.Conflicts.Organisations))
}

// countNew fills submission_organisation where nothing is stored to compare with: every staged row is new.
const countNew = `
	INSERT INTO submission_organisation (submission_id, organisation_id, held_back, new_values, changed_values, unchanged_values, held_values)
	SELECT $1, organisation_id, held, CASE WHEN held THEN 0 ELSE n END, 0, 0, CASE WHEN held THEN n ELSE 0 END
	FROM (
		SELECT organisation_id, count(*) AS n, organisation_id = ANY ($2::integer[]) OR NOT coalesce(organisation_id = ANY ($3::integer[]), true) AS held
		FROM %s GROUP BY organisation_id) AS counted`

// countAgainst fills it by comparing with the stored rows of the source $4 in the days $5 to $6.
const countAgainst = `
	INSERT INTO submission_organisation (submission_id, organisation_id, held_back, new_values, changed_values, unchanged_values, held_values)
	SELECT $1, organisation_id, held, CASE WHEN held THEN 0 ELSE fresh END, CASE WHEN held THEN 0 ELSE changed END,
		CASE WHEN held THEN 0 ELSE n - fresh - changed END, CASE WHEN held THEN n ELSE 0 END
	FROM (
		SELECT b.organisation_id, count(*) AS n, count(*) FILTER (WHERE a.organisation_id IS NULL) AS fresh,
			count(*) FILTER (WHERE a.organisation_id IS NOT NULL AND ` + differs + `) AS changed,
			b.organisation_id = ANY ($2::integer[]) OR NOT coalesce(b.organisation_id = ANY ($3::integer[]), true) AS held
		FROM %s b LEFT JOIN observation a ON a.organisation_id = b.organisation_id AND a.measure_id = b.measure_id
			AND a.period_start = b.period_start AND a.period_kind = b.period_kind AND a.source_id = $4 AND a.known_to = 'infinity'
			AND a.period_start BETWEEN date '1970-01-01' + $5::integer AND date '1970-01-01' + $6::integer
		GROUP BY b.organisation_id) AS counted`

// outcomes counts per organisation what is new, changed, unchanged and held back. Organisations the sender has no right
// to are held back here too, whatever was decided before.
func (c *stagingCheck) outcomes(ctx context.Context, span stagedSpan, stored bool, found *maturity.StagingFindings) error {
	if _, err := c.tx.ExecContext(ctx, `DELETE FROM submission_organisation WHERE submission_id = $1`, c.submission.ID); err != nil {
		return err
	}
	held := organisationArray(c.held(found))
	query, args := countNew, []any{c.submission.ID, held, mayArray(c.submission)}
	if stored {
		query, args = countAgainst, append(args, c.source, span.First, span.Last)
	}
	if _, err := c.tx.ExecContext(ctx, fmt.Sprintf(query, c.table), args...); err != nil {
		return err
	}
	if _, err := c.tx.ExecContext(ctx, `
		INSERT INTO submission_organisation (submission_id, organisation_id, held_back, new_values, changed_values, unchanged_values, held_values)
		SELECT $1, id, true, 0, 0, 0, 0 FROM unnest($2::integer[]) AS given (id) ON CONFLICT DO NOTHING`, c.submission.ID, held); err != nil {
		return err
	}
	n := &found.Counts
	err := c.tx.QueryRowContext(ctx, outcomeSums, c.submission.ID).Scan(&n.New, &n.Changed, &n.Unchanged, &n.HeldBack)
	c.staged = n.New + n.Changed + n.Unchanged + n.HeldBack
	return err
}

const outcomeSums = `
	SELECT coalesce(sum(new_values), 0)::bigint, coalesce(sum(changed_values), 0)::bigint, coalesce(sum(unchanged_values), 0)::bigint,
		coalesce(sum(held_values), 0)::bigint
	FROM submission_organisation WHERE submission_id = $1`

func (tx *Tx) span(ctx context.Context, table string) (span stagedSpan, err error) {
	err = tx.GetContext(ctx, &span, `
		SELECT count(*) AS count, coalesce(min(period_start) - date '1970-01-01', 0) AS first_day,
			coalesce(max(period_start) - date '1970-01-01', 0) AS last_day, array(SELECT DISTINCT measure_id FROM `+table+`) AS measures
		FROM `+table)
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
