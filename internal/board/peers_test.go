package board

import (
	"slices"
	"testing"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// county is a footprint of an acute and a community trust in a country with two more acute trusts.
type county struct{ Directory }

func (county) OfKind(kind string, _ period.Day) (out []maturity.Organisation) {
	for _, o := range bodies {
		if o.Kind == kind {
			out = append(out, o)
		}
	}
	return out
}

func (county) FootprintsOf(id maturity.OrganisationID, _ period.Day) []maturity.Organisation {
	if id == 1 || id == 2 {
		return []maturity.Organisation{{ID: 9, Code: "glos"}}
	}
	return nil
}

func (county) Members(of maturity.OrganisationID, _ period.Day) []maturity.Organisation {
	if of == 9 {
		return slices.Clone(bodies[:2])
	}
	return nil
}

var bodies = []maturity.Organisation{{ID: 1, Code: "RTE", Kind: "acute"}, {ID: 2, Code: "R1J", Kind: "community"}, {ID: 3, Code: "RA7", Kind: "acute"}, {ID: 4, Code: "RVJ", Kind: "acute"}}

// An organisation without members is compared with its own kind, or, where few of them have a value, with its fellows.
func TestWithWhomABodyIsCompared(t *testing.T) {
	panel := maturity.Panel{Kind: maturity.PanelRanked}
	for _, c := range []struct {
		name    string
		subject maturity.OrganisationID
		members []maturity.Organisation
		valued  []maturity.OrganisationID
		want    []maturity.OrganisationID
		focus   maturity.OrganisationID
	}{
		{"a footprint compares its members", 9, bodies[:2], []maturity.OrganisationID{1, 2, 3, 4}, []maturity.OrganisationID{1, 2}, 0},
		{"a trust among its own kind", 1, nil, []maturity.OrganisationID{1, 2, 3, 4}, []maturity.OrganisationID{3, 1, 4}, 1},
		{"few of its kind have a value", 1, nil, []maturity.OrganisationID{1, 2}, []maturity.OrganisationID{2, 1}, 1},
		{"nobody has a value", 1, nil, nil, nil, 1},
	} {
		q := Query{Directory: county{}, Subject: maturity.Organisation{ID: c.subject, Kind: "acute"}}
		d := &data{members: c.members, peers: peersFor(maturity.Board{Panels: []maturity.Panel{panel}}, q, c.members), trajectories: map[seriesKey][]maturity.Trajectory{}}
		for _, id := range c.valued {
			d.add([]maturity.Trajectory{{Organisation: id, Measure: "m"}})
		}
		paths, focus := d.compared(panel, "m", q)
		var got []maturity.OrganisationID
		for _, path := range paths {
			got = append(got, path.Organisation)
		}
		if !slices.Equal(got, c.want) || focus != c.focus {
			t.Errorf("%s: %v with %d in focus, want %v with %d", c.name, got, focus, c.want, c.focus)
		}
	}
	if peers := peersFor(maturity.Board{Panels: []maturity.Panel{{Kind: maturity.PanelMatrix}}}, Query{Directory: county{}, Subject: bodies[0]}, nil); peers != nil {
		t.Errorf("a board without comparisons reads %d peers", len(peers))
	}
}
