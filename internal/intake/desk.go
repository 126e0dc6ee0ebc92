package intake

import (
	"context"
	"crypto/rand"
	"io"
	"log/slog"
	"time"

	"waymark/internal/ingest"
	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/sheet"
)

// Archive keeps submissions and their bytes.
type Archive interface {
	KeepSubmission(ctx context.Context, s maturity.Submission, requestID string, bytes io.Reader) (kept maturity.Submission, earlier bool, err error)
	Submission(ctx context.Context, id int64) (maturity.Submission, error)
	SubmissionBytes(ctx context.Context, id int64, w io.Writer) error
}

// Turns are the decisions of people about a submission.
type Turns interface {
	ConfirmSubmission(ctx context.Context, id int64, why maturity.Correction, account, requestID string, at time.Time) (maturity.Submission, error)
	CancelSubmission(ctx context.Context, id int64, account, requestID string, at time.Time) (maturity.Submission, error)
}

// Queue shares the open submissions among workers.
type Queue interface {
	ClaimSubmission(ctx context.Context, worker string, silence time.Duration, only int64) (s maturity.Submission, ok bool, err error)
	BeatSubmission(ctx context.Context, id int64, worker string, rowsRead int64) (still bool, err error)
	ReleaseSubmission(ctx context.Context, id int64, worker string, stopping bool) error
	SettleSubmission(ctx context.Context, s maturity.Submission, worker string) error
}

// Staging holds the rows of a submission between reading and writing.
type Staging interface {
	StageRows(ctx context.Context, s maturity.Submission, worker string, maxJump map[string]float64, fill func(put func(maturity.Observation) error) error) (orderly bool, err error)
	CheckStaging(ctx context.Context, s maturity.Submission, worker string, rules maturity.StagingRules, tell func(maturity.StagingFindings) maturity.Submission) (maturity.Submission, error)
	WriteStaging(ctx context.Context, s maturity.Submission, worker string, at time.Time) (written maturity.Submission, early maturity.Clashes, lost bool, err error)
	SweepStaging(ctx context.Context) (int, error)
}

// ReturnStaging holds the rows of a file that goes into returns.
type ReturnStaging interface {
	CheckReturns(ctx context.Context, s maturity.Submission, worker string, rules maturity.ReturnRules, tell func(maturity.ReturnFindings) maturity.Submission) (maturity.Submission, error)
	WriteReturns(ctx context.Context, s maturity.Submission, worker string, at time.Time, rules maturity.ReturnRules,
		tell func(maturity.ReturnFindings) maturity.Submission) (written maturity.Submission, lost, handing bool, err error)
	HandIns(ctx context.Context, id int64, required []string) ([]maturity.HandIn, error)
	SettleReturns(ctx context.Context, s maturity.Submission, worker string, done []maturity.HandIn) error
}

// Returns knows who owes returns, and submits them (the room returns).
type Returns interface {
	// Owing lists from whom a collection wants a return for a period.
	Owing(ctx context.Context, c maturity.Collection, p period.Period) ([]maturity.OrganisationID, error)
	// HandIn submits returns for the sender of a file, as of when the file arrived, and notes what came of each.
	HandIn(ctx context.Context, s maturity.Submission, list []maturity.HandIn) ([]maturity.HandIn, error)
}

// Store is all that the desk needs kept.
type Store interface {
	ReturnStaging
	Archive
	Turns
	Queue
	Staging
}

// Options says what a desk works with. Store, Catalogue and Directory are needed; the rest has defaults.
type Options struct {
	Store     Store
	Catalogue *maturity.Catalogue
	// Directory gives the organisations as they are known when a file is read.
	Directory func(context.Context) (ingest.Directory, error)
	// Returns is asked about files that go into returns; nil: none is taken.
	Returns  Returns
	Location *time.Location   // whose days count; nil: UTC
	Limits   sheet.Limits     // zero: sheet.DefaultLimits
	Clock    func() time.Time // nil: time.Now
	TempDir  string           // "": the machine's
	Log      *slog.Logger     // nil: silent
	// Written is told, when set, that observations were written.
	Written func(maturity.Submission)
	// Silence is how long a worker may be silent before another takes its work over; 0: 30 seconds.
	Silence time.Duration
}

// Desk is where submissions are handed in, looked after and worked on. It is safe for concurrent use.
type Desk struct {
	Options
	worker string        // names this process in the queue
	nudge  chan struct{} // wakes this process's own worker
}

const (
	silence     = 30 * time.Second
	beatEvery   = time.Second
	maxAttempts = 3
)

// NewDesk makes a desk.
func NewDesk(o Options) *Desk {
	if o.Limits == (sheet.Limits{}) {
		o.Limits = sheet.DefaultLimits()
	}
	if o.Clock == nil {
		o.Clock = time.Now
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Location == nil {
		o.Location = time.UTC
	}
	if o.Silence == 0 {
		o.Silence = silence
	}
	return &Desk{Options: o, worker: rand.Text(), nudge: make(chan struct{}, 1)}
}

// now is the time to the microsecond, which is what the database keeps.
func (d *Desk) now() time.Time { return d.Clock().UTC().Truncate(time.Microsecond) }

func (d *Desk) wake() {
	select {
	case d.nudge <- struct{}{}:
	default: // a nudge is waiting already
	}
}
