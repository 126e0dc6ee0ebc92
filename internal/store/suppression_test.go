package store_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"waymark/internal/maturity"
	"waymark/internal/store"
	"waymark/internal/store/storetest"
)

var ruled = &maturity.Catalogue{
	Measures: []maturity.Measure{{ID: "share", Unit: maturity.UnitPercent, Per: 100, SmallNumber: 5}, {ID: "count", Unit: maturity.UnitCount, SmallNumber: 5}, {ID: "free", Unit: maturity.UnitPercent, Per: 100}},
	Sources:  []maturity.Source{{ID: "return", Rank: 10}, {ID: "feed", Rank: 20}, {ID: "plan", Rank: 30, Kind: maturity.SourcePlan}},
}

// held stores rows "code measure period source from numerator denominator value", sets the rules of the catalogue, and
// gives what is read back of each row, in the same order: the value, or suppressed.
func held(t *testing.T, rows ...string) (db *store.DB, shown []string) {
	t.Helper()
	db = storetest.New(t)
	exec := func(statement string, args ...any) {
		t.Helper()
		if _, err := db.SQL().ExecContext(t.Context(), statement, args...); err != nil {
			t.Fatal(err)
		}
	}
	without := &maturity.Catalogue{Sources: ruled.Sources}
	for _, m := range ruled.Measures {
		m.SmallNumber = 0
		without.Measures = append(without.Measures, m)
	}
	if err := db.SyncCatalogue(t.Context(), without); err != nil {
		t.Fatal(err)
	}
	exec(`INSERT INTO organisation (code, name, short_name, kind) VALUES ('P1', 'One', '1', 'practice'), ('P2', 'Two', '2', 'practice'),
		('P3', 'Three', '3', 'practice'), ('CCG', 'Area', 'Area', 'ccg'), ('FOOT', 'Footprint', 'Footprint', 'footprint'), ('ENG', 'England', 'England', 'nation')`)
	exec(`INSERT INTO relation (from_id, to_id, kind, origin) SELECT p.id, w.id, CASE w.code WHEN 'CCG' THEN 'commissioned_by' ELSE 'member_of' END, 'seed'
		FROM organisation p, organisation w WHERE p.kind = 'practice' AND (w.code = 'CCG' OR w.code = 'FOOT' AND p.code <> 'P3')`)
	for _, row := range rows {
		f := strings.Fields(row)
		number := func(text string) any {
			if text == "-" {
				return nil
			}
			return text
		}
		exec(`UPDATE observation SET known_to = $5::timestamptz FROM organisation o, measure m, source s WHERE o.code = $1 AND m.ref = $2 AND s.ref = $4
			AND organisation_id = o.id AND measure_id = m.id AND source_id = s.id AND period_start = $3::date AND known_to = 'infinity'`, f[0], f[1], f[2], f[3], f[4])
		exec(`INSERT INTO observation (organisation_id, measure_id, period_kind, period_start, source_id, known_from, state, numerator, denominator, value, seen, submission_id, sheet, cell_row, cell_column)
			SELECT o.id, m.id, 2, $3::date, s.id, $5::timestamptz, CASE WHEN $8::float8 IS NULL AND $6::float8 IS NULL THEN 5 ELSE 1 END, $6::float8, $7::float8,
				coalesce($8::float8, 100 * $6::float8 / nullif($7::float8, 0)), CASE WHEN $6::float8 IS NOT NULL THEN 'as seen' END, 1, 0, 0, 0
			FROM organisation o, measure m, source s WHERE o.code = $1 AND m.ref = $2 AND s.ref = $4`, f[0], f[1], f[2], f[3], f[4], number(f[5]), number(f[6]), number(f[7]))
	}
	if err := db.SyncCatalogue(t.Context(), ruled); err != nil {
		t.Fatal(err)
	}
	return db, readBack(t, db, rows)
}

func readBack(t *testing.T, db *store.DB, rows []string) (out []string) {
	t.Helper()
	for _, row := range rows {
		f := strings.Fields(row)
		var state, n, d, v, seen string
		if err := db.SQL().QueryRowContext(t.Context(), `
			SELECT x.state, coalesce(numerator::text, ''), coalesce(denominator::text, ''), coalesce(value::text, ''), coalesce(seen, '')
			FROM observation_shown x JOIN organisation o ON o.id = organisation_id JOIN measure m ON m.id = measure_id JOIN source s ON s.id = source_id
			WHERE o.code = $1 AND m.ref = $2 AND period_start = $3::date AND s.ref = $4 AND known_from = $5::timestamptz`, f[0], f[1], f[2], f[3], f[4]).Scan(&state, &n, &d, &v, &seen); err != nil {
			t.Fatal(row, err)
		}
		switch {
		case state != "5":
			out = append(out, "shown")
		case n+d+v+seen == "":
			out = append(out, "suppressed")
		default:
			out = append(out, "state 5 with "+n+" "+d+" "+v+" "+seen)
		}
	}
	return out
}

