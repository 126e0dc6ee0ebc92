package export

import (
	"context"
	"slices"
	"time"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// Positions reads places against benchmarks, and the trajectories that know where their values come from.
type Positions interface {
	PositionPage(ctx context.Context, f maturity.ResultFilter) (page []maturity.BenchmarkResult, next string, err error)
	Summaries(ctx context.Context, organisations []maturity.OrganisationID, measures []string, asAt time.Time) ([]maturity.Trajectory, error)
}

// Benchmarks reads the values of benchmarks, and who speaks of a measure in a period.
type Benchmarks interface {
	BenchmarkPage(ctx context.Context, f maturity.ResultFilter) (page []maturity.BenchmarkValue, next string, err error)
	PeriodSources(ctx context.Context, measures []string, organisation maturity.OrganisationID, from, to period.Day) (map[string]map[period.Period][]string, error)
}

// whatever is later than anything that is known.
var whatever = time.Date(9000, 1, 1, 0, 0, 0, 0, time.UTC)

// PositionRows gives a page of positions with the sources of their values.
func (n Namer) PositionRows(ctx context.Context, read Positions, f maturity.ResultFilter) (rows []Position, next string, err error) {
	page, next, err := read.PositionPage(ctx, f)
	if err != nil || len(page) == 0 {
		return nil, next, err
	}
	var organisations []maturity.OrganisationID
	var measures []string
	for _, r := range page {
		organisations, measures = append(organisations, r.Organisation), append(measures, r.Measure)
	}
	slices.Sort(organisations)
	slices.Sort(measures)
	at := f.AsAt
	if at.IsZero() {
		at = whatever
	}
	summaries, err := read.Summaries(ctx, slices.Compact(organisations), slices.Compact(measures), at)
	if err != nil {
		return nil, "", err
	}
	type key struct {
		organisation maturity.OrganisationID
		measure      string
		period       period.Period
	}
	latest := map[key]maturity.PathPoint{}
	for _, t := range summaries {
		if t.Latest != nil {
			latest[key{t.Organisation, t.Measure, t.Latest.Period}] = *t.Latest
		}
	}
	for _, r := range page {
		point := latest[key{r.Organisation, r.Measure, r.Period}]
		row := n.Position(r, point.Source)
		row.Illustrative = row.Illustrative || point.Illustrative
		rows = append(rows, row)
	}
	return rows, next, nil
}

// BenchmarkRows gives a page of the values of benchmarks with the sources of what is in them.
func (n Namer) BenchmarkRows(ctx context.Context, read Benchmarks, f maturity.ResultFilter) (rows []BenchmarkValue, next string, err error) {
	page, next, err := read.BenchmarkPage(ctx, f)
	if err != nil {
		return nil, "", err
	}
	sources, err := n.benchmarkSources(ctx, read, page)
	if err != nil {
		return nil, "", err
	}
	for _, v := range page {
		rows = append(rows, n.BenchmarkValue(v, sources[n.publisher(v.Benchmark)][v.Measure][v.Period]...))
	}
	return rows, next, nil
}

// publisher is the organisation whose published value a benchmark is; 0 when it is computed from many.
func (n Namer) publisher(benchmark string) maturity.OrganisationID {
	b, ok := n.Catalogue.Benchmark(benchmark)
	if !ok || b.Method != maturity.BenchmarkPublished {
		return 0
	}
	o, _ := n.Directory.ByCode(b.Organisation)
	return o.ID
}

// benchmarkSources asks once for each publisher, of which there are one or two, and once for what is computed.
func (n Namer) benchmarkSources(ctx context.Context, read Benchmarks, page []maturity.BenchmarkValue) (map[maturity.OrganisationID]map[string]map[period.Period][]string, error) {
	type ask struct {
		measures []string
		from, to period.Day
	}
	asks := map[maturity.OrganisationID]*ask{}
	for _, v := range page {
		one := asks[n.publisher(v.Benchmark)]
		if one == nil {
			one = &ask{from: v.Period.Start, to: v.Period.Start}
			asks[n.publisher(v.Benchmark)] = one
		}
		one.from, one.to = min(one.from, v.Period.Start), max(one.to, v.Period.Start)
		if !slices.Contains(one.measures, v.Measure) {
			one.measures = append(one.measures, v.Measure)
		}
	}
	out := map[maturity.OrganisationID]map[string]map[period.Period][]string{}
	for organisation, one := range asks {
		found, err := read.PeriodSources(ctx, one.measures, organisation, one.from, one.to)
		if err != nil {
			return nil, err
		}
		out[organisation] = found
	}
	return out, nil
}
