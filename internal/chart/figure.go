// Package chart turns plain data into pictures described as data: an ECharts option as canonical JSON, a headline, a
// sentence that reads the picture out, and the table of its numbers. It is pure: it draws nothing, reads no clock and
// knows no measure by name. Names that people uploaded are only ever text in it, never a template or code.
package chart

// Figure is one picture with everything that says the same in words and numbers.
type Figure struct {
	Kind     string // one of the Kind constants
	Title    string // the headline: the message in one sentence
	Subtitle string // measure, unit, place, period
	Reading  string // one sentence that says what the picture shows
	Option   []byte // canonical JSON for ECharts, with sorted keys; empty when there is nothing to draw
	Table    Table
	Width    int // pixels at natural size
	Height   int
	Source   string   // where the numbers come from, in words
	AsAt     string   // "as known on 15 November 2018"
	Notes    []string // caveats that must stand beside the picture, such as that figures are illustrative
	key      string   // what the picture's shades mean; stands in the picture only
	paper    paper
	draw     draw // lays the picture out; nil when there is nothing to draw
}

// HasPicture reports whether there is anything to draw. Without a picture the page shows Reading and Table alone.
func (f Figure) HasPicture() bool { return len(f.Option) > 0 }

// Table is the numbers behind a picture. Every row has as many cells as there are columns; no cell is empty.
type Table struct {
	Caption string
	Columns []Column
	Rows    []Row
}

// Column is the heading of a column; Numeric ones are set flush right.
type Column struct {
	Head    string
	Numeric bool
}

// Row is one line of a table. Focus marks the organisation that the page is about.
type Row struct {
	Cells []string
	Focus bool
}
