package quality

import (
	"context"
	"time"

	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/rule"
)

// world is everything that is the same for all organisations of a run.
type world struct {
	bodies  []rule.Body
	members map[maturity.OrganisationID][]maturity.OrganisationID // of footprints
	nations []maturity.OrganisationID
	breaks  map[maturity.OrganisationID][]period.Day // mergers
	marked  map[series][]period.Day
}

type series struct {
	organisation maturity.OrganisationID
	measure      string
}

func (q *Inspector) world(ctx context.Context, at time.Time) (*world, error) {
	organisations, relations, err := q.figures.RecomputeDirectory(ctx)
	if err != nil {
		return nil, err
	}
	marks, err := q.figures.SeriesBreaks(ctx, at)
	if err != nil {
		return nil, err
	}
	w := &world{members: map[maturity.OrganisationID][]maturity.OrganisationID{}, breaks: map[maturity.OrganisationID][]period.Day{}, marked: map[series][]period.Day{}}
	known := map[maturity.OrganisationID]maturity.Organisation{}
	for _, o := range organisations {
		known[o.ID] = o
		if o.Kind == maturity.KindNation {
			w.nations = append(w.nations, o.ID)
		}
	}
	within := memberships(known, relations)
	for _, o := range organisations {
		w.bodies = append(w.bodies, rule.Body{Organisation: o, Footprints: within[o.ID]})
		for _, m := range within[o.ID] {
			w.members[m.Footprint] = append(w.members[m.Footprint], o.ID)
		}
	}
	for _, r := range relations {
		if to := known[r.To]; r.Kind == maturity.SucceededBy && r.Since != nil && (to.Opened == nil || *to.Opened < *r.Since) {
			w.breaks[r.To] = append(w.breaks[r.To], *r.Since)
		}
	}
	for _, b := range marks {
		key := series{b.Organisation, b.Measure}
		w.marked[key] = append(w.marked[key], b.Day)
	}
	return w, nil
}

// memberships are the footprints of each body: its own, and those of what it is part of or commissioned by.
func memberships(known map[maturity.OrganisationID]maturity.Organisation, relations []maturity.Relation) map[maturity.OrganisationID][]rule.Membership {
	out, below := map[maturity.OrganisationID][]rule.Membership{}, map[maturity.OrganisationID][]maturity.Relation{}
	for _, r := range relations {
		switch {
		case r.Kind == maturity.PartOf || r.Kind == maturity.CommissionedBy:
			below[r.To] = append(below[r.To], r)
		case r.Kind == maturity.MemberOf && known[r.To].Kind == maturity.KindFootprint:
			out[r.From] = append(out[r.From], rule.Membership{Footprint: r.To, Since: r.Since, Until: r.Until})
		}
	}
	var hand func(from maturity.OrganisationID, m rule.Membership, depth int)
	hand = func(from maturity.OrganisationID, m rule.Membership, depth int) {
		for _, r := range below[from] {
			inner := rule.Membership{Footprint: m.Footprint, Since: later(m.Since, r.Since), Until: earlier(m.Until, r.Until)}
			out[r.From] = append(out[r.From], inner)
			if depth < deepest {
				hand(r.From, inner, depth+1)
			}
		}
	}
	direct := map[maturity.OrganisationID][]rule.Membership{}
	for id, list := range out {
		direct[id] = list
	}
	for id, list := range direct {
		for _, m := range list {
			hand(id, m, 0)
		}
	}
	return out
}

// deepest is how many levels of bodies a footprint may have below its members: relations may go in circles.
const deepest = 4

func later(a, b *period.Day) *period.Day {
	if a == nil || b != nil && *b > *a {
		return b
	}
	return a
}

func earlier(a, b *period.Day) *period.Day {
	if a == nil || b != nil && *b < *a {
		return b
	}
	return a
}

// breaksOf are the breaks of a series beside those of the definition.
func (w *world) breaksOf(organisation maturity.OrganisationID, measure string) []period.Day {
	merged, marked := w.breaks[organisation], w.marked[series{organisation, measure}]
	return append(merged[:len(merged):len(merged)], marked...)
}
