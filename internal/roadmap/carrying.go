package roadmap

import (
	"maps"
	"slices"
	"strings"

	"waymark/internal/maturity"
)

// Carrying says why an initiative is to do something about a measure.
type Carrying struct {
	Initiative *maturity.Initiative
	Measure    bool     // it names the measure, or an effect of one of its deployments does
	Capability string   // else the first capability shown by the measure that it is to bring: "framework/section" or "framework/group"
	Gaps       []string // ids of written gaps in such capabilities that it is to close
}

// CapabilitiesOf lists the capabilities whose progress a measure shows, as roadmaps may name them: its section, its aims,
// the sections of other instruments these stand beside, and the groups of all.
func CapabilitiesOf(c *maturity.Catalogue, m maturity.Measure) (out []string) {
	if c == nil {
		return nil
	}
	add := func(id string) {
		if !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	if m.Framework != "" && m.Section != "" {
		add(m.Framework + "/" + m.Section)
	}
	for _, aim := range m.Aims {
		add(aim)
	}
	for _, f := range c.Frameworks {
		f.Sections(func(g maturity.Group, s maturity.Section) bool {
			if slices.Contains(out, f.ID+"/"+s.ID) && s.Counterpart != "" {
				add(s.Counterpart)
			}
			return true
		})
	}
	for _, f := range c.Frameworks {
		f.Sections(func(g maturity.Group, s maturity.Section) bool {
			if slices.Contains(out, f.ID+"/"+s.ID) {
				add(f.ID + "/" + g.ID)
			}
			return true
		})
	}
	return out
}

// Carriers finds the initiatives of a roadmap by what they are to move. It is made in one pass.
type Carriers struct {
	plan         *Plan
	measures     map[string][]int // places of initiatives, by measure
	capabilities map[string][]int // by "framework/section" or "framework/group"; by "/aim" where an effect leaves out the framework
	gaps         map[string][]int // places of written gaps, by capability
}

// Carriers indexes the initiatives.
func (p *Plan) Carriers() *Carriers {
	c := &Carriers{plan: p, measures: map[string][]int{}, capabilities: map[string][]int{}, gaps: map[string][]int{}}
	note := func(under map[string][]int, id string, at int) {
		if n := len(under[id]); n == 0 || under[id][n-1] != at {
			under[id] = append(under[id], at)
		}
	}
	for at := range p.Initiatives {
		i := &p.Initiatives[at]
		for _, id := range p.MeasuresOf(i) {
			note(c.measures, id, at)
		}
		for _, id := range i.Capabilities {
			note(c.capabilities, id, at)
		}
		for _, d := range p.DeploymentsOf(i.ID) {
			for _, id := range d.Capabilities {
				note(c.capabilities, id, at)
			}
			for _, e := range d.Effects {
				if aim := e.Aim; aim != "" && !strings.Contains(aim, "/") {
					note(c.capabilities, "/"+aim, at)
				} else if aim != "" {
					note(c.capabilities, aim, at)
				}
			}
		}
	}
	for at, g := range p.Gaps {
		for _, id := range g.Capabilities {
			note(c.gaps, id, at)
		}
	}
	return c
}

// Of lists the initiatives that are to do something about a measure: those that name it first, then those that only name
// a capability it shows, or close a gap in one. Both keep the roadmap's order.
func (c *Carriers) Of(measure string) (out []Carrying) {
	p, found := c.plan, map[int]*Carrying{}
	at := func(place int) *Carrying {
		if found[place] == nil {
			found[place] = &Carrying{Initiative: &p.Initiatives[place]}
		}
		return found[place]
	}
	for _, place := range c.measures[measure] {
		at(place).Measure = true
	}
	for _, id := range p.shownBy(measure) {
		_, section, _ := strings.Cut(id, "/")
		for _, place := range slices.Concat(c.capabilities[id], c.capabilities["/"+section]) {
			if one := at(place); !one.Measure && one.Capability == "" {
				one.Capability = id
			}
		}
		for _, gap := range c.gaps[id] {
			for _, initiative := range p.Gaps[gap].Initiatives {
				if place, known := p.index.initiatives[initiative]; known && !slices.Contains(at(place).Gaps, p.Gaps[gap].ID) {
					at(place).Gaps = append(at(place).Gaps, p.Gaps[gap].ID)
				}
			}
		}
	}
	for _, place := range slices.Sorted(maps.Keys(found)) {
		out = append(out, *found[place])
	}
	slices.SortStableFunc(out, func(a, b Carrying) int {
		switch {
		case a.Measure == b.Measure:
			return 0
		case a.Measure:
			return -1
		}
		return 1
	})
	return out
}

func (p *Plan) shownBy(measure string) []string {
	c := p.index.catalogue
	if c == nil {
		return nil
	}
	m, _ := c.Measure(measure)
	return CapabilitiesOf(c, m)
}
