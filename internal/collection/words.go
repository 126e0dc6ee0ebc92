package collection

import (
	"fmt"
	"strings"

	"waymark/internal/maturity"
)

// Sentence is the answer of a page: "53 of 60 returns are in; 4 are late, 3 missing."
func (n Counts) Sentence() string {
	switch {
	case n.Expected == 0:
		return "No return is due."
	case n.Received == n.Expected && n.Expected == 1:
		return "The one return is in."
	case n.Received == n.Expected:
		return fmt.Sprintf("All %s returns are in.", maturity.Number(float64(n.Expected), 0))
	}
	text := fmt.Sprintf("%s of %s %s in", number(n.Received), maturity.Count(n.Expected, "return", "returns"), are(n.Received))
	if n.Received == 0 {
		text = fmt.Sprintf("None of %s %s in", maturity.Count(n.Expected, "return", "returns"), are(n.Expected))
		if n.Expected == 1 {
			text = "The one return is not in"
		}
	}
	if rest := n.rest(); rest != "" {
		text += "; " + rest
	}
	return text + "."
}

// rest says of those that are out how many are late, missing and to come.
func (n Counts) rest() string {
	var parts []string
	for _, part := range []struct {
		n     int
		words string
	}{{n.Late, "late"}, {n.Missing, "missing"}, {n.ToCome, "to come"}} {
		switch {
		case part.n == 0:
		case len(parts) == 0:
			parts = append(parts, fmt.Sprintf("%s %s %s", number(part.n), are(part.n), part.words))
		default:
			parts = append(parts, number(part.n)+" "+part.words)
		}
	}
	return strings.Join(parts, ", ")
}

// Basis says what figures of a period rest on: "Based on 8 of 9 returns for July to September 2018. 1 return is late."
// span is the period in words; "" where no return is expected.
func (n Counts) Basis(span string) string {
	if n.Expected == 0 {
		return ""
	}
	text := fmt.Sprintf("Based on %s of %s for %s.", number(n.Received), maturity.Count(n.Expected, "return", "returns"), span)
	for _, part := range []struct {
		n     int
		words string
	}{{n.Late, "late"}, {n.Missing, "missing"}} {
		if part.n > 0 {
			text += fmt.Sprintf(" %s %s %s.", maturity.Count(part.n, "return", "returns"), are(part.n), part.words)
		}
	}
	return text
}

// Timeliness says how many of those expected came in on time: "45 of 60 came in on time, 8 late."
func (n Counts) Timeliness() string {
	if n.Expected == 0 {
		return ""
	}
	text := fmt.Sprintf("%s of %s came in on time", number(n.OnTime), number(n.Expected))
	if n.InLate > 0 {
		text += fmt.Sprintf(", %s late", number(n.InLate))
	}
	return text + "."
}

// Share is the part of the expected returns that are in, 0 to 1; 0 where none is expected.
func (n Counts) Share() float64 { return part(n.Received, n.Expected) }

// TimelyShare is the part of the expected returns that came in on time, 0 to 1; 0 where none is expected.
func (n Counts) TimelyShare() float64 { return part(n.OnTime, n.Expected) }

func part(of, all int) float64 {
	if all == 0 {
		return 0
	}
	return float64(of) / float64(all)
}

func number(n int) string { return maturity.Number(float64(n), 0) }

func are(n int) string {
	if n == 1 {
		return "is"
	}
	return "are"
}
