package chart

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// KindDeployments is the Figure.Kind of Deployments.
const KindDeployments = "deployments"

// DeploymentMark is one go-live.
type DeploymentMark struct {
	Title        string
	Organisation string
	Status       maturity.InitiativeStatus
	Basis        maturity.Basis      // of the status
	When         *maturity.LooseDate // as planned, or the day since when it is in use; nil: no date
	Note         string
}

// DeploymentRow is a capability with what is to go live for it.
type DeploymentRow struct {
	Label string
	Group string // "" for none
	Marks []DeploymentMark
}

// DeploymentsInput is what the chart of deployments is made from: capabilities against time.
type DeploymentsInput struct {
	Title        string // headline; "" makes one from the numbers by fixed rules
	Subtitle     string // "NHS Trust A, by capability", or "Whole system, by capability"
	Rows         []DeploymentRow
	GoLives      int        // how many there are, where one serves several capabilities and has a mark for each; 0: as many as marks
	From, To     period.Day // the least that the time axis shows
	Today        period.Day
	AsAt         string
	SourceWords  string
	Illustrative bool
	Notes        []string
}

// Deployments draws a row for each capability with a mark for each go-live, by status. Marks carry the number of their
// line in the table, which says what is deployed. Without a row there is no picture.
func Deployments(in DeploymentsInput) (Figure, error) {
	f := Figure{
		Kind: KindDeployments, Title: in.headline(), Subtitle: orElse(plain(in.Subtitle), "Go-lives by capability."), Reading: in.reading(), Table: in.table(),
		Notes: plainNotes(in.Illustrative, in.Notes), Source: plain(in.SourceWords), AsAt: plain(in.AsAt), Width: widePaper.width,
	}
	if len(in.Rows) == 0 {
		return f, nil
	}
	return f.drawn(in.draw)
}

func (r DeploymentRow) label() string { return orElse(plain(r.Label), "Unnamed") }

func (m DeploymentMark) dated() bool {
	_, _, known := window(m.When)
	return known
}

func (in DeploymentsInput) count() (all, dated, without int, by map[maturity.InitiativeStatus]int) {
	by = map[maturity.InitiativeStatus]int{}
	for _, r := range in.Rows {
		if len(r.Marks) == 0 {
			without++
		}
		for _, m := range r.Marks {
			all++
			by[m.Status]++
			if m.dated() {
				dated++
			}
		}
	}
	return all, dated, without, by
}

func (in DeploymentsInput) headline() string {
	all, dated, _, by := in.count()
	switch wanted := by[maturity.InitiativeAspirational]; {
	case in.Title != "":
		return plain(in.Title)
	case all == 0:
		return "No go-live is planned for any capability"
	case wanted > 0:
		return fmt.Sprintf("%d of %s aspirational", wanted, counted(all, "go-live is", "go-lives are"))
	case dated == 0:
		return fmt.Sprintf("None of %s a date", counted(all, "go-live has", "go-lives has"))
	}
	return fmt.Sprintf("%s for %s", counted(all, "go-live", "go-lives"), counted(len(in.Rows), "capability", "capabilities"))
}

func (in DeploymentsInput) reading() string {
	all, dated, without, by := in.count()
	if all == 0 {
		return fmt.Sprintf("There is no go-live for any of %s.", counted(len(in.Rows), "capability", "capabilities"))
	}
	parts := []string{fmt.Sprintf("%s for %s, %d without a date", counted(all, "go-live", "go-lives"), counted(len(in.Rows), "capability", "capabilities"), all-dated)}
	if in.GoLives > 0 && in.GoLives != all {
		parts = []string{fmt.Sprintf("%s with %s, one for each capability that it serves", counted(in.GoLives, "go-live", "go-lives"), counted(all, "mark", "marks")), fmt.Sprintf("of the marks, %d are without a date", all-dated)}
	}
	for _, s := range maturity.InitiativeStatuses() {
		if n := by[s]; n > 0 {
			parts = append(parts, strconv.Itoa(n)+" "+maturity.LowerFirst(s.Words()))
		}
	}
	if without > 0 {
		parts = append(parts, counted(without, "capability has", "capabilities have")+" none")
	}
	return sentence(parts...)
}

