package bench

import (
	"bytes"
	"errors"
	"math"
	"os"
	"os/exec"
	"strings"
	"testing"

	"waymark/capabilities"
	"waymark/dashboards"
	"waymark/internal/chart"
	"waymark/internal/definition"
	"waymark/internal/maturity"
)

// The run gives the figures of the parts that were asked for, with the machine they were measured on, and leaves nothing
// behind.
func TestRun(t *testing.T) {
	t.Parallel()
	catalogue, err := definition.Load(capabilities.Files, dashboards.Files)
	if err != nil {
		t.Fatal(err)
	}
	var told bytes.Buffer
	dir := t.TempDir()
	report, err := Run(t.Context(), Options{Only: []string{"import", "render"}, Scale: 0.001, Dir: dir, Catalogue: catalogue, Out: &told})
	if err != nil {
		t.Fatal(err)
	}
	if left, err := os.ReadDir(dir); len(left) > 0 || err != nil {
		t.Errorf("left behind: %v %v", left, err)
	}
	var text, markdown bytes.Buffer
	if err := report.Text(&text); err != nil {
		t.Fatal(err)
	}
	if err := report.Markdown(&markdown); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"cores", "PostgreSQL 1", "COPY into the same indexed table", "at least 0.5", "peak memory", "warm", "0.001 of the full"} {
		if !strings.Contains(text.String(), want) || !strings.Contains(markdown.String(), want) {
			t.Errorf("the report does not say %q:\n%s", want, text.String())
		}
	}
	if strings.Contains(text.String(), "excelize") {
		t.Error("a part was measured that nobody asked for")
	}
}

func TestRunRefuses(t *testing.T) {
	for name, o := range map[string]Options{"an unknown part": {Only: []string{"everything"}}, "a negative scale": {Scale: -1}, "an enormous scale": {Scale: 100}} {
		if _, err := Run(t.Context(), o); maturity.CodeOf(err) != maturity.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// An aim is met or missed; a figure without one is neither.
func TestFiguresSayWhetherTheAimIsMet(t *testing.T) {
	for _, c := range []struct {
		figure Figure
		want   string
	}{
		{Figure{Aim: "at least 0.5"}.reached(true), "met"},
		{Figure{Aim: "at least 0.5"}.reached(false), "missed"},
		{Figure{}, ""},
	} {
		if got := c.figure.verdict(); got != c.want {
			t.Errorf("%+v is %q, want %q", c.figure, got, c.want)
		}
	}
	if got := thousands(1800000) + " " + thousands(int64(999)) + " " + thousands(12345.6); got != "1,800,000 999 12,346" {
		t.Error(got)
	}
}

func TestRenderBench(t *testing.T) {
	t.Parallel()
	r, err := Render(t.Context(), 1)
	if err != nil || r.Trajectory <= 0 || r.Ranked <= 0 || r.Cold <= 0 || r.Again > r.Trajectory || r.Bytes < 1000 {
		t.Errorf("%+v %v", r, err)
	}
	if r.Rate <= 0 || math.Abs(r.Rate*(r.Trajectory+r.Ranked).Seconds()-2) > 0.01 {
		t.Errorf("%v pictures a second, %v and %v each", r.Rate, r.Trajectory, r.Ranked)
	}
}

// Where Node is there it draws the same pictures; where it is not the row says so.
func TestThroughputBesideNode(t *testing.T) {
	if f := (RenderResult{Rate: 4}).throughput(); f.Ratio != 0 || !strings.Contains(f.Baseline, "not measured") {
		t.Errorf("without Node: %+v", f)
	}
	if f := (RenderResult{Rate: 4, NodeRate: 16}).throughput(); f.Ratio != 0.25 || !strings.Contains(f.Baseline, "16.0 pictures") {
		t.Errorf("with Node: %+v", f)
	}
	paths, ranks, err := renderFigures(1)
	if err != nil {
		t.Fatal(err)
	}
	took, err := drawInNode(t.Context(), []chart.Figure{paths[0], ranks[0]}, 1)
	if _, missing := exec.LookPath("node"); missing != nil {
		if !errors.Is(err, errNoNode) {
			t.Errorf("without Node: %v", err)
		}
		return
	}
	if err != nil || took <= 0 {
		t.Errorf("Node drew in %v, %v", took, err)
	}
	if _, err := drawInNode(t.Context(), []chart.Figure{{Option: []byte(`{}`), Width: 10, Height: 10}}, 1); err == nil {
		t.Error("a drawing of nothing was timed")
	}
}
