package roadmap

import (
	"cmp"
	"slices"

	"waymark/internal/maturity"
)

// index finds the parts of a roadmap by their ids. It is made once a plan.
type index struct {
	initiatives map[string]int
	items       map[string]found
	deployments map[string][]int // by initiative
	updates     map[string][]int // by initiative, the newest month first
	targets     map[string][]maturity.Target
	changes     map[string]int64    // the change that brought each initiative
	catalogue   *maturity.Catalogue // nil: definitions are not known
}

// found is where an item with an id stands.
type found struct {
	title      string
	kind       maturity.ItemKind
	part       string // phase, stage gate, wave, milestone, entry; "" for an item of its own
	initiative string
}

func indexOf(r *maturity.Roadmap, c *maturity.Catalogue, footprint maturity.Organisation) index {
	x := index{initiatives: map[string]int{}, items: map[string]found{}, deployments: map[string][]int{}, updates: map[string][]int{}, targets: map[string][]maturity.Target{}, catalogue: c}
	eachItem(r, func(id string, f found) {
		if _, taken := x.items[id]; !taken && id != "" {
			x.items[id] = f
		}
	})
	for i := range r.Initiatives {
		if _, taken := x.initiatives[r.Initiatives[i].ID]; !taken {
			x.initiatives[r.Initiatives[i].ID] = i
		}
	}
	for i, d := range r.Deployments {
		x.deployments[d.Initiative] = append(x.deployments[d.Initiative], i)
	}
	for i, u := range r.Updates {
		x.updates[u.Initiative] = append(x.updates[u.Initiative], i)
	}
	for _, list := range x.updates {
		slices.SortStableFunc(list, func(a, b int) int { return cmp.Compare(r.Updates[b].Month.Start, r.Updates[a].Month.Start) })
	}
	if c == nil {
		return x
	}
	for _, t := range c.Targets {
		if t.Due != nil && t.Due.Latest != 0 && (t.Footprint == "" || t.Footprint == footprint.Code) {
			x.targets[t.Measure] = append(x.targets[t.Measure], t)
		}
	}
	return x
}

// eachItem visits everything of a roadmap that has an id.
func eachItem(r *maturity.Roadmap, visit func(id string, f found)) {
	for i := range r.Initiatives {
		one := &r.Initiatives[i]
		visit(one.ID, found{one.Title, maturity.ItemInitiative, "", one.ID})
		for _, p := range one.Phases {
			visit(p.ID, found{p.Title, maturity.ItemInitiative, "phase", one.ID})
		}
		for _, g := range one.Gates {
			visit(g.ID, found{g.Stage, maturity.ItemInitiative, "stage gate", one.ID})
		}
		for _, w := range one.Waves {
			visit(w.ID, found{w.Title, maturity.ItemInitiative, "wave", one.ID})
		}
		for _, m := range one.Milestones {
			visit(m.ID, found{m.Title, maturity.ItemInitiative, "milestone", one.ID})
		}
	}
	titles := map[string]string{}
	for i := range r.Initiatives {
		titles[r.Initiatives[i].ID] = r.Initiatives[i].Title
	}
	for _, d := range r.Deployments {
		visit(d.ID, found{cmp.Or(d.Title, titles[d.Initiative]) + ", " + d.Organisation, maturity.ItemDeployment, "", d.Initiative})
	}
	for _, g := range r.Registers {
		for _, e := range g.Entries {
			visit(e.ID, found{e.Title, maturity.ItemRegister, "entry", ""})
		}
	}
	for _, g := range r.Gaps {
		visit(g.ID, found{g.Title, maturity.ItemGap, "", ""})
	}
	for _, x := range r.Risks {
		visit(x.ID, found{x.Title, maturity.ItemRisk, "", ""})
	}
	for _, b := range r.Benefits {
		visit(b.ID, found{b.Title, maturity.ItemBenefit, "", ""})
	}
	for _, f := range r.Funding {
		visit(f.ID, found{f.Title, maturity.ItemFunding, "", ""})
	}
}

// Initiative finds an initiative by its id; nil where there is none. Nobody changes it.
func (p *Plan) Initiative(id string) *maturity.Initiative {
	if at, ok := p.index.initiatives[id]; ok {
		return &p.Initiatives[at]
	}
	return nil
}

// Find gives the title of an item, what it is ("initiative", "phase", "milestone", "deployment", ...) and the initiative
// it belongs to, "" where it belongs to none. false: there is no such item.
func (p *Plan) Find(id string) (title, kind, initiative string, ok bool) {
	f, ok := p.index.items[id]
	return f.title, cmp.Or(f.part, string(f.kind)), f.initiative, ok
}

// Owners are the organisations that own an initiative, as far as their names are known.
func (p *Plan) Owners(i *maturity.Initiative) []maturity.Organisation {
	return p.known(i.Organisations)
}

func (p *Plan) known(names []string) (out []maturity.Organisation) {
	for _, named := range names {
		if o, ok := p.Bodies[named]; ok && !slices.ContainsFunc(out, func(other maturity.Organisation) bool { return other.ID == o.ID }) {
			out = append(out, o)
		}
	}
	return out
}

// DeploymentsOf lists the deployments of an initiative.
func (p *Plan) DeploymentsOf(id string) (out []*maturity.Deployment) {
	for _, at := range p.index.deployments[id] {
		out = append(out, &p.Deployments[at])
	}
	return out
}

// UpdatesOf lists what was reported of an initiative, the newest month first.
func (p *Plan) UpdatesOf(id string) (out []*maturity.PlanUpdate) {
	for _, at := range p.index.updates[id] {
		out = append(out, &p.Updates[at])
	}
	return out
}

// State is what was reported of an initiative last; "" and nil where nothing was.
func (p *Plan) State(id string) (maturity.PlanState, *maturity.PlanUpdate) {
	if list := p.index.updates[id]; len(list) > 0 {
		return p.Updates[list[0]].State, &p.Updates[list[0]]
	}
	return "", nil
}

// Colour is the colour of a reported state with what that means in the roadmap's own words, where it says so. Without
// words of its own green is on track or done, amber at risk, red late. A plan that was stopped, or of which nothing was
// reported, has none.
func (p *Plan) Colour(s maturity.PlanState) (maturity.PlanColour, string) {
	for _, m := range p.Meanings {
		if slices.Contains(m.States, s) {
			return m.Colour, m.Words
		}
	}
	switch s {
	case maturity.PlanOnTrack, maturity.PlanDone:
		return maturity.PlanGreen, ""
	case maturity.PlanAtRisk:
		return maturity.PlanAmber, ""
	case maturity.PlanLate:
		return maturity.PlanRed, ""
	}
	return "", ""
}

// MeasuresOf are the measures that an initiative is to move: its own, and those of its deployments.
func (p *Plan) MeasuresOf(i *maturity.Initiative) []string {
	out := slices.Clone(i.Measures)
	for _, d := range p.DeploymentsOf(i.ID) {
		for _, e := range d.Effects {
			if !slices.Contains(out, e.Measure) {
				out = append(out, e.Measure)
			}
		}
	}
	return out
}
