package reliability

import (
	"fmt"
	"strings"

	"waymark/internal/maturity"
)

// Verdict is what a record says of the forecasts, in a sentence.
func Verdict(r maturity.ReliabilityRecord) string {
	switch {
	case r.Figures == 0:
		return "There is no record yet: no figure has come for a period that was forecast."
	case r.Verdict == maturity.VerdictTooSure:
		return "Forecasts of this measure have been too sure of themselves: take the likely range as wider, and chances as nearer to even."
	case r.Verdict == maturity.VerdictTooCareful:
		return "Forecasts of this measure have been too careful: the likely range is wider than it needs to be."
	case r.Verdict == maturity.VerdictAsSaid:
		return "So far forecasts of this measure are as good as they say."
	}
	return "Too few figures have come to tell whether forecasts of this measure are as good as they say."
}

// Counts says how many figures the likely range held and how many chances of one size came true; "" without figures.
// What chance alone explains is said where there are enough figures to judge.
func Counts(basis maturity.ReliabilityBasis, r maturity.ReliabilityRecord) string {
	if r.Figures == 0 {
		return ""
	}
	made := "forecast on these pages before it came"
	switch {
	case basis == maturity.BasisBackTest && r.Corrected == r.Figures:
		made = "forecast afterwards"
	case basis == maturity.BasisBackTest:
		made = "forecast afterwards from what was known at the time"
	}
	text := fmt.Sprintf("The likely range held %s of %s, each %s; it should hold 80%%", percent(r.Share80), counted(r.Figures, "figure"), made)
	if r.Verdict.Tells() {
		text += fmt.Sprintf(", and chance alone explains %s to %s", percent(r.UsualLow), percent(r.UsualHigh))
	}
	sentences := []string{text + "."}
	if bin, ok := telling(r); ok {
		sentences = append(sentences, fmt.Sprintf("Of %s of about %s, %s came true.", counted(bin.Statements, "statement"), percent(bin.Stated), maturity.Number(float64(bin.Came), 0)))
	}
	switch {
	case r.Corrected == r.Figures:
		sentences = append(sentences, "The figures before were taken with their later corrections, because too few had been entered here by then.")
	case r.Corrected > 0:
		sentences = append(sentences, fmt.Sprintf("For %s the figures before were taken with later corrections, because too few had been entered here by then.", maturity.Number(float64(r.Corrected), 0)))
	}
	return strings.Join(sentences, " ")
}

// leastTelling are the statements that a bin between the outermost needs to be told of rather than the fullest one.
const leastTelling = 10

// telling is the bin a sentence speaks of: the fullest, those of nearly impossible and nearly certain only where the
// others have too few.
func telling(r maturity.ReliabilityRecord) (best maturity.ReliabilityBin, ok bool) {
	for _, inner := range []bool{true, false} {
		for i, bin := range r.Bins {
			if (!inner || i > 0 && i < len(r.Bins)-1) && bin.Statements > best.Statements {
				best = bin
			}
		}
		if inner && best.Statements >= leastTelling {
			break
		}
	}
	return best, best.Statements > 0
}

func percent(share float64) string { return maturity.Number(100*share, 0) + "%" }

func counted(n int, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return maturity.Number(float64(n), 0) + " " + noun
}
