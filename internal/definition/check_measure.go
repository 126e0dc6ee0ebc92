package definition

import (
	"fmt"
	"math"
	"slices"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// measureTypes are what a number can tell: what a system is able to do is not what is offered, and neither is use.
var measureTypes = []string{"able", "offered", "deployed", "registered", "used", "self_assessed", "outcome", "size"}

func (c *checker) oneMeasure(at spot, m maturity.Measure) {
	for _, required := range []struct{ path, text string }{
		{"title", m.Title}, {"why", m.Why}, {"type", m.Type}, {"unit", string(m.Unit)}, {"unit_words", m.UnitWords},
		{"polarity", string(m.Polarity)}, {"roll_up", string(m.RollUp)}, {"numerator", m.Numerator},
		{"source_words", m.SourceWords}, {"author", m.Author}, {"checker", m.Checker}, {"review_by", m.ReviewBy},
	} {
		c.need(at, required.path, required.text)
	}
	if m.Frequency == period.KindNone {
		c.fault(at, "frequency", "frequency is missing")
	}
	if m.Short == "" && m.Title != "" {
		c.fault(at, "title", "the title has more than %d letters: add a short one", shortTitle)
	}
	c.atMost(at, "short", m.Short, shortTitle)
	c.oneOf(at, "type", m.Type, measureTypes)
	c.isoDay(at, "review_by", m.ReviewBy)
	if m.Author != "" && m.Author == m.Checker {
		c.fault(at, "checker", "checker must be another role than author")
	}
	c.referAll(at, "kinds", groupKinds, m.Kinds)
	for i, aim := range m.Aims {
		c.referSection(at, fmt.Sprintf("aims[%d]", i), aim)
	}
	c.ratio(at, m)
	c.numbers(at, m)
	c.changes(at, m)
	c.place(at, m)
}

// ratio checks that what is counted and out of what fit the unit and the roll-up.
func (c *checker) ratio(at spot, m maturity.Measure) {
	isRatio := m.Unit == maturity.UnitPercent || m.Unit == maturity.UnitRate
	switch {
	case isRatio:
		c.need(at, "denominator", m.Denominator)
	case m.Unit == maturity.UnitCount && m.Denominator != "":
		c.fault(at, "denominator", "a count has no denominator; a ratio has the unit percent or rate")
	}
	if m.RollUp == maturity.RollUpRatio && !isRatio && m.Unit != "" {
		c.fault(at, "roll_up", "roll_up ratio needs the unit percent or rate")
	}
	if m.RollUp == maturity.RollUpSum && m.Unit != maturity.UnitCount && m.Unit != "" {
		c.fault(at, "roll_up", "only counts can be summed")
	}
	c.referAll(at, "roll_up_from", groupKinds, m.RollUpFrom)
	if m.RollUp == maturity.RollUpNone && len(m.RollUpFrom) > 0 {
		c.fault(at, "roll_up_from", "roll_up_from has no meaning where roll_up is none")
	}
	for _, kind := range m.RollUpFrom {
		if len(m.Kinds) > 0 && !slices.Contains(m.Kinds, kind) {
			c.fault(at, "roll_up_from", "roll_up_from names kind %q, which is not among kinds", kind)
		}
	}
	if m.Unit == maturity.UnitRate && !at.given("per") {
		c.fault(at, "per", "a rate must say per how many, such as 1000")
	}
	if m.Per <= 0 {
		c.fault(at, "per", "per must be above 0")
	}
}

// numbers checks bounds and limits.
func (c *checker) numbers(at spot, m maturity.Measure) {
	if m.Low >= m.High {
		c.fault(at, "high", "low %v must be below high %v", m.Low, m.High)
	}
	if m.MayExceed && math.IsNaN(m.High) {
		c.fault(at, "may_exceed", "may_exceed has no meaning without high")
	}
	if m.Decimals < 0 || m.Decimals > 6 {
		c.fault(at, "decimals", "decimals must be from 0 to 6")
	}
	for _, limit := range []struct {
		path  string
		value float64
	}{{"max_jump", m.MaxJump}, {"tolerance", m.Tolerance}, {"small_number", float64(m.SmallNumber)}} {
		if limit.value < 0 {
			c.fault(at, limit.path, "%s must not be negative", limit.path)
		}
	}
}

func (c *checker) changes(at spot, m maturity.Measure) {
	if len(m.Changes) == 0 {
		c.fault(at, "changes", "changes is missing: say at least when the definition was made")
	}
	for i, change := range m.Changes {
		path := fmt.Sprintf("changes[%d]", i)
		c.need(at, path+".text", change.Text)
		c.need(at, path+".date", change.Date)
		c.isoDay(at, path+".date", change.Date)
		if i > 0 && change.Date < m.Changes[i-1].Date {
			c.fault(at, path+".date", "changes must be in order of date")
		}
	}
}

// place checks that a measure of a framework and the section it names point at each other.
func (c *checker) place(at spot, m maturity.Measure) {
	if (m.Framework == "") != (m.Section == "") {
		c.fault(at, "framework", "framework and section go together")
		return
	}
	if m.Framework == "" {
		return
	}
	c.refer(at, "framework", groupFrameworks, m.Framework)
	for _, f := range c.frameworks {
		if f.value.ID != m.Framework {
			continue
		}
		section, ok := sectionOf(f.value, m.Section)
		switch {
		case !ok:
			c.fault(at, "section", "framework %q has no section %q%s", m.Framework, m.Section, suggest(m.Section, sectionIDs(f.value)))
		case section.Measure != m.ID:
			c.fault(at, "section", "section %q of framework %q names measure %q, not this one", m.Section, m.Framework, section.Measure)
		}
		if m.Unit != "" && f.value.Unit != "" && m.Unit != f.value.Unit {
			c.fault(at, "unit", "unit %s differs from the framework's unit %s", m.Unit, f.value.Unit)
		}
		if m.Low < f.value.Low || m.High > f.value.High || math.IsNaN(m.High) {
			c.fault(at, "high", "the range must lie in the framework's scale from %v to %v", f.value.Low, f.value.High)
		}
	}
}

func sectionOf(f maturity.Framework, id string) (maturity.Section, bool) {
	for _, s := range f.Sections {
		if s.ID == id {
			return s, true
		}
	}
	return maturity.Section{}, false
}

func sectionIDs(f maturity.Framework) []string {
	var out []string
	for _, s := range f.Sections {
		out = append(out, s.ID)
	}
	slices.Sort(out)
	return out
}
