package intake_test

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"waymark/internal/intake"
	"waymark/internal/maturity"
	"waymark/internal/store"
)

// The points at which a worker is killed.
const (
	whileStaging  = "while rows are copied"
	beforeCheck   = "between copying and checking"
	insideCheck   = "inside the check"
	beforeWriting = "between checking and writing"
	insideWriting = "with the observations inserted but not committed"
	afterWriting  = "right after the commit"
)

// TestKilledWorker starts a real process that works on a submission and kills it (SIGKILL) at a point. Nothing may be
// half-written, and another worker must bring the work to its end.
func TestKilledWorker(t *testing.T) {
	t.Parallel()
	for _, point := range []string{whileStaging, beforeCheck, insideCheck, beforeWriting, insideWriting, afterWriting} {
		t.Run(point, func(t *testing.T) {
			t.Parallel()
			o := open(t)
			o.write(long("RTE Q1-2017/18 10")) // to be superseded by the file below
			lines := []string{"RTE Q1-2017/18 12"}
			for q := range 400 {
				lines = append(lines, fmt.Sprintf("%s Q%d-%d/%02d %d", trusts[q%4], q/4%4+1, 1980+q/16, (1981+q/16)%100, q%20))
			}
			s, _, err := o.Accept(t.Context(), strings.NewReader(long(lines...)), everywhere(intake.Meta{AutoWrite: true, Why: slip}))
			if err != nil {
				t.Fatal(err)
			}
			before := o.stored()
			o.killWorker(point)
			if point != afterWriting {
				if after := o.stored(); after != before {
					t.Errorf("the killed worker changed what is stored:\n%s", after)
				}
			}
			next := o.desk(o.db, func(opt *intake.Options) { opt.Silence = time.Millisecond })
			s, err = next.RunOne(t.Context(), s.ID, nil)
			if err != nil || s.State != maturity.SubmissionWritten || counts(s.Report) != "400 new, 1 changed, 0 unchanged, 0 held back" {
				t.Fatalf("%s, %s: %v", s.State, counts(s.Report), err)
			}
			if n := o.count(`SELECT count(*) FROM observation`); n != 402 {
				t.Errorf("%d observations, want 402", n)
			}
			if n := o.count(`SELECT count(*) FROM audit WHERE action = 'submission.written' AND subject = $1`, maturity.SubmissionSubject(s.ID)); n != 1 {
				t.Errorf("written %d times", n)
			}
			if _, err := o.db.SweepStaging(t.Context()); err != nil {
				t.Error(err)
			}
			if n := o.count(`SELECT count(*) FROM pg_tables WHERE schemaname = 'staging'`); n != 0 {
				t.Errorf("%d staging tables are left", n)
			}
		})
	}
}

// killWorker runs a worker process up to the point and kills it there.
func (o *office) killWorker(point string) {
	o.t.Helper()
	if point == insideWriting {
		// The write of the audit row waits for a lock that this test holds, so the process stands still before its commit.
		o.exec(`CREATE FUNCTION wait_here() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
			IF NEW.action = 'submission.written' THEN PERFORM pg_advisory_xact_lock(4711); END IF; RETURN NEW; END $$`)
		o.exec(`CREATE TRIGGER wait_here BEFORE INSERT ON audit FOR EACH ROW EXECUTE FUNCTION wait_here()`)
		holder, err := o.db.SQL().Conn(context.Background())
		if err != nil {
			o.t.Fatal(err)
		}
		if _, err := holder.ExecContext(context.Background(), `SELECT pg_advisory_lock(4711)`); err != nil {
			o.t.Fatal(err)
		}
		defer holder.Close()
		defer holder.ExecContext(context.Background(), `SELECT pg_advisory_unlock(4711)`)
	}
	child := exec.Command(os.Args[0], "-test.run=^TestChildWorker$")
	child.Env = append(os.Environ(), "INTAKE_CHILD_DSN="+o.dsn, "INTAKE_CHILD_POINT="+point, "TMPDIR="+o.t.TempDir())
	out, err := child.StdoutPipe()
	if err != nil {
		o.t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		o.t.Fatal(err)
	}
	if point == insideWriting {
		o.waitFor(`SELECT count(*) FROM pg_locks JOIN pg_stat_activity USING (pid) WHERE locktype = 'advisory' AND objid = 4711 AND NOT granted AND datname = current_database()`)
		child.Process.Kill()
	}
	said := ""
	for lines := bufio.NewScanner(out); lines.Scan(); {
		said += lines.Text() + "\n"
	}
	err = child.Wait()
	if status, ok := child.ProcessState.Sys().(syscall.WaitStatus); !ok || status.Signal() != syscall.SIGKILL {
		o.t.Fatalf("the worker was not killed %s: %v\n%s", point, err, said)
	}
}

// waitFor waits until the query counts something.
func (o *office) waitFor(query string) {
	o.t.Helper()
	for deadline := time.Now().Add(20 * time.Second); o.count(query) == 0; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			o.t.Fatal("waited in vain for ", query)
		}
	}
}

func die() {
	syscall.Kill(os.Getpid(), syscall.SIGKILL)
	select {}
}

// dyingStore kills its process between or inside the steps of the work.
type dyingStore struct {
	*store.DB
	point string
}

func (s dyingStore) StageRows(ctx context.Context, sub maturity.Submission, worker string, maxJump map[string]float64,
	fill func(put func(maturity.Observation) error) error) (bool, error) {
	return s.DB.StageRows(ctx, sub, worker, maxJump, func(put func(maturity.Observation) error) error {
		rows := 0
		return fill(func(o maturity.Observation) error {
			if rows++; rows == 200 && s.point == whileStaging {
				die()
			}
			return put(o)
		})
	})
}

func (s dyingStore) CheckStaging(ctx context.Context, sub maturity.Submission, worker string, rules maturity.StagingRules,
	tell func(maturity.StagingFindings) maturity.Submission) (maturity.Submission, error) {
	if s.point == beforeCheck {
		die()
	}
	return s.DB.CheckStaging(ctx, sub, worker, rules, func(f maturity.StagingFindings) maturity.Submission {
		if s.point == insideCheck {
			die()
		}
		return tell(f)
	})
}

func (s dyingStore) WriteStaging(ctx context.Context, sub maturity.Submission, worker string, at time.Time) (maturity.Submission, maturity.Clashes, bool, error) {
	if s.point == beforeWriting {
		die()
	}
	return s.DB.WriteStaging(ctx, sub, worker, at)
}

// TestChildWorker is no test: it is the process that TestKilledWorker starts and kills.
func TestChildWorker(t *testing.T) {
	dsn, point := os.Getenv("INTAKE_CHILD_DSN"), os.Getenv("INTAKE_CHILD_POINT")
	if dsn == "" {
		return
	}
	db, err := store.Open(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	o := &office{db: db, trust: codes{}, t: t}
	for _, code := range trusts {
		org := maturity.Organisation{Code: code}
		o.scan(&org.ID, `SELECT id FROM organisation WHERE code = $1`, code)
		o.trust[code] = org
	}
	desk := o.desk(dyingStore{db, point}, func(opt *intake.Options) {
		if point == afterWriting {
			opt.Written = func(maturity.Submission) { die() }
		}
	})
	for {
		did, err := desk.Next(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if !did {
			t.Fatal("the worker came to the end of its work")
		}
	}
}
