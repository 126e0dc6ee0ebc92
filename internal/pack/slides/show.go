package slides

import (
	"slices"
	"strconv"
	"strings"

	"waymark/internal/pack"
)

// Sizes of letters in points, and of slides in English Metric Units: 12,700 are a point, 914,400 an inch.
const (
	verdictSize, titleSize, leadSize, bodySize, besideSize, noteSize, footSize = 28, 24, 20, 16, 14, 12, 10

	point        = 12700
	inch         = 914400
	slideWidth   = 12192000
	slideHeight  = 6858000
	edge         = inch / 2
	titleTop     = inch / 3
	bodyTop      = 5 * inch / 4
	bodyBottom   = slideHeight - 11*inch/20
	bodyWidth    = slideWidth - 2*edge
	bodyHeight   = bodyBottom - bodyTop
	besideWords  = 17 * inch / 2 // a picture with much to say beside it
	pictureWidth = 10 * inch
	gap          = inch / 4
)

// show is slides one after another.
type show struct {
	slides   []slide
	foot     string // of every slide
	drawings int
}

type slide struct {
	title  string
	shapes []shape
}

// image is a picture with what is said of it to those who do not see it.
type image struct {
	name, words   string
	svg, png      []byte
	width, height int // of the drawing, for its proportions
}

// paragraph is a line of text of one size. quiet is grey.
type paragraph struct {
	text        string
	size        int
	bold, quiet bool
}

// paragraphs splits words at their line ends.
func paragraphs(words string, size int) (out []paragraph) {
	for _, line := range strings.Split(strings.ReplaceAll(words, "\r\n", "\n"), "\n") {
		if strings.TrimSpace(line) != "" {
			out = append(out, paragraph{text: line, size: size})
		}
	}
	return out
}

func (s *show) cover(d pack.Document) {
	text := []paragraph{{text: d.Subject, size: bodySize, bold: true}, {text: d.Body + ", " + d.Day, size: bodySize}}
	if d.Edition > 1 {
		text = append(text, paragraph{text: "Edition " + strconv.Itoa(d.Edition), size: bodySize})
	}
	for _, answer := range paragraphs(d.Verdict, verdictSize) {
		answer.bold = true
		text = append(text, answer)
	}
	text = append(append(text, paragraphs(d.Figures, leadSize)...), paragraphs(d.Freshness, leadSize)...)
	s.words(d.Title, text)
	about := []paragraph{}
	for _, words := range d.Warnings {
		about = append(about, paragraph{text: words, size: bodySize, bold: true})
	}
	for _, f := range d.Facts {
		about = append(about, paragraph{text: f.Name + ": " + f.Words, size: bodySize})
	}
	if d.Address != "" {
		about = append(about, paragraph{text: "The paper with where each number comes from: " + d.Address, size: bodySize})
	}
	s.words("What these figures are", about)
	agenda := []paragraph{}
	for i, item := range d.Agenda {
		agenda = append(agenda, paragraph{text: strconv.Itoa(i+1) + ". " + item, size: bodySize})
	}
	s.words("Agenda", agenda)
}

func (s *show) measures(all []pack.Definition) {
	var text []paragraph
	for _, m := range all {
		text = append(text, paragraph{text: m.Title, size: noteSize, bold: true})
		said := slices.DeleteFunc([]string{m.Meaning, m.Formula, m.Unit, m.Polarity, m.Source}, func(words string) bool { return words == "" })
		for i, words := range said {
			said[i] = strings.TrimRight(words, ".") + "."
		}
		text = append(text, paragraphs(strings.Join(said, " "), noteSize)...)
	}
	s.words("What the measures mean", text)
}

// words puts text on as many slides as it needs; none where there is none.
func (s *show) words(title string, text []paragraph) {
	for part, rest := fill(text, bodyWidth, bodyHeight); len(part) > 0; part, rest = fill(rest, bodyWidth, bodyHeight) {
		s.add(slide{title: title, shapes: []shape{box{x: edge, y: bodyTop, width: bodyWidth, height: bodyHeight, text: part}}})
	}
}

// picture puts a drawing on a slide, its words beside it, and what is too long there on the next ones.
func (s *show) picture(title string, much bool, i image, text []paragraph) {
	width := pictureWidth
	if much {
		width = besideWords
	}
	height := width * i.height / max(1, i.width)
	if height > bodyHeight {
		width, height = bodyHeight*i.width/max(1, i.height), bodyHeight
	}
	left := edge + width + gap
	part, rest := fill(text, slideWidth-edge-left, bodyHeight)
	s.drawings++
	s.add(slide{title: title, shapes: []shape{
		drawing{x: edge, y: bodyTop, width: width, height: height, of: i, number: s.drawings},
		box{x: left, y: bodyTop, width: slideWidth - edge - left, height: bodyHeight, text: part},
	}})
	s.words(title, rest)
}

// table puts rows on as many slides as they need, with their heading on each, and words below the last.
func (s *show) table(title string, t pack.Table, below []paragraph) {
	if len(t.Columns) == 0 {
		return
	}
	if len(t.Rows) == 0 {
		heads := make([]string, len(t.Columns))
		for i, c := range t.Columns {
			heads[i] = c.Head
		}
		s.words(title, []paragraph{{text: t.Caption, size: bodySize, bold: true}, {text: "No row: nothing is known of " + strings.Join(heads, ", ") + ".", size: bodySize}})
		s.words(title, below)
		return
	}
	caption, rest := fill(paragraphs(t.Caption, noteSize), bodyWidth, bodyHeight/3)
	room := bodyHeight - tall(caption, bodyWidth)
	top := bodyTop + bodyHeight - room
	all := pages(t, room)
	for i, page := range all {
		one := slide{title: title, shapes: []shape{
			box{x: edge, y: bodyTop, width: bodyWidth, height: bodyHeight - room, text: caption},
			grid{x: edge, y: top, page: page, columns: t.Columns},
		}}
		if end := top + page.height() + gap; i == len(all)-1 && end+tall(below, bodyWidth) < bodyBottom {
			one.shapes, below = append(one.shapes, box{x: edge, y: end, width: bodyWidth, height: bodyBottom - end, text: below}), nil
		}
		s.add(one)
	}
	s.words(title, append(rest, below...))
}

func (s *show) add(one slide) { s.slides = append(s.slides, one) }
