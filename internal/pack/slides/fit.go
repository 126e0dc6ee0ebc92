package slides

import (
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"waymark/internal/chart"
	"waymark/internal/pack"
)

// inset is the margin inside a text box or a cell, each side.
const inset = inch / 10

// broken is a text in the lines it takes in a width: where words are too long they are cut.
func broken(p paragraph, width int) (lines []string) {
	room := float64(width-2*inset) / point * 0.94 // programs set text by fonts of their own: leave them some room
	line := ""
	wide := func(text string) bool { return chart.TextWidth(text, float64(p.size), p.bold) > room }
	for _, word := range strings.Fields(p.text) {
		if line != "" && !wide(line+" "+word) {
			line += " " + word
			continue
		}
		if line != "" {
			lines = append(lines, line)
		}
		for wide(word) && utf8.RuneCountInString(word) > 1 {
			cut := fitting(word, wide)
			lines, word = append(lines, word[:cut]), word[cut:]
		}
		line = word
	}
	return append(lines, line)
}

// fitting is how many bytes of a word fit a line, at least one letter.
func fitting(word string, wide func(string) bool) int {
	starts := []int{}
	for i := range word {
		starts = append(starts, i)
	}
	starts = append(starts, len(word))[1:]
	n, _ := slices.BinarySearchFunc(starts, true, func(end int, _ bool) int {
		if wide(word[:end]) {
			return 1
		}
		return -1
	})
	return starts[max(0, n-1)]
}

// lineHeight is how far lines of a size lie apart, and between is added after a paragraph.
func lineHeight(size int) int { return size * point * 5 / 4 }

const between = 4 * point

func tall(text []paragraph, width int) (height int) {
	for _, p := range text {
		height += len(broken(p, width))*lineHeight(p.size) + between
	}
	if height > 0 {
		height += 2 * inset
	}
	return height
}

// fill takes as much of the text as fits, at least a line of it, and gives the rest.
func fill(text []paragraph, width, height int) (part, rest []paragraph) {
	left := height - 2*inset
	for i, p := range text {
		lines := broken(p, width)
		fit := max(0, (left-between)/lineHeight(p.size))
		if len(part) == 0 {
			fit = max(1, fit)
		}
		if len(lines) > fit {
			if fit > 0 {
				begin, end := p, p
				begin.text, end.text = strings.Join(lines[:fit], " "), strings.Join(lines[fit:], " ")
				return append(part, begin), append([]paragraph{end}, text[i+1:]...)
			}
			return part, text[i:]
		}
		part, left = append(part, p), left-len(lines)*lineHeight(p.size)-between
	}
	return part, nil
}

// tablePage is the rows of a table that stand on one slide.
type tablePage struct {
	widths  []int
	rows    [][]pack.Cell
	heights []int // the heading's first
}

func (p tablePage) height() (sum int) {
	for _, h := range p.heights {
		sum += h
	}
	return sum
}

const cellSize = 14

// pages parts a table into slides of a height. Columns are as wide as their words ask for, within the slide.
func pages(t pack.Table, height int) (out []tablePage) {
	widths := widthsOf(t)
	heading := make([]pack.Cell, len(t.Columns))
	for i, c := range t.Columns {
		heading[i] = pack.Cell{Words: c.Head}
	}
	top := rowHeight(heading, widths, true)
	page := tablePage{widths: widths, heights: []int{top}}
	used := top
	for _, row := range t.Rows {
		h := rowHeight(row, widths, false)
		if len(page.rows) > 0 && used+h > height {
			out = append(out, page)
			page, used = tablePage{widths: widths, heights: []int{top}}, top
		}
		page.rows, page.heights, used = append(page.rows, row), append(page.heights, h), used+h
	}
	return append(out, page)
}

func rowHeight(row []pack.Cell, widths []int, bold bool) int {
	lines := 1
	for i, c := range row {
		lines = max(lines, len(broken(paragraph{text: words(c), size: cellSize, bold: bold}, widths[i])))
	}
	return lines*lineHeight(cellSize) + inset
}

// widthsOf gives each column a share of the slide: what its longest words ask for, but none less than a narrow column or
// more than is needed.
func widthsOf(t pack.Table) []int {
	wanted := make([]float64, len(t.Columns))
	total := 0.0
	for i, c := range t.Columns {
		wanted[i] = chart.TextWidth(c.Head, cellSize, true)
		for _, row := range t.Rows {
			wanted[i] = math.Max(wanted[i], chart.TextWidth(words(row[i]), cellSize, false))
		}
		wanted[i] = math.Min(math.Max(wanted[i]+20, 60), 400)
		total += wanted[i]
	}
	out := make([]int, len(wanted))
	for i, w := range wanted {
		out[i] = int(w / total * bodyWidth)
	}
	return out
}

// words is a cell's words with the shape of its status.
func words(c pack.Cell) string {
	if shape := pack.Shape(c.Status); shape != "" {
		return shape + " " + c.Words
	}
	return c.Words
}
