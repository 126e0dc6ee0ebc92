package store

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"github.com/lib/pq"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

var rollUpMerge = mergeKind{
	table: "roll_up",
	columns: `organisation_id integer, measure_id smallint, period_kind smallint, period_start date, method text, reporting integer, expected integer,
		missing jsonb, illustrative boolean, value double precision, numerator double precision, denominator double precision`,
	names: `organisation_id, measure_id, period_kind, period_start, method, reporting, expected, missing, illustrative, value, numerator, denominator`,
	key:   `o.organisation_id = n.organisation_id AND o.measure_id = n.measure_id AND o.period_kind = n.period_kind AND o.period_start = n.period_start`,
	same: `o.method = n.method AND o.value = n.value AND o.numerator IS NOT DISTINCT FROM n.numerator AND o.denominator IS NOT DISTINCT FROM n.denominator
		AND o.reporting = n.reporting AND o.expected = n.expected AND o.missing = n.missing AND o.illustrative = n.illustrative`,
}

// WriteRollUps brings all of a measure's footprint values into the table; those that no longer come about are closed.
func (db *DB) WriteRollUps(ctx context.Context, asAt time.Time, measure string, computed []maturity.RollUpValue) (maturity.WriteCounts, error) {
	refs, err := db.currentRefs(ctx)
	if err != nil {
		return maturity.WriteCounts{}, err
	}
	var lines []byte
	for _, r := range computed {
		if r.Missing == nil {
			r.Missing = []string{}
		}
		missing, err := json.Marshal(r.Missing)
		if err != nil {
			return maturity.WriteCounts{}, err
		}
		lines = fmt.Appendf(lines, "%d\t%d\t%d\t%s\t%s\t%d\t%d\t", r.Organisation, refs.measureID[measure], r.Period.Kind, r.Period.Start, r.Method, r.Reporting, r.Expected)
		lines = appendText(lines, string(missing))
		lines = strconv.AppendBool(append(lines, '\t'), r.Illustrative)
		lines = appendNumber(appendNumber(appendNumber(lines, r.Value), r.Numerator), r.Denominator)
		lines = append(lines, '\n')
	}
	return db.mergeResults(ctx, rollUpMerge, asAt, refs.measureID[measure], lines, true)
}

// RollUps gives the stored footprint values of the measures (none: all) as at a time, in order of footprint, measure
// id in the database and period.
func (db *DB) RollUps(ctx context.Context, footprints []maturity.OrganisationID, measures []string, asAt time.Time) ([]maturity.RollUpValue, error) {
	refs, err := db.currentRefs(ctx)
	if err != nil {
		return nil, err
	}
	ids, any := measureNumbers(refs, measures)
	if !any {
		return nil, nil
	}
	var rows []struct {
		Organisation           maturity.OrganisationID
		Measure                int16
		Kind                   period.Kind
		Start                  period.Day
		Method                 maturity.RollUp
		Value                  float64
		Numerator, Denominator *float64
		Reporting, Expected    int
		Missing                []byte
		Illustrative           bool
	}
	if err := db.x.SelectContext(ctx, &rows, `
		SELECT organisation_id AS organisation, measure_id AS measure, period_kind AS kind, period_start - date '1970-01-01' AS start, method,
			value, numerator, denominator, reporting, expected, missing, illustrative
		FROM roll_up
		WHERE organisation_id = ANY ($1) AND (cardinality($2::smallint[]) = 0 OR measure_id = ANY ($2)) AND known_from <= $3 AND known_to > $3
		ORDER BY organisation_id, measure_id, period_start, period_kind`, pq.Array(organisationNumbers(footprints)), pq.Array(ids), asAt); err != nil {
		return nil, asError(err, "The footprint's values could not be read.")
	}
	out := make([]maturity.RollUpValue, len(rows))
	for i, r := range rows {
		out[i] = maturity.RollUpValue{Organisation: r.Organisation, Measure: refs.measureRef[r.Measure], Period: period.Period{Kind: r.Kind, Start: r.Start},
			Method: r.Method, Value: r.Value, Numerator: orNotGiven(r.Numerator), Denominator: orNotGiven(r.Denominator),
			Reporting: r.Reporting, Expected: r.Expected, Illustrative: r.Illustrative}
		if err := json.Unmarshal(r.Missing, &out[i].Missing); err != nil {
			return nil, asError(err, "The footprint's values could not be read.")
		}
	}
	return out, nil
}
