package sheet

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"
)

// Every file that is refused, with the code and a piece of the sentence its sender reads.
func TestFaults(t *testing.T) {
	good := workbookOf(t, rowsXML(`<row r="1"><c r="A1"><v>1</v></c></row>`), nil)
	cells := func(rows string) []byte { return workbookOf(t, rowsXML(rows), nil) }
	sheet := func(xml string) []byte { return workbookOf(t, xml, nil) }
	for _, c := range []struct {
		point, name string
		content     []byte
		code, says  string
	}{
		{"nothing at all", "a.csv", nil, "empty-file", "The file is empty"},
		{"nothing but a byte order mark", "a.csv", []byte(utf8BOM), "empty-file", "empty"},
		{"nothing but blanks", "a.csv", []byte(" \r\n\t\r\n"), "empty-file", "empty"},
		{"a workbook named .csv", "a.csv", good, "wrong-extension", "contents are those of an Excel workbook"},
		{"a CSV file named .xlsx", "a.xlsx", []byte("a,b\n"), "wrong-extension", "contents are those of a CSV file"},
		{"a CSV file named .pdf", "A.PDF", []byte("a,b\n"), "wrong-extension", "“.pdf”"},
		{"a PDF document", "a.pdf", []byte("%PDF-1.4 ..."), "not-a-workbook", "a PDF document"},
		{"a picture named .xlsx", "a.xlsx", []byte("\x89PNG\r\n"), "not-a-workbook", "a picture"},
		{"a web page named .xls", "a.xls", []byte("\n<!DOCTYPE html><table>"), "not-a-workbook", "a web page"},
		{"an XML spreadsheet", "a.xls", []byte(utf8BOM + "<?xml version=\"1.0\"?><Workbook>"), "not-a-workbook", "an XML file"},
		{"random bytes", "a.csv", bytes.Repeat([]byte("\x01\x02\x03a"), 100), "not-a-workbook", "control characters"},
		{"bytes that are nothing, named .xlsx", "a.xlsx", bytes.Repeat([]byte("\x9c\x00\x00\xe1k"), 100), "not-a-workbook", "damaged or of another kind"},
		{"a Word document", "a.docx", zipOf(t, parts{"_rels/.rels": strings.Replace(rootRels, "xl/workbook.xml", "word/document.xml", 1), "word/document.xml": "<document/>"}), "not-a-workbook", "a Word document"},
		{"an OpenDocument file", "a.ods", zipOf(t, parts{"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<x/>"}), "not-a-workbook", "OpenDocument"},
		{"a binary workbook", "a.xlsb", zipOf(t, parts{"xl/workbook.bin": "x"}), "not-a-workbook", ".xlsb"},
		{"an archive of CSV files", "a.xlsx", zipOf(t, parts{"a.csv": "a,b"}), "not-a-workbook", "zip archive"},
		{"a workbook cut off", "a.xlsx", good[:len(good)-30], "truncated-workbook", "breaks off before its end"},
		{"a workbook cut in half", "a.xlsx", good[:len(good)/2], "truncated-workbook", "breaks off before its end"},
		{"a workbook with a flipped byte", "a.xlsx", flipped(t, good, "xl/worksheets/sheet1.xml"), "damaged-workbook", "xl/worksheets/sheet1.xml"},
		{"a sheet cut off inside", "a.xlsx", sheet(`<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c></row>`), "damaged-workbook", "XML"},
		{"a sheet without its end", "a.xlsx", sheet(`<worksheet><sheetData></sheetData>`), "damaged-workbook", "XML"},
		{"an entity declaration", "a.xlsx", sheet(`<!DOCTYPE x [<!ENTITY a "b">]><worksheet/>`), "damaged-workbook", "XML"},
		{"rows out of order", "a.xlsx", cells(`<row r="5"/><row r="5"/>`), "damaged-workbook", "not in order"},
		{"a text that is not there", "a.xlsx", cells(`<row r="2"><c r="B2" t="s"><v>99</v></c></row>`), "damaged-workbook", "Return!B2"},
		{"a sheet that is not there", "a.xlsx", workbookOf(t, "", parts{"xl/_rels/workbook.xml.rels": strings.Replace(bookRels, "sheet1", "sheet9", 1)}), "damaged-workbook", "“Return” is missing"},
		{"a workbook without sheets", "a.xlsx", workbookOf(t, "", parts{"xl/workbook.xml": "<workbook/>"}), "no-sheets", "no sheet"},
		{"a password", "a.xlsx", encrypted(t), "encrypted-workbook", "password"},
		{"rights management", "a.xlsx", oleFile("DataSpaces", "DRMEncryptedDataSpace", "EncryptedPackage"), "rights-managed-workbook", "rights management"},
		{"the old Excel format", "a.xls", oleFile("Workbook"), "old-workbook", "save it as an Excel workbook (.xlsx)"},
		{"the older Excel format", "a.xls", oleFile("Book"), "old-workbook", "(.xls)"},
		{"an old Word document", "a.doc", oleFile("WordDocument"), "not-a-workbook", "another Office document"},
		{"a locked archive", "a.xlsx", locked(t), "encrypted-workbook", "locked with a password"},
		{"a NUL byte", "a.csv", []byte("a,b\n1,2\n3,\x004\n"), "nul-bytes", "Line 3 "},
		{"a NUL character in UTF-16", "a.csv", []byte(utf16LEBOM + inUTF16("a,b\n1,\x00\n", false)), "nul-bytes", "Line 2 "},
		{"UTF-32", "a.csv", []byte("\xff\xfe\x00\x00a\x00\x00\x00"), "unknown-encoding", "UTF-32"},
		{"a quotation mark never closed", "a.csv", []byte("a,b\n1,\"2\n3,4\n"), "unclosed-quote", "cell B2 is never closed"},
		{"a cell of many characters", "a.csv", []byte("a,b\n1," + strings.Repeat("é", 32_768) + "\n"), "cell-too-long", "Cell B2 holds more than 32,767"},
		{"a quotation mark that swallows a file", "a.csv", []byte("a,b\n1,\"" + strings.Repeat("x,y\n", 100_000)), "cell-too-long", "Cell B2"},
		{"a long text in a workbook", "a.xlsx", cells(`<row r="1"><c r="A1" t="inlineStr"><is><t>` + strings.Repeat("x", 40_000) + `</t></is></c></row>`), "cell-too-long", "Return!A1"},
		{"a text without end in a workbook", "a.xlsx", cells(`<row r="1"><c r="A1" t="inlineStr"><is><t>` + strings.Repeat("x", 4_000_000) + `</t></is></c></row>`), "cell-too-long", "Return!A1"},
		{"no line ends", "a.csv", bytes.Repeat([]byte("a,"), 3<<20), "line-too-long", "Row 1"},
		{"a column far to the right", "a.csv", []byte("a" + strings.Repeat(",", 500) + "b\n"), "too-many-columns", "Cell SG1"},
		{"a column far to the right in a workbook", "a.xlsx", cells(`<row r="4"><c r="XFD4"><v>1</v></c></row>`), "too-many-columns", "Return!XFD4"},
		{"more cells than Excel has columns", "a.csv", bytes.Repeat([]byte{','}, 20_000), "too-many-columns", "column 500"},
		{"too many rows", "a.csv", bytes.Repeat([]byte("\n"), 2_000_001), "too-many-rows", "more than 2,000,000 rows"},
		{"a row far below", "a.xlsx", cells(`<row r="2000001"><c><v>1</v></c></row>`), "too-many-rows", "2,000,000"},
	} {
		t.Run(c.point, func(t *testing.T) {
			_, _, err := read(t, c.name, c.content, DefaultLimits())
			if c.code == "too-many-rows" && c.name == "a.csv" {
				_, _, err = read(t, c.name, append([]byte("a"), c.content...), DefaultLimits())
			}
			wantFault(t, err, c.code, c.says)
		})
	}
}

