package export

import (
	"context"
	"slices"
	"time"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// Results reads what the jobs have computed, in pages.
type Results interface {
	TrajectoryPage(ctx context.Context, f maturity.ResultFilter) (page []maturity.Trajectory, next string, err error)
	PositionPage(ctx context.Context, f maturity.ResultFilter) (page []maturity.BenchmarkResult, next string, err error)
	BenchmarkPage(ctx context.Context, f maturity.ResultFilter) (page []maturity.BenchmarkValue, next string, err error)
	Records
	Revised
	Speakers
}

// Speakers knows which sources speak of a measure: results do not keep where the values in them came from.
type Speakers interface {
	SpeakingSources(ctx context.Context, organisations []maturity.OrganisationID, measures []string, asAt time.Time) ([]maturity.SpeakingSource, error)
	PeriodSources(ctx context.Context, measures []string, from, to period.Day, asAt time.Time) ([]maturity.SpeakingSource, error)
}

// series names what sources are looked up for.
type series struct {
	organisation maturity.OrganisationID
	measure      string
}

// speakers are the sources of a page of results.
type speakers struct {
	namer Namer
	of    map[series][]maturity.SpeakingSource
}

// speakers asks for the sources of many series at once.
func (n Namer) speakers(ctx context.Context, read Speakers, wanted []series) (speakers, error) {
	s := speakers{n, map[series][]maturity.SpeakingSource{}}
	if len(wanted) == 0 {
		return s, nil
	}
	var organisations []maturity.OrganisationID
	var measures []string
	for _, w := range wanted {
		organisations, measures = append(organisations, w.organisation), append(measures, w.measure)
	}
	slices.Sort(organisations)
	slices.Sort(measures)
	found, err := read.SpeakingSources(ctx, slices.Compact(organisations), slices.Compact(measures), n.AsAt)
	for _, one := range found {
		key := series{one.Organisation, one.Measure}
		s.of[key] = append(s.of[key], one)
	}
	return s, err
}

// list gives the sources of a series that are, or are not, plans, in one period or (the zero period) in any.
func (s speakers) list(key series, plans bool, p period.Period) []string {
	var out []string
	for _, one := range s.of[key] {
		source, _ := s.namer.Catalogue.Source(one.Source)
		if (source.Kind == maturity.SourcePlan) == plans && (p.IsZero() || p == one.Period) && !slices.Contains(out, one.Source) {
			out = append(out, one.Source)
		}
	}
	return out
}

// TrajectoryRows gives a page of trajectories.
func (n Namer) TrajectoryRows(ctx context.Context, read Results, f maturity.ResultFilter, paths bool) (rows []Trajectory, next string, err error) {
	page, next, err := read.TrajectoryPage(ctx, f)
	if err != nil {
		return nil, "", err
	}
	var wanted []series
	for _, t := range page {
		if t.RollUp != nil || len(t.Plan) > 0 {
			wanted = append(wanted, series{t.Organisation, t.Measure})
		}
	}
	speak, err := n.speakers(ctx, read, wanted)
	if err != nil {
		return nil, "", err
	}
	for _, t := range page {
		var sources []string
		if t.RollUp != nil {
			sources = speak.list(series{t.Organisation, t.Measure}, false, period.Period{})
		}
		if len(t.Plan) > 0 {
			sources = append(sources, speak.list(series{t.Organisation, t.Measure}, true, period.Period{})...)
		}
		rows = append(rows, n.trajectory(t, paths, sources...))
	}
	return rows, next, nil
}

// PositionRows gives a page of positions with the sources of their values.
func (n Namer) PositionRows(ctx context.Context, read Results, f maturity.ResultFilter) (rows []Position, next string, err error) {
	page, next, err := read.PositionPage(ctx, f)
	if err != nil {
		return nil, "", err
	}
	var wanted []series
	for _, r := range page {
		wanted = append(wanted, series{r.Organisation, r.Measure})
	}
	speak, err := n.speakers(ctx, read, wanted)
	if err != nil {
		return nil, "", err
	}
	for _, r := range page {
		o, _ := n.Directory.ByID(r.Organisation)
		sources := speak.list(series{r.Organisation, r.Measure}, false, r.Period)
		rows = append(rows, n.position(r, o.Kind == maturity.KindFootprint, sources...))
	}
	return rows, next, nil
}

// BenchmarkRows gives a page of the values of benchmarks with the sources of what is in them: what the publishing
// organisation's value comes from, or whoever speaks of the measure in the period where it is computed from many.
func (n Namer) BenchmarkRows(ctx context.Context, read Results, f maturity.ResultFilter) (rows []BenchmarkValue, next string, err error) {
	page, next, err := read.BenchmarkPage(ctx, f)
	if err != nil {
		return nil, "", err
	}
	var wanted []series
	var computed []maturity.BenchmarkValue
	for _, v := range page {
		if publisher := n.publisher(v.Benchmark); publisher != 0 {
			wanted = append(wanted, series{publisher, v.Measure})
		} else {
			computed = append(computed, v)
		}
	}
	speak, err := n.speakers(ctx, read, wanted)
	if err != nil {
		return nil, "", err
	}
	if err := speak.any(ctx, read, computed); err != nil {
		return nil, "", err
	}
	for _, v := range page {
		rows = append(rows, n.benchmarkValue(v, speak.list(series{n.publisher(v.Benchmark), v.Measure}, false, v.Period)...))
	}
	return rows, next, nil
}

// any adds who speaks of the measures, whatever the organisation, in the periods of values computed from many.
func (s speakers) any(ctx context.Context, read Speakers, computed []maturity.BenchmarkValue) error {
	if len(computed) == 0 {
		return nil
	}
	from, to := computed[0].Period.Start, computed[0].Period.Start
	var measures []string
	for _, v := range computed {
		from, to = min(from, v.Period.Start), max(to, v.Period.Start)
		if !slices.Contains(measures, v.Measure) {
			measures = append(measures, v.Measure)
		}
	}
	found, err := read.PeriodSources(ctx, measures, from, to, s.namer.AsAt)
	for _, one := range found {
		key := series{0, one.Measure}
		s.of[key] = append(s.of[key], one)
	}
	return err
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
