// Package pack is the paper of a meeting as a document: what stands on it, in which order, with which words. It is pure:
// everything in a document was read and drawn before, and nothing in it depends on the hour at which it is written, so that
// the same document gives the same bytes. The rooms below it set a document in one form each.
package pack

import (
	"context"
	"errors"
	"io"

	"waymark/internal/chart"
)

// Document is one paper. Words are plain text: no writer reads markup, formulae or fields in them.
type Document struct {
	Title   string // of the paper: "Digital roadmap steering group, 14 March 2019"
	Subject string // whose figures it shows: "Gloucestershire"
	Body    string // who meets
	Day     string // of the meeting, in words
	Edition int    // 1 for the first; a later one says so on its cover

	// The answer: the sentence that leads, the figures behind it, how many returns they rest on.
	Verdict   string
	Figures   string
	Freshness string

	Agenda   []string
	Warnings []string // "Some of the figures ... were invented", self-assessed scores, suppressed cells
	Facts    []Fact   // cover and foot: newest figures, as known on, definitions, boundaries, sources
	Sections []Section
	Measures []Definition // of every measure shown, in the order in which they first appear
	Address  string       // of the paper in this installation; "" where that is not known
}

// Fact is a name with its words: "As known on" "14 March 2019, 09:00".
type Fact struct{ Name, Words string }

// Kind is what a section is for.
type Kind string

// The kinds of section, in the order in which they stand.
const (
	Answer     Kind = "answer"     // verdict and leading picture: the first page
	Changes    Kind = "changes"    // since the last meeting
	Decisions  Kind = "decisions"  // wanted of this meeting, and actions carried from earlier ones
	Summary    Kind = "summary"    // all targets or organisations in one table
	Exceptions Kind = "exceptions" // one measure a page
	Appendix   Kind = "appendix"   // everything else of the board
)

// Section is a part of a paper with a heading of its own. Every exception begins a page.
type Section struct {
	ID     string // unique in the document; letters, digits and hyphens
	Kind   Kind
	Title  string
	Blocks []Block
}

// Block is one thing on the paper: exactly one field is set.
type Block struct {
	Text      string
	Narrative *Narrative
	Picture   *Picture
	Table     *Table
}

// Narrative is the words beside a picture or a table. What was generated and what an analyst wrote are told apart.
type Narrative struct {
	Words     string
	Generated bool
	By        string // login of who wrote them; "" for generated words
	At        string // when, in words
}

// Picture is a figure that was drawn. Its table is in the figure. Without SVG it could not be drawn: writers show reading
// and table.
type Picture struct {
	Name   string // unique in the document; letters, digits and hyphens: the name of its files
	Figure chart.Figure
	SVG    []byte
	// Sources are where the numbers come from: one row of the figure's table each, "" where there is nothing to lead to.
	Sources []string
}

// Table is rows of words and numbers. Every row has as many cells as there are columns, and no cell is empty.
type Table struct {
	Name    string // unique in the document; letters, digits and hyphens
	Caption string
	Columns []chart.Column
	Rows    [][]Cell
}

// Cell is one cell: its words, and the number they print where it is one, so that a workbook can calculate with it.
type Cell struct {
	Words   string
	Number  float64 // meaningful where Numeric
	Numeric bool
	Status  string // a maturity.Status, where the cell is one: writers set its shape beside the word
	Address string // in this installation, of where the number comes from; ""
}

// Definition is a measure as the last pages of a paper explain it.
type Definition struct {
	ID, Title, Meaning, Formula, Unit, Polarity, Source string
}

// Form is a form in which a paper is kept.
type Form string

// The forms. HTML is the original.
const (
	HTML     Form = "html"
	PDF      Form = "pdf"
	Workbook Form = "xlsx"
	Slides   Form = "pptx"
	Bundle   Form = "zip"
)

// Media is the media type of a form.
func (f Form) Media() string {
	switch f {
	case HTML:
		return "text/html; charset=utf-8"
	case PDF:
		return "application/pdf"
	case Workbook:
		return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	case Slides:
		return "application/vnd.openxmlformats-officedocument.presentationml.presentation"
	}
	return "application/zip"
}

// ErrUnavailable says that a form cannot be made on this machine, such as a PDF without a browser. The paper is kept
// without it.
var ErrUnavailable = errors.New("pack: this form cannot be made on this machine")

// Writer sets a document in one form. The same document gives the same bytes, but for PDF, whose bytes carry the browser's
// version.
type Writer interface {
	Form() Form
	Write(ctx context.Context, w io.Writer, d Document) error
}

// Pictures lists every picture of the document in order.
func (d Document) Pictures() (out []*Picture) {
	for _, s := range d.Sections {
		for _, b := range s.Blocks {
			if b.Picture != nil {
				out = append(out, b.Picture)
			}
		}
	}
	return out
}
