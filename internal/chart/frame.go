package chart

import (
	"math"
	"strconv"
	"strings"
)

// frame is the paper around a plot: headline and subtitle above, source and notes below. All places are in pixels, so
// that labels can be set beside what they name without overlapping.
type frame struct {
	width, height            int
	left, top, right, bottom float64 // edges of the plot
	labels                   []label
	rules                    []rule
	keys                     []key
}

// rule is a thin upright line that joins a name to what it names.
type rule struct{ x, from, to float64 }

// leastPlot is how high a plot is, whatever stands above and below it.
const leastPlot = 60.0

// newFrame leaves room for the texts and gives the plot its size. above is kept free over the plot, below under it.
func newFrame(f Figure, left, right, above, plotHeight, below float64) frame {
	inner := float64(f.paper.width) - 2*margin
	title := label{x: margin, y: margin, lines: wrap(f.Title, inner, f.paper.title, true, f.paper.lines), size: f.paper.title, bold: true, colour: Ink.Text, align: "left"}
	subtitle := label{x: margin, y: title.y + title.height() + 4, lines: wrap(f.Subtitle, inner, textSize, false, max(2, f.paper.lines-1)), size: textSize, colour: Quiet.Text, align: "left"}
	top := math.Round(subtitle.y + subtitle.height() + 10 + above)
	note := label{x: margin, lines: footer(f, inner), size: noteSize, colour: Quiet.Text, align: "left"}
	if high := f.paper.height; high > 0 { // the notes stand at its foot, and the plot has at most what is left
		note.y = float64(high) - margin - note.height()
		plotHeight = math.Max(leastPlot, math.Min(plotHeight, math.Floor(note.y-below-top)))
	}
	note.y = math.Max(note.y, top+plotHeight+below)
	return frame{
		width: f.paper.width, height: int(math.Ceil(note.y + note.height() + margin)),
		left: left, top: top, right: float64(f.paper.width) - right, bottom: top + plotHeight,
		labels: []label{title, subtitle, note},
	}
}

// footer is the notes, and below them the source and as-at time, that stay with the picture wherever it is copied to.
func footer(f Figure, width float64) []string {
	var where []string
	if f.Source != "" {
		where = append(where, "Source: "+strings.TrimRight(f.Source, ".")+".")
	}
	if f.AsAt != "" {
		where = append(where, "As known on "+f.AsAt+".")
	}
	notes := strings.TrimSpace(strings.Join(f.Notes, " ") + " " + f.key)
	return append(wrap(notes, width, noteSize, false, f.paper.lines), wrap(strings.Join(where, " "), width, noteSize, false, f.paper.lines)...)
}

// graphic is all labels as ECharts elements, with ids by their order.
func (f frame) graphic() option {
	var elements []any
	for i, l := range f.labels {
		elements = append(elements, l.elements("text-"+strconv.Itoa(i))...)
	}
	for i, r := range f.rules {
		elements = append(elements, option{"type": "line", "id": "rule-" + strconv.Itoa(i), "silent": true, "z": 19,
			"shape": option{"x1": math.Round(r.x) + 0.5, "y1": math.Round(r.from), "x2": math.Round(r.x) + 0.5, "y2": math.Round(r.to)}, "style": option{"stroke": Ink.Line, "lineWidth": 1}})
	}
	return option{"elements": append(elements, keyElements(f.keys)...)}
}

// grid places the plot.
func (f frame) grid() []any {
	return []any{option{"left": f.left, "top": f.top, "width": f.right - f.left, "height": f.bottom - f.top, "containLabel": false}}
}

// place adds labels and moves them up or down so that none covers another, keeping their order and the plot's bounds.
func (f *frame) place(labels []label) {
	const gap = 3
	for pass := 0; pass < 40; pass++ {
		moved := false
		for i := range labels {
			for j := range labels {
				a, b := &labels[i], &labels[j]
				if i == j || !beside(*a, *b) || middleOf(*a) > middleOf(*b) || middleOf(*a) == middleOf(*b) && i > j {
					continue
				}
				if overlap := a.y + a.height() + gap - b.y; overlap > 0 {
					a.y -= overlap / 2
					b.y += overlap / 2
					moved = true
				}
			}
			labels[i].y = math.Max(f.top-8, math.Min(labels[i].y, f.bottom-labels[i].height()+8))
		}
		if !moved {
			break
		}
	}
	f.labels = append(f.labels, labels...)
}

func middleOf(l label) float64 { return l.y + l.height()/2 }

// beside reports whether two labels share a stretch of the horizontal.
func beside(a, b label) bool {
	return a.start() < b.start()+b.width()+6 && b.start() < a.start()+a.width()+6
}

func (l label) start() float64 {
	switch l.align {
	case "center":
		return l.x - l.width()/2
	case "right":
		return l.x - l.width()
	}
	return l.x
}

// above puts the names of marks into rows over the plot, each row filled from the left, so that none covers another.
// The labels must be sorted by x. It returns how many rows they take. None runs into the names right of the plot.
func (f *frame) above(labels []label) int {
	var rowEnds []float64
	for _, l := range labels {
		l.x = math.Max(f.left+l.width()/2, math.Min(l.x, math.Min(f.right+8, float64(f.width)-margin)-l.width()/2))
		row := 0
		for row < len(rowEnds) && l.start() < rowEnds[row]+10 {
			row++
		}
		if row == len(rowEnds) {
			rowEnds = append(rowEnds, 0)
		}
		rowEnds[row] = l.start() + l.width()
		l.y = f.top - 4 - l.height()*float64(row+1)
		f.labels = append(f.labels, l)
	}
	return len(rowEnds)
}
