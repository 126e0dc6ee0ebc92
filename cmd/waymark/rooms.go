package main

import (
	"context"
	"crypto/rand"
	"errors"
	"time"

	"waymark/internal/account"
	"waymark/internal/ingest"
	"waymark/internal/intake"
	"waymark/internal/job"
	"waymark/internal/maturity"
	"waymark/internal/page"
	"waymark/internal/recompute"
	"waymark/internal/sheet"
	"waymark/internal/store"
)

// desk takes returns in; written hears of every submission that was written.
func (s *session) desk(written func(maturity.Submission)) *intake.Desk {
	limits := sheet.DefaultLimits()
	limits.MaxBytes = s.config.MaxUpload
	return intake.NewDesk(intake.Options{
		Store: s.db, Catalogue: s.catalogue, Limits: limits, Log: s.log, Written: written, Location: s.config.Location,
		Directory: func(ctx context.Context) (ingest.Directory, error) { return s.db.Directory(ctx) },
	})
}

func (s *session) recomputer(progress func(done, of int)) *recompute.Recomputer {
	return recompute.New(s.db, s.db, s.catalogue, recompute.Options{Location: s.config.Location, Progress: progress})
}

// lockRecompute is the lock of whoever recomputes: one at a time, on whichever replica.
const lockRecompute = "recomputing"

// inTurn recomputes when whoever does it now has finished: commands may run beside a server and its jobs, and the daily
// run begins in a minute in which the look for stale series does.
type inTurn struct {
	db *store.DB
	*recompute.Recomputer
}

func (s *session) inTurn(progress func(done, of int)) inTurn {
	return inTurn{s.db.DB, s.recomputer(progress)}
}

// Run waits for the lock and recomputes as known at asAt; zero is the moment when the wait is over.
func (r inTurn) Run(ctx context.Context, asAt time.Time, scope recompute.Scope) (recompute.Counts, error) {
	for {
		unlock, ok, err := r.db.TryLock(ctx, lockRecompute)
		if err != nil {
			return recompute.Counts{}, err
		}
		if ok {
			defer unlock()
			if asAt.IsZero() {
				asAt = time.Now()
			}
			return r.Recomputer.Run(ctx, asAt, scope)
		}
		select {
		case <-ctx.Done():
			return recompute.Counts{}, ctx.Err()
		case <-time.After(100 * time.Millisecond):
		}
	}
}

func (s *session) accounts() (*account.Service, error) {
	return account.New(account.Options{Store: s.db, Random: rand.Reader, Collection: func(id string) bool {
		_, declared := s.catalogue.Collection(id)
		return declared
	}})
}

// organisations lets the pages ask the store who is who.
type organisations struct{ *store.DB }

// Directory is one consistent state of all organisations.
func (o organisations) Directory(ctx context.Context) (page.Directory, error) {
	return o.DB.Directory(ctx)
}

// health answers /readyz.
type health struct{ *store.DB }

// LastJob is the newest finished run of any job.
func (h health) LastJob(ctx context.Context) (page.LastJob, error) {
	runs, err := h.LastRuns(ctx)
	var last page.LastJob
	for _, r := range runs {
		if r.FinishedAt != nil && r.FinishedAt.After(last.FinishedAt) {
			last = page.LastJob{Job: r.Job, Outcome: r.Outcome, FinishedAt: *r.FinishedAt}
		}
	}
	return last, err
}

// The jobs and their schedules; those nudged after an import have one all the same, for what another replica took in.
const (
	jobRecompute = "recompute"       // everything, once a day: dates pass
	jobStale     = "recompute-stale" // what an import marked
	jobOutcomes  = "outcomes"        // what deployments did, where figures or roadmaps have changed
	jobSweep     = "housekeeping"
)

// keepDrawings is how long a drawing is kept; drawing it again costs a fraction of a second.
const keepDrawings = 90 * 24 * time.Hour

// keepRuns is how long the history of jobs goes back; most runs are the minutely look for something to do.
const keepRuns = 30 * 24 * time.Hour

// jobs sets the schedule up.
func (s *session) jobs(node string) (*job.Runner, error) {
	runner := job.New(s.db, s.log, node, s.config.Location, time.Now)
	recomputing := func(scope recompute.Scope) func(context.Context) (job.Counts, error) {
		return func(ctx context.Context) (job.Counts, error) {
			counts, err := s.inTurn(nil).Run(ctx, time.Time{}, scope)
			if ctx.Err() != nil {
				err = nil // told to stop: what is left is still marked
			}
			return counts.Map(), err
		}
	}
	outcomes := s.outcomes()
	return runner, errors.Join(
		runner.Add(job.Job{Name: jobRecompute, Schedule: s.config.RecomputeAt, Run: recomputing(recompute.All)}),
		runner.Add(job.Job{Name: jobStale, Schedule: "* * * * *", Run: recomputing(recompute.Stale)}),
		runner.Add(job.Job{Name: jobOutcomes, Schedule: "* * * * *", Run: func(ctx context.Context) (job.Counts, error) {
			counts, err := outcomes.inTurn(ctx, outcomes.RunChanged)
			if ctx.Err() != nil {
				err = nil // the next run does the rest
			}
			return counts.Map(), err
		}}),
		runner.Add(job.Job{Name: jobSweep, Schedule: "40 3 * * *", Run: func(ctx context.Context) (job.Counts, error) {
			removed, err := s.db.TidySignIn(ctx, time.Now())
			drawings, forgotten := s.db.ChartCache().Forget(ctx, time.Now().Add(-keepDrawings))
			runs, tidied := s.db.TidyJobRuns(ctx, time.Now().Add(-keepRuns))
			return job.Counts{"rows": removed, "drawings": drawings, "runs": runs}, errors.Join(err, forgotten, tidied)
		}}),
	)
}
