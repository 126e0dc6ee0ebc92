// Package board answers the questions of a page from what the jobs have computed: it reads results set-based, puts
// them beside each other and says in fixed sentences what they mean. It computes no statistics, draws nothing and
// writes no HTML. Every answer is as known at a time; the page of a past meeting is the same call with that time.
package board

import (
	"context"
	"time"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// Reader gives stored results as known at a time. A page makes a fixed number of these calls, whatever the number of
// organisations.
type Reader interface {
	// Trajectories of every organisation x measure x target that has one.
	Trajectories(ctx context.Context, organisations []maturity.OrganisationID, measures []string, asAt time.Time) ([]maturity.Trajectory, error)
	// Summaries are trajectories without their paths, for pages that only count and list.
	Summaries(ctx context.Context, organisations []maturity.OrganisationID, measures []string, asAt time.Time) ([]maturity.Trajectory, error)
	// LatestObservations gives the latest period of each organisation and measure, from the preferred source that is
	// none of plans.
	LatestObservations(ctx context.Context, organisations []maturity.OrganisationID, measures, plans []string, asAt time.Time) ([]maturity.Observation, error)
	// Benchmarks gives the values of a benchmark over time for the measures.
	Benchmarks(ctx context.Context, measures []string, asAt time.Time) ([]maturity.BenchmarkValue, error)
	// LatestBenchmarks gives only the newest values.
	LatestBenchmarks(ctx context.Context, measures []string, asAt time.Time) ([]maturity.BenchmarkValue, error)
	// Reliability gives what came of the forecasts of measures.
	Reliability(ctx context.Context, measures []string, asAt time.Time) ([]maturity.Reliability, error)
	// Revisions gives how figures of measures moved after they were first known.
	Revisions(ctx context.Context, measures []string, asAt time.Time) ([]maturity.Revision, error)
	// Positions gives each organisation's place against its benchmarks in its latest period.
	Positions(ctx context.Context, organisations []maturity.OrganisationID, measures []string, asAt time.Time) ([]maturity.BenchmarkResult, error)
}

// Directory knows the organisations.
type Directory interface {
	ByID(id maturity.OrganisationID) (maturity.Organisation, bool)
	// Members are the organisations that belong to a footprint, or to the body, directly, on a day.
	Members(of maturity.OrganisationID, day period.Day) []maturity.Organisation
	// Within are all organisations under the body, through any number of steps.
	Within(of maturity.OrganisationID, day period.Day) []maturity.Organisation
	// OfKind lists all organisations of a kind that are open on a day.
	OfKind(kind string, day period.Day) []maturity.Organisation
	// FootprintsOf are the footprints an organisation belongs to on a day.
	FootprintsOf(id maturity.OrganisationID, day period.Day) []maturity.Organisation
}

// Builder answers.
type Builder struct {
	catalogue *maturity.Catalogue
	reader    Reader
	plans     []string // sources whose values are committed to, not observed

	decisions  Decisions                                                    // nil: none are kept
	milestones Milestones                                                   // nil: no roadmap is loaded
	goLives    GoLives                                                      // nil: no deployments are joined
	boards     func(ctx context.Context, id string) (maturity.Board, error) // nil: only those that ship
	changes    changeReaders
}

// New makes a builder.
func New(catalogue *maturity.Catalogue, reader Reader) *Builder {
	b := &Builder{catalogue: catalogue, reader: reader}
	for _, s := range catalogue.Sources {
		if s.Kind == maturity.SourcePlan {
			b.plans = append(b.plans, s.ID)
		}
	}
	return b
}

// Query says whose page it is and as known when.
type Query struct {
	Subject   maturity.Organisation
	Directory Directory
	AsAt      time.Time
	Today     period.Day // the day of AsAt in the place of the readers
	All       bool       // every row instead of the worst few
	Only      string     // id of the one panel of a board that is wanted; "" for all
	// Boundaries is the day whose members and relations count; 0: Today. "Boundaries as they are today" sets it to the
	// day on which the page is read.
	Boundaries period.Day
	Since      Since // the meeting from which changes are counted
	// Chosen is what the visitor chose with a board's selectors, by selector; nil: what the definition says.
	Chosen map[string]string
	// Group is the id of a group whose organisations stand in for the members; "" for none.
	Group string
}

// Since is the earlier moment that a page is compared with; the zero value is none.
type Since struct {
	Meeting int64      // 0: a day that the visitor chose
	Day     period.Day // of the meeting
	At      time.Time  // what was known then: the as-at time of its pack, or the end of its day
	Words   string     // "the meeting of 12 June 2018"
}

// MembersDay is the day whose members and relations count.
func (q Query) MembersDay() period.Day {
	if q.Boundaries != 0 {
		return q.Boundaries
	}
	return q.Today
}
