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
	c.selectors(at, b)
	seen := map[string]bool{}
	for i, p := range b.Panels {
		path := fmt.Sprintf("panels[%d]", i)
		c.need(at, path+".id", p.ID)
		switch {
		case seen[p.ID]:
			c.fault(at, path+".id", "panel %q is there twice", p.ID)
		case p.ID != "" && !idForm.MatchString(p.ID):
			c.fault(at, path+".id", "id %q may have only small letters, digits, and single - . or _ between them", p.ID)
		}
		seen[p.ID] = true
		c.panel(at, path, p, b.Selectors)
		c.condition(at, path+".when", b, p)
	}
}

// panel checks that a panel has what its kind needs to be drawn.
func (c *checker) panel(at spot, path string, p maturity.Panel, choices []maturity.Selector) {
	c.need(at, path+".kind", string(p.Kind))
	c.need(at, path+".title", p.Title)
	for i, id := range p.Measures {
		c.referOrChoose(at, fmt.Sprintf("%s.measures[%d]", path, i), groupMeasures, id, maturity.SelectMeasure, choices)
	}
	c.refer(at, path+".target", groupTargets, p.Target)
	c.referOrChoose(at, path+".framework", groupFrameworks, p.Framework, maturity.SelectFramework, choices)
	for i, id := range p.Kinds {
		c.referOrChoose(at, fmt.Sprintf("%s.kinds[%d]", path, i), groupKinds, id, maturity.SelectKind, choices)
	}
	if p.Limit < 0 {
		c.fault(at, path+".limit", "limit must not be negative")
	}
	if missing := lacking(p); missing != "" {
		c.fault(at, path, "panel %q of kind %s needs %s", p.ID, p.Kind, missing)
	}
	c.tags(at, path, p)
}

// lacking says what a panel of its kind needs and does not have; "" where it has all.
func lacking(p maturity.Panel) string {
	switch p.Kind {
	case maturity.PanelHeadline, maturity.PanelTargets, maturity.PanelTable, maturity.PanelDots, maturity.PanelThenNow:
		if len(p.Measures) == 0 && p.Framework == "" && p.Target == "" {
			return "measures, a framework or a target"
		}
	case maturity.PanelTrajectory, maturity.PanelOrganisations, maturity.PanelControl, maturity.PanelMultiples:
		if len(p.Measures) == 0 && p.Target == "" {
			return "measures or a target"
		}
	case maturity.PanelMatrix:
		if p.Framework == "" {
			return "a framework"
		}
	case maturity.PanelRanked:
		if len(p.Measures) != 1 {
			return "exactly one measure"
		}
	case maturity.PanelNarrative:
		if p.Text == "" {
			return "a text"
		}
	}
	return ""
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
