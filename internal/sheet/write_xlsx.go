package sheet

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"iter"
	"math"
	"os"
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
)

// OutSheet is a sheet to be written: a header row in bold that stays in view, then the rows.
type OutSheet struct {
	Name    string // brought to what Excel allows: 31 characters, none of []:*?/\
	Columns []OutColumn
	// Rows gives one value per column: string (neutralised), bool, any int or float (NaN and infinities are left
	// blank), or nil for a blank cell. The slices may be reused by the sequence. A nil Rows is a sheet of headings only.
	Rows iter.Seq[[]any]
	// Above are rows over the header, their first cell in bold: what the sheet is about.
	Above [][]any
	// Protected lets only the cells of Input columns be changed. There is no password: it guards against slips.
	Protected bool
	Landscape bool // printed across, one page wide, with the header on every page
}

// OutColumn is a column to be written.
type OutColumn struct {
	Heading string
	Width   float64 // in characters; 0 fits the heading
	Hidden  bool
	Input   bool     // to be filled in
	Wrap    bool     // long texts go over several lines
	Allow   OutAllow // what may be put in
}

// WriteXLSX writes a workbook as a stream: rows wait in a temporary folder, which is removed, not in memory. The error
// is that of w or of the temporary folder, or says that a sheet would have more rows than Excel can hold.
func WriteXLSX(w io.Writer, sheets []OutSheet) (err error) {
	if len(sheets) == 0 {
		return errors.New("a workbook needs a sheet")
	}
	folder, err := os.MkdirTemp("", "waymark-workbook-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	book := excelize.NewFile(excelize.Options{TmpDir: folder})
	defer func() { err = errors.Join(err, book.Close()) }()
	names := sheetNames(sheets)
	for i, s := range sheets {
		if err := addSheet(book, i, names[i], s); err != nil {
			return fmt.Errorf("writing the sheet %q: %w", names[i], err)
		}
	}
	// excelize would collect the archive in the buffer it offers; this writes past it.
	book.ZipWriter = func(io.Writer) excelize.ZipWriter { return zip.NewWriter(w) }
	return book.Write(io.Discard)
}

func addSheet(book *excelize.File, index int, name string, s OutSheet) error {
	if index == 0 {
		if err := book.SetSheetName(book.GetSheetName(0), name); err != nil {
			return err
		}
	} else if _, err := book.NewSheet(name); err != nil {
		return err
	}
	header, err := book.NewStyle(&excelize.Style{
		Font:      &excelize.Font{Bold: true, Color: "FFFFFF"},
		Fill:      excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"12436D"}},
		Alignment: &excelize.Alignment{Vertical: "top", WrapText: true},
	})
	if err != nil {
		return err
	}
	f, err := newForm(book, name, s)
	if err != nil {
		return err
	}
	out, err := book.NewStreamWriter(name) // writes at once how the sheet is printed
	if err != nil {
		return err
	}
	if err := addHeader(out, f, header); err != nil {
		return err
	}
	last := f.header
	if s.Rows != nil {
		if last, err = addRows(out, f); err != nil {
			return err
		}
	}
	if err := f.finish(last); err != nil {
		return err
	}
	return out.Flush()
}

// addHeader sets the widths and the frozen row, which must come before the first row.
func addHeader(out *excelize.StreamWriter, f *form, style int) error {
	if err := setWidths(out, f.sheet.Columns); err != nil {
		return err
	}
	cells := make([]any, len(f.sheet.Columns))
	for i, c := range f.sheet.Columns {
		cells[i] = excelize.Cell{StyleID: style, Value: Neutralise(c.Heading)}
	}
	below := Address{Row: f.header + 1, Column: 1}.String()
	if err := out.SetPanes(&excelize.Panes{Freeze: true, YSplit: f.header, TopLeftCell: below, ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	if err := f.above(out); err != nil {
		return err
	}
	var room []excelize.RowOpts
	if f.header > 1 {
		room = []excelize.RowOpts{{Height: 2 * lineHeight}}
	}
	return out.SetRow(Address{Row: f.header, Column: 1}.String(), cells, room...)
}

// setWidths goes from the last column to the first: the library puts the newest in front, and Excel wants them to be
// in order.
func setWidths(out *excelize.StreamWriter, columns []OutColumn) error {
	for i, c := range slices.Backward(columns) {
		width := c.Width
		if width <= 0 {
			width = float64(min(max(utf8.RuneCountInString(c.Heading)+2, 10), 40))
		}
		if err := out.SetColWidth(i+1, i+1, width); err != nil {
			return err
		}
		if c.Hidden {
			if err := out.SetColVisible(i+1, i+1, false); err != nil {
				return err
			}
		}
	}
	return nil
}

// addRows gives the number of the last row.
func addRows(out *excelize.StreamWriter, f *form) (last int, err error) {
	number := f.header
	var safe []any
	for row := range f.sheet.Rows {
		if number++; number > excelize.TotalRows {
			return number, fmt.Errorf("there are more than the %s rows that Excel can hold: choose CSV", commas(excelize.TotalRows))
		}
		safe = safe[:0]
		for i, value := range row {
			safe = append(safe, f.cell(i, outValue(value)))
		}
		if err := out.SetRow(Address{Row: number, Column: 1}.String(), safe, f.height(row)...); err != nil {
			return number, err
		}
	}
	return number, nil
}

func outValue(value any) any {
	switch v := value.(type) {
	case string:
		if v == "" {
			return nil
		}
		return Neutralise(v)
	case float64:
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return nil
		}
	case float32:
		return outValue(float64(v))
	}
	return value
}

// sheetNames makes names that Excel takes, each once whatever its case.
func sheetNames(sheets []OutSheet) []string {
	names, taken := make([]string, len(sheets)), map[string]bool{}
	for i, s := range sheets {
		base := strings.Trim(strings.Map(func(r rune) rune {
			if strings.ContainsRune(`[]:*?/\`, r) || r < ' ' {
				return ' '
			}
			return r
		}, s.Name), " '")
		if base == "" {
			base = "Sheet"
		}
		name := cut(base, 31)
		for n := 2; taken[strings.ToLower(name)]; n++ {
			suffix := fmt.Sprintf(" (%d)", n)
			name = cut(base, 31-len(suffix)) + suffix
		}
		taken[strings.ToLower(name)] = true
		names[i] = name
	}
	return names
}

// cut keeps the first n UTF-16 units, which is how Excel counts characters.
func cut(text string, n int) string {
	for i, r := range text {
		if n -= max(1, utf16.RuneLen(r)); n < 0 {
			return text[:i]
		}
	}
	return text
}
