package recompute

import (
	"context"

	"waymark/internal/benchmark"
	"waymark/internal/maturity"
)

// compare stores the measure's benchmark values and everybody's position.
func (w *work) compare(ctx context.Context) error {
	var values []maturity.BenchmarkValue
	var positions []maturity.BenchmarkResult
	if w.panel != nil {
		values = w.panel.Values(w.benchmarks)
		positions = w.panel.Positions(w.benchmarks, values, w.counterpart)
	}
	counts, err := w.writer.WriteBenchmarks(ctx, w.asAt, w.m.ID, values, positions)
	w.counts.Benchmarks = w.counts.Benchmarks.Add(counts)
	return err
}

// counterpart gathers the published average of the other instrument's section that the measure stands beside.
func (r *run) counterpart(m maturity.Measure) *benchmark.Counterpart {
	framework, other, ok := counterpartOf(r.catalogue, m)
	if !ok {
		return nil
	}
	theirs, known := r.catalogue.Measure(other)
	if !known {
		return nil
	}
	for _, b := range r.catalogue.BenchmarksOf(theirs) {
		if b.Method != maturity.BenchmarkPublished {
			continue
		}
		c := &benchmark.Counterpart{Benchmark: b, Instrument: framework.Title}
		for _, v := range r.published[other] {
			if v.code == b.Organisation {
				c.Values = append(c.Values, benchmark.CounterpartValue{Period: v.Period, Value: v.Value})
			}
		}
		return c
	}
	return nil
}
