package roadmap

import (
	"slices"
	"strings"

	"waymark/internal/maturity"
)

// Capability is a section or group of a framework that a roadmap names.
type Capability struct {
	ID        string // "framework/section"
	Title     string
	Framework string // title
	Known     bool   // the catalogue has it
	Scope     string // what of it an organisation can do alone and what needs others, as the framework says
}

// capabilities are all sections of the frameworks that the roadmap names, in the frameworks' order, also those for which
// nothing is planned; then what it names and the catalogue does not know.
func (p *Plan) capabilities() (out []Capability) {
	named := map[string]bool{}
	var order, frameworks []string
	note := func(ids []string) {
		for _, id := range ids {
			if named[id] {
				continue
			}
			named[id] = true
			order = append(order, id)
			if f, _, _ := strings.Cut(id, "/"); !slices.Contains(frameworks, f) {
				frameworks = append(frameworks, f)
			}
		}
	}
	for i := range p.Initiatives {
		note(p.Initiatives[i].Capabilities)
	}
	for i := range p.Deployments {
		note(p.Deployments[i].Capabilities)
	}
	for _, id := range frameworks {
		out = append(out, frameworkSections(p.index.catalogue, id, named)...)
	}
	known := map[string]bool{}
	for _, c := range out {
		known[c.ID] = true
	}
	for _, id := range order {
		if !known[id] {
			out = append(out, Capability{ID: id, Title: id})
		}
	}
	return out
}

// frameworkSections are the sections of a framework, or its groups where the roadmap names groups, with the sections that
// it names besides.
func frameworkSections(c *maturity.Catalogue, framework string, named map[string]bool) (out []Capability) {
	if c == nil {
		return nil
	}
	f, ok := c.Framework(framework)
	if !ok {
		return nil
	}
	byGroup := slices.ContainsFunc(f.Groups, func(g maturity.Group) bool { return named[framework+"/"+g.ID] })
	for _, g := range f.Groups {
		if byGroup {
			out = append(out, Capability{framework + "/" + g.ID, g.Title, f.Title, true, ""})
		}
		for _, s := range g.Sections {
			if id := framework + "/" + s.ID; !byGroup || named[id] {
				out = append(out, Capability{id, s.Title, f.Title, true, s.ScopeWords()})
			}
		}
	}
	return out
}
