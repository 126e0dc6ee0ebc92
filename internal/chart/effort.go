package chart

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"waymark/internal/maturity"
)

// KindEffort is the Figure.Kind of Effort.
const KindEffort = "effort"

// EffortItem is one initiative as it was judged, from 1 to 5. nil: not judged.
type EffortItem struct {
	Label          string
	Effort, Impact *float64
	Note           string
}

// EffortInput is what the matrix of effort against impact is made from.
type EffortInput struct {
	Title        string // headline; "" makes one from the numbers by fixed rules
	Items        []EffortItem
	AsAt         string
	SourceWords  string
	Illustrative bool
}

// Effort draws a matrix: effort to the right, impact upwards, each initiative by number in its cell and by name beside.
// What was not judged stands in the table. Without a judged item there is no picture.
func Effort(in EffortInput) (Figure, error) {
	for _, i := range in.Items {
		for _, v := range []*float64{i.Effort, i.Impact} {
			if v != nil && (math.IsNaN(*v) || *v < 1 || *v > 5) {
				return Figure{}, fmt.Errorf("effort chart: %v of %q is not from 1 to 5", *v, i.Label)
			}
		}
	}
	judged := in.judged()
	f := Figure{
		Kind: KindEffort, Title: in.headline(), Subtitle: "Effort and impact, each judged from 1 (little) to 5 (very much).", Reading: in.reading(), Table: in.table(),
		Notes: plainNotes(in.Illustrative, nil), Source: plain(in.SourceWords), AsAt: plain(in.AsAt), Width: widePaper.width,
	}
	if left := len(in.Items) - len(judged); left > 0 && len(judged) > 0 {
		f.Notes = append(f.Notes, counted(left, "initiative was not judged and stands", "initiatives were not judged and stand")+" in the table only.")
	}
	if len(judged) == 0 {
		return f, nil
	}
	return f.drawn(in.draw)
}

func (i EffortItem) label() string { return orElse(plain(i.Label), "Unnamed") }

// judgedItem is an item with its number in the table.
type judgedItem struct {
	EffortItem
	number int
}

func (i EffortItem) cell() (effort, impact int) {
	return int(math.Round(*i.Effort)), int(math.Round(*i.Impact))
}

func (in EffortInput) judged() []judgedItem {
	var out []judgedItem
	for n, i := range in.Items {
		if i.Effort != nil && i.Impact != nil {
			out = append(out, judgedItem{i, n + 1})
		}
	}
	return out
}

// quick are the items of much impact for little effort.
func (in EffortInput) quick() []judgedItem {
	return slices.DeleteFunc(in.judged(), func(i judgedItem) bool { return *i.Impact < 4 || *i.Effort > 2 })
}

func (in EffortInput) headline() string {
	judged := in.judged()
	switch {
	case in.Title != "":
		return plain(in.Title)
	case len(judged) == 0:
		return "Effort and impact of no initiative were judged"
	}
	return fmt.Sprintf("%d of %s much impact for little effort", len(in.quick()), counted(len(judged), "judged initiative has", "judged initiatives have"))
}

func (in EffortInput) reading() string {
	judged := in.judged()
	if len(judged) == 0 {
		return fmt.Sprintf("None of %s was judged.", counted(len(in.Items), "initiative", "initiatives"))
	}
	text := fmt.Sprintf("%d of %s judged", len(judged), counted(len(in.Items), "initiative is", "initiatives are"))
	var names []string
	for _, i := range in.quick() {
		if len(names) < 3 {
			names = append(names, nameOf(maturity.Organisation{Name: i.label()}))
		}
	}
	if len(names) == 0 {
		return sentence(text, "none has an impact of 4 or more for an effort of 2 or less")
	}
	return sentence(text, "an impact of 4 or more for an effort of 2 or less have, first, "+strings.Join(names, ", "))
}

func (in EffortInput) table() Table {
	t := Table{Caption: "Effort and impact as judged", Columns: []Column{{"Number", true}, {"Initiative", false}, {"Effort", true}, {"Impact", true}}}
	noted := slices.ContainsFunc(in.Items, func(i EffortItem) bool { return plain(i.Note) != "" })
	if noted {
		t.Columns = append(t.Columns, Column{"Note", false})
	}
	cell := func(v *float64) string {
		if v == nil {
			return "not judged"
		}
		return strconv.FormatFloat(math.Round(*v*10)/10, 'f', -1, 64)
	}
	for n, i := range in.Items {
		cells := []string{whole(n + 1), i.label(), cell(i.Effort), cell(i.Impact)}
		if noted {
			cells = append(cells, orElse(plain(i.Note), "none"))
		}
		t.Rows = append(t.Rows, Row{Cells: cells})
	}
	return t
}

var (
	effortGrid  = stroke{id: "grid", colour: gridLine, width: 1, z: 1}
	effortEdge  = stroke{id: "edge", colour: Quiet.Line, width: 1, z: 2}
	effortQuick = stroke{id: "quick", colour: Improvement.Line, width: 2.5, dash: []int{6, 3}, z: 3}
)

