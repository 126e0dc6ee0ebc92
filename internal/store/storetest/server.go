package storetest

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"waymark/internal/store"
	"waymark/internal/store/embedded"
)

// server is the private PostgreSQL of a test process.
type server struct {
	folder string
	// alive is never written to. When the test process ends, however it ends, the watching shell reads its end,
	// stops PostgreSQL and removes the folder.
	alive io.WriteCloser
}

// watch starts PostgreSQL, waits for the end of its standard input, and cleans up. $1 is the folder, the rest the command.
const watch = `folder=$1; shift
"$@" >"$folder/log" 2>&1 </dev/null &
pid=$!
while read -r _; do :; done
kill -QUIT $pid 2>/dev/null
wait $pid
cd / && rm -rf -- "$folder"`

// settings trade all safety for speed: the data lives as long as the test process.
var settings = []string{"listen_addresses=", "fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off", "jit=off",
	"shared_buffers=32MB", "max_connections=300", "wal_level=minimal", "max_wal_senders=0", "max_wal_size=512MB", "max_parallel_workers_per_gather=0",
	"unix_socket_permissions=0700"}

func startServer(ctx context.Context) (*server, error) {
	all, err := embedded.FindBinaries(ctx)
	if err != nil {
		return nil, err
	}
	account, err := embedded.ChooseAccount()
	if err != nil {
		return nil, err
	}
	s := &server{}
	if s.folder, err = shortFolder(account); err != nil {
		return nil, err
	}
	if err := s.start(ctx, all[0], account); err != nil {
		if s.alive != nil {
			s.alive.Close()
		}
		os.RemoveAll(s.folder)
		return nil, err
	}
	return s, nil
}

// shortFolder makes a folder whose name leaves room for a socket (107 bytes) and which the account can enter.
func shortFolder(account embedded.Account) (string, error) {
	for _, parent := range []string{os.TempDir(), "/tmp"} {
		if len(parent) > 60 || !account.CanReach(parent) {
			continue
		}
		folder, err := os.MkdirTemp(parent, "waymark-test-")
		if err != nil {
			continue
		}
		return folder, account.Own(folder)
	}
	return "", fmt.Errorf("no temporary folder that %s can use: set TMPDIR", account.Name)
}

func (s *server) start(ctx context.Context, bin embedded.Binaries, account embedded.Account) error {
	data := filepath.Join(s.folder, "data")
	initdb := exec.CommandContext(ctx, bin.Path("initdb"), "-D", data, "-U", "waymark", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions")
	account.As(initdb)
	initdb.Dir = s.folder
	if said, err := initdb.CombinedOutput(); err != nil {
		return fmt.Errorf("initdb: %w\n%s", err, bytes.TrimSpace(said))
	}
	args := []string{"-c", watch, "sh", s.folder, bin.Path("postgres"), "-D", data, "-k", s.folder}
	for _, setting := range settings {
		args = append(args, "-c", setting)
	}
	watcher := exec.Command("/bin/sh", args...)
	account.As(watcher)
	watcher.Dir = s.folder
	alive, err := watcher.StdinPipe()
	if err != nil {
		return err
	}
	s.alive = alive
	if err := watcher.Start(); err != nil {
		return err
	}
	return s.ready(ctx)
}

// ready waits until the server answers.
func (s *server) ready(ctx context.Context) error {
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(20 * time.Millisecond) {
		db, err := store.Open(ctx, s.dsn("postgres"))
		if err == nil {
			return db.Close()
		}
		if time.Now().After(deadline) {
			said, _ := os.ReadFile(filepath.Join(s.folder, "log"))
			return fmt.Errorf("PostgreSQL did not start: %w\n%s", err, said)
		}
	}
}

func (s *server) dsn(database string) string {
	return fmt.Sprintf("host='%s' port=5432 user=waymark dbname=%s sslmode=disable", s.folder, database)
}
