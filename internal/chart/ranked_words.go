package chart

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"waymark/internal/maturity"
)

// headline is the message: where the organisation in focus stands, or how many stand where.
func (r ranking) headline() string {
	if r.in.Title != "" {
		return plain(r.in.Title)
	}
	if len(r.valued) == 0 {
		return "No value has been reported for " + span(r.in.Period)
	}
	if at := r.focus(); at >= 0 {
		item := r.valued[at]
		text := nameOf(item.Organisation) + ": " + r.in.Measure.Format(item.Value)
		if words := r.against(item); words != "" {
			text += ", " + words
		}
		if rank := r.rank(item); rank != "" {
			text += ", " + rank
		}
		return text
	}
	if r.hasRef {
		return fmt.Sprintf("%s the %s", r.places(), r.reference())
	}
	low, high := r.ends()
	return fmt.Sprintf("%s range from %s to %s", r.counted(len(r.valued)), r.in.Measure.Format(low.Value), r.in.Measure.Format(high.Value))
}

// reference is "national average (62%)".
func (r ranking) reference() string {
	return maturity.LowerFirst(r.ref) + " (" + r.in.Measure.Format(r.in.Reference) + ")"
}

// against says where a value stands: "below the national average (62%)"; "" where it cannot be said.
func (r ranking) against(i RankedItem) string {
	words := map[maturity.Position]string{maturity.PositionAbove: "above", maturity.PositionSimilar: "similar to", maturity.PositionBelow: "below"}[i.Position]
	if words == "" || !r.hasRef {
		return ""
	}
	return words + " the " + r.reference()
}

// rank is the place from the top (or from the bottom, where lower is better) out of how many; "" for self-assessed
// scores and for fewer than three organisations, of which a rank says nothing.
func (r ranking) rank(i RankedItem) string {
	if r.in.Measure.SelfAssessed || r.in.Measure.Unit == maturity.UnitYesNo || len(r.valued) < 3 {
		return ""
	}
	ahead, equal, end := 0, 0, "highest"
	for _, other := range r.valued {
		before := other.Value > i.Value
		if r.in.Measure.Polarity == maturity.LowerIsBetter {
			before, end = other.Value < i.Value, "lowest"
		}
		if before {
			ahead++
		} else if other.Value == i.Value {
			equal++
		}
	}
	place := ordinal(ahead+1) + " " + end
	if ahead == 0 {
		place = end
	}
	if equal > 1 {
		place = "joint " + place
	}
	return fmt.Sprintf("%s of %s", place, r.counted(len(r.valued)))
}

// places counts who stands where: "4 of 9 organisations are above, 2 similar to and 3 below".
func (r ranking) places() string {
	count := map[maturity.Position]int{}
	for _, i := range r.valued {
		count[i.Position]++
	}
	similar := strconv.Itoa(count[maturity.PositionSimilar])
	if similar == "0" {
		similar = "none"
	}
	above, below := strconv.Itoa(count[maturity.PositionAbove]), strconv.Itoa(count[maturity.PositionBelow])
	verb := map[bool]string{true: "is", false: "are"}[count[maturity.PositionAbove] <= 1]
	if above == "0" {
		above = "None"
	}
	if below == "0" {
		below = "none"
	}
	return fmt.Sprintf("%s of %s %s above, %s similar to and %s below", above, r.counted(len(r.valued)), verb, similar, below)
}

func (r ranking) counted(n int) string {
	if r.in.Population != "" && n != 1 { // it is a plural
		return strconv.Itoa(n) + " " + plain(r.in.Population)
	}
	return counted(n, "organisation", "organisations")
}

func (r ranking) ends() (low, high RankedItem) {
	byValue := func(a, b RankedItem) int { return cmp.Compare(a.Value, b.Value) }
	return slices.MinFunc(r.valued, byValue), slices.MaxFunc(r.valued, byValue)
}

func (r ranking) order() string {
	switch {
	case r.in.Measure.SelfAssessed:
		return "in order of name"
	case r.in.Measure.Polarity == maturity.LowerIsBetter:
		return "lowest first"
	}
	return "highest first"
}

func (r ranking) subtitle() string {
	text := plain(r.in.Measure.Title)
	if words := plain(r.in.Measure.UnitWords); words != "" {
		text += ", " + words
	}
	return fmt.Sprintf("%s. %s, %s. %s.", text, r.in.Period.Label(), r.counted(len(r.valued)+len(r.without)), r.in.Measure.Polarity.Words())
}

