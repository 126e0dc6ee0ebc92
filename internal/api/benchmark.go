package api

import (
	"context"
	"net/http"

	"waymark/internal/export"
	"waymark/internal/httpkit"
	"waymark/internal/maturity"
)

// PositionQuery chooses positions against benchmarks.
type PositionQuery struct {
	Paging
	AsAt
	Span
	Limit        int      `query:"limit" minimum:"1" maximum:"1000" default:"500"`
	Organisation []string `query:"organisation,explode" nullable:"false" doc:"Codes, repeated or with commas" example:"RTE"`
	Footprint    string   `query:"footprint" maxLength:"100" doc:"Code of a footprint: itself and its members on the day of as_at"`
	Measure      []string `query:"measure,explode" nullable:"false" doc:"Ids of measures, repeated or with commas"`
	Benchmark    []string `query:"benchmark,explode" nullable:"false" doc:"Ids of benchmarks, repeated or with commas"`
}

// BenchmarkValueQuery chooses values of benchmarks.
type BenchmarkValueQuery struct {
	Paging
	AsAt
	Span
	Limit     int      `query:"limit" minimum:"1" maximum:"1000" default:"500"`
	Measure   []string `query:"measure,explode" nullable:"false" doc:"Ids of measures, repeated or with commas"`
	Benchmark []string `query:"benchmark,explode" nullable:"false" doc:"Ids of benchmarks, repeated or with commas"`
}

func (a *API) registerBenchmarks() {
	register(a, operation{method: http.MethodGet, path: "/benchmarks", id: "list-benchmarks", tag: "Values", right: httpkit.SignedIn, table: true, slow: true,
		summary: "List positions against benchmarks", words: "Each organisation's value in its latest complete period against the national average, its peers or another benchmark. In order of organisation, measure and benchmark."}, a.positions)
	register(a, operation{method: http.MethodGet, path: "/benchmarks/values", id: "list-benchmark-values", tag: "Values", right: httpkit.SignedIn, table: true, slow: true,
		summary: "List the values of benchmarks over time", words: "National averages and other benchmarks, period by period. In order of measure, benchmark, population and period."}, a.benchmarkValues)
}

func (a *API) positions(ctx context.Context, q *PositionQuery) (*Paged[export.Position], error) {
	at, err := a.asAt(q.AsAt)
	if err != nil {
		return nil, err
	}
	n, d, err := a.namer(ctx, at)
	if err != nil {
		return nil, err
	}
	c := chosen{directory: d, catalogue: a.Catalogue}
	f := maturity.ResultFilter{Organisations: c.organisations(q.Organisation), Footprint: c.footprint(q.Footprint), Measures: c.measures(q.Measure),
		Benchmarks: c.benchmarks(q.Benchmark), AsAt: at, Cursor: q.Cursor, Limit: q.Limit}
	if f.From, f.To, err = q.Span.days(); err != nil {
		return nil, err
	}
	var rows []export.Position
	var next string
	if !c.nobody {
		if rows, next, err = n.PositionRows(ctx, a.Results, f); err != nil {
			return nil, err
		}
	}
	return paged(ctx, rows, next).asAt(at).explain(c.notes, func() (string, *Exists, error) {
		return a.whyEmpty(ctx, &c, selection{organisations: f.Organisations, footprint: f.Footprint, measures: f.Measures, asAt: at,
			from: f.From, to: f.To, narrowed: len(f.Benchmarks) > 0, cursor: q.Cursor})
	})
}

func (a *API) benchmarkValues(ctx context.Context, q *BenchmarkValueQuery) (*Paged[export.BenchmarkValue], error) {
	at, err := a.asAt(q.AsAt)
	if err != nil {
		return nil, err
	}
	n, d, err := a.namer(ctx, at)
	if err != nil {
		return nil, err
	}
	c := chosen{directory: d, catalogue: a.Catalogue}
	f := maturity.ResultFilter{Measures: c.measures(q.Measure), Benchmarks: c.benchmarks(q.Benchmark), AsAt: at, Cursor: q.Cursor, Limit: q.Limit}
	if f.From, f.To, err = q.Span.days(); err != nil {
		return nil, err
	}
	var rows []export.BenchmarkValue
	var next string
	if !c.nobody {
		if rows, next, err = n.BenchmarkRows(ctx, a.Results, f); err != nil {
			return nil, err
		}
	}
	return paged(ctx, rows, next).asAt(at).explain(c.notes, func() (string, *Exists, error) {
		return a.whyEmpty(ctx, &c, selection{measures: f.Measures, asAt: at, from: f.From, to: f.To, narrowed: len(f.Benchmarks) > 0, cursor: q.Cursor})
	})
}
