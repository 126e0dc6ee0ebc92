package store

import (
	"context"
	"time"

	"github.com/lib/pq"

	"waymark/internal/maturity"
)

// latestObservations takes, of each organisation and measure, the period that ended last and of it the preferred
// source; values of the sources in $3 (plans) are not observed. It looks at the end of each series in the primary key,
// so that the length of the series does not matter.
const latestObservations = `
SELECT latest.* FROM unnest($1::integer[]) AS body (id) CROSS JOIN unnest($2::smallint[]) AS measure (id) CROSS JOIN LATERAL (
    SELECT o.organisation_id, o.measure_id, o.period_kind, o.period_start - date '1970-01-01' AS start, o.source_id, o.known_from,
        nullif(o.known_to, 'infinity') AS known_to, o.state, o.flags, o.value, o.numerator, o.denominator, o.submission_id,
        o.cell_row, o.cell_column, coalesce(o.seen, '') AS seen, '' AS sheet
    FROM observation_shown o JOIN source ON source.id = o.source_id
    WHERE o.organisation_id = body.id AND o.measure_id = measure.id AND NOT o.source_id = ANY ($3) AND o.known_from <= $4 AND o.known_to > $4
    ORDER BY o.period_start DESC, o.period_kind DESC, source.preference, o.source_id
    LIMIT 1
) AS latest
ORDER BY latest.organisation_id, latest.measure_id`

// LatestObservations gives the latest period of each organisation and measure as known at asAt, from the preferred
// source that is not one of plans, in order of organisation and measure number. One query; sheet names are left out.
func (db *DB) LatestObservations(ctx context.Context, organisations []maturity.OrganisationID, measures, plans []string, asAt time.Time) ([]maturity.Observation, error) {
	refs, err := db.currentRefs(ctx)
	if err != nil {
		return nil, err
	}
	wanted, any := measureNumbers(refs, measures)
	if !any {
		return nil, nil
	}
	planned := []int64{}
	for _, id := range plans {
		if n, known := refs.sourceID[id]; known {
			planned = append(planned, int64(n))
		}
	}
	var rows []observationRow
	if err := db.x.SelectContext(ctx, &rows, latestObservations, pq.Array(organisationNumbers(organisations)), pq.Array(wanted), pq.Array(planned), asAt); err != nil {
		return nil, asError(err, "The latest figures could not be read.")
	}
	out := make([]maturity.Observation, len(rows))
	for i, r := range rows {
		out[i] = r.observation(refs)
	}
	return out, nil
}
