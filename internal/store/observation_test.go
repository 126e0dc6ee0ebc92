package store_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/store"
	"waymark/internal/store/storetest"
)

// believed fills the table with three organisations, two measures, two sources and a correction, straight in SQL.
func believed(t *testing.T) *store.DB {
	t.Helper()
	db := storetest.New(t)
	err := db.SyncCatalogue(t.Context(), &maturity.Catalogue{
		Measures: []maturity.Measure{{ID: "eps"}, {ID: "ers"}},
		Sources:  []maturity.Source{{ID: "published", Rank: 10}, {ID: "return", Rank: 1}, {ID: "plan", Rank: 5}},
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, statement := range []string{
		`INSERT INTO organisation (code, name, short_name, kind) SELECT 'O' || i, 'Organisation ' || i, 'O' || i, 'practice' FROM generate_series(1, 3) AS i`,
		`INSERT INTO organisation (code, name, short_name, kind) VALUES ('foot', 'Footprint', 'Footprint', 'footprint')`,
		`INSERT INTO relation (from_id, to_id, kind, until, origin) VALUES (1, 4, 'member_of', '2019-03-31', 'seed'), (2, 4, 'member_of', 'infinity', 'seed'), (3, 4, 'partner_of', 'infinity', 'seed')`,
		`INSERT INTO observation (organisation_id, measure_id, period_kind, period_start, source_id, known_from, known_to, state, value, submission_id, sheet, cell_row, cell_column)
			SELECT o, m, 2, date '2018-01-01' + make_interval(months => p), 1, '2018-08-01', 'infinity', 1, 100 * o + 10 * m + p, 1, 0, p + 2, 4
			FROM generate_series(1, 3) o, generate_series(1, 2) m, generate_series(0, 3) p`,
		`UPDATE observation SET known_to = '2019-01-01' WHERE organisation_id = 1 AND measure_id = 1 AND period_start = '2018-02-01'`,
		`INSERT INTO observation (organisation_id, measure_id, period_kind, period_start, source_id, known_from, state, value, submission_id, sheet, cell_row, cell_column) VALUES
			(1, 1, 2, '2018-02-01', 1, '2019-01-01', 1, 999, 2, 0, 2, 4),
			(1, 1, 2, '2018-03-01', 2, '2018-09-01', 1, 777, 3, 0, 2, 4),
			(1, 1, 2, '2018-04-01', 3, '2018-09-01', 1, 555, 4, 0, 2, 4),
			(1, 1, 3, '2018-01-01', 1, '2018-09-01', 1, 333, 5, 0, 2, 4)`,
	} {
		if _, err := db.SQL().ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	return db
}

func TestObservationsByFilter(t *testing.T) {
	t.Parallel()
	db := believed(t)
	one := []maturity.OrganisationID{1}
	day := func(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 12, 0, 0, 0, time.UTC) }
	for name, c := range map[string]struct {
		filter maturity.ObservationFilter
		want   string
	}{
		"now, the preferred source of each period": {maturity.ObservationFilter{Organisations: one, Measures: []string{"eps"}}, "110 333 999 777 555"},
		"as known before the correction":           {maturity.ObservationFilter{Organisations: one, Measures: []string{"eps"}, AsAt: day(2018, 12, 31)}, "110 333 111 777 555"},
		"as known before anything":                 {maturity.ObservationFilter{AsAt: day(2018, 7, 1)}, ""},
		"all sources side by side":                 {maturity.ObservationFilter{Organisations: one, Measures: []string{"eps"}, AllSources: true, From: period.Date(2018, 3, 1)}, "112 777 113 555"},
		"without plans":                            {maturity.ObservationFilter{Organisations: one, Measures: []string{"eps"}, Except: []string{"plan"}, Kind: period.KindMonth}, "110 999 777 113"},
		"one source":                               {maturity.ObservationFilter{Organisations: one, Measures: []string{"eps"}, Sources: []string{"published"}, Kind: period.KindMonth}, "110 999 112 113"},
		"a measure that is not there":              {maturity.ObservationFilter{Measures: []string{"nonesuch"}}, ""},
		"a span of periods":                        {maturity.ObservationFilter{Organisations: one, Measures: []string{"ers"}, From: period.Date(2018, 2, 1), To: period.Date(2018, 3, 1)}, "121 122"},
		"a footprint when 1 was a member":          {maturity.ObservationFilter{Footprint: 4, Measures: []string{"ers"}, To: period.Date(2018, 1, 1), AsAt: day(2019, 3, 1)}, "120 220"},
		"a footprint afterwards":                   {maturity.ObservationFilter{Footprint: 4, Measures: []string{"ers"}, To: period.Date(2018, 1, 1), AsAt: day(2020, 3, 1)}, "220"},
	} {
		var got []string
		if err := db.EachObservation(t.Context(), c.filter, func(o maturity.Observation) error { got = append(got, fmt.Sprint(o.Value)); return nil }); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: %v, want %s", name, got, c.want)
		}
	}
}

func TestPagesOfObservationsAreWholeAndDisjoint(t *testing.T) {
	t.Parallel()
	db := believed(t)
	for _, all := range []bool{false, true} {
		var whole []maturity.Observation
		filter := maturity.ObservationFilter{AllSources: all}
		if err := db.EachObservation(t.Context(), filter, func(o maturity.Observation) error { whole = append(whole, o); return nil }); err != nil {
			t.Fatal(err)
		}
		for limit := 1; limit <= len(whole)+1; limit++ {
			filter.Limit, filter.Cursor = limit, ""
			var paged []maturity.Observation
			for {
				page, next, err := db.Observations(t.Context(), filter)
				if err != nil || len(page) > limit {
					t.Fatal(len(page), err)
				}
				if paged = append(paged, page...); next == "" {
					break
				}
				filter.Cursor = next
			}
			if !slices.EqualFunc(paged, whole, func(a, b maturity.Observation) bool {
				return a.Value == b.Value && a.Period == b.Period && a.Source == b.Source
			}) {
				t.Fatalf("pages of %d give %d observations, want %d", limit, len(paged), len(whole))
			}
		}
	}
	if _, _, err := db.Observations(t.Context(), maturity.ObservationFilter{Cursor: "nonsense"}); maturity.CodeOf(err) != maturity.Invalid {
		t.Errorf("a cursor that is none gives %v", err)
	}
}

func TestSeries(t *testing.T) {
	t.Parallel()
	db := believed(t)
	var got []string
	err := db.EachSeries(t.Context(), maturity.ObservationFilter{Organisations: []maturity.OrganisationID{1, 2}, Except: []string{"plan"}}, func(s maturity.Series) error {
		line := fmt.Sprint(s.Organisation, " ", s.Measure)
		for _, o := range s.Observations {
			line += fmt.Sprint(" ", o.Period, "=", o.Value)
		}
		got = append(got, line)
		return nil
	})
	want := []string{
		"1 eps M2018-01=110 M2018-02=999 M2018-03=777 M2018-04=113 Q2018-01=333",
		"1 ers M2018-01=120 M2018-02=121 M2018-03=122 M2018-04=123",
		"2 eps M2018-01=210 M2018-02=211 M2018-03=212 M2018-04=213",
		"2 ers M2018-01=220 M2018-02=221 M2018-03=222 M2018-04=223",
	}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("%v\n%s\nwant\n%s", err, strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
