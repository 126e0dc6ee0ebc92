package sheet

import (
	"context"
	"errors"
	"io"
	"os"
)

// Source is the bytes of a file: an *io.SectionReader or a *bytes.Reader is one.
type Source interface {
	io.ReaderAt
	Size() int64
}

// FileSource makes an open file a Source.
func FileSource(f *os.File) (Source, error) {
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	return io.NewSectionReader(f, 0, info.Size()), nil
}

// Limits bound what a file may ask of the machine. A file beyond one of them is refused with a Fault.
type Limits struct {
	MaxBytes     int64 // size of the file as sent
	MaxUnzipped  int64 // sum of the parts of a workbook once unpacked
	MaxRows      int   // number of the last row, blank ones included
	MaxColumns   int   // number of the last filled column
	MaxCellChars int   // characters in one cell
}

// DefaultLimits are 100 MB, 1 GB unpacked, 2,000,000 rows, 500 columns and the 32,767 characters Excel allows in a cell.
func DefaultLimits() Limits {
	return Limits{MaxBytes: 100 << 20, MaxUnzipped: 1 << 30, MaxRows: 2_000_000, MaxColumns: 500, MaxCellChars: 32_767}
}

// CellKind tells what a cell holds.
type CellKind uint8

// The kinds of cell. A CSV file has Text and Blank only: it does not say what is a number.
const (
	Blank CellKind = iota // nothing, or white space only
	Text
	Number
	Date
	Bool  // Text is TRUE or FALSE
	Error // Text is #N/A, #DIV/0! and the like
)

// Cell is one cell of a row.
type Cell struct {
	Column int // from 1
	// Text is what the cell says: a text unchanged (leading zeros and spaces kept), a number in its shortest exact
	// form, a date as 2018-07-31 (with " 13:45:00" when it has a time of day).
	Text    string
	Kind    CellKind
	Formula bool    // the value is the stored result of a formula; Blank when none was stored
	Percent bool    // the number is shown with a percent sign: Number 0.85 appears to people as 85%
	Number  float64 // for Number and Date; a date is a serial of the 1900 system, whatever the workbook uses
}

// Row is one row that holds something. Cells[i] is column i+1; blank cells at the end are left out. Cells is reused for
// the next row; the texts may be kept.
type Row struct {
	Number int // the row a spreadsheet shows, from 1
	Cells  []Cell
}

// SheetInfo names a sheet in the order of the workbook.
type SheetInfo struct {
	Name   string // unchanged, trailing blanks included; "" in a CSV file
	Hidden bool
}

// ErrStop, returned by the function given to Rows, ends the reading without an error.
var ErrStop = errors.New("stop reading")

// Book is an opened file. It is not safe for use by several goroutines at once.
type Book struct {
	ctx    context.Context
	media  string
	sheets []SheetInfo
	format format
	opened *notes         // found on opening
	passes map[int]*notes // found in the sheets, by index
}

// format is a kind of file.
type format interface {
	rows(ctx context.Context, sheet int, found *notes, yield func(Row) error) error
	close() error
}

// Open recognises a file by its bytes and reads its outline. The name only has to agree with them. What is wrong with
// the file is a *Fault; any other error comes from src or ctx.
func Open(ctx context.Context, src Source, fileName string, lim Limits) (*Book, error) {
	b := &Book{ctx: ctx, opened: newNotes(""), passes: map[int]*notes{}}
	if err := checkSize(src, lim); err != nil {
		return nil, err
	}
	head, err := readHead(src)
	if err != nil {
		return nil, err
	}
	media, err := recognise(src, head)
	if err != nil {
		return nil, err
	}
	b.media = media
	if media == mediaXLSX {
		b.format, b.sheets, err = openWorkbook(src, lim, b.opened)
	} else {
		b.sheets = []SheetInfo{{}}
		b.format, err = openCSV(ctx, src, head, lim, b.opened)
		err = asNamed(err, fileName)
	}
	if err == nil {
		err = checkName(fileName, media)
	}
	if err != nil {
		return nil, err
	}
	return b, nil
}

// Media is csv or xlsx.
func (b *Book) Media() string { return b.media }

// Sheets lists the sheets that hold cells, hidden ones included.
func (b *Book) Sheets() []SheetInfo { return b.sheets }

// Rows streams the rows of a sheet that hold something, in order. It may be called again for the same sheet. It ends
// with the first error of yield (ErrStop: without an error), with a *Fault, or when the context of Open is cancelled.
func (b *Book) Rows(sheet string, yield func(Row) error) error {
	for i, s := range b.sheets {
		if s.Name != sheet {
			continue
		}
		found := newNotes(sheet)
		err := b.format.rows(b.ctx, i, found, yield)
		if last := b.passes[i]; last == nil || err == nil || last.rows < found.rows {
			b.passes[i] = found
		}
		if errors.Is(err, ErrStop) {
			return nil
		}
		return err
	}
	return &Fault{"no-such-sheet", "The file has no sheet named “" + sheet + "”.", "One of the sheets of the file."}
}

// Notes are the findings so far that do not refuse the file: those of opening, then those of each sheet as far as it
// was read.
func (b *Book) Notes() []Note {
	list := b.opened.list()
	for i := range b.sheets {
		if found := b.passes[i]; found != nil {
			list = append(list, found.list()...)
		}
	}
	return list
}

// Close lets go of temporary files. The source stays open.
func (b *Book) Close() error { return b.format.close() }
