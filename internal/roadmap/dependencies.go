package roadmap

import (
	"cmp"
	"fmt"
	"slices"

	"waymark/internal/chart"
	"waymark/internal/maturity"
	"waymark/internal/schedule"
)

// GraphItems is how many items a graph of dependencies shows at most.
const GraphItems = 60

// DependencyQuery chooses a part of a roadmap's dependencies.
type DependencyQuery struct {
	Workstream   string
	Organisation string // as a roadmap writes it, or its code
	Item         string // all around it
	Consider     bool   // with what is only to be considered with each other
	AsAt         string // in words
}

// Dependency is a line of the table: what waits for what, and whether the dates allow it.
type Dependency struct {
	Item, Needs Named
	Kind        maturity.LinkKind
	Words       string // of the link
	Ready       string // when the other is ready, in words
	Planned     string // when this is planned, in words
	Spare       int    // days between, where known
	SpareKnown  bool
	Must, May   bool // the dates contradict each other; may, depending on how they are read
	Follows     bool // it has no start of its own, and can begin when the other is ready
	Critical    bool
	Done        bool // the other is ready
	Verdict     string
}

// Named is an item with its title and where it is shown.
type Named struct {
	ID, Title, What, Initiative string
	Owners                      []string
}

// Waiting is something that must be ready before an item can begin.
type Waiting struct {
	schedule.Need
	Named
	Through string // title of what waits for it
	When    string
	Verdict string
}

// Dependencies is a part of what waits for what.
type Dependencies struct {
	Rows      []Dependency
	Graph     chart.GraphInput
	Shown, Of int // items in the graph and in the choice
	Cycles    []CycleWords
	Before    []Waiting // of the item chosen
	Item      Named     // the item chosen
	Chain     []Named   // what decides the last day of the whole roadmap, the first first
	ChainLast string    // that day
	ChainNote string
	Must, May int // contradictions among the rows
	Unknown   int // rows of which nobody can tell, because a date is missing
	All       int // prerequisites of the whole roadmap
	Consider  int // links of the other kind in it
}

// CycleWords is a cycle with the titles of its items.
type CycleWords struct {
	Consider bool
	Items    []Named
}

// Named tells what an item is called, and who owns it.
func (p *Plan) Named(id string) Named {
	title, what, initiative, ok := p.Find(id)
	n := Named{ID: id, Title: cmp.Or(title, id), What: what, Initiative: initiative}
	if in := p.Initiative(initiative); ok && in != nil {
		n.Owners = in.Organisations
		for _, d := range p.DeploymentsOf(in.ID) {
			if d.ID == id {
				n.Owners = []string{d.Organisation}
			}
		}
	}
	return n
}

// Dependencies tells what waits for what in the part of the roadmap that is asked for.
func (p *Plan) Dependencies(q DependencyQuery) Dependencies {
	d := Dependencies{}
	for _, l := range p.links() {
		if l.Kind == maturity.LinkPrerequisite {
			d.All++
		} else {
			d.Consider++
		}
	}
	rows := p.chosen(q)
	for _, l := range rows {
		row := p.dependency(l)
		d.Rows = append(d.Rows, row)
		switch {
		case row.Must:
			d.Must++
		case row.May:
			d.May++
		case row.Kind == maturity.LinkPrerequisite && !row.SpareKnown && !row.Done && !row.Follows:
			d.Unknown++
		}
	}
	slices.SortStableFunc(d.Rows, func(a, b Dependency) int {
		return cmp.Or(boolFirst(a.Must, b.Must), boolFirst(a.May, b.May), boolFirst(a.Kind == maturity.LinkPrerequisite, b.Kind == maturity.LinkPrerequisite), boolFirst(a.SpareKnown, b.SpareKnown), cmp.Compare(a.Spare, b.Spare))
	})
	d.Graph, d.Shown, d.Of = p.dependencyGraph(d.Rows, q)
	for _, c := range p.Network.Cycles {
		words := CycleWords{Consider: c.Kind == maturity.LinkConsider}
		for _, id := range c.IDs {
			words.Items = append(words.Items, p.Named(id))
		}
		d.Cycles = append(d.Cycles, words)
	}
	if q.Item != "" {
		d.Item, d.Before = p.Named(q.Item), p.waiting(q.Item)
	}
	p.chainWords(&d)
	return d
}

// Orders reports whether anything of the roadmap has to wait for anything.
func (p *Plan) Orders() bool { return len(p.Network.Links) > 0 }

// tie is a link of a roadmap with the item that has it.
type tie struct {
	maturity.RoadmapLink
	from string
}

func (p *Plan) links() (out []tie) {
	for i := range p.Initiatives {
		in := &p.Initiatives[i]
		for _, l := range in.Links {
			from := cmp.Or(l.From, in.ID)
			if _, there := p.Network.Index[l.To]; there && l.Kind != maturity.LinkPartOf {
				out = append(out, tie{l, from})
			}
		}
	}
	return out
}

