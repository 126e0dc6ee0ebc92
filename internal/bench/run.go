package bench

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"waymark/internal/maturity"
	"waymark/internal/store"
	"waymark/internal/store/embedded"
)

// Parts are what can be measured, in the order in which they are.
var Parts = []string{"import", "xlsx", "recompute", "board", "render", "pack", "spc", "forecast", "schedule", "whatif", "timeline"}

// Options of a run.
type Options struct {
	Only      []string // parts; none: all
	Scale     float64  // of the full sizes; 0: 1
	Dir       string   // where the database and files go for the time of the run; "" for the system's temporary folder
	Catalogue *maturity.Catalogue
	Out       io.Writer // where progress is told
}

// Run measures the parts one after the other on a private PostgreSQL in a folder that is removed afterwards.
func Run(ctx context.Context, o Options) (report Report, err error) {
	if o.Scale == 0 {
		o.Scale = 1
	}
	for _, part := range o.Only {
		if !slices.Contains(Parts, part) {
			return report, maturity.Errorf(maturity.Invalid, "There is nothing to measure called %q: choose among %s.", part, strings.Join(Parts, ", "))
		}
	}
	if o.Scale <= 0 || o.Scale > 10 {
		return report, maturity.Errorf(maturity.Invalid, "The scale is a number above 0, at most 10.")
	}
	folder, err := makeFolder(o.Dir)
	if err != nil {
		return report, err
	}
	defer func() { err = errors.Join(err, removeFolder(folder)) }()
	server, err := embedded.Start(ctx, embedded.Options{DataDir: folder})
	if err != nil {
		return report, err
	}
	defer func() {
		stopping, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Minute)
		defer cancel()
		err = errors.Join(err, server.Stop(stopping))
	}()
	db, err := store.Open(ctx, server.DSN())
	if err != nil {
		return report, err
	}
	defer db.Close()
	r := &runner{Options: o, folder: folder, dsn: server.DSN(), admin: db, report: Report{Scale: o.Scale}}
	err = r.all(ctx)
	return r.report, err
}

// makeFolder makes a folder that the account PostgreSQL runs as may pass through.
func makeFolder(dir string) (string, error) {
	folder, err := os.MkdirTemp(dir, "waymark-bench-")
	if err != nil {
		return "", err
	}
	return folder, os.Chmod(folder, 0o711)
}

// removeFolder removes the folder and the database, which is elsewhere when its account cannot pass the folders above.
func removeFolder(folder string) error {
	elsewhere, err := os.ReadFile(filepath.Join(folder, "postgres-folder"))
	if err == nil {
		err = os.RemoveAll(strings.TrimSpace(string(elsewhere)))
	} else if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	return errors.Join(err, os.RemoveAll(folder))
}

type runner struct {
	Options
	folder, dsn string
	admin       *store.DB
	report      Report
}

func (r *runner) all(ctx context.Context) (err error) {
	if r.report.Machine, err = describeMachine(ctx, r.admin); err != nil {
		return err
	}
	for _, part := range Parts {
		if len(r.Only) > 0 && !slices.Contains(r.Only, part) {
			continue
		}
		fmt.Fprintf(r.Out, "Measuring: %s\n", part)
		if err := r.part(ctx, part); err != nil {
			return fmt.Errorf("%s: %w", part, err)
		}
	}
	r.report.Machine.Load[1] = loadAverage()
	return nil
}

// part measures one part, in a database of its own where it needs one.
func (r *runner) part(ctx context.Context, part string) error {
	if part == "spc" {
		return r.spc()
	}
	if part == "forecast" {
		return r.forecast()
	}
	if part == "pack" {
		return r.pack(ctx)
	}
	if part == "schedule" {
		return r.schedule()
	}
	name := "bench_" + part
	if _, err := r.admin.SQL().ExecContext(ctx, `CREATE DATABASE `+name); err != nil {
		return err
	}
	err := r.measure(ctx, part, r.dsn+" dbname="+name)
	_, dropped := r.admin.SQL().ExecContext(context.WithoutCancel(ctx), `DROP DATABASE `+name+` WITH (FORCE)`)
	return errors.Join(err, dropped)
}

func (r *runner) measure(ctx context.Context, part, dsn string) error {
	if part == "board" {
		return r.board(ctx, dsn)
	}
	if part == "whatif" {
		return r.whatif(ctx, dsn)
	}
	db, err := store.Open(ctx, dsn)
	if err != nil {
		return err
	}
	defer db.Close()
	if err := db.Migrate(ctx); err != nil {
		return err
	}
	switch part {
	case "import":
		return r.imports(ctx, db)
	case "xlsx":
		return r.workbook(ctx, db)
	case "recompute":
		return r.recompute(ctx, db)
	case "timeline":
		return r.timeline(ctx, db)
	}
	return r.render(ctx)
}

// scaled is a size at the run's scale, at least least.
func (r *runner) scaled(full, least int) int { return max(least, int(float64(full)*r.Scale)) }
