package browser

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"waymark/internal/store/storetest"
)

// program builds the waymark binary once for all tests.
var program = sync.OnceValues(func() (string, error) {
	folder, err := os.MkdirTemp("", "waymark-browser-")
	if err != nil {
		return "", err
	}
	built = folder
	bin := filepath.Join(folder, "waymark")
	said, err := exec.Command("go", "build", "-o", bin, "waymark/cmd/waymark").CombinedOutput()
	if err != nil {
		return "", errors.New(string(said))
	}
	return bin, nil
})

// built is the folder to remove at the end.
var built string

func TestMain(m *testing.M) {
	code := m.Run()
	closeBrowser()
	if built != "" {
		os.RemoveAll(built)
	}
	os.Exit(code)
}

// site is a running Waymark with a database of its own.
type site struct {
	t         *testing.T
	bin       string
	env       []string
	address   string
	passwords map[string]string
	log       *serverLog
	furnished *furnished
}

// newSite makes a database and fills it from a seeds folder, all through the program's own commands.
func newSite(t *testing.T, seeds, definitions string) *site {
	t.Helper()
	bin, err := program()
	if err != nil {
		t.Fatal("the program does not build: ", err)
	}
	_, dsn := storetest.NewWithDSN(t)
	s := &site{t: t, bin: bin, passwords: map[string]string{}, log: &serverLog{}}
	s.env = append(os.Environ(), "DATABASE_URL="+dsn, "WAYMARK_DATA_DIR="+t.TempDir(), "WAYMARK_DEFINITIONS="+definitions, "WAYMARK_LOG_FORMAT=text")
	var seeded struct {
		Logins []struct{ Login, Password string }
	}
	if err := json.Unmarshal(s.run("--json", "seed", "demo", "--from", seeds), &seeded); err != nil {
		t.Fatal("what seed said is no JSON: ", err)
	}
	for _, l := range seeded.Logins {
		s.passwords[l.Login] = l.Password
	}
	return s
}

// run runs one command of the program and gives what it wrote to standard output.
func (s *site) run(args ...string) []byte {
	s.t.Helper()
	command := exec.CommandContext(s.t.Context(), s.bin, args...)
	command.Env = s.env
	var out, words bytes.Buffer
	command.Stdout, command.Stderr = &out, &words
	if err := command.Run(); err != nil {
		s.t.Fatalf("waymark %s: %v\n%s%s", strings.Join(args, " "), err, words.String(), out.String())
	}
	return out.Bytes()
}

// serve starts the program on a free port. It is stopped with the test, and must not have logged an error.
func (s *site) serve() *site {
	s.t.Helper()
	command := exec.Command(s.bin, "serve", "--addr", "127.0.0.1:0")
	command.Env = s.env
	words, err := command.StderrPipe()
	if err != nil {
		s.t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		s.t.Fatal(err)
	}
	address := make(chan string, 1)
	read := make(chan struct{})
	go func() { defer close(read); s.log.read(words, address) }()
	s.t.Cleanup(func() {
		command.Process.Signal(syscall.SIGTERM)
		<-read
		if err := command.Wait(); err != nil {
			s.t.Error("the program did not stop well: ", err)
		}
		if errors := s.log.lines("level=ERROR"); errors != "" {
			s.t.Error("the program logged errors:\n", errors)
		}
	})
	select {
	case s.address = <-address:
	case <-time.After(time.Minute):
		command.Process.Kill()
		s.t.Fatal("the program does not serve:\n", s.log.lines(""))
	}
	return s
}

// serverLog keeps what the program said.
type serverLog struct {
	mu   sync.Mutex
	said []string
}

func (l *serverLog) read(from io.Reader, address chan<- string) {
	lines := bufio.NewScanner(from)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		if at, ok := strings.CutPrefix(lines.Text(), "Waymark is at "); ok {
			address <- at
		}
		l.mu.Lock()
		l.said = append(l.said, lines.Text())
		l.mu.Unlock()
	}
}

// waitFor gives the lines with some text as soon as there is one: an answer may be read before it is logged.
func (l *serverLog) waitFor(with string) string {
	for deadline := time.Now().Add(5 * time.Second); time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
		if said := l.lines(with); said != "" {
			return said
		}
	}
	return ""
}

func (l *serverLog) lines(with string) string {
	l.mu.Lock()
	defer l.mu.Unlock()
	var out []string
	for _, line := range l.said {
		if strings.Contains(line, with) {
			out = append(out, line)
		}
	}
	return strings.Join(out, "\n")
}
