package definition

import (
	"fmt"
	"slices"
	"strings"

	"waymark/internal/maturity"
)

// taken are names that the address of a board uses already.
var taken = []string{"as_at", "boundaries", "group", "only", "show", "since", "v"}

// choices are what a selector chooses from: a group of definitions each, but for groups, which visitors make.
var choices = map[maturity.SelectorOf]string{maturity.SelectMeasure: groupMeasures, maturity.SelectKind: groupKinds, maturity.SelectFramework: groupFrameworks}

// selectors checks what a visitor may choose.
func (c *checker) selectors(at spot, b maturity.Board) {
	seen := map[string]bool{}
	for i, s := range b.Selectors {
		path := fmt.Sprintf("selectors[%d]", i)
		c.need(at, path+".id", s.ID)
		c.need(at, path+".title", s.Title)
		c.need(at, path+".of", string(s.Of))
		switch {
		case seen[s.ID]:
			c.fault(at, path+".id", "selector %q is there twice", s.ID)
		case s.ID != "" && !idForm.MatchString(s.ID):
			c.fault(at, path+".id", "id %q may have only small letters, digits, and single - . or _ between them", s.ID)
		case s.Of == maturity.SelectGroup && s.ID != "group":
			c.fault(at, path+".id", "a choice of a group has the id group, as it has in every address")
		case s.Of != maturity.SelectGroup && slices.Contains(taken, s.ID):
			c.fault(at, path+".id", "the address of a page uses %q for something else", s.ID)
		}
		seen[s.ID] = true
		c.options(at, path, b, s)
	}
}

func (c *checker) options(at spot, path string, b maturity.Board, s maturity.Selector) {
	if s.Of == maturity.SelectGroup {
		if len(s.Options) > 0 || s.Default != "" {
			c.fault(at, path, "groups are made by visitors: a choice of a group has no options and no default")
		}
		return
	}
	if choices[s.Of] == "" { // faulted already
		return
	}
	c.referAll(at, path+".options", choices[s.Of], s.Options)
	switch {
	case len(s.Options) < 2:
		c.fault(at, path+".options", "a choice has at least two options")
	case s.Default != "" && !slices.Contains(s.Options, s.Default):
		c.fault(at, path+".default", "default %q is none of the options", s.Default)
	}
	for i, id := range s.Options {
		if slices.Index(s.Options, id) < i {
			c.fault(at, fmt.Sprintf("%s.options[%d]", path, i), "option %q is there twice", id)
		}
	}
	if s.ID != "" && !slices.ContainsFunc(b.Panels, func(p maturity.Panel) bool { return refers(p, "$"+s.ID) }) {
		c.fault(at, path, "no panel refers to $%s, so there is nothing to choose", s.ID)
	}
}

func refers(p maturity.Panel, name string) bool {
	return p.Framework == name || slices.Contains(p.Measures, name) || slices.Contains(p.Kinds, name)
}

// referOrChoose faults an id that no definition of the group has, or a "$" name that is no choice of such an id.
func (c *checker) referOrChoose(at spot, path, group, id string, of maturity.SelectorOf, selectors []maturity.Selector) {
	name, chosen := strings.CutPrefix(id, "$")
	if !chosen {
		c.refer(at, path, group, id)
		return
	}
	var names []string
	for _, s := range selectors {
		if s.Of == of || s.Of == "" {
			names = append(names, s.ID)
		}
	}
	if !slices.Contains(names, name) {
		c.fault(at, path, "there is no selector of a %s with the id %q%s", of, name, suggest(name, names))
	}
}

// condition checks what a panel stands on the page for.
func (c *checker) condition(at spot, path string, b maturity.Board, p maturity.Panel) {
	w := p.When
	c.referAll(at, path+".subject", groupKinds, w.Subject)
	c.referAll(at, path+".measures", groupMeasures, w.Measures)
	for i, kind := range w.Subject {
		if c.ids[groupKinds][kind] && !slices.Contains(b.For, kind) {
			c.fault(at, fmt.Sprintf("%s.subject[%d]", path, i), "the board cannot be opened for %q, so the panel would never show", kind)
		}
	}
	if w.Members < 0 {
		c.fault(at, path+".members", "members must not be negative")
	}
	if w.Late && len(p.Measures) == 0 && p.Framework == "" && p.Target == "" {
		c.fault(at, path+".late", "late asks for the targets of the panel's measures; name measures, a framework or a target")
	}
}
