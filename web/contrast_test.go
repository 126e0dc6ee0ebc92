package web

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// Text has to stand out from what is behind it: 4.5 to 1, by WCAG 2.2 (1.4.3). Where a rule names no background, the text
// stands on the white of boxes, on the grey of pages or on the shade of marked cells. Rules of the header stand on its blue.
func TestOwnColoursOfTextHaveContrast(t *testing.T) {
	sheet := regexp.MustCompile(`(?s)/\*.*?\*/`).ReplaceAllString(read(t, "css/waymark.css"), "")
	variables := map[string]string{}
	for _, m := range regexp.MustCompile(`(--wm-[a-z]+):\s*(#[0-9a-f]+);`).FindAllStringSubmatch(sheet, -1) {
		variables["var("+m[1]+")"] = m[2]
	}
	colour := func(text string) string {
		if named, ok := variables[text]; ok {
			return named
		}
		return text
	}
	checked := 0
	for _, rule := range regexp.MustCompile(`([^{}]+)\{([^{}]*)\}`).FindAllStringSubmatch(sheet, -1) {
		selector := strings.Join(strings.Fields(rule[1]), " ")
		text := regexp.MustCompile(`(?:^|[;\s])color:\s*([^;]+);`).FindStringSubmatch(rule[2])
		if text == nil || !strings.HasPrefix(colour(text[1]), "#") {
			continue
		}
		behind := []string{"#fff", "#f0f4f5", variables["var(--wm-shade)"]}
		if own := regexp.MustCompile(`background(?:-color)?:\s*([^;]+);`).FindStringSubmatch(rule[2]); own != nil && strings.HasPrefix(colour(own[1]), "#") {
			behind = []string{colour(own[1])}
		} else if strings.HasPrefix(selector, ".wm-header") && !strings.Contains(selector, ":focus") {
			behind = []string{variables["var(--wm-blue)"]}
		}
		for _, b := range behind {
			if c := contrast(t, colour(text[1]), b); c < 4.5 {
				t.Errorf("%s: %s on %s has a contrast of %.2f", selector, text[1], b, c)
			}
			checked++
		}
	}
	if checked < 20 {
		t.Errorf("only %d pairs of colours were found", checked)
	}
}

// The formula is tried on pairs whose contrast is known.
func TestContrast(t *testing.T) {
	for pair, want := range map[[2]string]float64{{"#000", "#fff"}: 21, {"#777777", "#ffffff"}: 4.48, {"#fff", "#fff"}: 1} {
		if got := contrast(t, pair[0], pair[1]); math.Abs(got-want) > 0.01 {
			t.Errorf("%v: %.2f, want %.2f", pair, got, want)
		}
	}
}

func contrast(t *testing.T, a, b string) float64 {
	t.Helper()
	la, lb := luminance(t, a), luminance(t, b)
	return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)
}

func luminance(t *testing.T, hex string) (l float64) {
	t.Helper()
	hex = strings.TrimPrefix(strings.TrimSpace(hex), "#")
	if len(hex) == 3 {
		hex = string([]byte{hex[0], hex[0], hex[1], hex[1], hex[2], hex[2]})
	}
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		n, err := strconv.ParseUint(hex[2*i:2*i+2], 16, 8)
		if err != nil {
			t.Fatal(hex, err)
		}
		c := float64(n) / 255
		if c <= 0.04045 {
			c /= 12.92
		} else {
			c = math.Pow((c+0.055)/1.055, 2.4)
		}
		l += weight * c
	}
	return l
}
