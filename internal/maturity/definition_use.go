package maturity

import "slices"

// Uses are the definitions that speak of a measure.
type Uses struct {
	Collections []Collection
	Rules       []Rule
	Layouts     []Layout // that fill it
	Boards      []Board
	Sources     []Source // that its values come from, by collections and layouts
}

// UsesOf finds what speaks of a measure, by its own id or by its framework.
func (c *Catalogue) UsesOf(m Measure) (u Uses) {
	sources := map[string]bool{}
	for _, one := range c.Collections {
		if slices.Contains(one.Measures, m.ID) || slices.Contains(one.Optional, m.ID) || m.Framework != "" && one.Framework == m.Framework {
			u.Collections = append(u.Collections, one)
			sources[one.Source] = true
		}
	}
	for _, one := range c.Rules {
		if slices.Contains(one.Measures, m.ID) || m.Framework != "" && slices.Contains(one.Frameworks, m.Framework) {
			u.Rules = append(u.Rules, one)
		}
	}
	for _, one := range c.Layouts {
		if slices.ContainsFunc(one.Sheets, func(s SheetLayout) bool { return s.fills(m) }) {
			u.Layouts = append(u.Layouts, one)
			sources[one.Source] = true
		}
	}
	for _, one := range c.Boards {
		shows := func(p Panel) bool {
			return slices.Contains(p.Measures, m.ID) || m.Framework != "" && p.Framework == m.Framework
		}
		if slices.ContainsFunc(one.Panels, shows) {
			u.Boards = append(u.Boards, one)
		}
	}
	for _, s := range c.Sources {
		if sources[s.ID] {
			u.Sources = append(u.Sources, s)
		}
	}
	return u
}

// fills reports whether a sheet names the measure. One whose rows name any measure by its id is for all and counts for
// none.
func (s SheetLayout) fills(m Measure) bool {
	named := func(names map[string]string) bool {
		for _, id := range names {
			if id == m.ID {
				return true
			}
		}
		return false
	}
	return slices.ContainsFunc(s.Values, func(v ValueRule) bool { return v.Measure == m.ID || named(v.MeasureNames) }) ||
		s.Matrix != nil && m.Framework != "" && s.Matrix.Framework == m.Framework
}
