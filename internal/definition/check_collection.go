package definition

import (
	"fmt"
	"regexp"
	"slices"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

var (
	// versionForm is "major.minor".
	versionForm = regexp.MustCompile(`^(0|[1-9][0-9]{0,3})\.(0|[1-9][0-9]{0,3})$`)
	// codeForm is what the code of a footprint may look like; whether there is such a footprint the database knows.
	codeForm = regexp.MustCompile(`^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$`)
)

func (c *checker) collection(at spot, v maturity.Collection) {
	for _, required := range []struct{ path, text string }{
		{"title", v.Title}, {"why", v.Why}, {"source", v.Source}, {"owner", v.Owner}, {"contact", v.Contact}, {"template", v.Template},
		{"opened_in", string(v.OpenedIn)}, {"closed_in", string(v.ClosedIn)}, {"merged_in", string(v.MergedIn)},
	} {
		c.need(at, required.path, required.text)
	}
	c.collectionSource(at, v.Source)
	c.collectionMeasures(at, v)
	c.whoOwes(at, v)
	c.when(at, v)
	c.deadlines(at, v)
	c.reminders(at, v)
	c.whoDecides(at, v)
	if v.Template != "" && !versionForm.MatchString(v.Template) {
		c.fault(at, "template", "template must be a version such as \"1.0\", not %q", v.Template)
	}
	if v.HoldShare < 0 || v.HoldShare > 1 {
		c.fault(at, "hold_share", "hold_share must be from 0 to 1: a share of the organisations")
	}
}

// collectionSource faults a source that returned values cannot belong to.
func (c *checker) collectionSource(at spot, id string) {
	c.refer(at, "source", groupSources, id)
	for _, s := range c.sources {
		if s.value.ID == id && s.value.Kind != maturity.SourceReturn && s.value.Kind != "" {
			c.fault(at, "source", "source %q is of kind %s; what is returned needs a source of kind return", id, s.value.Kind)
		}
	}
}

func (c *checker) collectionMeasures(at spot, v maturity.Collection) {
	c.refer(at, "framework", groupFrameworks, v.Framework)
	if v.Framework != "" && at.given("measures") || v.Framework == "" && len(v.Measures) == 0 {
		c.fault(at, "measures", "a collection asks either for measures or for all measures of a framework")
		return
	}
	c.referAll(at, "measures", groupMeasures, v.Measures)
	c.referAll(at, "optional", groupMeasures, v.Optional)
	c.twice(at, "measures", v.Measures)
	c.twice(at, "optional", v.Optional)
	for i, id := range v.Optional {
		if !v.Holds(id) && c.ids[groupMeasures][id] {
			c.fault(at, fmt.Sprintf("optional[%d]", i), "%q may stay empty, but the collection does not ask for it", id)
		}
	}
	if len(v.Measures) > 0 && len(v.Required()) == 0 {
		c.fault(at, "optional", "every measure is optional: nothing would ever be missing")
	}
	for i, id := range v.Measures {
		c.asksOfAll(at, fmt.Sprintf("measures[%d]", i), c.measure[id], v.Kinds)
	}
}

// asksOfAll faults a measure that one of the kinds cannot have: a return must be fit to be completed.
func (c *checker) asksOfAll(at spot, path string, m maturity.Measure, kinds []string) {
	for _, kind := range kinds {
		if len(m.Kinds) > 0 && !slices.Contains(m.Kinds, kind) && !slices.Contains(m.Kinds, c.groupOf(kind)) && c.ids[groupKinds][kind] {
			c.fault(at, path, "measure %q is not for kind %q; give those that owe it a collection of their own", m.ID, kind)
		}
	}
}

// groupOf is the wider kind of a kind; "" where there is none.
func (c *checker) groupOf(kind string) string {
	for _, k := range c.kinds {
		if k.value.ID == kind {
			return k.value.Group
		}
	}
	return ""
}

func (c *checker) whoOwes(at spot, v maturity.Collection) {
	if len(v.Kinds) == 0 {
		c.fault(at, "kinds", "kinds is missing: the kinds of organisation that owe the return")
	}
	c.referAll(at, "kinds", groupKinds, v.Kinds)
	c.twice(at, "kinds", v.Kinds)
	c.twice(at, "footprints", v.Footprints)
	for i, code := range v.Footprints {
		if !codeForm.MatchString(code) {
			c.fault(at, fmt.Sprintf("footprints[%d]", i), "%q is no code of a footprint: letters, digits and single - between them", code)
		}
	}
	for _, treated := range []struct {
		path string
		how  maturity.Treatment
	}{{"opened_in", v.OpenedIn}, {"closed_in", v.ClosedIn}} {
		if treated.how == maturity.BySuccessor {
			c.fault(at, treated.path, "%s must be owed or not_owed: only a merger has a successor", treated.path)
		}
	}
}

// when checks the frequency and the first and last period.
func (c *checker) when(at spot, v maturity.Collection) {
	if v.Frequency == period.KindNone || v.Frequency == period.KindDay {
		c.fault(at, "frequency", "frequency must be month, quarter, financial_year or calendar_year")
		return
	}
	if v.From.IsZero() {
		c.fault(at, "from", "from is missing: the first period owed")
	}
	for _, end := range []struct {
		path string
		p    period.Period
	}{{"from", v.From}, {"until", v.Until}} {
		if !end.p.IsZero() && end.p.Kind != v.Frequency {
			c.fault(at, end.path, "%s %s is a %s, but the frequency is %s", end.path, end.p.Code(), end.p.Kind, v.Frequency)
		}
	}
	if !v.Until.IsZero() && v.Until.Kind == v.From.Kind && period.Compare(v.Until, v.From) < 0 {
		c.fault(at, "until", "until %s is before from %s", v.Until.Code(), v.From.Code())
	}
}

// deadlines checks that the days are given and follow one another.
func (c *checker) deadlines(at spot, v maturity.Collection) {
	for _, day := range []string{"opens", "due", "closes"} {
		if !at.given(day) {
			c.fault(at, day, "%s is missing: days counted from the last day of the period", day)
		}
	}
	switch {
	case !at.given("opens") || !at.given("due") || !at.given("closes"):
	case v.Due <= v.Opens:
		c.fault(at, "due", "due %d must come after opens %d", v.Due, v.Opens)
	case v.Closes < v.Due:
		c.fault(at, "closes", "closes %d must not come before due %d", v.Closes, v.Due)
	case v.Refresh < v.Closes:
		c.fault(at, "refresh", "refresh %d must not come before closes %d", v.Refresh, v.Closes)
	}
}

// reminders checks that each lies between opening and closing.
func (c *checker) reminders(at spot, v maturity.Collection) {
	for _, list := range []struct {
		path string
		days []int
		room int
		end  string
	}{{"remind_before", v.RemindBefore, v.Due - v.Opens, "the collection opens"}, {"remind_after", v.RemindAfter, v.Closes - v.Due, "the collection closes"}} {
		for i, days := range list.days {
			path := fmt.Sprintf("%s[%d]", list.path, i)
			switch {
			case days <= 0:
				c.fault(at, path, "%s must be days above 0, not %d", list.path, days)
			case slices.Contains(list.days[:i], days):
				c.fault(at, path, "%d days is there twice", days)
			case list.room >= 0 && days > list.room:
				c.fault(at, path, "%d days from the deadline is outside: %s %d days from it", days, list.end, list.room)
			}
		}
	}
}

func (c *checker) whoDecides(at spot, v maturity.Collection) {
	if v.Approvals < 0 || v.Approvals > 2 {
		c.fault(at, "approvals", "approvals must be 0, 1 or 2, not %d", v.Approvals)
	}
	for _, list := range []struct {
		path  string
		roles []maturity.Role
	}{{"reviewers", v.Reviewers}, {"approvers", v.Approvers}} {
		for i, role := range list.roles {
			if role == maturity.RoleViewer {
				c.fault(at, fmt.Sprintf("%s[%d]", list.path, i), "a viewer only reads: %s may be admin, analyst, approver or submitter", list.path)
			}
		}
	}
	if v.Approvals == 0 && len(v.Approvers) > 0 {
		c.fault(at, "approvers", "nobody approves where approvals is 0")
	}
}

// twice faults a text that is listed twice.
func (c *checker) twice(at spot, path string, list []string) {
	for i, text := range list {
		if slices.Contains(list[:i], text) {
			c.fault(at, fmt.Sprintf("%s[%d]", path, i), "%q is listed twice", text)
		}
	}
}
