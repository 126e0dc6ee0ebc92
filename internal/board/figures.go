package board

import (
	"waymark/internal/chart"
	"waymark/internal/maturity"
)

func (b *Builder) trajectoryFigure(o maturity.Organisation, t maturity.Trajectory, benchmarks []maturity.BenchmarkValue, q Query) (chart.Figure, error) {
	return chart.Figure{}, nil
}

func (b *Builder) rankedFigure(m maturity.Measure, q Query, trajectories []maturity.Trajectory, benchmarks []maturity.BenchmarkValue, focus maturity.OrganisationID) (chart.Figure, error) {
	return chart.Figure{}, nil
}
