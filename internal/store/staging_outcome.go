package store

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"waymark/internal/maturity"
)

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
