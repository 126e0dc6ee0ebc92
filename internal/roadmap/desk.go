package roadmap

import (
	"context"
	"slices"
	"time"

	"waymark/internal/maturity"
	"waymark/internal/schedule"
)

// always is later than any change.
var always = time.Date(9000, 1, 1, 0, 0, 0, 0, time.UTC)

// asAt is the time itself, or that of the desk for the zero time.
func (d *Desk) asAt(at time.Time) time.Time {
	if at.IsZero() {
		return d.Clock()
	}
	return at
}

// List gives the roadmaps of which anything was known at a time, by id; the zero time is now.
func (d *Desk) List(ctx context.Context, asAt time.Time) ([]*Plan, error) {
	heads, err := d.Store.Roadmaps(ctx, d.asAt(asAt))
	if err != nil {
		return nil, err
	}
	directory, err := d.Directory(ctx)
	if err != nil {
		return nil, err
	}
	out := make([]*Plan, 0, len(heads))
	for _, h := range heads {
		plan, err := d.open(ctx, h, directory)
		if err != nil {
			return nil, err
		}
		out = append(out, plan)
	}
	return out, nil
}

// Heads lists the roadmaps of which anything was known at a time, without opening them.
func (d *Desk) Heads(ctx context.Context, asAt time.Time) ([]RoadmapHead, error) {
	return d.Store.Roadmaps(ctx, d.asAt(asAt))
}

// Get gives a roadmap as known at a time; the zero time is now. What was not known then is maturity.NotFound.
func (d *Desk) Get(ctx context.Context, id string, asAt time.Time) (*Plan, error) {
	asAt = d.asAt(asAt)
	heads, err := d.Store.Roadmaps(ctx, asAt)
	if err != nil {
		return nil, err
	}
	at := slices.IndexFunc(heads, func(h RoadmapHead) bool { return h.ID == id })
	if at < 0 {
		return nil, d.unknown(ctx, id)
	}
	directory, err := d.Directory(ctx)
	if err != nil {
		return nil, err
	}
	return d.open(ctx, heads[at], directory)
}

// unknown says that there is no such roadmap, or since when there is one.
func (d *Desk) unknown(ctx context.Context, id string) error {
	heads, err := d.Store.Roadmaps(ctx, always)
	if err != nil {
		return err
	}
	for _, h := range heads {
		if h.ID == id {
			return maturity.Errorf(maturity.NotFound, "Nothing was known of this roadmap then. It is known since %s.", h.First.UTC().Format("2 January 2006"))
		}
	}
	return maturity.Errorf(maturity.NotFound, "There is no roadmap %q.", id)
}

// open gives the plan of a version, as it was put together before where nothing it is made from has changed since.
func (d *Desk) open(ctx context.Context, h RoadmapHead, directory Directory) (*Plan, error) {
	key := planKey{h.ID, h.Version, directory.Version()}
	if plan := d.plans.get(key); plan != nil {
		return plan, nil
	}
	items, err := d.Store.RoadmapItems(ctx, h.ID, h.At)
	if err != nil {
		return nil, err
	}
	r, err := Join(items)
	if err != nil {
		return nil, err
	}
	plan := d.plan(r, h, directory)
	plan.index.changes = map[string]int64{}
	for _, item := range items {
		if item.Kind == maturity.ItemInitiative {
			plan.index.changes[item.Key] = item.Change
		}
	}
	plan.views = &views{}
	d.plans.keep(key, plan, len(items))
	return plan, nil
}

func (d *Desk) plan(r maturity.Roadmap, h RoadmapHead, directory Directory) *Plan {
	plan := &Plan{KeptRoadmap: maturity.KeptRoadmap{Roadmap: r, Version: h.Version, At: h.At, First: h.First}}
	plan.Footprint, _ = directory.ByID(h.Footprint)
	if h.Footprint == 0 {
		plan.Footprint, _ = directory.ByCode(r.Organisation)
	}
	plan.Network, plan.Bodies = schedule.Of(&plan.Roadmap), bodiesOf(&plan.Roadmap, directory)
	plan.index = indexOf(&plan.Roadmap, d.Catalogue, plan.Footprint)
	plan.Warnings = doubts(&plan.Roadmap, plan.Network, d.knowing(plan.Bodies))
	return plan
}