// A workbook small enough to send that would unpack to a thousand times its size, one that says so and one that lies.
func TestZipBomb(t *testing.T) {
	lim := DefaultLimits()
	lim.MaxUnzipped = 4 << 20
	bomb := workbookOf(t, rowsXML(strings.Repeat(`<row><c s="1"/></row>`, 1_000_000)), nil)
	if len(bomb) > 200_000 {
		t.Fatalf("the bomb has %d bytes", len(bomb))
	}
	_, _, err := read(t, "a.xlsx", bomb, lim)
	wantFault(t, err, "zip-bomb", "unpacks to more than 4,194,304 bytes")
	_, _, err = read(t, "a.xlsx", withSize(t, bomb, "xl/worksheets/sheet1.xml", 1000), lim)
	wantFault(t, err, "damaged-workbook", "cannot be unpacked to its end")
}

// An archive with a list of parts that alone would fill the memory.
func TestZipOfManyParts(t *testing.T) {
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	name := strings.Repeat("x", 200)
	for i := range 60_000 {
		if _, err := w.CreateHeader(&zip.FileHeader{Name: fmt.Sprint(name, i)}); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	_, _, err := read(t, "a.xlsx", out.Bytes(), DefaultLimits())
	wantFault(t, err, "not-a-workbook", "very many files")
}

// A file over 100 MB is refused by its size alone.
func TestTooLarge(t *testing.T) {
	f, err := os.Create(filepath.Join(t.TempDir(), "large.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := f.Truncate(100<<20 + 1); err != nil {
		t.Fatal(err)
	}
	src, err := FileSource(f)
	if err != nil {
		t.Fatal(err)
	}
	_, err = Open(context.Background(), src, "large.csv", DefaultLimits())
	wantFault(t, err, "too-large", "104,857,601 bytes")
}

// failing is a source whose reading breaks off, as a database may.
type failing struct {
	*bytes.Reader
	after int64
}

var errSource = errors.New("the connection was lost")

func (f failing) ReadAt(p []byte, offset int64) (int, error) {
	if offset+int64(len(p)) > f.after && offset+int64(len(p)) <= f.Size() || offset > f.after {
		return 0, errSource
	}
	return f.Reader.ReadAt(p, offset)
}

// An error of the source is no fault of the file.
func TestSourceErrors(t *testing.T) {
	for name, content := range map[string][]byte{
		"a.csv":  []byte(strings.Repeat("a,b\n", 200_000)),
		"a.xlsx": workbookOf(t, rowsXML(strings.Repeat(`<row><c><v>1</v></c></row>`, 1000)), nil),
	} {
		for after := int64(0); after < int64(len(content)); after += int64(len(content))/7 + 1 {
			book, err := Open(context.Background(), failing{bytes.NewReader(content), after}, name, DefaultLimits())
			if err == nil {
				err = book.Rows(book.Sheets()[0].Name, func(Row) error { return nil })
			}
			if !errors.Is(err, errSource) {
				t.Errorf("%s failing after %d: %v", name, after, err)
			}
		}
	}
}

func encrypted(t testing.TB) []byte {
	return bytesOf(t, excelize.NewFile(), excelize.Options{Password: "secret"})
}

// oleFile is the skeleton of a compound file: a header and a directory with the given names.
func oleFile(names ...string) []byte {
	file := make([]byte, 512, 1024)
	copy(file, oleMagic)
	for _, name := range append([]string{"Root Entry"}, names...) {
		entry := make([]byte, oleEntry)
		for i, unit := range utf16.Encode([]rune(name)) {
			entry[2*i], entry[2*i+1] = byte(unit), byte(unit>>8)
		}
		entry[64] = byte(2*len(name) + 2)
		file = append(file, entry...)
	}
	return file
}

// flipped changes a byte in the middle of a part.
func flipped(t testing.TB, file []byte, part string) []byte {
	t.Helper()
	file = bytes.Clone(file)
	f := findPart(t, file, part)
	at, err := f.DataOffset()
	if err != nil {
		t.Fatal(err)
	}
	file[at+int64(f.CompressedSize64)/2] ^= 0xff
	return file
}

func findPart(t testing.TB, file []byte, part string) *zip.File {
	t.Helper()
	r, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range r.File {
		if f.Name == part {
			return f
		}
	}
	t.Fatalf("no part %s", part)
	return nil
}

// withSize copies an archive, one part of which declares another size than it has.
func withSize(t testing.TB, file []byte, part string, size uint64) []byte {
	t.Helper()
	r, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, f := range r.File {
		header := f.FileHeader
		if f.Name == part {
			header.UncompressedSize64 = size
		}
		raw, err := f.OpenRaw()
		if err != nil {
			t.Fatal(err)
		}
		to, err := w.CreateRaw(&header)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(to, raw); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// locked is an archive whose parts say that they are encrypted.
func locked(t testing.TB) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	content := []byte("xxxxxxxxxxxx")
	to, err := w.CreateRaw(&zip.FileHeader{Name: "a.csv", Flags: 1, CRC32: crc32.ChecksumIEEE(content), CompressedSize64: 12, UncompressedSize64: 12})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := to.Write(content); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
