package main

import (
	"context"

	"waymark/internal/account"
	"waymark/internal/api"
	"waymark/internal/httpkit"
	"waymark/internal/intake"
	"waymark/internal/returns"
)

// api adds /api/v1 to the kit.
func (s *session) api(kit *httpkit.Kit, desk *intake.Desk, returned *returns.Desk, accounts *account.Service) error {
	return api.New(kit, api.Options{
		Location: s.config.Location, Catalogue: s.catalogue, MaxUpload: s.config.MaxUpload,
		Directory:     func(ctx context.Context) (api.Directory, error) { return s.db.Directory(ctx) },
		Organisations: s.db, Observations: s.db, Results: s.db, Submissions: s.db, Returns: desk, Desk: returned, Scopes: accounts,
		Findings: s.db, Questions: s.inspection(accounts), Rounds: s.rounds(), Rights: accounts,
		Audit: s.db, Reach: accounts, Receipts: s.issuing, Groups: s.groups(accounts), Wordings: s.db, Meetings: s.db, Holding: s.holding,
		Roadmaps: s.roadmaps(accounts), Outcomes: s.db, Scenarios: s.scenarios(accounts),
	}).Register()
}
