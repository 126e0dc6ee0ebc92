package roadmap

import (
	"cmp"
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/schedule"
)

// Faults is what stops a roadmap from being kept, a sentence each.
type Faults []Warning

// Error is all sentences.
func (f Faults) Error() string {
	words := make([]string, len(f))
	for i, one := range f {
		words[i] = one.Words
	}
	return strings.Join(words, "\n")
}

// mostItems bounds a roadmap; the largest known has fewer than 300 items.
const mostItems = 100_000

// shownFaults is how many faults a sentence to a visitor holds; Faults has all.
const shownFaults = 10

// sound fails with Faults, within maturity.Invalid, where a roadmap may not be kept.
func (d *Desk) sound(ctx context.Context, r *maturity.Roadmap) error {
	faults, err := d.faults(ctx, r)
	if err != nil || len(faults) == 0 {
		return err
	}
	sentence := faults[:min(len(faults), shownFaults)].Error()
	if more := len(faults) - shownFaults; more > 0 {
		sentence += fmt.Sprintf("\nand %d more.", more)
	}
	return maturity.Wrap(faults, maturity.Invalid, strings.ReplaceAll(sentence, "\n", " "))
}

func (d *Desk) faults(ctx context.Context, r *maturity.Roadmap) (out Faults, err error) {
	for _, f := range maturity.CheckRoadmap(r) {
		words := []rune(f.String())
		out = append(out, Warning{"fault", f.Key, strings.ToUpper(string(words[:1])) + strings.TrimSuffix(string(words[1:]), ".") + "."})
	}
	if n := len(r.Initiatives) + len(r.Deployments) + len(r.Scores) + len(r.Updates) + len(r.Registers) + len(r.Benefits) + len(r.Funding); n > mostItems {
		out = append(out, Warning{"fault", "", fmt.Sprintf("The roadmap has %d items; %d is the most.", n, mostItems)})
	}
	if _, err := d.footprint(ctx, r.Organisation); maturity.CodeOf(err) == maturity.Invalid {
		out = append(out, Warning{"fault", "", maturity.SentenceOf(err)})
	} else if err != nil {
		return nil, err
	}
	return out, nil
}

// Check says what stops a roadmap from being kept, and what is doubtful about it.
func (d *Desk) Check(ctx context.Context, r maturity.Roadmap) (Faults, []Warning, error) {
	faults, err := d.faults(ctx, &r)
	if err != nil || len(faults) > 0 {
		return faults, nil, err
	}
	plan, err := d.Draft(ctx, r)
	if err != nil {
		return nil, nil, err
	}
	return nil, plan.Warnings, nil
}

// Try says what an edit of a plan would come to without saving it: what would stop it, and what would be doubtful that is
// not now. The plan stays as it is.
func (d *Desk) Try(ctx context.Context, plan *Plan, edit func(*maturity.Roadmap) error) (Faults, []Warning, error) {
	r, err := Join(Items(plan.Roadmap))
	if err != nil {
		return nil, nil, err
	}
	if err := edit(&r); err != nil {
		return nil, nil, err
	}
	faults, doubts, err := d.Check(ctx, r)
	return faults, slices.DeleteFunc(doubts, func(w Warning) bool { return slices.Contains(plan.Warnings, w) }), err
}

// knowing tells which names of others a roadmap may use.
type knowing struct {
	body, measure, capability, aim func(string) bool
}

func (d *Desk) knowing(bodies map[string]maturity.Organisation) knowing {
	k := knowing{body: func(named string) bool { _, ok := bodies[named]; return ok }}
	any := func(string) bool { return true }
	k.measure, k.capability, k.aim = any, any, any
	if d.Catalogue != nil {
		k.measure = func(id string) bool { _, ok := d.Catalogue.Measure(id); return ok }
		sections := sectionsOf(d.Catalogue)
		k.capability = func(id string) bool { return sections[id] }
		k.aim = func(id string) bool { return sections[id] || sections["/"+id] }
	}
	return k
}

// sectionsOf are the ids of sections and groups as "framework/id", and by themselves as "/id".
func sectionsOf(c *maturity.Catalogue) map[string]bool {
	out := map[string]bool{}
	for _, f := range c.Frameworks {
		for _, g := range f.Groups {
			out[f.ID+"/"+g.ID], out["/"+g.ID] = true, true
			for _, s := range g.Sections {
				out[f.ID+"/"+s.ID], out["/"+s.ID] = true, true
			}
		}
	}
	return out
}

// checking collects doubts.
type checking struct {
	r   *maturity.Roadmap
	ids map[string]bool
	knowing
	out []Warning
}

func (c *checking) doubt(code, item, format string, args ...any) {
	w := Warning{code, item, fmt.Sprintf(format, args...)}
	if !slices.Contains(c.out[max(0, len(c.out)-8):], w) { // the same name twice in an item is one doubt
		c.out = append(c.out, w)
	}
}

// doubts lists what is doubtful about a roadmap. It is nothing that stops it: documents hold all of this.
func doubts(r *maturity.Roadmap, network *schedule.Network, k knowing) []Warning {
	c := &checking{r: r, ids: map[string]bool{}, knowing: k}
	eachItem(r, func(id string, f found) { c.ids[id] = true })
	c.cycles(network)
	c.baselines()
	c.links()
	c.names()
	return c.out
}

