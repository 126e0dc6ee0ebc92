package chart

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func TestTrajectoryGolden(t *testing.T) {
	for name, in := range trajectoryCases() {
		t.Run(name, func(t *testing.T) {
			figure, err := Trajectory(in)
			if err != nil {
				t.Fatal(err)
			}
			golden(t, "trajectory-"+name, figure)
			again, err := Trajectory(in)
			if err != nil || !bytes.Equal(again.Option, figure.Option) {
				t.Error("the same input gave other bytes")
			}
			narrow(t, "trajectory-"+name, figure)
		})
	}
}

func TestRankedGolden(t *testing.T) {
	for name, in := range rankedCases() {
		t.Run(name, func(t *testing.T) {
			figure, err := Ranked(in)
			if err != nil {
				t.Fatal(err)
			}
			golden(t, "ranked-"+name, figure)
			in.Items = slices.Clone(in.Items)
			slices.Reverse(in.Items)
			again, err := Ranked(in)
			if err != nil || !bytes.Equal(again.Option, figure.Option) {
				t.Error("another order of the same organisations gave other bytes")
			}
			narrow(t, "ranked-"+name, figure)
		})
	}
}

// narrowExamples are those of which the narrow drawing is kept too.
var narrowExamples = []string{"trajectory-usual", "trajectory-hostile", "trajectory-long-name", "trajectory-score", "trajectory-count-lower-is-better",
	"ranked-usual", "ranked-hostile", "ranked-long-name", "ranked-right-to-left", "ranked-106-areas"}

// narrow holds the same figure for a small screen: the same words, another drawing.
func narrow(t *testing.T, name string, wide Figure) {
	t.Helper()
	f, err := wide.Narrow()
	if err != nil {
		t.Fatal(err)
	}
	if !wide.HasPicture() {
		if f.HasPicture() {
			t.Error("the narrow figure draws what the wide one does not")
		}
		return
	}
	if f.Title != wide.Title || f.Reading != wide.Reading || f.Width >= wide.Width || bytes.Equal(f.Option, wide.Option) {
		t.Errorf("the narrow figure says %q, %q at %d pixels", f.Title, f.Reading, f.Width)
	}
	checkFigure(t, f)
	if slices.Contains(narrowExamples, name) {
		golden(t, name+"-narrow", f)
	}
}

// golden compares a figure with testdata/NAME.json, which holds the option indented so that a diff can be read. The
// files are also what the renderer is tested with.
func golden(t *testing.T, name string, f Figure) {
	t.Helper()
	checkFigure(t, f)
	type readable struct {
		Figure
		Option json.RawMessage `json:",omitempty"`
	}
	var got bytes.Buffer
	encoder := json.NewEncoder(&got)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", " ")
	if err := encoder.Encode(readable{f, f.Option}); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join("testdata", name+".json")
	if *update {
		if err := os.WriteFile(file, got.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got.String()); diff != "" {
		t.Errorf("%s (-want +got):\n%s", file, diff)
	}
}

// checkFigure holds for every figure: words are there, one sentence reads it out, no cell is empty.
func checkFigure(t *testing.T, f Figure) {
	t.Helper()
	if f.Title == "" || f.Subtitle == "" || !strings.HasSuffix(f.Reading, ".") || f.Kind == "" {
		t.Errorf("words are missing: %q, %q, %q", f.Title, f.Subtitle, f.Reading)
	}
	for _, row := range f.Table.Rows {
		if len(row.Cells) != len(f.Table.Columns) {
			t.Errorf("%d cells under %d columns: %q", len(row.Cells), len(f.Table.Columns), row.Cells)
		}
		for _, cell := range row.Cells {
			if strings.TrimSpace(cell) == "" {
				t.Errorf("an empty cell in %q", row.Cells)
			}
		}
	}
	if !f.HasPicture() {
		return
	}
	if f.Width <= 0 || f.Height <= 0 || f.Height > 4000 {
		t.Errorf("size is %d by %d", f.Width, f.Height)
	}
	if bytes.ContainsAny(f.Option, "<>&") {
		t.Error("the option holds characters that could end a script block")
	}
}
