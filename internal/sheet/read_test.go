package sheet

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
)

// Helpers: a file is a name and bytes; what is read is shown as one line per row.

var kindLetters = map[CellKind]string{Blank: "", Text: "", Number: "n:", Date: "d:", Bool: "b:", Error: "e:"}

func open(t testing.TB, name string, content []byte, lim Limits) (*Book, error) {
	t.Helper()
	book, err := Open(context.Background(), bytes.NewReader(content), name, lim)
	if err == nil {
		t.Cleanup(func() {
			if err := book.Close(); err != nil {
				t.Error(err)
			}
		})
	}
	return book, err
}

// read opens a file and reads all its sheets; the error is the first there is.
func read(t testing.TB, name string, content []byte, lim Limits) (*Book, string, error) {
	t.Helper()
	book, err := open(t, name, content, lim)
	if err != nil {
		return nil, "", err
	}
	var out strings.Builder
	for _, s := range book.Sheets() {
		if err := book.Rows(s.Name, func(row Row) error { out.WriteString(line(row)); return nil }); err != nil {
			return book, out.String(), err
		}
	}
	return book, out.String(), nil
}

// line shows a row: its number, then the cells with their kind, a formula with f, a percentage with %.
func line(row Row) string {
	parts := make([]string, len(row.Cells))
	for i, c := range row.Cells {
		if c.Column != i+1 {
			return fmt.Sprintf("cell %d of row %d says it is in column %d", i+1, row.Number, c.Column)
		}
		mark := kindLetters[c.Kind]
		if c.Formula {
			mark = "f" + mark
		}
		if c.Percent {
			mark = "%" + mark
		}
		parts[i] = mark + strings.ReplaceAll(c.Text, "\n", "⏎")
	}
	return fmt.Sprintf("%d %s\n", row.Number, strings.Join(parts, " | "))
}

func noteOf(book *Book, code string) (Note, bool) {
	for _, n := range book.Notes() {
		if n.Code == code {
			return n, true
		}
	}
	return Note{}, false
}

func wantNote(t *testing.T, book *Book, code string, count int64, first string) {
	t.Helper()
	n, ok := noteOf(book, code)
	if !ok || n.Count != count || n.First.String() != first || n.Sentence == "" {
		t.Errorf("note %s: %+v, want %d, first at %q; all: %v", code, n, count, first, book.Notes())
	}
}

func wantFault(t *testing.T, err error, code, says string) {
	t.Helper()
	var fault *Fault
	if !errors.As(err, &fault) {
		t.Fatalf("got %v, want the fault %s", err, code)
	}
	if fault.Code != code || !strings.Contains(fault.Error(), says) || fault.Sentence == "" || fault.Expected == "" {
		t.Fatalf("got %s: %v\nwant %s with %q", fault.Code, fault, code, says)
	}
}

// parts of a workbook by path.
type parts map[string]string

const (
	rootRels = `<Relationships><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`
	bookRels = `<Relationships>
<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/>
<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/>
<Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="/xl/styles.xml"/></Relationships>`
	// Cell styles: 0 general, 1 date, 2 percent, 3 month as "Jul-18", 4 time only, 5 a date in words with a literal.
	styles = `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="mmm\-yy"/><numFmt numFmtId="165" formatCode="&quot;day &quot;d mmmm yyyy;@"/></numFmts>
<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>
<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="10"/><xf numFmtId="164"/><xf numFmtId="20"/><xf numFmtId="165"/></cellXfs></styleSheet>`
	texts = `<sst><si><t>Practice</t></si><si><r><t xml:space="preserve">Two </t></r><r><t>runs &amp; more</t></r><rPh><t>aid</t></rPh></si><si><t>line_x000D_&#10;break</t></si><si><t>001</t></si></sst>`
)

// workbookOf makes a workbook with one sheet of the given rows; other parts replace or add to the usual ones.
func workbookOf(t testing.TB, sheetXML string, other parts) []byte {
	t.Helper()
	all := parts{
		"_rels/.rels": rootRels, "xl/_rels/workbook.xml.rels": bookRels, "xl/styles.xml": styles, "xl/sharedStrings.xml": texts,
		"xl/workbook.xml":          `<workbook xmlns:r="x"><sheets><sheet name="Return" sheetId="1" r:id="rId1"/></sheets></workbook>`,
		"xl/worksheets/sheet1.xml": sheetXML,
	}
	for name, content := range other {
		all[name] = content
	}
	return zipOf(t, all)
}

func rowsXML(rows string) string { return `<worksheet><sheetData>` + rows + `</sheetData></worksheet>` }

func zipOf(t testing.TB, all parts) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for name, content := range all {
		part, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := part.Write([]byte(content)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