// table says what is behind each mark; the number is the one beside it.
func (in DeploymentsInput) table() Table {
	t := Table{Caption: "What is deployed for each capability", Columns: []Column{{"Number", true}, {"Capability", false}}}
	has := func(of func(DeploymentMark) string) bool {
		return slices.ContainsFunc(in.Rows, func(r DeploymentRow) bool {
			return slices.ContainsFunc(r.Marks, func(m DeploymentMark) bool { return plain(of(m)) != "" })
		})
	}
	organisations, notes := has(func(m DeploymentMark) string { return m.Organisation }), has(func(m DeploymentMark) string { return m.Note })
	t.Columns = append(t.Columns, Column{"What", false})
	if organisations {
		t.Columns = append(t.Columns, Column{"Organisation", false})
	}
	t.Columns = append(t.Columns, Column{"Status", false}, Column{"When", false})
	if notes {
		t.Columns = append(t.Columns, Column{"Note", false})
	}
	add := func(number string, r DeploymentRow, what, organisation, status, when, note string) {
		cells := []string{number, r.label(), what}
		if organisations {
			cells = append(cells, organisation)
		}
		if cells = append(cells, status, when); notes {
			cells = append(cells, note)
		}
		t.Rows = append(t.Rows, Row{Cells: cells})
	}
	n := 0
	for _, r := range in.Rows {
		if len(r.Marks) == 0 {
			add("none", r, "nothing is deployed", "none", "none", "none", "none")
		}
		for _, m := range r.Marks {
			n++
			add(strconv.Itoa(n), r, orElse(plain(m.Title), "Unnamed"), orElse(plain(m.Organisation), "not stated"), m.statusCell(), dateCell(m.When), orElse(plain(m.Note), "none"))
		}
	}
	return t
}

// statusCell is the status, and whether it was read out of the wording.
func (m DeploymentMark) statusCell() string {
	words := m.Status.Words()
	if m.Basis == maturity.ByReading {
		words += " (inferred)"
	}
	return words
}

// deploymentMarks are the shapes of the statuses, told apart in black and white.
var deploymentMarks = map[maturity.InitiativeStatus]stroke{
	maturity.InitiativeComplete:     {id: "complete", colour: PlanComplete.Line, mark: "circle", size: 12, z: 8},
	maturity.InitiativeActive:       {id: "active", colour: PlanFirm.Line, mark: "diamond", size: 13, z: 8},
	maturity.InitiativeCommitted:    {id: "committed", colour: PlanFirm.Line, mark: "rect", size: 10, hollow: true, z: 8},
	maturity.InitiativeAspirational: {id: "aspirational", colour: PlanWanted.Line, mark: "triangle", size: 12, hollow: true, z: 8},
	"":                              {id: "not-stated", colour: Other.Line, mark: "circle", size: 10, hollow: true, z: 8},
}

func deploymentMark(s maturity.InitiativeStatus) stroke {
	if m, known := deploymentMarks[s]; known {
		return m
	}
	return deploymentMarks[""]
}

// placed is a mark with its number and lane.
type placed struct {
	DeploymentMark
	number, lane int
	from, to     period.Day
}

const laneHigh = 17.0

func (in DeploymentsInput) draw(f Figure) ([]byte, int, error) {
	from, to := in.span()
	all := in.numbered()
	groups := make([]string, len(in.Rows))
	for i, r := range in.Rows {
		groups[i] = plain(r.Group)
	}
	// The plot is at least this wide; marks are put into lanes for it.
	room := 0.5 * float64(f.paper.width)
	if f.paper.narrow {
		room = float64(f.paper.width) - 3*margin
	}
	lanes := make([]int, len(all))
	for i := range all {
		lanes[i] = putInLanes(all[i], room/float64(max(1, to-from+1)))
	}
	n := fits(f, groups, func(i int) int { return 1 + (lanes[i]-1)/2 })
	f.key += leftOut(n, len(in.Rows))
	var lines []timeLine
	var place []int
	for i, r := range in.Rows[:n] {
		if groups[i] != "" && (i == 0 || groups[i-1] != groups[i]) {
			lines = append(lines, timeLine{name: groups[i], heading: true})
		}
		place = append(place, len(lines))
		lines = append(lines, timeLine{name: r.label(), value: r.words(), lanes: lanes[i]})
	}
	lay := layTime(f, lines, from, to, in.Today, in.keys(n))
	for i := range n {
		lay.like(stroke{id: "rows", colour: gridLine, width: 1, z: 1}).path(xy{margin, lay.tops[place[i]] + lay.highs[place[i]]}, xy{float64(lay.frame.width) - margin, lay.tops[place[i]] + lay.highs[place[i]]})
		for _, m := range all[i] {
			m.draw(lay, place[i], lanes[i])
		}
	}
	option, err := lay.option(lay.frame)
	return option, lay.frame.height, err
}

