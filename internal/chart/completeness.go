package chart

import (
	"fmt"
	"strings"

	"waymark/internal/maturity"
)

// KindCompleteness is the Figure.Kind of Completeness.
const KindCompleteness = "completeness"

// Part is one of the parts that every column is made of, such as "on time".
type Part struct {
	Words  string
	Colour Colour
	Counts []int // one for each column
	Hollow bool  // drawn as an empty box: what is missing
}

// CompletenessInput is what a stack of counts for each period or organisation is made from.
type CompletenessInput struct {
	Title   string // headline; "" speaks of the first part in the last column
	Unit    string // what is counted: "returns"
	Columns []string
	// Organisations says that the columns are no periods: the headline then speaks of all, and where there are more than
	// the picture has room for the first are drawn instead of the last.
	Organisations bool
	Parts         []Part // in the order in which they lie on each other; the first is what is in
	AsAt          string
	SourceWords   string
	Illustrative  bool
}

// Completeness draws a bar from zero for each period or organisation, made of parts that are counted. An error means
// that the counts do not fit the columns.
func Completeness(in CompletenessInput) (Figure, error) {
	for _, p := range in.Parts {
		if len(p.Counts) != len(in.Columns) {
			return Figure{}, fmt.Errorf("completeness: %d counts of %q for %d columns", len(p.Counts), p.Words, len(in.Columns))
		}
		for _, n := range p.Counts {
			if n < 0 || n > 1e9 {
				return Figure{}, fmt.Errorf("completeness: %d of %q cannot be drawn", n, p.Words)
			}
		}
	}
	f := Figure{
		Kind: KindCompleteness, Title: in.headline(), Subtitle: in.subtitle(), Reading: in.reading(), Table: in.table(), Notes: notesOf(in.Illustrative),
		Source: plain(in.SourceWords), AsAt: plain(in.AsAt), Width: widePaper.width,
	}
	if in.empty() {
		return f, nil
	}
	return f.drawn(in.draw)
}

func (in CompletenessInput) unit() string { return orElse(plain(in.Unit), "returns") }

func (in CompletenessInput) total(column int) int {
	n := 0
	for _, p := range in.Parts {
		n += p.Counts[column]
	}
	return n
}

func (in CompletenessInput) all() int {
	n := 0
	for i := range in.Columns {
		n += in.total(i)
	}
	return n
}

func (in CompletenessInput) empty() bool { return in.all() == 0 }

func (in CompletenessInput) column(i int) string {
	return orElse(plain(in.Columns[i]), "Unnamed")
}

func (p Part) words() string { return orElse(plain(p.Words), "counted") }

func (in CompletenessInput) headline() string {
	if in.Title != "" {
		return plain(in.Title)
	}
	if in.empty() {
		return "No " + in.unit() + " are due"
	}
	if in.Organisations {
		return fmt.Sprintf("%s from %s", in.toldAll(), counted(len(in.Columns), "organisation", "organisations"))
	}
	last := len(in.Columns) - 1
	return fmt.Sprintf("%s: %s", in.columnName(last), in.told(last))
}

// columnName is a column as a sentence calls it.
func (in CompletenessInput) columnName(i int) string {
	return nameOf(maturity.Organisation{Name: in.column(i)})
}

// told says a column in words: "8 of 9 returns on time, 1 missing".
func (in CompletenessInput) told(column int) string {
	return in.toldOf(func(p Part) int { return p.Counts[column] })
}

// toldAll says all columns together.
func (in CompletenessInput) toldAll() string {
	return in.toldOf(func(p Part) int {
		n := 0
		for _, c := range p.Counts {
			n += c
		}
		return n
	})
}

func (in CompletenessInput) toldOf(of func(Part) int) string {
	total := 0
	for _, p := range in.Parts {
		total += of(p)
	}
	if total == 0 {
		return "no " + in.unit() + " due"
	}
	parts := []string{fmt.Sprintf("%s of %s %s %s", whole(of(in.Parts[0])), whole(total), in.unit(), maturity.LowerFirst(in.Parts[0].words()))}
	for _, p := range in.Parts[1:] {
		if n := of(p); n > 0 {
			parts = append(parts, whole(n)+" "+maturity.LowerFirst(p.words()))
		}
	}
	return strings.Join(parts, ", ")
}

func (in CompletenessInput) subtitle() string {
	text := upperFirst(in.unit())
	if n := len(in.Columns); in.Organisations {
		text += ", " + counted(n, "organisation", "organisations")
	} else if n == 1 {
		text += ", " + in.column(0)
	} else if n > 1 {
		text += ", " + in.column(0) + " to " + in.column(n-1)
	}
	return text + "."
}

func (in CompletenessInput) reading() string {
	if in.empty() {
		return sentence("No " + in.unit() + " are due")
	}
	last := len(in.Columns) - 1
	if in.Organisations {
		return sentence(in.toldAll() + ", from " + counted(last+1, "organisation", "organisations"))
	}
	text := in.columnName(last) + ": " + in.told(last)
	if last == 0 {
		return sentence(text)
	}
	return sentence(text, fmt.Sprintf("over all %s together, %s", whole(last+1), in.toldAll()))
}

func (in CompletenessInput) table() Table {
	t := Table{Caption: upperFirst(in.unit()), Columns: []Column{{"For", false}}}
	for _, p := range in.Parts {
		t.Columns = append(t.Columns, Column{upperFirst(p.words()), true})
	}
	t.Columns = append(t.Columns, Column{"All", true})
	for i := range in.Columns {
		cells := []string{in.column(i)}
		for _, p := range in.Parts {
			cells = append(cells, whole(p.Counts[i]))
		}
		t.Rows = append(t.Rows, Row{Cells: append(cells, whole(in.total(i)))})
	}
	return t
}

// whole writes a count.
func whole(n int) string { return maturity.Number(float64(n), 0) }
