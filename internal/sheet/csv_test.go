package sheet

import (
	"context"
	"errors"
	"strings"
	"testing"
	"unicode/utf16"
)

// What stands in a CSV file, and the rows that come out of it.
func TestCSVRows(t *testing.T) {
	for _, c := range []struct{ point, file, want string }{
		{"plain", "code,value\r\nRTE,5\r\n", "1 code | value\n2 RTE | 5\n"},
		{"no line end at the end", "code,value\nRTE,5", "1 code | value\n2 RTE | 5\n"},
		{"quoted cells", "name,value\n\"Smith, Jones \"\"and\"\" partners\",5\n", "1 name | value\n2 Smith, Jones \"and\" partners | 5\n"},
		{"a line end inside a cell is one row", "name,value\n\"High\nStreet\r\nStroud\",5\nRTE,6\n", "1 name | value\n2 High⏎Street⏎Stroud | 5\n3 RTE | 6\n"},
		{"blank rows are passed over but counted", "code,value\n\n,,\n  ,\t\nRTE,5\n", "1 code | value\n5 RTE | 5\n"},
		{"blank cells at the end are left out", "code,value,,,\nRTE,,5,,\n", "1 code | value\n2 RTE |  | 5\n"},
		{"rows of different lengths", "title\ncode,value\nRTE,5,note\n", "1 title\n2 code | value\n3 RTE | 5 | note\n"},
		{"CR only", "code,value\rRTE,5\rRTF,6\r", "1 code | value\n2 RTE | 5\n3 RTF | 6\n"},
		{"all three line ends", "a,b\r\nc,d\re,f\ng,h", "1 a | b\n2 c | d\n3 e | f\n4 g | h\n"},
		{"CR LF CR LF is one blank row", "a,b\r\n\r\nc,d\r\n", "1 a | b\n3 c | d\n"},
		{"byte order mark", "\xef\xbb\xbfcode,value\nRTE,5\n", "1 code | value\n2 RTE | 5\n"},
		{"semicolons with decimal commas", "code;value;other\nRTE;1,5;2,5\nRTF;2,5;3,5\n", "1 code | value | other\n2 RTE | 1,5 | 2,5\n3 RTF | 2,5 | 3,5\n"},
		{"tabs", "code\tvalue\nRTE\t1,234\n", "1 code | value\n2 RTE | 1,234\n"},
		{"bars", "code|value\nRTE|5\n", "1 code | value\n2 RTE | 5\n"},
		{"declared separator is no row", "sep=;\ncode;value\nRTE,RTF;5\n", "1 code | value\n2 RTE,RTF | 5\n"},
		{"commas in quotes do not mislead", "name;value\n\"a, b, c\";5\n\"d, e, f\";6\n", "1 name | value\n2 a, b, c | 5\n3 d, e, f | 6\n"},
		{"title row of prose", "Uptake of online services, by practice, 2018\ncode,value\nA,1\nB,2\nC,3\n", "1 Uptake of online services |  by practice |  2018\n2 code | value\n3 A | 1\n4 B | 2\n5 C | 3\n"},
		{"one column", "code\nRTE\n", "1 code\n2 RTE\n"},
		{"a stray quotation mark is kept", "name,value\n12\" screen,5\n\"ab\"c,6\n", "1 name | value\n2 12\" screen | 5\n3 abc | 6\n"},
		{"numbers stay as written", "a,b,c,d,e\n007,\" 1 234\",\"1,234\",12%,n/a\n", "1 a | b | c | d | e\n2 007 |  1 234 | 1,234 | 12% | n/a\n"},
		{"formulas are texts", "name,value\n=cmd|' /C calc'!A0,-5\n", "1 name | value\n2 =cmd|' /C calc'!A0 | -5\n"},
		{"right to left", "שם,قيمة\nמרפאה ראשית,5\n", "1 שם | قيمة\n2 מרפאה ראשית | 5\n"},
	} {
		_, got, err := read(t, "return.csv", []byte(c.file), DefaultLimits())
		if err != nil || got != c.want {
			t.Errorf("%s: %v\ngot\n%swant\n%s", c.point, err, got, c.want)
		}
	}
}

// The same table in the encodings that spreadsheets write.
// A cell may take several lines: the separator is told from rows, not lines, of which these have an odd semicolon each.
func TestSeparatorIsToldFromRows(t *testing.T) {
	lines := strings.Split("a,b,c,d,e,f,g\n1,2,\"x\ny\",4,5,6,z; z\n\"x\ny\",2,3,4,5,6,z; z\n1,2,3,4,\"x\ny\",6,z; z\n", "\n")
	if d := findDelimiter(lines); d != ',' {
		t.Errorf("the separator is %q", d)
	}
	if d := findDelimiter(strings.Split("id;title\n1;\"a, b\nc\"\n2;\"d, e\nf\"\n", "\n")); d != ';' {
		t.Errorf("the separator is %q", d)
	}
}

