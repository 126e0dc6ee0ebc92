package roadmap

import (
	"time"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// CountTarget is a milestone that asks for a number within months of a start: "13 systems within 24 months".
type CountTarget struct {
	Initiative string
	maturity.Milestone
	Start *maturity.LooseDate // of what it is counted from; nil where that has no date
	// Due is the last day of the months, counted from the first and the last day on which the start may be; nil without one.
	DueFrom, DueTo *period.Day
}

// CountTargets lists the milestones that ask for a number, in the order of the plan.
func CountTargets(r *maturity.Roadmap) (out []CountTarget) {
	for _, i := range r.Initiatives {
		for _, m := range i.Milestones {
			if m.CountTo <= 0 {
				continue
			}
			t := CountTarget{Initiative: i.ID, Milestone: m}
			from := m.From
			if from == "" {
				from = i.ID
			}
			t.Start = startOf(r, from)
			if t.Start != nil && m.WithinMonths > 0 {
				t.DueFrom, t.DueTo = monthsAfter(t.Start.Earliest, m.WithinMonths), monthsAfter(t.Start.Latest, m.WithinMonths)
				if t.DueTo == nil {
					t.DueTo = t.DueFrom
				}
				if t.DueFrom == nil {
					t.DueFrom = t.DueTo
				}
			}
			out = append(out, t)
		}
	}
	return out
}

// monthsAfter is the day so many months later, never past the end of that month; nil for no day.
func monthsAfter(day period.Day, months int) *period.Day {
	if day == 0 {
		return nil
	}
	t := day.Time()
	last := time.Date(t.Year(), t.Month()+time.Month(months)+1, 0, 0, 0, 0, 0, time.UTC).Day()
	due := period.Date(t.Year(), t.Month()+time.Month(months), min(t.Day(), last))
	return &due
}

// startOf is the date on which an item begins or happens; nil where it has none.
func startOf(r *maturity.Roadmap, id string) *maturity.LooseDate {
	for i := range r.Initiatives {
		one := &r.Initiatives[i]
		if one.ID == id {
			return one.Start
		}
		for _, p := range one.Phases {
			if p.ID == id {
				return p.Start
			}
		}
		for _, g := range one.Gates {
			if g.ID == id {
				return g.Date
			}
		}
		for _, w := range one.Waves {
			if w.ID == id {
				return w.Start
			}
		}
		for _, m := range one.Milestones {
			if m.ID == id {
				return m.Date
			}
		}
	}
	for _, d := range r.Deployments {
		if d.ID == id {
			return d.GoLive
		}
	}
	return nil
}
