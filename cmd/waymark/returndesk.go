package main

import (
	"context"

	"waymark/internal/job"
	"waymark/internal/returns"
)

const jobPublish = "publish-returns"

// joinReturns makes the desk of returns with what it signs with, and the job that publishes at the times that were set.
func (s *session) joinReturns(ctx context.Context, runner *job.Runner) (*returns.Desk, error) {
	accounts, err := s.accounts()
	if err != nil {
		return nil, err
	}
	receipts, key, err := s.receipts(ctx)
	if err != nil {
		return nil, err
	}
	desk := s.returnDesk(accounts, key, receipts, func() { changed(runner) })
	return desk, runner.Add(job.Job{Name: jobPublish, Schedule: "* * * * *", Run: func(ctx context.Context) (job.Counts, error) {
		published, err := desk.PublishDue(ctx)
		return job.Counts{"returns": int64(published)}, err
	}})
}

// returnDesk is where returns are filled in and decided about; published hears that observations were written.
func (s *session) returnDesk(rights returns.Rights, signer returns.Signer, receipts returns.Receipts, published func()) *returns.Desk {
	return returns.NewDesk(returns.Options{
		Store: s.db, Rights: rights, Catalogue: s.catalogue, Signer: signer, Receipts: receipts, Bodies: s.db.OrganisationByID,
		Figures: s.db, Journal: s.db, Lister: s.db, Owner: s.rounds(), Checker: s.inspector(), Guard: s.inspector(), Location: s.config.Location, Published: published, Log: s.log,
	})
}

// rounds says who owes what by when.
func (s *session) rounds() *returns.Rounds {
	return &returns.Rounds{Store: s.db, Catalogue: s.catalogue, Location: s.config.Location}
}