// reading is the sentence beside the picture. It names who is highest and lowest unless the scores are self-assessed.
func (r ranking) reading() string {
	m := r.in.Measure
	if len(r.valued) == 0 {
		return sentence(fmt.Sprintf("None of %s has a value for %s", r.counted(len(r.without)), span(r.in.Period)))
	}
	low, high := r.ends()
	from, to := m.Format(low.Value), m.Format(high.Value)
	if !m.SelfAssessed && len(r.valued) > 1 && from != to {
		from, to = from+" ("+r.whoHas(low)+")", to+" ("+r.whoHas(high)+")"
	}
	spread := "all at " + to
	if from != to {
		spread = "from " + from + " to " + to
	}
	text := fmt.Sprintf("%d of %s have a value for %s, %s", len(r.valued), r.counted(len(r.valued)+len(r.without)), span(r.in.Period), spread)
	if len(r.valued) == 1 {
		text = fmt.Sprintf("%d of %s has a value for %s: %s with %s", 1, r.counted(1+len(r.without)), span(r.in.Period), nameOf(low.Organisation), to)
	}
	var own, places string
	if at := r.focus(); at >= 0 && len(r.valued) > 1 && r.against(r.valued[at]) != "" {
		own = fmt.Sprintf("%s is at %s, %s", nameOf(r.valued[at].Organisation), m.Format(r.valued[at].Value), r.against(r.valued[at]))
	}
	if r.hasRef && len(r.valued) > 1 {
		places = fmt.Sprintf("%s the %s", maturity.LowerFirst(r.places()), r.reference())
	}
	return sentence(text, own, places)
}

// whoHas names the organisation with a value, or says how many share it.
func (r ranking) whoHas(i RankedItem) string {
	shared := 0
	for _, other := range r.valued {
		if r.in.Measure.Format(other.Value) == r.in.Measure.Format(i.Value) {
			shared++
		}
	}
	if shared > 1 {
		return r.counted(shared)
	}
	return nameOf(i.Organisation)
}

func (r ranking) notes() []string {
	var out []string
	if r.in.Illustrative {
		out = append(out, "Illustrative figures, invented for demonstration.")
	}
	if c := r.in.Measure.Caveat(); c != "" {
		out = append(out, c)
	}
	if r.in.Indicative && r.hasRef {
		out = append(out, "The average is that of another instrument: the comparison is indicative.")
	}
	if len(r.valued) > MaxRanked {
		out = append(out, fmt.Sprintf("The picture shows %d of %d, evenly spaced; the table lists all.", len(r.shown()), len(r.valued)))
	}
	if n := len(r.without); n > 0 {
		out = append(out, fmt.Sprintf("Not shown: %s without a value.", r.counted(n)))
	}
	return out
}

// table lists every organisation, those without a value last and with the reason.
func (r ranking) table() Table {
	t := Table{Caption: plain(r.in.Measure.Title) + ", " + r.in.Period.Label() + targetCaption(r.in.Target, r.in.Measure), Columns: []Column{{"Organisation", false}, {"Value", true}}}
	if r.hasRef {
		t.Columns = append(t.Columns, Column{"Against the " + r.reference(), false})
	}
	for _, i := range slices.Concat(r.valued, r.without) {
		cells := []string{fullName(i.Organisation), i.State.Words()}
		if i.HasValue {
			cells[1] = r.in.Measure.Format(i.Value)
		} else if cells[1] == "" {
			cells[1] = "not submitted"
		}
		if r.hasRef {
			cells = append(cells, map[maturity.Position]string{maturity.PositionAbove: "above", maturity.PositionSimilar: "similar", maturity.PositionBelow: "below"}[i.Position])
			if cells[2] == "" {
				cells[2] = "not compared"
			}
		}
		t.Rows = append(t.Rows, Row{Cells: cells, Focus: r.in.Focus != 0 && i.Organisation.ID == r.in.Focus})
	}
	return t
}

// fullName is the whole name, or the code of an organisation without one.
func fullName(o maturity.Organisation) string {
	if name := plain(o.Name); name != "" {
		return name
	}
	return plain(o.Code)
}

// ordinal is 1st, 2nd, 3rd, 4th, 11th, 21st.
func ordinal(n int) string {
	end := "th"
	if n%100 < 11 || n%100 > 13 {
		switch n % 10 {
		case 1:
			end = "st"
		case 2:
			end = "nd"
		case 3:
			end = "rd"
		}
	}
	return strconv.Itoa(n) + end
}
