package store

import (
	"context"
	"slices"
	"strings"

	"waymark/internal/maturity"
)

// EachSeries calls yield for every organisation and measure of the filter with all its periods, preferred source each,
// in order of organisation and measure. Sheet, cell and seen text are left out. The slice is reused for the next series.
func (db *DB) EachSeries(ctx context.Context, f maturity.ObservationFilter, yield func(maturity.Series) error) error {
	refs, err := db.currentRefs(ctx)
	if err != nil {
		return err
	}
	f.Cursor = ""
	chosen, err := selectObservations(f, refs)
	if err != nil {
		return err
	}
	rows, err := db.x.QueryContext(ctx, chosen.seriesQuery(), chosen.args...)
	if err != nil {
		return asError(err, "The series could not be read.")
	}
	defer rows.Close()
	var series maturity.Series
	for rows.Next() {
		var r observationRow
		if err := rows.Scan(&r.Organisation, &r.MeasureID, &r.Kind, &r.Start, &r.SourceID, &r.KnownFrom, &r.KnownTo, &r.State, &r.Flags,
			&r.Value, &r.Numerator, &r.Denominator, &r.Submission); err != nil {
			return asError(err, "The series could not be read.")
		}
		o := r.observation(refs)
		if o.Organisation != series.Organisation || o.Measure != series.Measure {
			if err := emit(series, yield); err != nil {
				return err
			}
			series = maturity.Series{Organisation: o.Organisation, Measure: o.Measure, Observations: series.Observations[:0]}
		}
		series.Observations = append(series.Observations, o)
	}
	if err := rows.Err(); err != nil {
		return asError(err, "The series could not be read.")
	}
	return emit(series, yield)
}

func emit(s maturity.Series, yield func(maturity.Series) error) error {
	if len(s.Observations) == 0 {
		return nil
	}
	slices.SortStableFunc(s.Observations, func(a, b maturity.Observation) int { return int(a.Period.Kind) - int(b.Period.Kind) })
	return yield(s)
}

func (s *selection) seriesQuery() string {
	return `SELECT DISTINCT ON (o.organisation_id, o.measure_id, o.period_start, o.period_kind)
			o.organisation_id, o.measure_id, o.period_kind, o.period_start - date '1970-01-01', o.source_id, o.known_from,
			nullif(o.known_to, 'infinity'), o.state, o.flags, o.value, o.numerator, o.denominator, o.submission_id
		FROM observation_shown o JOIN source ON source.id = o.source_id WHERE ` + strings.Join(s.where, ` AND `) + `
		ORDER BY o.organisation_id, o.measure_id, o.period_start, o.period_kind, source.preference, o.source_id`
}
