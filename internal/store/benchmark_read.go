package store

import (
	"context"
	"database/sql"
	"strconv"
	"strings"
	"time"

	"github.com/lib/pq"

	"waymark/internal/maturity"
)

// Benchmarks gives the stored values of all benchmarks of the measures (none: all) over time as at a time, in order of
// measure id in the database, benchmark, population and period.
func (db *DB) Benchmarks(ctx context.Context, measures []string, asAt time.Time) ([]maturity.BenchmarkValue, error) {
	return db.benchmarks(ctx, `
		SELECT `+benchmarkColumns+`
		FROM benchmark
		WHERE (cardinality($1::smallint[]) = 0 OR measure_id = ANY ($1)) AND known_from <= $2 AND known_to > $2
		ORDER BY measure_id, benchmark_ref, population, period_start, period_kind`, measures, asAt)
}

// LatestBenchmarks gives of each benchmark and population of the measures (none: all) the newest value of each kind of
// period.
func (db *DB) LatestBenchmarks(ctx context.Context, measures []string, asAt time.Time) ([]maturity.BenchmarkValue, error) {
	return db.benchmarks(ctx, `
		SELECT DISTINCT ON (measure_id, benchmark_ref, population, period_kind) `+benchmarkColumns+`
		FROM benchmark
		WHERE (cardinality($1::smallint[]) = 0 OR measure_id = ANY ($1)) AND known_from <= $2 AND known_to > $2 AND value IS NOT NULL
		ORDER BY measure_id, benchmark_ref, population, period_kind, period_start DESC`, measures, asAt)
}

const benchmarkColumns = `measure_id AS measure, benchmark_ref AS benchmark, population, period_kind AS kind, period_start - date '1970-01-01' AS start,
			value, peers, centiles, reason`

func (db *DB) benchmarks(ctx context.Context, query string, measures []string, asAt time.Time) ([]maturity.BenchmarkValue, error) {
	refs, err := db.currentRefs(ctx)
	if err != nil {
		return nil, err
	}
	ids, any := measureNumbers(refs, measures)
	if !any {
		return nil, nil
	}
	rows, err := db.x.QueryContext(ctx, query, pq.Array(ids), asAt)
	if err != nil {
		return nil, asError(err, "The averages could not be read.")
	}
	defer rows.Close()
	const usual = 512 // rows of a board
	scan := benchmarkScan{centiles: make([]float64, 0, 5*usual)}
	out := make([]maturity.BenchmarkValue, 0, usual)
	for rows.Next() {
		v, err := scan.row(rows, refs)
		if err != nil {
			return nil, asError(err, "The averages could not be read.")
		}
		out = append(out, v)
	}
	return out, asError(rows.Err(), "The averages could not be read.")
}

// benchmarkScan reads rows of averages. A board reads a thousand, which say the same but for period and numbers: texts are
// kept from row to row, and centiles share their memory.
type benchmarkScan struct {
	benchmark, population, reason string
	centiles                      []float64
}

func (s *benchmarkScan) row(rows *sql.Rows, refs *refs) (v maturity.BenchmarkValue, err error) {
	var measure int16
	var value sql.NullFloat64
	var benchmark, population, centiles, reason sql.RawBytes
	if err := rows.Scan(&measure, &benchmark, &population, &v.Period.Kind, &v.Period.Start, &value, &v.Peers, &centiles, &reason); err != nil {
		return v, err
	}
	v.Measure, v.Value = refs.measureRef[measure], orNaN(value)
	v.Benchmark, v.Population, v.Reason = kept(&s.benchmark, benchmark), kept(&s.population, population), kept(&s.reason, reason)
	v.Centiles, err = s.numbers(centiles)
	return v, err
}

// kept is the text as it was read last, or a new one.
func kept(last *string, text []byte) string {
	if string(text) != *last {
		*last = string(text)
	}
	return *last
}

// numbers reads an array as PostgreSQL writes it: {1,2.5}. It never holds a null.
func (s *benchmarkScan) numbers(array []byte) ([]float64, error) {
	start := len(s.centiles)
	inner := strings.TrimSuffix(strings.TrimPrefix(string(array), "{"), "}")
	for more := inner != ""; more; {
		var text string
		text, inner, more = strings.Cut(inner, ",")
		n, err := strconv.ParseFloat(text, 64)
		if err != nil {
			return nil, err
		}
		s.centiles = append(s.centiles, n)
	}
	return s.centiles[start:len(s.centiles):len(s.centiles)], nil
}

// Positions gives each organisation's place against its benchmarks in its latest complete period, for the measures
// (none: all) as at a time, in order of organisation, measure id in the database and benchmark.
func (db *DB) Positions(ctx context.Context, organisations []maturity.OrganisationID, measures []string, asAt time.Time) ([]maturity.BenchmarkResult, error) {
	refs, err := db.currentRefs(ctx)
	if err != nil {
		return nil, err
	}
	ids, any := measureNumbers(refs, measures)
	if !any {
		return nil, nil
	}
	var rows []positionRow
	if err := db.x.SelectContext(ctx, &rows, `
		SELECT `+positionColumns+`
		FROM benchmark_position o
		WHERE organisation_id = ANY ($1) AND (cardinality($2::smallint[]) = 0 OR measure_id = ANY ($2)) AND known_from <= $3 AND known_to > $3
		ORDER BY organisation_id, measure_id, benchmark_ref`, pq.Array(organisationNumbers(organisations)), pq.Array(ids), asAt); err != nil {
		return nil, asError(err, "The comparison could not be read.")
	}
	out := make([]maturity.BenchmarkResult, len(rows))
	for i, r := range rows {
		out[i] = r.result(refs)
	}
	return out, nil
}
