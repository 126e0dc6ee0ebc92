package roadmap

import (
	"testing"

	"waymark/internal/maturity"
)

func uncoveredCatalogue() *maturity.Catalogue {
	c := &maturity.Catalogue{
		Frameworks: []maturity.Framework{{ID: "f", Title: "Framework", Groups: []maturity.Group{{ID: "g", Title: "Group", Sections: []maturity.Section{{ID: "a", Title: "Aim A"}, {ID: "b", Title: "Aim B"}}}}}},
		Measures:   []maturity.Measure{{ID: "m.a", Framework: "f", Section: "a"}, {ID: "m.b", Aims: []string{"f/b"}}, {ID: "loose"}},
		Targets:    []maturity.Target{{ID: "t.a", Measure: "m.a"}, {ID: "t.b", Measure: "m.b"}, {ID: "t.l", Measure: "loose"}},
	}
	c.Index()
	return c
}

func TestUncoveredBy(t *testing.T) {
	unmet := []maturity.Trajectory{{Measure: "m.a", Target: "t.a", Status: maturity.StatusOnTrack}, {Measure: "m.a", Target: "t.a", Status: maturity.StatusPastDue}, {Measure: "m.b", Target: "t.b", Status: maturity.StatusUnlikely}}
	for _, c := range []struct {
		name string
		r    maturity.Roadmap
		list []maturity.Trajectory
		want []string
	}{
		{"nothing planned", maturity.Roadmap{}, unmet, []string{"f/a", "f/b"}},
		{"met, or nobody knows", maturity.Roadmap{}, []maturity.Trajectory{{Measure: "m.a", Target: "t.a", Status: maturity.StatusMet}, {Measure: "m.b", Target: "t.b", Status: maturity.StatusTooLittle}}, nil},
		{"a section is named", maturity.Roadmap{Initiatives: []maturity.Initiative{{Capabilities: []string{"f/a"}}}}, unmet, []string{"f/b"}},
		{"its group is named", maturity.Roadmap{Initiatives: []maturity.Initiative{{Capabilities: []string{"f/g"}}}}, unmet, nil},
		{"a measure is named", maturity.Roadmap{Initiatives: []maturity.Initiative{{Measures: []string{"m.b"}}}}, unmet, []string{"f/a"}},
		{"a deployment moves it", maturity.Roadmap{Deployments: []maturity.Deployment{{Effects: []maturity.Effect{{Measure: "m.a"}}}}}, unmet, []string{"f/b"}},
		{"a gap that nobody closes covers nothing", maturity.Roadmap{Gaps: []maturity.RoadmapGap{{Capabilities: []string{"f/a"}}}}, unmet, []string{"f/a", "f/b"}},
		{"a gap that somebody closes does", maturity.Roadmap{Gaps: []maturity.RoadmapGap{{Capabilities: []string{"f/a"}, Initiatives: []string{"i"}}}}, unmet, []string{"f/b"}},
	} {
		got := UncoveredBy(uncoveredCatalogue(), &c.r, c.list)
		if len(got) != len(c.want) {
			t.Errorf("%s: %+v", c.name, got)
			continue
		}
		for i := range got {
			if got[i].Capability != c.want[i] {
				t.Errorf("%s: %s, want %s", c.name, got[i].Capability, c.want[i])
			}
		}
	}
	if got := UncoveredBy(uncoveredCatalogue(), &maturity.Roadmap{}, unmet); got[0].Unmet[0].Status != maturity.StatusPastDue {
		t.Error("the worst should come first")
	}
	if ids := CapabilityMeasures(uncoveredCatalogue()); len(ids) != 2 {
		t.Errorf("measures to read: %v", ids)
	}
}
