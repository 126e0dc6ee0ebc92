package chart

import (
	"fmt"
	"math"
	"slices"

	"waymark/internal/maturity"
)

// KindBoxes is the Figure.Kind of Boxes.
const KindBoxes = "boxes"

// Box is how the values of many organisations spread in one period or group.
type Box struct {
	Label                     string // "Q2 2018/19"
	Low, Q1, Median, Q3, High float64
	Own                       float64 // of the organisation that the page is about; NaN: none
	Count                     int     // organisations in it
}

// BoxesInput is what a boxplot of one measure is made from.
type BoxesInput struct {
	Measure      maturity.Measure
	Boxes        []Box // in the order in which they are drawn
	Target       *maturity.Target
	Centiles     bool // Low and High are the 5th and 95th centile, not the lowest and highest value
	AsAt         string
	SourceWords  string
	Illustrative bool
}

// Boxes draws a lying box for each group: the middle half of its values, their median, and the whole range. A box whose
// numbers are not given is left out of the picture, never drawn at zero.
func Boxes(in BoxesInput) (Figure, error) {
	for _, b := range in.Boxes {
		five := given(b.Low, b.Q1, b.Median, b.Q3, b.High)
		if err := finite(KindBoxes, in.Measure.ID, given(b.Low, b.Q1, b.Median, b.Q3, b.High, b.Own)...); err != nil {
			return Figure{}, err
		}
		if !slices.IsSorted(five) {
			return Figure{}, fmt.Errorf("boxes of %q: the quartiles %v are out of order", in.Measure.ID, five)
		}
	}
	f := Figure{
		Kind: KindBoxes, Title: in.headline(), Subtitle: in.subtitle(), Reading: in.reading(), Table: in.table(), Notes: notesOf(in.Illustrative, in.Measure),
		Source: plain(in.SourceWords), AsAt: plain(in.AsAt), Width: widePaper.width,
	}
	if len(in.known()) == 0 {
		return f, nil
	}
	return f.drawn(in.draw)
}

func (b Box) has() bool { return len(given(b.Low, b.Q1, b.Median, b.Q3, b.High)) == 5 }

func (b Box) label() string { return orElse(plain(b.Label), "Unnamed") }

// known are the boxes with numbers.
func (in BoxesInput) known() []Box {
	return slices.DeleteFunc(slices.Clone(in.Boxes), func(b Box) bool { return !b.has() })
}

func (in BoxesInput) headline() string {
	known := in.known()
	if len(known) == 0 {
		return "No value has been reported"
	}
	last, m := known[len(known)-1], in.Measure
	text := nameOf(maturity.Organisation{Name: last.label()}) + ": "
	if all := counted(last.Count, "organisation", "organisations"); m.Format(last.Low) == m.Format(last.High) {
		text += all + " at " + m.Format(last.High)
	} else {
		text += fmt.Sprintf("half of %s between %s and %s", all, m.Format(last.Q1), m.Format(last.Q3))
	}
	if math.IsNaN(last.Own) {
		return text
	}
	return text + ", own value " + m.Format(last.Own)
}

func (in BoxesInput) subtitle() string {
	text := measureWords(in.Measure)
	if n := len(in.Boxes); n == 1 {
		text += ". " + in.Boxes[0].label()
	} else if n > 1 {
		text += ". " + in.Boxes[0].label() + " to " + in.Boxes[n-1].label()
	}
	return text + ". " + in.Measure.Polarity.Words() + "."
}

func (in BoxesInput) reading() string {
	known, m := in.known(), in.Measure
	if len(known) == 0 {
		return sentence("None of " + counted(len(in.Boxes), "group", "groups") + " has a value")
	}
	last := known[len(known)-1]
	text := fmt.Sprintf("%s: the median of %s is %s, from %s to %s", nameOf(maturity.Organisation{Name: last.label()}), counted(last.Count, "organisation", "organisations"), m.Format(last.Median), m.Format(last.Low), m.Format(last.High))
	if in.Centiles {
		text += " (5th to 95th centile)"
	}
	var own, moved string
	if !math.IsNaN(last.Own) {
		own = "the own value of " + m.Format(last.Own) + " lies " + last.place(m)
	}
	if first := known[0]; len(known) > 1 {
		moved = "the median went from " + m.Format(first.Median) + " to " + m.Format(last.Median) + ", the middle half from " + m.FormatPoints(rounded(first.Q3, m)-rounded(first.Q1, m)) + " wide to " + m.FormatPoints(rounded(last.Q3, m)-rounded(last.Q1, m))
	}
	return sentence(text, own, moved)
}

// place says where the own value lies, as the numbers are shown.
func (b Box) place(m maturity.Measure) string {
	own := rounded(b.Own, m)
	switch {
	case own > rounded(b.Q3, m):
		return "above the middle half"
	case own < rounded(b.Q1, m):
		return "below the middle half"
	}
	return "within the middle half"
}

func (in BoxesInput) table() Table {
	m := in.Measure
	low, high := "Lowest", "Highest"
	if in.Centiles {
		low, high = "5th centile", "95th centile"
	}
	t := Table{Caption: "Spread, " + plain(m.Title) + targetCaption(in.Target, m), Columns: []Column{{"For", false}, {"Organisations", true}, {low, true}, {"Lower quartile", true}, {"Median", true}, {"Upper quartile", true}, {high, true}, {"Own value", true}}}
	for _, b := range in.Boxes {
		cells := []string{b.label(), maturity.Number(float64(b.Count), 0)}
		for _, v := range []float64{b.Low, b.Q1, b.Median, b.Q3, b.High, b.Own} {
			if math.IsNaN(v) {
				cells = append(cells, "not available")
			} else {
				cells = append(cells, m.Format(v))
			}
		}
		t.Rows = append(t.Rows, Row{Cells: cells})
	}
	return t
}
