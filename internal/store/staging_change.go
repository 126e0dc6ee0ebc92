package store

import (
	"context"

	"waymark/internal/maturity"
)

// changesShown is how many replaced values a report names.
const changesShown = 20

// changes gives the first values that would be replaced, old and new: of a few organisations, so that a large file is not
// joined with what is stored once more.
func (c *stagingCheck) changes(ctx context.Context, span stagedSpan, found *maturity.StagingFindings) (err error) {
	if found.Counts.Changed == 0 {
		return nil
	}
	found.Changes, err = c.examples(ctx, `
		WITH whose AS MATERIALIZED (SELECT organisation_id FROM submission_organisation WHERE submission_id = $1 AND changed_values > 0 ORDER BY organisation_id LIMIT $5)
		SELECT `+leftColumns+` FROM whose JOIN `+c.table+` b USING (organisation_id) JOIN observation a ON a.organisation_id = b.organisation_id AND a.measure_id = b.measure_id
			AND a.period_start = b.period_start AND a.period_kind = b.period_kind AND a.source_id = $2 AND a.known_to = 'infinity'
			AND a.period_start BETWEEN date '1970-01-01' + $3::integer AND date '1970-01-01' + $4::integer`+clashJoins+`
		WHERE `+differs+` ORDER BY b.sheet, b.cell_row, b.cell_column LIMIT $5`, c.submission.ID, c.source, span.First, span.Last, changesShown)
	return err
}
