package chart

import (
	"math"
	"strconv"
	"testing"
)

// WCAG 2.2: graphics 3:1 against what they stand on, text 4.5:1. Lines also cross the bands of a projection.
func TestColoursContrastWithWhatTheyStandOn(t *testing.T) {
	for _, c := range Colours() {
		if r := contrast(t, c.Line, white); r < 3 {
			t.Errorf("%s: the line %s has only %.2f:1 on white", c.Meaning, c.Line, r)
		}
		if r := contrast(t, c.Text, white); r < 4.5 {
			t.Errorf("%s: the text %s has only %.2f:1 on white", c.Meaning, c.Text, r)
		}
	}
	if r := contrast(t, thinFill, white); r < 3 {
		t.Errorf("thin columns have only %.2f:1 on white", r)
	}
	if r := contrast(t, thinFill, Focus.Line); r < 3 {
		t.Errorf("the column in focus has only %.2f:1 against the others", r)
	}
	for _, fill := range []string{band95, band80, band50} {
		for _, c := range []Colour{Observed, TargetOf, National} {
			if r := contrast(t, c.Line, fill); r < 3 {
				t.Errorf("%s: the line %s has only %.2f:1 on the band %s", c.Meaning, c.Line, r, fill)
			}
		}
	}
}

// The marks of rows lie on the bar of their peers, and numbers are written white into filled parts.
func TestMarksContrastWithTheBarBelow(t *testing.T) {
	for _, mark := range []stroke{ownMark, medianMark, requiredMark, targetMark} {
		if r := contrast(t, mark.colour, otherFill); r < 3 {
			t.Errorf("%s: the mark %s has only %.2f:1 on the bar", mark.id, mark.colour, r)
		}
	}
	for _, c := range []Colour{InTime, CameLate, StillOut} {
		if r := contrast(t, white, c.Text); r < 4.5 {
			t.Errorf("%s: white numbers have only %.2f:1", c.Meaning, r)
		}
	}
	if r := contrast(t, Focus.Line, band95); r < 3 {
		t.Errorf("the edge of a critical box has only %.2f:1", r)
	}
}

// In greyscale the bands must still be told apart from the inside out.
func TestBandsDarkenInwards(t *testing.T) {
	order := []string{white, band95, band80, band50}
	for i := 1; i < len(order); i++ {
		if contrast(t, order[i-1], order[i]) < 1.1 || luminance(t, order[i]) >= luminance(t, order[i-1]) {
			t.Errorf("%s is not clearly darker than %s", order[i], order[i-1])
		}
	}
}

func TestEveryMeaningIsNamedOnce(t *testing.T) {
	seen := map[string]bool{}
	for _, c := range Colours() {
		if c.Meaning == "" || seen[c.Meaning] {
			t.Errorf("meaning %q is empty or named twice", c.Meaning)
		}
		seen[c.Meaning] = true
	}
}

func contrast(t *testing.T, a, b string) float64 {
	light, dark := luminance(t, a), luminance(t, b)
	if light < dark {
		light, dark = dark, light
	}
	return (light + 0.05) / (dark + 0.05)
}

// luminance is the relative luminance of sRGB, as WCAG defines it.
func luminance(t *testing.T, hex string) float64 {
	t.Helper()
	n, err := strconv.ParseUint(hex[1:], 16, 32)
	if err != nil || len(hex) != 7 {
		t.Fatalf("%q is not a colour", hex)
	}
	linear := func(channel uint64) float64 {
		c := float64(channel&255) / 255
		if c <= 0.04045 {
			return c / 12.92
		}
		return math.Pow((c+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(n>>16) + 0.7152*linear(n>>8) + 0.0722*linear(n)
}
