package chart

import (
	"fmt"
	"math"

	"waymark/internal/maturity"
)

// KindThenNow is the Figure.Kind of ThenNow.
const KindThenNow = "then-and-now"

// ThenNowRow is one value at two times. NaN stands for a value that there is not.
type ThenNowRow struct {
	Label   string
	Measure maturity.Measure
	Then    float64
	Now     float64
	// ThenState and NowState say why a value is missing; 0: "not available".
	ThenState, NowState maturity.State
	Note                string // why it changed, or why it cannot be compared; for the table
}

// ThenNowInput is what the comparison of two times is made from.
type ThenNowInput struct {
	Title        string // headline; "" makes one from the numbers by fixed rules
	Then         string // "12 June 2018"
	Now          string // "15 November 2018"
	Rows         []ThenNowRow
	AsAt         string
	SourceWords  string
	Illustrative bool
}

// ThenNow draws a row for each value with a ring where it was, a dot where it is, and the line between them. Rows on one
// scale share an axis; otherwise each row has its own, whose ends it names. Without a value there is no picture.
func ThenNow(in ThenNowInput) (Figure, error) {
	measures := make([]maturity.Measure, len(in.Rows))
	for i, r := range in.Rows {
		if err := finite(KindThenNow, r.Measure.ID, given(r.Then, r.Now)...); err != nil {
			return Figure{}, err
		}
		measures[i] = r.Measure
	}
	f := Figure{
		Kind: KindThenNow, Title: in.headline(), Subtitle: in.subtitle(), Reading: in.reading(), Table: in.table(), Notes: notesOf(in.Illustrative, measures...),
		Source: plain(in.SourceWords), AsAt: plain(in.AsAt), Width: widePaper.width,
	}
	if in.valued() == 0 {
		return f, nil
	}
	return f.drawn(in.draw)
}

// step is which way a row went: better, worse, changed (where neither direction is better), same, or "" where one of the
// values is missing.
func (r ThenNowRow) step() string {
	gap := rounded(r.Now, r.Measure) - rounded(r.Then, r.Measure)
	switch {
	case math.IsNaN(gap):
		return ""
	case gap == 0:
		return "same"
	case r.Measure.Polarity == maturity.NeitherBetter || r.Measure.Polarity == "":
		return "changed"
	case gap > 0 == (r.Measure.Polarity == maturity.HigherIsBetter):
		return "better"
	}
	return "worse"
}

func (in ThenNowInput) counts() map[string]int {
	out := map[string]int{}
	for _, r := range in.Rows {
		out[r.step()]++
	}
	return out
}

func (in ThenNowInput) then() string { return orElse(plain(in.Then), "then") }
func (in ThenNowInput) now() string  { return orElse(plain(in.Now), "now") }

func orElse(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}

func (in ThenNowInput) valued() int {
	n := 0
	for _, r := range in.Rows {
		if !math.IsNaN(r.Then) || !math.IsNaN(r.Now) {
			n++
		}
	}
	return n
}

func (in ThenNowInput) headline() string {
	if in.Title != "" {
		return plain(in.Title)
	}
	if in.valued() == 0 {
		return "No value has been reported"
	}
	c := in.counts()
	compared := len(in.Rows) - c[""]
	switch {
	case compared == 0:
		return "Nothing can be compared with " + in.then()
	case c["better"]+c["worse"]+c["same"] == 0:
		return fmt.Sprintf("%d of %s changed since %s", c["changed"], counted(compared, "value", "values"), in.then())
	}
	text := fmt.Sprintf("%d of %s got better since %s, %d got worse", c["better"], counted(compared, "value", "values"), in.then(), c["worse"])
	if c["changed"] > 0 {
		text += fmt.Sprintf(", %d changed", c["changed"])
	}
	return text
}

func (in ThenNowInput) subtitle() string {
	return fmt.Sprintf("Values on %s and on %s.", in.then(), in.now())
}

func (in ThenNowInput) reading() string {
	c := in.counts()
	compared := len(in.Rows) - c[""]
	text := fmt.Sprintf("%d of %s can be compared between %s and %s", compared, counted(len(in.Rows), "value", "values"), in.then(), in.now())
	if compared == 0 {
		return sentence(text)
	}
	steps := fmt.Sprintf("%d better, %d worse, %d the same", c["better"], c["worse"], c["same"])
	if c["changed"] > 0 {
		steps += fmt.Sprintf(", %d changed where neither direction is better", c["changed"])
	}
	most := ""
	if r := in.farthest("worse"); r != nil {
		most = fmt.Sprintf("%s fell back the most, %s", rowName(r.Label, r.Measure), change(r.Then, r.Now, r.Measure))
	} else if r := in.farthest("better"); r != nil {
		most = fmt.Sprintf("%s gained the most, %s", rowName(r.Label, r.Measure), change(r.Then, r.Now, r.Measure))
	}
	return sentence(text, steps, most)
}

// farthest is the row that went farthest in a direction, where all rows are of one unit; nil otherwise.
func (in ThenNowInput) farthest(step string) *ThenNowRow {
	var out *ThenNowRow
	for i := range in.Rows {
		r := &in.Rows[i]
		if r.Measure.Unit != in.Rows[0].Measure.Unit || r.Measure.Unit == maturity.UnitYesNo || r.Measure.SelfAssessed {
			return nil
		}
		if r.step() == step && (out == nil || math.Abs(r.Now-r.Then) > math.Abs(out.Now-out.Then)) {
			out = r
		}
	}
	return out
}

// rowName is what a sentence calls a row.
func rowName(label string, m maturity.Measure) string {
	return nameOf(maturity.Organisation{Name: rowLabel(label, m)})
}

// rowLabel is what a row is called: its label, else its measure.
func rowLabel(label string, m maturity.Measure) string {
	return orElse(plain(label), orElse(plain(m.Title), "Unnamed"))
}

func (in ThenNowInput) table() Table {
	t := Table{Caption: "Values on " + in.then() + " and on " + in.now(), Columns: []Column{{"What", false}, {in.then(), true}, {in.now(), true}, {"Change", false}, {"Which way", false}, {"Note", false}}}
	for _, r := range in.Rows {
		cells := []string{rowLabel(r.Label, r.Measure), missingWords(r.ThenState), missingWords(r.NowState), "not compared", "not compared", orElse(plain(r.Note), "none")}
		if !math.IsNaN(r.Then) {
			cells[1] = r.Measure.Format(r.Then)
		}
		if !math.IsNaN(r.Now) {
			cells[2] = r.Measure.Format(r.Now)
		}
		if step := r.step(); step != "" {
			cells[3], cells[4] = r.moved(), step
		}
		t.Rows = append(t.Rows, Row{Cells: cells})
	}
	return t
}

// missingWords stand where a value would; nobody knows more of a state that is not given.
func missingWords(s maturity.State) string {
	if s == 0 || s == maturity.Reported {
		return maturity.NotAvailable.Words()
	}
	return stateCell(s)
}

// moved is the size of the change with its direction: "up 3 points", "unchanged".
func (r ThenNowRow) moved() string {
	by := rounded(r.Now, r.Measure) - rounded(r.Then, r.Measure)
	switch {
	case by == 0:
		return "unchanged"
	case r.Measure.Unit == maturity.UnitYesNo:
		return "changed"
	case by > 0:
		return "up " + r.Measure.FormatPoints(by)
	}
	return "down " + r.Measure.FormatPoints(by)
}
