package whatif

import (
	"cmp"
	"context"
	"slices"

	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/ramp"
	"waymark/internal/roadmap"
)

// Path is the projection of one trajectory as the figures alone have it, with the plan and with a scenario.
type Path struct {
	Cell
	Trajectory maturity.Trajectory // with its paths
	Plan       []maturity.BandPoint
	Scenario   []maturity.BandPoint
}

// Path reads the trajectory of one cell and adds the go-lives to it. ok is false where there is none.
func (d *Desk) Path(ctx context.Context, a *Answer, organisation maturity.OrganisationID, target string, at At) (p Path, ok bool, err error) {
	for _, c := range a.Cells {
		if c.Organisation.ID == organisation && c.Target.ID == target {
			p.Cell, ok = c, true
		}
	}
	if !ok {
		return p, false, nil
	}
	list, err := d.Results.Trajectories(ctx, []maturity.OrganisationID{organisation}, []string{p.Measure.ID}, at.AsAt)
	for _, t := range list {
		if t.Target == target {
			p.Trajectory = t
			p.Plan, p.Scenario = a.bands(a.PlanLives, p.Measure, &t), a.bands(a.Lives, p.Measure, &t)
			return p, true, err
		}
	}
	return p, false, err
}

func (a *Answer) bands(ls *Lives, m maturity.Measure, t *maturity.Trajectory) []maturity.BandPoint {
	return ramp.Shifted(t.Projected, m, func(end period.Day) ramp.Shift { return a.reach.added(ls, m, t, end) })
}

// Step is a go-live behind a path.
type Step struct {
	Live
	Roadmap string  // id
	Weight  float64 // how much of its effect counts here: 1, or a part in a value made from several
}

// Paths tells of the go-lives behind trajectories, for one page: it is not safe for concurrent use.
type Paths struct {
	plans []*roadmap.Plan
	lives []*Lives
	reach *reach
}

// NewPaths makes one from the roadmaps known at a time.
func NewPaths(plans []*roadmap.Plan, at At) *Paths {
	p := &Paths{plans: plans, reach: newReach(at.Directory, at.Today)}
	for _, plan := range plans {
		p.lives = append(p.lives, PlanLives(plan, at.Today))
	}
	return p
}

// Behind lists the go-lives behind one trajectory, by day, and how it stands with them towards its target; known is false
// where there is no target, no forecast for its date, or no go-live.
func (p *Paths) Behind(m maturity.Measure, target *maturity.Target, t *maturity.Trajectory) (steps []Step, figuresAlone, withPlan Outlook, known bool) {
	all := &Lives{ByMeasure: map[string][]Live{}}
	for i, ls := range p.lives {
		found, weights := p.reach.behind(ls, m, t)
		for j, l := range found {
			steps = append(steps, Step{l, p.plans[i].ID, weights[j]})
		}
		all.ByMeasure[m.ID] = append(all.ByMeasure[m.ID], found...)
	}
	slices.SortStableFunc(steps, func(a, b Step) int { return cmp.Compare(a.Day, b.Day) })
	if target == nil || t.AtDue == nil || len(steps) == 0 {
		return steps, figuresAlone, withPlan, false
	}
	return steps, figures(t), p.reach.outlook(all, m, *target, t), true
}
