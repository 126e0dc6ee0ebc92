package main

import (
	"context"

	"waymark/internal/intake"
	"waymark/internal/returns"
)

// returnForms writes the forms of returns.
func (s *session) returnForms(rights returns.Rights) *returns.Forms {
	return &returns.Forms{Figures: s.db, Rights: rights, Rounds: s.rounds(), Catalogue: s.catalogue}
}

// intoReturns lets the desk that takes files in save what they hold into returns, and submit these.
func (s *session) intoReturns(desk *intake.Desk, returned *returns.Desk) {
	desk.Returns = returns.Upload{Desk: returned, Rounds: s.rounds()}
}

// importDesk takes files in for the command line.
func (s *session) importDesk(ctx context.Context) (*intake.Desk, error) {
	issuing, key, err := s.receipts(ctx)
	if err != nil {
		return nil, err
	}
	accounts, err := s.accounts()
	if err != nil {
		return nil, err
	}
	desk := s.desk(s.receipting(ctx, issuing, nil))
	s.intoReturns(desk, s.returnDesk(accounts, key, issuing, nil))
	return desk, nil
}
