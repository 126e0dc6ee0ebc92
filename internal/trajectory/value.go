package trajectory

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"waymark/internal/maturity"
)

// Value is a value in the measure's unit as sentences show it: at most one decimal, a comma from 1,000.
func Value(m maturity.Measure, v float64) string {
	switch m.Unit {
	case maturity.UnitPercent:
		return number(math.Round(v*10)/10) + "%"
	case maturity.UnitYesNo:
		if v >= 0.5 {
			return "yes"
		}
		return "no"
	case maturity.UnitStage:
		return "stage " + number(math.Round(v*10)/10)
	}
	return number(math.Round(v*10) / 10)
}

// Chance is a probability in words: "about 72%", "less than 1%", "more than 99%".
func Chance(p float64) string {
	switch {
	case p != p:
		return "not known"
	case p < 0.01:
		return "less than 1%"
	case p > 0.99:
		return "more than 99%"
	}
	return fmt.Sprintf("about %.0f%%", 100*p)
}

func number(v float64) string {
	if v == 0 {
		return "0" // never -0
	}
	text := strconv.FormatFloat(math.Abs(v), 'f', -1, 64)
	whole, fraction, _ := strings.Cut(text, ".")
	for at := len(whole) - 3; at > 0; at -= 3 {
		whole = whole[:at] + "," + whole[at:]
	}
	if fraction != "" {
		whole += "." + fraction
	}
	if v < 0 {
		return "−" + whole
	}
	return whole
}

func count(n int) string {
	if n == 0 {
		return "no"
	}
	return strconv.Itoa(n)
}
