package store_test

import (
	"testing"
	"time"

	"waymark/internal/maturity"
	"waymark/internal/store/storetest"
)

// The latest figure of an organisation is that of the period that ended last, from the preferred source, as it was known
// at the time asked for; what was planned is no figure.
func TestLatestObservations(t *testing.T) {
	t.Parallel()
	db := storetest.New(t)
	c := &maturity.Catalogue{Measures: []maturity.Measure{{ID: "eps"}, {ID: "ers"}, {ID: "never"}},
		Sources: []maturity.Source{{ID: "estimate", Rank: 20}, {ID: "return", Rank: 10}, {ID: "plan", Rank: 1}}}
	if err := db.SyncCatalogue(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	for _, statement := range []string{
		`INSERT INTO organisation (code, name, short_name, kind) VALUES ('RTE', 'Hospitals', 'GHFT', 'acute'), ('R1J', 'Care Services', 'GCS', 'community'), ('ZZZ', 'Elsewhere', 'ZZZ', 'acute')`,
		`INSERT INTO observation (organisation_id, measure_id, period_kind, period_start, source_id, known_from, known_to, state, value, submission_id, sheet, cell_row, cell_column)
			SELECT o.id, m.id, 1, at::date, s.id, since::timestamptz, until::timestamptz, 1, value, 0, 0, 0, 0
			FROM (VALUES ('RTE', 'eps', '2018-07-01', 'return', '2018-08-01', 'infinity', 40),
				('RTE', 'eps', '2018-08-01', 'estimate', '2018-09-01', 'infinity', 43),
				('RTE', 'eps', '2018-08-01', 'return', '2018-09-01', '2018-10-01', 44),
				('RTE', 'eps', '2018-08-01', 'return', '2018-10-01', 'infinity', 45),
				('RTE', 'eps', '2020-03-01', 'plan', '2018-01-01', 'infinity', 90),
				('RTE', 'ers', '2018-06-01', 'estimate', '2018-07-01', 'infinity', 70),
				('R1J', 'eps', '2018-05-01', 'return', '2018-06-01', 'infinity', 50),
				('ZZZ', 'eps', '2018-09-01', 'return', '2018-09-30', 'infinity', 99)) AS v (code, ref, at, source, since, until, value)
			JOIN organisation o ON o.code = v.code JOIN measure m ON m.ref = v.ref JOIN source s ON s.ref = source`,
	} {
		if _, err := db.SQL().ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		asAt string
		want map[string]float64
	}{
		{"2018-11-15", map[string]float64{"RTE eps": 45, "RTE ers": 70, "R1J eps": 50}},
		{"2018-09-15", map[string]float64{"RTE eps": 44, "RTE ers": 70, "R1J eps": 50}}, // before the correction
		{"2018-08-15", map[string]float64{"RTE eps": 40, "RTE ers": 70, "R1J eps": 50}}, // before August was returned
		{"2018-01-15", map[string]float64{}},                                            // only the plan was known
	} {
		asAt, err := time.Parse(time.DateOnly, c.asAt)
		if err != nil {
			t.Fatal(err)
		}
		codes, ids := map[maturity.OrganisationID]string{}, []maturity.OrganisationID{}
		for _, code := range []string{"RTE", "R1J"} {
			o, err := db.OrganisationByCode(t.Context(), code)
			if err != nil {
				t.Fatal(err)
			}
			codes[o.ID], ids = code, append(ids, o.ID)
		}
		list, err := db.LatestObservations(t.Context(), ids, []string{"eps", "ers", "never"}, []string{"plan"}, asAt)
		if err != nil {
			t.Fatal(err)
		}
		if len(list) != len(c.want) {
			t.Errorf("as at %s: %d figures, want %d", c.asAt, len(list), len(c.want))
		}
		for _, o := range list {
			if key := codes[o.Organisation] + " " + o.Measure; o.Value != c.want[key] {
				t.Errorf("as at %s: %s is %g, want %g", c.asAt, key, o.Value, c.want[key])
			}
		}
	}
}
