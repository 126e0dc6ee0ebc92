package sheet

import (
	"bytes"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
)

// What stands in the XML of a sheet, and the rows that come out of it.
func TestXLSXRows(t *testing.T) {
	for _, c := range []struct{ point, rows, want string }{
		{"shared, inline and formula texts", `<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><t>a &lt;b&gt; &#233;</t></is></c><c r="C1" t="str"><f>A1</f><v>x</v></c></row>`, "1 Practice | a <b> é | fx\n"},
		{"rich text without its reading aid", `<row r="1"><c r="A1" t="s"><v>1</v></c></row>`, "1 Two runs & more\n"},
		{"escaped control characters", `<row r="1"><c r="A1" t="s"><v>2</v></c></row>`, "1 line\r⏎break\n"},
		{"whole numbers", `<row r="1"><c r="A1"><v>5</v></c><c r="B1"><v>-12</v></c><c r="C1"><v>0</v></c><c r="D1"><v>43282</v></c></row>`, "1 n:5 | n:-12 | n:0 | n:43282\n"},
		{"shortest exact form", `<row r="1"><c r="A1"><v>0.28999999999999998</v></c><c r="B1"><v>5.0</v></c><c r="C1"><v>1.2E+3</v></c><c r="D1"><v>1E-7</v></c><c r="E1"><v>-0</v></c></row>`, "1 n:0.29 | n:5 | n:1200 | n:1E-07 | n:0\n"},
		{"dates by their format", `<row r="1"><c r="A1" s="1"><v>43282</v></c><c r="B1" s="3"><v>43282</v></c><c r="C1" s="5"><v>43312.5729166667</v></c><c r="D1" s="4"><v>0.5</v></c><c r="E1" t="d"><v>2018-07-31T00:00:00Z</v></c></row>`,
			"1 d:2018-07-01 | d:2018-07-01 | d:2018-07-31 13:45:00 | n:0.5 | d:2018-07-31\n"},
		{"percentages", `<row r="1"><c r="A1" s="2"><v>0.85</v></c></row>`, "1 %n:0.85\n"},
		{"booleans and errors", `<row r="1"><c r="A1" t="b"><v>1</v></c><c r="B1" t="b"><v>0</v></c><c r="C1" t="e"><v>#N/A</v></c></row>`, "1 b:TRUE | b:FALSE | e:#N/A\n"},
		{"formulas with and without a stored result", `<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1"><f>A1*2</f></c><c r="C1"><f>A1*2</f><v/></c></row>`, "1 fn:2 | f | f\n"},
		{"gaps", `<row r="3"><c r="C3"><v>1</v></c></row><row r="7"><c r="A7"><v>2</v></c></row>`, "3  |  | n:1\n7 n:2\n"},
		{"no addresses", `<row><c><v>1</v></c><c s="1"/><c><v>2</v></c></row><row><c><v>3</v></c></row>`, "1 n:1 |  | n:2\n2 n:3\n"},
		{"formatted but blank cells", `<row r="1"><c r="A1" s="1"/><c r="B1"><v>1</v></c><c r="C1" s="2"/></row><row r="2"><c r="A2" s="1"/></row>`, "1  | n:1\n"},
		{"white space is blank", `<row r="1"><c r="A1"><v>1</v></c><c r="B1" t="inlineStr"><is><t xml:space="preserve"> &#160; </t></is></c></row>`, "1 n:1\n"},
		{"text that looks like a number", `<row r="1"><c r="A1" t="s"><v>3</v></c><c r="B1" t="inlineStr"><is><t> 1 234</t></is></c></row>`, "1 001 |  1 234\n"},
		{"prefixes, comments and literal text", `<x:row r="1"><!-- c --><x:c r="A1" t="inlineStr"><x:is><x:t><![CDATA[a <& b]]></x:t></x:is></x:c></x:row>`, "1 a <& b\n"},
		{"a > in an attribute", `<row r="1" note="a>b"><c r="A1"><v>1</v></c></row>`, "1 n:1\n"},
		{"right to left", `<row r="1"><c r="A1" t="inlineStr"><is><t>מרפאה ראשית</t></is></c></row>`, "1 מרפאה ראשית\n"},
	} {
		_, got, err := read(t, "return.xlsx", workbookOf(t, rowsXML(c.rows), nil), DefaultLimits())
		if err != nil || got != c.want {
			t.Errorf("%s: %v\ngot  %swant %s", c.point, err, got, c.want)
		}
	}
}

