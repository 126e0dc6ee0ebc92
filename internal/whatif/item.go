package whatif

import (
	"slices"

	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/schedule"
)

// place is where an item of a roadmap stands in its lists.
type place struct {
	kind     schedule.Kind
	at, part int
}

// copied is a roadmap whose dates and deployments can be changed without touching the one it was made from.
func copied(r *maturity.Roadmap) *maturity.Roadmap {
	out := *r
	out.Initiatives, out.Deployments = slices.Clone(r.Initiatives), slices.Clone(r.Deployments)
	for i := range out.Initiatives {
		in := &out.Initiatives[i]
		in.Phases, in.Gates = slices.Clone(in.Phases), slices.Clone(in.Gates)
		in.Waves, in.Milestones = slices.Clone(in.Waves), slices.Clone(in.Milestones)
	}
	for i := range out.Deployments {
		out.Deployments[i].Effects = slices.Clone(out.Deployments[i].Effects)
	}
	return &out
}

// places finds the items of a roadmap that a step can name. The first of several with one id counts.
func places(r *maturity.Roadmap) map[string]place {
	out := map[string]place{}
	add := func(id string, p place) {
		if _, taken := out[id]; !taken && id != "" {
			out[id] = p
		}
	}
	for i := range r.Initiatives {
		in := &r.Initiatives[i]
		add(in.ID, place{schedule.KindInitiative, i, 0})
		for j := range in.Phases {
			add(in.Phases[j].ID, place{schedule.KindPhase, i, j})
		}
		for j := range in.Gates {
			add(in.Gates[j].ID, place{schedule.KindGate, i, j})
		}
		for j := range in.Waves {
			add(in.Waves[j].ID, place{schedule.KindWave, i, j})
		}
		for j := range in.Milestones {
			add(in.Milestones[j].ID, place{schedule.KindMilestone, i, j})
		}
	}
	for i := range r.Deployments {
		add(r.Deployments[i].ID, place{schedule.KindDeployment, i, 0})
	}
	return out
}

// later is a loose date so many days on. It keeps how wide it is; a month, quarter or year that has moved is a range,
// unless it is the whole of another one.
func later(d *maturity.LooseDate, days int) *maturity.LooseDate {
	if d == nil || days == 0 || d.Earliest == 0 && d.Latest == 0 {
		return d
	}
	out := *d
	if out.Earliest != 0 {
		out.Earliest += period.Day(days)
	}
	if out.Latest != 0 {
		out.Latest += period.Day(days)
	}
	switch {
	case out.Latest == 0: // open-ended: from a month, or from its end
		out.AsGiven = "from " + out.Earliest.Long()
	case out.Earliest == out.Latest || out.Earliest == 0:
		out.Precision, out.AsGiven = maturity.PrecisionDay, out.Latest.Long()
		out.Earliest = out.Latest
	default:
		out.Precision, out.AsGiven = maturity.PrecisionRange, out.Earliest.Long()+" to "+out.Latest.Long()
	}
	return &out
}

// exactly is a date of one day.
func exactly(day period.Day) *maturity.LooseDate {
	return &maturity.LooseDate{AsGiven: day.Long(), Precision: maturity.PrecisionDay, Earliest: day, Latest: day}
}

// open reports whether a deployment is still to come.
func open(d *maturity.Deployment) bool {
	return d.Live == nil && d.Status != maturity.InitiativeComplete
}
