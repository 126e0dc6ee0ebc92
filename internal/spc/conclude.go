package spc

func (g *Group) count(v Variation) {
	switch v {
	case CommonCause:
		g.Common++
	case ImprovementHigh, ImprovementLow:
		g.Improvement++
	case ConcernHigh, ConcernLow:
		g.Concern++
	}
}

// conclude takes the series' verdicts from its last part.
func (c *Charter) conclude(r *Result, o Options) {
	r.Points, r.Groups, r.Unused = c.points, c.groups, c.unused
	if len(c.groups) == 0 {
		return
	}
	for _, g := range c.groups {
		r.ShortGroup = r.ShortGroup || g.Trial
	}
	last := &c.groups[len(c.groups)-1]
	last.Assurance = last.assure(o)
	r.Status, r.Trial, r.Variation, r.Assurance = last.Status, last.Trial, last.Variation, last.Assurance
}

// assure compares the target with the limits. A target on a limit, or limits that are undefined, are inconsistent; a
// chart for a board says nothing where there are no limits.
func (g *Group) assure(o Options) Assurance {
	if !o.HasTarget || o.Direction == Neutral || g.Status != Charted && !o.Reference {
		return NoAssurance
	}
	switch {
	case o.Target > g.Upper && o.Direction == Increase, o.Target < g.Lower && o.Direction == Decrease:
		return Fail
	case o.Target > g.Upper, o.Target < g.Lower:
		return Pass
	}
	return Inconsistent
}
