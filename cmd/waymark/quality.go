package main

import (
	"context"
	"time"

	"waymark/internal/job"
	"waymark/internal/quality"
)

const jobFindings = "check-findings" // what an import or a return marked

// inspector applies the rules to what is stored.
func (s *session) inspector() *quality.Inspector { return quality.New(s.catalogue, s.db, s.db) }

// joinQuality sets up the job that keeps findings up to date.
func (s *session) joinQuality(runner *job.Runner) error {
	inspector := s.inspector()
	return runner.Add(job.Job{Name: jobFindings, Schedule: "* * * * *", Run: func(ctx context.Context) (job.Counts, error) {
		counts, err := inspector.Run(ctx, time.Now())
		if ctx.Err() != nil {
			err = nil // told to stop: what is left is still marked
		}
		return counts.Map(), err
	}})
}

// changed asks for everything that follows from stored figures to be brought up to date.
func changed(runner *job.Runner) {
	runner.Nudge(jobStale)
	runner.Nudge(jobFindings)
}
