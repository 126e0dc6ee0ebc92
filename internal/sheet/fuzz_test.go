package sheet

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"testing"
)

func fuzzLimits() Limits {
	return Limits{MaxBytes: 1 << 20, MaxUnzipped: 4 << 20, MaxRows: 10_000, MaxColumns: 50, MaxCellChars: 1000}
}

// checkBook reads a file to its end: whatever the bytes are, there is a fault or there are rows that keep the promises.
func checkBook(t *testing.T, name string, content []byte) {
	book, err := Open(context.Background(), bytes.NewReader(content), name, fuzzLimits())
	if err != nil {
		wantSomeFault(t, err)
		return
	}
	defer book.Close()
	for _, s := range book.Sheets() {
		last := 0
		err := book.Rows(s.Name, func(row Row) error {
			if row.Number <= last || len(row.Cells) == 0 {
				t.Fatalf("row %d with %d cells after row %d", row.Number, len(row.Cells), last)
			}
			last = row.Number
			for i, c := range row.Cells {
				if c.Column != i+1 || c.Kind == Text && isBlank(c.Text) || strings.ToValidUTF8(c.Text, "") != c.Text {
					t.Fatalf("row %d, cell %d: %+v", row.Number, i+1, c)
				}
			}
			return nil
		})
		if err != nil {
			wantSomeFault(t, err)
		}
	}
	for _, n := range book.Notes() {
		if n.Sentence == "" || n.Count < 1 {
			t.Fatalf("note %+v", n)
		}
	}
}

func wantSomeFault(t *testing.T, err error) {
	var fault *Fault
	if !errors.As(err, &fault) || fault.Code == "" || fault.Sentence == "" || fault.Expected == "" {
		t.Fatalf("not a fault with all its words: %v", err)
	}
}

// Arbitrary bytes, under a name that hides nothing.
func FuzzOpen(f *testing.F) {
	for _, seed := range []string{"a,b\r\n1,\"2\n3\"\n", "\xff\xfea\x00,\x00", "sep=;\na;b", "a\rb\r", "\"", "caf\xe9,1\n", oleMagic, "<html>", "%PDF", "\x00"} {
		f.Add([]byte(seed))
	}
	f.Add(workbookOf(f, rowsXML(`<row r="1"><c r="A1" t="s"><v>0</v></c></row>`), nil))
	f.Add(oleFile("Workbook"))
	f.Fuzz(func(t *testing.T, content []byte) { checkBook(t, "a", content) })
}

// Arbitrary XML inside a sound archive, where flipped bytes of the archive would only break its checksums.
func FuzzSheetXML(f *testing.F) {
	f.Add(rowsXML(`<row r="1"><c r="A1" t="s"><v>1</v></c><c r="C1" s="1"><f>A1</f><v>43282.5</v></c></row><mergeCell ref="A1:B2"/>`), texts, styles, bookRels)
	f.Add(`<worksheet><sheetData><row hidden="1"><c t="d"><v>2018-07-31</v></c><c t='b'><v>1</v></c></row></sheetData><cols><col min="1" max="99" hidden="1"/></cols></worksheet>`, `<sst><si><t>_x000D_&#x41;&amp;&bad;<![CDATA[x]]></t></si></sst>`, ``, bookRels)
	f.Fuzz(func(t *testing.T, sheet, texts, styles, rels string) {
		var out bytes.Buffer
		w := zip.NewWriter(&out)
		for name, content := range map[string]string{
			"_rels/.rels": rootRels, "xl/_rels/workbook.xml.rels": rels, "xl/styles.xml": styles, "xl/sharedStrings.xml": texts, "xl/worksheets/sheet1.xml": sheet,
			"xl/workbook.xml": `<workbook><sheets><sheet name="R" id="rId1"/></sheets></workbook>`,
		} {
			part, err := w.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store})
			if err != nil {
				t.Fatal(err)
			}
			if _, err := io.WriteString(part, content); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		checkBook(t, "a.xlsx", out.Bytes())
	})
}
