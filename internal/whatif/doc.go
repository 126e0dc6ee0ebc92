// Package whatif is the use case of scenarios: what a roadmap's go-lives do to the chances of targets, and what would
// become of these, and of the dates of everything that waits, if go-lives moved, were dropped or added. Scenarios are kept;
// what follows from them is computed when somebody looks, from the roadmap and the stored trajectories as known at a time.
// It changes no roadmap and no figure: taking a scenario over is a change of the roadmap through its own desk.
package whatif

import (
	"context"
	"time"

	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/roadmap"
)

// Store keeps scenarios. No version is changed once kept.
type Store interface {
	Scenarios(ctx context.Context, roadmap string) ([]maturity.Scenario, error)
	Scenario(ctx context.Context, id int64) (maturity.Scenario, error)
	ScenarioVersions(ctx context.Context, id int64) ([]maturity.Scenario, error)
	SaveScenario(ctx context.Context, s maturity.Scenario, entry maturity.AuditEntry) (maturity.Scenario, error)
}

// Results reads stored trajectories.
type Results interface {
	// Summaries are trajectories without their paths.
	Summaries(ctx context.Context, organisations []maturity.OrganisationID, measures []string, asAt time.Time) ([]maturity.Trajectory, error)
	Trajectories(ctx context.Context, organisations []maturity.OrganisationID, measures []string, asAt time.Time) ([]maturity.Trajectory, error)
}

// Directory knows who belongs to whom.
type Directory interface {
	ByCode(code string) (maturity.Organisation, bool)
	Within(of maturity.OrganisationID, day period.Day) []maturity.Organisation
}

// Roadmaps keeps roadmaps. roadmap.Desk is one.
type Roadmaps interface {
	May(ctx context.Context, a maturity.Account, plan *roadmap.Plan) (bool, error)
	Save(ctx context.Context, who roadmap.Who, id string, version int64, way maturity.ChangeWay, reason string, edit func(*maturity.Roadmap) error) (maturity.RoadmapChange, error)
}

// Desk is where scenarios are made and answered. It is safe for concurrent use.
type Desk struct {
	Store     Store
	Results   Results
	Roadmaps  Roadmaps
	Catalogue *maturity.Catalogue
	Now       func() time.Time
}

// At is the time and place a question is asked about.
type At struct {
	AsAt      time.Time
	Today     period.Day // of AsAt
	Directory Directory
}

// The bounds of a scenario and of what is computed for it.
const (
	mostSteps         = 50
	mostScenarios     = 500
	mostTitle         = 120
	mostWords         = 2000
	mostOrganisations = 1000
)
