package roadmap

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"waymark/internal/chart"
	"waymark/internal/maturity"
)

// dependencyGraph draws the rows: where they have too many items, those of contradictions, of the critical chain and of
// most links are shown.
func (p *Plan) dependencyGraph(rows []Dependency, q DependencyQuery) (in chart.GraphInput, shown, of int) {
	weight := map[string]int{}
	var ids []string
	count := func(id string, w int) {
		if _, seen := weight[id]; !seen {
			ids = append(ids, id)
		}
		weight[id] += w
	}
	for _, r := range rows {
		w := 1
		switch {
		case r.Must:
			w = 1000
		case r.Critical:
			w = 300
		case r.May:
			w = 100
		}
		count(r.Needs.ID, w)
		count(r.Item.ID, w)
	}
	if q.Item != "" && weight[q.Item] > 0 {
		weight[q.Item] += 1 << 20
	}
	of = len(ids)
	slices.SortStableFunc(ids, func(a, b string) int { return cmp.Compare(weight[b], weight[a]) })
	ids = ids[:min(of, GraphItems)]
	in = chart.GraphInput{AsAt: q.AsAt, SourceWords: p.Document}
	titles := map[string]string{}
	for _, w := range p.Workstreams {
		titles[w.ID] = w.Title
	}
	kept := map[string]bool{}
	for _, id := range ids {
		kept[id] = true
		n := p.Named(id)
		node := chart.GraphNode{ID: id, Label: n.Title, Group: strings.Join(n.Owners, ", "), Critical: p.node(id).Critical}
		if initiative := p.Initiative(n.Initiative); initiative != nil && len(p.Workstreams) > 0 {
			node.Group = cmp.Or(titles[initiative.Workstream], node.Group)
		}
		in.Nodes = append(in.Nodes, node)
		in.Illustrative = in.Illustrative || p.Invented(id)
	}
	for _, r := range rows {
		if !kept[r.Needs.ID] || !kept[r.Item.ID] {
			continue
		}
		link := chart.GraphLink{From: r.Needs.ID, To: r.Item.ID, Critical: r.Critical}
		switch {
		case r.Kind == maturity.LinkConsider:
			link.Words = "to be considered with"
		case r.Must:
			link.Words = "needs; the dates contradict"
		default:
			link.Words = "needs"
		}
		in.Links = append(in.Links, link)
	}
	in.Title = graphTitle(rows, len(ids), of)
	return in, len(ids), of
}

// Invented reports whether an item, or the initiative it belongs to, was invented for a demonstration.
func (p *Plan) Invented(id string) bool {
	in := p.Initiative(p.initiativeOf(id))
	if in == nil {
		return false
	}
	for _, d := range p.DeploymentsOf(in.ID) {
		if d.ID == id {
			return d.Illustrative
		}
	}
	for _, m := range in.Milestones {
		if m.ID == id {
			return m.Illustrative
		}
	}
	return in.Illustrative
}

func graphTitle(rows []Dependency, shown, of int) string {
	must := 0
	for _, r := range rows {
		if r.Must {
			must++
		}
	}
	words := counted(of, "item waits or is waited for", "items wait or are waited for")
	if shown < of {
		words = fmt.Sprintf("%d of %d items that wait or are waited for", shown, of)
	}
	switch {
	case of == 0:
		return "Nothing waits for anything here"
	case must > 0:
		return words + ", " + counted(must, "date contradicts", "dates contradict") + " what it waits for"
	}
	return words
}

// waiting lists what must be ready before an item begins.
func (p *Plan) waiting(item string) (out []Waiting) {
	for _, need := range p.Network.Before(item) {
		node := p.Network.Nodes[need.Node]
		w := Waiting{Need: need, Named: p.Named(need.ID), When: readyWords(node)}
		w.Through, _, _, _ = p.Find(need.Through)
		switch {
		case need.Ready:
			w.Verdict = "ready"
		case node.EndKnown:
			w.Verdict = "planned"
		default:
			w.Verdict = "no date"
		}
		out = append(out, w)
	}
	return out
}

// chainWords tells what decides the last day of the roadmap.
func (p *Plan) chainWords(d *Dependencies) {
	n := p.Network
	if n.Last == 0 {
		return
	}
	d.ChainLast = n.Last.Long()
	critical := 0
	for _, id := range n.Chain {
		d.Chain = append(d.Chain, p.Named(id))
		if p.node(id).Critical {
			critical++
		}
	}
	switch {
	case len(d.Chain) == 0:
	case critical == len(d.Chain) && critical > 1:
		d.ChainNote = "Every one of them is critical: a day's slip of any moves the last day."
	case critical <= 1:
		d.ChainNote = "Only the date of the last one decides the last day; the others have days to spare before it."
	default:
		d.ChainNote = fmt.Sprintf("%d of them are critical: a day's slip of one moves the last day.", critical)
	}
}
