package slides

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"unicode"

	"waymark/internal/chart"
	"waymark/internal/chart/raster"
	"waymark/internal/pack"
	"waymark/internal/pack/packtest"
)

// draw is one renderer for all tests: it takes a while to be made.
var draw = sync.OnceValues(packtest.Renderer)

func writer(t *testing.T) Writer {
	t.Helper()
	d, err := draw()
	if err != nil {
		t.Fatal(err)
	}
	return Writer{Rasterise: func(svg []byte, _ int) ([]byte, error) { return raster.PNG(svg, 400) }, Draw: d}
}

func realistic(t *testing.T) pack.Document {
	t.Helper()
	render, err := draw()
	if err != nil {
		t.Fatal(err)
	}
	d, err := packtest.Document(t.Context(), render)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func set(t *testing.T, w Writer, d pack.Document) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := w.Write(t.Context(), &out, d); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// parts opens a presentation: every part of XML is well formed, and every link leads to a part that is there.
func parts(t *testing.T, file []byte) map[string]string {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, f := range archive.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		out[f.Name] = string(text)
		if strings.HasSuffix(f.Name, ".xml") || strings.HasSuffix(f.Name, ".rels") || strings.HasSuffix(f.Name, ".svg") {
			wellFormed(t, f.Name, text)
		}
	}
	target := regexp.MustCompile(`Target="([^"]*)"`)
	for name, text := range out {
		if !strings.HasSuffix(name, ".rels") {
			continue
		}
		for _, m := range target.FindAllStringSubmatch(text, -1) {
			at := path.Join(path.Dir(path.Dir(name)), m[1])
			if out[at] == "" {
				t.Errorf("%s leads to %s, which is not there", name, at)
			}
			if extension := path.Ext(at); extension == ".xml" && !strings.Contains(out["[Content_Types].xml"], `PartName="/`+at+`"`) {
				t.Errorf("%s has no type", at)
			}
		}
	}
	return out
}

func wellFormed(t *testing.T, name string, text []byte) {
	t.Helper()
	for d := xml.NewDecoder(bytes.NewReader(text)); ; {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
	}
}

// said is all text of the slides without spaces: lines may break anywhere.
func said(t *testing.T, all map[string]string) string {
	t.Helper()
	var out strings.Builder
	for i := 1; ; i++ {
		text, ok := all["ppt/slides/slide"+strconv.Itoa(i)+".xml"]
		if !ok {
			return out.String()
		}
		d := xml.NewDecoder(strings.NewReader(text))
		for inside := false; ; {
			token, err := d.Token()
			if err != nil {
				break
			}
			switch tok := token.(type) {
			case xml.StartElement:
				inside = tok.Name.Local == "t"
				for _, a := range tok.Attr {
					if a.Name.Local == "descr" || a.Name.Local == "title" {
						out.WriteString(solid(a.Value))
					}
				}
			case xml.EndElement:
				inside = false
			case xml.CharData:
				if inside {
					out.WriteString(solid(string(tok)))
				}
			}
		}
	}
}

func solid(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, text)
}

// wordsOf are those that slides hold: all but the ids of measures, and the numbers of pictures that are drawn.
func wordsOf(d pack.Document) []string {
	d.Measures = slices.Clone(d.Measures)
	for i := range d.Measures {
		d.Measures[i].ID = ""
	}
	d.Sections = slices.Clone(d.Sections)
	for i := range d.Sections {
		blocks := slices.Clone(d.Sections[i].Blocks)
		for j, b := range blocks {
			if b.Picture != nil && len(b.Picture.SVG) > 0 {
				drawn := *b.Picture
				drawn.Figure.Table = chart.Table{}
				blocks[j].Picture = &drawn
			}
		}
		d.Sections[i].Blocks = blocks
	}
	return packtest.Words(d)
}

