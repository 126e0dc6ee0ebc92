package returns

import (
	"context"
	"slices"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// Upload is what the intake of files asks of returns (intake.Returns).
type Upload struct {
	Desk   *Desk
	Rounds *Rounds
}

// Owing lists from whom a collection wants a return for a period.
func (u Upload) Owing(ctx context.Context, c maturity.Collection, p period.Period) ([]maturity.OrganisationID, error) {
	owed, err := u.Rounds.Owing(ctx, c, p)
	ids := make([]maturity.OrganisationID, len(owed))
	for i, o := range owed {
		ids[i] = o.ID
	}
	return ids, err
}

// HandIn submits returns for the sender of a file, with the rights the sender had and as of the time when it arrived. What
// keeps one from being submitted is noted and keeps no other.
func (u Upload) HandIn(ctx context.Context, s maturity.Submission, list []maturity.HandIn) ([]maturity.HandIn, error) {
	for i := range list {
		h := &list[i]
		who := Actor{Account: sender(s, h.Organisation), Arrived: s.ReceivedAt}
		h.Outcome = maturity.OutcomeSubmitted
		_, err := u.Desk.Submit(ctx, who, h.ReturnKey, h.Version)
		switch {
		case ctx.Err() != nil:
			return list, ctx.Err()
		case err != nil: // its figures are in: somebody can submit it by hand
			h.Outcome, h.Why = maturity.OutcomeNotSubmitted, maturity.SentenceOf(err)
		}
	}
	return list, nil
}

// sender is who sent a file, with the right of then to the organisation's return and to no other.
func sender(s maturity.Submission, id maturity.OrganisationID) maturity.Account {
	a := maturity.Account{ID: s.Account, Login: s.SubmittedBy}
	if a.Login == "" {
		a.Login = maturity.ByCommand
	}
	if s.Everywhere || slices.Contains(s.May, id) {
		a.Grants = []maturity.Grant{{Role: maturity.RoleSubmitter, Organisation: id}}
	}
	return a
}
