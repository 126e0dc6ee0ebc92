package whatif

import (
	"slices"

	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/ramp"
)

// reach knows for which organisations' figures a go-live counts, and how much.
type reach struct {
	directory Directory
	today     period.Day
	within    map[maturity.OrganisationID]map[maturity.OrganisationID]string // kinds of the bodies within a body
}

func newReach(d Directory, today period.Day) *reach {
	return &reach{d, today, map[maturity.OrganisationID]map[maturity.OrganisationID]string{}}
}

func (r *reach) inside(of maturity.OrganisationID) map[maturity.OrganisationID]string {
	list, known := r.within[of]
	if !known {
		list = map[maturity.OrganisationID]string{}
		for _, o := range r.directory.Within(of, r.today) {
			list[o.ID] = o.Kind
		}
		r.within[of] = list
	}
	return list
}

// returns reports whether organisations of a kind have figures of the measure of their own.
func returns(m *maturity.Measure, kind string) bool {
	return len(m.Kinds) == 0 && kind != maturity.KindFootprint || slices.Contains(m.Kinds, kind)
}

// rolled reports whether figures of a kind go into a footprint's value.
func rolled(m *maturity.Measure, kind string) bool {
	if len(m.RollUpFrom) > 0 {
		return slices.Contains(m.RollUpFrom, kind)
	}
	return returns(m, kind)
}

// weight is how much of a go-live's effect counts in a figure of the organisation of a trajectory:
//
//   - all of it for the organisation itself, and, where the body that goes live has no such figures of its own, for each
//     organisation within it;
//   - in a value that is made from others, as the roll-up makes it: all of it for a sum; for a mean or a ratio one part in
//     as many as organisations are expected, because the weights of a ratio are not stored with the results.
func (r *reach) weight(l *Live, m *maturity.Measure, t *maturity.Trajectory) float64 {
	body := &l.Organisation
	if body.ID == t.Organisation {
		return 1
	}
	own := returns(m, body.Kind)
	if t.RollUp == nil {
		if _, inside := r.insideOf(body, own, t.Organisation); inside && m.RollUp != maturity.RollUpSum {
			return 1
		}
		return 0
	}
	members := r.inside(t.Organisation)
	if _, inside := members[body.ID]; !inside {
		return 0
	}
	touched := 0
	switch {
	case rolled(m, body.Kind):
		touched = 1
	case !own:
		for id, kind := range r.inside(body.ID) {
			if _, inside := members[id]; inside && rolled(m, kind) {
				touched++
			}
		}
	}
	if touched == 0 {
		return 0
	}
	if m.RollUp == maturity.RollUpSum {
		return 1
	}
	return min(1, float64(touched)/float64(r.expected(m, t, members)))
}

func (r *reach) insideOf(body *maturity.Organisation, own bool, id maturity.OrganisationID) (string, bool) {
	if own {
		return "", false
	}
	kind, inside := r.inside(body.ID)[id]
	return kind, inside
}

// expected is how many organisations a footprint's value is made from.
func (r *reach) expected(m *maturity.Measure, t *maturity.Trajectory, members map[maturity.OrganisationID]string) int {
	if t.RollUp.Expected > 0 {
		return t.RollUp.Expected
	}
	n := 0
	for _, kind := range members {
		if rolled(m, kind) {
			n++
		}
	}
	return max(1, n)
}

// parts are what the go-lives still add to a figure of a period that ends on a day.
func (r *reach) parts(ls *Lives, m maturity.Measure, t *maturity.Trajectory, end period.Day) []ramp.Part {
	if t.Latest == nil {
		return nil
	}
	newest := t.Latest.Period.End()
	var out []ramp.Part
	list := ls.ByMeasure[m.ID]
	for i := range list { // looked at in place: there are thousands, for every figure, and all three are large
		l := &list[i]
		w := r.weight(l, &m, t)
		if w == 0 {
			continue
		}
		if s := ramp.Since(l.Effect, l.Day, newest, end).Times(w); s != (ramp.Shift{}) {
			out = append(out, ramp.Part{Initiative: l.Deployment.Initiative, Shift: s})
		}
	}
	return out
}

// added is what all go-lives together still add by a day.
func (r *reach) added(ls *Lives, m maturity.Measure, t *maturity.Trajectory, end period.Day) ramp.Shift {
	return ramp.Together(r.parts(ls, m, t, end))
}

// behind are the go-lives that count in the figures of a trajectory, with their weights.
func (r *reach) behind(ls *Lives, m maturity.Measure, t *maturity.Trajectory) (lives []Live, weights []float64) {
	list := ls.ByMeasure[m.ID]
	for i := range list {
		if w := r.weight(&list[i], &m, t); w > 0 {
			lives, weights = append(lives, list[i]), append(weights, w)
		}
	}
	return lives, weights
}