func TestCSVEncodings(t *testing.T) {
	const table = "code,name\nRTE,Café Müller – £5\n"
	const want = "1 code | name\n2 RTE | Café Müller – £5\n"
	windows := strings.NewReplacer("é", "\xe9", "ü", "\xfc", "–", "\x96", "£", "\xa3").Replace(table)
	for _, c := range []struct{ name, file, note string }{
		{"UTF-8", table, ""},
		{"UTF-8 with a byte order mark", utf8BOM + table, noteBOM},
		{"UTF-16 little endian", utf16LEBOM + inUTF16(table, false), noteUTF16},
		{"UTF-16 big endian", utf16BEBOM + inUTF16(table, true), noteUTF16},
		{"UTF-16 without a mark", inUTF16(table, false), noteUTF16},
		{"UTF-16 big endian without a mark", inUTF16(table, true), noteUTF16},
		{"Windows-1252", windows, note1252},
	} {
		book, got, err := read(t, "return.csv", []byte(c.file), DefaultLimits())
		if err != nil || got != want {
			t.Errorf("%s: %v\n%s", c.name, err, got)
			continue
		}
		if notes := book.Notes(); c.note == "" && len(notes) > 0 || c.note != "" && (len(notes) != 1 || notes[0].Code != c.note) {
			t.Errorf("%s: notes %v, want %q", c.name, notes, c.note)
		}
	}
}

func inUTF16(text string, big bool) string {
	var out []byte
	for _, unit := range utf16.Encode([]rune(text)) {
		if big {
			out = append(out, byte(unit>>8), byte(unit))
		} else {
			out = append(out, byte(unit), byte(unit>>8))
		}
	}
	return string(out)
}

func TestCSVNotes(t *testing.T) {
	for _, c := range []struct {
		code, file string
		count      int64
		first      string
	}{
		{noteInvalidUTF8, "code,name\nA,Café é\nB,Müller\nC,na\xefve\nD,\xff\n", 2, "B4"},
		{note1252, "code,name\nA,Cafe\nB,M\xfcller\n", 1, "3"},
		{noteSemicolon, "a;b\n1;2\n", 1, ""},
		{noteTab, "a\tb\n1\t2\n", 1, ""},
		{noteBar, "a|b\n1|2\n", 1, ""},
		{noteCR, "a,b\r1,2\r", 1, ""},
		{noteStrayQuote, "a,b\n1,2\" wide\n3,4\" wide\n", 2, "B2"},
		{noteFormulaText, "a,b\n1,=cmd|' /C calc'!A0\n-5,@SUM(A1)\n+1+2,-x\n", 4, "B2"},
		{noteDirection, "a,b\nRTE,evil\u202ecod.exe\nRTF,\u200eok\n", 2, "B2"},
		{noteBlankRows, "a,b\n" + strings.Repeat(",\n", 1_000_000) + "1,2\n", 1_000_000, "2"},
	} {
		book, _, err := read(t, "return.csv", []byte(c.file), DefaultLimits())
		if err != nil {
			t.Errorf("%s: %v", c.code, err)
			continue
		}
		wantNote(t, book, c.code, c.count, c.first)
	}
}

// Reading again gives the same rows and does not count a finding twice.
func TestCSVRowsAgain(t *testing.T) {
	book, first, err := read(t, "return.csv", []byte("a,b\n1,=x\n2,=y\n"), DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	stopped := 0
	if err := book.Rows("", func(Row) error { stopped++; return ErrStop }); err != nil || stopped != 1 {
		t.Errorf("stopped after %d rows with %v", stopped, err)
	}
	var again strings.Builder
	if err := book.Rows("", func(row Row) error { again.WriteString(line(row)); return nil }); err != nil || again.String() != first {
		t.Errorf("%v, %q, want %q", err, again.String(), first)
	}
	wantNote(t, book, noteFormulaText, 2, "B2")
	own := errors.New("own")
	if err := book.Rows("", func(Row) error { return own }); !errors.Is(err, own) {
		t.Errorf("got %v, want the caller's own error", err)
	}
	wantFault(t, book.Rows("Sheet1", nil), "no-such-sheet", "Sheet1")
}

func TestCSVStopsWhenCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	book, err := Open(ctx, strings.NewReader(strings.Repeat("a,b\n", 10_000)), "a.csv", DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	err = book.Rows("", func(Row) error { n++; cancel(); return nil })
	if !errors.Is(err, context.Canceled) || n > 2000 {
		t.Errorf("%v after %d rows", err, n)
	}
}

// A line and a character may end anywhere in the blocks in which a file is read.
func TestCSVBlockBorders(t *testing.T) {
	for _, end := range []string{"\n", "\r\n", "\r"} {
		for shift := range 6 {
			file := "h" + strings.Repeat("x", shift) + ",b" + end + strings.Repeat("é,\"a"+end+"b\""+end, 60_000)
			n := 0
			book, err := open(t, "a.csv", []byte(file), DefaultLimits())
			if err != nil {
				t.Fatal(err)
			}
			err = book.Rows("", func(row Row) error {
				if n++; n > 1 && (len(row.Cells) != 2 || row.Cells[0].Text != "é" || row.Cells[1].Text != "a\nb") {
					return errors.New(line(row))
				}
				return nil
			})
			if err != nil || n != 60_001 || len(book.Notes()) > 1 {
				t.Errorf("%q shifted by %d: %d rows, %v, %v", end, shift, n, err, book.Notes())
			}
		}
	}
}
