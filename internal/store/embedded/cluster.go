package embedded

import (
	"bytes"
	"context"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"

	"waymark/internal/maturity"
)

// tuning is appended to postgresql.conf when the database is made; an operator may change it there.
const tuning = `
# Waymark: one application on a disk of its own.
shared_buffers = 256MB
effective_cache_size = 1GB
work_mem = 16MB
maintenance_work_mem = 128MB
random_page_cost = 1.1
max_wal_size = 2GB
checkpoint_timeout = 15min
wal_compression = on
jit = off
timezone = 'UTC'
log_timezone = 'UTC'
log_min_messages = warning
`

// prepare makes the database folder unless it exists, and picks the programs that fit it.
func prepare(ctx context.Context, all []Binaries, account Account, cluster string, log *slog.Logger) (Binaries, error) {
	written, err := os.ReadFile(filepath.Join(cluster, "PG_VERSION"))
	if err == nil {
		major, err := strconv.Atoi(strings.TrimSpace(string(written)))
		if err != nil {
			return Binaries{}, maturity.Errorf(maturity.Unavailable, "The file PG_VERSION in %s is damaged: restore the folder from a backup.", cluster)
		}
		return forMajor(all, major, cluster)
	}
	if entries, err := os.ReadDir(cluster); err == nil && len(entries) > 0 {
		return Binaries{}, maturity.Errorf(maturity.Unavailable, "The folder %s is not a PostgreSQL database: move it away or choose another --data-dir.", cluster)
	}
	log.Info("making a new database", "version", all[0].Major, "folder", cluster)
	return all[0], initialise(ctx, all[0], account, cluster)
}

// initialise makes the database beside its final place and moves it there when it is complete, so that a failure (a
// full disk, a kill) leaves nothing in the way of a second try.
func initialise(ctx context.Context, bin Binaries, account Account, cluster string) error {
	growing := cluster + ".new"
	failed := func(err error) error {
		os.RemoveAll(growing)
		return maturity.Wrap(err, maturity.Unavailable, "The database could not be made in "+filepath.Dir(cluster)+": see that the disk has room (200 MB) and may be written, then try again.")
	}
	os.RemoveAll(growing)
	if err := os.Mkdir(growing, 0o700); err != nil {
		return failed(err)
	}
	if err := account.Own(growing); err != nil {
		return failed(err)
	}
	locale := "C"
	if runtime.GOOS == "linux" {
		locale = "C.UTF-8"
	}
	initdb := exec.CommandContext(ctx, bin.Path("initdb"), "-D", growing, "-U", "waymark", "-A", "trust", "-E", "UTF8", "--locale="+locale, "--data-checksums", "--no-instructions")
	account.As(initdb)
	initdb.Dir, initdb.Env = "/", environment()
	if said, err := initdb.CombinedOutput(); err != nil {
		return failed(&saidError{err, string(bytes.TrimSpace(said))})
	}
	if err := appendTo(filepath.Join(growing, "postgresql.conf"), tuning); err != nil {
		return failed(err)
	}
	os.Remove(cluster) // an empty folder, if anything
	if err := os.Rename(growing, cluster); err != nil {
		return failed(err)
	}
	return nil
}

// environment is a clean one: the visitor's PGDATA, PGPORT or LC_ALL must not reach the server.
func environment() []string { return []string{"PATH=/usr/bin:/bin", "LC_ALL=C", "TZ=UTC"} }

func appendTo(path, text string) error {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_APPEND, 0)
	if err != nil {
		return err
	}
	_, err = file.WriteString(text)
	if closing := file.Close(); err == nil {
		err = closing
	}
	return err
}

// saidError is a failed command with what it printed.
type saidError struct {
	err  error
	said string
}

func (e *saidError) Error() string { return e.err.Error() + ": " + e.said }
func (e *saidError) Unwrap() error { return e.err }