// draw puts a mark at the last day it may be, with a line over the days it may be, and its number beside it.
func (m placed) draw(lay *timeRows, line, lanes int) {
	y := lay.y(line) + (float64(m.lane)-float64(lanes-1)/2)*laneHigh*min(1, lay.highs[line]/(float64(lanes)*laneHigh))
	if x0, x1 := lay.x(m.from), lay.x(m.to); x1-x0 > 10 {
		lay.like(mightBe).path(xy{x0, y - 3}, xy{x0, y + 3})
		lay.like(mightBe).path(xy{x0, y}, xy{x1, y})
	}
	s := lay.like(deploymentMark(m.Status))
	s.points = append(s.points, xy{lay.x(m.to), y})
	l := label{x: lay.x(m.to) + 9, lines: []string{strconv.Itoa(m.number)}, size: noteSize, colour: Ink.Text, align: "left", halo: true}
	l.y = y - l.height()/2
	lay.frame.labels = append(lay.frame.labels, l)
}

// words beside a row: how many marks, and how many of them have no place on the axis.
func (r DeploymentRow) words() string {
	without := 0
	for _, m := range r.Marks {
		if !m.dated() {
			without++
		}
	}
	switch {
	case len(r.Marks) == 0:
		return "none"
	case without == 0:
		return ""
	}
	return strconv.Itoa(without) + " without a date"
}

// numbered are the dated marks of each row with the numbers of the table, by time.
func (in DeploymentsInput) numbered() [][]placed {
	out := make([][]placed, len(in.Rows))
	n := 0
	for i, r := range in.Rows {
		for _, m := range r.Marks {
			n++
			if from, to, known := window(m.When); known {
				out[i] = append(out[i], placed{DeploymentMark: m, number: n, from: from, to: to})
			}
		}
		slices.SortStableFunc(out[i], func(a, b placed) int { return cmp.Compare(a.to, b.to) })
	}
	return out
}

// putInLanes gives marks that would cover each other lanes of their own, and says how many there are.
func putInLanes(marks []placed, perDay float64) int {
	const wide = 36
	var ends []float64
	for i := range marks {
		m := &marks[i]
		start, end := float64(m.from)*perDay, float64(m.to)*perDay
		if end-start <= 10 {
			start = end - 7
		}
		lane := 0
		for lane < len(ends) && ends[lane] > start {
			lane++
		}
		if lane == len(ends) {
			ends = append(ends, 0)
		}
		ends[lane], m.lane = end+wide, lane
	}
	return max(1, len(ends))
}

func (in DeploymentsInput) span() (from, to period.Day) {
	var days []period.Day
	for _, r := range in.Rows {
		for _, m := range r.Marks {
			if a, b, known := window(m.When); known {
				days = append(days, a, b)
			}
		}
	}
	if len(days) == 0 && in.From == 0 && in.Today != 0 {
		days = append(days, in.Today)
	}
	return spread(in.From, in.To, days)
}

func (in DeploymentsInput) keys(shown int) []key {
	var out []key
	for _, s := range maturity.InitiativeStatuses() {
		if slices.ContainsFunc(in.Rows[:shown], func(r DeploymentRow) bool {
			return slices.ContainsFunc(r.Marks, func(m DeploymentMark) bool { return m.dated() && m.Status == s })
		}) {
			mark := deploymentMark(s)
			c := PlanFirm
			if s == maturity.InitiativeAspirational || s == "" {
				c = Other
			}
			words := s.Words()
			if s == "" {
				words = "Status not stated"
			}
			out = append(out, key{line: mark, colour: c, text: words})
		}
	}
	if len(out) > 0 {
		out = append(out, key{line: stroke{colour: Ink.Line, width: 1}, colour: Ink, text: "Line: some time in this span"})
	}
	return out
}
