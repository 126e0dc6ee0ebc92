package whatif

import (
	"math"

	"waymark/internal/maturity"
	"waymark/internal/ramp"
	"waymark/internal/stat"
	"waymark/internal/trajectory"
)

// Outlook is where a figure stands by the date of its target: as the figures alone have it, with the plan, or with a
// scenario.
type Outlook struct {
	Chance    float64 // of meeting the target by its date; NaN where none can be given
	Status    maturity.Status
	Median    float64 // of the figure; NaN where there is no forecast
	Low, High float64 // its 80 % range
	Added     ramp.Shift
}

// Known reports whether there is a chance to compare.
func (o Outlook) Known() bool { return !math.IsNaN(o.Chance) }

// Cell is one target of one organisation with its outlooks.
type Cell struct {
	Organisation            maturity.Organisation
	Measure                 maturity.Measure
	Target                  maturity.Target
	Trajectory              maturity.Trajectory // without its paths
	Figures, Plan, Scenario Outlook
}

// Change is by how much the scenario moves the chance that the plan gives; 0 where there is none.
func (c *Cell) Change() float64 {
	if !c.Plan.Known() || !c.Scenario.Known() {
		return 0
	}
	return c.Scenario.Chance - c.Plan.Chance
}

// figures is what the stored trajectory says.
func figures(t *maturity.Trajectory) Outlook {
	o := Outlook{Chance: math.NaN(), Status: t.Status, Median: math.NaN(), Low: math.NaN(), High: math.NaN()}
	if t.AtDue != nil {
		o.Chance, o.Median, o.Low, o.High = t.Probability, t.AtDue.Median, t.AtDue.Low80, t.AtDue.High80
	}
	return o
}

// outlook is what becomes of it with go-lives.
func (r *reach) outlook(ls *Lives, m maturity.Measure, target maturity.Target, t *maturity.Trajectory) Outlook {
	o := figures(t)
	if t.AtDue == nil {
		return o
	}
	o.Added = r.added(ls, m, t, t.AtDue.Period.End())
	before := ramp.Rebuilt(*t.AtDue)
	after := ramp.Moved(before, o.Added, m)
	reaches := func(q stat.Predictive) float64 { return trajectory.Chance(q, target, m) }
	if o.Chance = t.Probability; after != before {
		o.Chance = trajectory.Round(ramp.Chance(t.Probability, before, after, reaches))
	}
	o.Median, o.Low, o.High = after[stat.Median], after[stat.Low80], after[stat.High80]
	switch o.Status {
	case maturity.StatusOnTrack, maturity.StatusAtRisk, maturity.StatusUnlikely:
		if o.Known() {
			o.Status = trajectory.ByChance(o.Chance)
		}
	}
	return o
}
