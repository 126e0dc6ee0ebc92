package recompute

import (
	"context"
	"crypto/sha256"
	"hash"
	"slices"

	"golang.org/x/sync/errgroup"

	"waymark/internal/benchmark"
	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/trajectory"
)

// work is one measure of a run.
type work struct {
	*run
	m           maturity.Measure
	targets     []maturity.Target
	benchmarks  []maturity.Benchmark
	counterpart *benchmark.Counterpart
	panel       *benchmark.Panel // nil when nothing is compared
	stored      map[maturity.ResultKey]maturity.StoredResult
	seen        map[maturity.ResultKey]bool
	kept        map[maturity.OrganisationID]*series // footprints, their members and who is below those
	methods     []trajectory.Forecaster
	wholes      map[maturity.OrganisationID]*series // footprints with their members' values, long enough to have a record
	long        []maturity.OrganisationID           // others that are
	digest      hash.Hash                           // of what the trajectories are made from
}

// series is one organisation's values of the measure.
type series struct {
	body     maturity.Organisation
	kind     period.Kind // of the first value
	mixed    bool        // periods of several kinds
	observed []trajectory.Point
	plan     []maturity.RequiredPoint
	rollUp   *maturity.RollUpNote
}

// measure brings one measure up to date: organisations, then the footprints made of them, then the comparison, then the
// record of its forecasts and that of its revisions.
func (r *run) measure(ctx context.Context, m maturity.Measure) error {
	w := &work{run: r, m: m, targets: r.catalogue.TargetsOf(m.ID), benchmarks: r.catalogue.BenchmarksOf(m), counterpart: r.counterpart(m),
		stored: map[maturity.ResultKey]maturity.StoredResult{}, seen: map[maturity.ResultKey]bool{}, kept: map[maturity.OrganisationID]*series{},
		wholes: map[maturity.OrganisationID]*series{}, digest: sha256.New()}
	if len(w.benchmarks) > 0 || w.counterpart != nil {
		w.panel = benchmark.NewPanel(m, r.catalogue.Kinds, r.today)
	}
	for range r.options.Workers {
		w.methods = append(w.methods, r.options.Method())
	}
	stored, err := r.reader.StoredResults(ctx, m.ID)
	if err != nil {
		return err
	}
	for _, s := range stored {
		w.stored[s.ResultKey] = s
	}
	if err := w.organisations(ctx); err != nil {
		return err
	}
	if err := w.footprints(ctx); err != nil {
		return err
	}
	if err := w.compare(ctx); err != nil {
		return err
	}
	if err := w.closeGone(ctx); err != nil {
		return err
	}
	if err := w.reliability(ctx); err != nil {
		return err
	}
	return w.revision(ctx)
}

// organisations reads the whole measure once; while a batch is computed the next one is read and the one before written.
func (w *work) organisations(ctx context.Context) error {
	group, ctx := errgroup.WithContext(ctx)
	batches, results := make(chan []*series, 1), make(chan []maturity.Trajectory, 1)
	group.Go(func() error {
		defer close(batches)
		return w.read(ctx, func(batch []*series) error { return send(ctx, batches, batch) })
	})
	group.Go(func() error {
		defer close(results)
		for batch := range batches {
			w.counts.Series += int64(len(batch))
			if err := send(ctx, results, w.compute(batch)); err != nil {
				return err
			}
		}
		return nil
	})
	group.Go(func() error {
		for computed := range results {
			if err := w.write(ctx, computed); err != nil {
				return err
			}
		}
		return nil
	})
	return group.Wait()
}

