package exchange

import (
	"context"
	"io"
	"iter"
	"slices"
	"strings"

	"waymark/internal/maturity"
	"waymark/internal/sheet"
)

// WriteWorkbook writes everything a roadmap holds as XLSX: the head as a list of fields, then a sheet for each kind of
// item and part. Lists stand in a cell, one member a line.
func WriteWorkbook(w io.Writer, r maturity.Roadmap) error {
	var sheets []sheet.OutSheet
	for i, t := range Tables(r) {
		if i == 0 {
			sheets = append(sheets, headSheet(t))
			continue
		}
		columns := make([]sheet.OutColumn, len(t.Columns))
		for j, name := range t.Columns {
			columns[j] = sheet.OutColumn{Heading: name, Width: widthOf(t, j), Wrap: true}
		}
		sheets = append(sheets, sheet.OutSheet{Name: t.Name, Columns: columns, Rows: guarded(t.Rows), Landscape: true})
	}
	return sheet.WriteXLSX(w, sheets)
}

// headSheet turns the one row of the head on its side: that is easier to read.
func headSheet(t Table) sheet.OutSheet {
	var rows [][]any
	for i, name := range t.Columns {
		rows = append(rows, []any{name, t.Rows[0][i]})
	}
	return sheet.OutSheet{Name: t.Name, Columns: []sheet.OutColumn{{Heading: headField, Width: 18}, {Heading: headValue, Width: 90, Wrap: true}}, Rows: guarded(rows)}
}

// The headings of the head's sheet, by which a workbook is known as one of these.
const (
	headField = "field"
	headValue = "value"
)

// guarded makes texts safe that a spreadsheet would run, so that they come back as they were.
func guarded(rows [][]any) iter.Seq[[]any] {
	return func(yield func([]any) bool) {
		for _, row := range rows {
			safe := make([]any, len(row))
			for i, v := range row {
				if text, ok := v.(string); ok {
					v = sheet.Guard(text)
				}
				safe[i] = v
			}
			if !yield(safe) {
				return
			}
		}
	}
}

// widthOf fits a column to its texts, within reason.
func widthOf(t Table, column int) float64 {
	width := len(t.Columns[column]) + 2
	for _, row := range t.Rows {
		for line := range strings.SplitSeq(textOf(row[column]), "\n") {
			width = max(width, min(len(line)+2, 45))
		}
	}
	return float64(max(width, 8))
}

// tableColumn is the first column of the CSV file: it says of which table a row is.
const tableColumn = "table"

// WriteCSV writes everything a roadmap holds as one CSV file: a row each, the first column says of which table, and all
// tables share the columns of the same name.
func WriteCSV(w io.Writer, r maturity.Roadmap) error {
	tables := Tables(r)
	columns := csvColumns()
	return sheet.WriteCSV(w, func(yield func([]string) bool) {
		if !yield(columns) {
			return
		}
		for _, t := range tables {
			at := make([]int, len(t.Columns))
			for i, name := range t.Columns {
				at[i] = slices.Index(columns, name)
			}
			for _, row := range t.Rows {
				out := make([]string, len(columns))
				out[0] = t.Name
				for i, v := range row {
					if text, ok := v.(string); ok {
						out[at[i]] = sheet.Guard(text)
						continue
					}
					out[at[i]] = textOf(v)
				}
				if !yield(out) {
					return
				}
			}
		}
	})
}

// csvColumns are the columns of all tables, each once, in the order of first use.
func csvColumns() []string {
	out, seen := []string{tableColumn}, map[string]bool{}
	for _, k := range kinds {
		for _, name := range k.headingsOf() {
			if !seen[name] {
				seen[name] = true
				out = append(out, name)
			}
		}
	}
	return out
}

// Limits bound a sheet with a roadmap.
func Limits() sheet.Limits {
	return sheet.Limits{MaxBytes: 16 << 20, MaxUnzipped: 256 << 20, MaxRows: 300_000, MaxColumns: 300, MaxCellChars: 32_767}
}

// Recognise reports whether an opened file is a roadmap as WriteWorkbook or WriteCSV writes it.
func Recognise(book *sheet.Book) bool {
	for _, s := range book.Sheets() {
		if s.Name != "" && !strings.EqualFold(s.Name, HeadTable) {
			continue
		}
		var head []string
		if err := book.Rows(s.Name, func(row sheet.Row) error {
			for _, c := range row.Cells {
				head = append(head, heading(c.Text))
			}
			return sheet.ErrStop
		}); err != nil {
			return false
		}
		if s.Name != "" {
			return len(head) >= 2 && head[0] == headField && head[1] == headValue
		}
		return len(head) > 3 && head[0] == tableColumn && slices.Contains(head, "id") && slices.Contains(head, "organisation")
	}
	return false
}

// Read reads a workbook or a CSV file with a whole roadmap. The error is that of the file itself, such as a *sheet.Fault
// for damage; what is wrong with its cells is in Reading.Faults.
func Read(ctx context.Context, src sheet.Source, name string) (Reading, error) {
	book, err := sheet.Open(ctx, src, name, Limits())
	if err != nil {
		return Reading{}, err
	}
	defer book.Close()
	return ReadBook(book)
}

