// Package outcome is the use case of "did it work?": for all finished deployments of all roadmaps that name a measure, it
// gathers the figures of the organisation and its peers as known at a time, lets effect judge them, and keeps what came of
// it. A second run writes nothing. It holds no formulas.
package outcome

import (
	"context"
	"time"

	"waymark/internal/maturity"
	"waymark/internal/roadmap"
)

// Reader gives the figures, as known at a time and without what is suppressed.
type Reader interface {
	RecomputeDirectory(ctx context.Context) ([]maturity.Organisation, []maturity.Relation, error)
	// EachPoint yields a measure's values in order of organisation, preferred source each, plans after observations.
	EachPoint(ctx context.Context, measure string, plans []string, asAt time.Time, yield func(maturity.Observation) error) error
	SeriesBreaks(ctx context.Context, asAt time.Time) ([]maturity.SeriesBreak, error)
	// DataVersion changes with every figure and every roadmap.
	DataVersion(ctx context.Context) (maturity.DataVersion, error)
}

// Writer keeps the outcomes. Every call is about one measure and all its outcomes.
type Writer interface {
	WriteOutcomes(ctx context.Context, asAt time.Time, measure string, deployments []maturity.DeploymentOutcome, initiatives []maturity.InitiativeOutcome) (maturity.WriteCounts, error)
	OutcomeMeasures(ctx context.Context) ([]string, error)
}

// Plans gives the roadmaps as known at a time.
type Plans interface {
	List(ctx context.Context, asAt time.Time) ([]*roadmap.Plan, error)
}

// Options of a room.
type Options struct {
	Reader    Reader
	Writer    Writer
	Plans     Plans
	Catalogue *maturity.Catalogue
	Location  *time.Location // where "today" is; default UTC
}

// Desk computes outcomes. One run at a time: the job's lock sees to that.
type Desk struct {
	Options
	seen string // what the last run of this process saw
}

// New makes a desk.
func New(o Options) *Desk {
	if o.Location == nil {
		o.Location = time.UTC
	}
	return &Desk{Options: o}
}

// Counts is what a run did.
type Counts struct {
	Deployments int64 // looked at, once for each measure they are to move
	Told        int64 // with an estimate
	maturity.WriteCounts
}

// Map is the counts by name, for the history of jobs.
func (c Counts) Map() map[string]int64 {
	return map[string]int64{"deployments": c.Deployments, "told": c.Told, "written": c.Written, "unchanged": c.Unchanged, "closed": c.Closed, "later": c.Later}
}
