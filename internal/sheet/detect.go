package sheet

import (
	"bytes"
	"errors"
	"io"
	"path"
	"strings"
)

// What a Book is made of.
const (
	mediaCSV  = "csv"
	mediaXLSX = "xlsx"
)

const headBytes = 64 << 10

func checkSize(src Source, lim Limits) error {
	switch size := src.Size(); {
	case size == 0:
		return emptyFile()
	case size > lim.MaxBytes:
		return &Fault{"too-large", "The file has " + commas(size) + " bytes; the most that is accepted is " + commas(lim.MaxBytes) + ".",
			"Send only the sheets that are asked for, or split the file by period."}
	}
	return nil
}

func readHead(src Source) ([]byte, error) {
	head := make([]byte, min(src.Size(), headBytes))
	n, err := src.ReadAt(head, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	return head[:n], nil
}

// magics are the first bytes of files that people send by mistake.
var magics = []struct{ bytes, what string }{
	{"%PDF", "a PDF document"}, {"\x89PNG", "a picture"}, {"\xff\xd8\xff", "a picture"}, {"GIF8", "a picture"},
	{"\x1f\x8b", "a compressed archive"}, {"7z\xbc\xaf", "a compressed archive"}, {"Rar!", "a compressed archive"}, {"BZh", "a compressed archive"},
	{"{\\rtf", "a text document (RTF)"}, {"SQLite format 3", "a database"}, {"PAR1", "a Parquet table"}, {"\x00\x01\x00\x00Standard", "a database"},
	{"\x09\x08\x10\x00", "a workbook of Excel 5 or older"}, {"\x09\x04\x06\x00", "a workbook of Excel 4"}, {"MZ", "a program"}, {"\x7fELF", "a program"},
}

// recognise tells a workbook from a text by the bytes alone.
func recognise(src Source, head []byte) (media string, err error) {
	switch {
	case bytes.HasPrefix(head, []byte("PK\x03\x04")), bytes.HasPrefix(head, []byte("PK\x05\x06")):
		return mediaXLSX, nil
	case bytes.HasPrefix(head, []byte(oleMagic)):
		return "", recogniseOLE(src)
	}
	for _, m := range magics {
		if bytes.HasPrefix(head, []byte(m.bytes)) {
			return "", otherFormat(m.what)
		}
	}
	return mediaCSV, recogniseMarkup(head)
}

// recogniseMarkup finds web pages and XML files, which some systems export under the name .xls or .csv.
func recogniseMarkup(head []byte) error {
	start := bytes.ToLower(bytes.TrimSpace(bytes.TrimPrefix(head[:min(len(head), 512)], []byte(utf8BOM))))
	for _, m := range []struct{ tag, what string }{
		{"<!doctype html", "a web page"}, {"<html", "a web page"}, {"<table", "a web page"}, {"<?xml", "an XML file"},
	} {
		if bytes.HasPrefix(start, []byte(m.tag)) {
			return otherFormat(m.what)
		}
	}
	return nil
}

var extensions = map[string]string{
	".csv": mediaCSV, ".tsv": mediaCSV, ".txt": mediaCSV, ".xlsx": mediaXLSX, ".xlsm": mediaXLSX, ".xltx": mediaXLSX, ".xltm": mediaXLSX, "": "",
}

// nameSays is the kind of file that its name promises; "" where it promises none that is known.
func nameSays(fileName string) (media, ext string, known bool) {
	ext = strings.ToLower(path.Ext(path.Base(strings.ReplaceAll(fileName, `\`, "/"))))
	media, known = extensions[ext]
	return media, ext, known
}

// asNamed says of bytes that are neither text nor a workbook, under the name of a workbook, that they are no workbook:
// advice about text would be of no use.
func asNamed(err error, fileName string) error {
	var fault *Fault
	if says, _, _ := nameSays(fileName); says == mediaXLSX && errors.As(err, &fault) && fault.Code == "nul-bytes" {
		return otherFormat("damaged or of another kind")
	}
	return err
}

// checkName refuses a file whose name says something else than its bytes: whoever opens it later would be misled.
func checkName(fileName, media string) error {
	says, ext, known := nameSays(fileName)
	if says == media || known && says == "" {
		return nil
	}
	contents := "a CSV file"
	if media == mediaXLSX {
		contents = "an Excel workbook"
	}
	return &Fault{"wrong-extension", "The name of the file ends in “" + ext + "”, but its contents are those of " + contents + ".",
		"Check that it is the right file; a workbook's name ends in .xlsx, a CSV file's in .csv."}
}
