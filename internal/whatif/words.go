package whatif

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"waymark/internal/maturity"
	"waymark/internal/roadmap"
	"waymark/internal/schedule"
)

// EvenOdds is the chance below which a target is more likely missed than met.
const EvenOdds = 0.5

// speak is the answer in a sentence by fixed rules, and a second one.
func (a *Answer) speak() (sentence, second string) {
	condition := a.condition()
	known, below, above, worse, better := map[maturity.OrganisationID]bool{}, map[maturity.OrganisationID]bool{}, map[maturity.OrganisationID]bool{}, 0, 0
	years := map[int]bool{}
	for _, c := range a.Cells {
		if !c.Plan.Known() || !c.Scenario.Known() {
			continue
		}
		known[c.Organisation.ID] = true
		switch {
		case c.Change() < 0:
			worse++
		case c.Change() > 0:
			better++
		}
		switch {
		case c.Plan.Chance >= EvenOdds && c.Scenario.Chance < EvenOdds:
			below[c.Organisation.ID] = true
			years[c.Target.Due.Latest.Time().Year()] = true
		case c.Plan.Chance < EvenOdds && c.Scenario.Chance >= EvenOdds:
			above[c.Organisation.ID] = true
			years[c.Target.Due.Latest.Time().Year()] = true
		}
	}
	switch {
	case len(known) == 0:
		return condition + ", no chance of a target can be told", a.whyNothing()
	case len(below) > 0 && len(above) > 0:
		sentence = fmt.Sprintf("%s of %s below even odds%s, and %d above", counted(len(below)), bodiesWords(len(known), len(below), "fall"), forYears(years), len(above))
	case len(below) > 0:
		sentence = fmt.Sprintf("%s of %s below even odds%s", counted(len(below)), bodiesWords(len(known), len(below), "fall"), forYears(years))
	case len(above) > 0:
		sentence = fmt.Sprintf("%s of %s above even odds%s", counted(len(above)), bodiesWords(len(known), len(above), "rise"), forYears(years))
	case worse+better == 0:
		return condition + ", no chance of meeting a target changes", a.whyNothing()
	default:
		sentence = less(worse, better) + ", but none crosses even odds"
	}
	return condition + ", " + sentence, a.largest(worse, better)
}

func counted(n int) string { return maturity.Number(float64(n), 0) }

// bodiesWords is "9 organisations fall", as so many of them as many do.
func bodiesWords(all, of int, verb string) string {
	one := "organisations"
	if all == 1 {
		one = "organisation"
	}
	if of == 1 {
		verb += "s"
	}
	return counted(all) + " " + one + " " + verb
}

func forYears(years map[int]bool) string {
	if len(years) != 1 {
		return ""
	}
	for y := range years {
		return fmt.Sprintf(" for %d", y)
	}
	return ""
}

// largest names the cell that loses, or else gains, most.
func (a *Answer) largest(worse, better int) string {
	text := upperFirst(less(worse, better))
	c := a.Cells[0]
	if worse == 0 {
		for _, each := range a.Cells {
			if each.Change() > c.Change() {
				c = each
			}
		}
	}
	return fmt.Sprintf("%s. The most for %s, %s: %s.", text, c.Organisation.ShortName, c.Target.Title, maturity.ChanceMove(c.Plan.Chance, c.Scenario.Chance))
}

// less counts the targets that become less and more likely to be met.
func less(worse, better int) string {
	switch {
	case better == 0:
		return fmt.Sprintf("%s less likely to be met", plural(worse, "1 target becomes", counted(worse)+" targets become"))
	case worse == 0:
		return fmt.Sprintf("%s more likely to be met", plural(better, "1 target becomes", counted(better)+" targets become"))
	}
	return fmt.Sprintf("%s less likely to be met and %s more likely", plural(worse, "1 target becomes", counted(worse)+" targets become"), counted(better))
}

func upperFirst(text string) string {
	if text == "" {
		return text
	}
	return strings.ToUpper(text[:1]) + text[1:]
}

