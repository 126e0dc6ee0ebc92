package chart

import (
	"fmt"
	"math"
	"slices"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// The marks of a timeline, each of a shape of its own.
var (
	milestoneDone    = stroke{id: "milestone-done", colour: PlanComplete.Line, mark: "diamond", size: 15, rim: true, z: 10}
	milestonePlanned = stroke{id: "milestone-planned", colour: PlanFirm.Line, mark: "diamond", size: 12, hollow: true, z: 10}
	milestoneLate    = stroke{id: "milestone-late", colour: PlanLate.Line, mark: "triangle", size: 15, rim: true, z: 11}
	milestoneThen    = stroke{id: "milestone-then", colour: Other.Line, mark: "circle", size: 7, hollow: true, z: 9}
	mightBe          = stroke{id: "might-be", colour: Ink.Line, width: 1, z: 8}
	openLine         = stroke{id: "open", colour: PlanFirm.Line, width: 1.5, dash: []int{2, 2}, z: 3}
	openHead         = stroke{id: "open-head", colour: PlanFirm.Line, width: 1.5, z: 3}
	thenBar          = stroke{id: "then", colour: Other.Line, width: 4, z: 4}
	waitLine         = stroke{id: "waits", colour: Other.Line, width: 1.25, z: 7}
	waitWrong        = stroke{id: "waits-wrong", colour: PlanLate.Line, width: 1.75, dash: []int{4, 2}, z: 7}
	waitHead         = stroke{id: "waits-head", colour: Other.Line, width: 1.25, z: 7}
	waitWrongHead    = stroke{id: "waits-wrong-head", colour: PlanLate.Line, width: 1.75, z: 7}
)

// mostLinks is how many links a picture shows; more would hide the bars.
const mostLinks = 40

const openRoom = 34.0 // pixels of a line whose other end nobody told

// gantt is a timeline while it is being drawn.
type gantt struct {
	in    GanttInput
	rows  []GanttRow
	line  []int // of each row among the lines
	shown []ganttLink
	lay   *timeRows
}

func (in GanttInput) draw(f Figure) ([]byte, int, error) {
	g := in.layOut(f)
	for i, r := range g.rows {
		g.row(i, r)
	}
	g.wait(g.shown)
	option, err := g.lay.option(g.lay.frame)
	return option, g.lay.frame.height, err
}

// layOut places the rows that the paper takes, and chooses the links that are shown.
func (in GanttInput) layOut(f Figure) *gantt {
	groups := make([]string, len(in.Rows))
	for i, r := range in.Rows {
		groups[i] = plain(r.Group)
	}
	n := fits(f, groups, oneLane)
	g := &gantt{in: in, rows: in.Rows[:n]}
	f.key += leftOut(n, len(in.Rows))
	var lines []timeLine
	for i, r := range g.rows {
		if groups[i] != "" && (i == 0 || groups[i-1] != groups[i]) {
			lines = append(lines, timeLine{name: groups[i], heading: true})
		}
		g.line = append(g.line, len(lines))
		lines = append(lines, timeLine{name: r.label(), value: r.words(), bold: r.late() > 0})
	}
	g.shown = g.links()
	if left := len(g.shown) - mostLinks; left > 0 {
		g.shown = g.shown[:mostLinks]
		f.key += fmt.Sprintf(" %d more dependencies are in the table.", left)
	}
	from, to := g.span()
	g.lay = layTime(f, lines, from, to, in.Today, g.keys(g.shown))
	return g
}

// span is the days that are shown.
func (g *gantt) span() (from, to period.Day) {
	if g.in.Only && g.in.From != 0 && g.in.To > g.in.From {
		return g.in.From, g.in.To
	}
	var days []period.Day
	include := func(dates ...*maturity.LooseDate) {
		for _, d := range dates {
			if a, b, known := window(d); known {
				days = append(days, a, b)
			}
		}
	}
	for _, r := range g.rows {
		include(r.Start, r.End, r.ThenStart, r.ThenEnd)
		for _, m := range r.Milestones {
			include(m.Date, m.Then)
		}
	}
	if len(days) == 0 && g.in.From == 0 && g.in.Today != 0 {
		days = append(days, g.in.Today)
	}
	return spread(g.in.From, g.in.To, days)
}

// row draws the bar, the bar it is compared with, and the milestones.
func (g *gantt) row(i int, r GanttRow) {
	at := g.line[i]
	y := g.lay.y(at)
	if !r.dated() {
		g.lay.inPlot(at, "no date")
	}
	if words := g.outside(r); words != "" {
		g.lay.inPlot(at, words)
		return
	}
	if from, to, known := barOf(r.ThenStart, r.ThenEnd); known && r.Compared {
		g.lay.like(thenBar).path(xy{g.lay.x(from), y + 9}, xy{math.Max(g.lay.x(to+1), g.lay.x(from)+3), y + 9})
	}
	g.bar(r, y)
	for _, m := range r.Milestones {
		g.milestone(m, y)
	}
}

// outside says that all of a row lies before or after what is shown.
func (g *gantt) outside(r GanttRow) string {
	if !g.in.Only || !r.dated() {
		return ""
	}
	first, last := g.daysOf(r)
	switch {
	case last < g.lay.from:
		return "before these years"
	case first > g.lay.to:
		return "after these years"
	}
	return ""
}

func (g *gantt) daysOf(r GanttRow) (first, last period.Day) {
	first, last = math.MaxInt32, math.MinInt32
	dates := []*maturity.LooseDate{r.Start, r.End}
	for _, m := range r.Milestones {
		dates = append(dates, m.Date)
	}
	for _, d := range dates {
		if a, b, known := window(d); known {
			first, last = min(first, a), max(last, b)
		}
	}
	return first, last
}

// barOf is the whole span that two dates may cover.
func barOf(start, end *maturity.LooseDate) (from, to period.Day, known bool) {
	a, b, started := window(start)
	c, d, ended := window(end)
	switch {
	case started && ended:
		return min(a, c), max(b, d), true
	case started:
		return a, b, true
	case ended:
		return c, d, true
	}
	return 0, 0, false
}

// bar draws the certain span full and what may be thin; an end that nobody told is a dotted line.
func (g *gantt) bar(r GanttRow, y float64) {
	a, b, started := window(r.Start)
	c, d, ended := window(r.End)
	put := func(from, to period.Day, high float64) {
		x0, x1 := g.lay.x(from), g.lay.x(to+1)
		if g.lay.shows(from) || g.lay.shows(to) || from < g.lay.from && to > g.lay.to {
			g.lay.statusBar(r.Status, x0, math.Max(x1, x0+3), y, high)
		}
	}
	switch {
	case started && ended && b+1 < c:
		if b > a {
			put(a, b, thinHigh)
		}
		put(b, c, barHigh)
		if d > c {
			put(c, d, thinHigh)
		}
	case started && ended:
		put(min(a, c), max(b, d), thinHigh)
	case started:
		put(a, b, thinHigh)
		x := g.lay.x(b + 1)
		to := math.Min(x+openRoom, g.lay.frame.right)
		if openEnded(r.Start) {
			to = g.lay.frame.right
		}
		if to > x+2 {
			g.lay.like(openLine).path(xy{x, y}, xy{to, y})
			g.lay.like(openHead).arrow(to, y, 1)
		}
	case ended:
		x := g.lay.x(c)
		from := math.Max(x-openRoom, g.lay.frame.left)
		g.lay.like(openLine).path(xy{from, y}, xy{x, y})
		put(c, d, thinHigh)
	}
}

// milestone draws a mark where it is due: on the last day it may be, with a thin line over the days it may be.
func (g *gantt) milestone(m GanttMilestone, y float64) {
	from, to, known := window(m.Date)
	if a, b, was := window(m.Then); was && known && g.lay.shows(b) && (a != from || b != to) {
		s := g.lay.like(milestoneThen)
		s.points = append(s.points, xy{g.lay.x(b), y + 9})
	}
	if !known || !g.lay.shows(to) || m.State == maturity.MilestoneDropped {
		return
	}
	if x0, x1 := g.lay.x(from), g.lay.x(to); x1-x0 > 10 {
		g.lay.like(mightBe).path(xy{x0, y - 3}, xy{x0, y + 3})
		g.lay.like(mightBe).path(xy{x0, y}, xy{x1, y})
	}
	s := g.lay.like(markOf(m))
	s.points = append(s.points, xy{g.lay.x(to), y})
}

func markOf(m GanttMilestone) stroke {
	switch {
	case m.State == maturity.MilestoneDone:
		return milestoneDone
	case m.Late:
		return milestoneLate
	}
	return milestonePlanned
}

// ganttLink is a link between two rows that are drawn and have places.
type ganttLink struct {
	from, to int
	violated bool
}

func (g *gantt) links() []ganttLink {
	index := map[string]int{}
	for i, r := range g.rows {
		if r.ID != "" && r.barred() {
			index[r.ID] = i
		}
	}
	var out []ganttLink
	for _, l := range g.in.Links {
		from, a := index[l.From]
		to, b := index[l.To]
		if a && b && from != to {
			out = append(out, ganttLink{from, to, l.Violated})
		}
	}
	slices.SortStableFunc(out, func(a, b ganttLink) int { // those that the dates contradict first
		return btoi(b.violated) - btoi(a.violated)
	})
	return out
}

// wait draws the links with elbows: out of the end of one bar, along the gap between rows, into the start of the other.
func (g *gantt) wait(links []ganttLink) {
	for _, l := range links {
		line, head := waitLine, waitHead
		if l.violated {
			line, head = waitWrong, waitWrongHead
		}
		_, end, _ := barOf(g.rows[l.from].Start, g.rows[l.from].End)
		start, _, _ := barOf(g.rows[l.to].Start, g.rows[l.to].End)
		if !g.lay.shows(end) || !g.lay.shows(start) {
			continue
		}
		x0, x1 := g.lay.x(end+1), g.lay.x(start)
		y0, y1 := g.lay.y(g.line[l.from]), g.lay.y(g.line[l.to])
		way := 1.0
		if y1 < y0 {
			way = -1
		}
		points := []xy{{x0, y0}, {x0 + 5, y0}}
		if x1-7 >= x0+5 {
			points = append(points, xy{x0 + 5, y1}, xy{x1 - 1, y1})
		} else { // back under the row it comes from
			between := g.lay.tops[g.line[l.from]] + 0.5
			if way > 0 {
				between += g.lay.highs[g.line[l.from]] - 1
			}
			points = append(points, xy{x0 + 5, between}, xy{x1 - 8, between}, xy{x1 - 8, y1}, xy{x1 - 1, y1})
		}
		g.lay.like(line).path(points...)
		g.lay.like(head).arrow(x1-1, y1, 1)
	}
}

// keys say what is drawn, in the order of firmness.
func (g *gantt) keys(links []ganttLink) []key {
	var out []key
	has := func(of func(GanttRow) bool) bool { return slices.ContainsFunc(g.rows, of) }
	for _, status := range maturity.InitiativeStatuses() {
		if has(func(r GanttRow) bool { return r.barred() && r.Status == status }) {
			k := statusKey(status)
			if status == "" {
				k.text = "Status not stated"
			}
			out = append(out, k)
		}
	}
	if has(func(r GanttRow) bool { return r.loose() }) {
		out = append(out, key{line: stroke{colour: Ink.Line, width: thinHigh}, colour: Ink, text: "Thin: some time in this span"})
	}
	marks := map[string]string{milestoneDone.id: "Milestone, done", milestonePlanned.id: "Milestone, to come", milestoneLate.id: "Milestone, late"}
	for _, mark := range []stroke{milestoneDone, milestonePlanned, milestoneLate} {
		if has(func(r GanttRow) bool {
			return slices.ContainsFunc(r.Milestones, func(m GanttMilestone) bool {
				return m.dated() && m.State != maturity.MilestoneDropped && markOf(m).id == mark.id
			})
		}) {
			c := PlanFirm
			if mark.id == milestoneLate.id {
				c = PlanLate
			}
			out = append(out, key{line: mark, colour: c, text: marks[mark.id]})
		}
	}
	if has(func(r GanttRow) bool { _, _, known := barOf(r.ThenStart, r.ThenEnd); return known && r.Compared }) {
		out = append(out, key{line: stroke{colour: Other.Line, width: 4}, colour: Other, text: upperFirst(orElse(plain(g.in.Then), "before"))})
	}
	if slices.ContainsFunc(links, func(l ganttLink) bool { return !l.violated }) {
		out = append(out, key{line: waitLine, colour: Other, text: "The arrow leads to what waits"})
	}
	if slices.ContainsFunc(links, func(l ganttLink) bool { return l.violated }) {
		out = append(out, key{line: waitWrong, colour: PlanLate, text: "Begins before what it waits for"})
	}
	return out
}

// loose reports whether a part of the bar is drawn thin.
func (r GanttRow) loose() bool {
	a, b, started := window(r.Start)
	c, d, ended := window(r.End)
	return started && b-a > 1 || ended && d-c > 1
}
