package main

import (
	"context"
	"time"

	"waymark/internal/httpkit"
	"waymark/internal/job"
	"waymark/internal/maturity"
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

// gauges tells operators how much there is to look at.
func (s *session) gauges(kit *httpkit.Kit) {
	kit.Gauge("waymark_findings_open", "Open findings in stored values, by severity.", "severity", func(ctx context.Context) (map[string]float64, error) {
		n, err := s.db.CountFindings(ctx, maturity.FindingFilter{})
		return map[string]float64{"error": float64(n.Errors), "warning": float64(n.Warnings), "info": float64(n.Infos)}, err
	})
	kit.Gauge("waymark_findings_accepted", "Findings in stored values that were accepted with a comment.", "", func(ctx context.Context) (map[string]float64, error) {
		n, err := s.db.CountFindings(ctx, maturity.FindingFilter{})
		return map[string]float64{"": float64(n.Accepted)}, err
	})
	kit.Gauge("waymark_flags_open", "Open questions of reviewers.", "", func(ctx context.Context) (map[string]float64, error) {
		n, err := s.db.CountFlags(ctx)
		return map[string]float64{"": float64(n)}, err
	})
}

// inspection is where people decide about findings and ask questions.
func (s *session) inspection(rights quality.Rights) *quality.Desk {
	return &quality.Desk{Catalogue: s.catalogue, Store: s.db, Rights: rights}
}

// changed asks for everything that follows from stored figures to be brought up to date.
func changed(runner *job.Runner) {
	runner.Nudge(jobStale)
	runner.Nudge(jobFindings)
}
