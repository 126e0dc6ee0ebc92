package roadmap

import (
	"strings"
	"testing"

	"waymark/internal/maturity"
	"waymark/internal/schedule"
)

// planOf is a plan without a directory or definitions.
func planOf(r maturity.Roadmap) *Plan {
	p := &Plan{KeptRoadmap: maturity.KeptRoadmap{Roadmap: r}}
	p.Network, p.index = schedule.Of(&p.Roadmap), indexOf(&p.Roadmap, nil, maturity.Organisation{})
	return p
}

// A network, telephony that waits for it, and a portal that waits for telephony.
func supplierPlan(t *testing.T) *Plan {
	needs := func(to string) []maturity.RoadmapLink {
		return []maturity.RoadmapLink{{To: to, Kind: maturity.LinkPrerequisite}}
	}
	return planOf(maturity.Roadmap{ID: "r", Initiatives: []maturity.Initiative{
		{ID: "network", Title: "Network", End: dateOf(t, "March 2018"), Milestones: []maturity.Milestone{{ID: "lines", Title: "Lines", Date: dateOf(t, "20 March 2018")}, {ID: "signed", Title: "Signed", Date: dateOf(t, "1 January 2018"), State: maturity.MilestoneDone}}},
		{ID: "telephony", Title: "Telephony", Start: dateOf(t, "April 2018"), End: dateOf(t, "June 2018"), Links: needs("network")},
		{ID: "portal", Title: "Portal", Links: needs("telephony")},
	}, Deployments: []maturity.Deployment{{ID: "portal-rgh", Initiative: "portal", Organisation: "RGH", GoLive: dateOf(t, "15 July 2018")}}})
}

func movesWords(moves []DateMove) string {
	var out []string
	for _, m := range moves {
		out = append(out, m.Item+" "+m.Slot+" "+dateWords(m.Then)+" -> "+dateWords(m.Now))
	}
	return strings.Join(out, "\n")
}

func TestPreviewMove(t *testing.T) {
	p := supplierPlan(t)
	for _, c := range []struct {
		name string
		m    MoveRequest
		want string
	}{
		{"alone: an initiative takes its open parts along, and nothing that is done", MoveRequest{Item: "network", Days: 91}, "network end March 2018 -> June 2018\nlines date 20 March 2018 -> 19 June 2018"},
		{"with what follows: only as far as needed", MoveRequest{Item: "network", Days: 91, Follow: true},
			"network end March 2018 -> June 2018\nlines date 20 March 2018 -> 19 June 2018\ntelephony start April 2018 -> June 2018\ntelephony end June 2018 -> August 2018\nportal-rgh go-live 15 July 2018 -> 31 August 2018"},
		{"one date", MoveRequest{Item: "lines", Slot: "date", To: dateOf(t, "Q1 18/19"), Follow: true},
			"lines date 20 March 2018 -> April to June 2018\nnetwork end March 2018 -> June 2018\ntelephony start April 2018 -> June 2018\ntelephony end June 2018 -> August 2018\nportal-rgh go-live 15 July 2018 -> 31 August 2018"},
		{"within the slack", MoveRequest{Item: "lines", Days: 5, Follow: true}, "lines date 20 March 2018 -> 25 March 2018"},
		{"a first date", MoveRequest{Item: "network", Slot: "start", To: dateOf(t, "January 2018"), Follow: true}, "network start no date -> January 2018"},
	} {
		got, err := p.PreviewMove(c.m)
		if err != nil || movesWords(got.Moves) != c.want {
			t.Errorf("%s: %v\n%s\nwant\n%s", c.name, err, movesWords(got.Moves), c.want)
		}
		if c.m.Follow && len(got.Broken) > 0 {
			t.Errorf("%s: a contradiction is left: %v", c.name, got.Broken)
		}
		kept := p.Roadmap
		kept.Initiatives = append([]maturity.Initiative(nil), p.Initiatives...)
		for i := range kept.Initiatives {
			kept.Initiatives[i].Milestones = append([]maturity.Milestone(nil), kept.Initiatives[i].Milestones...)
		}
		kept.Deployments = append([]maturity.Deployment(nil), p.Deployments...)
		if err := MoveDates(&kept, got.Moves); err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	alone, err := p.PreviewMove(MoveRequest{Item: "network", Days: 91})
	if err != nil || len(alone.Broken) != 2 || alone.Broken[0].Title != "Telephony" || alone.Pushed != 2 {
		t.Errorf("alone: %v, broken %v, %d pushed", err, alone.Broken, alone.Pushed)
	}
}

func TestPreviewMoveRefuses(t *testing.T) {
	p := supplierPlan(t)
	for _, c := range []struct {
		m    MoveRequest
		want string
	}{
		{MoveRequest{Item: "nothing", Days: 5}, "no item"},
		{MoveRequest{Item: "signed", Days: 5}, "done or dropped"},
		{MoveRequest{Item: "portal"}, "by how many days"},
		{MoveRequest{Item: "telephony", Slot: "end", To: dateOf(t, "March 2018")}, "begin (April 2018) after it is finished (March 2018)"},
		{MoveRequest{Item: "telephony", Slot: "end", To: dateOf(t, "June 2018")}, "the date it has already"},
		{MoveRequest{Item: "telephony", Slot: "date", To: dateOf(t, "July 2018")}, "Choose which date"},
	} {
		if _, err := p.PreviewMove(c.m); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%+v: %v, want %q", c.m, err, c.want)
		}
	}
	r := p.Roadmap
	if err := MoveDates(&r, []DateMove{{Item: "lines", Slot: "date", Then: dateOf(t, "1 May 2018"), Now: dateOf(t, "2 May 2018")}}); maturity.CodeOf(err) != maturity.Conflict {
		t.Errorf("a date that was changed meanwhile is overwritten: %v", err)
	}
}
