package roadmap

import (
	"testing"
	"time"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// A target stands behind a milestone when a measure of its initiative has one for the footprint or an owner, due on the
// milestone's day or later.
func TestMilestonesStandBeforeTheTargetsOfTheirInitiatives(t *testing.T) {
	t.Parallel()
	by := func(year int) *maturity.LooseDate {
		day := period.Date(year, time.March, 31)
		return &maturity.LooseDate{AsGiven: day.String(), Precision: maturity.PrecisionDay, Earliest: day, Latest: day}
	}
	target := func(id, measure, organisation, footprint string, due *maturity.LooseDate) maturity.Target {
		return maturity.Target{ID: id, Measure: measure, Organisation: organisation, Footprint: footprint, Due: due}
	}
	c := &maturity.Catalogue{Targets: []maturity.Target{target("national", "letters", "", "", by(2020)), target("ours", "letters", "", "f1", by(2019)), target("theirs", "letters", "", "f2", by(2020)),
		target("owner", "letters", "RTE", "", by(2021)), target("stranger", "letters", "RTH", "", by(2021)), target("undated", "letters", "", "", nil), target("other", "wards", "", "", by(2020))}}
	r := maturity.Roadmap{Initiatives: []maturity.Initiative{
		{ID: "a", Organisations: []string{"Trust"}, Measures: []string{"letters"}, Milestones: []maturity.Milestone{{ID: "late", Date: by(2018)}, {ID: "on", Date: by(2019)}, {ID: "after", Date: by(2022)}, {ID: "open"}, {ID: "done", Date: by(2018), State: maturity.MilestoneDone}}},
		{ID: "b", Milestones: []maturity.Milestone{{ID: "none", Date: by(2017)}}},
	}, Deployments: []maturity.Deployment{{Initiative: "b", Effects: []maturity.Effect{{Measure: "cost"}}}}}
	footprint := maturity.Organisation{ID: 1, Code: "f1"}
	p := &Plan{KeptRoadmap: maturity.KeptRoadmap{Roadmap: r, Footprint: footprint}, Bodies: map[string]maturity.Organisation{"Trust": {ID: 2, Code: "RTE"}}, index: indexOf(&r, c, footprint)}
	list := p.Milestones(period.Date(2018, time.June, 1))
	var got string
	for _, m := range list {
		got += m.ID + ":"
		for _, t := range m.Targets {
			got += " " + t.ID
		}
		got += "; "
	}
	if want := "none:; late: ours national owner; on: ours national owner; after:; open:; done: ours national owner; "; got != want {
		t.Errorf("%s\nnot %s", got, want)
	}
	if got, want := MilestoneSentence(list), "2 of 6 milestones are late; 1 stands before a 2019 target"; got != want {
		t.Errorf("%q, not %q", got, want)
	}
	for day, want := range map[period.Day]string{period.Date(2016, time.June, 1): "None of 6 milestones is late", period.Date(2017, time.June, 1): "1 of 6 milestones is late"} {
		if got := p.Sentence(day); got != want {
			t.Errorf("%q, not %q", got, want)
		}
	}
	if got := MilestoneSentence(nil); got != "No milestones are planned" {
		t.Errorf("%q", got)
	}
}

func TestSpansAreInTheUnitInWhichPeopleWouldSayThem(t *testing.T) {
	t.Parallel()
	for days, want := range map[int]string{1: "1 day", 13: "13 days", 14: "2 weeks", 60: "8 weeks", 61: "2 months", 92: "3 months", 365: "12 months", 730: "24 months"} {
		if got := span(days); got != want {
			t.Errorf("%d days are %q, not %q", days, got, want)
		}
	}
}
