package intake_test

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"waymark/internal/ingest"
	"waymark/internal/intake"
	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/sheet"
)

// diskFull makes a trigger function that answers as a full disk does.
const diskFull = `CREATE FUNCTION disk_full() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
	RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100'; END $$`

func TestDiskFull(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ fill, empty []string }{
		"while rows are copied": {
			[]string{diskFull, `CREATE FUNCTION fill_staging() RETURNS event_trigger LANGUAGE plpgsql AS $$
				DECLARE made record; BEGIN
				FOR made IN SELECT objid::regclass AS name FROM pg_event_trigger_ddl_commands() WHERE command_tag = 'CREATE TABLE' AND schema_name = 'staging' LOOP
					EXECUTE format('CREATE TRIGGER disk_full BEFORE INSERT ON %s FOR EACH ROW EXECUTE FUNCTION disk_full()', made.name);
				END LOOP; END $$`, `CREATE EVENT TRIGGER fill_staging ON ddl_command_end WHEN TAG IN ('CREATE TABLE') EXECUTE FUNCTION fill_staging()`},
			[]string{`DROP EVENT TRIGGER fill_staging`}},
		"while observations are written": {
			[]string{diskFull, `CREATE TRIGGER disk_full BEFORE INSERT ON observation FOR EACH ROW WHEN (NEW.cell_row = 3) EXECUTE FUNCTION disk_full()`},
			[]string{`DROP TRIGGER disk_full ON observation`}},
		"when the work is concluded": {
			[]string{diskFull, `CREATE TRIGGER disk_full BEFORE INSERT ON audit FOR EACH ROW WHEN (NEW.action = 'submission.written') EXECUTE FUNCTION disk_full()`},
			[]string{`DROP TRIGGER disk_full ON audit`}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := open(t)
			o.write(long("RTE Q1-2018/19 40"))
			before := o.stored()
			for _, statement := range c.fill {
				o.exec(statement)
			}
			text := long("RTE Q1-2018/19 41", "RTE Q2-2018/19 44")
			s := o.send(text, intake.Meta{AutoWrite: true, Why: slip})
			if s.State != maturity.SubmissionFailed || !strings.Contains(s.Failure, "no disk space") {
				t.Errorf("%s: %s", s.State, s.Failure)
			}
			if after := o.stored(); after != before {
				t.Errorf("stored\n%s", after)
			}
			for _, statement := range c.empty {
				o.exec(statement)
			}
			again := o.correct(text, slip)
			if again.ID == s.ID || counts(again.Report) != "1 new, 1 changed, 0 unchanged, 0 held back" {
				t.Errorf("sent again: submission %d, %s", again.ID, counts(again.Report))
			}
		})
	}
}

// cutting ends all other connections to the database when it is asked for the third time.
type cutting struct {
	codes
	asked int
	cut   func()
}

func (d *cutting) Find(text string, kinds []string, p period.Period) maturity.Found {
	if d.asked++; d.asked == 3 {
		d.cut()
	}
	return d.codes.Find(text, kinds, p)
}

