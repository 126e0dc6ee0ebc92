package embedded

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"waymark/internal/maturity"
)

// nobodysPID is above every system's largest process number.
const nobodysPID = "2147483646"

// settle clears up after an earlier program that was killed: a PostgreSQL that still runs on the folder is stopped
// (nothing committed is lost), and a pid file whose number now belongs to some other program is made harmless. The
// caller holds the data folder's lock, so no living waymark uses that server.
func settle(ctx context.Context, cluster string, log *slog.Logger) error {
	pid, file := serverOf(cluster)
	if pid != 0 {
		log.Warn("a PostgreSQL left by an earlier run still works on the folder: stopping it", "process", pid)
		syscall.Kill(pid, syscall.SIGINT)
		patience, cancel := context.WithTimeout(ctx, time.Minute)
		defer cancel()
		if waitGone(patience, cluster) == nil {
			return nil
		}
		return maturity.Errorf(maturity.Unavailable, "A PostgreSQL (process %d) still works on %s and does not stop: end it, then try again.", pid, cluster)
	}
	if file == nil {
		return nil
	}
	path := filepath.Join(cluster, "postmaster.pid")
	if len(bytes.TrimSpace(file)) == 0 { // the disk was full when it was written
		return os.Remove(path)
	}
	// Only the number is changed: PostgreSQL needs the rest to see whether parts of the old server still run.
	_, rest, _ := bytes.Cut(file, []byte("\n"))
	out, err := os.OpenFile(path, os.O_WRONLY|os.O_TRUNC, 0)
	if errors.Is(err, fs.ErrNotExist) { // the old server finished just now
		return nil
	}
	if err != nil {
		return maturity.Wrap(err, maturity.Unavailable, "The stale file "+path+" cannot be mended: start waymark as the user it belongs to.")
	}
	defer out.Close()
	_, err = out.WriteString(nobodysPID + "\n" + string(rest))
	return err
}

// serverOf gives the number of the PostgreSQL that runs on the folder, or 0, and the pid file's content if there is one.
func serverOf(cluster string) (pid int, file []byte) {
	file, err := os.ReadFile(filepath.Join(cluster, "postmaster.pid"))
	if err != nil {
		return 0, nil
	}
	first, _, _ := strings.Cut(string(file), "\n")
	pid, err = strconv.Atoi(strings.TrimSpace(first))
	if err != nil || pid <= 1 || !runsOn(pid, cluster) {
		return 0, file
	}
	return pid, file
}

// runsOn reports whether a process is a PostgreSQL started on the folder. A number alone proves nothing: after a
// restart of the machine it may be anybody's.
func runsOn(pid int, cluster string) bool {
	if line, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/cmdline"); err == nil {
		args := strings.Split(string(line), "\x00")
		return filepath.Base(args[0]) == "postgres" && len(args) > 2 && args[1] == "-D" && args[2] == cluster
	}
	if _, err := os.Stat("/proc/self"); err == nil {
		return false
	}
	line, err := exec.Command("ps", "-o", "args=", "-p", strconv.Itoa(pid)).Output()
	return err == nil && strings.Contains(string(line), "postgres -D "+cluster)
}

// waitGone waits until no PostgreSQL runs on the folder; an error means that ctx ended first.
func waitGone(ctx context.Context, cluster string) error {
	for {
		if pid, _ := serverOf(cluster); pid == 0 {
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(20 * time.Millisecond):
		}
	}
}
