package board

import (
	"fmt"
	"math"
	"net/url"
	"slices"
	"strings"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// ChanceMargin is by how much a chance must have moved for another of the verdicts "on track", "at risk" and "unlikely"
// to count as a change: one that dithers about a boundary says the same thing twice.
const ChanceMargin = 0.05

// againstTarget names one trajectory in a snapshot.
type againstTarget struct {
	organisation    maturity.OrganisationID
	measure, target string
}

// snapshot is what was computed as at one time.
type snapshot map[againstTarget]maturity.Trajectory

func snapshotOf(list []maturity.Trajectory) snapshot {
	out := make(snapshot, len(list))
	for _, t := range list {
		out[againstTarget{t.Organisation, t.Measure, t.Target}] = t
	}
	return out
}

// byChance are the verdicts that only a chance tells apart.
var byChance = map[maturity.Status]bool{maturity.StatusOnTrack: true, maturity.StatusAtRisk: true, maturity.StatusUnlikely: true}

// statusChanged reports whether the verdict counts as changed. It says the same whichever of the two was earlier.
func statusChanged(then, now maturity.Trajectory) bool {
	switch {
	case then.Status == now.Status:
		return false
	case byChance[then.Status] && byChance[now.Status] && !math.IsNaN(then.Probability) && !math.IsNaN(now.Probability):
		return math.Abs(now.Probability-then.Probability) >= ChanceMargin-1e-9
	}
	return true
}

// statusRank orders the verdicts that are better or worse than each other from the best.
var statusRank = map[maturity.Status]int{maturity.StatusMet: 1, maturity.StatusOnTrack: 2, maturity.StatusAtRisk: 3, maturity.StatusUnlikely: 4, maturity.StatusPastDue: 5}

func betterStatus(then, now maturity.Status) *bool {
	x, y := statusRank[then], statusRank[now]
	if x == 0 || y == 0 || x == y {
		return nil
	}
	better := y < x
	return &better
}

// betterValue is nil where the polarity says neither.
func betterValue(m maturity.Measure, then, now float64) *bool {
	if m.Polarity == maturity.NeitherBetter || then == now {
		return nil
	}
	better := (now > then) == (m.Polarity == maturity.HigherIsBetter)
	return &better
}

// each calls yield for every trajectory known at either time, in the order of the bodies and the catalogue. What is
// missing at one time is too little data.
func (b *Builder) each(c *changing, yield func(o maturity.Organisation, m maturity.Measure, then, now maturity.Trajectory)) {
	keys := map[seriesKey][]string{}
	for _, snap := range []snapshot{c.then, c.now} {
		for key := range snap {
			series := seriesKey{key.organisation, key.measure}
			if !slices.Contains(keys[series], key.target) {
				keys[series] = append(keys[series], key.target)
			}
		}
	}
	nothing := maturity.Trajectory{Status: maturity.StatusTooLittle, Probability: math.NaN()}
	for _, o := range c.who {
		for _, m := range b.catalogue.Measures {
			targets := keys[seriesKey{o.ID, m.ID}]
			slices.Sort(targets)
			for _, target := range targets {
				key := againstTarget{o.ID, m.ID, target}
				then, before := c.then[key]
				now, after := c.now[key]
				if !before {
					then = nothing
				}
				if !after {
					now = nothing
				}
				then.Organisation, then.Measure, then.Target = o.ID, m.ID, target
				now.Organisation, now.Measure, now.Target = o.ID, m.ID, target
				yield(o, m, then, now)
			}
		}
	}
}

// statusChanges are the targets whose verdict changed.
func (b *Builder) statusChanges(c *changing) (rows []Change) {
	b.each(c, func(o maturity.Organisation, m maturity.Measure, then, now maturity.Trajectory) {
		target, known := b.target(now.Target)
		if !known || then.Status == maturity.StatusNoTarget || now.Status == maturity.StatusNoTarget || !statusChanged(then, now) {
			return
		}
		row := Change{Kind: ChangeStatus, Organisation: o, Measure: m.ID, Target: target.ID, Status: now.Status, Title: rowTitle(m), Then: verdictWords(then), Now: verdictWords(now),
			Better: betterStatus(then.Status, now.Status), Address: measureAddress(m, o), ThenAddress: measureAddress(m, o)}
		row.Why, row.WhyKind = c.why(m, then, now)
		if now.Status == maturity.StatusPastDue && row.WhyKind == "" {
			row.Why = "The date of the target has passed."
		}
		rows = append(rows, row)
	})
	return rows
}

// verdictWords is "On track, chance about 4 in 5".
func verdictWords(t maturity.Trajectory) string {
	if byChance[t.Status] && !math.IsNaN(t.Probability) {
		return t.Status.Words() + ", chance " + maturity.Chance(t.Probability)
	}
	return t.Status.Words()
}

// valueChanges are the series whose latest figure moved by more than the measure's tolerance: those of the subject, and
// those of members where the subject has none of its own and a target waits for them. What statusChanges or
// restatedChanges tell is not told again.
func (b *Builder) valueChanges(c *changing) (rows []Change) {
	own, told := map[string]bool{}, map[seriesKey]bool{}
	for _, snap := range []snapshot{c.then, c.now} {
		for key, t := range snap {
			own[key.measure] = own[key.measure] || key.organisation == c.q.Subject.ID && t.Latest != nil
		}
	}
	for _, row := range b.statusChanges(c) {
		told[seriesKey{row.Organisation.ID, row.Measure}] = true
	}
	b.each(c, func(o maturity.Organisation, m maturity.Measure, then, now maturity.Trajectory) {
		series := seriesKey{o.ID, m.ID}
		speaks := o.ID == c.q.Subject.ID || !own[m.ID] && now.Target != ""
		if told[series] || !speaks || then.Latest == nil || now.Latest == nil || !then.Latest.HasValue || !now.Latest.HasValue {
			return
		}
		if c.isRestated(series, then.Latest.Period) && then.Latest.Period == now.Latest.Period || !moved(m, then.Latest.Value, now.Latest.Value) {
			return
		}
		told[series] = true
		rows = append(rows, c.valueChange(o, m, then, now))
	})
	return rows
}

// moved reports whether two figures differ by more than the tolerance, and as they are printed.
func moved(m maturity.Measure, then, now float64) bool {
	return math.Abs(now-then) > m.Tolerance && m.Format(then) != m.Format(now)
}

func (c *changing) valueChange(o maturity.Organisation, m maturity.Measure, then, now maturity.Trajectory) Change {
	row := Change{Kind: ChangeValue, Organisation: o, Measure: m.ID, Title: rowTitle(m), Better: betterValue(m, then.Latest.Value, now.Latest.Value),
		Then: figureWords(m, *then.Latest), Now: figureWords(m, *now.Latest) + movedWords(m, then.Latest.Value, now.Latest.Value),
		Address: whereFromAddress(o, m, now.Latest.Period), ThenAddress: whereFromAddress(o, m, then.Latest.Period)}
	if row.Why, row.WhyKind = c.why(m, then, now); row.WhyKind == WhyNewData && then.Latest.Period != now.Latest.Period {
		row.Why = "A figure for a later period." // then and now say which
		if period.Compare(now.Latest.Period, then.Latest.Period) < 0 {
			row.Why = "The later figure is not known any more."
		}
	}
	if br, found := breakBetween(now, then.Latest.Period, now.Latest.Period); found { // the two are no comparison
		row.Better, row.WhyKind, row.Why = nil, WhyDefinition, "Not comparable: "+br.Words()+"."
		row.Now = figureWords(m, *now.Latest)
	}
	return row
}

// figureWords is "41% (Q1 2018/19)": rows of a table have little room.
func figureWords(m maturity.Measure, p maturity.PathPoint) string {
	return PointWords(m, p) + " (" + p.Period.Short() + ")"
}

// movedWords is ", up 3 points"; "" where a difference has no size.
func movedWords(m maturity.Measure, then, now float64) string {
	if m.Unit == maturity.UnitYesNo || then == now {
		return ""
	}
	way := "up "
	if now < then {
		way = "down "
	}
	return ", " + way + m.FormatPoints(now-then)
}

// why says what made the difference between two results: another definition before new figures, new figures before
// corrected ones.
func (c *changing) why(m maturity.Measure, then, now maturity.Trajectory) (string, WhyKind) {
	switch {
	case then.Definition != "" && now.Definition != "" && then.Definition != now.Definition:
		return "The definition of the measure or of the target changed.", WhyDefinition
	case now.Latest != nil && then.Latest == nil:
		return "First figure: " + figureWords(m, *now.Latest) + ".", WhyNewData
	case now.Latest != nil && then.Latest.Period != now.Latest.Period:
		return fmt.Sprintf("New figure: %s, after %s.", figureWords(m, *now.Latest), figureWords(m, *then.Latest)), WhyNewData
	case now.RollUp != nil && then.RollUp != nil && now.RollUp.Reporting != then.RollUp.Reporting:
		return fmt.Sprintf("%s in, %d then.", maturity.Count(now.RollUp.Reporting, "return is", "returns are"), then.RollUp.Reporting), WhyNewData
	case c.correctedUnder(now):
		return "Figures it rests on were corrected.", WhyCorrection
	}
	return "No new figure of its own; computed anew from all figures known since.", ""
}

// correctedUnder reports whether a figure of the series, or of a member's where it is computed from them, was restated.
func (c *changing) correctedUnder(t maturity.Trajectory) bool {
	return slices.ContainsFunc(c.restated, func(r maturity.Restated) bool {
		return r.Measure == t.Measure && (r.Organisation == t.Organisation || t.RollUp != nil)
	})
}

func (c *changing) isRestated(series seriesKey, p period.Period) bool {
	return slices.ContainsFunc(c.restated, func(r maturity.Restated) bool {
		return r.Organisation == series.organisation && r.Measure == series.measure && r.Period == p
	})
}

// breakBetween finds a break of the series between two of its periods, either way round.
func breakBetween(t maturity.Trajectory, one, other period.Period) (maturity.Break, bool) {
	if period.Compare(one, other) > 0 {
		one, other = other, one
	}
	for _, br := range t.Breaks {
		if br.Day > one.Start && br.Day <= other.End() && one != other {
			return br, true
		}
	}
	return maturity.Break{}, false
}

func measureAddress(m maturity.Measure, o maturity.Organisation) string {
	return "/measures/" + m.ID + "?organisation=" + url.QueryEscape(o.Code)
}

func whereFromAddress(o maturity.Organisation, m maturity.Measure, p period.Period) string {
	return "/data/where-from?" + url.Values{"organisation": {o.Code}, "measure": {m.ID}, "period": {p.Code()}}.Encode()
}

// changesSentence is "7 things changed: 4 better, 3 worse".
func changesSentence(since Since, rows []Change) string {
	by := map[string]int{}
	for _, row := range rows {
		by[row.Direction()]++
	}
	switch {
	case len(rows) == 0:
		return "Nothing changed since " + since.Words
	case len(rows) == 1 && by["neither"] == 1:
		return "1 thing changed, neither for the better nor for the worse"
	case len(rows) == 1:
		return "1 thing changed, for the " + rows[0].Direction()
	case by["neither"] == len(rows):
		return fmt.Sprintf("%s changed, none of them for the better or the worse", maturity.Count(len(rows), "thing", "things"))
	}
	var parts []string
	for _, direction := range []string{"better", "worse"} {
		if by[direction] > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", by[direction], direction))
		}
	}
	if by["neither"] > 0 {
		parts = append(parts, fmt.Sprintf("%d neither", by["neither"]))
	}
	return fmt.Sprintf("%s changed: %s", maturity.Count(len(rows), "thing", "things"), strings.Join(parts, ", "))
}

const noMeeting = "There is no earlier meeting to compare with"
