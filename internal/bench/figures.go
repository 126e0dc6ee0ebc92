package bench

import (
	"context"
	"fmt"
	"math"
	"time"

	"waymark/internal/store"
)

// mostMemory is what importing may take, whatever the file's length.
const mostMemory = 256 << 20

func rate(rows int, took time.Duration) string {
	return thousands(float64(rows)/took.Seconds()) + " rows a second"
}

func seconds(d time.Duration) string {
	if d < 10*time.Second {
		return fmt.Sprintf("%.2f s", d.Seconds())
	}
	return fmt.Sprintf("%.1f s", d.Seconds())
}

func milliseconds(d time.Duration) string {
	return fmt.Sprintf("%.1f ms", float64(d)/float64(time.Millisecond))
}

func megabytes(n int64) string { return fmt.Sprintf("%d MB", n>>20) }

func (r *runner) imports(ctx context.Context, db *store.DB) error {
	m, err := Import(ctx, ImportOptions{DB: db, Catalogue: r.Catalogue, Rows: r.scaled(1_800_000, 1800), TempDir: r.folder, Out: r.Out})
	if err != nil {
		return err
	}
	bare := "COPY into the same indexed table: " + rate(m.Rows, m.BareCopy)
	r.report.add(
		Figure{Part: "import", What: fmt.Sprintf("CSV of %s rows (%s), all checks, written", thousands(m.Rows), megabytes(m.FileBytes)), Measured: rate(m.Rows, m.Import),
			Baseline: bare, Ratio: m.Ratio, Aim: "at least 0.5"}.reached(m.Ratio >= 0.5),
		Figure{Part: "import", What: "peak memory of the importing process", Measured: megabytes(m.PeakMemory), Aim: "under 256 MB"}.reached(m.PeakMemory < mostMemory),
		Figure{Part: "import", What: "the same values again: nothing new", Measured: rate(m.Rows, m.Again)},
		Figure{Part: "import", What: "every thousandth value changed", Measured: rate(m.Rows, m.Amend)},
		Figure{Part: "import", What: "20 new values into the full table", Measured: milliseconds(m.Small)})
	return nil
}

func (r *runner) workbook(ctx context.Context, db *store.DB) error {
	m, err := Workbook(ctx, ImportOptions{DB: db, Catalogue: r.Catalogue, Rows: r.scaled(1_000_000, 1800), TempDir: r.folder, Out: r.Out})
	if err != nil {
		return err
	}
	bare := "streaming read by excelize: " + rate(m.Rows, m.BareRead)
	r.report.add(
		Figure{Part: "xlsx", What: fmt.Sprintf("workbook of %s rows (%s), read with addresses and kinds", thousands(m.Rows), megabytes(m.FileBytes)), Measured: rate(m.Rows, m.Read),
			Baseline: bare, Ratio: m.ReadRatio, Aim: "at least 0.8"}.reached(m.ReadRatio >= 0.8),
		Figure{Part: "xlsx", What: "the same workbook, all checks, written", Measured: rate(m.Rows, m.Import), Baseline: bare, Ratio: m.ImportRatio},
		Figure{Part: "xlsx", What: "peak memory of the importing process", Measured: megabytes(m.PeakMemory), Aim: "under 256 MB"}.reached(m.PeakMemory < mostMemory))
	return nil
}

func (r *runner) recompute(ctx context.Context, db *store.DB) error {
	m, err := Recompute(ctx, RecomputeOptions{DB: db, Bodies: r.scaled(5000, 50), Out: r.Out})
	if err != nil {
		return err
	}
	r.report.add(
		Figure{Part: "recompute", What: fmt.Sprintf("%s series of 36 months, everything computed and written", thousands(m.Series)), Measured: seconds(m.First),
			Baseline: "the same rows read: " + seconds(m.BareRead), Ratio: m.First.Seconds() / m.BareRead.Seconds(), Aim: "under 60 s on 2 cores"}.reached(m.First < time.Minute),
		Figure{Part: "recompute", What: "again: nothing has changed", Measured: seconds(m.Again)},
		Figure{Part: "recompute", What: "one value of one series corrected", Measured: milliseconds(m.One)})
	return nil
}

