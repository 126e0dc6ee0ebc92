package explore

import (
	"math"
	"slices"
	"strings"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// Cell is what is known of one organisation, measure and period.
type Cell struct {
	Period      period.Period
	Known       bool           // something is stored: a figure or a state
	State       maturity.State // where Known
	Value       float64        // in the measure's unit; NaN without a figure
	Bound       float64        // of the states below and above a bound; NaN otherwise
	Numerator   float64        // NaN when not given
	Denominator float64        // NaN when not given
	Flags       maturity.Flag
	Source      string // id; "" for what is computed from organisations' figures
	Words       string // as pages print it, never empty: 77%, suppressed, not submitted
	Note        string // "estimated", "from 7 of 9 organisations"
	// Illustrative: invented, or made from at least one invented figure.
	Illustrative bool
}

// HasValue reports whether the cell holds a figure that may be drawn.
func (c Cell) HasValue() bool { return !math.IsNaN(c.Value) }

// The words of a cell about which nothing is stored.
const (
	WordsNotDue       = "not due"
	WordsNotOpen      = "not open"
	WordsNotCounted   = "not counted" // the measure has no such period
	WordsNotSubmitted = "not submitted"
	WordsNotAvailable = "not available"
)

// StateWord is the machine word of the cell for files: that of its state, or one for what is not stored.
func (c Cell) StateWord() string {
	if c.Known {
		return c.State.String()
	}
	return strings.ReplaceAll(c.Words, " ", "_")
}

func (e *Explorer) observed(m maturity.Measure, o maturity.Observation) Cell {
	source, _ := e.Catalogue.Source(o.Source)
	c := Cell{Period: o.Period, Known: true, State: o.State, Value: math.NaN(), Bound: math.NaN(), Numerator: o.Numerator, Denominator: o.Denominator,
		Flags: o.Flags, Source: o.Source, Illustrative: source.Illustrative, Words: o.State.Words(), Note: flagWords(o.Flags)}
	switch {
	case o.State == maturity.BelowBound || o.State == maturity.AboveBound:
		c.Bound, c.Words = o.Value, o.State.Words()+" "+m.Format(o.Value)
	case o.HasValue():
		c.Value, c.Words = o.Value, m.Format(o.Value)
	}
	return c
}

// computed is a footprint's own value; it says from how many organisations it was made.
func computed(m maturity.Measure, r maturity.RollUpValue) Cell {
	c := Cell{Period: r.Period, Known: true, State: maturity.Reported, Value: r.Value, Bound: math.NaN(), Numerator: r.Numerator, Denominator: r.Denominator,
		Words: m.Format(r.Value), Illustrative: r.Illustrative}
	c.Note = "from " + maturity.Number(float64(r.Reporting), 0) + " of " + maturity.Count(r.Expected, "organisation", "organisations")
	return c
}

func flagWords(f maturity.Flag) string {
	var words []string
	for _, one := range []struct {
		flag maturity.Flag
		word string
	}{{maturity.Estimated, "estimated"}, {maturity.Inferred, "inferred"}, {maturity.Provisional, "provisional"}} {
		if f&one.flag != 0 {
			words = append(words, one.word)
		}
	}
	return strings.Join(words, ", ")
}

// absent says why nothing is stored of a period in which others have a figure.
func absent(m maturity.Measure, o maturity.Organisation, p period.Period, today period.Day) Cell {
	nothing := math.NaN()
	c := Cell{Period: p, Value: nothing, Bound: nothing, Numerator: nothing, Denominator: nothing, Words: WordsNotSubmitted}
	switch {
	case !o.OpenIn(p):
		c.Words = WordsNotOpen
	case p.End() >= today:
		c.Words = WordsNotDue
	case o.Kind == maturity.KindFootprint || o.Kind == maturity.KindNation:
		c.Words = WordsNotAvailable // nobody submits for these
	case len(m.Kinds) > 0 && !slices.Contains(m.Kinds, o.Kind):
		c.Words = WordsNotDue
	case o.Group:
		c.Words = WordsNotAvailable
	}
	return c
}
