package store

import (
	"context"

	"waymark/internal/maturity"
)

// currentOf joins the staged rows b with the current stored rows a of source $2 in the days $3 to $4.
const currentOf = ` b LEFT JOIN observation a ON a.organisation_id = b.organisation_id AND a.measure_id = b.measure_id
			AND a.period_start = b.period_start AND a.period_kind = b.period_kind AND a.source_id = $2 AND a.known_to = 'infinity'
			AND a.period_start BETWEEN date '1970-01-01' + $3::integer AND date '1970-01-01' + $4::integer`

// leftColumns reads an example of what is left alone: there may be no stored row a.
const leftColumns = `coalesce(org.code, b.organisation_id::text) AS code, b.measure_id, b.period_kind, b.period_start - date '1970-01-01' AS start,
	b.state, b.value, coalesce(sheet_b.name, '') AS sheet, b.cell_row, b.cell_column,
	coalesce(a.state, 0) AS other_state, a.value AS other_value, b.period_start - date '1970-01-01' AS other_start,
	b.numerator, b.denominator, a.numerator AS other_numerator, a.denominator AS other_denominator,
	NULL AS other_sheet, NULL::integer AS other_row, NULL::integer AS other_column`

// leaveAlone drops the staged rows that the strategy is not for: corrections where only new values are wanted, new
// values where only corrections are. They are counted per organisation in the table left_alone.
func (c *stagingCheck) leaveAlone(ctx context.Context, span stagedSpan, found *maturity.StagingFindings) error {
	var which string
	switch c.submission.Strategy {
	case maturity.NewOnly:
		which = `a.organisation_id IS NOT NULL AND ` + differs
	case maturity.CorrectionsOnly:
		which = `a.organisation_id IS NULL`
	default:
		return nil
	}
	from := ` FROM ` + c.table + currentOf + clashJoins + ` WHERE ` + which + ` AND b.organisation_id <> ALL ($5)`
	args := []any{c.submission.ID, c.source, span.First, span.Last, organisationArray(c.held(found))}
	var err error
	if found.Left.Examples, err = c.examples(ctx, `SELECT `+leftColumns+from+` ORDER BY b.sheet, b.cell_row, b.cell_column LIMIT $6`, append(args, examplesShown)...); err != nil || len(found.Left.Examples) == 0 {
		return err
	}
	if _, err := c.tx.ExecContext(ctx, `CREATE TEMPORARY TABLE left_alone (organisation_id integer, gone bigint) ON COMMIT DROP`); err != nil {
		return err
	}
	_, err = c.tx.ExecContext(ctx, `
		WITH gone AS (DELETE FROM `+c.table+` WHERE ctid IN (SELECT b.ctid`+from+`) RETURNING organisation_id)
		INSERT INTO left_alone SELECT organisation_id, count(*) FROM gone GROUP BY organisation_id`, args...)
	if err != nil {
		return err
	}
	return c.tx.GetContext(ctx, &found.Left.Count, `SELECT sum(gone)::bigint FROM left_alone`)
}

// countLeft keeps how many values of each organisation were left alone, beside what becomes of the others.
func (c *stagingCheck) countLeft(ctx context.Context, found *maturity.StagingFindings) error {
	if found.Left.Count == 0 {
		return nil
	}
	_, err := c.tx.ExecContext(ctx, `
		INSERT INTO submission_organisation (submission_id, organisation_id, held_back, new_values, changed_values, unchanged_values, held_values, left_values)
		SELECT $1, organisation_id, false, 0, 0, 0, 0, gone FROM left_alone
		ON CONFLICT (submission_id, organisation_id) DO UPDATE SET left_values = excluded.left_values`, c.submission.ID)
	return err
}

// leaveAloneNow does the same while writing, for what was stored since the check.
func (c *stagingCheck) leaveAloneNow(ctx context.Context, span stagedSpan, found *maturity.StagingFindings) error {
	if err := c.leaveAlone(ctx, span, found); err != nil || found.Left.Count == 0 {
		return err
	}
	_, err := c.tx.ExecContext(ctx, `
		UPDATE submission_organisation touched SET left_values = left_values + gone, unchanged_values = unchanged_values - gone
		FROM left_alone WHERE touched.submission_id = $1 AND touched.organisation_id = left_alone.organisation_id`, c.submission.ID)
	return err
}
