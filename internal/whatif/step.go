package whatif

import (
	"fmt"
	"slices"

	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/schedule"
)

// editing is a roadmap while steps are taken.
type editing struct {
	*maturity.Roadmap
	today  period.Day
	places map[string]place
	moved  map[string]bool // ids of what a step itself moved
	notes  []string        // about steps that could not be taken, or not as they are
}

// take takes the steps in their order. The roadmap must be a copy.
func take(r *maturity.Roadmap, steps []maturity.ScenarioStep, today period.Day) *editing {
	e := &editing{Roadmap: r, today: today, places: places(r), moved: map[string]bool{}}
	for i, s := range steps {
		if why := e.step(s); why != "" {
			e.notes = append(e.notes, fmt.Sprintf("Step %d was not taken: %s", i+1, why))
		}
	}
	return e
}

// step takes one step, or says in a sentence why it cannot.
func (e *editing) step(s maturity.ScenarioStep) (why string) {
	if s.Kind == maturity.StepAdd {
		return e.add(s.Deployment)
	}
	p, known := e.places[s.Item]
	if !known {
		return fmt.Sprintf("the roadmap has nothing that can move under the name %q.", s.Item)
	}
	switch s.Kind {
	case maturity.StepMove:
		return e.move(p, s.Days)
	case maturity.StepDate:
		return e.date(p, s.Day)
	case maturity.StepDrop:
		return e.drop(p, s.Item)
	case maturity.StepRamp:
		return e.ramp(p, s.Effect)
	}
	return fmt.Sprintf("there is no such kind of step: %q.", s.Kind)
}

func (e *editing) add(d *maturity.Deployment) string {
	if d == nil {
		return "it says nothing of the deployment that it adds."
	}
	if _, taken := e.places[d.ID]; taken {
		return fmt.Sprintf("the roadmap has something under the name %q already.", d.ID)
	}
	e.places[d.ID], e.moved[d.ID] = place{schedule.KindDeployment, len(e.Deployments), 0}, true
	e.Deployments = append(e.Deployments, *d)
	return ""
}

// move moves an item with all its parts that are still to come.
func (e *editing) move(p place, days int) string {
	switch p.kind {
	case schedule.KindInitiative:
		return e.moveInitiative(p.at, days)
	case schedule.KindDeployment:
		return e.moveDeployment(&e.Deployments[p.at], days)
	}
	in := &e.Initiatives[p.at]
	moved := false
	switch p.kind {
	case schedule.KindPhase:
		f := &in.Phases[p.part]
		moved = e.shift(f.ID, days, &f.Start, &f.End)
	case schedule.KindGate:
		g := &in.Gates[p.part]
		if !g.State.Open() {
			return "that is decided already."
		}
		moved = e.shift(g.ID, days, &g.Date)
	case schedule.KindMilestone:
		m := &in.Milestones[p.part]
		if !m.State.Open() {
			return "that milestone is no longer to come."
		}
		moved = e.shift(m.ID, days, &m.Date)
	case schedule.KindWave:
		moved = e.moveWave(&in.Waves[p.part], days)
	}
	if !moved {
		return "it has no date that could move. Give it a date instead."
	}
	return ""
}

func (e *editing) moveWave(w *maturity.Wave, days int) bool {
	moved := e.shift(w.ID, days, &w.Start, &w.End)
	for i := range e.Deployments {
		if d := &e.Deployments[i]; d.Wave == w.ID && w.ID != "" && e.moveDeployment(d, days) == "" {
			moved = true
		}
	}
	return moved
}

func (e *editing) moveInitiative(at, days int) string {
	in := &e.Initiatives[at]
	if in.Status == maturity.InitiativeComplete {
		return "that initiative is complete."
	}
	moved := e.shift(in.ID, days, &in.Start, &in.End)
	for i := range in.Phases {
		if f := &in.Phases[i]; f.Status != maturity.InitiativeComplete {
			moved = e.shift(f.ID, days, &f.Start, &f.End) || moved
		}
	}
	for i := range in.Gates {
		if g := &in.Gates[i]; g.State.Open() {
			moved = e.shift(g.ID, days, &g.Date) || moved
		}
	}
	for i := range in.Waves {
		moved = e.shift(in.Waves[i].ID, days, &in.Waves[i].Start, &in.Waves[i].End) || moved
	}
	for i := range in.Milestones {
		if m := &in.Milestones[i]; m.State.Open() {
			moved = e.shift(m.ID, days, &m.Date) || moved
		}
	}
	for i := range e.Deployments {
		if d := &e.Deployments[i]; d.Initiative == in.ID && e.moveDeployment(d, days) == "" {
			moved = true
		}
	}
	if !moved {
		return "neither the initiative nor any part of it has a date that could move."
	}
	return ""
}

