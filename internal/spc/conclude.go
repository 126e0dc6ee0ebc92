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

// assure gives the assurance of the last part; a chart for a board says nothing where there are no limits.
func (g *Group) assure(o Options) Assurance {
	if !o.HasTarget || g.Status != Charted && !o.Reference {
		return NoAssurance
	}
	return g.Against(o.Target, o.Direction)
}

// Against compares a target with the part's limits: whether it will be met if nothing changes. A target on a limit, or
// limits that are undefined, are Inconsistent; without a direction there is no assurance.
func (g Group) Against(target float64, d Direction) Assurance {
	switch {
	case d == Neutral:
		return NoAssurance
	case target > g.Upper && d == Increase, target < g.Lower && d == Decrease:
		return Fail
	case target > g.Upper, target < g.Lower:
		return Pass
	}
	return Inconsistent
}
