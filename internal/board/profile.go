package board

import (
	"fmt"
	"math"
	"slices"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// pacing counts an organisation's dated targets by where it is against its plan, and by when it arrives at the present
// pace. The plan is the path it committed to, or the straight path to the target where it committed to none.
type pacing struct {
	judged, behind int // targets with a path in the period of the latest figure; of these behind it
	furthest       TargetRow
	furthestGap    float64 // in the measure's unit
	furthestShare  float64 // of the way from nothing to the target, to compare measures of different units
	met            int
	inTime, late   int // of those not met, by the period in which the projection arrives
	never          int // not within the projection
	lastArrival    string
	lastEnd        int64
	notBefore      string // the earliest
	notBeforeEnd   int64
	missed         int // past due
}

func pacingOf(rows []TargetRow) (p pacing) {
	for _, r := range rows {
		t := r.Trajectory
		if gap, ok := gapToRequired(r.Target, t); ok {
			p.judged++
			if share := -gap / math.Max(1, math.Abs(r.Target.Value)); gap < 0 && gapWords(r.Measure, gap) != "on the path" {
				p.behind++
				if share > p.furthestShare {
					p.furthest, p.furthestGap, p.furthestShare = r, gap, share
				}
			}
		}
		switch {
		case t.Status == maturity.StatusMet:
			p.met++
		case t.Status == maturity.StatusPastDue:
			p.missed++
		case r.Target.Due == nil:
		case t.Arrival != nil && t.Arrival.End() <= r.Target.Due.Latest:
			p.inTime++
		case t.Arrival != nil:
			p.late++
			if end := int64(t.Arrival.End()); p.lastArrival == "" || end > p.lastEnd {
				p.lastArrival, p.lastEnd = t.Arrival.Short(), end
			}
		case t.NotBefore != nil:
			p.never++
			if end := int64(t.NotBefore.End()); p.notBefore == "" || end < p.notBeforeEnd {
				p.notBefore, p.notBeforeEnd = t.NotBefore.Short(), end
			}
		}
	}
	return p
}

// profileSentence leads the page of an organisation: the gap to the plan, then the arrival at the present pace.
func profileSentence(name string, rows []TargetRow) string {
	p := pacingOf(rows)
	var text string
	switch {
	case p.judged == 0:
		text = ""
	case p.judged == 1 && p.behind == 1:
		text = fmt.Sprintf("%s is behind its plan for its one target with a path, %s (%s).", name, p.furthest.Title, gapWords(p.furthest.Measure, p.furthestGap))
	case p.behind == 0:
		text = fmt.Sprintf("%s is on or ahead of its plan for %s.", name, allOf(p.judged, "target"))
	default:
		text = fmt.Sprintf("%s is behind its plan for %d of %s, furthest in %s (%s).", name, p.behind, maturity.Count(p.judged, "target", "targets"),
			p.furthest.Title, gapWords(p.furthest.Measure, p.furthestGap))
	}
	if pace := p.arrival(); pace != "" {
		if text != "" {
			text += " "
		}
		text += pace
	}
	return text
}

// arrival says how many targets are reached in time at the present pace, how many later, and how many not in sight.
func (p pacing) arrival() string {
	open := p.inTime + p.late + p.never
	if open == 0 {
		return ""
	}
	of := maturity.Count(open, "target that is still open", "targets that are still open")
	switch {
	case open == 1 && p.late == 1:
		return "At the present pace it reaches its one open target late, in " + p.lastArrival + "."
	case open == 1 && p.never == 1:
		return "At the present pace it does not reach its one open target before " + p.notBefore + "."
	case p.never == open:
		return fmt.Sprintf("At the present pace it reaches none of its %d open targets before %s.", open, p.notBefore)
	case p.inTime == open:
		return fmt.Sprintf("At the present pace it reaches %s in time.", allOf(open, "open target"))
	case p.inTime > 0:
		return fmt.Sprintf("At the present pace it reaches %d of %s in time%s.", p.inTime, of, p.later(", "))
	}
	return fmt.Sprintf("At the present pace it reaches none of %s in time%s.", of, p.later(": "))
}

func (p pacing) later(separator string) string {
	var parts []string
	if p.late > 0 {
		words := fmt.Sprintf("%d later, the last in %s", p.late, p.lastArrival)
		if p.late == 1 {
			words = "1 later, in " + p.lastArrival
		}
		parts = append(parts, words)
	}
	if p.never > 0 {
		parts = append(parts, fmt.Sprintf("%d not before %s", p.never, p.notBefore))
	}
	return separator + list(parts)
}

func allOf(n int, noun string) string {
	if n == 1 {
		return "its " + noun
	}
	return fmt.Sprintf("all %d %ss", n, noun)
}

// mostBetter is for how many measures the page looks at who does better, and mostAbove how many it names for each.
const (
	mostBetter = 5
	mostAbove  = 3
)

// BetterRow is a measure with the peers nearest above, and what happened there. It says what changed, not why.
type BetterRow struct {
	Measure maturity.Measure
	Own     string // "41%, up 3 points since Q2 2017/18"
	Period  string
	Peers   []BetterPeer // nearest first
	Better  int          // peers of its kind that do better
	Of      int          // peers of its kind with a figure in the period
}

// BetterPeer is one of them.
type BetterPeer struct {
	Organisation maturity.Organisation
	Value        string
	Period       string // code, for the link to where the figure came from
	Change       string // "up 12 points since Q2 2017/18, from 32%"
}

// askable are the measures for which the page looks who does better: counted ones with a direction and a target that is
// not met. Self-assessed scores are no ranking, so nobody is better in them.
func askable(rows []TargetRow) (out []maturity.Measure) {
	for _, r := range rows {
		m, latest := r.Measure, r.Trajectory.Latest
		if m.SelfAssessed || m.Polarity == maturity.NeitherBetter || r.Status == maturity.StatusMet || latest == nil || !latest.HasValue ||
			slices.ContainsFunc(out, func(x maturity.Measure) bool { return x.ID == m.ID }) || len(out) == mostBetter {
			continue
		}
		out = append(out, m)
	}
	return out
}

// betterRows name, for each measure, the peers nearest above the organisation in the period of its own latest figure.
func betterRows(own maturity.Organisation, measures []maturity.Measure, d *data, q Query) (out []BetterRow) {
	for _, m := range measures {
		mine, ok := d.trajectory(own.ID, m.ID, "")
		if !ok || mine.Latest == nil || !mine.Latest.HasValue {
			continue
		}
		row := BetterRow{Measure: m, Period: mine.Latest.Period.Short(), Own: m.Format(mine.Latest.Value)}
		if words := yearWords(m, mine); words != "" {
			row.Own += ", " + words
		}
		var better []maturity.Trajectory
		for _, o := range d.peers {
			t, ok := d.trajectory(o.ID, m.ID, "")
			if !ok || o.ID == own.ID || o.Kind != own.Kind || t.Latest == nil || !t.Latest.HasValue || t.Latest.Period != mine.Latest.Period {
				continue
			}
			row.Of++
			if distance(m, mine, t) > 0 && m.Format(t.Latest.Value) != m.Format(mine.Latest.Value) {
				better = append(better, t)
			}
		}
		row.Better = len(better)
		slices.SortStableFunc(better, func(x, y maturity.Trajectory) int {
			switch a, b := distance(m, mine, x), distance(m, mine, y); {
			case a < b:
				return -1
			case a > b:
				return 1
			}
			return int(x.Organisation - y.Organisation)
		})
		for _, t := range better[:min(mostAbove, len(better))] {
			if o, known := q.Directory.ByID(t.Organisation); known {
				row.Peers = append(row.Peers, BetterPeer{o, PointWords(m, *t.Latest), t.Latest.Period.Code(), yearWords(m, t)})
			}
		}
		if row.Of > 0 {
			out = append(out, row)
		}
	}
	return out
}

// distance is how much better the other is.
func distance(m maturity.Measure, mine, other maturity.Trajectory) float64 {
	if m.Polarity == maturity.LowerIsBetter {
		return mine.Latest.Value - other.Latest.Value
	}
	return other.Latest.Value - mine.Latest.Value
}

// yearWords is the change over the last year, or since the first figure where the series is shorter: "up 12 points since
// Q2 2017/18, from 32%". "" with one figure.
func yearWords(m maturity.Measure, t maturity.Trajectory) string {
	from := period.DayOf(t.Latest.Period.Start.Time().AddDate(-1, 0, 0))
	var before *maturity.PathPoint
	for i, p := range t.Observed {
		if !p.HasValue || p.Provisional || p.Period.Kind != t.Latest.Period.Kind || p.Period.Start >= t.Latest.Period.Start || before != nil && p.Period.Start > from {
			continue
		}
		before = &t.Observed[i]
	}
	if before == nil {
		return ""
	}
	return changeWords(m, *before, *t.Latest) + ", from " + m.Format(before.Value)
}
