package embedded

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// holder runs this binary as a program that holds the folder.
func holder(t *testing.T, dir string) *exec.Cmd {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), "WAYMARK_TEST_HOLD="+dir)
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { in.Close(); cmd.Process.Kill(); cmd.Wait() })
	if line, _ := bufio.NewReader(out).ReadString('\n'); line != "ready\n" {
		t.Fatal("the holder says ", line)
	}
	return cmd
}

func TestKilledProgramLosesNothing(t *testing.T) {
	t.Parallel()
	dir := dataDir(t, "data")
	cluster := filepath.Join(dir, "postgres")
	for round := 1; round <= 2; round++ {
		cmd := holder(t, dir)
		joined := start(t, Options{DataDir: dir, Attach: true})
		execute(t, joined.DSN(), `CREATE TABLE IF NOT EXISTS kept (n integer); INSERT INTO kept VALUES (1)`)
		stop(t, joined)
		server, _ := serverOf(cluster)
		if round == 2 { // the watching shell dies too: PostgreSQL is an orphan
			watcher := parentOf(t, server)
			syscall.Kill(watcher, syscall.SIGSTOP) // or it would report the death of its reader
			for _, child := range childrenOf(t, watcher) {
				if child != server {
					syscall.Kill(child, syscall.SIGKILL)
				}
			}
			syscall.Kill(watcher, syscall.SIGKILL)
		}
		cmd.Process.Kill()
		cmd.Wait()
		if time.Sleep(300 * time.Millisecond); round == 2 && !runsOn(server, cluster) {
			t.Fatal("there is no orphan to find")
		}
		next := start(t, Options{DataDir: dir})
		if n := rows(t, next.DSN()); n != round {
			t.Errorf("round %d: %d rows", round, n)
		}
		if now, _ := serverOf(cluster); now == server || runsOn(server, cluster) {
			t.Errorf("round %d: the old server still runs", round)
		}
		stop(t, next)
	}
}

func parentOf(t *testing.T, pid int) int {
	t.Helper()
	said, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0 // gone meanwhile
	}
	_, after, _ := strings.Cut(string(said), ") ")
	parent, _ := strconv.Atoi(strings.Fields(after)[1])
	return parent
}

func childrenOf(t *testing.T, parent int) (children []int) {
	t.Helper()
	all, err := filepath.Glob("/proc/[0-9]*")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range all {
		pid, _ := strconv.Atoi(filepath.Base(path))
		if _, err := os.Stat(path); err == nil && parentOf(t, pid) == parent {
			children = append(children, pid)
		}
	}
	return children
}

func TestServerKilledAndItsNumberTakenByAnother(t *testing.T) {
	t.Parallel()
	dir := dataDir(t, "data")
	cluster := filepath.Join(dir, "postgres")
	first := start(t, Options{DataDir: dir})
	execute(t, first.DSN(), `CREATE TABLE kept (n integer); INSERT INTO kept VALUES (1)`)
	pid, file := serverOf(cluster)
	syscall.Kill(pid, syscall.SIGKILL)
	select {
	case <-first.Done():
	case <-time.After(10 * time.Second):
		t.Fatal("nobody noticed that PostgreSQL is gone")
	}
	stop(t, first)

	account, err := ChooseAccount()
	if err != nil {
		t.Fatal(err)
	}
	stranger := exec.Command("sleep", "60")
	account.As(stranger)
	if err := stranger.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { stranger.Process.Kill(); stranger.Wait() }()
	_, rest, _ := strings.Cut(string(file), "\n")
	stale := strconv.Itoa(stranger.Process.Pid) + "\n" + rest
	if err := os.WriteFile(filepath.Join(cluster, "postmaster.pid"), []byte(stale), 0o600); err != nil {
		t.Fatal(err)
	}
	if n := rows(t, start(t, Options{DataDir: dir}).DSN()); n != 1 {
		t.Errorf("%d rows", n)
	}
	if stranger.Process.Signal(syscall.Signal(0)) != nil {
		t.Error("the stranger was killed")
	}
}

// What a command is told when its connection breaks is only that it did; the log has the reason, if it is of this start.
func TestComplaint(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ before, since, want string }{
		{"", "", ""},
		{"", "2018-11-15 09:00:00 GMT [7] FATAL:  the database system is in recovery mode\n", ""},
		{"", "2018-11-15 09:00:00 GMT [7] PANIC:  could not write to file \"pg_wal/xlogtemp.7\": No space left on device\n2018-11-15 09:00:01 GMT [8] LOG:  redo done\n",
			`could not write to file "pg_wal/xlogtemp.7": No space left on device.`},
		{"2018-11-14 09:00:00 GMT [7] PANIC:  could not write\n", "2018-11-15 09:00:01 GMT [8] LOG:  redo done\n", ""},
	} {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "postgres.log"), []byte(c.before+c.since), 0o600); err != nil {
			t.Fatal(err)
		}
		s := &Server{folder: folder{dir}, logFrom: int64(len(c.before))}
		if got := s.Complaint(); got != c.want {
			t.Errorf("%q: %q", c.since, got)
		}
	}
}
