package trajectory

import (
	"waymark/internal/maturity"
	"waymark/internal/period"
)

// Complete lists the figures that a forecast made now is fitted to, each with the period it is fitted as, in order, and
// the day of the last break: figures from before it are not comparable and not listed (0: no break). It is what earlier
// forecasts are scored against.
func Complete(in Input) (figures []maturity.PathPoint, broken period.Day) {
	s := &series{Input: in, broken: lastBreak(in)}
	s.path = markProvisional(in.Observed, in.Today)
	s.kind = s.chooseKind()
	s.choosePoints()
	for _, i := range s.fitted {
		p := s.path[i]
		p.Period = s.periodOf(i)
		figures = append(figures, p)
	}
	return figures, s.broken
}
