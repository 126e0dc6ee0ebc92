package board

import (
	"slices"
	"testing"

	"waymark/internal/chart"
	"waymark/internal/maturity"
	"waymark/internal/period"
)

// Where others belong to a footprint from a period on, a series computed from its members says so; a series of an
// organisation's own figures, or of values published for the whole, does not.
func TestASeriesSaysWhereItsMembersChanged(t *testing.T) {
	d := shifting{before: []maturity.Organisation{acute}, after: []maturity.Organisation{mental}, from: period.Date(2018, 4, 1)}
	point := func(n int) maturity.PathPoint {
		return maturity.PathPoint{Period: q2.Add(n), Value: 70, HasValue: true}
	}
	path := maturity.Trajectory{RollUp: &maturity.RollUpNote{}, Observed: []maturity.PathPoint{point(-3), point(-2), {Period: q2.Add(-1)}, point(0)}}
	marks, notes := boundaryMarks(d, glos, percent, path)
	if want := []chart.Mark{{Day: q2.Start, Words: "1 joined, 1 left"}}; !slices.Equal(marks, want) {
		t.Errorf("got %v, want %v", marks, want)
	}
	if want := []string{"Other members from Q2 2018/19 than in Q4 2017/18 (joined: 2gether; left: GHT)."}; !slices.Equal(notes, want) {
		t.Errorf("got %q, want %q", notes, want)
	}
	// Those whose values do not count are not spoken of.
	hospitals := percent
	hospitals.RollUpFrom = []string{"acute"}
	if marks, _ := boundaryMarks(d, glos, hospitals, path); len(marks) != 1 || marks[0].Words != "1 left" {
		t.Errorf("of hospitals alone: %v", marks)
	}
	own, alone := path, acute
	own.RollUp = nil
	for _, c := range []struct {
		o maturity.Organisation
		t maturity.Trajectory
	}{{glos, own}, {alone, path}} {
		if marks, notes := boundaryMarks(d, c.o, percent, c.t); len(marks)+len(notes) > 0 {
			t.Errorf("%s: %v %q", c.o.Name, marks, notes)
		}
	}
	d.from = period.Date(2030, 1, 1)
	if marks, _ := boundaryMarks(d, glos, percent, path); len(marks) > 0 {
		t.Errorf("nobody moved: %v", marks)
	}
}

// The members of a page are those of the day of its boundaries, which is the as-at day unless another is chosen.
func TestMembersAreThoseOfTheBoundariesDay(t *testing.T) {
	d := shifting{before: []maturity.Organisation{acute}, after: []maturity.Organisation{mental}, from: period.Date(2019, 1, 1)}
	for boundaries, want := range map[period.Day]maturity.OrganisationID{0: acute.ID, period.Date(2018, 12, 31): acute.ID, period.Date(2026, 1, 1): mental.ID} {
		q := Query{Subject: glos, Directory: d, Today: period.Date(2018, 11, 15), Boundaries: boundaries}
		if got := membersFor(maturity.Board{}, q); len(got) != 1 || got[0].ID != want {
			t.Errorf("boundaries of %s: %v", boundaries, got)
		}
		if who := changedBodies(q); len(who) != 2 || who[1].ID != want {
			t.Errorf("changes with boundaries of %s: %v", boundaries, who)
		}
	}
}
