package demo

import (
	"context"
	"fmt"
	"time"

	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/roadmap"
)

// planned is the roadmap whose life after its publication is invented, so that the demonstration has a plan that moves.
const planned = "gloucestershire-ldr"

// planDay is what became known of the plan on a day.
type planDay struct {
	year   int
	month  time.Month
	day    int
	way    maturity.ChangeWay
	reason string
	edit   func(*maturity.Roadmap) error
}

// plan brings in what is invented about the roadmap after it was published, as if it had been told then. A second run
// finds it there.
func (o Options) plan(ctx context.Context) error {
	if o.Roadmaps == nil {
		return nil
	}
	account, err := o.Account(ctx, "demo-analyst")
	if err != nil {
		return err
	}
	who := roadmap.Who{Account: account}
	for _, d := range planDays {
		noon := time.Date(d.year, d.month, d.day, 12, 0, 0, 0, o.Location)
		desk := o.RoadmapsAt(noon)
		then, err := desk.Get(ctx, planned, time.Time{})
		if maturity.CodeOf(err) == maturity.NotFound {
			return nil // with other files
		}
		if err != nil {
			return err
		}
		if !then.At.Before(noon) {
			continue
		}
		o.Say("Taking in the plan of %s", noon.Format("2 January 2006"))
		if _, err := desk.Save(ctx, who, planned, then.Version, d.way, d.reason, d.edit); err != nil {
			return fmt.Errorf("the plan of %s: %w", noon.Format(time.DateOnly), err)
		}
	}
	return o.ask(ctx, who)
}

// piece finds an initiative to be changed.
func piece(r *maturity.Roadmap, id string) (*maturity.Initiative, error) {
	for i := range r.Initiatives {
		if r.Initiatives[i].ID == id {
			return &r.Initiatives[i], nil
		}
	}
	return nil, fmt.Errorf("the roadmap %s holds no initiative %q", r.ID, id)
}

// milestone changes one milestone of an initiative, and marks it as invented.
func milestone(r *maturity.Roadmap, initiative, id string, change func(*maturity.Milestone)) error {
	i, err := piece(r, initiative)
	if err != nil {
		return err
	}
	for n := range i.Milestones {
		if i.Milestones[n].ID == id {
			i.Milestones[n].Illustrative = true
			change(&i.Milestones[n])
			return nil
		}
	}
	return fmt.Errorf("the initiative %s has no milestone %q", initiative, id)
}

func deployment(r *maturity.Roadmap, id string, change func(*maturity.Deployment)) error {
	for i := range r.Deployments {
		if r.Deployments[i].ID == id {
			change(&r.Deployments[i])
			return nil
		}
	}
	return fmt.Errorf("the roadmap %s holds no deployment %q", r.ID, id)
}

// inMonth is a date that is known to the month.
func inMonth(year int, month time.Month) *maturity.LooseDate {
	p := period.Of(period.KindMonth, period.Date(year, month, 1))
	return &maturity.LooseDate{AsGiven: p.Start.Time().Format("January 2006"), Precision: maturity.PrecisionMonth, Earliest: p.Start, Latest: p.End()}
}

func number[T any](v T) *T { return &v }

// reached says that a milestone was reached on a day.
func reached(year int, month time.Month, day int) func(*maturity.Milestone) {
	return func(m *maturity.Milestone) { m.State, m.Done = maturity.MilestoneDone, on(year, month, day) }
}

// due gives a milestone another date.
func due(date *maturity.LooseDate) func(*maturity.Milestone) {
	return func(m *maturity.Milestone) { m.Date = date }
}

// report is an owner's monthly report.
func report(r *maturity.Roadmap, initiative string, year int, month time.Month, state maturity.PlanState, role, note string) {
	r.Updates = append(r.Updates, maturity.PlanUpdate{Initiative: initiative, Month: period.Of(period.KindMonth, period.Date(year, month, 1)), State: state, OwnerRole: role, Note: note, Illustrative: true})
}

// several runs edits in their order.
func several(edits ...func(*maturity.Roadmap) error) func(*maturity.Roadmap) error {
	return func(r *maturity.Roadmap) error {
		for _, edit := range edits {
			if err := edit(r); err != nil {
				return err
			}
		}
		return nil
	}
}

// atMilestone makes an edit of a milestone.
func atMilestone(initiative, id string, change func(*maturity.Milestone)) func(*maturity.Roadmap) error {
	return func(r *maturity.Roadmap) error { return milestone(r, initiative, id, change) }
}

// goLive makes an edit of a deployment.
func goLive(id string, change func(*maturity.Deployment)) func(*maturity.Roadmap) error {
	return func(r *maturity.Roadmap) error { return deployment(r, id, change) }
}
