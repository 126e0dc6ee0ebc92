package bench

import (
	"context"
	"fmt"
	"io"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"waymark/internal/maturity"
	"waymark/internal/recompute"
	"waymark/internal/store"
)

// BoardOptions says what the board page is measured with. DSN names an empty database.
type BoardOptions struct {
	DSN        string
	Bodies     int           // organisations; 0: 8,000
	Measures   int           // 0: 20
	Footprints int           // that the organisations are members of; 0: one for every 100
	Clients    int           // at the same time; 0: 8
	Duration   time.Duration // of each of eight rounds, twice as long for pages as served; 0: 15 seconds
	Out        io.Writer     // where progress is told; may be nil
}

// BoardResult is what was measured. Page, Bare, Reread and Anew are of the same mix of pages (boardbench_mix.go).
type BoardResult struct {
	Observations, Series int64
	Generate, Recompute  time.Duration
	FirstPage            Load // every board once, one after the other: pictures are drawn
	Page                 Load // as served; something is written at the start of each of two rounds, which outdates every page
	Reread               Load // every statement made, written pictures kept
	Anew                 Load // nothing kept: every statement made, every picture described
	Bare                 Load // the statements alone of the page that keeps nothing
	Statements           int  // of one page that keeps nothing
	Bytes                int  // of one page
	Pages                int  // different ones
	Alone                Alone
}

// Alone is the fastest tenth of visits of a single reader: what is least disturbed by whatever else the machine does.
type Alone struct{ Page, Reread, Anew, Bare time.Duration }

// Ratio is the time of a page over that of the statements it makes where nothing is kept.
func (r BoardResult) Ratio(of Load) float64 { return r.Bare.PerSecond() / of.PerSecond() }

// Load is what clients experienced.
type Load struct {
	Requests  int
	Took      time.Duration // on the clock
	Half, P99 time.Duration // of requests
	times     []time.Duration
}

// PerSecond is how many requests were answered in a second.
func (l Load) PerSecond() float64 { return float64(l.Requests) / l.Took.Seconds() }

type boardBench struct {
	BoardOptions
	DB        *store.DB
	catalogue *maturity.Catalogue
	recorder  recorder
	served    *boardSite // as cmd/waymark joins it
	reread    *boardSite // puts boards together for every visit
	anew      *boardSite // keeps nothing
	bare      map[visit][]statement
}

// Board measures a board page, served over HTTP to somebody who is signed in, against the statements it makes. The
// statements are those that the driver saw while each page was made from nothing, run again by as many clients through the
// same driver: they stay the same whatever a page that remembers something leaves out. Pages and statements take turns, so
// that whatever else the machine does meets both.
func Board(ctx context.Context, o BoardOptions) (r BoardResult, err error) {
	o.Bodies, o.Measures, o.Clients = orElse(o.Bodies, 8000), orElse(o.Measures, 20), orElse(o.Clients, 8)
	o.Footprints, o.Duration = orElse(o.Footprints, max(1, o.Bodies/100)), time.Duration(orElse(int(o.Duration), int(15*time.Second)))
	if o.Out == nil {
		o.Out = io.Discard
	}
	b := &boardBench{BoardOptions: o, catalogue: boardCatalogue(o.Measures)}
	if b.DB, err = store.Open(ctx, o.DSN, b.recorder.around); err != nil {
		return r, err
	}
	defer b.DB.Close()
	if err := b.prepare(ctx, &r); err != nil {
		return r, err
	}
	defer b.closeSites()
	if err := b.openSites(ctx); err != nil {
		return r, err
	}
	if err := b.visitAll(ctx, &r); err != nil {
		return r, err
	}
	return r, b.compare(ctx, &r)
}

// prepare generates and computes.
func (b *boardBench) prepare(ctx context.Context, r *BoardResult) error {
	if err := b.DB.Migrate(ctx); err != nil {
		return err
	}
	began := time.Now()
	if err := b.generate(ctx); err != nil {
		return err
	}
	r.Generate = time.Since(began)
	r.Series = int64(b.Bodies * b.Measures)
	r.Observations = r.Series * boardMonths
	fmt.Fprintf(b.Out, "%d observations generated in %.0f s\n", r.Observations, r.Generate.Seconds())
	began = time.Now()
	_, err := recompute.New(b.DB, b.DB, b.catalogue, recompute.Options{Progress: func(done, of int) { fmt.Fprintf(b.Out, "recompute: measure %d of %d\n", done, of) }}).Run(ctx, benchNow, recompute.All)
	r.Recompute = time.Since(began)
	if err == nil {
		_, err = b.DB.SQL().ExecContext(ctx, `VACUUM ANALYZE`)
	}
	return err
}

