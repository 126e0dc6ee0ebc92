package store

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"waymark/internal/maturity"
)

var benchmarkMerge = mergeKind{
	table: "benchmark",
	columns: `measure_id smallint, benchmark_ref text, population text, period_kind smallint, period_start date, peers integer,
		value double precision, centiles double precision[], reason text`,
	names: `measure_id, benchmark_ref, population, period_kind, period_start, peers, value, centiles, reason`,
	key: `o.measure_id = n.measure_id AND o.benchmark_ref = n.benchmark_ref AND o.population = n.population
		AND o.period_kind = n.period_kind AND o.period_start = n.period_start`,
	same: `o.value IS NOT DISTINCT FROM n.value AND o.peers = n.peers AND o.centiles = n.centiles AND o.reason = n.reason`,
}

var positionMerge = mergeKind{
	table: "benchmark_position",
	columns: `organisation_id integer, measure_id smallint, benchmark_ref text, period_kind smallint, period_start date, place text, better boolean,
		peers integer, indicative boolean, by_tolerance text, by_interval text, value double precision, reference double precision, centile double precision,
		low double precision, high double precision, peer_codes text[], reason text`,
	names: `organisation_id, measure_id, benchmark_ref, period_kind, period_start, place, better, peers, indicative, by_tolerance, by_interval, value, reference, centile, low, high, peer_codes, reason`,
	key: `o.organisation_id = n.organisation_id AND o.measure_id = n.measure_id AND o.benchmark_ref = n.benchmark_ref
		AND o.period_kind = n.period_kind AND o.period_start = n.period_start`,
	same: `o.place = n.place AND o.better IS NOT DISTINCT FROM n.better AND o.peers = n.peers AND o.indicative = n.indicative AND o.value = n.value
		AND o.reference IS NOT DISTINCT FROM n.reference AND o.centile IS NOT DISTINCT FROM n.centile AND o.reason = n.reason
		AND o.by_tolerance = n.by_tolerance AND o.by_interval = n.by_interval AND o.peer_codes = n.peer_codes AND o.low IS NOT DISTINCT FROM n.low AND o.high IS NOT DISTINCT FROM n.high`,
}

// WriteBenchmarks brings all of a measure's benchmark values and positions into the tables; those that no longer come
// about, such as a position in a period that is no longer the latest, are closed.
func (db *DB) WriteBenchmarks(ctx context.Context, asAt time.Time, measure string, values []maturity.BenchmarkValue, positions []maturity.BenchmarkResult) (maturity.WriteCounts, error) {
	refs, err := db.currentRefs(ctx)
	if err != nil {
		return maturity.WriteCounts{}, err
	}
	id := refs.measureID[measure]
	var lines []byte
	for _, v := range values {
		lines = appendBenchmark(lines, id, v)
	}
	counts, err := db.mergeResults(ctx, benchmarkMerge, asAt, id, lines, true)
	if err != nil {
		return counts, err
	}
	lines = lines[:0]
	for _, r := range positions {
		lines = appendPosition(lines, id, r)
	}
	more, err := db.mergeResults(ctx, positionMerge, asAt, id, lines, true)
	return counts.Add(more), err
}

func appendBenchmark(b []byte, measure int16, v maturity.BenchmarkValue) []byte {
	b = appendText(fmt.Appendf(b, "%d\t", measure), v.Benchmark)
	b = appendText(append(b, '\t'), v.Population)
	b = fmt.Appendf(b, "\t%d\t%s\t%d", v.Period.Kind, v.Period.Start, v.Peers)
	b = append(appendNumber(b, v.Value), '\t', '{')
	for i, c := range v.Centiles {
		if i > 0 {
			b = append(b, ',')
		}
		b = strconv.AppendFloat(b, c, 'g', -1, 64)
	}
	b = appendText(append(b, '}', '\t'), v.Reason)
	return append(b, '\n')
}

func appendPosition(b []byte, measure int16, r maturity.BenchmarkResult) []byte {
	b = appendText(fmt.Appendf(b, "%d\t%d\t", r.Organisation, measure), r.Benchmark)
	b = fmt.Appendf(b, "\t%d\t%s\t%s\t", r.Period.Kind, r.Period.Start, r.Position)
	if r.Better == nil {
		b = append(b, '\\', 'N')
	} else {
		b = strconv.AppendBool(b, *r.Better)
	}
	b = strconv.AppendBool(fmt.Appendf(b, "\t%d\t", r.Peers), r.Indicative)
	b = fmt.Appendf(b, "\t%s\t%s", r.ByTolerance, r.ByInterval)
	for _, v := range []float64{r.Value, r.Reference, r.Centile, r.Low, r.High} {
		b = appendNumber(b, v)
	}
	b = appendText(append(b, '\t'), textArray(r.PeerCodes))
	b = appendText(append(b, '\t'), r.Reason)
	return append(b, '\n')
}
