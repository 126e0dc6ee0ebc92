package effect

import (
	"cmp"
	"slices"
	"time"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// span is how many figures of a kind of period are used and needed.
type span struct{ most, before, after int }

// spans: at most a year of months or two of quarters on each side, so that what else happens has less time to; at least
// so many that a season or one odd figure does not decide.
var spans = map[period.Kind]span{
	period.KindMonth:         {most: 12, before: 6, after: 3},
	period.KindQuarter:       {most: 8, before: 4, after: 2},
	period.KindFinancialYear: {most: 4, before: 3, after: 2},
	period.KindCalendarYear:  {most: 4, before: 3, after: 2},
}

// window is the organisation's figures that are compared, and their periods.
type window struct {
	before, after []Figure
	from, until   period.Day // first and last day of what is compared, the ramp included
	cut           *maturity.Break
}

// settled is the first day on which the full effect is expected.
func (p Panel) settled() period.Day { return months(p.Until, p.Delay+p.Months) }

func months(d period.Day, n int) period.Day {
	y, m, day := d.Time().Date()
	return period.Date(y, m+time.Month(n), day)
}

// window takes the figures next to go-live and ramp on both sides, no further than the breaks around them.
func (p Panel) window() window {
	var w window
	if len(p.Own.Figures) == 0 {
		return w
	}
	from, until := p.comparable(&w)
	settled := p.settled()
	cut := false
	for _, f := range p.Own.Figures {
		switch {
		case f.Period.Start < from || until != 0 && f.Period.End() >= until:
			cut = true
		case f.Period.End() < p.From:
			w.before = append(w.before, f)
		case f.Period.Start >= settled:
			w.after = append(w.after, f)
		}
	}
	if !cut {
		w.cut = nil // a break that no figure lies beyond explains nothing
	}
	if most := spans[p.kind()].most; most > 0 {
		w.before = w.before[max(0, len(w.before)-most):]
		w.after = w.after[:min(most, len(w.after))]
	}
	if len(w.before) > 0 && len(w.after) > 0 {
		w.from, w.until = w.before[0].Period.Start, w.after[len(w.after)-1].Period.End()
	}
	return w
}

// comparable is the stretch around go-live within which figures can be compared: from the last break before the ramp's
// end to the first one after. A break between go-live and the ramp's end leaves nothing before it to compare with.
func (p Panel) comparable(w *window) (from, until period.Day) {
	settled := p.settled()
	for _, b := range p.breaks(p.Own) {
		if b.Day <= settled {
			from, w.cut = b.Day, &b
			continue
		}
		if w.cut == nil {
			w.cut = &b
		}
		return from, b.Day
	}
	return from, 0
}

func (p Panel) breaks(b Body) []maturity.Break {
	all := slices.Concat(p.Measure.Breaks(), b.Breaks)
	slices.SortStableFunc(all, func(a, b maturity.Break) int { return cmp.Compare(a.Day, b.Day) })
	return all
}

// kind is the kind of period of the organisation's figures.
func (p Panel) kind() period.Kind {
	if len(p.Own.Figures) == 0 {
		return period.KindNone
	}
	return p.Own.Figures[0].Period.Kind
}

// deployed reports whether a peer had something like it by the end of what is compared.
func (w window) deployed(b Body) bool {
	return slices.ContainsFunc(b.Live, func(live period.Day) bool { return live <= w.until })
}

// broken reports whether a peer's figures are not comparable with each other.
func (w window) broken(b Body) bool {
	return slices.ContainsFunc(b.Breaks, func(br maturity.Break) bool { return br.Day > w.from && br.Day <= w.until })
}
