package recompute_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/recompute"
	"waymark/internal/store"
	"waymark/internal/store/storetest"
)

// The board meets on 15 November 2018.
var meeting = time.Date(2018, 11, 15, 9, 0, 0, 0, time.UTC)

func catalogue() *maturity.Catalogue {
	due := func(y int, m time.Month, d int) *maturity.LooseDate {
		return &maturity.LooseDate{Latest: period.Date(y, m, d)}
	}
	c := &maturity.Catalogue{
		Kinds: []maturity.OrganisationKind{{ID: "acute", Group: "trust"}, {ID: "community", Group: "trust"}, {ID: "council"}},
		Sources: []maturity.Source{{ID: "return", Rank: 10, Kind: maturity.SourceReturn}, {ID: "estimate", Rank: 20, Kind: maturity.SourceEstimate},
			{ID: "plan", Rank: 30, Kind: maturity.SourcePlan}, {ID: "invented", Rank: 40, Kind: maturity.SourceReturn, Illustrative: true}},
		Measures: []maturity.Measure{
			{ID: "eps", Hash: "1", Unit: maturity.UnitPercent, Polarity: maturity.HigherIsBetter, Low: 0, High: 100, Frequency: period.KindQuarter, RollUp: maturity.RollUpRatio, Kinds: []string{"trust"}},
			{ID: "leadership", Hash: "1", Unit: maturity.UnitScore, Polarity: maturity.HigherIsBetter, Low: 0, High: 100, Frequency: period.KindFinancialYear, RollUp: maturity.RollUpMean, SelfAssessed: true, Framework: "dma"},
			{ID: "social", Hash: "1", Unit: maturity.UnitScore, Polarity: maturity.HigherIsBetter, Low: 0, High: 100, Frequency: period.KindFinancialYear, RollUp: maturity.RollUpNone, SelfAssessed: true, Framework: "social-dma"},
		},
		Targets: []maturity.Target{
			{ID: "eps-80", Hash: "1", Measure: "eps", Operator: maturity.AtLeast, Value: 80, Due: due(2020, 3, 31)},
			{ID: "eps-glos", Hash: "1", Measure: "eps", Operator: maturity.AtLeast, Value: 70, Due: due(2018, 12, 31), Footprint: "glos"},
			{ID: "council-90", Hash: "1", Measure: "eps", Operator: maturity.AtLeast, Value: 90, Organisation: "GCC"},
		},
		Benchmarks: []maturity.Benchmark{{ID: "national", Hash: "1", Title: "National average", Framework: "dma", Method: maturity.BenchmarkPublished, Organisation: "ENG"}},
		Frameworks: []maturity.Framework{
			{ID: "dma", Title: "DMA 2015/16", Groups: []maturity.Group{{Sections: []maturity.Section{{ID: "leadership", Measure: "leadership"}}}}},
			{ID: "social-dma", Title: "DMA for social care", Groups: []maturity.Group{{Sections: []maturity.Section{{ID: "leadership", Measure: "social", Counterpart: "dma/leadership"}}}}},
		},
	}
	c.Index()
	return c
}

// world is a database with a small footprint: two trusts and a council in Gloucestershire, and England.
type world struct {
	*testing.T
	db *store.DB
	c  *maturity.Catalogue
}

func newWorld(t *testing.T) *world {
	w := &world{t, storetest.New(t), catalogue()}
	if err := w.db.SyncCatalogue(t.Context(), w.c); err != nil {
		t.Fatal(err)
	}
	w.exec(`INSERT INTO organisation (code, name, short_name, kind) VALUES ('ENG', 'England', 'England', 'nation'), ('glos', 'Gloucestershire', 'Gloucestershire', 'footprint'),
		('RTE', 'Hospitals', 'GHFT', 'acute'), ('R1J', 'Care Services', 'GCS', 'community'), ('GCC', 'Council', 'GCC', 'council'), ('ZZZ', 'Elsewhere', 'Elsewhere', 'acute')`)
	w.exec(`INSERT INTO relation (from_id, to_id, kind, origin) SELECT m.id, f.id, 'member_of', 'test' FROM organisation m, organisation f WHERE f.code = 'glos' AND m.code IN ('RTE', 'R1J', 'GCC')`)
	for i := range 10 { // 10 quarters from April 2016; the counts make one trust three times as large as the other
		at := period.Of(period.KindQuarter, period.Date(2016, 4, 1)).Add(i)
		w.count("RTE", "eps", at.Code(), float64(120+9*i), 300)
		w.count("ZZZ", "eps", at.Code(), float64(50+i), 100)
		if i < 9 { // the last return is missing
			w.count("R1J", "eps", at.Code(), float64(50+2*i), 100)
		}
	}
	w.value("glos", "eps", "FY2015", 30, "estimate", "2016-05-01")
	w.value("RTE", "eps", "Q2019-01", 75, "plan", "2018-05-01")
	w.value("ENG", "leadership", "FY2015", 77, "return", "2016-05-01")
	w.value("RTE", "leadership", "FY2015", 80, "return", "2016-05-01")
	w.value("R1J", "leadership", "FY2015", 45, "return", "2016-05-01")
	w.value("GCC", "social", "FY2015", 84, "return", "2016-05-01")
	return w
}

