package chart

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
)

var causeEndings = [...]string{
	Usual:   "within the usual variation",
	Better:  "an improvement beyond the usual variation",
	Worse:   "a change for the worse beyond the usual variation",
	Special: "a change beyond the usual variation",
}

func (in ControlInput) latest() ControlPoint { return in.Points[len(in.Points)-1] }

// headline is the latest figure and whether it is more than the usual variation.
func (in ControlInput) headline() string {
	p := in.latest()
	return fmt.Sprintf("%s: %s in %s, %s", nameOf(in.Organisation), in.Measure.Format(p.Value), span(p.Period), causeEndings[p.Cause])
}

func (in ControlInput) subtitle() string {
	m := in.Measure
	text := plain(m.Title)
	if m.UnitWords != "" {
		text += ", " + plain(m.UnitWords)
	}
	when := in.Points[0].Period.Short() + " to " + in.latest().Period.Short()
	if len(in.Points) == 1 {
		when = span(in.latest().Period)
	}
	return fmt.Sprintf("%s. %s, %s. %s.", text, isolate(plain(in.Organisation.Name)), when, m.Polarity.Words())
}

// reading is average and limits, and the verdicts.
func (in ControlInput) reading() string {
	m := in.Measure
	text := fmt.Sprintf("The average is %s, and the usual variation %s.", m.Format(in.Mean), in.between())
	for _, s := range in.Sentences {
		if s = plain(s); s != "" {
			text += " " + s
		}
	}
	return text
}

// between is how far the usual variation reaches; a limit beyond the ends of the measure's scale is none.
func (in ControlInput) between() string {
	lower, upper := in.Measure.Format(in.Lower), in.Measure.Format(in.Upper)
	switch below, above := in.canBeBelow(in.Lower), in.canBeAbove(in.Upper); {
	case below && above:
		return "lies between " + lower + " and " + upper
	case below:
		return "lies above " + lower
	case above:
		return "lies below " + upper
	}
	return "covers all values that are possible"
}

// limitCell is a limit in the table.
func (in ControlInput) limitCell(limit float64, possible bool) string {
	if !possible {
		return "none"
	}
	return in.Measure.Format(limit)
}

// table is a row for every figure, with the rule that makes it a special cause in words.
func (in ControlInput) table() Table {
	m := in.Measure
	t := Table{Caption: "Control chart, " + plain(m.Title) + ": " + nameOf(in.Organisation) + targetCaption(in.Target, m),
		Columns: []Column{{"Period", false}, {"Reported", true}, {"Average", true}, {"Lower limit", true}, {"Upper limit", true}, {"What it shows", false}}}
	lower, upper := in.limitCell(in.Lower, in.canBeBelow(in.Lower)), in.limitCell(in.Upper, in.canBeAbove(in.Upper))
	for _, p := range in.Points {
		words := plain(p.Words)
		if words == "" {
			words = causeMarks[p.Cause].words
		}
		t.Rows = append(t.Rows, Row{Cells: []string{p.Period.Label(), m.Format(p.Value), m.Format(in.Mean), lower, upper, words}})
	}
	return t
}

func (in ControlInput) notes() []string {
	var out []string
	if in.Illustrative {
		out = append(out, "Illustrative figures, invented for demonstration.")
	}
	if c := in.Measure.Caveat(); c != "" {
		out = append(out, c)
	}
	return out
}

// shapes says what the marks mean that are there.
func (in ControlInput) shapes() string {
	names := [...]string{Usual: "Circles", Better: "Diamonds", Worse: "Squares", Special: "Triangles"}
	var parts []string
	for cause, m := range causeMarks {
		if slices.ContainsFunc(in.Points, func(p ControlPoint) bool { return int(p.Cause) == cause }) {
			parts = append(parts, names[cause]+": "+m.words)
		}
	}
	return strings.Join(parts, ". ") + "."
}

func upperFirst(words string) string {
	runes := []rune(words)
	if len(runes) == 0 {
		return ""
	}
	return string(unicode.ToUpper(runes[0])) + string(runes[1:])
}
