package recompute

import (
	"context"
	"runtime"
	"slices"
	"time"

	"waymark/internal/forecast"
	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/trajectory"
)

// Scope says what a run looks at.
type Scope string

// The scopes.
const (
	All   Scope = "all"   // every measure; also finds dates that have passed since
	Stale Scope = "stale" // measures with series that were marked since the last run
)

// Options of a recomputer; zero values mean the defaults.
type Options struct {
	Workers  int            // goroutines that compute; default: one per processor
	Batch    int            // series per write; default 2,000
	Location *time.Location // where "today" is; default UTC
	// Method makes one forecaster per worker; default forecast.New.
	Method func() trajectory.Forecaster
	// Progress is told after every measure; may be nil.
	Progress func(done, of int)
}

// Recomputer is the use case. It is safe for one run at a time; the job's lock sees to that.
type Recomputer struct {
	reader    Reader
	writer    Writer
	catalogue *maturity.Catalogue
	options   Options
}

// New makes a recomputer.
func New(reader Reader, writer Writer, catalogue *maturity.Catalogue, options Options) *Recomputer {
	if options.Workers < 1 {
		options.Workers = runtime.GOMAXPROCS(0)
	}
	if options.Batch < 1 {
		options.Batch = 2000
	}
	if options.Location == nil {
		options.Location = time.UTC
	}
	if options.Method == nil {
		options.Method = func() trajectory.Forecaster { return forecast.New() }
	}
	return &Recomputer{reader, writer, catalogue, options}
}

// Counts is what a run did.
type Counts struct {
	Measures, Series    int64 // looked at
	Marked              int64 // series marked because definitions changed
	Computed            int64 // trajectories whose inputs or definitions had changed
	Same                int64 // trajectories for which nothing had changed
	Trajectories        maturity.WriteCounts
	RollUps, Benchmarks maturity.WriteCounts
	Reliability         maturity.WriteCounts
	Revisions           maturity.WriteCounts
	Closed              int64 // results of definitions that are gone
}

// Map is the counts by name, for the history of jobs. "written" and "closed" cover all tables.
func (c Counts) Map() map[string]int64 {
	all := c.Trajectories.Add(c.RollUps).Add(c.Benchmarks).Add(c.Reliability).Add(c.Revisions)
	return map[string]int64{"measures": c.Measures, "series": c.Series, "marked": c.Marked, "computed": c.Computed,
		"trajectories_written": c.Trajectories.Written, "written": all.Written, "unchanged": c.Same + c.Trajectories.Unchanged,
		"closed": all.Closed + c.Closed, "later": all.Later}
}

// Run recomputes as known at asAt. It stops between batches when ctx ends and gives what it did so far; a run after it
// carries on. Results are stored as known from asAt; where a result of a later time is stored already, it is left
// alone and counted as later: time goes forward only.
func (r *Recomputer) Run(ctx context.Context, asAt time.Time, scope Scope) (Counts, error) {
	run, err := r.start(ctx, asAt)
	if err != nil {
		return Counts{}, err
	}
	if run.counts.Marked, err = r.writer.MarkStale(ctx, asAt, run.definitions); err != nil {
		return run.counts, err
	}
	stale, err := r.reader.StaleSeries(ctx)
	if err != nil {
		return run.counts, err
	}
	marked := map[string][]maturity.StaleSeries{}
	for _, s := range stale {
		marked[s.Measure] = append(marked[s.Measure], s)
	}
	if scope == All {
		if run.counts.Closed, err = r.writer.CloseOtherMeasures(ctx, asAt, run.measureIDs()); err != nil {
			return run.counts, err
		}
	}
	measures, err := run.measures(ctx, scope, marked)
	if err != nil {
		return run.counts, err
	}
	for i, m := range measures {
		if err := ctx.Err(); err != nil {
			return run.counts, err
		}
		if err := run.measure(ctx, m); err != nil {
			return run.counts, err
		}
		run.counts.Measures++
		if len(marked[m.ID]) > 0 {
			if err := r.writer.ClearStale(ctx, asAt, marked[m.ID]); err != nil {
				return run.counts, err
			}
		}
		if r.options.Progress != nil {
			r.options.Progress(i+1, len(measures))
		}
	}
	return run.counts, nil
}

