package store

import (
	"context"
	"time"

	"github.com/lib/pq"

	"waymark/internal/maturity"
	"waymark/internal/period"
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
	var rows []struct {
		Measure               int16
		Benchmark, Population string
		Kind                  period.Kind
		Start                 period.Day
		Value                 *float64
		Peers                 int
		Centiles              pq.Float64Array
		Reason                string
	}
	if err := db.x.SelectContext(ctx, &rows, query, pq.Array(ids), asAt); err != nil {
		return nil, asError(err, "The averages could not be read.")
	}
	out := make([]maturity.BenchmarkValue, len(rows))
	for i, r := range rows {
		out[i] = maturity.BenchmarkValue{Measure: refs.measureRef[r.Measure], Benchmark: r.Benchmark, Population: r.Population,
			Period: period.Period{Kind: r.Kind, Start: r.Start}, Value: orNotGiven(r.Value), Peers: r.Peers, Centiles: r.Centiles, Reason: r.Reason}
	}
	return out, nil
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
	var rows []struct {
		Organisation       maturity.OrganisationID
		Measure            int16
		Benchmark          string
		Kind               period.Kind
		Start              period.Day
		KnownFrom          time.Time `db:"known_from"`
		Value              float64
		Reference, Centile *float64
		Place              maturity.Position
		Better             *bool
		Peers              int
		Indicative         bool
		Reason             string
	}
	if err := db.x.SelectContext(ctx, &rows, `
		SELECT organisation_id AS organisation, measure_id AS measure, benchmark_ref AS benchmark, period_kind AS kind,
			period_start - date '1970-01-01' AS start, known_from, value, reference, centile, place, better, peers, indicative, reason
		FROM benchmark_position
		WHERE organisation_id = ANY ($1) AND (cardinality($2::smallint[]) = 0 OR measure_id = ANY ($2)) AND known_from <= $3 AND known_to > $3
		ORDER BY organisation_id, measure_id, benchmark_ref`, pq.Array(organisationNumbers(organisations)), pq.Array(ids), asAt); err != nil {
		return nil, asError(err, "The comparison could not be read.")
	}
	out := make([]maturity.BenchmarkResult, len(rows))
	for i, r := range rows {
		out[i] = maturity.BenchmarkResult{Organisation: r.Organisation, Measure: refs.measureRef[r.Measure], Benchmark: r.Benchmark,
			Period: period.Period{Kind: r.Kind, Start: r.Start}, KnownFrom: r.KnownFrom, Value: r.Value, Reference: orNotGiven(r.Reference),
			Position: r.Place, Better: r.Better, Centile: orNotGiven(r.Centile), Peers: r.Peers, Indicative: r.Indicative, Reason: r.Reason}
	}
	return out, nil
}
