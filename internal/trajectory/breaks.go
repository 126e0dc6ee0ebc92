package trajectory

import (
	"cmp"
	"slices"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// breaksOf lists the breaks of a series up to today in order of day: those of the definition, and those of the input.
func breaksOf(in Input) []maturity.Break {
	all := slices.Concat(in.Measure.Breaks(), in.Breaks)
	all = slices.DeleteFunc(all, func(b maturity.Break) bool { return b.Day > in.Today })
	slices.SortStableFunc(all, func(a, b maturity.Break) int { return cmp.Compare(a.Day, b.Day) })
	return all
}

// lastBreak is the day from which figures are comparable with today's; 0 when there is no break.
func lastBreak(in Input) period.Day {
	if all := breaksOf(in); len(all) > 0 {
		return all[len(all)-1].Day
	}
	return 0
}

// cutBy lists the breaks that cut something off: those with a figure before them.
func (s *series) cutBy() []maturity.Break {
	first := slices.IndexFunc(s.path, func(p maturity.PathPoint) bool { return p.HasValue })
	if first < 0 {
		return nil
	}
	return slices.DeleteFunc(breaksOf(s.Input), func(b maturity.Break) bool { return b.Day <= s.path[first].Period.Start })
}

// startedAnew says why earlier figures do not count; "" when all do.
func (w words) startedAnew() string {
	n := len(w.t.Breaks)
	if n == 0 {
		return ""
	}
	text := "Earlier figures do not count, because " + w.t.Breaks[n-1].Words()
	if len(w.t.Projected) > 0 {
		text += ": the forecast starts there"
	}
	return text
}
