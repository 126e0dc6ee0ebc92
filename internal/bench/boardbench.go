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
	Duration   time.Duration // of each of the four rounds; 0: 15 seconds
	Out        io.Writer     // where progress is told; may be nil
}

// BoardResult is what was measured.
type BoardResult struct {
	Observations, Series int64
	Generate, Recompute  time.Duration
	FirstPage            Load // every board once, one after the other: pictures are drawn
	Page, Bare           Load
	Statements           int     // of one page
	Bytes                int     // of one page
	Ratio                float64 // time of a page over the time of its statements alone
}

// Load is what clients experienced.
type Load struct {
	Requests  int
	Took      time.Duration // on the clock
	Half, P99 time.Duration // of requests
}

// PerSecond is how many requests were answered in a second.
func (l Load) PerSecond() float64 { return float64(l.Requests) / l.Took.Seconds() }

type boardBench struct {
	BoardOptions
	DB        *store.DB
	catalogue *maturity.Catalogue
	recorder  recorder
	site      *boardSite
	bare      [][]statement // by footprint
}

// Board measures a board page, served over HTTP to somebody who is signed in, against the statements it makes. The
// statements are those that the driver saw while each page was made, run again by as many clients through the same
// driver. Pages and statements take turns, so that whatever else the machine does meets both.
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
	if b.site, err = newBoardSite(ctx, b.DB, b.catalogue, b.Out); err != nil {
		return r, err
	}
	defer b.site.close()
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

// visitAll opens every board twice: the first time pictures are drawn, the second time the statements are noted.
func (b *boardBench) visitAll(ctx context.Context, r *BoardResult) error {
	var times []time.Duration
	began := time.Now()
	for f := range b.Footprints {
		one := time.Now()
		if _, err := b.site.visit(ctx, f); err != nil {
			return err
		}
		times = append(times, time.Since(one))
	}
	r.FirstPage = loadOf(times, time.Since(began))
	for f := range b.Footprints {
		statements, err := b.recorder.during(func() (err error) {
			r.Bytes, err = b.site.visit(ctx, f)
			return err
		})
		if err != nil {
			return err
		}
		b.bare = append(b.bare, statements)
		r.Statements = len(statements)
	}
	return nil
}

func (b *boardBench) compare(ctx context.Context, r *BoardResult) error {
	var page, bare []time.Duration
	var pageTook, bareTook time.Duration
	for range 2 {
		times, took, err := b.crowd(func(f int) error { return replay(ctx, b.DB.SQL(), b.bare[f]) })
		if err != nil {
			return err
		}
		bare, bareTook = append(bare, times...), bareTook+took
		times, took, err = b.crowd(func(f int) error { _, err := b.site.visit(ctx, f); return err })
		if err != nil {
			return err
		}
		page, pageTook = append(page, times...), pageTook+took
	}
	r.Page, r.Bare = loadOf(page, pageTook), loadOf(bare, bareTook)
	r.Ratio = r.Bare.PerSecond() / r.Page.PerSecond()
	return nil
}

// crowd has the clients do the same over and over for the duration, each time with the next footprint.
func (b *boardBench) crowd(do func(footprint int) error) (times []time.Duration, took time.Duration, err error) {
	var wait sync.WaitGroup
	var next atomic.Int64
	var mu sync.Mutex
	began := time.Now()
	for range b.Clients {
		wait.Go(func() {
			var own []time.Duration
			var failed error
			for failed == nil && time.Since(began) < b.Duration {
				one := time.Now()
				failed = do(int(next.Add(1)) % b.Footprints)
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

func loadOf(times []time.Duration, took time.Duration) Load {
	slices.Sort(times)
	return Load{Requests: len(times), Took: took, Half: times[len(times)/2], P99: times[min(len(times)-1, len(times)*99/100)]}
}