func TestSmallNumbersAreMasked(t *testing.T) {
	t.Parallel()
	const jan, feb = "2019-01-01", "2019-02-01"
	for name, c := range map[string]struct{ rows, want []string }{
		"small numerator":   {[]string{"P1 share " + jan + " return 2019-03-01 4 100 -"}, []string{"suppressed"}},
		"small denominator": {[]string{"P1 share " + jan + " return 2019-03-01 0 4 -"}, []string{"suppressed"}},
		"all but a few":     {[]string{"P1 share " + jan + " return 2019-03-01 97 100 -"}, []string{"suppressed"}},
		"at the threshold":  {[]string{"P1 share " + jan + " return 2019-03-01 5 10 -"}, []string{"shown"}},
		"none, and all":     {[]string{"P1 share " + jan + " return 2019-03-01 0 100 -", "P2 share " + jan + " return 2019-03-01 100 100 -"}, []string{"shown", "shown"}},
		"a count":           {[]string{"P1 count " + jan + " return 2019-03-01 - - 3", "P2 count " + jan + " return 2019-03-01 - - 5"}, []string{"suppressed", "shown"}},
		"no rule":           {[]string{"P1 free " + jan + " return 2019-03-01 1 3 -"}, []string{"shown"}},
		"a percentage alone says nothing of people": {[]string{"P1 share " + jan + " return 2019-03-01 - - 3"}, []string{"shown"}},
		"a plan counts nobody":                      {[]string{"P1 share " + jan + " plan 2019-03-01 3 100 -"}, []string{"shown"}},
		"of three practices, the smaller of the others goes with it": {[]string{
			"P1 share " + jan + " return 2019-03-01 3 100 -", "P2 share " + jan + " return 2019-03-01 20 100 -", "P3 share " + jan + " return 2019-03-01 40 100 -",
			"CCG share " + jan + " return 2019-03-01 63 300 -"}, []string{"suppressed", "suppressed", "shown", "shown"}},
		"without a total nothing else is needed": {[]string{
			"P1 share " + jan + " return 2019-03-01 3 100 -", "P2 share " + jan + " return 2019-03-01 20 100 -"}, []string{"suppressed", "shown"}},
		"a total of other bodies besides gives nothing away": {[]string{
			"P1 share " + jan + " return 2019-03-01 3 100 -", "P2 share " + jan + " return 2019-03-01 20 100 -", "ENG share " + jan + " return 2019-03-01 6300 30000 -"},
			[]string{"suppressed", "shown", "shown"}},
		"two hierarchies: the footprint would give away what the area does not": {[]string{
			"P1 share " + jan + " return 2019-03-01 3 100 -", "P2 share " + jan + " return 2019-03-01 60 100 -", "P3 share " + jan + " return 2019-03-01 20 100 -",
			"CCG share " + jan + " return 2019-03-01 83 300 -", "FOOT share " + jan + " return 2019-03-01 63 200 -"},
			[]string{"suppressed", "suppressed", "shown", "shown", "shown"}},
		"one practice: the total is its figure": {[]string{
			"P1 share " + jan + " return 2019-03-01 3 100 -", "CCG share " + jan + " return 2019-03-01 3 100 -"}, []string{"suppressed", "suppressed"}},
		"another source says the same": {[]string{
			"P1 count " + jan + " return 2019-03-01 - - 3", "P1 count " + jan + " feed 2019-03-01 - - 3"}, []string{"suppressed", "suppressed"}},
		"what the source held back stays held back": {[]string{
			"P1 share " + jan + " return 2019-03-01 - - -", "P2 share " + jan + " return 2019-03-01 20 100 -", "P3 share " + jan + " return 2019-03-01 40 100 -",
			"CCG share " + jan + " return 2019-03-01 63 200 -"}, []string{"suppressed", "suppressed", "shown", "shown"}},
		"an earlier edition of the other figures": {[]string{ // 63 - 40 - 20, the 20 and 40 from before
			"P1 share " + jan + " return 2019-03-01 30 100 -", "P2 share " + jan + " return 2019-03-01 20 100 -", "P3 share " + jan + " return 2019-03-01 40 100 -",
			"CCG share " + jan + " return 2019-03-01 90 300 -", "P1 share " + jan + " return 2019-04-01 3 100 -", "CCG share " + jan + " return 2019-04-01 63 300 -"},
			[]string{"suppressed", "suppressed", "shown", "shown", "suppressed", "shown"}},
		"other periods are not touched": {[]string{
			"P1 share " + jan + " return 2019-03-01 3 100 -", "P2 share " + jan + " return 2019-03-01 20 100 -", "CCG share " + jan + " return 2019-03-01 23 200 -",
			"P1 share " + feb + " return 2019-03-01 30 100 -", "P2 share " + feb + " return 2019-03-01 20 100 -", "CCG share " + feb + " return 2019-03-01 50 200 -"},
			[]string{"suppressed", "suppressed", "shown", "shown", "shown", "shown"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if _, got := held(t, c.rows...); !slices.Equal(got, c.want) {
				for i := range got {
					t.Errorf("%-60s %s, want %s", c.rows[i], got[i], c.want[i])
				}
			}
		})
	}
}

var bare = regexp.MustCompile(`(?i)\b(FROM|JOIN|INTO|UPDATE|USING)\s+observation\b`)

// Whoever reads the bare table sees what is held back. These may, and those that compare an upload with what is stored
// (staging_*.go), and no other file of the store.
var mayReadBare = []string{
	"suppression.go", "suppression_read.go", "suppression_rule.go",
	"reference_sql.go", "stale.go", "collection_received.go", // whether there is a row, and when: no figures
	"receipt.go", // what a submission held, for whoever may see the submission
}

func TestFewReadTheBareTable(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(file, "_test.go") || strings.HasPrefix(file, "staging_") || slices.Contains(mayReadBare, file) {
			continue
		}
		for i, line := range strings.Split(string(text), "\n") {
			if bare.MatchString(line) && !strings.HasPrefix(strings.TrimSpace(line), "//") {
				t.Errorf("%s:%d reads observation, where suppressed figures are plain: read observation_shown", file, i+1)
			}
		}
	}
}
