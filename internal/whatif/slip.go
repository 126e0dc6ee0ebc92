package whatif

import (
	"context"
	"slices"

	"waymark/internal/maturity"
	"waymark/internal/roadmap"
	"waymark/internal/schedule"
)

// Slips are the slips that an initiative's page asks about, in days: a month and three.
var Slips = []int{30, 91}

// Slip is what a slip of an initiative does to one target.
type Slip struct {
	Cell
	Chances []float64 // with each of Slips
}

// SlipView is what depends on an initiative.
type SlipView struct {
	Initiative string
	Lives      []Live // of its deployments, each once a measure
	Undated    int    // deployments that add nothing, because they have no date
	Rows       []Slip // the largest loss first
	Moves      int    // items elsewhere in the roadmap that follow the longer slip
	Steady     bool   // no slip changes any chance, though targets depend on it
	Empty      string // why there is nothing to say
}

// Slip tells which targets depend on an initiative and what slips do to their chances. One read of stored results.
func (d *Desk) Slip(ctx context.Context, plan *roadmap.Plan, initiative string, at At) (*SlipView, error) {
	v := &SlipView{Initiative: initiative}
	base := PlanLives(plan, at.Today)
	var measures []string
	for _, id := range base.measures() {
		for _, l := range base.ByMeasure[id] {
			if l.Deployment.Initiative == initiative {
				v.Lives = append(v.Lives, l)
				measures = append(measures, id)
			}
		}
	}
	measures = slices.Compact(measures)
	if v.Empty = whyNoSlip(plan, initiative, len(v.Lives)); v.Empty != "" {
		return v, nil
	}
	trajectories, err := d.read(ctx, plan, measures, at)
	if err != nil {
		return nil, err
	}
	answers := make([]*Answer, len(Slips))
	for i, days := range Slips {
		a := d.without(plan, []maturity.ScenarioStep{{Kind: maturity.StepMove, Item: initiative, Days: days}}, base, at)
		a.fill(d.Catalogue, organisations(plan, at), trajectories)
		answers[i] = a
		v.Moves = len(slices.DeleteFunc(a.Dates, func(c DateChange) bool { return c.Step || c.Initiative == initiative }))
	}
	dropped := d.without(plan, []maturity.ScenarioStep{{Kind: maturity.StepDrop, Item: initiative}}, base, at)
	dropped.fill(d.Catalogue, organisations(plan, at), trajectories)
	v.Rows = slipRows(answers, dropped)
	if len(v.Rows) == 0 {
		v.Empty = "No chance of meeting a target depends on it: the go-lives lie after the dates of the targets, are in the figures already, or there is no forecast."
	}
	v.Steady = !slices.ContainsFunc(v.Rows, Slip.moved)
	return v, nil
}

// moved reports whether any of the slips changes the chance.
func (s Slip) moved() bool {
	return slices.ContainsFunc(s.Chances, func(p float64) bool { return p != s.Plan.Chance })
}

// without is an answer that has read nothing yet.
func (d *Desk) without(plan *roadmap.Plan, steps []maturity.ScenarioStep, base *Lives, at At) *Answer {
	e := take(copied(&plan.Roadmap), steps, at.Today)
	network := schedule.Of(e.Roadmap)
	return &Answer{Plan: plan, Scenario: maturity.Scenario{Roadmap: plan.ID, Steps: steps}, edited: e.Roadmap, reach: newReach(at.Directory, at.Today),
		PlanLives: base, Lives: livesOf(e.Roadmap, network, bodies(plan, at.Directory), at.Today), Dates: dateChanges(plan.Network, network, e.moved)}
}

// slipRows joins the answers to slips of different lengths, target by target. A target depends on the initiative where a
// slip changes its chance, or its chance is another without the initiative.
func slipRows(answers []*Answer, dropped *Answer) []Slip {
	type key struct {
		organisation maturity.OrganisationID
		target       string
	}
	keyOf := func(c Cell) key { return key{c.Organisation.ID, c.Target.ID} }
	chances, depends := map[key][]float64{}, map[key]bool{}
	for _, a := range answers {
		for _, c := range a.Cells {
			chances[keyOf(c)] = append(chances[keyOf(c)], c.Scenario.Chance)
		}
	}
	for _, c := range dropped.Cells {
		depends[keyOf(c)] = c.Change() != 0
	}
	var out []Slip
	for _, c := range answers[len(answers)-1].Cells {
		if s := (Slip{c, chances[keyOf(c)]}); c.Plan.Known() && (depends[keyOf(c)] || s.moved()) {
			out = append(out, s)
		}
	}
	return out
}

func whyNoSlip(plan *roadmap.Plan, initiative string, lives int) string {
	if lives > 0 {
		return ""
	}
	deployments := plan.DeploymentsOf(initiative)
	switch {
	case len(deployments) == 0:
		return "No deployment of this initiative is planned yet, so no target depends on it."
	case !slices.ContainsFunc(deployments, func(d *maturity.Deployment) bool { return len(d.Effects) > 0 }):
		return "None of its deployments says which measure it is to move, so no target depends on it yet."
	}
	return "None of its deployments has a last day of going live at a known organisation, so what they add cannot be told."
}

// changesOf are the dates that differ from a plan's once steps are taken.
func changesOf(plan *roadmap.Plan, e *editing) []DateChange {
	return dateChanges(plan.Network, schedule.Of(e.Roadmap), e.moved)
}