// measures lists those that a run has to look at: of all, those with values or results, and those with a target for an
// organisation by name, which has a trajectory even without any value.
func (r *run) measures(ctx context.Context, scope Scope, marked map[string][]maturity.StaleSeries) ([]maturity.Measure, error) {
	used, err := r.reader.MeasuresInUse(ctx)
	return slices.DeleteFunc(slices.Clone(r.catalogue.Measures), func(m maturity.Measure) bool {
		if scope != All || len(marked[m.ID]) > 0 {
			return len(marked[m.ID]) == 0
		}
		return !slices.Contains(used, m.ID) && len(r.named(r.catalogue.TargetsOf(m.ID))) == 0
	}), err
}

// run is one run with what all measures share.
type run struct {
	*Recomputer
	asAt        time.Time
	today       period.Day
	directory   directory
	definitions map[string]string // measure -> hash of everything declared that its results follow from
	plans       []string          // sources whose values are committed to, not observed
	invented    map[string]bool   // sources
	published   map[string][]published
	marked      map[seriesKey][]maturity.Break  // breaks
	records     map[string]maturity.Reliability // as stored, by measure
	revised     []string                        // measures with a record of how figures moved
	counts      Counts
}

// published is a value of an organisation that benchmarks refer to.
type published struct {
	code string
	maturity.Observation
}

func (r *Recomputer) start(ctx context.Context, asAt time.Time) (*run, error) {
	bodies, relations, err := r.reader.RecomputeDirectory(ctx)
	if err != nil {
		return nil, err
	}
	run := &run{Recomputer: r, asAt: asAt, today: period.DayOf(asAt.In(r.options.Location)), directory: newDirectory(bodies, relations, r.catalogue.Kinds),
		definitions: map[string]string{}, invented: map[string]bool{}, published: map[string][]published{}, records: map[string]maturity.Reliability{}}
	for _, m := range r.catalogue.Measures {
		run.definitions[m.ID] = definitionHash(r.catalogue, m)
	}
	for _, s := range r.catalogue.Sources {
		if s.Kind == maturity.SourcePlan {
			run.plans = append(run.plans, s.ID)
		}
		run.invented[s.ID] = s.Illustrative
	}
	records, err := r.reader.Reliability(ctx, nil, time.Time{})
	if err != nil {
		return nil, err
	}
	for _, record := range records {
		run.records[record.Measure] = record
	}
	revisions, err := r.reader.Revisions(ctx, nil, time.Time{})
	if err != nil {
		return nil, err
	}
	for _, one := range revisions {
		run.revised = append(run.revised, one.Measure)
	}
	if err := run.readBreaks(ctx); err != nil {
		return nil, err
	}
	return run, run.readPublished(ctx)
}

func (r *run) readPublished(ctx context.Context) error {
	var codes []string
	for _, b := range r.catalogue.Benchmarks {
		if b.Method == maturity.BenchmarkPublished && !slices.Contains(codes, b.Organisation) {
			codes = append(codes, b.Organisation)
		}
	}
	if len(codes) == 0 {
		return nil
	}
	values, err := r.reader.PublishedValues(ctx, codes, r.asAt)
	for _, o := range values {
		if o.HasValue() {
			r.published[o.Measure] = append(r.published[o.Measure], published{r.directory.body[o.Organisation].Code, o})
		}
	}
	return err
}

func (r *run) measureIDs() []string {
	ids := make([]string, len(r.catalogue.Measures))
	for i, m := range r.catalogue.Measures {
		ids[i] = m.ID
	}
	return ids
}
