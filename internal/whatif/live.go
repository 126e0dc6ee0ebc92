package whatif

import (
	"cmp"
	"slices"

	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/ramp"
	"waymark/internal/roadmap"
	"waymark/internal/schedule"
)

// Live is the go-live of a deployment with one of its effects.
type Live struct {
	Deployment   *maturity.Deployment
	Initiative   string // its title
	Organisation maturity.Organisation
	Effect       maturity.Effect
	Day          period.Day // from which it counts
	Planned      period.Day // last day of its own date; 0 where it is in use
	Waits        bool       // it counts later than planned, because what it waits for is not ready before
	Overdue      bool       // its date has passed and nobody said that it is in use: it counts from tomorrow
}

// InUse reports whether it has gone live.
func (l Live) InUse() bool { return !open(l.Deployment) }

// When says when it goes live: "in use since 3 May 2018", "planned for 1 April 2019".
func (l Live) When() string {
	switch {
	case l.InUse():
		return "in use since " + l.Day.Long()
	case l.Overdue:
		return "was planned for " + l.Planned.Long() + " and is not told to be in use"
	case l.Waits:
		return "planned for " + l.Planned.Long() + ", but what it waits for is not ready before " + l.Day.Long()
	case l.Deployment.GoLive != nil && l.Deployment.GoLive.Precision != maturity.PrecisionDay:
		return "planned by " + l.Day.Long()
	}
	return "planned for " + l.Day.Long()
}

// Title is what goes live.
func (l Live) Title() string { return cmp.Or(l.Deployment.Title, l.Initiative) }

// Lives are the go-lives of a roadmap that are to move measures.
type Lives struct {
	ByMeasure map[string][]Live
	Undated   int // deployments with effects that have no last day: they add nothing
	Unplaced  int // of organisations that nobody knows
	Stopped   int // of initiatives that were reported as stopped
	Unsure    int // effects without a range: the gain alone counts
	Wanted    int // effects of deployments that are not agreed yet
	Overdue   int
	Waits     int
}

// livesOf reads the go-lives of a roadmap. bodies finds organisations by the names that the roadmap uses.
func livesOf(r *maturity.Roadmap, n *schedule.Network, bodies func(string) (maturity.Organisation, bool), today period.Day) *Lives {
	out := &Lives{ByMeasure: map[string][]Live{}}
	titles, stopped := map[string]string{}, stoppedOf(r)
	for i := range r.Initiatives {
		titles[r.Initiatives[i].ID] = r.Initiatives[i].Title
	}
	for i := range r.Deployments {
		d := &r.Deployments[i]
		if len(d.Effects) == 0 {
			continue
		}
		body, known := bodies(d.Organisation)
		l, dated := dayOf(d, n, today)
		switch {
		case stopped[d.Initiative] && open(d):
			out.Stopped++
			continue
		case !known:
			out.Unplaced++
			continue
		case !dated:
			out.Undated++
			continue
		}
		l.Deployment, l.Initiative, l.Organisation = d, titles[d.Initiative], body
		out.add(l)
	}
	for _, list := range out.ByMeasure {
		slices.SortStableFunc(list, func(a, b Live) int {
			return cmp.Or(cmp.Compare(a.Day, b.Day), cmp.Compare(a.Deployment.ID, b.Deployment.ID))
		})
	}
	return out
}

func (ls *Lives) add(l Live) {
	if l.Overdue {
		ls.Overdue++
	}
	if l.Waits {
		ls.Waits++
	}
	for _, e := range l.Deployment.Effects {
		if !e.Known() && e.Gain != 0 {
			ls.Unsure++
		}
		if l.Deployment.Status == maturity.InitiativeAspirational {
			ls.Wanted++
		}
		l.Effect = e
		ls.ByMeasure[e.Measure] = append(ls.ByMeasure[e.Measure], l)
	}
}

// dayOf is the day from which a deployment counts. A date that its prerequisites contradict is not kept, and one that has
// passed without its being in use is over.
func dayOf(d *maturity.Deployment, n *schedule.Network, today period.Day) (l Live, ok bool) {
	if l.Day, ok = ramp.GoLive(*d); !ok || !open(d) {
		return l, ok
	}
	l.Planned = l.Day
	if at, known := n.Index[d.ID]; known && n.Nodes[at].ExpectedEnd > l.Day {
		l.Day, l.Waits = n.Nodes[at].ExpectedEnd, true
	}
	if l.Day <= today {
		l.Day, l.Overdue = today+1, true
	}
	return l, true
}

// stoppedOf are the initiatives that were reported as stopped last.
func stoppedOf(r *maturity.Roadmap) map[string]bool {
	out, newest := map[string]bool{}, map[string]period.Period{}
	for _, u := range r.Updates {
		if last, seen := newest[u.Initiative]; !seen || period.Compare(u.Month, last) >= 0 {
			newest[u.Initiative], out[u.Initiative] = u.Month, u.State == maturity.PlanStopped
		}
	}
	return out
}

// measures are those that any go-live is to move, in order.
func (ls *Lives) measures() []string {
	var out []string
	for id := range ls.ByMeasure {
		out = append(out, id)
	}
	slices.Sort(out)
	return out
}

// PlanLives are the go-lives of a plan as it stands.
func PlanLives(plan *roadmap.Plan, today period.Day) *Lives {
	return livesOf(&plan.Roadmap, plan.Network, func(name string) (maturity.Organisation, bool) { o, ok := plan.Bodies[name]; return o, ok }, today)
}