func (r *runner) board(ctx context.Context, dsn string) error {
	duration := time.Duration(float64(15*time.Second) * math.Min(1, math.Max(r.Scale, 0.02)))
	m, err := Board(ctx, BoardOptions{DSN: dsn, Bodies: r.scaled(8000, 32), Duration: duration, Out: r.Out})
	if err != nil {
		return err
	}
	load := func(l Load) string {
		return fmt.Sprintf("%.0f a second, half within %s, 99 %% within %s", l.PerSecond(), milliseconds(l.Half), milliseconds(l.P99))
	}
	const aim = "time at most 1.5 times"
	bare := fmt.Sprintf("the %d statements of a page that remembers nothing: %s", m.Statements, load(m.Bare))
	beside := func(what string, l Load) Figure {
		ratio := m.Ratio(l)
		return Figure{Part: "board", What: what, Measured: load(l), Baseline: bare, Ratio: ratio, Aim: aim}.reached(ratio <= 1.5)
	}
	r.report.add(
		beside(fmt.Sprintf("%d pages of footprints of 100 over %s observations (%s), 8 clients, something written every %.0f s",
			m.Pages, thousands(m.Observations), mixWords, 2*duration.Seconds()), m.Page),
		beside("the same, boards put together for every visit: every statement made", m.Reread),
		beside("the same with nothing remembered: every picture described for every visit too", m.Anew),
		Figure{Part: "board", What: "one reader alone, the fastest tenth of the same visits: as served; every statement made; nothing remembered",
			Measured: milliseconds(m.Alone.Page) + "; " + milliseconds(m.Alone.Reread) + "; " + milliseconds(m.Alone.Anew),
			Baseline: "the same statements: " + milliseconds(m.Alone.Bare), Ratio: m.Alone.Page.Seconds() / m.Alone.Bare.Seconds()},
		Figure{Part: "board", What: fmt.Sprintf("a page (%d KB) for the first time: three pictures are drawn", m.Bytes>>10), Measured: milliseconds(m.FirstPage.Half)},
		Figure{Part: "board", What: fmt.Sprintf("recompute of its %s series of %d months", thousands(m.Series), boardMonths), Measured: seconds(m.Recompute)})
	return nil
}

func (r *runner) render(ctx context.Context) error {
	m, err := Render(ctx, r.scaled(50, 2))
	if err != nil {
		return err
	}
	r.report.add(
		Figure{Part: "render", What: "trajectory of 36 months with bands, warm", Measured: milliseconds(m.Trajectory)},
		Figure{Part: "render", What: "comparison of 30 organisations, warm", Measured: milliseconds(m.Ranked)},
		Figure{Part: "render", What: "the first picture of a process", Measured: milliseconds(m.Cold), Baseline: "compiling the library once: " + milliseconds(m.Compile)},
		Figure{Part: "render", What: "a picture drawn before", Measured: fmt.Sprintf("%.0f µs", float64(m.Again)/float64(time.Microsecond))},
		m.throughput())
	return nil
}

// throughput is drawing beside the same library in Node, both on one core.
func (m RenderResult) throughput() Figure {
	f := Figure{Part: "render", What: "drawing, one engine: both kinds in turn, each another picture, cleaned", Measured: fmt.Sprintf("%.1f pictures a second", m.Rate), Baseline: "not measured: no Node here"}
	if m.NodeRate > 0 {
		f.Baseline, f.Ratio = fmt.Sprintf("ECharts SSR in Node, one process: %.1f pictures a second", m.NodeRate), m.Rate/m.NodeRate
	}
	return f
}