// ReadBook is Read of a file that is open already.
func ReadBook(book *sheet.Book) (Reading, error) {
	if sheets := book.Sheets(); len(sheets) == 1 && sheets[0].Name == "" {
		return readCSV(book)
	}
	grids, names := map[string]grid{}, make([]string, len(kinds))
	for i, k := range kinds {
		names[i] = k.name
	}
	var faults Faults
	var warnings []string
	for _, s := range book.Sheets() {
		i := slices.IndexFunc(names, func(name string) bool { return strings.EqualFold(name, strings.TrimSpace(s.Name)) })
		if i < 0 {
			if near := maturity.Nearest(s.Name, names); near != "" {
				faults = append(faults, Fault{s.Name, "", "", "there is no such sheet in a roadmap; did you mean “" + near + "”?"})
			} else {
				warnings = append(warnings, "The sheet “"+shown(s.Name)+"” is not one of a roadmap and was not read.")
			}
			continue
		}
		g, err := gridOf(book, s.Name)
		if err != nil {
			return Reading{}, err
		}
		if names[i] == HeadTable {
			g = upright(g)
		}
		grids[names[i]] = g
	}
	if _, ok := grids[HeadTable]; !ok {
		faults = append(faults, Fault{"", "", "", "there is no sheet “" + HeadTable + "” with the fields of the roadmap itself"})
	}
	out := readGrids(grids, faults)
	out.Warnings = append(warnings, out.Warnings...)
	return out, nil
}

// gridOf reads a sheet: the first row that holds something are its headings.
func gridOf(book *sheet.Book, name string) (grid, error) {
	g := grid{sheet: name}
	err := book.Rows(name, func(row sheet.Row) error {
		cells := make([]cell, len(row.Cells))
		for i, c := range row.Cells {
			cells[i] = cell{sheet.Unguard(c.Text), sheet.Address{Row: row.Number, Column: i + 1}.String()}
		}
		if g.head == nil {
			g.head = cells
			return nil
		}
		g.rows, g.lines = append(g.rows, cells), append(g.lines, sheet.Address{Row: row.Number, Column: 1}.String())
		return nil
	})
	return g, err
}

// upright turns the head's sheet back into one row.
func upright(g grid) grid {
	out := grid{sheet: g.sheet, rows: [][]cell{nil}, lines: []string{"A1"}}
	for _, row := range g.rows {
		if len(row) == 0 || heading(row[0].text) == "" {
			continue
		}
		value := cell{"", row[0].at}
		if len(row) > 1 {
			value = row[1]
		}
		out.head, out.rows[0] = append(out.head, row[0]), append(out.rows[0], value)
	}
	return out
}

// readCSV sorts the rows of the one table into those of their kinds.
func readCSV(book *sheet.Book) (Reading, error) {
	whole, err := gridOf(book, "")
	if err != nil {
		return Reading{}, err
	}
	var faults Faults
	if len(whole.head) == 0 || heading(whole.head[0].text) != tableColumn {
		return Reading{Faults: Faults{{"", "A1", "", "the first column is “table”, which says of which table a row is"}}}, nil
	}
	all := csvColumns()
	for _, h := range whole.head {
		if name := heading(h.text); name != "" && !slices.Contains(all, name) {
			faults = append(faults, Fault{"", h.at, h.text, "there is no such column in a roadmap" + suggestion(name, all)})
		}
	}
	grids := map[string]grid{}
	var tables []string
	for _, k := range kinds {
		tables = append(tables, k.name)
	}
	for i, row := range whole.rows {
		name := ""
		if len(row) > 0 {
			name = strings.TrimSpace(row[0].text)
		}
		j := slices.IndexFunc(tables, func(t string) bool { return strings.EqualFold(t, name) })
		if j < 0 {
			faults = append(faults, Fault{"", whole.lines[i], name, "there is no such table in a roadmap" + suggestion(name, tables)})
			continue
		}
		g := grids[tables[j]]
		g = csvRow(g, kinds[j], whole, row)
		g.lines = append(g.lines, whole.lines[i])
		grids[tables[j]] = g
	}
	if g, ok := grids[HeadTable]; !ok || len(g.rows) > 1 {
		faults = append(faults, Fault{"", "A2", "", "one row of the table “" + HeadTable + "” is expected"})
	}
	return readGrids(grids, faults), nil
}

// csvRow takes the cells of a row that its table has columns for; a filled one it has none for stays, to be told.
func csvRow(g grid, k *kind, whole grid, row []cell) grid {
	names := k.headingsOf()
	if g.head == nil {
		for _, h := range whole.head[1:] {
			if !slices.Contains(names, heading(h.text)) {
				h.text = ""
			}
			g.head = append(g.head, h)
		}
	}
	g.rows = append(g.rows, row[min(1, len(row)):])
	return g
}
