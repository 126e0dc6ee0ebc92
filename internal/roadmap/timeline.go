package roadmap

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"waymark/internal/chart"
	"waymark/internal/maturity"
	"waymark/internal/period"
)

// TimelineRows is how many rows a timeline shows at once: what its picture has room for.
const TimelineRows = 40

// NotStated stands for a missing status where one is chosen.
const NotStated = "not_stated"

// TimelineQuery is what of a roadmap is to be shown against time.
type TimelineQuery struct {
	By           string // value of one of the groupings; "" is the first that the roadmap has
	Status       string // a status, NotStated, or "" for all
	Organisation string // code or name of an owner; "" for all
	From, To     period.Day
	Page         int // from 1
	Today        period.Day
	Then         *Plan  // the plan it is compared with; nil for none
	ThenWords    string // "as known on 12 June 2018"
	AsAt         string // in words
}

// Choice is one thing that can be chosen, with how many initiatives it has.
type Choice struct {
	Value, Words string
	Count        int
	Chosen       bool
}

// TimelineRow is a line of the table below the picture: an initiative, or a part of one.
type TimelineRow struct {
	Row        chart.GanttRow
	Initiative *maturity.Initiative
	Part       bool
	Again      bool // it stands under an earlier heading, too
	Owners     []string
	State      maturity.PlanState // reported last; "" where nothing was
}

// Timeline is a part of a roadmap against time.
type Timeline struct {
	Picture       chart.GanttInput
	Rows          []TimelineRow
	By            []Choice
	Statuses      []Choice
	Organisations []Choice
	Years         []period.Period // financial years that the roadmap touches
	First, All    int             // of the rows: the first that is shown, counted from 0, and how many there are
	Initiatives   int             // that fit the choice
	Dated         int             // of them, with any date
	Outside       int             // of them, left out because all their dates lie outside of the years chosen
	Gone          []string        // titles that the plan compared with has, and this one has not
	Chosen        string          // grouping
}

// entry is a row before it is written: an initiative under a heading, or a part of it.
type entry struct {
	at    int // of the initiative
	part  int // 0: the initiative itself; phases from 1, waves after them
	group int
	first period.Day // of the initiative; 0 for none
}

// Timeline puts together what a page shows of a roadmap against time. It only writes the rows of the page that is asked for.
func (p *Plan) Timeline(q TimelineQuery) Timeline {
	grouping := p.grouping(q.By)
	choices, order := p.choices(q), p.ordered(q, grouping)
	t := Timeline{Chosen: grouping.value, By: p.groupings(grouping.value), Statuses: choices.statuses, Organisations: choices.organisations, Years: choices.years,
		All: len(order.rows), Initiatives: order.initiatives, Dated: order.dated, Outside: order.outside}
	t.First = min(max(0, q.Page-1)*TimelineRows, max(0, (t.All-1)/TimelineRows*TimelineRows))
	t.write(p, q, grouping, order.rows[t.First:min(t.All, t.First+TimelineRows)])
	return t
}

// orderRows finds the rows of a choice.
func (p *Plan) orderRows(q TimelineQuery, g grouping) (out ordered) {
	for at := range p.Initiatives {
		i := &p.Initiatives[at]
		if !p.wanted(i, q) {
			continue
		}
		first, last := daysOf(i)
		if q.From != 0 && last != 0 && (last < q.From || first > q.To) {
			out.outside++
			continue
		}
		out.initiatives++
		if first != 0 {
			out.dated++
		}
		for _, heading := range g.of(i) {
			out.rows = append(out.rows, entry{at, 0, heading, first})
			for part := range len(i.Phases) + len(i.Waves) {
				if p.datedPart(i, part+1) {
					out.rows = append(out.rows, entry{at, part + 1, heading, first})
				}
			}
		}
	}
	slices.SortStableFunc(out.rows, func(a, b entry) int { // what has a date first, in its order; the rest as the source has it
		return cmp.Or(cmp.Compare(a.group, b.group), cmp.Compare(orLast(a.first), orLast(b.first)), cmp.Compare(a.at, b.at), cmp.Compare(a.part, b.part))
	})
	return out
}

func orLast(d period.Day) period.Day {
	if d == 0 {
		return undated
	}
	return d
}

