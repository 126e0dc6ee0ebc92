package chart

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// KindRanked is the Figure.Kind of Ranked.
const KindRanked = "ranked"

// MaxRanked is how many organisations one picture can hold; the table has room for more.
const MaxRanked = 200

// RankedItem is one organisation's value, or the state that stands for it.
type RankedItem struct {
	Organisation maturity.Organisation
	State        maturity.State
	Value        float64
	HasValue     bool
	// Position against the reference, as computed by a benchmark; "" is worked out from the measure's tolerance.
	Position maturity.Position
}

// RankedInput is what the comparison of organisations in one period is made from.
type RankedInput struct {
	Title          string // headline; "" makes one from the numbers by fixed rules
	Measure        maturity.Measure
	Period         period.Period
	Items          []RankedItem
	Focus          maturity.OrganisationID // the organisation that the page is about; 0 for none
	Reference      float64                 // national average; NaN when there is none
	ReferenceTitle string                  // "" is "National average"
	Indicative     bool                    // the reference is that of another instrument
	Population     string                  // "sub-ICB areas"; "" is "organisations"
	Target         *maturity.Target
	AsAt           string // "15 November 2018"
	SourceWords    string
	Illustrative   bool
}

// Ranked draws the organisations' values as bars, the best first, against the national average. Self-assessed scores
// are set in order of name: they are no ranking. Up to 40 organisations are named bars, up to MaxRanked columns of which
// the one in focus is named. Without a value the Figure has no picture; with more than MaxRanked it keeps those that
// frame the range and the one in focus, and says so.
func Ranked(in RankedInput) (Figure, error) {
	for _, i := range in.Items {
		if i.HasValue && (math.IsNaN(i.Value) || math.Abs(i.Value) > 1e15) {
			return Figure{}, fmt.Errorf("ranking of %q: %v cannot be drawn", in.Measure.ID, i.Value)
		}
	}
	r := newRanking(in)
	f := Figure{
		Kind: KindRanked, Title: r.headline(), Subtitle: r.subtitle(), Reading: r.reading(), Table: r.table(), Notes: r.notes(),
		Source: plain(in.SourceWords), AsAt: plain(in.AsAt), Width: widePaper.width,
	}
	if len(r.valued) == 0 {
		return f, nil
	}
	return f.drawn(func(f Figure) ([]byte, int, error) {
		if len(r.valued) > f.paper.bars() {
			return r.columns(f)
		}
		return r.bars(f)
	})
}

// ranking is the input in the order of the picture.
type ranking struct {
	in      RankedInput
	valued  []RankedItem // with a value, in order
	without []RankedItem
	ref     string
	hasRef  bool
}

func newRanking(in RankedInput) ranking {
	r := ranking{in: in, ref: "National average", hasRef: !math.IsNaN(in.Reference) && !math.IsInf(in.Reference, 0)}
	if in.ReferenceTitle != "" {
		r.ref = plain(in.ReferenceTitle)
	}
	for _, i := range in.Items {
		i.Position = r.position(i)
		if i.HasValue {
			r.valued = append(r.valued, i)
		} else {
			r.without = append(r.without, i)
		}
	}
	byName := func(a, b RankedItem) int {
		return cmp.Or(strings.Compare(maturity.FoldName(a.Organisation.Name), maturity.FoldName(b.Organisation.Name)), strings.Compare(a.Organisation.Code, b.Organisation.Code))
	}
	slices.SortFunc(r.without, byName)
	slices.SortFunc(r.valued, func(a, b RankedItem) int {
		order := cmp.Compare(b.Value, a.Value)
		if in.Measure.Polarity == maturity.LowerIsBetter {
			order = -order
		}
		if in.Measure.SelfAssessed {
			order = 0
		}
		return cmp.Or(order, byName(a, b))
	})
	return r
}

// position is where a value stands against the reference: similar when it is within the measure's tolerance.
func (r ranking) position(i RankedItem) maturity.Position {
	switch gap := i.Value - r.in.Reference; {
	case i.Position != "":
		return i.Position
	case !i.HasValue || !r.hasRef:
		return maturity.PositionUnknown
	case math.Abs(gap) <= r.in.Measure.Tolerance+1e-9:
		return maturity.PositionSimilar
	case gap > 0:
		return maturity.PositionAbove
	}
	return maturity.PositionBelow
}

func (r ranking) focus() int {
	return slices.IndexFunc(r.valued, func(i RankedItem) bool { return r.in.Focus != 0 && i.Organisation.ID == r.in.Focus })
}

func (r ranking) scale(items []RankedItem) valueScale {
	var values []float64
	for _, i := range items {
		values = append(values, i.Value)
	}
	if r.hasRef {
		values = append(values, r.in.Reference)
	}
	if r.in.Target != nil {
		values = append(values, r.in.Target.Value)
	}
	return scaleFor(values, r.in.Measure)
}
