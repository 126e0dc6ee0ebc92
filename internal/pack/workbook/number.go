package workbook

import (
	"math"
	"regexp"
	"strconv"
	"strings"
)

// shown is a number as papers print it: a sign of money, a minus, commas, decimals, and per cent.
var shown = regexp.MustCompile(`^([£€$]?)([-−]?)([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(\.[0-9]+)?(%?)$`)

// number reads a number as it is printed, and says how Excel prints it so. It reports false for anything else: a range,
// a word, a number with words around it.
func number(words string) (value float64, format string, ok bool) {
	m := shown.FindStringSubmatch(words)
	if m == nil {
		return 0, "", false
	}
	value, err := strconv.ParseFloat(strings.ReplaceAll(m[3], ",", "")+m[4], 64)
	if err != nil || value > 1e15 {
		return 0, "", false
	}
	if m[2] != "" {
		value = -value
	}
	format = "0"
	if strings.Contains(m[3], ",") {
		format = "#,##0"
	}
	if decimals := len(m[4]) - 1; decimals > 0 {
		format += "." + strings.Repeat("0", decimals)
	}
	if m[1] != "" {
		format = `"` + m[1] + `"` + format
	}
	if m[5] != "" {
		format += `"%"` // the figure is 61, not 0.61
	}
	return value, format, true
}

// printedAs is how Excel prints a number whose words are known: as the words do, where they are a number like it.
func printedAs(value float64, words string) string {
	said, format, ok := number(words)
	if !ok {
		return "General"
	}
	if strings.HasSuffix(words, "%") && near(value*100, said, words) && !near(value, said, words) {
		return strings.TrimSuffix(format, `"%"`) + "%"
	}
	return format
}

// near reports that words could be value, rounded.
func near(value, said float64, words string) bool {
	_, decimals, _ := strings.Cut(strings.TrimSuffix(words, "%"), ".")
	return math.Abs(value-said) <= 0.5000001*math.Pow(10, -float64(len(decimals)))
}