func (w *world) exec(statement string, args ...any) {
	w.Helper()
	if _, err := w.db.SQL().Exec(statement, args...); err != nil {
		w.Fatal(err)
	}
}

const insert = `INSERT INTO observation (organisation_id, measure_id, period_kind, period_start, source_id, known_from, state, value, numerator, denominator, submission_id, sheet, cell_row, cell_column)
	SELECT o.id, m.id, $3, date '1970-01-01' + $4::integer, s.id, $6::timestamptz, 1, $7, $8, $9, 0, 0, 0, 0 FROM organisation o, measure m, source s WHERE o.code = $1 AND m.ref = $2 AND s.ref = $5`

func (w *world) value(code, measure, at string, value float64, source, known string) {
	w.Helper()
	p, err := period.FromCode(at)
	if err != nil {
		w.Fatal(err)
	}
	w.exec(insert, code, measure, p.Kind, int(p.Start), source, known, value, nil, nil)
}

// count enters numerator and denominator, known a month after the period.
func (w *world) count(code, measure, at string, numerator, denominator float64) {
	w.Helper()
	p, err := period.FromCode(at)
	if err != nil {
		w.Fatal(err)
	}
	w.exec(insert, code, measure, p.Kind, int(p.Start), "return", (p.End() + 30).Time(), 100*numerator/denominator, numerator, denominator)
}

// correct ends the belief in a value on a day and starts that in another.
func (w *world) correct(code, measure, at, known string, numerator, denominator float64) {
	w.Helper()
	p, _ := period.FromCode(at)
	w.exec(`UPDATE observation SET known_to = $1::timestamptz WHERE period_start = date '1970-01-01' + $2::integer AND known_to = 'infinity'
		AND organisation_id = (SELECT id FROM organisation WHERE code = $3) AND measure_id = (SELECT id FROM measure WHERE ref = $4)`, known, int(p.Start), code, measure)
	w.exec(insert, code, measure, p.Kind, int(p.Start), "return", known, 100*numerator/denominator, numerator, denominator)
	w.exec(`INSERT INTO stale_series SELECT o.id, m.id, $3::timestamptz FROM organisation o, measure m WHERE o.code = $1 AND m.ref = $2`, code, measure, known)
}

func (w *world) run(asAt time.Time, scope recompute.Scope, workers int) recompute.Counts {
	w.Helper()
	counts, err := recompute.New(w.db, w.db, w.c, recompute.Options{Workers: workers, Batch: 2}).Run(w.Context(), asAt, scope)
	if err != nil {
		w.Fatal(err)
	}
	return counts
}

func (w *world) id(code string) (id maturity.OrganisationID) {
	w.Helper()
	if err := w.db.SQL().QueryRow(`SELECT id FROM organisation WHERE code = $1`, code).Scan(&id); err != nil {
		w.Fatal(err)
	}
	return id
}

func (w *world) trajectory(code, measure, target string, asAt time.Time) maturity.Trajectory {
	w.Helper()
	list, err := w.db.Trajectories(w.Context(), []maturity.OrganisationID{w.id(code)}, []string{measure}, asAt)
	if err != nil {
		w.Fatal(err)
	}
	for _, t := range list {
		if t.Target == target {
			return t
		}
	}
	w.Fatalf("%s has no trajectory on %s for %q as at %v", code, measure, target, asAt)
	return maturity.Trajectory{}
}

// dump is every byte of all results.
func (w *world) dump() string {
	w.Helper()
	var b strings.Builder
	for _, table := range []string{"trajectory", "roll_up", "benchmark", "benchmark_position", "reliability"} {
		rows, err := w.db.SQL().Query(`SELECT ` + table + `::text FROM ` + table + ` ORDER BY 1`)
		if err != nil {
			w.Fatal(err)
		}
		defer rows.Close()
		for rows.Next() {
			var line string
			if err := rows.Scan(&line); err != nil {
				w.Fatal(err)
			}
			fmt.Fprintln(&b, table, line)
		}
	}
	return b.String()
}
