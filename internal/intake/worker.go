package intake

import (
	"context"
	"time"

	"waymark/internal/maturity"
)

// Worker works through the queue of submissions, one at a time. Several, here and in other processes, share it.
type Worker struct {
	desk *Desk
	poll time.Duration
}

// NewWorker makes a worker of the desk.
func NewWorker(d *Desk) *Worker { return &Worker{desk: d, poll: time.Second} }

const sweepEvery = time.Hour

// Run works until ctx is over; then it gives back what it has in hand, so that it goes on after a restart.
func (w *Worker) Run(ctx context.Context) {
	var swept time.Time
	wait := w.poll
	for ctx.Err() == nil {
		if time.Since(swept) > sweepEvery {
			if _, err := w.desk.Store.SweepStaging(ctx); err != nil && ctx.Err() == nil {
				w.desk.Log.Warn("left-over staging tables could not be dropped", "error", err)
			}
			swept = time.Now()
		}
		did, err := w.desk.Next(ctx)
		if err != nil && ctx.Err() == nil {
			w.desk.Log.Error("queue", "error", err)
		}
		if wait = longer(wait, w.poll, err != nil); did && err == nil {
			continue
		}
		select {
		case <-ctx.Done():
		case <-w.desk.nudge:
		case <-time.After(wait):
		}
	}
}

// longest is how long the worker waits at most where it meets with one error after another.
const longest = 30 * time.Second

// longer is the next wait: twice as long after each error, so that a database that is away for an hour does not fill the log.
func longer(wait, poll time.Duration, failed bool) time.Duration {
	if !failed {
		return poll
	}
	return min(2*wait, max(longest, poll))
}

// Next does one step of the next open submission; did is false when there is none.
func (d *Desk) Next(ctx context.Context) (did bool, err error) {
	s, ok, err := d.Store.ClaimSubmission(ctx, d.worker, d.Silence, 0)
	if err != nil || !ok {
		return false, err
	}
	_, err = d.work(ctx, s, true, nil)
	return true, err
}

// RunOne works on one submission here and now until it is at rest, for the command line. hear is told of progress about
// once a second and at each step. Where another worker has it, RunOne waits for that one. A fault of ours ends it as
// failed at once. When ctx ends, the submission stays in the queue.
func (d *Desk) RunOne(ctx context.Context, id int64, hear func(maturity.Submission)) (maturity.Submission, error) {
	for {
		s, ok, err := d.Store.ClaimSubmission(ctx, d.worker, d.Silence, id)
		if err != nil {
			return s, err
		}
		if ok {
			s, err = d.work(ctx, s, false, hear)
		} else {
			s, err = d.Store.Submission(ctx, id)
		}
		if err != nil {
			return s, err
		}
		if hear != nil {
			hear(s)
		}
		if s.State.Done() {
			return s, nil
		}
		if ok {
			continue
		}
		select {
		case <-ctx.Done():
			return s, ctx.Err()
		case <-time.After(d.poll()):
		}
	}
}

// poll is how long to wait before looking at another worker's progress again.
func (d *Desk) poll() time.Duration { return beatEvery / 2 }
