package chart

import (
	"fmt"
	"strings"

	"waymark/internal/maturity"
)

// KindGraph is the Figure.Kind of Graph.
const KindGraph = "graph"

// GraphNode is one thing that others depend on.
type GraphNode struct {
	ID       string
	Label    string
	Group    string          // "" for none
	Status   maturity.Status // "" for none
	Critical bool            // on the critical chain
}

// GraphLink says that To waits for From.
type GraphLink struct {
	From, To string // ids of nodes; one that is not there is left out
	Words    string // "must finish first"
	Critical bool
}

// GraphInput is what a dependency graph is made from.
type GraphInput struct {
	Title        string // headline; "" makes one from the numbers by fixed rules
	Nodes        []GraphNode
	Links        []GraphLink
	AsAt         string
	SourceWords  string
	Illustrative bool
}

// Graph draws what waits for what, from left to right, with the critical chain in thick lines and by word. Things that
// wait for each other in a circle are drawn too, and said. Without a node there is no picture.
func Graph(in GraphInput) (Figure, error) {
	seen := map[string]bool{}
	for _, n := range in.Nodes {
		if seen[n.ID] {
			return Figure{}, fmt.Errorf("graph: two nodes have the id %q", n.ID)
		}
		seen[n.ID] = true
	}
	g := newGraph(in)
	f := Figure{
		Kind: KindGraph, Title: g.headline(), Subtitle: g.subtitle(), Reading: g.reading(), Table: g.table(), Notes: notesOf(in.Illustrative),
		Source: plain(in.SourceWords), AsAt: plain(in.AsAt), Width: widePaper.width,
	}
	if len(in.Nodes) == 0 {
		return f, nil
	}
	return f.drawn(g.draw)
}

// graph is the input with its links by node.
type graph struct {
	in    GraphInput
	index map[string]int
	links []GraphLink // between nodes that are there, each once
	needs [][]int     // by node, links that lead to it
}

func newGraph(in GraphInput) graph {
	g := graph{in: in, index: map[string]int{}, needs: make([][]int, len(in.Nodes))}
	for i, n := range in.Nodes {
		g.index[n.ID] = i
	}
	seen := map[[2]string]bool{}
	for _, l := range in.Links {
		to, toThere := g.index[l.To]
		_, fromThere := g.index[l.From]
		if !toThere || !fromThere || seen[[2]string{l.From, l.To}] {
			continue
		}
		seen[[2]string{l.From, l.To}] = true
		g.needs[to] = append(g.needs[to], len(g.links))
		g.links = append(g.links, l)
	}
	return g
}

func (n GraphNode) label() string { return orElse(plain(n.Label), orElse(plain(n.ID), "Unnamed")) }

func (g graph) critical() int {
	n := 0
	for _, node := range g.in.Nodes {
		if node.Critical {
			n++
		}
	}
	return n
}

func (g graph) headline() string {
	n := len(g.in.Nodes)
	switch critical := g.critical(); {
	case g.in.Title != "":
		return plain(g.in.Title)
	case n == 0:
		return "Nothing depends on anything here"
	case critical == 0:
		return fmt.Sprintf("%s with %s between them", counted(n, "item", "items"), counted(len(g.links), "dependency", "dependencies"))
	default:
		return fmt.Sprintf("%d of %s on the critical chain", critical, counted(n, "item is", "items are"))
	}
}

func (g graph) subtitle() string {
	return fmt.Sprintf("What waits for what: %s, %s.", counted(len(g.in.Nodes), "item", "items"), counted(len(g.links), "dependency", "dependencies"))
}

func (g graph) reading() string {
	if len(g.in.Nodes) == 0 {
		return "There is no item to show."
	}
	text := fmt.Sprintf("%s and %s between them", counted(len(g.in.Nodes), "item", "items"), counted(len(g.links), "dependency", "dependencies"))
	var chain []string
	for _, n := range g.in.Nodes {
		if n.Critical {
			chain = append(chain, nameOf(maturity.Organisation{Name: n.label()}))
		}
	}
	if len(chain) == 0 {
		return sentence(text)
	}
	return sentence(text, "the critical chain: "+strings.Join(chain, ", "))
}

func (g graph) table() Table {
	t := Table{Caption: "What waits for what", Columns: []Column{{"Item", false}, {"Group", false}, {"Status", false}, {"Critical chain", false}, {"Waits for", false}}}
	for i, n := range g.in.Nodes {
		cells := []string{n.label(), orElse(plain(n.Group), "none"), orElse(n.Status.Words(), "no status"), "no", "nothing"}
		if n.Critical {
			cells[3] = "yes"
		}
		var needs []string
		for _, at := range g.needs[i] {
			l := g.links[at]
			text := g.in.Nodes[g.index[l.From]].label()
			if words := plain(l.Words); words != "" {
				text += " (" + words + ")"
			}
			needs = append(needs, text)
		}
		if len(needs) > 0 {
			cells[4] = strings.Join(needs, "; ")
		}
		t.Rows = append(t.Rows, Row{Cells: cells})
	}
	return t
}
