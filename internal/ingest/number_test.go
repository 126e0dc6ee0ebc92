package ingest

import (
	"math"
	"strconv"
	"testing"

	"pgregory.net/rapid"
)

func TestNumbersAsPeopleWriteThem(t *testing.T) {
	for _, c := range []struct {
		text    string
		value   float64
		percent bool
		exact   bool
		bound   int8
	}{
		{"0", 0, false, true, 0},
		{"85", 85, false, true, 0},
		{"85.5", 85.5, false, true, 0},
		{"85.50", 85.5, false, false, 0},
		{"007", 7, false, false, 0},
		{".5", 0.5, false, false, 0},
		{"5.", 5, false, false, 0},
		{"-3", -3, false, true, 0},
		{"−3", -3, false, false, 0},
		{"+3", 3, false, false, 0},
		{" 12 ", 12, false, false, 0},
		{"\u00a012\u00a0", 12, false, false, 0},
		{"\u200f12", 12, false, false, 0},
		{"1,234", 1234, false, false, 0},
		{"1 234 567.5", 1234567.5, false, false, 0},
		{"12%", 12, true, false, 0},
		{"12 %", 12, true, false, 0},
		{"<20", 20, false, false, -1},
		{"< 5", 5, false, false, -1},
		{">50%", 50, true, false, 1},
		{"1.2E+05", 120000, false, false, 0},
		{"66.66666666666667", 66.66666666666667, false, false, 0},
		{"12345678901234567890", 12345678901234567890, false, false, 0},
	} {
		n := parseNumber(c.text)
		if !n.ok || n.value != c.value || n.percent != c.percent || n.exact != c.exact || n.bound != c.bound {
			t.Errorf("parseNumber(%q) = %+v, want %+v", c.text, n, c)
		}
	}
	for _, text := range []string{"", " ", "-", "n/a", "12,5", "1,23", "12.5.1", "1e", "e3", "0x10", "NaN", "Inf", "1_000", "12 apples", "=1+1", "%", "<", "1,2345", "1e999"} {
		if n := parseNumber(text); n.ok {
			t.Errorf("parseNumber(%q) = %+v, want no number", text, n)
		}
	}
}

// Whatever a program writes is read as exactly that number, and what is called exact is written the same way again.
func TestNumbersReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := rapid.Float64().Filter(func(v float64) bool { return !math.IsInf(v, 0) && !math.IsNaN(v) }).Draw(t, "v")
		for _, format := range []byte{'f', 'g'} {
			text := strconv.FormatFloat(v, format, -1, 64)
			n := parseNumber(text)
			if !n.ok || n.value != v {
				t.Fatalf("%q became %+v", text, n)
			}
		}
		short := strconv.FormatFloat(v, 'f', rapid.IntRange(0, 6).Draw(t, "decimals"), 64)
		want, err := strconv.ParseFloat(short, 64)
		n := parseNumber(short)
		if err != nil || !n.ok || n.value != want {
			t.Fatalf("%q became %+v, want %v", short, n, want)
		}
		if n.exact && strconv.FormatFloat(n.value, 'f', -1, 64) != short {
			t.Fatalf("%q is called exact", short)
		}
	})
}