// chosen are the links of the part that is asked for: one side belongs to it, or both stand around the item.
func (p *Plan) chosen(q DependencyQuery) (out []tie) {
	all := p.links()
	if !q.Consider {
		all = slices.DeleteFunc(all, func(l tie) bool { return l.Kind == maturity.LinkConsider })
	}
	if q.Item != "" {
		return p.around(q.Item, all)
	}
	fits := func(id string) bool {
		in := p.Initiative(p.initiativeOf(id))
		switch {
		case in == nil:
			return q.Workstream == "" && q.Organisation == ""
		case q.Workstream != "" && in.Workstream != q.Workstream:
			return false
		}
		return q.Organisation == "" || p.ownedBy(in, q.Organisation)
	}
	for _, l := range all {
		if fits(l.from) || fits(l.To) {
			out = append(out, l)
		}
	}
	return out
}

func (p *Plan) initiativeOf(id string) string {
	_, _, initiative, _ := p.Find(id)
	return initiative
}

func (p *Plan) ownedBy(in *maturity.Initiative, organisation string) bool {
	if slices.Contains(in.Organisations, organisation) {
		return true
	}
	return slices.ContainsFunc(p.Owners(in), func(o maturity.Organisation) bool { return o.Code == organisation })
}

// around follows links from an item, and from the whole initiative where it is one, in both directions.
func (p *Plan) around(item string, all []tie) (out []tie) {
	near := map[string]bool{item: true}
	for _, part := range p.Network.Parts(item) {
		near[part] = true
	}
	if whole := p.initiativeOf(item); whole != "" {
		near[whole] = true
	}
	taken := make([]bool, len(all))
	for more := true; more && len(near) < GraphItems; {
		more = false
		next := map[string]bool{}
		for i, l := range all {
			if !taken[i] && (near[l.from] || near[l.To]) {
				taken[i], more = true, true
				next[l.from], next[l.To] = true, true
			}
		}
		for id := range next {
			near[id] = true
		}
	}
	for i, l := range all {
		if taken[i] {
			out = append(out, l)
		}
	}
	return out
}

func (p *Plan) node(id string) schedule.Node {
	if at, ok := p.Network.Index[id]; ok {
		return p.Network.Nodes[at]
	}
	return schedule.Node{}
}

// dependency says whether the dates of a link allow it.
func (p *Plan) dependency(l tie) Dependency {
	from, to := p.node(l.To), p.node(l.from)
	row := Dependency{Item: p.Named(l.from), Needs: p.Named(l.To), Kind: l.Kind, Words: l.Words, Done: from.Done, Ready: readyWords(from), Planned: plannedWords(to)}
	if l.Kind != maturity.LinkPrerequisite {
		row.Verdict = "be aware of each other; no order follows"
		return row
	}
	row.Critical = from.Critical && to.Critical
	for _, v := range to.Violated {
		if v.Needs == l.To && v.Kind == maturity.LinkPrerequisite {
			row.Must, row.May = v.Must, !v.Must
			row.Spare = -v.Days
			row.SpareKnown = true
		}
	}
	switch {
	case row.Must:
		row.Verdict = "contradicts: " + inDays(-row.Spare) + " too early"
	case row.May:
		row.Verdict = "may contradict, by up to " + inDays(-row.Spare)
	case from.InCycle && to.InCycle:
		row.Verdict = "in a circle: orders nothing"
	case from.Done:
		row.Verdict = "ready"
	case to.Done:
		row.Verdict = "already begun or done"
	case !from.EndKnown:
		row.Verdict = "not known: " + row.Needs.Title + " has no date"
	case to.ExpectedStart == 0 || !to.StartKnown:
		row.Verdict = "not known"
	case to.Start == 0 && to.StartBy == 0:
		row.Follows, row.Verdict = true, "follows: no start of its own"
	default:
		row.Spare, row.SpareKnown = int(to.ExpectedStart-from.ExpectedEnd)-l.Lag, true
		row.Verdict = "fits"
	}
	return row
}

// readyWords is when something that others wait for is ready.
func readyWords(n schedule.Node) string {
	switch {
	case n.Done && n.ExpectedEnd != 0:
		return "done, " + n.ExpectedEnd.Long()
	case n.Done:
		return "done"
	case n.EndKnown:
		return "by " + n.ExpectedEnd.Long()
	case n.ExpectedEnd != 0:
		return fmt.Sprintf("not known; not before %s", n.ExpectedEnd.Long())
	}
	return "not known"
}

// plannedWords is when an item is planned to begin, or else can begin.
func plannedWords(n schedule.Node) string {
	switch {
	case n.Start != 0 && n.StartBy != 0 && n.Start != n.StartBy:
		return n.Start.Long() + " to " + n.StartBy.Long()
	case n.Start != 0:
		return n.Start.Long()
	case n.PartsStart != 0:
		return "from " + n.PartsStart.Long() + ", by its parts"
	case n.End != 0:
		return "finished by " + n.End.Long()
	case n.StartKnown:
		return "from " + n.ExpectedStart.Long() + ", as it follows"
	case n.ExpectedStart != 0:
		return "not known; not before " + n.ExpectedStart.Long()
	}
	return "no date given"
}