func (c *checking) cycles(n *schedule.Network) {
	for _, cycle := range n.Cycles {
		if len(cycle.IDs) == 0 {
			continue
		}
		titles := strings.Join(c.titles(cycle.IDs), "; ")
		if cycle.Kind == maturity.LinkConsider {
			c.doubt("cycle", cycle.IDs[0], "%d items are to be considered with each other in a circle: %s. No order follows from it.", len(cycle.IDs), titles)
			continue
		}
		c.doubt("cycle", cycle.IDs[0], "%d items wait for each other in a circle: %s. No order follows from their links.", len(cycle.IDs), titles)
	}
}

func (c *checking) titles(ids []string) []string {
	titles := map[string]string{}
	eachItem(c.r, func(id string, f found) {
		if slices.Contains(ids, id) && titles[id] == "" {
			titles[id] = f.title
		}
	})
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = cmp.Or(titles[id], id)
	}
	return out
}

// goLive is a title of a milestone that says so itself, for plans without deployments.
var goLive = regexp.MustCompile(`(?i)\bgo[- ]?live\b`)

// baselines doubts a baseline that is measured after what it is the baseline for went live.
func (c *checking) baselines() {
	for _, b := range c.r.Benefits {
		if b.Baseline == nil || b.Baseline.Date == nil || b.Baseline.Date.Earliest == 0 {
			continue
		}
		first, what := c.firstGoLive(b.Initiatives)
		if first != 0 && first < b.Baseline.Date.Earliest {
			c.doubt("baseline_after_go_live", b.ID, "The baseline of %q (%s) is taken after %s (%s): what has changed by then will not show.",
				b.Title, b.Baseline.Date.AsGiven, what, first.Long())
		}
	}
}

// firstGoLive is the first day by which something of the initiatives, or of what is a part of them, is in use.
func (c *checking) firstGoLive(initiatives []string) (first period.Day, what string) {
	note := func(day period.Day, words string) {
		if day != 0 && (first == 0 || day < first) {
			first, what = day, words
		}
	}
	of := map[string]bool{}
	for _, id := range initiatives {
		of[id] = true
	}
	for _, i := range c.r.Initiatives {
		for _, l := range i.Links {
			if l.Kind == maturity.LinkPartOf && l.From == "" && slices.Contains(initiatives, l.To) {
				of[i.ID] = true
			}
		}
	}
	for _, i := range c.r.Initiatives {
		if !of[i.ID] {
			continue
		}
		for _, m := range i.Milestones {
			if m.Date != nil && goLive.MatchString(m.Title) && m.State != maturity.MilestoneDropped {
				note(m.Date.Latest, "the milestone "+m.Title)
			}
		}
	}
	for _, d := range c.r.Deployments {
		switch {
		case !of[d.Initiative]:
		case d.Live != nil:
			note(*d.Live, "it went live at "+d.Organisation)
		case d.GoLive != nil:
			note(d.GoLive.Latest, "the go-live at "+d.Organisation)
		}
	}
	return first, what
}

// links doubts references to items that the roadmap does not have.
func (c *checking) links() {
	for i := range c.r.Initiatives {
		one := &c.r.Initiatives[i]
		for _, l := range one.Links {
			for _, id := range []string{l.To, l.From} {
				if id != "" && !c.ids[id] {
					c.doubt("unknown_link", one.ID, "%q is linked to %q, which the roadmap does not have.", one.Title, id)
				}
			}
		}
		for _, m := range one.Milestones {
			if m.From != "" && !c.ids[m.From] {
				c.doubt("unknown_link", m.ID, "The milestone %q is counted from %q, which the roadmap does not have.", m.Title, m.From)
			}
		}
	}
}

// names doubts organisations, measures and capabilities that nobody here knows.
func (c *checking) names() {
	eachOrganisation(c.r, func(item, named string) {
		if named != "" && !c.body(named) {
			c.doubt("unknown_organisation", item, "%q is no organisation that is known here, or several go by that name.", named)
		}
	})
	measure := func(item, id string) {
		if id != "" && !c.measure(id) {
			c.doubt("unknown_measure", item, "There is no measure %q.", id)
		}
	}
	capability := func(item string, ids []string) {
		for _, id := range ids {
			if !c.capability(id) {
				c.doubt("unknown_capability", item, "There is no capability %q.", id)
			}
		}
	}
	for _, i := range c.r.Initiatives {
		capability(i.ID, i.Capabilities)
		for _, m := range i.Measures {
			measure(i.ID, m)
		}
	}
	for _, d := range c.r.Deployments {
		capability(d.ID, d.Capabilities)
		for _, e := range d.Effects {
			if measure(d.ID, e.Measure); e.Aim != "" && !c.aim(e.Aim) {
				c.doubt("unknown_aim", d.ID, "There is no aim %q.", e.Aim)
			}
		}
	}
	for _, g := range c.r.Gaps {
		capability(g.ID, g.Capabilities)
	}
	for _, b := range c.r.Benefits {
		measure(b.ID, b.Measure)
	}
}
