package roadmap

import (
	"slices"

	"waymark/internal/maturity"
)

// Uncovered is a capability of a framework, or an aim of one, that has a target which is not met, and that no initiative of
// a roadmap is to bring: a gap that nobody wrote down.
type Uncovered struct {
	Capability string // "framework/section"
	Framework  string // title
	Group      string // title
	Title      string
	Measures   []string
	Unmet      []maturity.Trajectory // the worst first
}

// CapabilityMeasures lists the measures that show progress of a section of a framework and have a target.
func CapabilityMeasures(c *maturity.Catalogue) (ids []string) {
	for _, m := range c.Measures {
		if (m.Framework != "" && m.Section != "" || len(m.Aims) > 0) && len(c.TargetsOf(m.ID)) > 0 {
			ids = append(ids, m.ID)
		}
	}
	return ids
}

// UncoveredBy finds them among stored trajectories, in the order of the frameworks. Initiatives and stated gaps cover a
// section by naming it, its group, or a measure of it; of a gap only one that some initiative is to close.
func UncoveredBy(c *maturity.Catalogue, r *maturity.Roadmap, list []maturity.Trajectory) (out []Uncovered) {
	covered, measured := map[string]bool{}, map[string]bool{}
	for _, i := range r.Initiatives {
		for _, id := range i.Capabilities {
			covered[id] = true
		}
		for _, id := range i.Measures {
			measured[id] = true
		}
	}
	for _, d := range r.Deployments {
		for _, id := range d.Capabilities {
			covered[id] = true
		}
		for _, e := range d.Effects {
			measured[e.Measure] = true
			covered[e.Aim], covered["/"+e.Aim] = true, true // with its framework, or by itself
		}
	}
	for _, g := range r.Gaps {
		for _, id := range g.Capabilities {
			covered[id] = covered[id] || len(g.Initiatives) > 0
		}
	}
	unmet := map[string][]maturity.Trajectory{}
	for _, t := range list {
		if t.Target != "" && Unmet(t.Status) {
			unmet[t.Measure] = append(unmet[t.Measure], t)
		}
	}
	shows := measuresOfSections(c)
	for _, f := range c.Frameworks {
		f.Sections(func(g maturity.Group, s maturity.Section) bool {
			id := f.ID + "/" + s.ID
			if covered[id] || covered[f.ID+"/"+g.ID] || covered["/"+s.ID] {
				return true
			}
			one := Uncovered{Capability: id, Framework: f.Title, Group: g.Title, Title: s.Title}
			for _, m := range shows[id] {
				if measured[m] {
					return true
				}
				if len(unmet[m]) > 0 {
					one.Measures, one.Unmet = append(one.Measures, m), append(one.Unmet, unmet[m]...)
				}
			}
			if len(one.Unmet) > 0 {
				slices.SortStableFunc(one.Unmet, func(a, b maturity.Trajectory) int { return urgency(b.Status) - urgency(a.Status) })
				out = append(out, one)
			}
			return true
		})
	}
	return out
}

// Unmet reports whether a target is known not to be met. Too little data is not that.
func Unmet(s maturity.Status) bool { return urgency(s) > 0 }

func urgency(s maturity.Status) int {
	switch s {
	case maturity.StatusOnTrack:
		return 1
	case maturity.StatusAtRisk:
		return 2
	case maturity.StatusUnlikely:
		return 3
	case maturity.StatusPastDue:
		return 4
	}
	return 0
}

// measuresOfSections finds the measures of each "framework/section".
func measuresOfSections(c *maturity.Catalogue) map[string][]string {
	shows := map[string][]string{}
	add := func(id, measure string) {
		if !slices.Contains(shows[id], measure) {
			shows[id] = append(shows[id], measure)
		}
	}
	for _, m := range c.Measures {
		if m.Framework != "" && m.Section != "" {
			add(m.Framework+"/"+m.Section, m.ID)
		}
		for _, aim := range m.Aims {
			add(aim, m.ID)
		}
	}
	return shows
}
