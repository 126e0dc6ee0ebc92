package paper

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"flag"
	"html"
	"os"
	"strings"
	"testing"

	"waymark/internal/chart"
	"waymark/internal/pack"
	"waymark/internal/pack/packtest"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func written(t testing.TB, d pack.Document) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := (Writer{}).Write(t.Context(), &out, d); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// TestGolden keeps the page of the realistic paper, with figures that say little: the words of figures are the charts' own
// business, and their golden files keep them.
func TestGolden(t *testing.T) {
	d, err := packtest.Document(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range d.Pictures() {
		p.Figure = chart.Figure{Title: "Headline of " + p.Name, Subtitle: "Measure, unit, place, period", Reading: "What " + p.Name + " shows.", Source: "returns", AsAt: "14 March 2019", Notes: []string{"A caveat."},
			Table: chart.Table{Caption: "Numbers of " + p.Name, Columns: []chart.Column{{Head: "Period"}, {Head: "Reported", Numeric: true}},
				Rows: []chart.Row{{Cells: []string{"July to September 2018", "51%"}}, {Cells: []string{"October to December 2018", "50%"}, Focus: true}}}}
		if p.Name != "fax" { // one could not be drawn
			p.SVG = []byte(`<svg width="900" height="400"><clipPath id="a"></clipPath><g clip-path="url(#a)"><path d="M0 0L9 9" fill="none"></path></g></svg>`)
		}
	}
	got := written(t, d)
	const file = "testdata/paper.html"
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
		t.Errorf("%s differs; run with -update and read the diff", file)
	}
}

// TestTheStyleIsTheOneThatIsAllowed hashes what stands in the page, as a browser does.
func TestTheStyleIsTheOneThatIsAllowed(t *testing.T) {
	page := string(written(t, pack.Document{Title: "Empty"}))
	_, rest, _ := strings.Cut(page, "<style>")
	inside, _, found := strings.Cut(rest, "</style>")
	sum := sha256.Sum256([]byte(inside))
	if want := "sha256-" + base64.StdEncoding.EncodeToString(sum[:]); !found || want != StyleHash() {
		t.Errorf("StyleHash() = %s, the page's style has %s", StyleHash(), want)
	}
	if !strings.Contains(html.UnescapeString(page), `content="`+Policy()+`"`) {
		t.Error("the page does not carry its policy")
	}
	if strings.Contains(page, "style=") {
		t.Error("the page holds a style that the policy forbids")
	}
}