func TestLostConnection(t *testing.T) {
	t.Parallel()
	o := open(t)
	directory := &cutting{codes: o.trust, cut: func() {
		o.exec(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`)
	}}
	desk := o.desk(o.db, func(opt *intake.Options) {
		opt.Silence = time.Millisecond
		opt.Directory = func(context.Context) (ingest.Directory, error) { return directory, nil }
	})
	s, _, err := desk.Accept(t.Context(), strings.NewReader(long("RTE Q1-2018/19 41", "RTQ Q1-2018/19 50", "R1J Q1-2018/19 60")), everywhere(intake.Meta{AutoWrite: true}))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := desk.Next(t.Context()); err == nil {
		t.Error("the lost connection went unnoticed")
	}
	if got := o.stored(); got != "" {
		t.Errorf("stored\n%s", got)
	}
	for range 4 { // the steps, and the wait for the silence
		time.Sleep(2 * time.Millisecond)
		if _, err := desk.Next(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if s, err = o.db.Submission(t.Context(), s.ID); err != nil || s.State != maturity.SubmissionWritten || s.Report.New != 3 {
		t.Errorf("%s %s %v", s.State, counts(s.Report), err)
	}
}

// TestStagingLostInACrash: after a crash of the server an unlogged table is there, but empty.
func TestStagingLostInACrash(t *testing.T) {
	t.Parallel()
	for name, crash := range map[string]string{"empty": `TRUNCATE staging.s1_1`, "gone": `DROP TABLE staging.s1_1`} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := open(t)
			s := o.send(long("RTE Q1-2018/19 41", "RTQ Q1-2018/19 50"), intake.Meta{})
			o.exec(crash)
			if _, err := o.Confirm(t.Context(), s.ID, maturity.Correction{}, "analyst", ""); err != nil {
				t.Fatal(err)
			}
			s, err := o.RunOne(t.Context(), s.ID, nil)
			if err != nil || s.State != maturity.SubmissionWritten || counts(s.Report) != "2 new, 0 changed, 0 unchanged, 0 held back" {
				t.Errorf("%s %s %v", s.State, counts(s.Report), err)
			}
			if got := o.stored(); got != "RTE Q2018-04 41 reported\nRTQ Q2018-04 50 reported\n" {
				t.Errorf("stored\n%s", got)
			}
		})
	}
}

func TestAWorkerThatDiesAgainAndAgain(t *testing.T) {
	t.Parallel()
	o := open(t)
	s, _, err := o.Accept(t.Context(), strings.NewReader(long("RTE Q1-2018/19 41")), everywhere(intake.Meta{AutoWrite: true}))
	if err != nil {
		t.Fatal(err)
	}
	o.exec(`UPDATE submission SET state = 'reading', worker = 'gone', attempts = 3, heartbeat = clock_timestamp() - interval '20 seconds' WHERE id = $1`, s.ID)
	if did, err := o.Next(t.Context()); did || err != nil {
		t.Errorf("a worker silent for 20 seconds lost its work: %v", err)
	}
	o.exec(`UPDATE submission SET heartbeat = clock_timestamp() - interval '31 seconds' WHERE id = $1`, s.ID)
	if did, err := o.Next(t.Context()); !did || err != nil {
		t.Errorf("a worker silent for 31 seconds kept its work: %v", err)
	}
	if s, err = o.db.Submission(t.Context(), s.ID); err != nil || s.State != maturity.SubmissionFailed || s.Failure == "" {
		t.Errorf("%s %q %v", s.State, s.Failure, err)
	}
}

// panicking is a directory with a fault of ours.
type panicking struct{}

func (panicking) Find(string, []string, period.Period) maturity.Found { panic("out of range") }

func TestAPanicIsAFailedSubmission(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.Desk = o.desk(o.db, func(opt *intake.Options) {
		opt.Directory = func(context.Context) (ingest.Directory, error) { return panicking{}, nil }
	})
	s := o.send(long("RTE Q1-2018/19 41"), intake.Meta{AutoWrite: true})
	if s.State != maturity.SubmissionFailed || strings.Contains(s.Failure, "out of range") {
		t.Errorf("%s: %s", s.State, s.Failure)
	}
}

// waiting is a directory that stops until it may go on.
type waiting struct {
	codes
	reached, goOn chan struct{}
}

func (d waiting) Find(text string, kinds []string, p period.Period) maturity.Found {
	select {
	case d.reached <- struct{}{}:
	default:
	}
	<-d.goOn
	return d.codes.Find(text, kinds, p)
}

func TestCancelledOrStoppedWhileReading(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		act   func(o *office, id int64, stop func())
		state maturity.SubmissionState
	}{
		"cancelled by its sender": {func(o *office, id int64, _ func()) {
			if _, err := o.Cancel(context.Background(), id, "analyst", ""); err != nil {
				o.t.Error(err)
			}
		}, maturity.SubmissionCancelled},
		"the program stops": {func(_ *office, _ int64, stop func()) { stop() }, maturity.SubmissionReading},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := open(t)
			directory := waiting{o.trust, make(chan struct{}, 1), make(chan struct{})}
			desk := o.desk(o.db, func(opt *intake.Options) {
				opt.Directory = func(context.Context) (ingest.Directory, error) { return directory, nil }
			})
			s, _, err := desk.Accept(t.Context(), strings.NewReader(long("RTE Q1-2018/19 41")), everywhere(intake.Meta{AutoWrite: true}))
			if err != nil {
				t.Fatal(err)
			}
			ctx, stop := context.WithCancel(t.Context())
			done := make(chan struct{})
			go func() {
				defer close(done)
				intake.NewWorker(desk).Run(ctx)
			}()
			<-directory.reached
			c.act(o, s.ID, stop)
			close(directory.goOn)
			if c.state.Done() {
				time.Sleep(50 * time.Millisecond)
				stop()
			}
			<-done
			if s, err = o.db.Submission(t.Context(), s.ID); err != nil || s.State != c.state {
				t.Errorf("%s %v, want %s", s.State, err, c.state)
			}
			if got := o.stored(); got != "" {
				t.Errorf("stored\n%s", got)
			}
			if c.state == maturity.SubmissionReading { // another process goes on at once
				if s, err := o.RunOne(t.Context(), s.ID, nil); err != nil || s.State != maturity.SubmissionWritten {
					t.Errorf("%s %v", s.State, err)
				}
			}
		})
	}
}

func TestWhatIsNotAccepted(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.Desk = o.desk(o.db, func(opt *intake.Options) {
		opt.Limits = sheet.DefaultLimits()
		opt.Limits.MaxBytes = 1 << 20
	})
	for _, c := range []struct {
		name string
		file io.Reader
		meta intake.Meta
		code maturity.Code
		says string
	}{
		{"empty", strings.NewReader(""), intake.Meta{}, maturity.Invalid, "The file is empty."},
		{"too large", io.LimitReader(zeros{}, 1<<20+1), intake.Meta{}, maturity.TooLarge, "larger than 1 MB"},
		{"broken off", io.MultiReader(strings.NewReader(header), broken{}), intake.Meta{}, maturity.Invalid, "did not arrive completely"},
		{"a layout that is not there", strings.NewReader(header), intake.Meta{LayoutHint: "nonesuch"}, maturity.Invalid, `no layout named "nonesuch"`},
		{"known in the future", strings.NewReader(header), intake.Meta{KnownFrom: time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)}, maturity.Invalid, "lies in the future"},
	} {
		_, _, err := o.Accept(t.Context(), c.file, everywhere(c.meta))
		if maturity.CodeOf(err) != c.code || !strings.Contains(maturity.SentenceOf(err), c.says) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	if n := o.count(`SELECT count(*) FROM submission`); n != 0 {
		t.Errorf("%d submissions were kept", n)
	}
	// Just at the limit is accepted, and refused for what it is.
	s, _, err := o.Accept(t.Context(), io.LimitReader(zeros{}, 1<<20), everywhere(intake.Meta{FileName: `C:\returns\..\q2.csv`}))
	if err != nil || s.FileName != "q2.csv" || s.Size != 1<<20 {
		t.Fatal(s.FileName, s.Size, err)
	}
	if s, err = o.RunOne(t.Context(), s.ID, nil); err != nil || s.State != maturity.SubmissionRefused || len(s.Report.Issues) == 0 {
		t.Errorf("%s %+v %v", s.State, s.Report, err)
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, errors.New("connection reset") }
