// Package embedded runs a private PostgreSQL for the default set-up: from the machine's own programs, in a data
// folder, reachable only through a Unix socket, stopped with the program. It downloads nothing and knows no schema.
package embedded

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"

	"waymark/internal/maturity"
)

// Options say where and how to run.
type Options struct {
	DataDir string // made when missing; may hold spaces and be of any length
	// Attach joins the PostgreSQL of another waymark that runs on the same folder, instead of refusing. For commands
	// that are run beside a server.
	Attach bool
	Log    *slog.Logger // nil: silent

	binaries  []Binaries // tests replace the machine's own
	elsewhere string     // where data goes that its account cannot reach in DataDir; tests replace /var/lib/waymark
}

// Server is a running private PostgreSQL, or one joined by Attach.
type Server struct {
	log     *slog.Logger
	folder  folder
	hold    *os.File // lock on the data folder, released by the system if the program is killed
	cluster string   // PostgreSQL's own folder
	socket  string   // folder of the socket
	process *process // nil when joined
	logFrom int64    // how long PostgreSQL's log was when it was started or joined
}

// Start makes the database on first use, clears up after an earlier program that was killed, and returns once
// PostgreSQL answers. Every error has a sentence that says what to do.
func Start(ctx context.Context, o Options) (*Server, error) {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	f, err := openFolder(o.DataDir)
	if err != nil {
		return nil, err
	}
	s := &Server{log: o.Log, folder: f}
	var other int
	s.hold, other, err = f.take()
	switch {
	case err != nil:
		return nil, err
	case s.hold == nil && o.Attach:
		if err := s.join(ctx, other); err != nil {
			return nil, err
		}
		return s, nil
	case s.hold == nil:
		return nil, maturity.Errorf(maturity.Unavailable,
			"The data folder %s is in use by another waymark (process %d): stop that one first, choose another --data-dir, or set DATABASE_URL.", f.path, other)
	}
	if err := s.start(ctx, o); err != nil {
		s.release()
		return nil, err
	}
	return s, nil
}

func (s *Server) start(ctx context.Context, o Options) error {
	all := o.binaries
	if all == nil {
		var err error
		if all, err = FindBinaries(ctx); err != nil {
			return err
		}
	}
	if o.elsewhere == "" {
		o.elsewhere = "/var/lib/waymark"
	}
	account, cluster, err := s.folder.place(o.elsewhere)
	if err != nil {
		return err
	}
	s.cluster = cluster
	if cluster != s.folder.file("postgres") {
		s.log.Info("the database is kept outside the data folder, which its account cannot enter", "account", account.Name, "database", cluster)
	}
	bin, err := prepare(ctx, all, account, cluster, s.log)
	if err != nil {
		return err
	}
	if err := settle(ctx, cluster, s.log); err != nil {
		return err
	}
	if s.socket, err = s.folder.socketFolder(account); err != nil {
		return err
	}
	s.process, err = launch(bin, account, cluster, s.socket, s.folder.file("postgres.log"))
	if err != nil {
		return err
	}
	if err := s.process.ready(ctx, s.socket); err != nil {
		stopping, cancel := context.WithTimeout(context.WithoutCancel(ctx), 30*time.Second)
		defer cancel()
		s.process.stop(stopping, cluster)
		return err
	}
	s.log.Info("PostgreSQL runs", "version", bin.Major, "account", account.Name, "folder", cluster)
	return nil
}

// DSN is the address of the database waymark on this server.
func (s *Server) DSN() string { return dsn(s.socket, "waymark") }

func dsn(socket, database string) string {
	host := strings.NewReplacer(`\`, `\\`, `'`, `\'`).Replace(socket)
	return "host='" + host + "' port=5432 user=waymark password='' dbname=" + database + " sslmode=disable connect_timeout=10"
}

// Done is closed when PostgreSQL ends without being asked to. It is nil, so never ready, for a joined server.
func (s *Server) Done() <-chan struct{} {
	if s.process == nil {
		return nil
	}
	return s.process.ended
}

// Complaint is the reason PostgreSQL last gave for breaking off since Start, such as a full disk, and "" when it gave
// none. The connections of that moment only know that they were cut.
func (s *Server) Complaint() string {
	file, err := os.Open(s.folder.file("postgres.log"))
	if err != nil {
		return ""
	}
	defer file.Close()
	said, _ := io.ReadAll(io.NewSectionReader(file, s.logFrom, longestLog))
	return reason(string(said), "PANIC:", "No space left on device")
}

// longestLog bounds how much of PostgreSQL's log is looked through.
const longestLog = 1 << 20

// Stop waits for commands that joined, then ends PostgreSQL: connections are cut, everything committed is on disk.
// When ctx ends first, PostgreSQL is stopped at once and repairs itself at the next start; nothing committed is lost.
// Stopping a joined server only leaves it.
func (s *Server) Stop(ctx context.Context) error {
	defer s.release()
	if s.process == nil {
		return nil
	}
	s.folder.waitForJoined(ctx)
	return s.process.stop(ctx, s.cluster)
}

func (s *Server) release() {
	if s.process != nil || s.cluster != "" {
		s.folder.removeSocket(s.socket)
	}
	if s.hold != nil {
		s.hold.Close()
	}
}

// join uses the server that process other runs on the same folder, waiting a minute for one that is just starting.
func (s *Server) join(ctx context.Context, other int) error {
	hold, err := s.folder.joinLock()
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	for {
		socket, err := os.ReadFile(s.folder.file("socket-folder"))
		if err == nil {
			err = answers(ctx, string(socket))
		}
		if err == nil {
			s.hold, s.socket = hold, string(socket)
			if info, err := os.Stat(s.folder.file("postgres.log")); err == nil {
				s.logFrom = info.Size()
			}
			return nil
		}
		if errors.Is(err, fs.ErrPermission) || ctx.Err() != nil || !s.folder.held() {
			hold.Close()
			return maturity.Wrap(err, maturity.Unavailable, fmt.Sprintf(
				"The waymark that uses the data folder %s (process %d) is stopping, or runs as another user: try again, or run this command as that user.", s.folder.path, other))
		}
		time.Sleep(50 * time.Millisecond)
	}
}

// absolute is the path with all links resolved as far as it exists.
func absolute(path string) (string, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	if real, err := filepath.EvalSymlinks(path); err == nil {
		return real, nil
	}
	return path, nil
}