// A workbook as a spreadsheet program writes it, with everything that hides values.
func TestXLSXNotes(t *testing.T) {
	f := excelize.NewFile()
	set := func(cell string, value any) {
		t.Helper()
		if err := f.SetCellValue("Sheet1", cell, value); err != nil {
			t.Fatal(err)
		}
	}
	set("A1", "heading")
	set("A2", " 1 234")
	set("B2", "=HYPERLINK(\"x\")")
	set("C2", "\u202etxt.exe")
	set("A203", 5)
	for _, err := range []error{
		f.SetCellFormula("Sheet1", "B203", "A203*2"), f.MergeCell("Sheet1", "A1", "C1"), f.MergeCell("Sheet1", "A5", "A6"),
		f.SetRowVisible("Sheet1", 203, false), f.SetColVisible("Sheet1", "E:F", false),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	if _, err := f.NewSheet("Old"); err != nil {
		t.Fatal(err)
	}
	if err := f.SetSheetVisible("Old", false); err != nil {
		t.Fatal(err)
	}
	book, _, err := read(t, "return.xlsx", bytesOf(t, f), DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]SheetInfo{{"Sheet1", false}, {"Old", true}}, book.Sheets()); diff != "" || book.Media() != "xlsx" {
		t.Error(diff, book.Media())
	}
	wantNote(t, book, noteHiddenSheet, 1, "Old")
	wantNote(t, book, noteNumbersAsText, 1, "Sheet1!A2")
	wantNote(t, book, noteFormulaText, 1, "Sheet1!B2")
	wantNote(t, book, noteDirection, 1, "Sheet1!C2")
	wantNote(t, book, noteFormulaNoValue, 1, "Sheet1!B203")
	wantNote(t, book, noteMerged, 2, "Sheet1!A1")
	wantNote(t, book, noteHiddenRow, 1, "Sheet1!203")
	wantNote(t, book, noteHiddenColumn, 2, "Sheet1!E")
	wantNote(t, book, noteBlankRows, 200, "Sheet1!3")
	if n, _ := noteOf(book, noteMerged); n.Sentence != "2 ranges of cells are merged; each value belongs to the first cell and the others are blank." {
		t.Error(n.Sentence)
	}
}

func bytesOf(t testing.TB, f *excelize.File, opts ...excelize.Options) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := f.Write(&out, opts...); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestXLSXOtherNotes(t *testing.T) {
	macros := strings.Replace(bookRels, "</Relationships>", `<Relationship Id="rId9" Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject" Target="vbaProject.bin"/></Relationships>`, 1)
	for _, c := range []struct {
		code, rows string
		other      parts
		count      int64
		first      string
	}{
		{noteFormula, `<row r="2"><c r="B2"><f>1</f><v>1</v></c><c r="C2"><f>1</f><v>1</v></c></row>`, nil, 2, "Return!B2"},
		{noteErrorCell, `<row r="2"><c r="B2" t="e"><v>#DIV/0!</v></c></row>`, nil, 1, "Return!B2"},
		{noteDate1904, ``, parts{"xl/workbook.xml": `<workbook><workbookPr date1904="1"/><sheets><sheet name="Return" id="rId1"/></sheets></workbook>`}, 1, ""},
		{noteMacros, ``, parts{"xl/_rels/workbook.xml.rels": macros}, 1, ""},
	} {
		book, _, err := read(t, "return.xlsm", workbookOf(t, rowsXML(c.rows), c.other), DefaultLimits())
		if err != nil {
			t.Errorf("%s: %v", c.code, err)
			continue
		}
		wantNote(t, book, c.code, c.count, c.first)
	}
}

// Dates of the 1904 system come out as the same days and serials as those of the 1900 system.
func TestXLSX1904(t *testing.T) {
	other := parts{"xl/workbook.xml": `<workbook><workbookPr date1904="1"/><sheets><sheet name="Return" id="rId1"/></sheets></workbook>`}
	book, got, err := read(t, "return.xlsx", workbookOf(t, rowsXML(`<row r="1"><c r="A1" s="1"><v>41820</v></c></row>`), other), DefaultLimits())
	if err != nil || got != "1 d:2018-07-01\n" {
		t.Fatal(got, err)
	}
	_ = book.Rows("Return", func(row Row) error {
		if row.Cells[0].Number != 43282 {
			t.Errorf("serial %v, want 43282", row.Cells[0].Number)
		}
		return nil
	})
}

