package page

import (
	"slices"

	"waymark/internal/maturity"
	"waymark/internal/roadmap"
)

// initiativeEdit is one edit of an initiative with its deployments.
type initiativeEdit struct {
	old, new initiativeDraft // old has no id where the initiative is new
	remove   bool            // the whole initiative goes
	unlink   bool            // links of others to what goes are taken away, too
}

// apply changes a roadmap. It is given a copy, and may be called again with another.
func (e initiativeEdit) apply(r *maturity.Roadmap) error {
	gone := e.gone()
	if e.remove {
		r.Initiatives = slices.DeleteFunc(r.Initiatives, func(i maturity.Initiative) bool { return i.ID == e.old.ID })
		r.Deployments = slices.DeleteFunc(r.Deployments, func(d maturity.Deployment) bool { return d.Initiative == e.old.ID })
		e.forget(r)
	} else {
		e.put(r)
	}
	if e.unlink {
		for i := range r.Initiatives {
			one := &r.Initiatives[i]
			one.Links = slices.DeleteFunc(one.Links, func(l maturity.RoadmapLink) bool { return gone[l.To] })
		}
	}
	return nil
}

func (e initiativeEdit) put(r *maturity.Roadmap) {
	at := slices.IndexFunc(r.Initiatives, func(i maturity.Initiative) bool { return i.ID == e.new.ID })
	if at < 0 {
		r.Initiatives = append(r.Initiatives, e.new.Initiative)
	} else {
		r.Initiatives[at] = e.new.Initiative
	}
	kept := map[string]maturity.Deployment{}
	for _, d := range e.new.Deployments {
		kept[d.ID] = d
	}
	var out []maturity.Deployment
	placed := map[string]bool{}
	for _, d := range r.Deployments {
		now, stays := kept[d.ID]
		if d.Initiative == e.new.ID && !stays {
			continue
		}
		if stays {
			d, placed[d.ID] = now, true
		}
		out = append(out, d)
	}
	for _, d := range e.new.Deployments {
		if !placed[d.ID] {
			out = append(out, d)
		}
	}
	r.Deployments = out
}

// forget takes an initiative that goes out of everything that names it.
func (e initiativeEdit) forget(r *maturity.Roadmap) {
	id := e.old.ID
	without := func(ids *[]string) {
		*ids = slices.DeleteFunc(*ids, func(other string) bool { return other == id })
	}
	for i := range r.Gaps {
		without(&r.Gaps[i].Initiatives)
	}
	for i := range r.Risks {
		without(&r.Risks[i].Initiatives)
	}
	for i := range r.Benefits {
		without(&r.Benefits[i].Initiatives)
	}
	for i := range r.Funding {
		without(&r.Funding[i].Initiatives)
	}
	for i := range r.Priorities {
		without(&r.Priorities[i].Initiatives)
	}
	for i := range r.Registers {
		for k := range r.Registers[i].Entries {
			without(&r.Registers[i].Entries[k].Initiatives)
		}
	}
	r.Scores = slices.DeleteFunc(r.Scores, func(s maturity.PriorityScore) bool { return s.Initiative == id })
	r.Updates = slices.DeleteFunc(r.Updates, func(u maturity.PlanUpdate) bool { return u.Initiative == id })
}

// ids are all ids of a draft.
func (d initiativeDraft) ids() map[string]bool {
	out := map[string]bool{}
	if d.ID != "" {
		out[d.ID] = true
	}
	for _, v := range d.Phases {
		out[v.ID] = true
	}
	for _, v := range d.Gates {
		out[v.ID] = true
	}
	for _, v := range d.Waves {
		out[v.ID] = true
	}
	for _, v := range d.Milestones {
		out[v.ID] = true
	}
	for _, v := range d.Deployments {
		out[v.ID] = true
	}
	return out
}

// gone are the ids of what the edit removes.
func (e initiativeEdit) gone() map[string]bool {
	out := e.old.ids()
	if !e.remove {
		for id := range e.new.ids() {
			delete(out, id)
		}
	}
	return out
}

// dangling says which links of others lead to what is removed.
func (e initiativeEdit) dangling(plan *roadmap.Plan) (out []string) {
	gone := e.gone()
	for i := range plan.Initiatives {
		one := &plan.Initiatives[i]
		links := one.Links
		if one.ID == e.old.ID {
			if e.remove {
				continue
			}
			links = e.new.Links
		}
		for _, l := range links {
			if gone[l.To] {
				title, kind, _, _ := plan.Find(l.To)
				out = append(out, one.Title+" "+l.Kind.Words()+" the "+kind+" “"+title+"”, which is removed.")
			}
		}
		for _, m := range one.Milestones {
			if gone[m.From] && one.ID != e.old.ID {
				title, _, _, _ := plan.Find(m.From)
				out = append(out, "The milestone “"+m.Title+"” of "+one.Title+" is counted from “"+title+"”, which is removed.")
			}
		}
	}
	return out
}

// doubts are what is odd about the initiative itself, though it can be saved.
func (e initiativeEdit) doubts(catalogue *maturity.Catalogue) (out []string) {
	if e.remove {
		return nil
	}
	d := e.new
	if before(d.End, d.Start) {
		out = append(out, "The initiative ends before it starts.")
	}
	for _, v := range d.Phases {
		if before(v.End, v.Start) {
			out = append(out, "The phase “"+v.Title+"” ends before it starts.")
		}
	}
	for _, v := range d.Waves {
		if before(v.End, v.Start) {
			out = append(out, "The wave “"+v.Title+"” ends before it starts.")
		}
	}
	for _, v := range d.Deployments {
		for _, f := range v.Effects {
			m, ok := catalogue.Measure(f.Measure)
			if !ok {
				continue
			}
			if m.Polarity == maturity.HigherIsBetter && f.Gain < 0 || m.Polarity == maturity.LowerIsBetter && f.Gain > 0 {
				out = append(out, "The effect on “"+m.Title+"” at "+v.Organisation+" makes it worse: "+maturity.LowerFirst(m.Polarity.Words())+".")
			}
		}
	}
	return out
}

// before reports whether an end lies before a start however both are read.
func before(end, start *maturity.LooseDate) bool {
	return end != nil && start != nil && end.Latest != 0 && start.Earliest != 0 && end.Latest < start.Earliest
}
