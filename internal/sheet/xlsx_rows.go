package sheet

import (
	"context"
	"errors"
)

// sheetReader reads the rows of one worksheet.
type sheetReader struct {
	w     *workbook
	ctx   context.Context
	x     *xmlScanner
	found *notes
	texts *sharedTexts
	yield func(Row) error

	row    int  // number of the present row
	hidden bool // the present row is hidden
	column int  // of the present cell
	cells  []Cell
	out    []byte // the texts of the row, one after another
	ends   []textSpan
	value  []byte // value of the present cell as written
	blank  blankRows
}

// textSpan is where the text of a cell lies in out.
type textSpan struct{ cell, start, end int }

func (w *workbook) rows(ctx context.Context, sheet int, found *notes, yield func(Row) error) error {
	texts, err := w.sharedTexts()
	if err != nil {
		return err
	}
	name := w.sheets[sheet].part
	part, err := w.open(name)
	if err != nil {
		return err
	}
	defer part.Close()
	x := newXMLScanner(part, longestText(w.lim))
	r := &sheetReader{w: w, ctx: ctx, x: x, found: found, texts: texts, yield: yield, blank: blankRows{found: found}}
	err = r.worksheet()
	if errors.Is(err, errXMLTooLong) {
		return cellTooLong(Address{found.sheet, max(r.row, 1), len(r.cells) + 1}, w.lim.MaxCellChars)
	}
	return xmlFault(err, name)
}

// worksheet walks through the part to its end, so that its checksum is verified.
func (r *sheetReader) worksheet() error {
	ended := false
	for r.x.next() {
		switch {
		case r.x.kind == xmlEnd:
			ended = ended || string(r.x.name) == "worksheet"
		case r.x.kind == xmlStart && string(r.x.name) == "sheetData":
			if err := r.sheetData(); err != nil {
				return err
			}
		case r.x.kind == xmlStart:
			r.surroundings()
		}
	}
	if r.x.err == nil && !ended {
		r.x.broken()
	}
	r.blank.done()
	return r.x.err
}

// surroundings looks at what stands before and behind the rows.
func (r *sheetReader) surroundings() {
	switch string(r.x.name) {
	case "mergeCell":
		column, row, _ := parseReference([]byte(cutRange(r.x.attr("ref"))))
		r.found.add(noteMerged, row, column)
	case "col":
		if r.x.attrTrue("hidden") {
			first, _ := parseCount([]byte(r.x.attr("min")))
			last, _ := parseCount([]byte(r.x.attr("max")))
			r.found.addMany(noteHiddenColumn, int64(max(1, last-first+1)), 0, first)
		}
	}
}

func cutRange(ref string) string {
	for i := range len(ref) {
		if ref[i] == ':' {
			return ref[:i]
		}
	}
	return ref
}

func (r *sheetReader) sheetData() error {
	for r.x.next() {
		switch {
		case r.x.kind == xmlEnd && string(r.x.name) == "sheetData":
			return nil
		case r.x.kind == xmlStart && string(r.x.name) == "row":
			if err := r.readRow(); err != nil {
				return err
			}
		}
	}
	r.x.broken()
	return r.x.err
}

func (r *sheetReader) readRow() error {
	if err := r.startRow(); err != nil {
		return err
	}
	for r.x.next() {
		switch {
		case r.x.kind == xmlEnd && string(r.x.name) == "row":
			return r.endRow()
		case r.x.kind == xmlStart && string(r.x.name) == "c":
			if err := r.readCell(); err != nil {
				return err
			}
		}
	}
	r.x.broken()
	return r.x.err
}

// startRow numbers the row: by its own number, else by counting.
func (r *sheetReader) startRow() error {
	number, ok := r.row+1, true
	r.hidden = false
	r.x.eachAttr(func(name, value []byte) bool {
		switch string(name) {
		case "r":
			number, ok = parseCount(value)
		case "hidden":
			r.hidden = string(value) == "1" || string(value) == "true"
		}
		return true
	})
	if !ok || number <= r.row {
		return damaged("the rows of the sheet “" + r.found.sheet + "” are not in order")
	}
	if number > r.w.lim.MaxRows {
		return tooManyRows(r.found.sheet, r.w.lim.MaxRows)
	}
	r.row, r.column, r.found.rows = number, 0, number
	r.cells, r.out, r.ends = r.cells[:0], r.out[:0], r.ends[:0]
	if number&0x3ff == 0 {
		return r.ctx.Err()
	}
	return nil
}

// endRow gives the cells their texts, all cut from one string, and hands the row on.
func (r *sheetReader) endRow() error {
	text := string(r.out)
	filled := 0
	for _, s := range r.ends {
		c := &r.cells[s.cell]
		c.Text = text[s.start:s.end]
		if c.Kind == Text {
			if err := r.checkTextCell(c); err != nil {
				return err
			}
		}
		if c.Kind != Blank || c.Formula {
			filled = max(filled, c.Column)
		}
	}
	if filled == 0 {
		return nil
	}
	r.blank.before(r.row)
	if r.hidden {
		r.found.add(noteHiddenRow, r.row, 0)
	}
	return r.yield(Row{Number: r.row, Cells: r.cells[:filled]})
}

func (r *sheetReader) checkTextCell(c *Cell) error {
	if isBlank(c.Text) {
		c.Kind = Blank
		return nil
	}
	if err := checkText(c.Text, r.w.lim, r.found, r.row, c.Column); err != nil {
		return err
	}
	switch {
	case !c.Formula && looksLikeFormula(c.Text):
		r.found.add(noteFormulaText, r.row, c.Column)
	case isNumber(c.Text):
		r.found.add(noteNumbersAsText, r.row, c.Column)
	}
	return nil
}

// cellAt makes room for the cell of a column; those passed over are blank.
func (r *sheetReader) cellAt(column int) *Cell {
	for len(r.cells) < column {
		r.cells = append(r.cells, Cell{Column: len(r.cells) + 1})
	}
	return &r.cells[column-1]
}
