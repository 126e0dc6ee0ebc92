package whatif

import (
	"cmp"
	"context"
	"math"
	"slices"

	"waymark/internal/maturity"
	"waymark/internal/roadmap"
	"waymark/internal/schedule"
)

// Answer is what becomes of the targets of a footprint, and of the dates of its roadmap, in a scenario.
type Answer struct {
	Plan      *roadmap.Plan
	Scenario  maturity.Scenario
	Sentence  string // the answer, without its full stop
	Second    string // a sentence more: what is at stake, or why nothing changes
	Cells     []Cell // the largest loss first
	Dates     []DateChange
	Untaken   []string // steps that could not be taken, in sentences
	Notes     []string // these, and what was left out
	PlanLives *Lives
	Lives     *Lives // of the scenario
	Measures  []string
	// Illustrative: some effect or figure behind it is invented.
	Illustrative bool

	edited *maturity.Roadmap
	reach  *reach
}

// Ask answers a scenario, kept or not. One read of stored results.
func (d *Desk) Ask(ctx context.Context, plan *roadmap.Plan, s maturity.Scenario, at At) (*Answer, error) {
	e := take(copied(&plan.Roadmap), s.Steps, at.Today)
	network := plan.Network
	if len(s.Steps) > 0 {
		network = schedule.Of(e.Roadmap)
	}
	a := &Answer{Plan: plan, Scenario: s, edited: e.Roadmap, reach: newReach(at.Directory, at.Today), PlanLives: PlanLives(plan, at.Today)}
	a.Dates = dateChanges(plan.Network, network, e.moved)
	a.Lives = livesOf(e.Roadmap, network, bodies(plan, at.Directory), at.Today)
	a.Measures = union(a.PlanLives.measures(), a.Lives.measures())
	trajectories, err := d.read(ctx, plan, a.Measures, at)
	if err != nil {
		return nil, err
	}
	a.fill(d.Catalogue, organisations(plan, at), trajectories)
	a.Sentence, a.Second = a.speak()
	a.Untaken, a.Notes = e.notes, slices.Concat(e.notes, a.remarks())
	return a, nil
}

// bodies finds organisations as the plan does, and by code those that only a scenario names.
func bodies(plan *roadmap.Plan, directory Directory) func(string) (maturity.Organisation, bool) {
	return func(name string) (maturity.Organisation, bool) {
		if o, ok := plan.Bodies[name]; ok {
			return o, true
		}
		return directory.ByCode(name)
	}
}

// organisations are the footprint and everybody within it.
func organisations(plan *roadmap.Plan, at At) []maturity.Organisation {
	all := append([]maturity.Organisation{plan.Footprint}, at.Directory.Within(plan.Footprint.ID, at.Today)...)
	return all[:min(len(all), mostOrganisations)]
}

func (d *Desk) read(ctx context.Context, plan *roadmap.Plan, measures []string, at At) ([]maturity.Trajectory, error) {
	if len(measures) == 0 {
		return nil, nil
	}
	all := organisations(plan, at)
	ids := make([]maturity.OrganisationID, len(all))
	for i, o := range all {
		ids[i] = o.ID
	}
	return d.Results.Summaries(ctx, ids, measures, at.AsAt)
}

// fill makes a cell of each trajectory that has a target.
func (a *Answer) fill(c *maturity.Catalogue, who []maturity.Organisation, trajectories []maturity.Trajectory) {
	by := make(map[maturity.OrganisationID]maturity.Organisation, len(who))
	for _, o := range who {
		by[o.ID] = o
	}
	targets := make(map[string]maturity.Target, len(c.Targets))
	for _, target := range c.Targets {
		targets[target.ID] = target
	}
	for i := range trajectories {
		t := &trajectories[i]
		m, known := c.Measure(t.Measure)
		target, aimed := targets[t.Target]
		if !known || !aimed || t.Target == "" {
			continue
		}
		cell := Cell{Organisation: by[t.Organisation], Measure: m, Target: target, Trajectory: *t, Figures: figures(t)}
		cell.Plan = a.reach.outlook(a.PlanLives, m, target, t)
		cell.Scenario = a.reach.outlook(a.Lives, m, target, t)
		a.Cells = append(a.Cells, cell)
		a.Illustrative = a.Illustrative || t.Latest != nil && t.Latest.Illustrative
	}
	a.Cells = ordered(a.Cells)
	for _, ls := range []*Lives{a.PlanLives, a.Lives} {
		for _, list := range ls.ByMeasure {
			a.Illustrative = a.Illustrative || slices.ContainsFunc(list, func(l Live) bool { return l.Effect.Illustrative || l.Deployment.Illustrative })
		}
	}
}

// ordered puts the largest loss first. Cells are large, so their places are sorted and each is moved once.
func ordered(cells []Cell) []Cell {
	places := make([]*Cell, len(cells))
	for i := range cells {
		places[i] = &cells[i]
	}
	slices.SortStableFunc(places, func(x, y *Cell) int {
		return cmp.Or(cmp.Compare(x.group(), y.group()), cmp.Compare(x.Change(), y.Change()), cmp.Compare(x.Plan.order(), y.Plan.order()),
			cmp.Compare(x.Organisation.ShortName, y.Organisation.ShortName), cmp.Compare(x.Measure.Title, y.Measure.Title))
	})
	out := make([]Cell, len(cells))
	for i, c := range places {
		out[i] = *c
	}
	return out
}

// group puts first what changes, then what has a chance at all.
func (c *Cell) group() int {
	switch {
	case c.Changes():
		return 0
	case c.Plan.Known() && c.Figures.Chance != c.Plan.Chance:
		return 1
	case c.Plan.Known():
		return 2
	}
	return 3
}

func (o Outlook) order() float64 {
	if !o.Known() {
		return math.Inf(1)
	}
	return o.Chance
}

// Changes reports whether the scenario gives another chance than the plan.
func (c *Cell) Changes() bool { return c.Change() != 0 }

func union(a, b []string) []string {
	out := slices.Concat(a, b)
	slices.Sort(out)
	return slices.Compact(out)
}
