package browser

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"encoding/xml"
	"errors"
	"html"
	"io"
	"os/exec"
	"regexp"
	"strings"
	"testing"
)

// opened reads each form of a pack as its programs would, and gives the text in it.
var opened = map[string]func(t *testing.T, name string, data []byte) string{
	"html": textOfPaper, "pdf": textOfPDF, "xlsx": textOfOffice, "pptx": textOfOffice, "zip": textOfBundle,
}

var tagIn = regexp.MustCompile(`<[^>]*>`)

func textOfPaper(t *testing.T, name string, data []byte) string {
	t.Helper()
	if !bytes.HasPrefix(bytes.ToLower(data), []byte("<!doctype html>")) || bytes.Contains(bytes.ToLower(data), []byte("<script")) {
		t.Errorf("%s is no paper, or has a script: %.200s", name, data)
	}
	return html.UnescapeString(tagIn.ReplaceAllString(string(data), " "))
}

func textOfPDF(t *testing.T, name string, data []byte) string {
	t.Helper()
	if !bytes.HasPrefix(data, []byte("%PDF-")) {
		t.Errorf("%s begins with %.20q", name, data)
	}
	command := exec.Command("pdftotext", "-enc", "UTF-8", "-", "-")
	command.Stdin = bytes.NewReader(data)
	text, err := command.Output()
	if err != nil {
		t.Fatalf("%s is not read (Debian: apt-get install poppler-utils): %v", name, err)
	}
	return string(text)
}

// textOfOffice is all text of a workbook or slides, of which no cell is a formula that somebody wrote.
func textOfOffice(t *testing.T, name string, data []byte) string {
	t.Helper()
	var all strings.Builder
	for part, content := range unzipped(t, name, data) {
		if !strings.HasSuffix(part, ".xml") {
			continue
		}
		all.WriteString(" ")
		walkXML(t, name+" "+part, content, func(element xml.StartElement, text string) {
			if element.Name.Local == "f" && strings.Contains(text, "cmd") {
				t.Errorf("%s %s calculates %q", name, part, text)
			}
			all.WriteString(text)
		})
	}
	return all.String()
}

// textOfBundle is what is written in the tables and pictures of a folder. No cell of a table begins like a formula and no
// picture holds what could run.
func textOfBundle(t *testing.T, name string, data []byte) string {
	t.Helper()
	var all strings.Builder
	kinds := map[string]int{}
	for part, content := range unzipped(t, name, data) {
		kind := part[strings.LastIndex(part, ".")+1:]
		kinds[kind]++
		switch kind {
		case "csv":
			rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(content, []byte("\ufeff")))).ReadAll()
			if err != nil {
				t.Errorf("%s %s: %v", name, part, err)
			}
			for _, row := range rows {
				for _, cell := range row {
					if strings.HasPrefix(cell, "=") || strings.HasPrefix(cell, "@") {
						t.Errorf("%s %s: a cell begins like a formula: %q", name, part, cell)
					}
					all.WriteString(cell + "\n")
				}
			}
		case "svg":
			walkXML(t, name+" "+part, content, func(element xml.StartElement, text string) {
				for _, a := range element.Attr {
					if strings.HasPrefix(strings.ToLower(a.Name.Local), "on") || a.Name.Local == "href" && !strings.HasPrefix(a.Value, "#") {
						t.Errorf("%s %s: %s=%q", name, part, a.Name.Local, a.Value)
					}
				}
				if element.Name.Local == "script" || element.Name.Local == "foreignObject" {
					t.Errorf("%s %s has a %s", name, part, element.Name.Local)
				}
			})
		case "png":
			if !bytes.HasPrefix(content, []byte("\x89PNG\r\n\x1a\n")) {
				t.Errorf("%s %s is no picture", name, part)
			}
		}
	}
	if kinds["csv"] == 0 || kinds["svg"] == 0 || kinds["svg"] != kinds["png"] {
		t.Errorf("%s holds %v", name, kinds)
	}
	return all.String()
}

func unzipped(t *testing.T, name string, data []byte) map[string][]byte {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil || !bytes.HasPrefix(data, []byte("PK\x03\x04")) {
		t.Fatalf("%s is no archive: %v", name, err)
	}
	parts := map[string][]byte{}
	for _, f := range archive.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(name, f.Name, err)
		}
		content, err := io.ReadAll(r) // compares the sum that stands in the archive, too
		r.Close()
		if err != nil {
			t.Errorf("%s %s: %v", name, f.Name, err)
		}
		parts[f.Name] = content
	}
	return parts
}

// walkXML gives every element with the text that stands right inside it.
func walkXML(t *testing.T, name string, content []byte, visit func(element xml.StartElement, text string)) {
	t.Helper()
	reader := xml.NewDecoder(bytes.NewReader(content))
	var open []xml.StartElement
	for {
		token, err := reader.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Errorf("%s is not well formed: %v", name, err)
			return
		}
		switch token := token.(type) {
		case xml.StartElement:
			open = append(open, token.Copy())
			visit(token, "")
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			if len(open) > 0 {
				visit(open[len(open)-1], string(token))
			}
		}
	}
}
