package store

import (
	"slices"
	"strings"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// Find resolves a code or a name as somebody wrote it, among organisations that are or were of one of the kinds (any
// when empty), as at a period (any when zero). A code counts before a name; a name that several bodies go by counts
// for the one open in the period, and for one that bears it as its present name before one that has it as an alias.
func (d *Directory) Find(text string, kinds []string, p period.Period) maturity.Found {
	text = strings.TrimSpace(text)
	if e := d.byCode[strings.ToUpper(text)]; e != nil && e.isOneOf(kinds) {
		if e.openIn(p) {
			return maturity.Found{Organisation: e.Organisation, OK: true}
		}
		return maturity.Found{Organisation: e.Organisation, ClosedIn: true}
	}
	folded := maturity.FoldName(text)
	var open, closed []*entry
	for _, e := range d.byAlias[folded] {
		switch {
		case !e.isOneOf(kinds):
		case e.openIn(p):
			open = append(open, e)
		default:
			closed = append(closed, e)
		}
	}
	open = heads(bearers(open, folded))
	switch {
	case len(open) == 1:
		return maturity.Found{Organisation: open[0].Organisation, OK: true}
	case len(open) > 1:
		return maturity.Found{Ambiguous: true, Suggestions: named(open)}
	case len(closed) > 0:
		return maturity.Found{Organisation: lastClosed(closed).Organisation, ClosedIn: true}
	}
	return maturity.Found{Suggestions: named(d.near().closest(text, folded, kinds, p))}
}

func (e *entry) isOneOf(kinds []string) bool {
	return len(kinds) == 0 || slices.ContainsFunc(kinds, func(kind string) bool { return slices.Contains(e.kinds, kind) })
}

func (e *entry) openIn(p period.Period) bool { return p.IsZero() || e.OpenIn(p) }

// bearers keeps those whose present name it is, if there are any.
func bearers(list []*entry, folded string) []*entry {
	var own []*entry
	for _, e := range list {
		if maturity.FoldName(e.Name) == folded {
			own = append(own, e)
		}
	}
	if len(own) > 0 {
		return own
	}
	return list
}

// heads leaves out those that stand directly under another of the list: a commissioner's own prescribing centre often
// bears its name.
func heads(list []*entry) []*entry {
	var out []*entry
	for _, e := range list {
		under := func(other *entry) bool {
			return slices.ContainsFunc(other.children, func(l link) bool { return l.from == e })
		}
		if len(list) == 1 || !slices.ContainsFunc(list, under) {
			out = append(out, e)
		}
	}
	return out
}

func lastClosed(list []*entry) *entry {
	last := list[0]
	for _, e := range list[1:] {
		if last.Closed == nil || e.Closed != nil && *e.Closed > *last.Closed {
			last = e
		}
	}
	return last
}

// suggested is how many organisations are offered.
const suggested = 3

// named writes at most three entries as "CODE name".
func named(list []*entry) []string {
	var out []string
	for _, e := range list[:min(len(list), suggested)] {
		out = append(out, e.Code+" "+e.Name)
	}
	return out
}
