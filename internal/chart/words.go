package chart

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

func suffix(m maturity.Measure) string {
	if m.Unit == maturity.UnitPercent {
		return "%"
	}
	return ""
}

func decimals(m maturity.Measure) int { return max(0, min(m.Decimals, 1)) }

// rounded is the value as it is shown. Differences are taken between shown values, so that sentences add up.
func rounded(value float64, m maturity.Measure) float64 {
	scale := math.Pow(10, float64(decimals(m)))
	return math.Round(value*scale)/scale + 0 // no negative zero
}

// change says how a value moved, with direction, size and both ends: "up 3 points from 41% to 44%".
func change(from, to float64, m maturity.Measure) string {
	by := rounded(to, m) - rounded(from, m)
	switch {
	case by > 0:
		return fmt.Sprintf("up %s from %s to %s", m.FormatPoints(by), m.Format(from), m.Format(to))
	case by < 0:
		return fmt.Sprintf("down %s from %s to %s", m.FormatPoints(by), m.Format(from), m.Format(to))
	}
	return "unchanged at " + m.Format(to)
}

// TargetWords is a target's value as a sentence shows it: "at least 85%", "at most 5", "exactly 100%".
func TargetWords(t maturity.Target, m maturity.Measure) string {
	if m.Unit == maturity.UnitYesNo {
		return m.Format(t.Value)
	}
	switch t.Operator {
	case maturity.AtMost:
		return "at most " + m.Format(t.Value)
	case maturity.Equal:
		return "exactly " + m.Format(t.Value)
	}
	return "at least " + m.Format(t.Value)
}

// dueWords is the date of a target as exactly as its source gave it, in whole words: "March 2020"; "" without a date.
func dueWords(t maturity.Target) string {
	if t.Due == nil {
		return ""
	}
	if t.Due.Precision != "" {
		return t.Due.Words()
	}
	if given := plain(t.Due.AsGiven); given != "" {
		return given
	}
	return t.Due.Latest.Long()
}

// byWhen is "by March 2020", or what the source says where it already tells when in its own words.
func byWhen(due string) string {
	lower := strings.ToLower(due)
	for _, word := range []string{"by ", "before ", "from ", "during ", "in ", "no later than "} {
		if strings.HasPrefix(lower, word) {
			return lower[:1] + due[1:]
		}
	}
	return "by " + due
}

// span is the period in words without the part in brackets, for the middle of a sentence.
func span(p period.Period) string {
	words, _, _ := strings.Cut(p.Label(), " (")
	return words
}

// sentence joins parts with semicolons and ends with one full stop. It changes no letter: a part may begin with a name.
func sentence(parts ...string) string {
	var kept []string
	for _, part := range parts {
		if part = strings.TrimSpace(part); part != "" {
			kept = append(kept, part)
		}
	}
	if len(kept) == 0 {
		return ""
	}
	return strings.TrimRight(strings.Join(kept, "; "), ".") + "."
}

// nameOf is how a sentence calls an organisation: the short name where the full one is long, cut where both are.
func nameOf(o maturity.Organisation) string {
	name := plain(o.Name)
	if short := plain(o.ShortName); short != "" && len([]rune(name)) > 40 {
		name = short
	}
	if name == "" {
		name = plain(o.Code)
	}
	if runes := []rune(name); len(runes) > 70 {
		name = strings.TrimSpace(string(runes[:69])) + "…"
	}
	return isolate(name)
}

func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}