// moveDeployment moves a go-live. One that should have been and was not cannot come before today: it slips from there.
func (e *editing) moveDeployment(d *maturity.Deployment, days int) string {
	switch {
	case !open(d):
		return "that is in use already."
	case d.GoLive == nil || d.GoLive.Latest == 0:
		return "that go-live has no last day that could move. Give it a date instead."
	case days > 0 && d.GoLive.Latest < e.today:
		d.GoLive, e.moved[d.ID] = exactly(e.today+period.Day(days)), true
		return ""
	}
	e.shift(d.ID, days, &d.GoLive)
	return ""
}

// shift moves the dates there are and reports whether there were any.
func (e *editing) shift(id string, days int, dates ...**maturity.LooseDate) (moved bool) {
	for _, d := range dates {
		if to := later(*d, days); to != *d {
			*d, moved = to, true
		}
	}
	if moved && id != "" {
		e.moved[id] = true
	}
	return moved
}

// date puts an item on a day: what takes time ends then, and keeps how long it takes.
func (e *editing) date(p place, day period.Day) string {
	if day == 0 {
		return "it names no day."
	}
	switch p.kind {
	case schedule.KindDeployment:
		d := &e.Deployments[p.at]
		if !open(d) {
			return "that is in use already."
		}
		d.GoLive, e.moved[d.ID] = exactly(day), true
		return ""
	case schedule.KindMilestone:
		m := &e.Initiatives[p.at].Milestones[p.part]
		if !m.State.Open() {
			return "that milestone is no longer to come."
		}
		m.Date, e.moved[m.ID] = exactly(day), true
		return ""
	case schedule.KindGate:
		g := &e.Initiatives[p.at].Gates[p.part]
		if !g.State.Open() {
			return "that is decided already."
		}
		g.Date, e.moved[g.ID] = exactly(day), true
		return ""
	}
	end := e.lastDay(p)
	if end == 0 {
		return "it has no last day to count from."
	}
	return e.move(p, int(day-end))
}

// lastDay is the day by which an item that takes time is finished; 0 where none is given.
func (e *editing) lastDay(p place) period.Day {
	in := &e.Initiatives[p.at]
	var end *maturity.LooseDate
	switch p.kind {
	case schedule.KindInitiative:
		end = in.End
	case schedule.KindPhase:
		end = in.Phases[p.part].End
	case schedule.KindWave:
		end = in.Waves[p.part].End
	}
	if end == nil {
		return 0
	}
	return end.Latest
}

// drop leaves a deployment out, or an initiative with all of its deployments that are not in use yet.
func (e *editing) drop(p place, id string) string {
	switch p.kind {
	case schedule.KindDeployment:
		if !open(&e.Deployments[p.at]) {
			return "that is in use already."
		}
		e.Deployments = slices.Delete(e.Deployments, p.at, p.at+1)
	case schedule.KindInitiative:
		live := slices.ContainsFunc(e.Deployments, func(d maturity.Deployment) bool { return d.Initiative == id && !open(&d) })
		e.Deployments = slices.DeleteFunc(e.Deployments, func(d maturity.Deployment) bool { return d.Initiative == id && open(&d) })
		if !live { // what is in use keeps its initiative
			e.Initiatives = slices.Delete(e.Initiatives, p.at, p.at+1)
		}
	default:
		return "only initiatives and deployments can be dropped."
	}
	e.places = places(e.Roadmap)
	return ""
}

// ramp gives a deployment, or every deployment of an initiative, another effect on a measure.
func (e *editing) ramp(p place, effect *maturity.Effect) string {
	if effect == nil {
		return "it says nothing of the effect."
	}
	switch p.kind {
	case schedule.KindDeployment:
		setEffect(&e.Deployments[p.at], *effect)
		return ""
	case schedule.KindInitiative:
		any := false
		for i := range e.Deployments {
			if e.Deployments[i].Initiative == e.Initiatives[p.at].ID {
				setEffect(&e.Deployments[i], *effect)
				any = true
			}
		}
		if any {
			return ""
		}
		return "that initiative has no deployment."
	}
	return "only initiatives and deployments have an effect."
}

func setEffect(d *maturity.Deployment, effect maturity.Effect) {
	for i, old := range d.Effects {
		if old.Measure == effect.Measure {
			effect.Aim = old.Aim
			d.Effects[i] = effect
			return
		}
	}
	d.Effects = append(d.Effects, effect)
}
