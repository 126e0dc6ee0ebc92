package bundle

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"strings"
	"testing"

	"waymark/internal/chart"
	"waymark/internal/chart/raster"
	"waymark/internal/pack"
	"waymark/internal/pack/packtest"
)

// written is every file of the ZIP by its name, and the names in order.
func written(t *testing.T, w Writer, d pack.Document) (files map[string][]byte, order []string) {
	t.Helper()
	var out bytes.Buffer
	if err := w.Write(t.Context(), &out, d); err != nil {
		t.Fatal(err)
	}
	archive, err := zip.NewReader(bytes.NewReader(out.Bytes()), int64(out.Len()))
	if err != nil {
		t.Fatal(err)
	}
	files = map[string][]byte{}
	for _, f := range archive.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if files[f.Name], err = io.ReadAll(r); err != nil {
			t.Fatal(err)
		}
		order = append(order, f.Name)
	}
	return files, order
}

// quick is a writer that draws slides without the chart library.
func quick() Writer {
	return Writer{
		Rasterise: func(svg []byte, width int) ([]byte, error) { return []byte("\x89PNG"), nil },
		Draw: func(_ context.Context, f chart.Figure) ([]byte, error) {
			if f.Width*9 != f.Height*16 && f.Height > f.Width {
				return nil, errors.New("this is no slide")
			}
			return []byte(`<svg xmlns="http://www.w3.org/2000/svg"></svg>`), nil
		},
	}
}

