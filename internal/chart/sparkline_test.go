package chart

import (
	"encoding/xml"
	"math"
	"strings"
	"testing"
)

func TestSparkline(t *testing.T) {
	from := quarter(2017, 4)
	for _, c := range []struct {
		name   string
		values []float64
		moves  int // starts of a line: one more than gaps
		words  string
	}{
		{"rising", []float64{31, 40, 51}, 1, "up 20 points from 31% to 51%, Q1 2017/18 to Q3 2017/18"},
		{"falling by one", []float64{42, 41}, 1, "down 1 point from 42% to 41%, Q1 2017/18 to Q2 2017/18"},
		{"a gap is not bridged", []float64{31, math.NaN(), 51, 52}, 2, "up 21 points from 31% to 52%, Q1 2017/18 to Q4 2017/18"},
		{"flat", []float64{50, 50}, 1, "unchanged at 50%, Q1 2017/18 to Q2 2017/18"},
		{"one point", []float64{44}, 1, "44%, Q1 2017/18"},
	} {
		t.Run(c.name, func(t *testing.T) {
			in := SparklineInput{Measure: eps(), Target: 85, High: 100}
			for i, v := range c.values {
				in.Points = append(in.Points, Point{from.Add(i), v})
			}
			svg := Sparkline(in)
			if err := xml.Unmarshal([]byte(svg), new(struct{})); err != nil {
				t.Fatalf("%v in %s", err, svg)
			}
			if !strings.Contains(svg, `aria-label="`+c.words+`"`) {
				t.Errorf("%s does not say %q", svg, c.words)
			}
			if _, path, _ := strings.Cut(svg, `stroke-dasharray="4 2"></path>`); strings.Count(path, "M") != c.moves {
				t.Errorf("%d starts of a line, want %d: %s", strings.Count(path, "M"), c.moves, svg)
			}
			if strings.Contains(svg, "style=") || strings.Contains(svg, "NaN") {
				t.Errorf("not fit for a page: %s", svg)
			}
		})
	}
	if got := Sparkline(SparklineInput{Measure: eps(), Points: []Point{{from, math.NaN()}}}); got != "" {
		t.Errorf("nothing to draw gave %s", got)
	}
}
