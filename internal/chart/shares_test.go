package chart

import (
	"encoding/xml"
	"strings"
	"testing"
)

func TestSharesDrawABarForEach(t *testing.T) {
	t.Parallel()
	svg := Shares([]float64{100, 50, 0, 250, -3}, `22 of "22" <b>`)
	var parsed struct {
		Label string `xml:"aria-label,attr"`
		Width string `xml:"width,attr"`
		Bars  []struct {
			Height string `xml:"height,attr"`
		} `xml:"rect"`
	}
	if err := xml.Unmarshal([]byte(svg), &parsed); err != nil {
		t.Fatal(svg, err)
	}
	var heights []string
	for _, b := range parsed.Bars {
		heights = append(heights, b.Height)
	}
	if got := strings.Join(heights, " "); got != "59 29.5 0 59 0" || parsed.Width != "50" || parsed.Label != `22 of "22" <b>` {
		t.Errorf("bars %s, width %s, %s", got, parsed.Width, parsed.Label)
	}
	if Shares(nil, "nothing") != "" {
		t.Error("no share, no picture")
	}
}
