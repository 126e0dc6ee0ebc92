package board

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// shelf is a reader that has one measure of every organisation and notes whose whole paths were asked for.
type shelf struct {
	Reader
	status map[maturity.OrganisationID]maturity.Status
	chance map[maturity.OrganisationID]float64
	whole  [][]maturity.OrganisationID
}

func (s *shelf) Trajectories(_ context.Context, ids []maturity.OrganisationID, _ []string, _ time.Time) ([]maturity.Trajectory, error) {
	s.whole = append(s.whole, ids)
	out, err := s.Summaries(context.Background(), ids, nil, time.Time{})
	for i := range out {
		out[i].Required = []maturity.RequiredPoint{{Period: out[i].Latest.Period, Value: 50}}
	}
	return out, err
}

func (s *shelf) Summaries(_ context.Context, ids []maturity.OrganisationID, _ []string, _ time.Time) (out []maturity.Trajectory, _ error) {
	for _, id := range ids {
		latest := maturity.PathPoint{Period: period.Of(period.KindMonth, period.Date(2018, time.July, 1)), State: maturity.Reported, Value: 40, HasValue: true}
		out = append(out, maturity.Trajectory{Organisation: id, Measure: "eps", Target: "eps-80", Status: s.status[id], Probability: s.chance[id], Latest: &latest})
	}
	return out, nil
}

// town is a footprint with its members, who are numbered.
type town struct {
	Directory
	members []maturity.Organisation
}

func (t town) Members(maturity.OrganisationID, period.Day) []maturity.Organisation {
	return slices.Clone(t.members)
}

func (t town) ByID(id maturity.OrganisationID) (maturity.Organisation, bool) {
	i := slices.IndexFunc(t.members, func(o maturity.Organisation) bool { return o.ID == id })
	if i < 0 {
		return maturity.Organisation{}, false
	}
	return t.members[i], true
}

// The worst come first: what is missed, then the least likely, then by name. However many members there are, whole paths
// are read of the footprint and of those that are shown.
func TestTheWorstOrganisationsComeFirst(t *testing.T) {
	c := &maturity.Catalogue{
		Measures: []maturity.Measure{{ID: "eps", Unit: maturity.UnitPercent, High: 100, Polarity: maturity.HigherIsBetter}},
		Targets:  []maturity.Target{{ID: "eps-80", Measure: "eps", Operator: maturity.AtLeast, Value: 80}},
		Boards: []maturity.Board{{ID: "b", For: []string{maturity.KindFootprint}, Panels: []maturity.Panel{
			{ID: "where-not", Kind: maturity.PanelOrganisations, Measures: []string{"eps"}, Target: "eps-80", Limit: 3}}}},
	}
	c.Index()
	reader := &shelf{status: map[maturity.OrganisationID]maturity.Status{}, chance: map[maturity.OrganisationID]float64{}}
	var place town
	for id := maturity.OrganisationID(2); id < 102; id++ {
		place.members = append(place.members, maturity.Organisation{ID: id, Code: fmt.Sprint(id), Name: fmt.Sprintf("Trust %03d", id), ShortName: fmt.Sprintf("Trust %03d", id), Kind: "acute"})
		reader.status[id], reader.chance[id] = maturity.StatusOnTrack, 0.9
	}
	reader.status[30], reader.chance[30] = maturity.StatusAtRisk, 0.6
	reader.status[40], reader.chance[40] = maturity.StatusAtRisk, 0.5
	reader.status[50] = maturity.StatusPastDue

	view, err := New(c, reader).Build(t.Context(), "b", Query{Subject: maturity.Organisation{ID: 1, Code: "glos", Kind: maturity.KindFootprint}, Directory: place, AsAt: time.Now()})
	if err != nil {
		t.Fatal(err)
	}
	panel := view.Panels[0]
	var shown []string
	for _, row := range panel.Organisations {
		shown = append(shown, row.Organisation.Code+" "+row.Gap)
	}
	if want := []string{"50 10 points behind", "40 10 points behind", "30 10 points behind"}; !slices.Equal(shown, want) || panel.More != 97 {
		t.Errorf("%q and %d more, want %q", shown, panel.More, want)
	}
	if want := [][]maturity.OrganisationID{{1}, {50, 40, 30}}; !slices.EqualFunc(reader.whole, want, slices.Equal) {
		t.Errorf("whole paths were read of %v, want %v", reader.whole, want)
	}
}