// draw lays out the cells. On wide paper names stand in the cells where they fit; else numbers do, with the names below.
func (in EffortInput) draw(f Figure) ([]byte, int, error) {
	judged := in.judged()
	slices.SortStableFunc(judged, func(a, b judgedItem) int { return cmp.Compare(*b.Impact, *a.Impact) })
	cells := map[[2]int][]judgedItem{}
	fullest := 0
	for _, i := range judged {
		e, m := i.cell()
		cells[[2]int{e, m}] = append(cells[[2]int{e, m}], i)
		fullest = max(fullest, len(cells[[2]int{e, m}]))
	}
	named := !f.paper.narrow && f.paper.height == 0 && fullest <= 6
	var list []label
	room := float64(f.paper.width) - 2*margin
	below := 44.0
	most := len(judged)
	if !named {
		if f.paper.height > 0 {
			most = min(most, 10)
		}
		most = min(most, 40)
		columns := 1.0
		if !f.paper.narrow {
			columns = 2
		}
		high := 0.0
		for n, i := range judged[:most] {
			l := label{x: margin + float64(n%int(columns))*(room/columns), lines: []string{isolate(fit(whole(i.number)+". "+i.label(), room/columns-12, smallSize, false))}, size: smallSize, colour: Ink.Text, align: "left"}
			l.y = float64(n/int(columns)) * 18
			high = l.y + 18
			list = append(list, l)
		}
		below += high + 8
		f.key += leftOut(most, len(judged))
	}
	keys := []key{{line: effortQuick, colour: Improvement, text: "Much impact for little effort"}}
	above := flowKeys(keys, 0, f.paper.width) + 10
	cell := 64.0
	if named {
		cell = math.Max(64, float64(fullest)*34+14)
	}
	p := newPen()
	fr := newFrame(f, margin+34, margin, above, 5*cell, below)
	flowKeys(keys, fr.top-above, f.paper.width)
	fr.keys = keys
	wide, high := (fr.right-fr.left)/5, (fr.bottom-fr.top)/5
	for k := range 6 {
		s := effortGrid
		if k == 0 || k == 5 {
			s = effortEdge
		}
		x, y := math.Round(fr.left+float64(k)*wide)+0.5, math.Round(fr.top+float64(k)*high)+0.5
		p.like(s).path(xy{x, fr.top}, xy{x, fr.bottom})
		p.like(s).path(xy{fr.left, y}, xy{fr.right, y})
	}
	p.like(effortQuick).box(fr.left+1, fr.left+2*wide-1, fr.top+high, 2*high-2)
	for k := 1; k <= 5; k++ {
		x := label{x: fr.left + (float64(k)-0.5)*wide, y: fr.bottom + 5, lines: []string{strconv.Itoa(k)}, size: noteSize, colour: Quiet.Text, align: "center"}
		y := label{x: fr.left - 8, lines: []string{strconv.Itoa(k)}, size: noteSize, colour: Quiet.Text, align: "right"}
		y.y = fr.bottom - (float64(k)-0.5)*high - y.height()/2
		fr.labels = append(fr.labels, x, y)
	}
	fr.labels = append(fr.labels, label{x: (fr.left + fr.right) / 2, y: fr.bottom + 22, lines: []string{"Effort: more to the right"}, size: smallSize, bold: true, colour: Quiet.Text, align: "center"},
		label{x: margin, y: fr.top - 2, lines: []string{"Impact"}, size: noteSize, colour: Quiet.Text, align: "left", halo: true})
	for e := 1; e <= 5; e++ {
		for m := 1; m <= 5; m++ {
			in.write(&fr, cells[[2]int{e, m}], named, fr.left+float64(e-1)*wide, fr.bottom-float64(m)*high, wide, high)
		}
	}
	for _, l := range list {
		l.y += fr.bottom + 46
		fr.labels = append(fr.labels, l)
	}
	option, err := p.option(fr)
	return option, fr.height, err
}

// write sets the items of a cell: names under each other, or numbers beside each other.
func (in EffortInput) write(fr *frame, items []judgedItem, named bool, x, y, wide, high float64) {
	if len(items) == 0 {
		return
	}
	if named {
		at := y + 7
		for _, i := range items {
			l := label{x: x + 8, y: at, lines: wrap(whole(i.number)+". "+isolate(i.label()), wide-16, noteSize, false, 2), size: noteSize, colour: Ink.Text, align: "left"}
			fr.labels = append(fr.labels, l)
			at += l.height() + 4
		}
		return
	}
	var numbers []string
	for _, i := range items {
		numbers = append(numbers, whole(i.number))
	}
	l := label{x: x + wide/2, size: smallSize, bold: true, colour: Ink.Text, align: "center"}
	l.lines = wrap(strings.Join(numbers, ", "), wide-8, smallSize, true, max(1, int(high/18)))
	l.y = y + high/2 - l.height()/2
	fr.labels = append(fr.labels, l)
}
