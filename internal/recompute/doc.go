// Package recompute brings the computed results up to date with what is stored: roll-ups of footprints, trajectories,
// benchmarks and positions, the record of what came of forecasts and that of how figures moved, measure by measure, each from
// one reading of the measure. Results do not depend on the number of workers; a second run writes nothing. It holds no formulas: those are in
// trajectory, benchmark, reliability and revision.
package recompute

import (
	"context"
	"time"

	"waymark/internal/maturity"
)

// Reader gives what is computed from, as known at a time.
type Reader interface {
	// RecomputeDirectory gives all organisations, the membership of footprints, and what their members contain.
	RecomputeDirectory(ctx context.Context) ([]maturity.Organisation, []maturity.Relation, error)
	// EachPoint yields a measure's values in order of organisation, preferred source each, plans after observations.
	EachPoint(ctx context.Context, measure string, plans []string, asAt time.Time, yield func(maturity.Observation) error) error
	// PublishedValues gives all values of the organisations with these codes.
	PublishedValues(ctx context.Context, codes []string, asAt time.Time) ([]maturity.Observation, error)
	// StoredResults lists the trajectories of a measure that are believed now.
	StoredResults(ctx context.Context, measure string) ([]maturity.StoredResult, error)
	// MeasuresInUse lists the measures with any value or result.
	MeasuresInUse(ctx context.Context) ([]string, error)
	StaleSeries(ctx context.Context) ([]maturity.StaleSeries, error)
	// SeriesBreaks lists the breaks that were marked by hand, as known at asAt.
	SeriesBreaks(ctx context.Context, asAt time.Time) ([]maturity.SeriesBreak, error)
	Past
}

// Past gives what was believed, and forecast, before.
type Past interface {
	// EachVersion yields all values of organisations that were ever believed up to asAt, plans left out.
	EachVersion(ctx context.Context, measure string, organisations []maturity.OrganisationID, plans []string, asAt time.Time, yield func(maturity.Observation) error) error
	// EachEnded yields the trajectories that something else had taken the place of by asAt.
	EachEnded(ctx context.Context, measure string, organisations []maturity.OrganisationID, asAt time.Time, yield func(maturity.Trajectory) error) error
	// EachRevised yields every version of the figures that ever changed, those of a figure together; FirstKnown counts the others.
	EachRevised(ctx context.Context, measure string, plans []string, asAt time.Time, yield func(maturity.Observation) error) error
	FirstKnown(ctx context.Context, measure string, plans []string, asAt time.Time) ([]maturity.FirstKnown, error)
	// Revisions gives the stored records of how figures moved.
	Revisions(ctx context.Context, measures []string, asAt time.Time) ([]maturity.Revision, error)
	// Reliability gives the stored records of measures (none: all), as at a time or, with none, as they are.
	Reliability(ctx context.Context, measures []string, asAt time.Time) ([]maturity.Reliability, error)
}

// Writer keeps the results. Every call is one transaction.
type Writer interface {
	WriteTrajectories(ctx context.Context, asAt time.Time, measure string, computed []maturity.Trajectory) (maturity.WriteCounts, error)
	CloseTrajectories(ctx context.Context, asAt time.Time, measure string, keys []maturity.ResultKey) (int64, error)
	WriteRollUps(ctx context.Context, asAt time.Time, measure string, computed []maturity.RollUpValue) (maturity.WriteCounts, error)
	WriteBenchmarks(ctx context.Context, asAt time.Time, measure string, values []maturity.BenchmarkValue, positions []maturity.BenchmarkResult) (maturity.WriteCounts, error)
	WriteReliability(ctx context.Context, asAt time.Time, r maturity.Reliability) (maturity.WriteCounts, error)
	WriteRevision(ctx context.Context, asAt time.Time, r maturity.Revision) (maturity.WriteCounts, error)
	CloseRevision(ctx context.Context, asAt time.Time, measure string) (int64, error)
	CloseOtherMeasures(ctx context.Context, asAt time.Time, measures []string) (int64, error)
	MarkStale(ctx context.Context, at time.Time, definitions map[string]string) (int64, error)
	ClearStale(ctx context.Context, asAt time.Time, read []maturity.StaleSeries) error
}
