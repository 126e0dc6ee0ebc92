package collection

import (
	"cmp"
	"fmt"
	"slices"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// Body is an organisation with what decides whether it owes a return.
type Body = maturity.DatedBody

// Membership is the time for which a body is under a footprint.
type Membership = maturity.Membership

// Owed is a return that is due from an organisation.
type Owed struct {
	maturity.Organisation
	Footprints []string                // codes of those it is counted under, sorted
	Includes   []maturity.Organisation // bodies it succeeded in the period, whose figures its return holds too
	How        string                  // a sentence where something in the period needs saying; else ""
}

// Excused is an organisation of the kinds that was open in the period and owes no return of its own.
type Excused struct {
	maturity.Organisation
	How string // why, as a sentence
}

// Due lists the returns due for a period of a collection by code. An organisation owes at most one, and none for a period
// before it opened or after it closed, save as the successor of one that closed in it.
func Due(c maturity.Collection, orgs []Body, p period.Period) []Owed {
	owed, _ := Judged(c, orgs, p)
	return owed
}

// Judged lists the returns due, and the organisations that would owe one but for what happened in the period, both by code.
func Judged(c maturity.Collection, orgs []Body, p period.Period) (owed []Owed, excused []Excused) {
	j := judge{Collection: c, p: p, byID: make(map[maturity.OrganisationID]Body, len(orgs)), owed: map[maturity.OrganisationID]*Owed{}}
	for _, b := range orgs {
		j.byID[b.ID] = b
	}
	for _, b := range orgs {
		if slices.Contains(c.Kinds, b.Kind) {
			j.body(b)
		}
	}
	for _, o := range j.owed {
		slices.SortFunc(o.Includes, func(x, y maturity.Organisation) int { return cmp.Compare(x.Code, y.Code) })
		o.How = how(*o)
		owed = append(owed, *o)
	}
	slices.SortFunc(owed, func(x, y Owed) int { return cmp.Compare(x.Code, y.Code) })
	slices.SortFunc(j.excused, func(x, y Excused) int { return cmp.Compare(x.Code, y.Code) })
	return owed, j.excused
}

type judge struct {
	maturity.Collection
	p       period.Period
	byID    map[maturity.OrganisationID]Body
	owed    map[maturity.OrganisationID]*Owed
	excused []Excused
}

// body decides about one organisation of the kinds.
func (j *judge) body(b Body) {
	closed := lastDay(b)
	if b.Opened != nil && *b.Opened > j.p.End() || closed != nil && *closed < j.p.Start {
		return
	}
	footprints, member := j.under(b)
	if !member {
		return
	}
	opens := b.Opened != nil && *b.Opened > j.p.Start
	closes := closed != nil && *closed <= j.p.End()
	if opens && j.OpenedIn == maturity.NotOwed {
		j.excuse(b, fmt.Sprintf("Opened on %s, in the period: its first return is for the next one.", b.Opened.Long()))
		return
	}
	if !closes {
		words := ""
		if opens {
			words = fmt.Sprintf("Opened on %s, in the period, and owes the return for the part of it since.", b.Opened.Long())
		}
		j.owes(b, footprints, words)
		return
	}
	j.closing(b, *closed, footprints)
}

// closing decides about an organisation that closes in the period.
func (j *judge) closing(b Body, closed period.Day, footprints []string) {
	heir, merged := j.heir(b)
	switch {
	case !merged && j.ClosedIn == maturity.Owed:
		j.owes(b, footprints, fmt.Sprintf("Closed on %s and still owes the return for the period.", closed.Long()))
	case !merged:
		j.excuse(b, fmt.Sprintf("Closed on %s without a successor: no return is owed.", closed.Long()))
	case j.MergedIn == maturity.Owed:
		j.owes(b, footprints, fmt.Sprintf("Closed on %s, succeeded by %s, and still owes its own return for the period.", closed.Long(), named(heir.Organisation)))
	case j.MergedIn == maturity.BySuccessor:
		j.excuse(b, fmt.Sprintf("Closed on %s and was succeeded by %s, whose return includes it.", closed.Long(), named(heir.Organisation)))
		under, _ := j.under(heir)
		o := j.owes(heir, under, "")
		o.Includes = append(o.Includes, b.Organisation)
		for _, code := range footprints { // the return counts where the figures of the body that is gone did
			if !slices.Contains(o.Footprints, code) {
				o.Footprints = append(o.Footprints, code)
				slices.Sort(o.Footprints)
			}
		}
	default:
		j.excuse(b, fmt.Sprintf("Closed on %s, succeeded by %s: no return is owed for the period.", closed.Long(), named(heir.Organisation)))
	}
}

// heir follows the successors of a body to the one that is there when the period has ended. A chain that comes to an end
// in the period, or back to where it began, has none.
func (j *judge) heir(b Body) (Body, bool) {
	seen := map[maturity.OrganisationID]bool{b.ID: true}
	for b.Successor != 0 && !seen[b.Successor] {
		next, known := j.byID[b.Successor]
		if !known {
			return Body{}, false
		}
		closed := lastDay(next)
		if closed == nil || *closed > j.p.End() {
			return next, true
		}
		seen[next.ID], b = true, next
	}
	return Body{}, false
}

// under lists the footprints that count a body: those that hold it on the last day of the period, or on its own last day.
func (j *judge) under(b Body) (footprints []string, member bool) {
	day := j.p.End()
	if closed := lastDay(b); closed != nil && *closed < day {
		day = *closed
	}
	for _, m := range b.Memberships {
		if m.On(day) && !slices.Contains(footprints, m.Footprint) {
			footprints = append(footprints, m.Footprint)
			member = member || slices.Contains(j.Footprints, m.Footprint)
		}
	}
	slices.Sort(footprints)
	if len(j.Footprints) == 0 {
		return footprints, true
	}
	return slices.DeleteFunc(footprints, func(code string) bool { return !slices.Contains(j.Footprints, code) }), member
}

func (j *judge) owes(b Body, footprints []string, words string) *Owed {
	o := j.owed[b.ID]
	if o == nil {
		o = &Owed{Organisation: b.Organisation, Footprints: footprints}
		j.owed[b.ID] = o
	}
	if words != "" {
		o.How = words
	}
	return o
}

func (j *judge) excuse(b Body, words string) {
	j.excused = append(j.excused, Excused{b.Organisation, words})
}

// lastDay is the last day of a body: as stated, or the day before its successor stands in its place; nil while it goes on.
func lastDay(b Body) *period.Day {
	if b.Closed == nil && b.Successor != 0 && b.Succeeded != nil {
		last := *b.Succeeded - 1
		return &last
	}
	return b.Closed
}

func how(o Owed) string {
	if len(o.Includes) == 0 {
		return o.How
	}
	words := "Includes the figures of "
	for i, each := range o.Includes {
		switch {
		case i > 0 && i == len(o.Includes)-1:
			words += " and "
		case i > 0:
			words += ", "
		}
		words += named(each)
	}
	words += ", which it succeeded in the period."
	if o.How != "" {
		words = o.How + " " + words
	}
	return words
}

func named(o maturity.Organisation) string { return o.Name + " (" + o.Code + ")" }
