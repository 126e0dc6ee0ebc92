package intake

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"sync/atomic"
	"time"

	"waymark/internal/maturity"
)

// errLost says that the submission was cancelled or taken over while this worker had it.
var errLost = errors.New("the submission is no longer ours")

// work does the next step of a claimed submission, beating all the while, and gives it back whatever happens. hear,
// when set, is told of progress about once a second. patient: an error is tried again later, up to three times.
func (d *Desk) work(ctx context.Context, s maturity.Submission, patient bool, hear func(maturity.Submission)) (maturity.Submission, error) {
	if s.Attempts > maxAttempts {
		return d.fail(ctx, s, errors.New("its worker ended three times"))
	}
	rows := new(atomic.Int64)
	stepping, cancel := context.WithCancelCause(ctx)
	beating := make(chan struct{})
	go func() {
		defer close(beating)
		d.beat(stepping, cancel, s, rows, hear)
	}()
	after, err := d.step(stepping, s, rows)
	cause := context.Cause(stepping)
	cancel(nil)
	<-beating
	switch {
	case err == nil:
		return after, nil
	case errors.Is(cause, errLost), maturity.CodeOf(err) == maturity.Conflict && d.lost(ctx, s):
		d.Log.Info("submission lost to another worker or cancelled", "submission", s.ID)
		return d.Store.Submission(ctx, s.ID)
	case ctx.Err() != nil:
		return s, errors.Join(ctx.Err(), d.giveBack(ctx, s, true))
	}
	d.Log.Error("submission could not be processed", "submission", s.ID, "attempt", s.Attempts, "error", err)
	if patient && s.Attempts < maxAttempts {
		return s, errors.Join(err, d.giveBack(ctx, s, false))
	}
	return d.fail(ctx, s, err)
}

// lost asks the queue whether the submission is still this worker's.
func (d *Desk) lost(ctx context.Context, s maturity.Submission) bool {
	still, err := d.Store.BeatSubmission(ctx, s.ID, d.worker, s.RowsRead)
	return err == nil && !still
}

// step does what the state asks for. A panic is an error like any other.
func (d *Desk) step(ctx context.Context, s maturity.Submission, rows *atomic.Int64) (after maturity.Submission, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	if s.State == maturity.SubmissionWriting {
		return d.write(ctx, s, rows)
	}
	return d.read(ctx, s, rows)
}

// beat tells the queue every second that the worker is alive, and ends the step when the submission is lost.
func (d *Desk) beat(ctx context.Context, cancel context.CancelCauseFunc, s maturity.Submission, rows *atomic.Int64, hear func(maturity.Submission)) {
	tick := time.NewTicker(beatEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		if hear != nil {
			s.RowsRead = max(s.RowsRead, rows.Load())
			hear(s)
		}
		still, err := d.Store.BeatSubmission(ctx, s.ID, d.worker, rows.Load())
		if err != nil && ctx.Err() == nil {
			d.Log.Warn("heartbeat failed", "submission", s.ID, "error", err)
		}
		if err == nil && !still && ctx.Err() == nil {
			cancel(errLost)
		}
	}
}

// fail ends a submission for a fault of ours. Its bytes are kept; sending the file again makes a new submission.
func (d *Desk) fail(ctx context.Context, s maturity.Submission, cause error) (maturity.Submission, error) {
	s.State, s.FinishedAt = maturity.SubmissionFailed, d.now()
	s.Failure = "The file could not be processed. Nothing was written. Send it again; if it fails again, tell your administrator the number of this submission."
	if code := maturity.CodeOf(cause); code == maturity.Unavailable || code == maturity.Conflict {
		s.Failure = "Nothing was written. " + maturity.SentenceOf(cause) + " Then send the file again."
	}
	brief, cancel := context.WithTimeout(context.WithoutCancel(ctx), settleWithin)
	defer cancel()
	if err := d.Store.SettleSubmission(brief, s, d.worker); err != nil {
		return s, errors.Join(cause, err)
	}
	return s, nil
}

const settleWithin = 5 * time.Second

// giveBack lets another worker have the submission, also when ctx is over.
func (d *Desk) giveBack(ctx context.Context, s maturity.Submission, stopping bool) error {
	brief, cancel := context.WithTimeout(context.WithoutCancel(ctx), settleWithin)
	defer cancel()
	return d.Store.ReleaseSubmission(brief, s.ID, d.worker, stopping)
}