func plural(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

// whyNothing says why no chance changes.
func (a *Answer) whyNothing() string {
	switch {
	case len(a.Measures) == 0:
		return "No deployment of this roadmap says yet which measure it is to move, and by how much. Dates that follow are shown below."
	case len(a.Cells) == 0:
		return "There is no target for the measures that the deployments are to move, or no figure yet."
	case !slices.ContainsFunc(a.Cells, func(c Cell) bool { return c.Plan.Known() }):
		return "For none of these targets there are enough figures for a forecast."
	}
	return "What the steps change lies after the dates of the targets, is in the figures already, or is no part of what moves these measures."
}

// condition is the scenario as the first part of a sentence: "If GP Connect slips 3 months".
func (a *Answer) condition() string {
	steps := a.Scenario.Steps
	switch len(steps) {
	case 0:
		return "With the plan as it is"
	case 1:
		return "If " + StepWords(a.Plan, steps[0])
	}
	first := "If " + StepWords(a.Plan, steps[0])
	if len(steps) == 2 {
		return first + " and " + StepWords(a.Plan, steps[1])
	}
	return fmt.Sprintf("%s, and with %d further steps", first, len(steps)-1)
}

// StepWords is a step as a clause: "GP Connect slips 3 months".
func StepWords(plan *roadmap.Plan, s maturity.ScenarioStep) string {
	title := titleOf(plan, s)
	switch s.Kind {
	case maturity.StepMove:
		if s.Days < 0 {
			return title + " comes " + SpanWords(-s.Days) + " earlier"
		}
		return title + " slips " + SpanWords(s.Days)
	case maturity.StepDate:
		return title + " comes on " + s.Day.Long()
	case maturity.StepDrop:
		return title + " is dropped"
	case maturity.StepAdd:
		text := title + " goes live"
		if s.Deployment != nil && s.Deployment.GoLive != nil && s.Deployment.GoLive.Latest != 0 {
			text += " on " + s.Deployment.GoLive.Latest.Long()
		}
		return text
	case maturity.StepRamp:
		return title + " moves its measure otherwise"
	}
	return title
}

func titleOf(plan *roadmap.Plan, s maturity.ScenarioStep) string {
	if d := s.Deployment; s.Kind == maturity.StepAdd && d != nil {
		title := d.Title
		if at, ok := plan.Network.Index[d.Initiative]; ok && title == "" {
			title = plan.Network.Nodes[at].Title
		}
		return title + " at " + bodyName(plan, d.Organisation)
	}
	return ItemTitle(plan, s.Item)
}

// ItemTitle is what an item of a plan is called: a go-live with its organisation, a part with its own title; the id where
// there is no such item.
func ItemTitle(plan *roadmap.Plan, id string) string {
	at, ok := plan.Network.Index[id]
	if !ok {
		return id
	}
	title := plan.Network.Nodes[at].Title
	if plan.Network.Nodes[at].Kind == schedule.KindDeployment {
		for i := range plan.Deployments {
			if d := &plan.Deployments[i]; d.ID == id {
				title += " at " + bodyName(plan, d.Organisation)
			}
		}
	}
	return cmp.Or(title, id)
}

func bodyName(plan *roadmap.Plan, name string) string {
	if o, ok := plan.Bodies[name]; ok {
		return o.ShortName
	}
	return name
}

// SpanWords is a number of days in the unit in which people would say it.
func SpanWords(days int) string {
	months := (days*12 + 182) / 365
	if months > 0 && abs(days-(months*365+6)/12) <= 2 || days >= 180 {
		if months%12 == 0 {
			return fmt.Sprintf("%d %s", months/12, plural(months/12, "year", "years"))
		}
		return fmt.Sprintf("%d %s", months, plural(months, "month", "months"))
	}
	if days%7 == 0 && days > 0 {
		return fmt.Sprintf("%d %s", days/7, plural(days/7, "week", "weeks"))
	}
	return fmt.Sprintf("%d %s", days, plural(days, "day", "days"))
}

func abs(n int) int { return max(n, -n) }

// remarks say what was left out of the answer and why.
func (a *Answer) remarks() []string {
	var out []string
	say := func(n int, one, many string) {
		if n > 0 {
			out = append(out, fmt.Sprintf("%s %s", maturity.Number(float64(n), 0), plural(n, one, many)))
		}
	}
	ls := a.Lives
	say(ls.Undated, "deployment has no last day of going live and adds nothing.", "deployments have no last day of going live and add nothing.")
	say(ls.Unplaced, "deployment is at an organisation that is not known here and adds nothing.", "deployments are at organisations that are not known here and add nothing.")
	say(ls.Stopped, "deployment belongs to an initiative that was reported as stopped and adds nothing.", "deployments belong to initiatives that were reported as stopped and add nothing.")
	say(ls.Overdue, "go-live should have been and is not told to be in use: it counts from tomorrow.", "go-lives should have been and are not told to be in use: they count from tomorrow.")
	say(ls.Waits, "go-live counts later than planned, because what it waits for is not ready before.", "go-lives count later than planned, because what they wait for is not ready before.")
	say(ls.Wanted, "effect counts of a deployment that is wanted but not agreed.", "effects count of deployments that are wanted but not agreed.")
	say(ls.Unsure, "effect has no range: its gain counts as if it were certain.", "effects have no range: their gains count as if they were certain.")
	if a.shared() {
		out = append(out, "In a value made from several organisations' figures, a go-live at one of them counts as one part in as many as are expected to report.")
	}
	return out
}

// shared reports whether any go-live counts in part.
func (a *Answer) shared() bool {
	return slices.ContainsFunc(a.Cells, func(c Cell) bool {
		return c.Trajectory.RollUp != nil && c.Measure.RollUp != maturity.RollUpSum && (c.Plan.Added.Median != 0 || c.Scenario.Added.Median != 0)
	})
}

// Title makes a name for a scenario from its steps.
func Title(plan *roadmap.Plan, steps []maturity.ScenarioStep) string {
	var parts []string
	for _, s := range steps {
		parts = append(parts, StepWords(plan, s))
	}
	text := strings.Join(parts, "; ")
	if runes := []rune(text); len(runes) > mostTitle {
		text = string(runes[:mostTitle-1]) + "…"
	}
	return text
}
