package store

import (
	"context"
	"database/sql"
	"math"
	"time"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// restatedFigures joins what was shown at $2 with what was shown at $3 under the same key: rows of the history that are
// not the same row and do not say the same. One row a series and source, of its newest restated period.
const restatedFigures = `
SELECT DISTINCT ON (a.organisation_id, a.measure_id, a.source_id) a.organisation_id AS organisation, a.measure_id AS measure, a.source_id AS source,
	a.period_kind AS kind, a.period_start - date '1970-01-01' AS start, a.state AS then_state, a.value AS then_value, b.state AS now_state, b.value AS now_value,
	count(*) OVER (PARTITION BY a.organisation_id, a.measure_id, a.source_id) AS periods
FROM observation_shown a JOIN source ON source.id = a.source_id AND NOT source.is_plan
JOIN observation_shown b USING (organisation_id, measure_id, period_start, period_kind, source_id)
WHERE a.organisation_id = ANY ($1) AND a.known_from <= $2 AND a.known_to > $2 AND b.known_from <= $3 AND b.known_to > $3
	AND a.known_from <> b.known_from AND (a.state, a.value) IS DISTINCT FROM (b.state, b.value)
ORDER BY a.organisation_id, a.measure_id, a.source_id, a.period_start DESC, a.period_kind`

// RestatedFigures lists the figures of organisations that were known at both times with another value or state, one a
// series and source: its newest period, with how many periods were restated. One query.
func (db *DB) RestatedFigures(ctx context.Context, organisations []maturity.OrganisationID, then, now time.Time) ([]maturity.Restated, error) {
	refs, err := db.currentRefs(ctx)
	if err != nil {
		return nil, err
	}
	var rows []struct {
		Organisation maturity.OrganisationID
		Measure      int16
		Source       int16
		Kind         period.Kind
		Start        period.Day
		ThenState    maturity.State  `db:"then_state"`
		ThenValue    sql.NullFloat64 `db:"then_value"`
		NowState     maturity.State  `db:"now_state"`
		NowValue     sql.NullFloat64 `db:"now_value"`
		Periods      int
	}
	if err := db.x.SelectContext(ctx, &rows, restatedFigures, organisationArray(organisations), then, now); err != nil {
		return nil, asError(err, "The restated figures could not be read.")
	}
	out := make([]maturity.Restated, len(rows))
	for i, r := range rows {
		one := maturity.Restated{Organisation: r.Organisation, Measure: refs.measureRef[r.Measure], Source: refs.sourceRef[r.Source],
			Period: period.Period{Kind: r.Kind, Start: r.Start}, ThenState: r.ThenState, Then: orNaN(r.ThenValue), NowState: r.NowState, Now: orNaN(r.NowValue), Periods: r.Periods}
		if r.ThenState == maturity.Suppressed || r.NowState == maturity.Suppressed {
			one.Then, one.Now = math.NaN(), math.NaN()
		}
		out[i] = one
	}
	return out, nil
}

// arrivedReturns counts for each period and source the organisations with figures shown at the two times, where a
// figure is known at one of them and was not at the other.
const arrivedReturns = `
SELECT o.period_kind AS kind, o.period_start - date '1970-01-01' AS start, o.source_id AS source,
	count(DISTINCT o.organisation_id) FILTER (WHERE o.known_from <= $2 AND o.known_to > $2) AS then,
	count(DISTINCT o.organisation_id) FILTER (WHERE o.known_from <= $3 AND o.known_to > $3) AS now,
	count(*) FILTER (WHERE o.known_from <= $3 AND o.known_to > $3) - count(*) FILTER (WHERE o.known_from <= $2 AND o.known_to > $2) AS figures
FROM observation_shown o JOIN source ON source.id = o.source_id AND NOT source.is_plan
WHERE o.organisation_id = ANY ($1)
GROUP BY 1, 2, 3
HAVING count(*) FILTER (WHERE o.known_from <= $3 AND o.known_to > $3) <> count(*) FILTER (WHERE o.known_from <= $2 AND o.known_to > $2)
ORDER BY 2 DESC, 1, 3`

// ArrivedReturns counts the organisations whose figures for a period came in between two times. One query.
func (db *DB) ArrivedReturns(ctx context.Context, organisations []maturity.OrganisationID, then, now time.Time) ([]maturity.Arrived, error) {
	refs, err := db.currentRefs(ctx)
	if err != nil {
		return nil, err
	}
	var rows []struct {
		Kind               period.Kind
		Start              period.Day
		Source             int16
		Then, Now, Figures int
	}
	if err := db.x.SelectContext(ctx, &rows, arrivedReturns, organisationArray(organisations), then, now); err != nil {
		return nil, asError(err, "The returns that came in could not be read.")
	}
	out := make([]maturity.Arrived, len(rows))
	for i, r := range rows {
		out[i] = maturity.Arrived{Period: period.Period{Kind: r.Kind, Start: r.Start}, Source: refs.sourceRef[r.Source], Then: r.Then, Now: r.Now, Figures: r.Figures}
	}
	return out, nil
}
