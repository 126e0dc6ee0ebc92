package explore

import (
	"strings"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// Past these numbers a sentence counts instead of naming.
const (
	namedMeasures = 3
	namedPicks    = 4
)

// sentence says what is shown: measures, organisations, periods, and as known when.
func (v View) sentence(asKnown string) string {
	words := v.measureWords() + " for " + v.organisationWords()
	if span := v.span(); span != "" {
		words += ", " + span
	}
	return words + ", as known " + asKnown
}

func (v View) measureWords() string {
	if len(v.Measures) > namedMeasures {
		return maturity.Count(len(v.Measures), "measure", "measures")
	}
	names := make([]string, len(v.Measures))
	for i, m := range v.Measures {
		names[i] = m.Title
		if i > 0 {
			names[i] = maturity.LowerFirst(m.Title)
		}
	}
	return joined(names)
}

// organisationWords names the picks; single organisations of one kind are counted where they are many.
func (v View) organisationWords() string {
	var names []string
	single := map[string]int{}
	for _, c := range v.Chosen {
		if !c.Unknown && c.isOne() {
			single[c.Organisations[0].Kind]++
		}
	}
	many := len(v.Chosen) > namedPicks
	said := map[string]bool{}
	for _, c := range v.Chosen {
		switch {
		case c.Unknown:
		case many && c.isOne() && single[c.Organisations[0].Kind] > 1:
			kind := c.Organisations[0].Kind
			if !said[kind] {
				said[kind] = true
				names = append(names, v.kindCount(single[kind], kind))
			}
		default:
			names = append(names, c.Words)
		}
	}
	if len(names) > 2*namedPicks {
		return maturity.Count(len(v.Organisations), "organisation", "organisations")
	}
	return joined(names)
}

func (c Chosen) isOne() bool { return c.Pick.Group == 0 && c.Pick.Kind == "" && !c.Pick.Members }

func (v View) kindCount(n int, id string) string {
	if k, ok := v.kind(id); ok {
		return maturity.Count(n, k.Singular, k.Plural)
	}
	return maturity.Count(n, "organisation", "organisations")
}

// span is the time that the figures speak for: as chosen, or else as known.
func (v View) span() string {
	first, last := v.From, v.To
	for _, axis := range v.Axes {
		for _, p := range axis {
			if v.From.IsZero() && (first.IsZero() || p.Start < first.Start) {
				first = p
			}
			if v.To.IsZero() && (last.IsZero() || p.End() > last.End()) {
				last = p
			}
		}
	}
	switch {
	case first.IsZero() && last.IsZero():
		return ""
	case first.IsZero():
		return "up to " + monthOf(last.End())
	case last.IsZero():
		return "from " + monthOf(first.Start)
	case first == last && first.Kind == period.KindDay:
		return first.Start.Long()
	}
	from, to := monthOf(first.Start), monthOf(last.End())
	if from == to {
		return from
	}
	return from + " to " + to
}

func monthOf(d period.Day) string { return d.Time().Format("January 2006") }

// joined joins names as a sentence does: "a, b and c".
func joined(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}
