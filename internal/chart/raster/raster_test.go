package raster

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/png"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

func drawing(t testing.TB, name string) []byte {
	t.Helper()
	svg, err := os.ReadFile(filepath.Join("..", "render", "testdata", name+".svg"))
	if err != nil {
		t.Fatal(err)
	}
	return svg
}

// Every drawing that package render is held to can be drawn: no element and no path in them is unknown here.
func TestEveryDrawing(t *testing.T) {
	files, err := filepath.Glob("../render/testdata/*.svg")
	if err != nil || len(files) < 30 {
		t.Fatalf("%d drawings, %v", len(files), err)
	}
	for _, file := range files {
		picture, err := Draw(drawing(t, strings.TrimSuffix(filepath.Base(file), ".svg")), 300)
		if err != nil || picture.Bounds().Dx() != 300 {
			t.Errorf("%s: %v", file, err)
		}
	}
}

func TestSameBytes(t *testing.T) {
	svg := drawing(t, "trajectory-usual")
	first, err := PNG(svg, 450)
	again, errAgain := PNG(svg, 450)
	if err != nil || errAgain != nil || !bytes.Equal(first, again) {
		t.Errorf("other bytes the second time: %v, %v", err, errAgain)
	}
	picture, err := png.Decode(bytes.NewReader(first))
	if err != nil || picture.Bounds() != image.Rect(0, 0, 450, 243) {
		t.Errorf("%v, %v", picture.Bounds(), err)
	}
}

// A browser draws the same: only the edges of letters and lines differ by shades.
func TestAsABrowserDraws(t *testing.T) {
	for _, name := range []string{"trajectory-usual", "ranked-self-assessed", "control-usual"} {
		svg := drawing(t, name)
		own, err := Draw(svg, 900)
		if err != nil {
			t.Fatal(err)
		}
		mean, far := difference(own, photograph(t, svg, own.Bounds()))
		if mean > 0.01 || far > 0.01 {
			t.Errorf("%s: %.2f %% away on average, %.2f %% of the dots by more than half", name, 100*mean, 100*far)
		}
		blank := image.NewRGBA(own.Bounds())
		if mean, _ := difference(own, blank); mean < 0.1 {
			t.Errorf("%s: the comparison does not tell a picture from nothing", name)
		}
	}
}

// Names keep the direction of their own first letter, and nothing around them changes place.
func TestDirections(t *testing.T) {
	l := newLetters()
	for text, want := range map[string][]int{ // where the runs begin in their part, as they are seen
		"Gloucestershire 51%":         {0},
		"\u2068בית חולים\u2069: 51%":  {0, 0, 0},
		"\u2068בית Hospital\u2069 5%": {0, 4, 0, 0},
		"Trust (בית) 5%":              {0, 8, 11},
	} {
		runs, width := l.set(text, start(1))
		var got []int
		for _, r := range runs {
			got = append(got, r.Runes.Offset)
		}
		if !slices.Equal(got, want) || width <= 0 {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}

func photograph(t *testing.T, svg []byte, size image.Rectangle) image.Image {
	t.Helper()
	browser := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			browser = path
			break
		}
	}
	if browser == "" {
		t.Fatal("no browser for tests (Debian: apt-get install chromium)")
	}
	dir := t.TempDir()
	in, out := filepath.Join(dir, "drawing.html"), filepath.Join(dir, "photograph.png")
	page := `<!DOCTYPE html><meta charset="utf-8"><body style="margin:0;background:#fff"><style>svg{display:block;font-family:"Liberation Sans","DejaVu Sans"}</style>` + string(svg)
	if err := os.WriteFile(in, []byte(page), 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	said, err := exec.CommandContext(ctx, browser, "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run", "--user-data-dir="+filepath.Join(dir, "profile"),
		"--screenshot="+out, "--window-size=1000,1400", "file://"+in).CombinedOutput()
	file, readErr := os.ReadFile(out)
	if readErr != nil {
		t.Fatalf("the browser took no photograph: %v\n%s", err, said)
	}
	picture, err := png.Decode(bytes.NewReader(file))
	if err != nil || !size.In(picture.Bounds()) {
		t.Fatalf("%v, %v", picture.Bounds(), err)
	}
	return picture
}

// difference is the mean distance of the shades, and the share of dots that are more than half of the way from black to
// white apart.
func difference(a, b image.Image) (mean, far float64) {
	size := a.Bounds()
	for y := size.Min.Y; y < size.Max.Y; y++ {
		for x := size.Min.X; x < size.Max.X; x++ {
			r, g, bl, _ := a.At(x, y).RGBA()
			r2, g2, bl2, _ := b.At(x, y).RGBA()
			d := (math.Abs(float64(r)-float64(r2)) + math.Abs(float64(g)-float64(g2)) + math.Abs(float64(bl)-float64(bl2))) / 3 / math.MaxUint16
			mean += d
			if d > 0.5 {
				far++
			}
		}
	}
	n := float64(size.Dx() * size.Dy())
	return mean / n, far / n
}

func TestWhatIsNoDrawing(t *testing.T) {
	for name, c := range map[string]struct {
		svg   string
		width int
	}{
		"nothing":        {"", 100},
		"a page":         {"<html></html>", 100},
		"cut off":        {`<svg width="10" height="10"><g>`, 100},
		"no size":        {`<svg></svg>`, 100},
		"a script":       {`<svg width="10" height="10"><script/></svg>`, 100},
		"a link":         {`<svg width="10" height="10"><image href="file:///etc/passwd"/></svg>`, 100},
		"a broken path":  {`<svg width="10" height="10"><path d="M0 0 L1"/></svg>`, 100},
		"much too wide":  {`<svg width="10" height="10"></svg>`, 1 << 20},
		"much too tall":  {`<svg width="1" height="100000"></svg>`, 1000},
		"deep":           {`<svg width="10" height="10">` + strings.Repeat("<g>", 1000) + strings.Repeat("</g>", 1000) + `</svg>`, 100},
		"an entity bomb": {`<!DOCTYPE svg [<!ENTITY a "aaaa">]><svg width="10" height="10"><text>&a;</text></svg>`, 100},
	} {
		if _, err := PNG([]byte(c.svg), c.width); err == nil {
			t.Errorf("%s was drawn", name)
		} else if !strings.HasPrefix(err.Error(), "raster: ") && !errors.Is(err, ErrNotOurs) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzPNG(f *testing.F) {
	for _, name := range []string{"ranked-one", "control-hostile-narrow"} {
		f.Add(drawing(f, name))
	}
	f.Fuzz(func(t *testing.T, svg []byte) {
		if out, err := PNG(svg, 60); err == nil && len(out) == 0 {
			t.Error("neither a picture nor an error")
		}
	})
}
