package whatif

import (
	"context"

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

// mostBehind bounds what is read and drawn for one path; a footprint's value has many behind it.
const mostBehind = 200

// Behind lists the go-lives of a plan behind one trajectory, by day.
func Behind(plan *roadmap.Plan, lives *Lives, m maturity.Measure, t *maturity.Trajectory, at At) []Step {
	r := newReach(at.Directory, at.Today)
	found, weights := r.behind(lives, m, t)
	out := make([]Step, 0, min(len(found), mostBehind))
	for i, l := range found {
		if i == mostBehind {
			break
		}
		out = append(out, Step{l, plan.ID, weights[i]})
	}
	return out
}