func send[T any](ctx context.Context, to chan<- T, value T) error {
	select {
	case to <- value:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// read collects the values of each organisation, enters them in the panel, keeps those that footprints need, and hands
// full batches on.
func (w *work) read(ctx context.Context, full func([]*series) error) error {
	var batch []*series
	var current *series
	end := func() error {
		if current == nil {
			return nil
		}
		s := current
		current = nil
		w.enter(s)
		if s.body.Kind == maturity.KindFootprint {
			return nil // after its members
		}
		if batch = append(batch, s); len(batch) < w.options.Batch {
			return nil
		}
		out := batch
		batch = nil
		return full(out)
	}
	err := w.reader.EachPoint(ctx, w.m.ID, w.plans, w.asAt, func(o maturity.Observation) error {
		if current == nil || current.body.ID != o.Organisation {
			if err := end(); err != nil {
				return err
			}
			current = &series{body: w.directory.body[o.Organisation]}
			current.body.ID = o.Organisation
		}
		current.add(o, w.isPlan(o.Source), w.invented[o.Source])
		return nil
	})
	if err == nil {
		err = end()
	}
	if err != nil || len(batch) == 0 {
		return err
	}
	return full(batch)
}

func (w *work) isPlan(source string) bool { return slices.Contains(w.plans, source) }

func (s *series) add(o maturity.Observation, plan, invented bool) {
	if s.kind == period.KindNone {
		s.kind = o.Period.Kind
	}
	s.mixed = s.mixed || o.Period.Kind != s.kind
	if plan {
		if o.HasValue() {
			s.plan = append(s.plan, maturity.RequiredPoint{Period: o.Period, Value: o.Value})
		}
		return
	}
	p := trajectory.Point{Numerator: o.Numerator, Denominator: o.Denominator}
	p.PathPoint = maturity.PathPoint{Period: o.Period, State: o.State, Source: o.Source, Flags: o.Flags, HasValue: o.HasValue(), Illustrative: invented}
	if p.HasValue {
		p.Value = trajectory.Round(o.Value)
	}
	if s.observed == nil {
		s.observed = make([]trajectory.Point, 0, 40)
	}
	s.observed = append(s.observed, p)
}

// sort orders a series of several kinds of periods; of one kind they are read in order.
func (s *series) sort() {
	if s.mixed {
		slices.SortStableFunc(s.observed, func(a, b trajectory.Point) int { return period.Compare(a.Period, b.Period) })
		slices.SortStableFunc(s.plan, func(a, b maturity.RequiredPoint) int { return period.Compare(a.Period, b.Period) })
	}
}

// enter sorts a series that is complete and keeps what the footprints and the panel need of it.
func (w *work) enter(s *series) {
	s.sort()
	if s.body.Kind == maturity.KindFootprint {
		w.kept[s.body.ID] = s
		return
	}
	if s.mayHaveRecord() {
		w.long = append(w.long, s.body.ID)
	}
	if w.directory.inside[s.body.ID] {
		w.kept[s.body.ID] = s
	}
	w.enterPanel(s)
}

func (w *work) enterPanel(s *series) {
	if w.panel == nil {
		return
	}
	for _, p := range s.observed {
		if p.HasValue {
			w.panel.Add(s.body, p.Period, benchmark.Value{Value: p.Value, Numerator: p.Numerator, Denominator: p.Denominator, Illustrative: p.Illustrative})
		}
	}
}

// write stores what changed in a batch.
func (w *work) write(ctx context.Context, computed []maturity.Trajectory) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	w.counts.Computed += int64(len(computed))
	counts, err := w.writer.WriteTrajectories(ctx, w.asAt, w.m.ID, computed)
	w.counts.Trajectories = w.counts.Trajectories.Add(counts)
	return err
}

// closeGone ends the trajectories of organisations and targets that are not there any more.
func (w *work) closeGone(ctx context.Context) error {
	var gone []maturity.ResultKey
	for key, s := range w.stored {
		if !w.seen[key] && !s.KnownFrom.After(w.asAt) {
			gone = append(gone, key)
		}
	}
	if len(gone) == 0 {
		return nil
	}
	closed, err := w.writer.CloseTrajectories(ctx, w.asAt, w.m.ID, gone)
	w.counts.Trajectories.Closed += closed
	return err
}
