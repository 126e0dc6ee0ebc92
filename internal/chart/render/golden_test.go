package render

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"waymark/internal/chart"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// TestGolden draws every figure that the chart package keeps as an example.
func TestGolden(t *testing.T) {
	r := renderer(t, Options{Timeout: 2 * time.Minute}) // the machine may be busy; what a drawing may take is tested elsewhere
	for name, f := range figures(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel() // two hundred drawings take long one after the other
			svg, err := r.SVG(t.Context(), f)
			if !f.HasPicture() {
				if err != ErrNothing {
					t.Fatalf("err = %v, want ErrNothing", err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			walk(t, svg)
			// One element per line makes a diff readable.
			got := bytes.ReplaceAll(svg, []byte("><"), []byte(">\n<"))
			file := filepath.Join("testdata", name+".svg")
			if *update {
				if err := os.WriteFile(file, got, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(want, got) {
				t.Errorf("%s differs; run with -update and look at the picture", file)
			}
		})
	}
}

func figures(t testing.TB) map[string]chart.Figure {
	t.Helper()
	files, err := filepath.Glob("../testdata/*.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("no examples: %v", err)
	}
	out := map[string]chart.Figure{}
	for _, file := range files {
		out[strings.TrimSuffix(filepath.Base(file), ".json")] = figure(t, file)
	}
	return out
}

func figure(t testing.TB, file string) chart.Figure {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var f struct {
		chart.Figure
		Option json.RawMessage
	}
	if err := json.Unmarshal(text, &f); err != nil {
		t.Fatal(err)
	}
	f.Figure.Option = f.Option
	return f.Figure
}

func library(t testing.TB) []byte {
	t.Helper()
	text, err := os.ReadFile("../../../web/static/js/echarts.min.js")
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func renderer(t testing.TB, o Options) *Renderer {
	t.Helper()
	o.ECharts = library(t)
	r, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}
