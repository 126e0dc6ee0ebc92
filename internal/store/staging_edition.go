package store

import (
	"context"

	"waymark/internal/maturity"
)

// keepNewer drops staged values that an older edition of a statistic gives otherwise than a newer one, of the same
// source, that is stored. The edition of a file is in the report of its submission; a stored value whose submission has
// none is no edition of anything, and is replaced as usual.
func (c *stagingCheck) keepNewer(ctx context.Context, span stagedSpan, found *maturity.StagingFindings) error {
	edition := c.submission.Report.Edition
	if edition == "" {
		return nil
	}
	newer := ` FROM ` + c.table + ` b JOIN observation a ON a.organisation_id = b.organisation_id AND a.measure_id = b.measure_id
			AND a.period_start = b.period_start AND a.period_kind = b.period_kind AND a.source_id = $2 AND a.known_to = 'infinity'
		JOIN submission s ON s.id = a.submission_id` + clashJoins + `
		WHERE a.period_start BETWEEN date '1970-01-01' + $3::integer AND date '1970-01-01' + $4::integer
			AND s.report ->> 'Edition' > $5::text AND ` + differs
	args := []any{c.submission.ID, c.source, span.First, span.Last, edition}
	if err := c.tx.GetContext(ctx, &found.Newer.Count, `SELECT count(*)`+newer, args...); err != nil || found.Newer.Count == 0 {
		return err
	}
	var err error
	found.Newer.Examples, err = c.examples(ctx, `SELECT `+clashColumns+`, NULL AS other_sheet, NULL::integer AS other_row, NULL::integer AS other_column`+newer+`
		ORDER BY b.sheet, b.cell_row, b.cell_column LIMIT $6`, append(args, examplesShown)...)
	if err != nil {
		return err
	}
	_, err = c.tx.ExecContext(ctx, `DELETE FROM `+c.table+` WHERE ctid IN (SELECT b.ctid`+newer+`)`, args...)
	return err
}
