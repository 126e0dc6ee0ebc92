package roadmap

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"waymark/internal/maturity"
)

// Who carries a measure: by itself, by the capability it shows, its group or the section of another instrument beside it,
// or by closing a gap that is written down there.
func TestWhoCarriesAMeasure(t *testing.T) {
	catalogue := &maturity.Catalogue{
		Frameworks: []maturity.Framework{
			{ID: "f", Groups: []maturity.Group{{ID: "g", Sections: []maturity.Section{{ID: "a"}, {ID: "b"}}}, {ID: "h", Sections: []maturity.Section{{ID: "c"}}}}},
			{ID: "other", Groups: []maturity.Group{{ID: "x", Sections: []maturity.Section{{ID: "beside", Counterpart: "f/a"}}}}},
		},
		Measures: []maturity.Measure{{ID: "m.a", Framework: "f", Section: "a"}, {ID: "m.c", Aims: []string{"f/c"}}, {ID: "m.beside", Framework: "other", Section: "beside"}, {ID: "m.free"}},
	}
	catalogue.Index()
	r := maturity.Roadmap{
		Initiatives: []maturity.Initiative{
			{ID: "group", Capabilities: []string{"f/g"}},
			{ID: "section", Capabilities: []string{"f/a"}},
			{ID: "named", Measures: []string{"m.a"}, Capabilities: []string{"f/a"}},
			{ID: "moved"}, {ID: "aim"}, {ID: "closer"}, {ID: "idle", Capabilities: []string{"f/b"}},
		},
		Deployments: []maturity.Deployment{{Initiative: "moved", Effects: []maturity.Effect{{Measure: "m.a"}, {Measure: "m.free"}}},
			{Initiative: "aim", Effects: []maturity.Effect{{Measure: "else", Aim: "c"}}}},
		Gaps: []maturity.RoadmapGap{{ID: "gap", Capabilities: []string{"f/c"}, Initiatives: []string{"closer", "aim", "gone"}}},
	}
	plan := planOf(r)
	plan.index = indexOf(&plan.Roadmap, catalogue, maturity.Organisation{})
	for measure, want := range map[string]string{
		"m.a":      "named moved group(f/g) section(f/a)",
		"m.c":      "aim(f/c)gap closer()gap",
		"m.beside": "group(f/g) section(f/a) named(f/a)",
		"m.free":   "moved",
		"unknown":  "",
	} {
		var got []string
		for _, c := range plan.Carriers().Of(measure) {
			words := c.Initiative.ID
			if !c.Measure {
				words += fmt.Sprintf("(%s)", c.Capability)
			}
			got = append(got, words+strings.Join(c.Gaps, ","))
		}
		if wanted := strings.Fields(want); !slices.Equal(got, wanted) {
			t.Errorf("%s: %q, want %q", measure, got, wanted)
		}
	}
}
