package chart

import (
	"encoding/json"
	"math"
	"strings"
	"testing"
	"unicode/utf8"
)

// Names come from uploaded files. In an option they may stand only where ECharts takes text literally: never in a
// formatter, which reads templates, and never beside rich styles, which read {style|text}.
func TestNamesAreOnlyEverText(t *testing.T) {
	for _, e := range allExamples() {
		if e.name != "hostile" {
			continue
		}
		f, err := e.make()
		if err != nil {
			t.Fatal(err)
		}
		if e.kind == KindRadar && !f.HasPicture() {
			t.Fatal("the radar has no picture")
		}
		var whole any
		if err := json.Unmarshal(f.Option, &whole); err != nil {
			t.Fatal(err)
		}
		seen := 0
		eachString(whole, nil, func(path []string, text string) {
			key := path[len(path)-1]
			if key == "formatter" && text != "{value}%" {
				t.Errorf("%s: %s holds %q", e.kind, strings.Join(path, "."), text)
			}
			if key == "rich" {
				t.Errorf("%s: %s sets rich text", e.kind, strings.Join(path, "."))
			}
			if !strings.ContainsAny(text, "{}<>") || key == "formatter" {
				return
			}
			seen++
			if key != "text" && !(key == "value" && path[len(path)-2] == "data") {
				t.Errorf("%s: a name stands in %s: %q", e.kind, strings.Join(path, "."), text)
			}
		})
		if seen < 3 {
			t.Errorf("%s: the name was found %d times", e.kind, seen)
		}
	}
}

// eachString visits every string and every key below a value, with the keys that lead to it.
func eachString(v any, path []string, visit func(path []string, text string)) {
	switch v := v.(type) {
	case map[string]any:
		for key, inner := range v {
			if key == "rich" {
				visit(append(path, key), "")
			}
			eachString(inner, append(path[:len(path):len(path)], key), visit)
		}
	case []any:
		for _, inner := range v {
			eachString(inner, path, visit)
		}
	case string:
		visit(path, v)
	}
}

// A name of any bytes gives a figure whose words are clean text and whose option is JSON.
func FuzzNames(f *testing.F) {
	for _, seed := range []string{hostile, "", "\x00\xff\xfe", "a\u202eb", strings.Repeat("W", 3000), "שלום {b}", "\U0001F600 \ufffe"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, name string) {
		in := usual()
		in.Organisation.Name, in.Organisation.ShortName, in.NationalTitle, in.SourceWords = name, name, name, name
		ranked := rankedUsual()
		ranked.Items[3].Organisation.Name, ranked.ReferenceTitle = name, name
		one, err := Trajectory(in)
		if err != nil {
			t.Fatal(err)
		}
		other, err := Ranked(ranked)
		if err != nil {
			t.Fatal(err)
		}
		for _, figure := range []Figure{one, other} {
			if !json.Valid(figure.Option) || !utf8.ValidString(figure.Title) || strings.ContainsFunc(figure.Title+figure.Reading, func(r rune) bool { return r < ' ' || r >= 0x202A && r <= 0x202E }) {
				t.Errorf("%q gave %q, %q", name, figure.Title, figure.Reading)
			}
		}
	})
}

func TestTextFits(t *testing.T) {
	const sentence = "Gloucestershire Hospitals NHS Foundation Trust and a verylongwordwithoutanybreak indeed"
	for _, width := range []float64{30, 80, 200, 900} {
		lines := wrap(sentence, width, 14, false, 3)
		if len(lines) == 0 || len(lines) > 3 {
			t.Errorf("%d lines at %v", len(lines), width)
		}
		for _, line := range lines {
			if w := TextWidth(line, 14, false); w > width {
				t.Errorf("%q is %.0f wide, more than %v", line, w, width)
			}
		}
	}
}

// Against what Chromium measures with the same font: kerning is left out, which is worth about one per cent.
func TestTextWidths(t *testing.T) {
	for _, c := range []struct {
		text string
		size float64
		bold bool
		want float64
		off  float64 // share of the width
	}{
		{"Gloucestershire Hospitals NHS Foundation Trust", 14, false, 302.16, 0.012},
		{"Gloucestershire Hospitals NHS Foundation Trust", 14, true, 325.16, 0.012},
		{"July to September 2018 (Q2 2018 to 2019)", 13, false, 246.44, 0.012},
		{"Forecast 77%, target at least 85%", 20, true, 315.70, 0.012},
		{"Trajectory", 14, true, 66.92, 0.012},
		{"בית החולים שערי צדק", 12, false, 111.58, 0.06},
	} {
		if got := TextWidth(c.text, c.size, c.bold); math.Abs(got-c.want) > c.off*c.want {
			t.Errorf("%q is %.2f wide, Chromium says %.2f", c.text, got, c.want)
		}
	}
}
