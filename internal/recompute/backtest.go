package recompute

import (
	"slices"
	"sync"
	"time"

	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/reliability"
	"waymark/internal/trajectory"
)

// mostOrigins is how many past days a series is forecast from.
const mostOrigins = 8

// backTest forecasts series as they would have been forecast at the ends of past periods, one book for each. Every
// series has a place of its own, so the number of workers cannot show.
func (w *work) backTest(p past) []reliability.Book {
	books := make([]reliability.Book, len(p.tested))
	var wait sync.WaitGroup
	for worker, method := range w.methods {
		wait.Go(func() {
			for i := worker; i < len(p.tested); i += len(w.methods) {
				books[i] = w.backTestOne(p.tested[i], p.versions[p.tested[i]], method)
			}
		})
	}
	wait.Wait()
	return books
}

func (w *work) backTestOne(id maturity.OrganisationID, versions []maturity.Observation, method trajectory.Forecaster) (book reliability.Book) {
	now := w.believed(id, versions, func(o maturity.Observation) bool { return o.KnownTo.IsZero() })
	figures := w.figures(now)
	aims := w.aims(w.targets, now.body)
	for _, origin := range origins(figures) {
		at := w.endOf(origin)
		then := w.believed(id, versions, func(o maturity.Observation) bool { return o.BelievedAt(at) })
		corrected := false
		made := w.asAtThen(then, aims, origin, method)
		if len(made[0].Projected) == 0 { // hardly anything was known here: as known now, up to that day
			then = w.believed(id, versions, func(o maturity.Observation) bool { return o.KnownTo.IsZero() && o.Period.End() <= origin.End() })
			corrected = true
			made = w.asAtThen(then, aims, origin, method)
		}
		for _, t := range made {
			book.Enter(t, w.sense(t.Target), figures, corrected)
		}
	}
	return book
}

// asAtThen gives the trajectories as they would have been on the day after a period. There is at least one.
func (w *work) asAtThen(s *series, aims []trajectory.Aim, origin period.Period, method trajectory.Forecaster) []maturity.Trajectory {
	return trajectory.Compute(trajectory.Input{Organisation: s.body.ID, Measure: w.m, Observed: s.observed, Today: origin.End() + 1, Breaks: w.breaksOf(s.body.ID)}, aims, method)
}

// endOf is the end of a period's last day, where the readers are.
func (w *work) endOf(p period.Period) time.Time {
	year, month, day := p.End().Time().Date()
	return time.Date(year, month, day+1, 0, 0, 0, 0, w.options.Location)
}

// origins lists periods to forecast from, in order: those with enough figures before them and a figure after them, and
// of these so many, evenly spread, the last one among them.
func origins(f reliability.Figures) []period.Period {
	var all []period.Period
	for p := range f.Came {
		all = append(all, p)
	}
	slices.SortFunc(all, period.Compare)
	if len(all) <= trajectory.LeastPoints {
		return nil
	}
	all = all[trajectory.LeastPoints-1 : len(all)-1]
	if len(all) <= mostOrigins {
		return all
	}
	out := make([]period.Period, mostOrigins)
	for i := range out {
		out[i] = all[(len(all)-1)*i/(mostOrigins-1)]
	}
	return out
}
