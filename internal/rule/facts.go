package rule

import (
	"cmp"
	"slices"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// Body is an organisation with the footprints it belongs to.
type Body struct {
	maturity.Organisation
	Footprints []Membership
}

// Membership is a dated membership of a footprint; nil bounds are open.
type Membership struct {
	Footprint    maturity.OrganisationID
	Since, Until *period.Day
}

type series struct {
	organisation maturity.OrganisationID
	measure      string
}

type group struct {
	measure, kind string
	period        period.Period
}

// Facts are the values that rules look at. They never change, and may be used from several places at once.
type Facts struct {
	catalogue *maturity.Catalogue
	bodies    map[maturity.OrganisationID]Body
	nation    maturity.OrganisationID
	figures   map[series][]maturity.Observation // in order of period, the preferred source first
	order     []series
	peers     map[group][]float64
	partners  map[string]string // measure -> measure of the counterpart
}

// NewFacts orders what is known. Plans are kept: a rule may name their source.
func NewFacts(c *maturity.Catalogue, bodies []Body, observations []maturity.Observation, peers []maturity.PeerValues) *Facts {
	f := &Facts{catalogue: c, bodies: map[maturity.OrganisationID]Body{}, figures: map[series][]maturity.Observation{}, peers: map[group][]float64{}, partners: Counterparts(c)}
	for _, b := range bodies {
		f.bodies[b.ID] = b
		if b.Kind == maturity.KindNation && f.nation == 0 {
			f.nation = b.ID
		}
	}
	for _, o := range observations {
		key := series{o.Organisation, o.Measure}
		if f.figures[key] == nil {
			f.order = append(f.order, key)
		}
		f.figures[key] = append(f.figures[key], o)
	}
	for _, all := range f.figures {
		slices.SortStableFunc(all, func(a, b maturity.Observation) int {
			return cmp.Or(period.Compare(a.Period, b.Period), f.rank(a.Source)-f.rank(b.Source))
		})
	}
	slices.SortFunc(f.order, func(a, b series) int {
		return cmp.Or(cmp.Compare(a.organisation, b.organisation), cmp.Compare(a.measure, b.measure))
	})
	for _, p := range peers {
		f.peers[group{p.Measure, p.Kind, p.Period}] = p.Values
	}
	return f
}

// Counterparts maps each measure whose section stands beside one of another instrument to that one's measure.
func Counterparts(c *maturity.Catalogue) map[string]string {
	of, out := map[string]string{}, map[string]string{}
	for _, framework := range c.Frameworks {
		for _, s := range framework.Sections {
			of[framework.ID+"/"+s.ID] = s.Measure
		}
	}
	for _, framework := range c.Frameworks {
		for _, s := range framework.Sections {
			if s.Counterpart != "" && of[s.Counterpart] != "" {
				out[s.Measure] = of[s.Counterpart]
			}
		}
	}
	return out
}

func (f *Facts) rank(source string) int {
	s, _ := f.catalogue.Source(source)
	return s.Rank
}

func (f *Facts) kindOf(source string) maturity.Source {
	s, _ := f.catalogue.Source(source)
	return s
}

// in gives the figures of a series in a period, the preferred source first.
func (f *Facts) in(key series, p period.Period) []maturity.Observation {
	all := f.figures[key]
	i, _ := slices.BinarySearchFunc(all, p, func(o maturity.Observation, p period.Period) int { return period.Compare(o.Period, p) })
	n := i
	for n < len(all) && all[n].Period == p {
		n++
	}
	return all[i:n]
}

// footprint is the only footprint the organisation belongs to at the end of the period; 0 where there is none or several.
func (f *Facts) footprint(id maturity.OrganisationID, p period.Period) (out maturity.OrganisationID) {
	for _, m := range f.bodies[id].Footprints {
		if m.Since != nil && *m.Since > p.End() || m.Until != nil && *m.Until < p.End() || m.Footprint == out {
			continue
		}
		if out != 0 {
			return 0
		}
		out = m.Footprint
	}
	return out
}
