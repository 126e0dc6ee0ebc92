package store

import (
	"context"
	"strings"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// KnownPeriods gives the periods for which anything, a figure or a state, is known of the filter's organisations and
// measures, each once. One query; cursor and limit are of no meaning.
func (db *DB) KnownPeriods(ctx context.Context, f maturity.ObservationFilter) ([]maturity.KnownPeriod, error) {
	refs, err := db.currentRefs(ctx)
	if err != nil {
		return nil, err
	}
	f.Cursor = ""
	chosen, err := selectObservations(f, refs)
	if err != nil {
		return nil, err
	}
	var rows []struct {
		Measure int16
		Kind    period.Kind
		Start   period.Day
	}
	err = db.x.SelectContext(ctx, &rows, `SELECT DISTINCT o.measure_id AS measure, o.period_kind AS kind, o.period_start - date '1970-01-01' AS start
		FROM observation_shown o WHERE `+strings.Join(chosen.where, ` AND `)+` ORDER BY 1, 3, 2`, chosen.args...)
	if err != nil {
		return nil, asError(err, "The periods could not be read.")
	}
	out := make([]maturity.KnownPeriod, len(rows))
	for i, r := range rows {
		out[i] = maturity.KnownPeriod{Measure: refs.measureRef[r.Measure], Period: period.Period{Kind: r.Kind, Start: r.Start}}
	}
	return out, nil
}