// visitAll opens every page: the boards as known now for the first time, when their pictures are drawn, and then all pages
// on all sites, so that none is drawn later. The statements are those of a site that keeps nothing.
func (b *boardBench) visitAll(ctx context.Context, r *BoardResult) (err error) {
	var times []time.Duration
	began := time.Now()
	for f := range b.Footprints {
		one := time.Now()
		if _, err := b.served.visit(ctx, visit{footprint: f}); err != nil {
			return err
		}
		times = append(times, time.Since(one))
	}
	r.FirstPage = loadOf(times, time.Since(began))
	b.bare = map[visit][]statement{}
	for f := range b.Footprints {
		for choice := range choices {
			v := visit{f, choice}
			for _, s := range []*boardSite{b.served, b.reread, b.anew} {
				if _, err := s.visit(ctx, v); err != nil {
					return err
				}
			}
			b.bare[v], err = b.recorder.during(func() (err error) {
				r.Bytes, err = b.anew.visit(ctx, v)
				return err
			})
			if err != nil {
				return err
			}
			r.Statements = len(b.bare[v])
		}
	}
	r.Pages = len(b.bare)
	return nil
}

func (b *boardBench) compare(ctx context.Context, r *BoardResult) error {
	page := func(s *boardSite) func(visit) error {
		return func(v visit) error { _, err := s.visit(ctx, v); return err }
	}
	for range 2 {
		for _, part := range []struct {
			load *Load
			do   func(visit) error
			long time.Duration
		}{
			{&r.Bare, func(v visit) error { return replay(ctx, b.DB.SQL(), b.bare[v]) }, b.Duration},
			{&r.Page, page(b.served), 2 * b.Duration},
			{&r.Reread, page(b.reread), b.Duration},
			{&r.Anew, page(b.anew), b.Duration},
		} {
			if err := b.write(ctx); err != nil {
				return err
			}
			times, took, err := b.crowd(part.long, part.do)
			if err != nil {
				return err
			}
			part.load.add(times, took)
		}
	}
	return b.alone(ctx, r)
}

// alone has one client open the pages of the mix, each in all ways one after the other.
func (b *boardBench) alone(ctx context.Context, r *BoardResult) error {
	ways := []func(visit) error{
		func(v visit) error { _, err := b.served.visit(ctx, v); return err },
		func(v visit) error { _, err := b.reread.visit(ctx, v); return err },
		func(v visit) error { _, err := b.anew.visit(ctx, v); return err },
		func(v visit) error { return replay(ctx, b.DB.SQL(), b.bare[v]) },
	}
	for v := range b.bare { // the last write outdated what was kept
		if _, err := b.served.visit(ctx, v); err != nil {
			return err
		}
	}
	times := make([][]time.Duration, len(ways))
	began := time.Now()
	for n := 0; n < 20 || time.Since(began) < 2*b.Duration; n++ {
		for i, way := range ways {
			one := time.Now()
			if err := way(mixed(n, b.Footprints)); err != nil {
				return err
			}
			times[i] = append(times[i], time.Since(one))
		}
	}
	for i, into := range []*time.Duration{&r.Alone.Page, &r.Alone.Reread, &r.Alone.Anew, &r.Alone.Bare} {
		slices.Sort(times[i])
		*into = times[i][len(times[i])/10]
	}
	return nil
}

// crowd has the clients open pages over and over for so long, each time the next of the mix.
func (b *boardBench) crowd(long time.Duration, do func(visit) error) (times []time.Duration, took time.Duration, err error) {
	var wait sync.WaitGroup
	var next atomic.Int64
	var mu sync.Mutex
	began := time.Now()
	for range b.Clients {
		wait.Go(func() {
			var own []time.Duration
			var failed error
			for failed == nil && time.Since(began) < long {
				one := time.Now()
				failed = do(mixed(int(next.Add(1)), b.Footprints))
				own = append(own, time.Since(one))
			}
			mu.Lock()
			defer mu.Unlock()
			times = append(times, own...)
			if failed != nil {
				err = failed
			}
		})
	}
	wait.Wait()
	return times, time.Since(began), err
}

// add puts another round to a load.
func (l *Load) add(times []time.Duration, took time.Duration) {
	l.times = append(l.times, times...)
	*l = loadOf(l.times, l.Took+took)
}

func loadOf(times []time.Duration, took time.Duration) Load {
	slices.Sort(times)
	return Load{times: times, Requests: len(times), Took: took, Half: times[len(times)/2], P99: times[min(len(times)-1, len(times)*99/100)]}
}