// A part in UTF-16, backslashes in part names and a sheet in an unusual place are allowed.
func TestXLSXUnusualParts(t *testing.T) {
	sheet := utf16LEBOM + inUTF16(`<?xml version="1.0" encoding="utf-16"?>`+rowsXML(`<row r="1"><c r="A1" t="inlineStr"><is><t>é</t></is></c></row>`), false)
	content := zipOf(t, parts{
		"_rels/.rels":                strings.Replace(rootRels, "xl/workbook.xml", "/book/main.xml", 1),
		`book\main.xml`:              `<workbook><sheets><sheet name="R " id="rId1"/><sheet name="Chart" id="rId4"/></sheets></workbook>`,
		`book\_rels\main.xml.rels`:   strings.Replace(bookRels, "</Relationships>", `<Relationship Id="rId4" Type="x/chartsheet" Target="c.xml"/></Relationships>`, 1),
		`book\worksheets\Sheet1.xml`: sheet,
		`book\sharedStrings.xml`:     texts,
		"xl/styles.xml":              styles,
	})
	book, got, err := read(t, "return.xlsx", content, DefaultLimits())
	if err != nil || got != "1 é\n" || len(book.Sheets()) != 1 || book.Sheets()[0].Name != "R " {
		t.Error(got, err)
	}
}

// A million blank rows, formatted or not, pass in a moment and are told.
func TestXLSXBlankRows(t *testing.T) {
	var rows strings.Builder
	rows.WriteString(`<row r="1"><c r="A1"><v>1</v></c></row>`)
	for n := 2; n <= 1_000_001; n++ {
		rows.WriteString(`<row r="` + Address{Row: n}.String() + `"><c s="1"/></row>`)
	}
	book, got, err := read(t, "return.xlsx", workbookOf(t, rowsXML(rows.String()), nil), DefaultLimits())
	if err != nil || got != "1 n:1\n" {
		t.Fatal(got, err)
	}
	wantNote(t, book, noteBlankRows, 1_000_000, "Return!2")
}

func TestFormats(t *testing.T) {
	for code, want := range map[string]cellFormat{
		"General": {}, "0.00": {}, "#,##0;[Red]-#,##0": {}, "@": {}, "0%": {percent: true}, `0.0"%"`: {}, "dd/mm/yyyy": {date: true}, "mmm-yy": {date: true},
		"[$-809]d mmmm yyyy;@": {date: true}, "yyyy": {date: true}, "h:mm": {}, "mm:ss": {}, "[h]:mm": {}, "h:mm AM/PM": {}, `"day"0`: {}, `\d0`: {}, "dd/mm/yyyy hh:mm": {date: true},
	} {
		if got := formatOf(code); got != want {
			t.Errorf("%s: %+v, want %+v", code, got, want)
		}
	}
}

// Texts beyond what is kept in memory come back from the temporary file.
func TestSharedTextsSpill(t *testing.T) {
	texts := &sharedTexts{}
	text := func(i int) string {
		return strings.Repeat(string(rune('a'+i%26)), i%300) + Address{Row: i + 1}.String()
	}
	const count = 400_000
	for i := range count {
		if err := texts.add([]byte(text(i))); err != nil {
			t.Fatal(err)
		}
	}
	if err := texts.finish(); err != nil {
		t.Fatal(err)
	}
	defer texts.close()
	if texts.file == nil || len(texts.memory) > 0 {
		t.Fatal("nothing was moved to the file")
	}
	for i := 0; i < count; i += 13 {
		at := i * 7919 % count
		if i%2 == 0 {
			at = i
		}
		got, ok, err := texts.appendTo([]byte("x"), at)
		if err != nil || !ok || string(got) != "x"+text(at) {
			t.Fatalf("text %d: %.20q, %v, %v", at, got, ok, err)
		}
	}
	if _, ok, _ := texts.appendTo(nil, count); ok {
		t.Error("a text that is not there was found")
	}
}

func TestAppendNumber(t *testing.T) {
	for number, want := range map[float64]string{0.1: "0.1", 1e20: "100000000000000000000", 1e21: "1E+21", 1.0 / 3: "0.3333333333333333", math.Copysign(0, -1): "0", -2.5: "-2.5"} {
		if got := string(appendNumber(nil, number)); got != want {
			t.Errorf("%v: %s, want %s", number, got, want)
		}
	}
}