func TestEveryWordIsOnASlide(t *testing.T) {
	d := realistic(t)
	file := set(t, writer(t), d)
	if again := set(t, writer(t), d); !bytes.Equal(file, again) {
		t.Error("the same document gave other bytes")
	}
	all := parts(t, file)
	text := said(t, all)
	for _, word := range wordsOf(d) {
		if !strings.Contains(text, solid(word)) {
			t.Errorf("%q is on no slide", word)
		}
	}
	for _, want := range []string{`<p:ph type="title"/>`, "asvg:svgBlip", "<a:tbl>", `firstRow="1"`} {
		found := false
		for _, part := range all {
			found = found || strings.Contains(part, want)
		}
		if !found {
			t.Errorf("no slide holds %s", want)
		}
	}
	if len(all["ppt/media/image1.png"]) == 0 || len(all["ppt/media/image1.svg"]) == 0 {
		t.Error("the first picture is not there as PNG and SVG")
	}
}

func TestHostileWords(t *testing.T) {
	render, err := draw()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range packtest.Hostile {
		t.Run(c.Name, func(t *testing.T) {
			d, err := c.Document(t.Context(), render)
			if err != nil {
				t.Fatal(err)
			}
			text := said(t, parts(t, set(t, writer(t), d)))
			for _, word := range wordsOf(d) {
				for _, line := range strings.Split(word, "\n") {
					if !strings.Contains(text, solid(line)) {
						t.Errorf("%q is on no slide", line)
					}
				}
			}
		})
	}
}

func TestWithoutPictures(t *testing.T) {
	d := realistic(t)
	all := parts(t, set(t, Writer{}, d))
	text := said(t, all)
	for _, p := range d.Pictures() {
		for _, row := range p.Figure.Table.Rows {
			for _, cell := range row.Cells {
				if !strings.Contains(text, solid(cell)) {
					t.Errorf("%s: %q is on no slide", p.Name, cell)
				}
			}
		}
	}
	for name := range all {
		if strings.HasPrefix(name, "ppt/media/") {
			t.Errorf("%s is there", name)
		}
	}
}

// Another program opens it: as many pages as slides, with the same words.
func TestOpensInAnOffice(t *testing.T) {
	office, err := exec.LookPath("soffice")
	if err != nil {
		t.Fatal("no office for tests (Debian: apt-get install libreoffice-impress-nogui): ", err)
	}
	w := writer(t)
	w.Rasterise = raster.PNG
	file := set(t, w, realistic(t))
	dir := t.TempDir()
	name := filepath.Join(dir, "paper.pptx")
	if err := os.WriteFile(name, file, 0o600); err != nil {
		t.Fatal(err)
	}
	if keep := os.Getenv("WAYMARK_KEEP_SLIDES"); keep != "" {
		os.WriteFile(keep, file, 0o644)
	}
	said, err := exec.CommandContext(t.Context(), office, "--headless", "-env:UserInstallation=file://"+dir+"/profile", "--convert-to", "pdf", "--outdir", dir, name).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
	out, err := exec.CommandContext(t.Context(), "pdftotext", "-layout", filepath.Join(dir, "paper.pdf"), "-").Output()
	if err != nil {
		t.Fatal("no pdftotext, or no PDF: ", err)
	}
	slides := strings.Count(strings.Join(keys(parts(t, file)), "\n"), "ppt/slides/slide")
	if pages := strings.Count(string(out), "\f"); pages != slides || slides < 10 {
		t.Errorf("%d pages for %d slides", pages, slides)
	}
	for _, want := range []string{"We are not on track for 2020", "Fax machines in use", "demo-analyst", "2,600", "Slide 1 of"} {
		if !strings.Contains(strings.Join(strings.Fields(string(out)), " "), want) {
			t.Errorf("%q is on no page", want)
		}
	}
}

func keys(all map[string]string) (out []string) {
	for name := range all {
		if strings.HasSuffix(name, ".xml") {
			out = append(out, name)
		}
	}
	return out
}
