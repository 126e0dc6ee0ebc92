package main

import (
	"bytes"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"waymark/internal/store/storetest"
)

// spoken is standard error that can be read while a command runs.
type spoken struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (s *spoken) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.Write(p)
}

func (s *spoken) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.String()
}

// until runs a command, waits for words, does what is to be done then, and tells the process to stop.
func until(t *testing.T, pattern string, then func(words []string), args ...string) (code int, words string) {
	t.Helper()
	said, ended := &spoken{}, make(chan int, 1)
	go func() { ended <- run(args, nil, io.Discard, said) }()
	look := regexp.MustCompile(pattern)
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(10 * time.Millisecond) {
		if found := look.FindStringSubmatch(said.String()); found != nil {
			then(found)
			break
		}
		if len(ended) > 0 || time.Now().After(deadline) {
			t.Fatalf("%q was never said:\n%s", pattern, said)
		}
	}
	if err := syscall.Kill(os.Getpid(), syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	return <-ended, said.String()
}

func TestServeStopsGracefully(t *testing.T) {
	_, dsn := storetest.NewWithDSN(t)
	t.Setenv("DATABASE_URL", dsn)
	code, words := until(t, `Waymark is at (http://127\.0\.0\.1:\d+)`, func(found []string) {
		for path, want := range map[string]int{"/healthz": 200, "/readyz": 200, "/metrics": 200, "/api/v1/measures": 401} {
			answer, err := http.Get(found[1] + path)
			if err != nil {
				t.Error(err)
				continue
			}
			answer.Body.Close()
			if answer.StatusCode != want {
				t.Errorf("%s: %s", path, answer.Status)
			}
		}
	}, "serve", "--addr", "127.0.0.1:0")
	if code != exitDone || !strings.Contains(words, "requests finish") || strings.Contains(words, "ERROR") {
		t.Errorf("exit %d\n%s", code, words)
	}
}

func TestAnInterruptedCommandSaysSo(t *testing.T) {
	_, dsn := storetest.NewWithDSN(t)
	t.Setenv("DATABASE_URL", dsn)
	if code, words := until(t, "Taking in", func([]string) {}, "seed", "demo"); code != exitEnvironment || !strings.Contains(words, "the same command again carries on") {
		t.Errorf("exit %d\n%s", code, words)
	}
}

// A server without its database is of no use: it ends, says so, and the next start repairs what was left.
func TestServeEndsWithItsPostgreSQL(t *testing.T) {
	dir, err := os.MkdirTemp("/tmp", "waymark-serve-") // where PostgreSQL's account can enter, unlike t.TempDir
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	if err := os.Chmod(dir, 0o711); err != nil {
		t.Fatal(err)
	}
	t.Setenv("DATABASE_URL", "")
	for range 2 {
		said, ended := &spoken{}, make(chan int, 1)
		go func() {
			ended <- run([]string{"serve", "--addr", "127.0.0.1:0", "--data-dir", dir}, nil, io.Discard, said)
		}()
		for deadline := time.Now().Add(time.Minute); !strings.Contains(said.String(), "Waymark is at"); time.Sleep(10 * time.Millisecond) {
			if len(ended) > 0 || time.Now().After(deadline) {
				t.Fatalf("not served:\n%s", said)
			}
		}
		file, err := os.ReadFile(filepath.Join(dir, "postgres", "postmaster.pid"))
		if err != nil {
			t.Fatal(err)
		}
		first, _, _ := strings.Cut(string(file), "\n")
		pid, err := strconv.Atoi(first)
		if err != nil {
			t.Fatal(err)
		}
		if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
			t.Fatal(err)
		}
		select {
		case code := <-ended:
			if words := said.String(); code != exitEnvironment || !strings.Contains(words, "The private PostgreSQL has ended. Nothing that was written is lost") {
				t.Errorf("exit %d\n%s", code, words)
			}
		case <-time.After(time.Minute):
			t.Fatal("it goes on without a database")
		}
	}
}

// The passwords of accounts that were made are shown, also where a later one cannot be: a second run cannot show them.
func TestPasswordsOfADemonstrationThatStopsAmongItsAccounts(t *testing.T) {
	_, dsn := storetest.NewWithDSN(t)
	t.Setenv("DATABASE_URL", dsn)
	dir := t.TempDir()
	for name, text := range map[string]string{
		"organisations/mine_2016.csv": "code,name,kind\nRTE,Gloucestershire Hospitals,acute\n", // not the analyst's footprint
		"demo/manifest.csv":           "known_from,file,layout,note,reason\n",
	} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	code, out, words := command("seed", "demo", "--from", dir)
	if code != exitRefused || !regexp.MustCompile(`demo-board +[a-z0-9-]{30} `).MatchString(out) || strings.Contains(out, "is there") || !strings.Contains(words, "gloucestershire-ldr") {
		t.Errorf("exit %d\n%s%s", code, out, words)
	}
}