// write makes the rows of a page, and the picture of them.
func (t *Timeline) write(p *Plan, q TimelineQuery, g grouping, entries []entry) {
	seen := map[string]int{}
	for _, e := range entries {
		row := p.timelineRow(e, q)
		row.Row.Group = g.title(e.group)
		id := row.Row.ID
		if n := seen[id]; n > 0 { // under several headings: links lead to the first
			row.Row.ID, row.Again = fmt.Sprintf("%s~%d", id, n), true
		}
		seen[id]++
		t.Rows = append(t.Rows, row)
	}
	in := chart.GanttInput{Title: p.pictureTitle(t, q), Subtitle: t.subtitle(p, g), Today: q.Today, Then: q.ThenWords, AsAt: q.AsAt, SourceWords: cmp.Or(p.Document, p.Title), Illustrative: p.illustratedBy(entries)}
	for _, r := range t.Rows {
		in.Rows = append(in.Rows, r.Row)
		if r.Again || r.Part { // the rows are not an initiative each
			in.Things = "rows"
		}
	}
	in.Links = p.linksAmong(seen)
	in.From, in.To, in.Only = q.From, q.To, q.From != 0
	if !in.Only && p.Axis != nil {
		in.From, in.To = p.axisDays()
		in.SourceWords += p.axisWords()
	}
	t.Picture = in
	if q.Then != nil {
		for i := range q.Then.Initiatives {
			if old := &q.Then.Initiatives[i]; p.Initiative(old.ID) == nil {
				t.Gone = append(t.Gone, old.Title)
			}
		}
	}
}

// pictureTitle says what this part of the roadmap shows; the whole roadmap's sentence stands over the page.
func (p *Plan) pictureTitle(t *Timeline, q TimelineQuery) string {
	late, all := 0, 0
	for _, r := range t.Rows {
		for _, m := range r.Row.Milestones {
			if r.Again {
				continue
			}
			if all++; m.Late {
				late++
			}
		}
	}
	switch {
	case t.Initiatives == 0:
		return "No initiative fits this choice"
	case t.Dated == 0:
		return fmt.Sprintf("None of %s has a date", counted(t.Initiatives, "initiative", "initiatives"))
	case late > 0:
		return fmt.Sprintf("%d of the %s shown here %s late", late, counted(all, "milestone", "milestones"), isAre(late))
	}
	return fmt.Sprintf("%d of %s a date", t.Dated, counted(t.Initiatives, "initiative has", "initiatives have"))
}

func (t *Timeline) subtitle(p *Plan, g grouping) string {
	words := p.Title + ", by " + g.words
	if t.All > len(t.Rows) {
		words += fmt.Sprintf(", rows %d to %d of %d", t.First+1, t.First+len(t.Rows), t.All)
	}
	return words
}

// timelineRow writes one row.
func (p *Plan) timelineRow(e entry, q TimelineQuery) TimelineRow {
	i := &p.Initiatives[e.at]
	var then *maturity.Initiative
	if q.Then != nil {
		then = q.Then.Initiative(i.ID)
	}
	if e.part > 0 {
		return p.partRow(i, then, e.part)
	}
	row := TimelineRow{Initiative: i, Owners: p.ownerNames(i)}
	row.State, _ = p.State(i.ID)
	row.Row = chart.GanttRow{ID: i.ID, Label: i.Title, Owner: strings.Join(row.Owners, ", "), Status: i.Status, Start: i.Start, End: i.End, Compared: then != nil}
	was := map[string]*maturity.LooseDate{}
	if then != nil {
		row.Row.ThenStart, row.Row.ThenEnd = then.Start, then.End
		for _, m := range then.Milestones {
			was[m.ID] = m.Date
		}
	}
	for _, m := range i.Milestones {
		row.Row.Milestones = append(row.Row.Milestones, chart.GanttMilestone{ID: m.ID, Title: m.Title, Date: m.Date, State: m.State, Late: m.Late(q.Today), Then: moved(was[m.ID], m.Date)})
	}
	return row
}

// moved is the earlier date where it is another.
func moved(then, now *maturity.LooseDate) *maturity.LooseDate {
	if then == nil || now == nil || then.Earliest == now.Earliest && then.Latest == now.Latest {
		return nil
	}
	return then
}

