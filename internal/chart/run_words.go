package chart

import (
	"fmt"
	"math"

	"waymark/internal/maturity"
)

// side says where a value lies beside the median, as both are shown.
func (in RunInput) side(value float64) string {
	m := in.Measure
	switch gap := rounded(value, m) - rounded(in.Median, m); {
	case gap > 0:
		return "above"
	case gap < 0:
		return "below"
	}
	return "at"
}

func (in RunInput) latest() Point { return in.Points[len(in.Points)-1] }

// headline is the latest figure, and where it lies beside the median of all.
func (in RunInput) headline() string {
	name := nameOf(in.Organisation)
	if len(in.Points) == 0 {
		return name + ": no value has been reported"
	}
	p := in.latest()
	text := fmt.Sprintf("%s: %s in %s", name, in.Measure.Format(p.Value), span(p.Period))
	if !in.hasMedian() || len(in.Points) < 2 {
		return text
	}
	return fmt.Sprintf("%s, %s the median of %s", text, in.side(p.Value), in.Measure.Format(in.Median))
}

func (in RunInput) subtitle() string {
	text := measureWords(in.Measure) + ". " + isolate(plain(in.Organisation.Name))
	switch n := len(in.Points); {
	case n == 1:
		text += ", " + span(in.Points[0].Period)
	case n > 1:
		text += ", " + in.Points[0].Period.Short() + " to " + in.latest().Period.Short()
	}
	return text + ". " + in.Measure.Polarity.Words() + "."
}

// measureWords is a measure's title with its unit.
func measureWords(m maturity.Measure) string {
	text := plain(m.Title)
	if words := plain(m.UnitWords); words != "" {
		text += ", " + words
	}
	return text
}

// reading is the median, how many of the latest figures lie on one side of it, and why there are no limits.
func (in RunInput) reading() string {
	n := len(in.Points)
	if n == 0 {
		return sentence(nameOf(in.Organisation) + " has not reported a value for " + plain(in.Measure.Title))
	}
	p := in.latest()
	text := fmt.Sprintf("%s in %s, the only figure so far", in.Measure.Format(p.Value), span(p.Period))
	if n > 1 {
		text = fmt.Sprintf("%s in %s, %s", in.Measure.Format(p.Value), span(p.Period), change(in.Points[0].Value, p.Value, in.Measure))
		if in.Measure.Unit == maturity.UnitYesNo {
			text = fmt.Sprintf("%s in %s", in.Measure.Format(p.Value), span(p.Period))
		}
		text += " in " + span(in.Points[0].Period)
		if in.hasMedian() {
			text += fmt.Sprintf("; the median of %d figures is %s", n, in.Measure.Format(in.Median))
		}
	}
	if run := in.lastRun(); run > 2 {
		text += fmt.Sprintf(", and the last %d are all %s it", run, in.side(p.Value))
	}
	if why := plain(in.Why); why != "" {
		text += "; no limits are drawn: " + why
	}
	return sentence(text)
}

// lastRun is how many of the latest figures lie on the same side of the median.
func (in RunInput) lastRun() int {
	if !in.hasMedian() || len(in.Points) == 0 || in.side(in.latest().Value) == "at" {
		return 0
	}
	run := 0
	for i := len(in.Points) - 1; i >= 0 && in.side(in.Points[i].Value) == in.side(in.latest().Value); i-- {
		run++
	}
	return run
}

// table is a row for every figure. The target is part of the caption.
func (in RunInput) table() Table {
	m := in.Measure
	t := Table{Caption: "Run chart, " + plain(m.Title) + ": " + nameOf(in.Organisation) + targetCaption(in.Target, m),
		Columns: []Column{{"Period", false}, {"Reported", true}}}
	if in.hasMedian() {
		t.Columns = append(t.Columns, Column{"Median", true}, Column{"Against the median", false})
	}
	for _, p := range in.Points {
		cells := []string{p.Period.Label(), m.Format(p.Value)}
		if in.hasMedian() {
			cells = append(cells, m.Format(in.Median), in.side(p.Value))
		}
		t.Rows = append(t.Rows, Row{Cells: cells})
	}
	return t
}

// targetCaption is the target as a table's caption names it; "" without one.
func targetCaption(t *maturity.Target, m maturity.Measure) string {
	if t == nil || math.IsNaN(t.Value) {
		return ""
	}
	text := ". Target " + TargetWords(*t, m)
	if due := dueWords(*t); due != "" {
		text += " " + byWhen(due)
	}
	return text
}