// Draft is the plan that a roadmap would be if it were kept, for looking at it before.
func (d *Desk) Draft(ctx context.Context, r maturity.Roadmap) (*Plan, error) {
	directory, err := d.Directory(ctx)
	if err != nil {
		return nil, err
	}
	return d.plan(r, RoadmapHead{ID: r.ID, At: d.Clock()}, directory), nil
}

// bodiesOf finds the organisations that a roadmap names.
func bodiesOf(r *maturity.Roadmap, directory Directory) map[string]maturity.Organisation {
	out := map[string]maturity.Organisation{}
	tried := map[string]bool{}
	eachOrganisation(r, func(_, named string) {
		if tried[named] || named == "" {
			return
		}
		tried[named] = true
		if o, ok := directory.Named(named); ok {
			out[named] = o
		}
	})
	return out
}

// eachOrganisation visits every name of an organisation, with the item that names it.
func eachOrganisation(r *maturity.Roadmap, visit func(item, named string)) {
	for i := range r.Initiatives {
		one := &r.Initiatives[i]
		for _, o := range one.Organisations {
			visit(one.ID, o)
		}
		for _, m := range one.Milestones {
			for _, o := range m.Organisations {
				visit(m.ID, o)
			}
		}
		for _, w := range one.Waves {
			for _, o := range w.Organisations {
				visit(w.ID, o)
			}
		}
	}
	for _, x := range r.Deployments {
		visit(x.ID, x.Organisation)
	}
	for _, f := range r.Funding {
		visit(f.ID, f.Organisation)
	}
}

// Changes lists the changes of a roadmap, the newest first.
func (d *Desk) Changes(ctx context.Context, id string, limit int) ([]maturity.RoadmapChange, error) {
	return d.Store.RoadmapChanges(ctx, id, limit)
}

// Change reads one change of a roadmap with what it did to each item.
func (d *Desk) Change(ctx context.Context, id string, number int64) (maturity.RoadmapChange, []ItemChange, error) {
	change, items, err := d.Store.RoadmapChange(ctx, number)
	if err == nil && change.Roadmap != id {
		return maturity.RoadmapChange{}, nil, maturity.Errorf(maturity.NotFound, "This roadmap has no such change.")
	}
	return change, items, err
}

// May reports whether an account may change a roadmap.
func (d *Desk) May(ctx context.Context, a maturity.Account, plan *Plan) (bool, error) {
	return d.mayOf(ctx, a, plan.Footprint.ID)
}

func (d *Desk) mayOf(ctx context.Context, a maturity.Account, footprint maturity.OrganisationID) (bool, error) {
	scope, err := d.Rights.Reach(ctx, a, maturity.EditRoadmap, maturity.Collection{})
	return err == nil && scope.May(footprint), err
}

func (d *Desk) must(ctx context.Context, a maturity.Account, footprint maturity.OrganisationID) error {
	if may, err := d.mayOf(ctx, a, footprint); err != nil || may {
		return err
	}
	return maturity.Errorf(maturity.Forbidden, "You may read this roadmap, but not change it.")
}

// MayReport reports whether an account may report how an initiative stands: for an owner of it, or for the footprint.
func (d *Desk) MayReport(ctx context.Context, a maturity.Account, plan *Plan, initiative string) (bool, error) {
	i := plan.Initiative(initiative)
	if i == nil {
		return false, nil
	}
	scope, err := d.Rights.Reach(ctx, a, maturity.ReportPlan, maturity.Collection{})
	if err != nil {
		return false, err
	}
	return scope.May(plan.Footprint.ID) || slices.ContainsFunc(plan.Owners(i), func(o maturity.Organisation) bool { return scope.May(o.ID) }), nil
}