func drawn(t *testing.T) pack.Document {
	t.Helper()
	draw, err := packtest.Renderer()
	if err != nil {
		t.Fatal(err)
	}
	d, err := packtest.Document(t.Context(), draw)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestTheFiles(t *testing.T) {
	d := drawn(t)
	renderer, err := packtest.Renderer()
	if err != nil {
		t.Fatal(err)
	}
	files, order := written(t, Writer{Rasterise: raster.PNG, Draw: renderer}, d)
	want := `pictures/01-verdict.svg pictures/01-verdict.png slides/01-verdict.svg slides/01-verdict.png pictures/01-verdict.csv tables/changes.csv tables/decisions.csv tables/targets.csv ` +
		`pictures/02-beds.svg pictures/02-beds.png slides/02-beds.svg slides/02-beds.png pictures/02-beds.csv pictures/03-summaries.svg pictures/03-summaries.png slides/03-summaries.svg slides/03-summaries.png pictures/03-summaries.csv ` +
		`pictures/04-practices.svg pictures/04-practices.png slides/04-practices.svg slides/04-practices.png pictures/04-practices.csv pictures/05-fax.csv definitions.csv README.txt`
	if got := strings.Join(order, " "); got != want {
		t.Errorf("files\n%s\nwant\n%s", got, want)
	}
	for name, content := range files {
		switch {
		case strings.HasSuffix(name, ".svg"):
			if !bytes.HasPrefix(content, []byte(`<?xml version="1.0" encoding="UTF-8"?>`)) || !bytes.Contains(content, []byte(`xmlns="http://www.w3.org/2000/svg"`)) || !bytes.Contains(content, []byte("font-family=")) {
				t.Errorf("%s does not stand alone", name)
			}
			if err := xml.Unmarshal(content, new(struct{})); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		case strings.HasSuffix(name, ".png") && !bytes.HasPrefix(content, []byte("\x89PNG\r\n")):
			t.Errorf("%s is no PNG", name)
		}
	}
	rows, err := csv.NewReader(bytes.NewReader(files["pictures/01-verdict.csv"])).ReadAll()
	if err != nil || len(rows) != 17 || strings.Join(rows[1], "|") != "July to September 2016 (Q2 2016 to 2017)|31%|31%|not forecast|not forecast|/observations/3/from" {
		t.Errorf("the numbers of the first picture: %q (%v)", rows, err)
	}
	readme := string(files["README.txt"])
	for _, want := range []string{"As known on: 14 March 2019, 09:00\n", "Source: quarterly returns of the footprint's organisations\n", "It could not be drawn: there are only its numbers.\n", "Illustrative figures, invented for demonstration."} {
		if !strings.Contains(readme, want) {
			t.Errorf("the README does not say %q", want)
		}
	}
	for _, name := range order[:len(order)-1] {
		sum := sha256.Sum256(files[name])
		if !regexp.MustCompile("(?m)^" + hex.EncodeToString(sum[:]) + " +[0-9]+ " + regexp.QuoteMeta(name) + "$").MatchString(readme) {
			t.Errorf("the README does not hold the hash of %s", name)
		}
	}
}

func TestWhatCannotBeMadeIsSaid(t *testing.T) {
	d := drawn(t)
	for name, tc := range map[string]struct {
		writer        Writer
		without, says string
	}{
		"no PNG":             {Writer{Draw: quick().Draw}, ".png", "PNG is left out: nothing here can make it."},
		"no slides":          {Writer{Rasterise: quick().Rasterise}, "slides/", "Pictures laid out for slides are left out"},
		"a PNG that fails":   {Writer{Draw: quick().Draw, Rasterise: func([]byte, int) ([]byte, error) { return nil, errors.New("no") }}, ".png", "pictures/01-verdict.png could not be made."},
		"a slide that fails": {Writer{Draw: func(context.Context, chart.Figure) ([]byte, error) { return nil, errors.New("no") }}, "slides/", "It could not be laid out for a slide."},
	} {
		t.Run(name, func(t *testing.T) {
			files, order := written(t, tc.writer, d)
			if all := strings.Join(order, " "); strings.Contains(all, tc.without) || !strings.Contains(all, "pictures/01-verdict.svg") {
				t.Errorf("files %s", all)
			}
			if !strings.Contains(string(files["README.txt"]), tc.says) {
				t.Errorf("the README does not say %q", tc.says)
			}
		})
	}
}

func TestTheSameDocumentGivesTheSameBytes(t *testing.T) {
	d := drawn(t)
	var first, second bytes.Buffer
	if err := errors.Join(quick().Write(t.Context(), &first, d), quick().Write(t.Context(), &second, d)); err != nil || !bytes.Equal(first.Bytes(), second.Bytes()) {
		t.Errorf("written again it has other bytes (%v)", err)
	}
}

// TestNamesAreSafeEverywhere tries what Windows and unpackers stumble over.
func TestNamesAreSafeEverywhere(t *testing.T) {
	n := names{}
	for _, tc := range [][2]string{
		{"verdict", "verdict"}, {"Verdict", "Verdict-2"}, {"con", "file-con"}, {"LPT1", "file-LPT1"}, {"", "file"}, {"../../etc/passwd", "etc-passwd"},
		{`..\..\x`, "x"}, {"a:b*c?", "a-b-c"}, {"£ – é", "file-2"}, {strings.Repeat("long", 30), strings.Repeat("long", 15)},
	} {
		if got := n.of(tc[0]); got != tc[1] {
			t.Errorf("of(%q) = %q, want %q", tc[0], got, tc[1])
		}
	}
}

func TestHostileWordsAreOnlyWords(t *testing.T) {
	safe := regexp.MustCompile(`^([a-z]+/)?[A-Za-z0-9-]+\.(svg|png|csv|txt)$`)
	for _, c := range packtest.Hostile {
		t.Run(c.Name, func(t *testing.T) {
			d, err := c.Document(t.Context(), nil)
			if err != nil {
				t.Fatal(err)
			}
			d.Sections[1].Blocks[0].Table.Name = c.Words // a name that should have been safe already
			files, order := written(t, quick(), d)
			table := ""
			for _, name := range order {
				if !safe.MatchString(name) {
					t.Errorf("file %q", name)
				}
				if strings.HasPrefix(name, "tables/") {
					table = name
				}
			}
			rows, err := csv.NewReader(bytes.NewReader(files[table])).ReadAll()
			if err != nil || len(rows) != 3 {
				t.Fatalf("%d rows (%v)", len(rows), err)
			}
			// The reader takes CR LF inside quotes for LF.
			if got := rows[1][0]; strings.TrimPrefix(got, "'") != strings.ReplaceAll(c.Words, "\r\n", "\n") || strings.ContainsAny(got[:1], "=+@") {
				t.Errorf("the cell holds %q", got)
			}
			if !strings.HasPrefix(string(files["README.txt"]), oneLine(c.Words)+"\n"+oneLine(c.Words)+"\n") {
				t.Error("the README does not begin with the title and the subject")
			}
		})
	}
}
