package definition

import (
	"fmt"
	"slices"

	"waymark/internal/maturity"
)

func (c *checker) board(at spot, b maturity.Board) {
	c.need(at, "title", b.Title)
	c.need(at, "audience", b.Audience)
	c.referAll(at, "for", groupKinds, b.For)
	if len(b.For) == 0 {
		c.fault(at, "for", "for is missing: the kinds of organisation the board can be opened for")
	}
	if len(b.Panels) == 0 {
		c.fault(at, "panels", "panels is missing: a board shows at least one")
	}
	seen := map[string]bool{}
	for i, p := range b.Panels {
		path := fmt.Sprintf("panels[%d]", i)
		c.need(at, path+".id", p.ID)
		if seen[p.ID] {
			c.fault(at, path+".id", "panel %q is there twice", p.ID)
		}
		seen[p.ID] = true
		c.panel(at, path, p)
	}
}

// panel checks that a panel has what its kind needs to be drawn.
func (c *checker) panel(at spot, path string, p maturity.Panel) {
	c.need(at, path+".kind", string(p.Kind))
	c.need(at, path+".title", p.Title)
	c.referAll(at, path+".measures", groupMeasures, p.Measures)
	c.refer(at, path+".target", groupTargets, p.Target)
	c.refer(at, path+".framework", groupFrameworks, p.Framework)
	c.referAll(at, path+".kinds", groupKinds, p.Kinds)
	if p.Limit < 0 {
		c.fault(at, path+".limit", "limit must not be negative")
	}
	var missing string
	switch p.Kind {
	case maturity.PanelHeadline, maturity.PanelTargets, maturity.PanelTable:
		if len(p.Measures) == 0 && p.Framework == "" && p.Target == "" {
			missing = "measures, a framework or a target"
		}
	case maturity.PanelTrajectory, maturity.PanelOrganisations:
		if len(p.Measures) == 0 && p.Target == "" {
			missing = "measures or a target"
		}
	case maturity.PanelMatrix:
		if p.Framework == "" {
			missing = "a framework"
		}
	case maturity.PanelRanked:
		if len(p.Measures) != 1 {
			missing = "exactly one measure"
		}
	case maturity.PanelNarrative:
		if p.Text == "" {
			missing = "a text"
		}
	}
	if missing != "" {
		c.fault(at, path, "panel %q of kind %s needs %s", p.ID, p.Kind, missing)
	}
	c.tags(at, path, p)
}

// tags faults a tag that no section of the panel's framework has.
func (c *checker) tags(at spot, path string, p maturity.Panel) {
	for i, tag := range p.Tags {
		here := fmt.Sprintf("%s.tags[%d]", path, i)
		if p.Framework == "" {
			c.fault(at, here, "tags choose sections of a framework; name the framework")
			continue
		}
		if c.ids[groupFrameworks][p.Framework] && !c.tagged(p.Framework, tag) {
			c.fault(at, here, "no section of framework %q has the tag %q", p.Framework, tag)
		}
	}
}

func (c *checker) tagged(framework, tag string) bool {
	for _, f := range c.frameworks {
		if f.value.ID != framework {
			continue
		}
		for _, s := range f.value.Sections {
			if slices.Contains(s.Tags, tag) {
				return true
			}
		}
	}
	return false
}
