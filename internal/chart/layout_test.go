package chart

import (
	"encoding/json"
	"testing"
)

// textBox is where a text stands, in pixels.
type textBox struct {
	text           string
	x0, x1, y0, y1 float64
}

func textBoxes(t *testing.T, f Figure) []textBox {
	t.Helper()
	var o struct {
		Graphic struct {
			Elements []struct {
				Type  string
				X, Y  float64
				Style struct {
					Text, TextAlign, FontWeight string
					FontSize                    float64
				}
			}
		}
	}
	if err := json.Unmarshal(f.Option, &o); err != nil {
		t.Fatal(err)
	}
	var out []textBox
	for _, e := range o.Graphic.Elements {
		if e.Type != "text" {
			continue
		}
		w := TextWidth(e.Style.Text, e.Style.FontSize, e.Style.FontWeight == "bold")
		b := textBox{text: e.Style.Text, x0: e.X, y0: e.Y - e.Style.FontSize/2, y1: e.Y + e.Style.FontSize/2}
		switch e.Style.TextAlign {
		case "center":
			b.x0 -= w / 2
		case "right":
			b.x0 -= w
		}
		b.x1 = b.x0 + w
		out = append(out, b)
	}
	return out
}

// No text of any example covers another or leaves the paper, on any paper.
func TestTextsNeitherOverlapNorLeaveThePaper(t *testing.T) {
	const slack = 2 // pixels; letters do not fill their boxes
	for _, e := range allExamples() {
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
			boxes := textBoxes(t, f)
			for i, a := range boxes {
				if a.x0 < -slack || a.x1 > float64(f.Width)+slack || a.y0 < -slack || a.y1 > float64(f.Height)+slack {
					t.Errorf("%s %s %s: %q leaves the paper", e.kind, e.name, paper, a.text)
				}
				for _, b := range boxes[i+1:] {
					if min(a.x1, b.x1)-max(a.x0, b.x0) > slack && min(a.y1, b.y1)-max(a.y0, b.y0) > slack {
						t.Errorf("%s %s %s: %q covers %q", e.kind, e.name, paper, a.text, b.text)
					}
				}
			}
		}
	}
}
