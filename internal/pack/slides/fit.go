package slides

import (
	"math"
	"slices"
	"strings"
	"unicode"
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
	for _, word := range spaced(p.text) {
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

// spaced is a text's words. A no-break space holds two together.
func spaced(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return r != '\u00a0' && unicode.IsSpace(r) })
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

// widthsOf shares the slide among the columns: each has room for its longest word where that is possible at all, and
// beyond that what its longest words ask for.
func widthsOf(t pack.Table) []int {
	least, wanted := make([]float64, len(t.Columns)), make([]float64, len(t.Columns))
	needed, more := 0.0, 0.0
	for i, c := range t.Columns {
		least[i], wanted[i] = lengths(c.Head, true)
		for _, row := range t.Rows {
			word, all := lengths(words(row[i]), false)
			least[i], wanted[i] = math.Max(least[i], word), math.Max(wanted[i], all)
		}
		least[i] = math.Min(least[i], 220)
		wanted[i] = math.Max(math.Min(wanted[i], 420), least[i])
		needed, more = needed+least[i], more+wanted[i]-least[i]
	}
	out, room := make([]int, len(least)), float64(bodyWidth)/point
	for i := range out {
		switch {
		case needed >= room:
			out[i] = int(least[i] / needed * room * point)
		case more > 0:
			out[i] = int((least[i] + (wanted[i]-least[i])/more*(room-needed)) * point)
		default:
			out[i] = int((least[i] + (room-needed)/float64(len(out))) * point)
		}
	}
	return out
}

// lengths are those of the longest word and of all, in points, with the margins of a cell.
func lengths(text string, bold bool) (word, all float64) {
	margins := 2*inset/point + cellSize/2.0
	for _, one := range spaced(text) {
		word = math.Max(word, chart.TextWidth(one, cellSize, bold))
	}
	return word/0.94 + margins, chart.TextWidth(text, cellSize, bold)/0.94 + margins
}

// words is a cell's words with the shape of its status.
func words(c pack.Cell) string {
	if shape := pack.Shape(c.Status); shape != "" {
		return shape + "\u00a0" + c.Words
	}
	return c.Words
}
