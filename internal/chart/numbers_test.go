package chart

import (
	"encoding/json"
	"fmt"
	"math"
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"waymark/internal/maturity"
)

// numberIn finds the numbers of a text as they are written: 1,234.5 or −3, with or without a unit.
var numberIn = regexp.MustCompile(`[−-]?\d[\d,]*(\.\d+)?%?`)

// labelled are the numbers that a picture writes beside its marks: all texts but headline, subtitle, notes, and the ends
// of scales.
func labelled(t interface{ Fatal(...any) }, f Figure) []string {
	var o struct {
		Graphic struct {
			Elements []struct {
				Type, ID string
				Style    struct {
					Text     string
					FontSize float64
					Fill     string
				}
			}
		}
	}
	if err := json.Unmarshal(f.Option, &o); err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range o.Graphic.Elements {
		frame := strings.HasPrefix(e.ID, "text-0-") || strings.HasPrefix(e.ID, "text-1-") || strings.HasPrefix(e.ID, "text-2-")
		axis := e.Style.FontSize == noteSize && e.Style.Fill == Quiet.Text
		if e.Type != "text" || frame || axis {
			continue
		}
		out = append(out, e.Style.Text)
	}
	return out
}

// wordsOf is a table as one text.
func wordsOf(t Table) string {
	var b strings.Builder
	b.WriteString(t.Caption)
	for _, c := range t.Columns {
		b.WriteString(" | " + c.Head)
	}
	for _, r := range t.Rows {
		b.WriteString(" | " + strings.Join(r.Cells, " | "))
	}
	return b.String()
}

// missingFrom lists the numbers of the labels that the words do not hold.
func missingFrom(words string, labels []string) (missing []string) {
	known := map[string]bool{}
	for _, n := range numberIn.FindAllString(words, -1) {
		known[strings.TrimRight(n, ",")] = true
	}
	for _, text := range labels {
		for _, n := range numberIn.FindAllString(text, -1) {
			if !known[strings.TrimRight(n, ",")] {
				missing = append(missing, fmt.Sprintf("%s in %q", n, text))
			}
		}
	}
	return missing
}

// Every number that is written into a picture is in its table: days of marks aside, which are named by date.
func TestEveryNumberInThePictureIsInTheTable(t *testing.T) {
	for _, e := range allExamples() {
		if e.name == "hostile" || e.name == "long-name" { // their names hold numbers and are cut
			continue
		}
		wide, err := e.make()
		if err != nil {
			t.Fatal(err)
		}
		narrow, _ := wide.Narrow()
		slide, _ := wide.Slide()
		for paper, f := range map[string]Figure{"wide": wide, "narrow": narrow, "slide": slide} {
			if !f.HasPicture() {
				continue
			}
			labels := labelled(t, f)
			if len(labels) == 0 {
				t.Errorf("%s %s %s: nothing is labelled", e.kind, e.name, paper)
			}
			for _, m := range missingFrom(fmt.Sprint(wordsOf(f.Table), " ", len(f.Table.Rows), " ", allowed(f)), labels) {
				t.Errorf("%s %s %s: %s is not in the table", e.kind, e.name, paper, m)
			}
		}
	}
}

// allowed are the numbers that no table of values holds: the days of the meeting and of the picture, and the share that a
// range stands for.
func allowed(f Figure) string {
	return map[string]string{
		KindTrajectory: "80% 12 15 2018 2020", KindMultiples: "80%", KindGantt: "15 2018", KindDeployments: "15 2018", KindWaves: "15 2018", KindSlip: "15 2018",
	}[f.Kind]
}

// Whatever values rows have, the picture writes none that the table does not, and no row is lost from the table.
func TestAnyRowsCanBeDrawn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		maybe := rapid.Custom(func(t *rapid.T) float64 {
			if rapid.IntRange(0, 4).Draw(t, "given") == 0 {
				return math.NaN()
			}
			return rapid.Float64Range(-1e6, 1e6).Draw(t, "value")
		})
		measures := []maturity.Measure{eps(), scoreCase().Measure, countCase().Measure, monthlyCase().Measure}
		dots, both := dotsUsual(), thenNowUsual()
		dots.Rows, both.Rows = nil, nil
		for i := range rapid.IntRange(0, 14).Draw(t, "rows") {
			m := rapid.SampledFrom(measures).Draw(t, "measure")
			name := "Row " + string(rune('A'+i%26))
			dots.Rows = append(dots.Rows, DotRow{Label: name, Measure: m, State: maturity.Suppressed, Value: maybe.Draw(t, "own"), PeerLow: maybe.Draw(t, "low"), PeerHigh: maybe.Draw(t, "high"), Median: maybe.Draw(t, "median"), Target: maybe.Draw(t, "target"), Required: maybe.Draw(t, "required"), Peers: i, Period: quarter(2018, 7)})
			both.Rows = append(both.Rows, ThenNowRow{Label: name, Measure: m, Then: maybe.Draw(t, "then"), Now: maybe.Draw(t, "now")})
		}
		for _, build := range []func() (Figure, error){func() (Figure, error) { return Dots(dots) }, func() (Figure, error) { return Radar(dots) }, func() (Figure, error) { return ThenNow(both) }} {
			f, err := build()
			if err != nil {
				t.Fatal(err)
			}
			if len(f.Table.Rows) != len(dots.Rows) || f.Title == "" || f.Reading == "" {
				t.Fatalf("%q, %q, %d rows of %d", f.Title, f.Reading, len(f.Table.Rows), len(dots.Rows))
			}
			for _, on := range []func() (Figure, error){f.Narrow, f.Slide} {
				g, err := on()
				if err != nil {
					t.Fatal(err)
				}
				if g.HasPicture() {
					if missing := missingFrom(wordsOf(g.Table), labelled(t, g)); len(missing) > 0 {
						t.Fatalf("%s writes what its table does not hold: %v", g.Kind, missing)
					}
				}
			}
		}
	})
}

// Whatever leads where, a graph has all its nodes in the table, each layer stands after those it waits for, and the same
// input gives the same picture.
func TestAnyGraphCanBeDrawn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := GraphInput{SourceWords: "the roadmap", AsAt: "15 November 2018"}
		n := rapid.IntRange(0, 24).Draw(t, "nodes")
		for i := range n {
			in.Nodes = append(in.Nodes, GraphNode{ID: fmt.Sprint(i), Label: "Item", Critical: rapid.Bool().Draw(t, "critical"), Status: rapid.SampledFrom(maturity.Statuses()).Draw(t, "status")})
		}
		for range rapid.IntRange(0, 2*n).Draw(t, "links") {
			from, to := rapid.IntRange(0, n-1).Draw(t, "from"), rapid.IntRange(0, n).Draw(t, "to")
			in.Links = append(in.Links, GraphLink{From: fmt.Sprint(from), To: fmt.Sprint(to), Critical: rapid.Bool().Draw(t, "on it")})
		}
		f, err := Graph(in)
		if err != nil {
			t.Fatal(err)
		}
		again, err := Graph(in)
		if err != nil || string(again.Option) != string(f.Option) || len(f.Table.Rows) != n || f.HasPicture() != (n > 0) {
			t.Fatalf("%d rows for %d nodes, %v", len(f.Table.Rows), n, err)
		}
		l := newLayered(newGraph(in), 20)
		for link := range l.links {
			if from, to := l.ends(link); l.drawn(link) && !l.back[link] && l.layer[from] >= l.layer[to] {
				t.Fatalf("%d waits for %d, which stands after it", to, from)
			}
		}
		if _, err := f.Slide(); err != nil {
			t.Fatal(err)
		}
	})
}
