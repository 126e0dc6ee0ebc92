// Package job runs the scheduled work: each job at its times in Europe/London and when nudged, on one replica at a
// time, never twice at once, with a row of history for every run. It does not know what the jobs do.
package job

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"
	"time"

	"github.com/robfig/cron/v3"
)

// Counts is what a run did, by name, for its history row.
type Counts map[string]int64

// any reports whether the run did anything.
func (c Counts) any() bool {
	for _, n := range c {
		if n != 0 {
			return true
		}
	}
	return false
}

// Job is a named piece of work. Run must stop at a safe point soon after its context ends.
type Job struct {
	Name     string
	Schedule string // five-field cron expression; empty: only when nudged
	Run      func(ctx context.Context) (Counts, error)
}

// Outcome is how a run ended.
type Outcome string

// The outcomes.
const (
	Done     Outcome = "done"
	Failed   Outcome = "failed"
	Panicked Outcome = "panicked"
)

// Store keeps the lock that lets one replica run a job and the history of runs.
type Store interface {
	// TryLock takes the job's lock until unlock is called or this process dies; ok is false when another holds it.
	TryLock(ctx context.Context, name string) (unlock func(), ok bool, err error)
	// BeginRun opens a row of history. Rows of the same job still open belong to runs that died: they become lost.
	BeginRun(ctx context.Context, job, node string, at time.Time) (int64, error)
	EndRun(ctx context.Context, id int64, at time.Time, outcome string, counts map[string]int64, failure string) error
}

// Runner owns the schedule.
type Runner struct {
	store Store
	log   *slog.Logger
	node  string
	now   func() time.Time
	cron  *cron.Cron
	jobs  map[string]*running
	stop  context.CancelFunc
	ctx   context.Context
	wait  sync.WaitGroup
}

// running is a job with its nudge: a channel of one, so that many nudges during a run cause one more run.
type running struct {
	Job
	nudge chan struct{}
}

// CheckSchedule tells what is wrong with a cron expression of five fields.
func CheckSchedule(expression string) error {
	_, err := cron.ParseStandard(expression)
	return err
}

// New makes a runner; node names this replica in the history.
func New(store Store, log *slog.Logger, node string, location *time.Location, now func() time.Time) *Runner {
	ctx, stop := context.WithCancel(context.Background())
	return &Runner{store: store, log: log, node: node, now: now, jobs: map[string]*running{}, ctx: ctx, stop: stop,
		cron: cron.New(cron.WithLocation(location))}
}

// Add registers a job before Start; a wrong schedule or a name used twice is an error.
func (r *Runner) Add(j Job) error {
	if _, twice := r.jobs[j.Name]; twice {
		return fmt.Errorf("job %s is there already", j.Name)
	}
	entry := &running{Job: j, nudge: make(chan struct{}, 1)}
	if j.Schedule != "" {
		if _, err := r.cron.AddFunc(j.Schedule, func() { entry.wake() }); err != nil {
			return fmt.Errorf("schedule of job %s: %w", j.Name, err)
		}
	}
	r.jobs[j.Name] = entry
	return nil
}

func (e *running) wake() {
	select {
	case e.nudge <- struct{}{}:
	default:
	}
}

// Start begins to keep the schedule. One goroutine per job runs it, so a job never overlaps itself here; the lock
// keeps other replicas out.
func (r *Runner) Start() {
	for _, entry := range r.jobs {
		r.wait.Add(1)
		go func() {
			defer r.wait.Done()
			for {
				select {
				case <-r.ctx.Done():
					return
				case <-entry.nudge:
					r.runOnce(entry.Job)
				}
			}
		}()
	}
	r.cron.Start()
}

// Nudge asks for a run soon; nudges during a run add up to one more run.
func (r *Runner) Nudge(name string) {
	if entry, ok := r.jobs[name]; ok {
		entry.wake()
	}
}

// Stop ends the schedule, tells running jobs to stop at their next safe point and waits for them until ctx ends.
func (r *Runner) Stop(ctx context.Context) error {
	r.cron.Stop()
	r.stop()
	done := make(chan struct{})
	go func() { r.wait.Wait(); close(done) }()
	select {
	case <-done:
		return nil
	case <-ctx.Done():
		return errors.New("a job did not stop in time; its work is taken up again at the next start")
	}
}

func (r *Runner) runOnce(j Job) {
	unlock, ok, err := r.store.TryLock(r.ctx, j.Name)
	if err != nil {
		r.notStarted(j, err)
		return
	}
	if !ok {
		r.log.Debug("job runs on another replica", "job", j.Name)
		return
	}
	defer unlock()
	started := r.now()
	id, err := r.store.BeginRun(r.ctx, j.Name, r.node, started)
	if err != nil {
		r.notStarted(j, err)
		return
	}
	counts, outcome, err := guarded(r.ctx, j)
	failure := ""
	if err != nil {
		failure = err.Error()
		r.log.Error("job failed", "job", j.Name, "outcome", outcome, "error", err)
	}
	// The row is closed also when the program is stopping, so it must not hang on the runner's context.
	ending, cancel := context.WithTimeout(context.WithoutCancel(r.ctx), 10*time.Second)
	defer cancel()
	if err := r.store.EndRun(ending, id, r.now(), string(outcome), counts, failure); err != nil {
		r.log.Error("job history not written", "job", j.Name, "error", err)
	}
	level := slog.LevelDebug // a run every minute that found nothing to do is no news
	if counts.any() || err != nil {
		level = slog.LevelInfo
	}
	r.log.Log(ending, level, "job ran", "job", j.Name, "outcome", outcome, "duration", r.now().Sub(started), "counts", counts)
}

// notStarted logs why a job did not start, which is no fault where the program is being stopped.
func (r *Runner) notStarted(j Job, err error) {
	if r.ctx.Err() == nil {
		r.log.Error("job not started", "job", j.Name, "error", err)
	}
}

// guarded runs the job and turns a panic into an outcome, so that one bad job stops neither the schedule nor the pages.
func guarded(ctx context.Context, j Job) (counts Counts, outcome Outcome, err error) {
	defer func() {
		if p := recover(); p != nil {
			outcome, err = Panicked, fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	counts, err = j.Run(ctx)
	if err != nil {
		return counts, Failed, err
	}
	return counts, Done, nil
}