// partRow writes a phase or a wave below its initiative.
func (p *Plan) partRow(i, then *maturity.Initiative, part int) TimelineRow {
	row := TimelineRow{Initiative: i, Part: true}
	if n := part - 1; n < len(i.Phases) {
		ph := i.Phases[n]
		row.Row = chart.GanttRow{ID: ph.ID, Label: "– " + ph.Title, Status: ph.Status, Start: ph.Start, End: ph.End}
		if then != nil {
			if at := slices.IndexFunc(then.Phases, func(o maturity.Phase) bool { return o.ID == ph.ID }); at >= 0 {
				row.Row.Compared, row.Row.ThenStart, row.Row.ThenEnd = true, then.Phases[at].Start, then.Phases[at].End
			}
		}
		return row
	}
	w := i.Waves[part-1-len(i.Phases)]
	row.Row = chart.GanttRow{ID: w.ID, Label: "– " + w.Title + waveWords(w), Status: i.Status, Start: w.Start, End: w.End}
	if then != nil {
		if at := slices.IndexFunc(then.Waves, func(o maturity.Wave) bool { return o.ID == w.ID }); at >= 0 {
			row.Row.Compared, row.Row.ThenStart, row.Row.ThenEnd = true, then.Waves[at].Start, then.Waves[at].End
		}
	}
	return row
}

func waveWords(w maturity.Wave) string {
	switch {
	case w.Sites == nil && w.Remainder:
		return ", the rest"
	case w.Sites == nil:
		return ""
	case w.Approximate:
		return fmt.Sprintf(", about %d sites", *w.Sites)
	}
	return ", " + counted(*w.Sites, "site", "sites")
}

// datedPart reports whether a phase or wave has a date of its own to show.
func (p *Plan) datedPart(i *maturity.Initiative, part int) bool {
	if n := part - 1; n < len(i.Phases) {
		return dated(i.Phases[n].Start) || dated(i.Phases[n].End)
	}
	w := i.Waves[part-1-len(i.Phases)]
	return dated(w.Start) || dated(w.End)
}

func dated(d *maturity.LooseDate) bool { return d != nil && (d.Earliest != 0 || d.Latest != 0) }

// daysOf are the first and last day on which anything of an initiative may be; 0 where nothing of it has a date.
func daysOf(i *maturity.Initiative) (first, last period.Day) {
	add := func(dates ...*maturity.LooseDate) {
		for _, d := range dates {
			if !dated(d) {
				continue
			}
			from, to := cmp.Or(d.Earliest, d.Latest), cmp.Or(d.Latest, d.Earliest)
			if first == 0 || from < first {
				first = from
			}
			last = max(last, to)
		}
	}
	add(i.Start, i.End)
	for k := range i.Milestones {
		add(i.Milestones[k].Date)
	}
	for k := range i.Phases {
		add(i.Phases[k].Start, i.Phases[k].End)
	}
	for k := range i.Waves {
		add(i.Waves[k].Start, i.Waves[k].End)
	}
	return first, last
}

// linksAmong are the prerequisites between rows that are shown, with those that the dates contradict.
func (p *Plan) linksAmong(rows map[string]int) (out []chart.GanttLink) {
	for id := range rows {
		i := p.Initiative(id)
		if i == nil {
			continue
		}
		for _, l := range i.Links {
			if l.Kind != maturity.LinkPrerequisite {
				continue
			}
			to := cmp.Or(l.From, i.ID)
			if rows[l.To] > 0 && rows[to] > 0 {
				out = append(out, chart.GanttLink{From: l.To, To: to, Violated: p.violates(to, l.To)})
			}
		}
	}
	slices.SortFunc(out, func(a, b chart.GanttLink) int { return cmp.Or(cmp.Compare(a.To, b.To), cmp.Compare(a.From, b.From)) })
	return out
}

func (p *Plan) violates(item, needs string) bool {
	at, ok := p.Network.Index[item]
	if !ok {
		return false
	}
	for _, v := range p.Network.Nodes[at].Violated {
		if v.Needs == needs {
			return true
		}
	}
	return false
}

// axisDays are the years that the source's own chart prints.
func (p *Plan) axisDays() (from, to period.Day) {
	for _, text := range p.Axis.Years {
		year, err := period.Parse(text, period.KindFinancialYear, 0)
		if err != nil {
			continue
		}
		if from == 0 || year.Start < from {
			from = year.Start
		}
		to = max(to, year.End())
	}
	return from, to
}

// axisWords say what is left of the source's own axis.
func (p *Plan) axisWords() string {
	if len(p.Axis.Printed) == 0 {
		return ""
	}
	return "; of the labels of its own chart these are left: " + strings.Join(p.Axis.Printed, ", ")
}

// illustratedBy reports whether a row rests on something that was invented.
func (p *Plan) illustratedBy(entries []entry) bool {
	for _, e := range entries {
		if slices.ContainsFunc(p.UpdatesOf(p.Initiatives[e.at].ID), func(u *maturity.PlanUpdate) bool { return u.Illustrative }) {
			return true
		}
	}
	return false
}
