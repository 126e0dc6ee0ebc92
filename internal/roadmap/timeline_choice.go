package roadmap

import (
	"cmp"
	"slices"
	"strings"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// grouping is a way of putting initiatives under headings.
type grouping struct {
	value, words string
	titles       []string // headings in their order; the last is of what has none
	of           func(*maturity.Initiative) []int
}

func (g grouping) title(at int) string {
	if at < 0 || at >= len(g.titles) {
		return ""
	}
	return g.titles[at]
}

// grouping finds a way by its value; the first that the roadmap has where there is no such one.
func (p *Plan) grouping(value string) grouping {
	all := p.ways()
	if at := slices.IndexFunc(all, func(g grouping) bool {
		return g.value == value || strings.HasPrefix(g.value, "frame:") && value == "frame"
	}); at >= 0 {
		return all[at]
	}
	return all[0]
}

func (p *Plan) groupings(chosen string) (out []Choice) {
	for _, g := range p.ways() {
		out = append(out, Choice{Value: g.value, Words: g.words, Chosen: g.value == chosen})
	}
	return out
}

// findWays looks for the groupings that the roadmap has anything for, workstreams first; by status there always is.
func (p *Plan) findWays() []grouping {
	var out []grouping
	if len(p.Workstreams) > 0 {
		keys := map[string]int{}
		var titles []string
		for _, w := range p.Workstreams {
			keys[w.ID] = len(titles)
			titles = append(titles, w.Title)
		}
		out = append(out, grouping{"workstream", "workstream", append(titles, "In no workstream"), byKey(keys, len(titles), func(i *maturity.Initiative) []string { return []string{i.Workstream} })})
	}
	if p.anyInitiative(func(i *maturity.Initiative) bool { return len(i.Organisations) > 0 || i.WholeSystem }) {
		out = append(out, p.byOrganisation())
	}
	if p.anyInitiative(func(i *maturity.Initiative) bool { return len(i.Capabilities) > 0 }) {
		out = append(out, p.byCapability())
	}
	for _, f := range p.Frames {
		keys := map[string]int{}
		var titles []string
		for _, item := range f.Items {
			keys[f.ID+"/"+item.ID] = len(titles)
			titles = append(titles, item.Title)
		}
		if p.anyInitiative(func(i *maturity.Initiative) bool {
			return slices.ContainsFunc(i.Frames, func(id string) bool { _, in := keys[id]; return in })
		}) {
			out = append(out, grouping{"frame:" + f.ID, lowerFirstWord(f.Title), append(titles, "Under none of these"), byKey(keys, len(titles), func(i *maturity.Initiative) []string { return i.Frames })})
		}
	}
	if len(p.Bands) > 0 {
		keys := map[string]int{}
		for n, band := range p.Bands {
			keys[band] = n
		}
		out = append(out, grouping{"band", "priority", append(slices.Clone(p.Bands), "No priority named"), byKey(keys, len(p.Bands), func(i *maturity.Initiative) []string { return []string{i.Band} })})
	}
	out = append(out, p.whyWays()...)
	keys, titles := map[string]int{}, []string{}
	for _, s := range maturity.InitiativeStatuses() {
		keys[string(s)] = len(titles)
		titles = append(titles, cmp.Or(map[bool]string{true: "Status not stated"}[s == ""], s.Words()))
	}
	return append(out, grouping{"status", "status", titles, byKey(keys, len(titles)-1, func(i *maturity.Initiative) []string { return []string{string(i.Status)} })})
}

func lowerFirstWord(text string) string { return maturity.LowerFirst(text) }

// byKey puts an initiative under each heading that one of its keys names, or under the last.
func byKey(keys map[string]int, none int, of func(*maturity.Initiative) []string) func(*maturity.Initiative) []int {
	return func(i *maturity.Initiative) (out []int) {
		for _, key := range of(i) {
			if at, known := keys[key]; known && !slices.Contains(out, at) {
				out = append(out, at)
			}
		}
		if len(out) == 0 {
			return []int{none}
		}
		return out
	}
}

// byOrganisation puts what belongs to the whole system under one heading, and the rest under each owner.
func (p *Plan) byOrganisation() grouping {
	names := map[string]bool{}
	for i := range p.Initiatives {
		for _, n := range p.ownerNames(&p.Initiatives[i]) {
			names[n] = true
		}
	}
	titles := []string{"Whole system"}
	keys := map[string]int{}
	for _, n := range sortedKeys(names) {
		keys[n] = len(titles)
		titles = append(titles, n)
	}
	under := byKey(keys, len(titles), p.ownerNames)
	return grouping{"organisation", "organisation", append(titles, "No owner named"), func(i *maturity.Initiative) []int {
		if i.WholeSystem {
			return []int{0}
		}
		return under(i)
	}}
}

func (p *Plan) byCapability() grouping {
	var titles []string
	keys := map[string]int{}
	for _, c := range p.capabilities() {
		keys[c.ID] = len(titles)
		titles = append(titles, c.Title)
	}
	return grouping{"capability", "capability", append(titles, "No capability named"), byKey(keys, len(titles), func(i *maturity.Initiative) []string { return i.Capabilities })}
}

// ownerNames are those that own an initiative, by their short names where they are known and as the source writes them
// where they are not.
func (p *Plan) ownerNames(i *maturity.Initiative) []string { return p.names(i.Organisations) }

func (p *Plan) names(written []string) (out []string) {
	for _, n := range written {
		if o, known := p.Bodies[n]; known {
			n = cmp.Or(o.ShortName, o.Name)
		}
		if !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	return out
}

func sortedKeys(set map[string]bool) []string {
	var out []string
	for k := range set {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

func (p *Plan) anyInitiative(of func(*maturity.Initiative) bool) bool {
	for i := range p.Initiatives {
		if of(&p.Initiatives[i]) {
			return true
		}
	}
	return false
}

// wanted reports whether an initiative has the status and the owner that are asked for.
func (p *Plan) wanted(i *maturity.Initiative, q TimelineQuery) bool {
	if q.Status != "" && statusValue(i.Status) != q.Status {
		return false
	}
	return p.concerns(i, q.Organisation)
}

func statusValue(s maturity.InitiativeStatus) string { return cmp.Or(string(s), NotStated) }

// concerns reports whether an organisation, by code or name, owns an initiative or one of its milestones. "" is any.
func (p *Plan) concerns(i *maturity.Initiative, organisation string) bool {
	if organisation == "" || p.isAmong(i.Organisations, organisation) {
		return true
	}
	return slices.ContainsFunc(i.Milestones, func(m maturity.Milestone) bool { return p.isAmong(m.Organisations, organisation) })
}

func (p *Plan) isAmong(names []string, organisation string) bool {
	return slices.ContainsFunc(names, func(n string) bool {
		return n == organisation || p.Bodies[n].Code == organisation && organisation != ""
	})
}

func (p *Plan) statusChoices(q TimelineQuery) (out []Choice) {
	counts := map[maturity.InitiativeStatus]int{}
	for i := range p.Initiatives {
		counts[p.Initiatives[i].Status]++
	}
	for _, s := range maturity.InitiativeStatuses() {
		if counts[s] > 0 {
			out = append(out, Choice{statusValue(s), s.Words(), counts[s], q.Status == statusValue(s)})
		}
	}
	return out
}

// organisationChoices are all owners, by name.
func (p *Plan) organisationChoices(q TimelineQuery) (out []Choice) {
	at := map[string]int{}
	for i := range p.Initiatives {
		for _, n := range p.Initiatives[i].Organisations {
			c := Choice{Value: n, Words: n, Count: 1}
			if o, known := p.Bodies[n]; known {
				c.Value, c.Words = o.Code, cmp.Or(o.ShortName, o.Name)
			}
			if k, seen := at[c.Value]; seen {
				out[k].Count++
				continue
			}
			c.Chosen = q.Organisation != "" && q.Organisation == c.Value
			at[c.Value] = len(out)
			out = append(out, c)
		}
	}
	slices.SortFunc(out, func(a, b Choice) int { return cmp.Or(cmp.Compare(a.Words, b.Words), cmp.Compare(a.Value, b.Value)) })
	return out
}

// years are the financial years that anything of the roadmap touches, at most thirty.
func (p *Plan) years() (out []period.Period) {
	var first, last period.Day
	for i := range p.Initiatives {
		from, to := daysOf(&p.Initiatives[i])
		if from != 0 && (first == 0 || from < first) {
			first = from
		}
		last = max(last, to)
	}
	if p.Axis != nil {
		from, to := p.axisDays()
		if from != 0 && (first == 0 || from < first) {
			first = from
		}
		last = max(last, to)
	}
	if first == 0 {
		return nil
	}
	for y := period.Of(period.KindFinancialYear, first); y.Start <= last && len(out) < 30; y = y.Next() {
		out = append(out, y)
	}
	return out
}
