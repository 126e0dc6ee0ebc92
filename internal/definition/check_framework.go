package definition

import (
	"fmt"
	"strings"

	"waymark/internal/maturity"
)

var dependencies = []string{"strong", "partial", "limited"}

func (c *checker) framework(at spot, f maturity.Framework) {
	for _, required := range []struct{ path, text string }{
		{"title", f.Title}, {"edition", f.Edition}, {"source", f.Source}, {"unit", string(f.Unit)},
	} {
		c.need(at, required.path, required.text)
	}
	if f.Low >= f.High {
		c.fault(at, "high", "low %v must be below high %v", f.Low, f.High)
	}
	c.referAll(at, "kinds", groupKinds, f.Kinds)
	c.referAll(at, "not_comparable", groupFrameworks, f.NotComparable)
	scales := c.scales(at, f)
	if len(f.Groups) == 0 {
		c.fault(at, "groups", "groups is missing: a framework has at least one group of sections")
	}
	seen := sectionNames{ids: map[string]bool{}, headings: map[string]string{}}
	for i, g := range f.Groups {
		path := fmt.Sprintf("groups[%d]", i)
		c.need(at, path+".id", g.ID)
		c.need(at, path+".title", g.Title)
		if len(g.Sections) == 0 {
			c.fault(at, path, "group %q has no sections", g.ID)
		}
		c.allSections(at, path+".sections", f, g.Sections, scales, seen)
	}
	for i, term := range f.Terms {
		c.need(at, fmt.Sprintf("terms[%d].id", i), term.ID)
		c.need(at, fmt.Sprintf("terms[%d].meaning", i), term.Meaning)
	}
}

// sectionNames are the names of a framework that must not be used twice.
type sectionNames struct {
	ids      map[string]bool
	headings map[string]string // folded heading -> section id
}

func (c *checker) allSections(at spot, path string, f maturity.Framework, sections []maturity.Section, scales map[string]bool, seen sectionNames) {
	for i, s := range sections {
		here := fmt.Sprintf("%s[%d]", path, i)
		c.need(at, here+".id", s.ID)
		c.need(at, here+".title", s.Title)
		c.need(at, here+".measure", s.Measure)
		c.refer(at, here+".measure", groupMeasures, s.Measure)
		if seen.ids[s.ID] {
			c.fault(at, here+".id", "section %q is there twice", s.ID)
		}
		seen.ids[s.ID] = true
		c.headings(at, here, s, seen.headings)
		c.counterpart(at, here, f, s)
		c.oneOf(at, here+".dependency", s.Dependency, dependencies)
		if s.Scale != "" && !scales[s.Scale] {
			c.fault(at, here+".scale", "there is no answer scale %q in this framework%s", s.Scale, suggest(s.Scale, keys(scales)))
		}
		if strings.Contains(path, ".items") && len(s.Items) > 0 {
			c.fault(at, here+".items", "items have no items of their own")
			continue
		}
		c.allSections(at, here+".items", f, s.Items, scales, seen)
	}
}

// headings faults a title or alias that would lead to two sections.
func (c *checker) headings(at spot, path string, s maturity.Section, seen map[string]string) {
	for i, heading := range append([]string{s.Title}, s.Aliases...) {
		folded := maturity.FoldName(heading)
		if other := seen[folded]; other != "" && other != s.ID && folded != "" {
			where := path + ".title"
			if i > 0 {
				where = fmt.Sprintf("%s.aliases[%d]", path, i-1)
			}
			c.fault(at, where, "heading %q already stands for section %q", heading, other)
			continue
		}
		seen[folded] = s.ID
	}
}

func (c *checker) counterpart(at spot, path string, f maturity.Framework, s maturity.Section) {
	if s.Counterpart == "" {
		return
	}
	c.referSection(at, path+".counterpart", s.Counterpart)
	if strings.HasPrefix(s.Counterpart, f.ID+"/") {
		c.fault(at, path+".counterpart", "a counterpart is a section of another framework")
	}
}

// scales checks the answer scales and gives their ids.
func (c *checker) scales(at spot, f maturity.Framework) map[string]bool {
	ids := map[string]bool{}
	for i, scale := range f.Scales {
		path := fmt.Sprintf("scales[%d]", i)
		c.need(at, path+".id", scale.ID)
		ids[scale.ID] = true
		if len(scale.Answers) < 2 {
			c.fault(at, path, "answer scale %q needs at least two answers", scale.ID)
		}
		for j, answer := range scale.Answers {
			here := fmt.Sprintf("%s.answers[%d]", path, j)
			c.need(at, here+".text", answer.Text)
			if answer.Score < f.Low || answer.Score > f.High {
				c.fault(at, here+".score", "score %v lies outside the framework's scale from %v to %v", answer.Score, f.Low, f.High)
			}
			if j > 0 && answer.Score <= scale.Answers[j-1].Score {
				c.fault(at, here+".score", "answers must be listed from the lowest score to the highest")
			}
		}
	}
	return ids
}
