package roadmap

import (
	"cmp"
	"fmt"
	"slices"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// DatedMilestone is a milestone with what its date means on a day.
type DatedMilestone struct {
	maturity.Milestone
	Initiative *maturity.Initiative
	Owners     []maturity.Organisation // its own, or those of its initiative
	Late       bool
	Days       int               // how many days late; 0 where it is not
	Words      string            // "3 months late", "due in 2 months", "reached on 6 August 2018", "no date given"
	Targets    []maturity.Target // of the measures of its initiative, due on its day or later, the next first
}

// BeforeTarget reports whether it is still to come and a target stands behind it.
func (m DatedMilestone) BeforeTarget() bool { return m.State.Open() && len(m.Targets) > 0 }

// milestones are those of a roadmap in their order.
func (p *Plan) milestones(today period.Day) []DatedMilestone {
	var out []DatedMilestone
	for i := range p.Initiatives {
		one := &p.Initiatives[i]
		targets := p.targetsOf(one)
		for _, m := range one.Milestones {
			d := DatedMilestone{Milestone: m, Initiative: one, Owners: p.known(m.Organisations), Late: m.Late(today), Words: milestoneWords(m, today)}
			if len(m.Organisations) == 0 {
				d.Owners = p.Owners(one)
			}
			if d.Late {
				d.Days = int(today - m.Date.Latest)
			}
			if m.Date != nil && m.Date.Latest != 0 {
				at, _ := slices.BinarySearchFunc(targets, m.Date.Latest, func(t maturity.Target, day period.Day) int { return cmp.Compare(t.Due.Latest, day) })
				d.Targets = targets[at:]
			}
			out = append(out, d)
		}
	}
	return inTurn(out)
}

// inTurn puts milestones in order. They are large and there may be many, so their places are sorted and each is moved once.
func inTurn(list []DatedMilestone) []DatedMilestone {
	if len(list) == 0 {
		return nil
	}
	type place struct {
		turn, at int
		due      period.Day
	}
	places := make([]place, len(list))
	for i := range list {
		places[i] = place{list[i].turn(), i, list[i].due()}
	}
	slices.SortFunc(places, func(a, b place) int {
		return cmp.Or(cmp.Compare(a.turn, b.turn), cmp.Compare(a.due, b.due), cmp.Compare(a.at, b.at))
	})
	out := make([]DatedMilestone, len(list))
	for i, p := range places {
		out[i] = list[p.at]
	}
	return out
}

// targetsOf are the targets of the measures that an initiative is to move, for its footprint or owners, by due day.
func (p *Plan) targetsOf(i *maturity.Initiative) (out []maturity.Target) {
	owners := p.Owners(i)
	for _, measure := range p.MeasuresOf(i) {
		for _, t := range p.index.targets[measure] {
			if t.Organisation == "" || slices.ContainsFunc(owners, func(o maturity.Organisation) bool { return o.Code == t.Organisation }) {
				out = append(out, t)
			}
		}
	}
	slices.SortStableFunc(out, func(a, b maturity.Target) int { return cmp.Compare(a.Due.Latest, b.Due.Latest) })
	return out
}

// TargetsOf are the targets that an initiative is to help meet, by due day.
func (p *Plan) TargetsOf(i *maturity.Initiative) []maturity.Target { return p.targetsOf(i) }

func (m DatedMilestone) turn() int {
	switch {
	case m.Late:
		return 0
	case !m.State.Open():
		return 3
	case m.due() == undated:
		return 2
	}
	return 1
}

const undated = period.Day(1 << 30)

func (m DatedMilestone) due() period.Day {
	if m.Date == nil || m.Date.Latest == 0 {
		return undated
	}
	return m.Date.Latest
}

// milestoneWords says how a milestone stands on a day.
func milestoneWords(m maturity.Milestone, today period.Day) string {
	switch {
	case m.State == maturity.MilestoneDropped:
		return "dropped"
	case m.State == maturity.MilestoneDone && m.Done != nil:
		return "reached on " + m.Done.Long()
	case m.State == maturity.MilestoneDone:
		return "reached"
	case m.Date == nil || m.Date.Latest == 0:
		return "no date given"
	case m.Date.Latest < today:
		return span(int(today-m.Date.Latest)) + " late"
	case m.Date.Earliest != 0 && m.Date.Earliest <= today:
		return "due by " + m.Date.Latest.Long()
	}
	return "due in " + span(int(m.Date.Latest-today))
}

// span is a number of days in the unit in which people would say it.
func span(days int) string {
	count, unit := days, "day"
	switch {
	case days >= 61:
		count, unit = (days*12+182)/365, "month"
	case days >= 14:
		count, unit = days/7, "week"
	}
	if count == 1 {
		return "1 " + unit
	}
	return fmt.Sprintf("%d %ss", count, unit)
}

// Sentence says how the milestones of a roadmap stand: "11 of 48 milestones are late; 3 stand before a 2020 target". Those
// that were dropped do not count.
func (p *Plan) Sentence(today period.Day) string { return MilestoneSentence(p.Milestones(today)) }

// MilestoneSentence says how milestones stand.
func MilestoneSentence(list []DatedMilestone) string {
	all, late, done, undated, before := 0, 0, 0, 0, 0
	years := map[int]bool{}
	for _, m := range list {
		if m.State == maturity.MilestoneDropped {
			continue
		}
		all++
		switch {
		case m.State == maturity.MilestoneDone:
			done++
		case m.turn() == 2:
			undated++
		}
		if !m.Late {
			continue
		}
		if late++; len(m.Targets) > 0 {
			before++
			years[m.Targets[0].Due.Latest.Time().Year()] = true
		}
	}
	switch {
	case all == 0:
		return "No milestones are planned"
	case done == all:
		return "All " + counted(all, "milestone", "milestones") + " are reached"
	case undated == all-done && late == 0:
		return fmt.Sprintf("None of %s can be late: those still to come have no date", counted(all, "milestone", "milestones"))
	case late == 0:
		return fmt.Sprintf("None of %s is late", counted(all, "milestone", "milestones"))
	}
	words := fmt.Sprintf("%d of %s %s late", late, counted(all, "milestone", "milestones"), isAre(late))
	if before == 0 {
		return words
	}
	target := "a target"
	if len(years) == 1 {
		for year := range years {
			target = fmt.Sprintf("a %d target", year)
		}
	}
	stand := "stand"
	if before == 1 {
		stand = "stands"
	}
	return fmt.Sprintf("%s; %d %s before %s", words, before, stand, target)
}

func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

func isAre(n int) string {
	if n == 1 {
		return "is"
	}
	return "are"
}
