package embedded

import (
	"context"
	"database/sql"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"waymark/internal/maturity"
)

// TestMain lets the test binary also be a program that holds a data folder until it is killed.
func TestMain(m *testing.M) {
	if dir := os.Getenv("WAYMARK_TEST_HOLD"); dir != "" {
		s, err := Start(context.Background(), Options{DataDir: dir})
		if err != nil {
			fmt.Println("failed", err)
			os.Exit(1)
		}
		fmt.Println("ready")
		io.Copy(io.Discard, os.Stdin)
		s.Stop(context.Background())
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// dataDir is a folder that PostgreSQL's account can enter, unlike those of t.TempDir when run as root.
func dataDir(t *testing.T, name string) string {
	t.Helper()
	root, err := os.MkdirTemp("/tmp", "waymark-embedded-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(root) })
	if err := os.Chmod(root, 0o711); err != nil {
		t.Fatal(err)
	}
	return filepath.Join(root, name)
}

func start(t *testing.T, o Options) *Server {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	s, err := Start(ctx, o)
	if err != nil {
		t.Fatal(err, maturity.SentenceOf(err))
	}
	t.Cleanup(func() { stop(t, s) })
	return s
}

func stop(t *testing.T, s *Server) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	if err := s.Stop(ctx); err != nil {
		t.Error(err)
	}
}

// refused expects Start to fail with a sentence that holds all the words.
func refused(t *testing.T, o Options, words ...string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	s, err := Start(ctx, o)
	if err == nil {
		stop(t, s)
		t.Fatal("it started")
	}
	for _, word := range words {
		if sentence := maturity.SentenceOf(err); !strings.Contains(sentence, word) || strings.Contains(sentence, "\n") {
			t.Errorf("%q does not say %q in one line (%v)", sentence, word, err)
		}
	}
	if maturity.CodeOf(err) != maturity.Unavailable {
		t.Errorf("code %s", maturity.CodeOf(err))
	}
}

func execute(t *testing.T, dsn, statement string) {
	t.Helper()
	db, err := sql.Open("postgres", dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.ExecContext(t.Context(), statement); err != nil {
		t.Fatal(statement, err)
	}
}

func rows(t *testing.T, dsn string) (n int) {
	t.Helper()
	db, err := sql.Open("postgres", dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := db.QueryRowContext(t.Context(), `SELECT count(*) FROM kept`).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestDataSurvivesAStopWhateverThePath(t *testing.T) {
	t.Setenv("PGPORT", "1") // the visitor's own settings must not matter
	for _, name := range []string{"plain", `with spaces, a comma and "quotes" 'of both kinds'`, "long/" + strings.Repeat("very-long-name/", 12)} {
		o := Options{DataDir: dataDir(t, name)}
		first := start(t, o)
		execute(t, first.DSN(), `CREATE TABLE kept (n integer); INSERT INTO kept VALUES (1), (2)`)
		socket := first.socket
		stop(t, first)
		if _, err := os.Stat(socket); err == nil {
			t.Errorf("%s: the socket folder %s is left behind", name, socket)
		}
		second := start(t, o)
		if n := rows(t, second.DSN()); n != 2 {
			t.Errorf("%s: %d rows after a restart", name, n)
		}
		select {
		case <-second.Done():
			t.Error("it ended by itself")
		default:
		}
		stop(t, second)
	}
}

func TestSecondProgramOnTheSameFolder(t *testing.T) {
	t.Parallel()
	dir := dataDir(t, "data")
	first := start(t, Options{DataDir: dir})
	refused(t, Options{DataDir: dir}, "in use by another waymark", strconv.Itoa(os.Getpid()), "DATABASE_URL")
	execute(t, first.DSN(), `CREATE TABLE kept (n integer)`)

	joined := start(t, Options{DataDir: dir, Attach: true})
	execute(t, joined.DSN(), `INSERT INTO kept VALUES (1)`)
	left := make(chan struct{})
	go func() {
		time.Sleep(300 * time.Millisecond)
		execute(t, joined.DSN(), `INSERT INTO kept VALUES (2)`) // the server may not stop under a working command
		close(left)
		stop(t, joined)
	}()
	stop(t, first)
	select {
	case <-left:
	default:
		t.Error("the server stopped under a command that had joined")
	}
	if n := rows(t, start(t, Options{DataDir: dir}).DSN()); n != 2 {
		t.Errorf("%d rows", n)
	}
}

func TestFaultsOfTheFolder(t *testing.T) {
	t.Parallel()
	made := func(t *testing.T, file, content string) Options {
		dir := dataDir(t, "data")
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, file)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, file), []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
		account, err := ChooseAccount()
		if err != nil {
			t.Fatal(err)
		}
		if err := account.Own(filepath.Join(dir, "postgres")); err != nil {
			t.Fatal(err)
		}
		return Options{DataDir: dir}
	}
	refused(t, made(t, "postgres/PG_VERSION", "9\n"), "PostgreSQL 9", "install postgresql-9", "pg_dump")
	refused(t, made(t, "postgres/PG_VERSION", "x\n"), "damaged", "backup")
	refused(t, made(t, "postgres/notes.txt", "mine"), "not a PostgreSQL database", "--data-dir")
	refused(t, Options{DataDir: "/dev/null/data"}, "cannot be made", "--data-dir")
}

func TestFailedFirstStartIsNoObstacle(t *testing.T) {
	t.Parallel()
	dir := dataDir(t, "data")
	// An initdb that fills the disk half-way.
	broken := dataDir(t, "bin")
	if err := os.Mkdir(broken, 0o755); err != nil {
		t.Fatal(err)
	}
	script := "#!/bin/sh\necho 15 >\"$2/PG_VERSION\"\necho 'could not write: No space left on device' >&2\nexit 1\n"
	if err := os.WriteFile(filepath.Join(broken, "initdb"), []byte(script), 0o755); err != nil {
		t.Fatal(err)
	}
	refused(t, Options{DataDir: dir, binaries: []Binaries{{broken, 15}}}, "could not be made", "room")
	if left, _ := filepath.Glob(filepath.Join(dir, "postgres*")); left != nil {
		t.Errorf("left behind: %v", left)
	}
	s := start(t, Options{DataDir: dir})
	stop(t, s)

	// A server that does not start says why.
	if err := appendTo(filepath.Join(dir, "postgres", "postgresql.conf"), "max_connections = lots\n"); err != nil {
		t.Fatal(err)
	}
	refused(t, Options{DataDir: dir}, "did not start", "postgres.log")
}

func TestFolderClosedToTheAccount(t *testing.T) {
	t.Parallel()
	if os.Geteuid() != 0 {
		return // an ordinary user's PostgreSQL runs as that user
	}
	dir := dataDir(t, "private")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	o := Options{DataDir: filepath.Join(dir, "data"), elsewhere: dataDir(t, "elsewhere")}
	s := start(t, o)
	execute(t, s.DSN(), `CREATE TABLE kept (n integer)`)
	stop(t, s)
	if n := rows(t, start(t, o).DSN()); n != 0 {
		t.Errorf("%d rows", n)
	}
}

func TestOrdinaryUser(t *testing.T) {
	t.Parallel()
	account, err := ChooseAccount()
	if err != nil {
		t.Fatal(err)
	}
	if !account.Switch {
		return // all other tests run as one already
	}
	dir := dataDir(t, "")
	if err := account.Own(dir); err != nil {
		t.Fatal(err)
	}
	// The test binary lies in a private folder: give the user a copy.
	program, err := os.ReadFile(os.Args[0])
	if err != nil {
		t.Fatal(err)
	}
	copied := filepath.Join(dir, "embedded.test")
	if err := os.WriteFile(copied, program, 0o755); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(copied, "-test.run", "TestSecondProgramOnTheSameFolder|TestKilledProgramLosesNothing")
	account.As(cmd)
	cmd.Dir = dir
	cmd.Env = []string{"HOME=" + dir, "PATH=" + os.Getenv("PATH")}
	if said, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, said)
	}
	// What the ordinary user made, root may go on with.
	made := filepath.Join(dir, "made")
	cmd = exec.Command(copied)
	account.As(cmd)
	cmd.Env = []string{"WAYMARK_TEST_HOLD=" + made}
	if said, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, said)
	}
	stop(t, start(t, Options{DataDir: made}))
}

func TestNoPostgreSQL(t *testing.T) {
	_, err := findIn(t.Context(), []string{filepath.Join(t.TempDir(), "*")})
	sentence := maturity.SentenceOf(err)
	for _, word := range []string{"not installed", "apt-get install postgresql", "DATABASE_URL"} {
		if !strings.Contains(sentence, word) || strings.Contains(sentence, "\n") {
			t.Errorf("%q does not say %q in one line", sentence, word)
		}
	}
}
