package maturity

import (
	"math"
	"strconv"
	"strings"
	"unicode"
)

// Number writes a value as pages print it: at most one decimal and none for a whole number, a comma from 1,000, a true minus sign. NaN is "".
func Number(value float64, decimals int) string {
	if math.IsNaN(value) || math.IsInf(value, 0) {
		return ""
	}
	if decimals > 1 {
		decimals = 1
	}
	// Halves go up, away from zero, as readers expect; FormatFloat alone would write 44.5 as 44.
	scale := math.Pow(10, float64(max(0, decimals)))
	text := strconv.FormatFloat(math.Round(math.Abs(value)*scale)/scale, 'f', decimals, 64)
	whole, fraction, _ := strings.Cut(strings.TrimSuffix(text, ".0"), ".")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if fraction != "" {
		whole += "." + fraction
	}
	if value < 0 && strings.Trim(whole, "0.,") != "" {
		whole = "−" + whole
	}
	return whole
}

// SuppressedNote says on every page that shows a suppressed figure what that means.
const SuppressedNote = "“Suppressed” means held back: the number is small, or would give a small one away. It is in no total and no forecast."

// SmallNumberWords says what of the measure is held back; "" when it has no rule.
func (m Measure) SmallNumberWords() string {
	if m.SmallNumber < 2 {
		return ""
	}
	return "Figures with a count from 1 to " + strconv.Itoa(m.SmallNumber-1) + " are suppressed, and those that would give one away."
}

// Format writes a value of the measure with its unit: 77%, 44, Yes.
func (m Measure) Format(value float64) string {
	switch {
	case math.IsNaN(value):
		return ""
	case m.Unit == UnitPercent:
		return Number(value, m.Decimals) + "%"
	case m.Unit == UnitYesNo && value == 1:
		return "Yes"
	case m.Unit == UnitYesNo && value == 0:
		return "No"
	}
	return Number(value, m.Decimals)
}

// FormatEstimate writes a value that nobody counted, such as a forecast, no finer than it can be known: counts from 1,000
// on in three figures, "13,700,000".
func (m Measure) FormatEstimate(value float64) string {
	if m.Unit == UnitCount && math.Abs(value) >= 1000 && !math.IsInf(value, 0) {
		unit := math.Pow(10, math.Floor(math.Log10(math.Abs(value)))-2)
		value = math.Round(value/unit) * unit
	}
	return m.Format(value)
}

// FormatPoints writes a difference of two values: "3 points" for percentages and scores, a bare number for counts.
func (m Measure) FormatPoints(difference float64) string {
	text := Number(math.Abs(difference), m.Decimals)
	if m.Unit == UnitCount {
		return text
	}
	if text == "1" {
		return "1 point"
	}
	return text + " points"
}

// Count writes a number of things with its noun: "1 organisation", "3 organisations".
func Count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return Number(float64(n), 0) + " " + many
}

// Chance writes a probability in words a board can use: "about 1 in 5", "less than 1 in 20", "72%" between.
func Chance(p float64) string {
	switch {
	case math.IsNaN(p):
		return "not known"
	case p < 0.05:
		return "less than 1 in 20"
	case p > 0.95:
		return "more than 19 in 20"
	}
	for _, odds := range []struct {
		at    float64
		words string
	}{{0.1, "about 1 in 10"}, {0.2, "about 1 in 5"}, {0.25, "about 1 in 4"}, {1.0 / 3, "about 1 in 3"}, {0.5, "about 1 in 2"}, {2.0 / 3, "about 2 in 3"}, {0.75, "about 3 in 4"}, {0.8, "about 4 in 5"}, {0.9, "about 9 in 10"}} {
		if math.Abs(p-odds.at) <= 0.02 && !crosses(p, odds.at) {
			return odds.words
		}
	}
	return "about " + Number(p*100, 0) + "%"
}

// ChanceMove tells how a chance moves, both ends in the same way: "from about 1 in 4 to about 1 in 5", "from 19% to 14%".
func ChanceMove(from, to float64) string {
	a, b := Chance(from), Chance(to)
	if strings.HasSuffix(a, "%") || strings.HasSuffix(b, "%") {
		percent := func(p float64, words string) string {
			if math.IsNaN(p) || p < 0.05 || p > 0.95 {
				return words
			}
			return Number(p*100, 0) + "%"
		}
		a, b = percent(from, a), percent(to, b)
	}
	return "from " + a + " to " + b
}

// LowerFirst takes a title into the middle of a sentence; one that does not begin like an ordinary word is
// kept.
func LowerFirst(text string) string {
	runes := []rune(text)
	if len(runes) < 2 || !unicode.IsLower(runes[1]) {
		return text
	}
	return string(unicode.ToLower(runes[0])) + string(runes[1:])
}

// UpperFirst makes words from within a sentence the beginning of one.
func UpperFirst(text string) string {
	runes := []rune(text)
	if len(runes) == 0 {
		return text
	}
	return string(unicode.ToUpper(runes[0])) + string(runes[1:])
}

// crosses reports whether rounding a chance would carry it over one of the bounds between statuses, 50 % and 80 %: the
// words must not contradict the status beside them.
func crosses(p, to float64) bool {
	for _, bound := range []float64{0.5, 0.8} {
		if (p < bound) != (to < bound) {
			return true
		}
	}
	return false
}
