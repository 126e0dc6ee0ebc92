package roadmap

import (
	"fmt"
	"strings"
	"testing"

	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/schedule"
)

func doubtsOf(r maturity.Roadmap) []Warning {
	known := func(name string) bool { return !strings.HasPrefix(name, "unknown") }
	return doubts(&r, schedule.Of(&r), knowing{known, known, known, known})
}

func codes(list []Warning) string {
	out := make([]string, len(list))
	for i, w := range list {
		out[i] = w.Code + " " + w.Item
	}
	return strings.Join(out, ", ")
}

// The documents hold a baseline after its go-live and a circle of seven.
func TestTheRealRoadmapsAreDoubtedForWhatTheirDocumentsHold(t *testing.T) {
	t.Parallel()
	for _, r := range shipped(t) {
		got := doubtsOf(r)
		baselines, circles := 0, ""
		for _, w := range got {
			switch w.Code {
			case "baseline_after_go_live":
				baselines++
			case "cycle":
				circles += strings.Fields(w.Words)[0]
			default:
				t.Errorf("%s: %+v", r.ID, w)
			}
		}
		wantBaselines, wantCircles := 0, ""
		switch r.Organisation {
		case "gloucestershire-ldr":
			wantBaselines = len(r.Benefits)
		case "oxfordshire-primary-care-it":
			wantCircles = "7"
		}
		if baselines != wantBaselines || circles != wantCircles {
			t.Errorf("%s: %d of %d benefits have a late baseline; circles of %q, not %q", r.ID, baselines, wantBaselines, circles, wantCircles)
		}
	}
}

func TestDoubts(t *testing.T) {
	t.Parallel()
	day := func(month int) *maturity.LooseDate {
		p, err := period.FromCode(fmt.Sprintf("M2017-%02d", month))
		if err != nil {
			t.Fatal(err)
		}
		return &maturity.LooseDate{AsGiven: p.Label(), Precision: maturity.PrecisionMonth, Earliest: p.Start, Latest: p.End()}
	}
	live := func(month int) []maturity.Deployment {
		return []maturity.Deployment{{ID: "d", Initiative: "a", Organisation: "RTE", GoLive: day(month)}}
	}
	baseline := func(month int) []maturity.RoadmapBenefit {
		return []maturity.RoadmapBenefit{{ID: "b", Title: "Faster", Initiatives: []string{"a"}, Baseline: &maturity.BenefitBaseline{Date: day(month)}}}
	}
	a, b := maturity.Initiative{ID: "a", Title: "A"}, maturity.Initiative{ID: "b2", Title: "B"}
	needs := func(i maturity.Initiative, to string) maturity.Initiative {
		i.Links = []maturity.RoadmapLink{{To: to, Kind: maturity.LinkPrerequisite}}
		return i
	}
	for name, c := range map[string]struct {
		r    maturity.Roadmap
		want string
	}{
		"baseline before go-live":          {maturity.Roadmap{Initiatives: []maturity.Initiative{a}, Deployments: live(5), Benefits: baseline(4)}, ""},
		"baseline in the month of go-live": {maturity.Roadmap{Initiatives: []maturity.Initiative{a}, Deployments: live(5), Benefits: baseline(5)}, ""},
		"baseline after go-live":           {maturity.Roadmap{Initiatives: []maturity.Initiative{a}, Deployments: live(5), Benefits: baseline(6)}, "baseline_after_go_live b"},
		"two that wait for each other":     {maturity.Roadmap{Initiatives: []maturity.Initiative{needs(a, "b2"), needs(b, "a")}}, "cycle a"},
		"one that waits for the other":     {maturity.Roadmap{Initiatives: []maturity.Initiative{a, needs(b, "a")}}, ""},
		"a link to nothing":                {maturity.Roadmap{Initiatives: []maturity.Initiative{needs(a, "gone")}}, "unknown_link a"},
		"an unknown organisation":          {maturity.Roadmap{Initiatives: []maturity.Initiative{{ID: "a", Organisations: []string{"unknown", "RTE"}}}}, "unknown_organisation a"},
		"an unknown measure":               {maturity.Roadmap{Initiatives: []maturity.Initiative{{ID: "a", Measures: []string{"unknown", "known"}}}}, "unknown_measure a"},
		"an unknown capability":            {maturity.Roadmap{Gaps: []maturity.RoadmapGap{{ID: "g", Capabilities: []string{"unknown"}}}}, "unknown_capability g"},
	} {
		if got := codes(doubtsOf(c.r)); got != c.want {
			t.Errorf("%s: %q, not %q", name, got, c.want)
		}
	}
}

func TestPlansAreKeptWithinABound(t *testing.T) {
	t.Parallel()
	var kept plans
	key := func(i int) planKey { return planKey{"r", int64(i), ""} }
	for i := range 10 {
		kept.keep(key(i), &Plan{}, keptItems/4)
		kept.get(key(0)) // in use all the time
	}
	if kept.items > keptItems || len(kept.kept) != 4 || kept.get(key(0)) == nil || kept.get(key(9)) == nil || kept.get(key(1)) != nil {
		t.Errorf("%d plans of %d items are kept", len(kept.kept), kept.items)
	}
	kept.keep(key(20), &Plan{}, 2*keptItems)
	if len(kept.kept) != 1 || kept.get(key(20)) == nil {
		t.Errorf("%d plans are kept beside one that is larger than all", len(kept.kept))
	}
}
