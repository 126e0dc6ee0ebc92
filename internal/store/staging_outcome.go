package store

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/lib/pq"

	"waymark/internal/maturity"
)

// held lists the organisations whose rows stay out so far.
func (c *stagingCheck) held(found *maturity.StagingFindings) []maturity.OrganisationID {
	return slices.AppendSeq(slices.Clone(c.rules.Held), maps.Keys(found.Conflicts.Organisations))
}

// countNew counts where nothing is stored to compare with: every staged row is new. A statement that makes a table may
// use all cores, unlike one that inserts.
const countNew = `
	CREATE TEMPORARY TABLE counted ON COMMIT DROP AS
	SELECT organisation_id, count(*) AS n, count(*) AS fresh, 0::bigint AS changed FROM %s GROUP BY organisation_id`

// countAgainst counts by comparing with the stored rows of source %d in the days %d to %d.
const countAgainst = `
	CREATE TEMPORARY TABLE counted ON COMMIT DROP AS
	SELECT b.organisation_id, count(*) AS n, count(*) FILTER (WHERE a.organisation_id IS NULL) AS fresh,
		count(*) FILTER (WHERE a.organisation_id IS NOT NULL AND ` + differs + `) AS changed
	FROM %s b LEFT JOIN observation a ON a.organisation_id = b.organisation_id AND a.measure_id = b.measure_id
		AND a.period_start = b.period_start AND a.period_kind = b.period_kind AND a.source_id = %d AND a.known_to = 'infinity'
		AND a.period_start BETWEEN date '1970-01-01' + %d AND date '1970-01-01' + %d
	GROUP BY b.organisation_id`

const keepOutcomes = `
	INSERT INTO submission_organisation (submission_id, organisation_id, held_back, new_values, changed_values, unchanged_values, held_values)
	SELECT $1::bigint, organisation_id, held, CASE WHEN held THEN 0 ELSE fresh END, CASE WHEN held THEN 0 ELSE changed END,
		CASE WHEN held THEN 0 ELSE n - fresh - changed END, CASE WHEN held THEN n + lost ELSE 0 END
	FROM (
		SELECT *, organisation_id = ANY ($2::integer[]) OR NOT coalesce(organisation_id = ANY ($3::integer[]), true) AS held,
			coalesce((SELECT n FROM unnest($4::integer[], $5::bigint[]) AS never (id, n) WHERE id = organisation_id), 0) AS lost
		FROM (
			SELECT organisation_id, n, fresh, changed FROM counted
			UNION ALL
			SELECT id, 0, 0, 0 FROM unnest($2::integer[]) AS given (id) WHERE id NOT IN (SELECT organisation_id FROM counted)) AS everybody) AS decided`

// outcomes counts per organisation what is new, changed, unchanged and held back. Organisations the sender has no right
// to are held back here too, whatever was decided before.
func (c *stagingCheck) outcomes(ctx context.Context, span stagedSpan, stored bool, found *maturity.StagingFindings) error {
	if _, err := c.tx.ExecContext(ctx, `DELETE FROM submission_organisation WHERE submission_id = $1`, c.submission.ID); err != nil {
		return err
	}
	query := fmt.Sprintf(countNew, c.table)
	if stored {
		query = fmt.Sprintf(countAgainst, c.table, c.source, span.First, span.Last)
	}
	if _, err := c.tx.ExecContext(ctx, query); err != nil {
		return err
	}
	losers := slices.Sorted(maps.Keys(c.rules.Lost))
	lost := make([]int64, len(losers))
	for i, id := range losers {
		lost[i] = c.rules.Lost[id]
	}
	if _, err := c.tx.ExecContext(ctx, keepOutcomes, c.submission.ID, organisationArray(c.held(found)), mayArray(c.submission), organisationArray(losers), pq.Array(lost)); err != nil {
		return err
	}
	if err := c.countLeft(ctx, found); err != nil {
		return err
	}
	if err := c.tx.GetContext(ctx, &c.staged, `SELECT coalesce(sum(n), 0)::bigint FROM counted`); err != nil {
		return err
	}
	n := &found.Counts
	return c.tx.QueryRowContext(ctx, outcomeSums, c.submission.ID).Scan(&n.New, &n.Changed, &n.Unchanged, &n.HeldBack, &n.Left)
}

const outcomeSums = `
	SELECT coalesce(sum(new_values), 0)::bigint, coalesce(sum(changed_values), 0)::bigint, coalesce(sum(unchanged_values), 0)::bigint,
		coalesce(sum(held_values), 0)::bigint, coalesce(sum(left_values), 0)::bigint
	FROM submission_organisation WHERE submission_id = $1`
