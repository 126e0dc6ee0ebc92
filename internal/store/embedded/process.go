package embedded

import (
	"bytes"
	"context"
	"database/sql"
	"io"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"time"

	_ "github.com/lib/pq"

	"waymark/internal/maturity"
)

// process is PostgreSQL under a small watching shell.
type process struct {
	cmd     *exec.Cmd
	alive   io.Closer // closed, by us or by our death, it makes the shell stop PostgreSQL
	ended   chan struct{}
	logPath string
}

// watch runs PostgreSQL until it ends, or until standard input does, which happens however waymark ends.
const watch = `exec 3<&0
"$@" </dev/null 3<&- &
server=$!
(while read -r _ <&3; do :; done
n=0
while kill -INT $server && [ $n -lt 300 ]; do n=$((n+1)); sleep 0.2; done) >/dev/null 2>&1 &
reader=$!
wait $server
status=$?
kill $reader 2>/dev/null
exit $status`

func launch(bin Binaries, account Account, cluster, socket, logPath string) (*process, error) {
	failed := func(err error) (*process, error) {
		return nil, maturity.Wrap(err, maturity.Unavailable, "PostgreSQL could not be started from "+bin.Dir+".")
	}
	os.Rename(logPath, logPath+".before")
	log, err := os.OpenFile(logPath, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return failed(err)
	}
	defer log.Close()
	quoted := `"` + strings.ReplaceAll(socket, `"`, `""`) + `"`
	p := &process{ended: make(chan struct{}), logPath: logPath}
	p.cmd = exec.Command("/bin/sh", "-c", watch, "sh", bin.Path("postgres"), "-D", cluster,
		"-c", "listen_addresses=", "-c", "port=5432", "-c", "unix_socket_directories="+quoted, "-c", "unix_socket_permissions=0700")
	account.As(p.cmd)
	p.cmd.Dir, p.cmd.Env = "/", environment()
	p.cmd.Stdout, p.cmd.Stderr = log, log
	if p.alive, err = p.cmd.StdinPipe(); err != nil {
		return failed(err)
	}
	if err := p.cmd.Start(); err != nil {
		return failed(err)
	}
	go func() {
		p.cmd.Wait()
		close(p.ended)
	}()
	return p, nil
}

// ready waits until PostgreSQL answers, however long it has to repair itself, and makes the database if it is new.
func (p *process) ready(ctx context.Context, socket string) error {
	for {
		err := answers(ctx, socket)
		if err == nil {
			return nil
		}
		select {
		case <-p.ended:
			return maturity.Wrap(&saidError{err, p.lastWords()}, maturity.Unavailable, "PostgreSQL did not start: "+p.verdict()+" Its log is "+p.logPath+".")
		case <-ctx.Done():
			return maturity.Wrap(err, maturity.Unavailable, "PostgreSQL did not start in time. Its log is "+p.logPath+".")
		case <-time.After(30 * time.Millisecond):
		}
	}
}

// answers connects, and makes the database waymark when it is not there yet.
func answers(ctx context.Context, socket string) error {
	db, err := sql.Open("postgres", dsn(socket, "postgres"))
	if err != nil {
		return err
	}
	defer db.Close()
	var there bool
	err = db.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM pg_database WHERE datname = 'waymark')`).Scan(&there)
	if err != nil || there {
		return err
	}
	_, err = db.ExecContext(ctx, `CREATE DATABASE waymark`)
	return err
}

func (p *process) lastWords() string {
	said, _ := os.ReadFile(p.logPath)
	if len(said) > 4000 {
		said = said[len(said)-4000:]
	}
	return string(bytes.TrimSpace(said))
}

// verdict is the sentence in which PostgreSQL says why it gave up.
func (p *process) verdict() string {
	if why := reason(p.lastWords(), "FATAL:", "PANIC:", "could not"); why != "" {
		return why
	}
	return "it gave no reason."
}

// reason is the last line of a log that holds one of the marks, from behind its level on.
func reason(log string, marks ...string) string {
	lines := strings.Split(log, "\n")
	for i := len(lines) - 1; i >= 0; i-- {
		for _, mark := range marks {
			if !strings.Contains(lines[i], mark) {
				continue
			}
			why := lines[i]
			for _, level := range []string{"FATAL:", "PANIC:", "ERROR:", "LOG:"} {
				if _, after, ok := strings.Cut(why, level); ok {
					why = after
				}
			}
			return strings.TrimSpace(why) + "."
		}
	}
	return ""
}

// stop ends PostgreSQL gracefully; when ctx ends first, at once.
func (p *process) stop(ctx context.Context, cluster string) error {
	p.alive.Close()
	signal(cluster, syscall.SIGINT) // the watching shell does it too, unless somebody killed it
	select {
	case <-p.ended:
	case <-ctx.Done():
	}
	if waitGone(ctx, cluster) == nil {
		return nil
	}
	signal(cluster, syscall.SIGQUIT)
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	if waitGone(last, cluster) != nil {
		return maturity.Errorf(maturity.Unavailable, "PostgreSQL does not stop; the next start will clear it up. Its log is %s.", p.logPath)
	}
	return nil
}

func signal(cluster string, what syscall.Signal) {
	if pid, _ := serverOf(cluster); pid != 0 {
		syscall.Kill(pid, what)
	}
}
