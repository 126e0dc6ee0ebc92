package chart

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// KindDots is the Figure.Kind of Dots.
const KindDots = "dots"

// DotRow is one measure or section of an organisation beside its peers. NaN stands for a number that there is not.
type DotRow struct {
	Label    string
	Measure  maturity.Measure
	State    maturity.State // what stands for Value where it is NaN
	Value    float64
	PeerLow  float64 // ends of the peers' range
	PeerHigh float64
	Median   float64 // of the peers
	Target   float64
	Required float64 // the level that the plan or the straight path wants by now
	Peers    int
	Period   period.Period
}

// DotsInput is what the dot plot of one organisation is made from.
type DotsInput struct {
	Title        string // headline; "" makes one from the numbers by fixed rules
	Subtitle     string
	Rows         []DotRow // in the order in which they are drawn
	PeerWords    string   // "acute trusts"; "" is "peers"
	AsAt         string
	SourceWords  string
	Illustrative bool
	Notes        []string
}

// Dots draws a row for each measure: the own value as a dot on the range of its peers, with their median, the target and
// the required level as marks of their own shapes. Rows on one scale share an axis; otherwise each row has its own, whose
// ends it names. Without a value the Figure has no picture.
func Dots(in DotsInput) (Figure, error) {
	if err := in.check(KindDots); err != nil {
		return Figure{}, err
	}
	f := in.figure(KindDots)
	if in.valued() == 0 {
		return f, nil
	}
	return f.drawn(in.draw)
}

func (in DotsInput) check(kind string) error {
	for _, r := range in.Rows {
		if err := finite(kind, r.Measure.ID, given(r.Value, r.PeerLow, r.PeerHigh, r.Median, r.Target, r.Required)...); err != nil {
			return err
		}
	}
	return nil
}

func (in DotsInput) figure(kind string) Figure {
	return Figure{
		Kind: kind, Title: in.headline(), Subtitle: in.subtitle(), Reading: in.reading(), Table: in.table(), Notes: in.notes(),
		Source: plain(in.SourceWords), AsAt: plain(in.AsAt), Width: widePaper.width,
	}
}

func (in DotsInput) notes() []string {
	measures := make([]maturity.Measure, len(in.Rows))
	for i, r := range in.Rows {
		measures[i] = r.Measure
	}
	out := notesOf(in.Illustrative, measures...)
	for _, n := range in.Notes {
		if n = plain(n); n != "" {
			out = append(out, n)
		}
	}
	return out
}

func (in DotsInput) peers() string {
	if words := plain(in.PeerWords); words != "" {
		return words
	}
	return "peers"
}

// compared counts the rows above, at and below the median of the peers, as the values are shown.
func (in DotsInput) compared() (above, at, below, without int) {
	for _, r := range in.Rows {
		switch gap := rounded(r.Value, r.Measure) - rounded(r.Median, r.Measure); {
		case math.IsNaN(gap):
			without++
		case gap > 0:
			above++
		case gap < 0:
			below++
		default:
			at++
		}
	}
	return above, at, below, without
}

func (in DotsInput) valued() int {
	n := 0
	for _, r := range in.Rows {
		if !math.IsNaN(r.Value) {
			n++
		}
	}
	return n
}

func (in DotsInput) headline() string {
	if in.Title != "" {
		return plain(in.Title)
	}
	above, at, below, _ := in.compared()
	switch n := above + at + below; {
	case in.valued() == 0:
		return "No value has been reported"
	case n == 0:
		return fmt.Sprintf("%d of %s a value", in.valued(), counted(len(in.Rows), "measure has", "measures have"))
	default:
		return fmt.Sprintf("%d of %s above the median of %s, %d below", above, counted(n, "value is", "values are"), in.peers(), below)
	}
}

func (in DotsInput) subtitle() string {
	text := strings.TrimRight(plain(in.Subtitle), ". ")
	if text == "" {
		text = "Own value beside the range of " + in.peers()
	}
	if above, at, below, _ := in.compared(); above+at+below == 0 && in.valued() > 0 && in.PeerWords != "" {
		text += ", of whom there are none to compare"
	}
	return text + "."
}

