package bench

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"waymark/capabilities"
	"waymark/dashboards"
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
}
