package board

import (
	"slices"
	"strings"

	"waymark/internal/maturity"
)

// fewPeers is how many of a kind must have a value before they are compared among themselves.
const fewPeers = 3

// peersFor are the bodies beside which a board can set a subject that holds none of those its comparisons ask for: those
// of its kind, and its fellows in footprints. None where no comparison needs them.
func peersFor(definition maturity.Board, q Query, members []maturity.Organisation) []maturity.Organisation {
	lacking := slices.ContainsFunc(definition.Panels, func(p maturity.Panel) bool {
		return p.Kind == maturity.PanelRanked && !slices.ContainsFunc(members, func(o maturity.Organisation) bool {
			return len(p.Kinds) == 0 || slices.Contains(p.Kinds, o.Kind)
		})
	})
	if !lacking {
		return nil
	}
	peers := slices.Clone(q.Directory.OfKind(q.Subject.Kind, q.MembersDay()))
	for _, footprint := range q.Directory.FootprintsOf(q.Subject.ID, q.MembersDay()) {
		peers = append(peers, q.Directory.Members(footprint.ID, q.MembersDay())...)
	}
	slices.SortStableFunc(peers, func(x, y maturity.Organisation) int { return strings.Compare(x.Code, y.Code) })
	peers = slices.CompactFunc(peers, func(x, y maturity.Organisation) bool { return x.ID == y.ID })
	return slices.DeleteFunc(peers, func(o maturity.Organisation) bool {
		return slices.ContainsFunc(members, func(m maturity.Organisation) bool { return m.ID == o.ID })
	})
}

// compared are the paths that a panel sets beside each other: those of the members, or else the subject's own among its
// peers, which is then in focus. Where only few of its kind have any, its fellows of other kinds stand beside it.
func (d *data) compared(p maturity.Panel, measure string, q Query) (paths []maturity.Trajectory, focus maturity.OrganisationID) {
	if paths = d.ofMembers(measure, "", p.Kinds); len(paths) > 0 {
		return paths, 0
	}
	var alike []maturity.Trajectory
	for _, o := range d.peers {
		t, ok := d.trajectory(o.ID, measure, "")
		if !ok {
			continue
		}
		paths = append(paths, t)
		if o.Kind == q.Subject.Kind {
			alike = append(alike, t)
		}
	}
	if len(alike) >= fewPeers {
		paths = alike
	}
	return paths, q.Subject.ID
}
