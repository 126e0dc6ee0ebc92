package board

import (
	"math"
	"slices"
	"strings"

	"waymark/internal/chart"
	"waymark/internal/maturity"
	"waymark/internal/period"
)

// trajectoryDrawing draws an organisation's path to a target beside the benchmark that is shown by default.
func (b *Builder) trajectoryDrawing(o maturity.Organisation, t maturity.Trajectory, benchmarks []maturity.BenchmarkValue, behind Behind, q Query) Drawing {
	m, _ := b.catalogue.Measure(t.Measure)
	in := chart.TrajectoryInput{Organisation: o, Measure: m, Trajectory: t, Today: q.Today, AsAt: q.Today.Long(),
		SourceWords: b.sourceWords(pointSources(t)), Illustrative: b.illustrative(t)}
	if target, ok := b.target(t.Target); ok {
		in.Target = &target
	}
	if q.Since.Day != 0 {
		in.Meeting = &q.Since.Day
		if q.Since.Meeting == 0 {
			in.MeetingWords = "Earlier day"
		}
	}
	in.Marks, in.Notes = boundaryMarks(q.Directory, o, m, t)
	in.Marks = append(in.Marks, goLiveMarks(behind.Steps)...)
	shown, title := b.shownBenchmark(m, o, benchmarks)
	in.NationalTitle = title
	for _, v := range shown {
		in.National = append(in.National, chart.Point{Period: v.Period, Value: v.Value})
	}
	return trajectoryDrawing(in)
}

// shownBenchmark picks, in declared order, the first benchmark of the measure that has values for the kind of
// organisation or for all, and its title. Nobody is compared with a published value that is the own one.
func (b *Builder) shownBenchmark(m maturity.Measure, o maturity.Organisation, values []maturity.BenchmarkValue) (shown []maturity.BenchmarkValue, title string) {
	for _, benchmark := range b.catalogue.BenchmarksOf(m) {
		if benchmark.Organisation != "" && benchmark.Organisation == o.Code || !onList(benchmark, o) {
			continue
		}
		for _, v := range values {
			if v.Benchmark == benchmark.ID && v.Measure == m.ID && (v.Population == "" || v.Population == o.Kind) && !math.IsNaN(v.Value) {
				shown = append(shown, v)
			}
		}
		if len(shown) > 0 {
			return shown, benchmark.Title
		}
	}
	return nil, ""
}

// onList reports whether a benchmark with a list of its own speaks for an organisation.
func onList(b maturity.Benchmark, o maturity.Organisation) bool {
	return len(b.Peers) == 0 || o.Kind == maturity.KindFootprint || slices.Contains(b.Peers, o.Code) || slices.Contains(b.Kinds, o.Kind)
}

// rankedDrawing compares organisations in the newest period for which most of them have a value; ok is false when there
// is none.
func (b *Builder) rankedDrawing(m maturity.Measure, q Query, trajectories []maturity.Trajectory, benchmarks []maturity.BenchmarkValue, focus maturity.OrganisationID) (d Drawing, ok bool) {
	when, ok := commonPeriod(trajectories)
	if !ok {
		return Drawing{}, false
	}
	in := chart.RankedInput{Measure: m, Period: when, Focus: focus, Reference: math.NaN(), AsAt: q.Today.Long()}
	kinds := map[string]bool{}
	sources := map[string]bool{}
	for _, t := range trajectories {
		o, known := q.Directory.ByID(t.Organisation)
		i := slices.IndexFunc(t.Observed, func(p maturity.PathPoint) bool { return p.Period == when })
		if !known || i < 0 {
			continue
		}
		p := t.Observed[i]
		kinds[o.Kind] = true
		sources[p.Source] = true
		in.Items = append(in.Items, chart.RankedItem{Organisation: o, State: p.State, Value: p.Value, HasValue: p.HasValue})
	}
	kind := ""
	if len(kinds) == 1 {
		for kind = range kinds {
		}
		if k, ok := b.catalogue.Kind(kind); ok {
			in.Population = k.Plural
		}
	}
	in.SourceWords, in.Illustrative = b.sourceWords(sources), b.anyIllustrative(sources)
	shown, title := b.shownBenchmark(m, maturity.Organisation{Kind: kind}, benchmarks)
	for _, v := range shown {
		if v.Period == when {
			in.Reference, in.ReferenceTitle = v.Value, title
		}
	}
	return rankedDrawing(in), len(in.Items) > 0
}

// commonPeriod is the newest period in which at least half of the organisations that ever had a value have one; the
// newest period of all is often that of a single early return.
func commonPeriod(trajectories []maturity.Trajectory) (period.Period, bool) {
	found := map[period.Period]int{}
	for _, t := range trajectories {
		for _, p := range t.Observed {
			if p.HasValue {
				found[p.Period]++
			}
		}
	}
	var best period.Period
	for p, n := range found {
		if 2*n >= len(trajectories) && (best.IsZero() || period.Compare(p, best) > 0) {
			best = p
		}
	}
	return best, !best.IsZero()
}

func pointSources(t maturity.Trajectory) map[string]bool {
	out := map[string]bool{}
	for _, p := range t.Observed {
		out[p.Source] = true
	}
	return out
}

// computedWords stands for the sources of a footprint's value: those of the returns it was made from.
const computedWords = "computed from the organisations' returns"

// sourceWords names the sources inside a picture, in the catalogue's order.
func (b *Builder) sourceWords(used map[string]bool) string {
	var titles []string
	if used[""] {
		titles = append(titles, computedWords)
	}
	for _, s := range b.catalogue.Sources {
		if used[s.ID] {
			titles = append(titles, s.Title)
		}
	}
	return strings.Join(titles, "; ")
}

func (b *Builder) anyIllustrative(used map[string]bool) bool {
	return slices.ContainsFunc(b.catalogue.Sources, func(s maturity.Source) bool { return used[s.ID] && s.Illustrative })
}
