package roadmap

import (
	"slices"

	"waymark/internal/maturity"
)

// whyWays are the groupings by what kind of programme an initiative is, by what asks for it from outside, and by who pays
// for it, each where the roadmap says anything of it.
func (p *Plan) whyWays() (out []grouping) {
	payers := map[string][]string{}
	for _, f := range p.Funding {
		for _, id := range f.Initiatives {
			if f.Source != "" {
				payers[id] = append(payers[id], f.Source)
			}
		}
	}
	for _, way := range []struct {
		value, words, none string
		of                 func(*maturity.Initiative) []string
	}{
		{"programme", "kind of programme", "Kind of programme not stated", func(i *maturity.Initiative) []string { return stated(i.Programme) }},
		{"driver", "driver", "No driver named", func(i *maturity.Initiative) (kinds []string) {
			for _, d := range i.Drivers {
				kinds = append(kinds, stated(d.KindWords())...)
			}
			return kinds
		}},
		{"funding", "who pays", "Nobody named who pays", func(i *maturity.Initiative) []string { return payers[i.ID] }},
	} {
		if g, any := p.bySaying(way.value, way.words, way.none, way.of); any {
			out = append(out, g)
		}
	}
	return out
}

// bySaying groups by words of the source, which are headings in the order of the alphabet. any: some initiative has one.
func (p *Plan) bySaying(value, words, none string, of func(*maturity.Initiative) []string) (g grouping, any bool) {
	var titles []string
	for i := range p.Initiatives {
		for _, said := range of(&p.Initiatives[i]) {
			if title := maturity.UpperFirst(said); !slices.Contains(titles, title) {
				titles = append(titles, title)
			}
		}
	}
	slices.Sort(titles)
	keys := map[string]int{}
	for n, title := range titles {
		keys[title] = n
	}
	return grouping{value, words, append(titles, none), byKey(keys, len(titles), func(i *maturity.Initiative) (said []string) {
		for _, s := range of(i) {
			said = append(said, maturity.UpperFirst(s))
		}
		return said
	})}, len(titles) > 0
}

// stated is words as a list of one, or of none where there are none.
func stated(words string) []string {
	if words == "" {
		return nil
	}
	return []string{words}
}
