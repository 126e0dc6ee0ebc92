package definition

import "waymark/internal/maturity"

func (c *checker) kind(at spot, k maturity.OrganisationKind) {
	c.need(at, "singular", k.Singular)
	c.need(at, "plural", k.Plural)
	c.refer(at, "group", groupKinds, k.Group)
	c.refer(at, "stands_for", groupKinds, k.StandsFor)
	if k.StandsFor == k.ID && k.ID != "" {
		c.fault(at, "stands_for", "a kind cannot stand for itself")
	}
}

func (c *checker) source(at spot, s maturity.Source) {
	c.need(at, "title", s.Title)
	c.need(at, "kind", string(s.Kind))
	if s.Kind == maturity.SourcePublished {
		c.need(at, "publisher", s.Publisher)
		c.need(at, "licence", s.Licence)
	}
	if s.Rank < 1 || s.Rank > 9999 {
		c.fault(at, "rank", "rank must be from 1 to 9999: the lower, the more the source is preferred")
	}
}

// ranks faults two sources with one rank: nothing would decide between their values.
func (c *checker) ranks() {
	first := map[int]string{}
	for _, s := range c.sources {
		if other := first[s.value.Rank]; other != "" {
			c.fault(s.spot, "rank", "rank %d is also that of source %q; give each its own", s.value.Rank, other)
			continue
		}
		first[s.value.Rank] = s.value.ID
	}
}