// reading is how many rows lie where, and how far from the median the farthest ones are.
func (in DotsInput) reading() string {
	n := in.valued()
	if n == 0 {
		return sentence(fmt.Sprintf("None of %s has a value", counted(len(in.Rows), "row", "rows")))
	}
	text := fmt.Sprintf("%d of %s a value", n, counted(len(in.Rows), "row has", "rows have"))
	above, at, below, _ := in.compared()
	var places, short string
	if compared := above + at + below; compared > 0 {
		places = fmt.Sprintf("against the median of %s %d above, %d the same and %d below", in.peers(), above, at, below)
	}
	missed, wanted := 0, 0
	for _, r := range in.Rows {
		if math.IsNaN(r.Required) || math.IsNaN(r.Value) || r.Measure.Polarity == maturity.NeitherBetter {
			continue
		}
		wanted++
		if gap := rounded(r.Value, r.Measure) - rounded(r.Required, r.Measure); gap < 0 && r.Measure.Polarity == maturity.HigherIsBetter || gap > 0 && r.Measure.Polarity == maturity.LowerIsBetter {
			missed++
		}
	}
	if wanted > 0 {
		short = fmt.Sprintf("%d of %d with a required level fall short of it", missed, wanted)
	}
	return sentence(text, places, short)
}

// table is a row for every measure, whole, whatever the picture has room for. Columns that no row has a number for are
// left out.
func (in DotsInput) table() Table {
	t := Table{Caption: "Own values beside " + in.peers(), Columns: []Column{{"Measure", false}, {"Period", false}, {"Own value", true}}}
	type column struct {
		head, absent string
		of           func(DotRow) float64
	}
	columns := []column{
		{"Peers from", "no peers", func(r DotRow) float64 { return r.PeerLow }}, {"Peers to", "no peers", func(r DotRow) float64 { return r.PeerHigh }},
		{"Median of peers", "no peers", func(r DotRow) float64 { return r.Median }}, {"Required by now", "not required", func(r DotRow) float64 { return r.Required }},
		{"Target", "no target", func(r DotRow) float64 { return r.Target }},
	}
	columns = slices.DeleteFunc(columns, func(c column) bool {
		return !slices.ContainsFunc(in.Rows, func(r DotRow) bool { return !math.IsNaN(c.of(r)) })
	})
	for _, c := range columns {
		t.Columns = append(t.Columns, Column{c.head, true})
	}
	withPeers := slices.ContainsFunc(in.Rows, func(r DotRow) bool { return r.Peers > 0 })
	if withPeers {
		t.Columns = append(t.Columns, Column{"Number of peers", true})
	} else if len(columns) == 0 {
		t.Caption = "Values"
	}
	for _, r := range in.Rows {
		cells := []string{r.label(), periodCell(r.Period), r.valueCell()}
		for _, c := range columns {
			cells = append(cells, r.or(c.of(r), c.absent))
		}
		if withPeers {
			cells = append(cells, strconv.Itoa(r.Peers))
		}
		t.Rows = append(t.Rows, Row{Cells: cells})
	}
	return t
}

func (r DotRow) label() string {
	if text := plain(r.Label); text != "" {
		return text
	}
	if text := plain(r.Measure.Title); text != "" {
		return text
	}
	return "Unnamed"
}

func periodCell(p period.Period) string {
	if p.IsZero() {
		return "not dated"
	}
	return p.Label()
}

// valueCell is the value, or the reason why there is none.
func (r DotRow) valueCell() string {
	if !math.IsNaN(r.Value) {
		return r.Measure.Format(r.Value)
	}
	return stateCell(r.State)
}

// stateCell is what stands where a value would; a state that is not known is "not submitted".
func stateCell(s maturity.State) string {
	switch s {
	case maturity.NilReturn, maturity.NotApplicable, maturity.NotAvailable, maturity.Suppressed, maturity.LostInSource:
		return s.Words()
	}
	return "not submitted"
}

func (r DotRow) or(value float64, absent string) string {
	if math.IsNaN(value) {
		return absent
	}
	return r.Measure.Format(value)
}
