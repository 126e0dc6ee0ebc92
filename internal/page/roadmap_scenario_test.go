package page_test

import (
	"encoding/csv"
	"html"
	"math"
	"net/http"
	"net/url"
	"path"
	"regexp"
	"strings"
	"testing"
	"time"

	"waymark/internal/maturity"
	"waymark/internal/page"
	"waymark/internal/period"
	"waymark/internal/roadmap"
	"waymark/internal/whatif"
)

// asking is planning with scenarios and with files.
func (s *site) asking(catalogue *maturity.Catalogue) *page.Roadmaps {
	r := s.planning(catalogue)
	r.Scenarios = &whatif.Desk{Store: s.db, Results: s.db, Roadmaps: r.Desk, Catalogue: catalogue, Now: s.clock.now}
	r.Files = &roadmap.Files{Desk: r.Desk, Store: s.db}
	return r
}

// asked is a site with a go-live that is to move a measure, one that waits for it, and a forecast for the target.
func asked(t *testing.T) *site {
	t.Helper()
	s := newSite(t, func(set *settings) { set.roadmaps = (*site).asking })
	s.addRoles()
	s.clock.Time = time.Date(2018, 11, 10, 12, 0, 0, 0, time.UTC)
	catalogue, err := shipped()
	if err != nil {
		t.Fatal(err)
	}
	on := func(text string) *maturity.LooseDate {
		d, err := maturity.ParseDate(text)
		if err != nil {
			t.Fatal(err)
		}
		return &d
	}
	desk := s.planning(catalogue).Desk
	desk.Rights = everywhere{}
	if _, err := desk.Load(t.Context(), roadmap.Who{}, maturity.Roadmap{ID: "plan", Organisation: "glos", Title: "The plan", Initiatives: []maturity.Initiative{
		{ID: "records", Title: "Records </script>", Status: maturity.InitiativeActive},
		{ID: "portal", Title: "Portal", Start: on("1 May 2019"), End: on("1 August 2019"), Links: []maturity.RoadmapLink{{To: "records", Kind: maturity.LinkPrerequisite}}},
	}, Deployments: []maturity.Deployment{{ID: "records-rte", Initiative: "records", Organisation: "RTE", GoLive: on("1 April 2019"), Effects: []maturity.Effect{{Measure: keptMeasure, Months: 24, Gain: 12, Low: 6, High: 18, Basis: "a guess"}}}},
	}, "as its document has it"); err != nil {
		t.Fatal(err)
	}
	target, ok := catalogue.Target(keptMeasure + "-2020")
	if !ok {
		t.Fatal("no target")
	}
	due := period.Of(period.KindQuarter, target.Due.Latest)
	band := maturity.BandPoint{Period: due, Median: target.Value - 4, Low50: target.Value - 7, High50: target.Value - 1, Low80: target.Value - 10, High80: target.Value + 2, Low95: target.Value - 13, High95: target.Value + 5}
	if _, err := s.db.WriteTrajectories(t.Context(), s.clock.now().Add(-time.Hour), keptMeasure, []maturity.Trajectory{{Organisation: s.organisation("RTE"), Measure: keptMeasure, Target: target.ID,
		Status: maturity.StatusUnlikely, Probability: 0.2, AtDue: &band, Projected: []maturity.BandPoint{band}, RequiredPer: math.NaN(), AchievedPer: math.NaN(),
		Latest: &maturity.PathPoint{Period: period.Of(period.KindQuarter, period.Date(2018, 7, 1)), State: maturity.Reported, Value: 40, HasValue: true}}}); err != nil {
		t.Fatal(err)
	}
	s.clock.Time = s.clock.Add(time.Minute)
	return s
}

const (
	scenarios = "/roadmap/plan/scenarios"
	slipAsked = scenarios + "/new?kind=move&item=records-rte&days=3&unit=months&way=later"
)

// follow gives the page that an answer leads to.
func (v *visitor) follow(a answer) answer {
	v.s.t.Helper()
	return must(v.s.t, v.get(must(v.s.t, a, http.StatusSeeOther).header.Get("Location")), http.StatusOK)
}

var stepField = regexp.MustCompile(`name="step" value="([^"]*)"`)

// savedFrom is the form of a page that asks, with a name.
func savedFrom(t *testing.T, a answer, title string) url.Values {
	t.Helper()
	form := url.Values{"title": {title}, "words": {"for the board"}}
	_, save, ok := strings.Cut(a.body, `action="`+scenarios+`" method="post"`)
	if !ok {
		t.Fatalf("nothing can be saved: %s", a.text())
	}
	for _, found := range stepField.FindAllStringSubmatch(save, -1) {
		form.Add("step", html.UnescapeString(found[1]))
	}
	for _, name := range []string{"id", "version"} {
		if found := regexp.MustCompile(`name="` + name + `" value="([^"]*)"`).FindStringSubmatch(save); found != nil {
			form.Set(name, found[1])
		}
	}
	return form
}

// A question is answered to everybody; an analyst keeps it, changes it, meets an older version, compares two and retires one.
func TestAScenarioIsAskedKeptAndCompared(t *testing.T) {
	t.Parallel()
	s := asked(t)
	analyst, viewer := s.as("analyst"), s.as("viewer")
	must(t, viewer.get(scenarios), http.StatusOK, "No scenario is saved yet")
	must(t, viewer.get(scenarios+"/new?kind=move&item=records-rte&days=0"), http.StatusOK, "as a whole number other than 0")
	read := viewer.follow(viewer.get(slipAsked))
	must(t, read, http.StatusOK, "slips 3 months", "less likely", "1 July 2019", "Only those who may change this roadmap can save a scenario")
	if strings.Contains(read.body, `method="post" action="`+scenarios) || strings.Contains(read.body, "Records </script>") {
		t.Error("a reader is offered to save, or a title is code")
	}
	step := url.Values{"step": {"k=move&i=records-rte&d=91"}, "title": {"Mine"}}
	must(t, viewer.post(scenarios, scenarios, step), http.StatusForbidden)
	must(t, s.as("submitter").post(scenarios, scenarios, step), http.StatusForbidden)

	now := analyst.follow(analyst.get(slipAsked))
	one := analyst.follow(analyst.post(scenarios+"/new", scenarios, savedFrom(t, now, "A slip <b>")))
	must(t, one, http.StatusOK, "Scenario: A slip <b>", "for the board", "version 1", "It changes neither the roadmap nor any figure", "Apply it to the roadmap")
	must(t, analyst.post(scenarios+"/new", scenarios, savedFrom(t, now, "A slip <b>")), http.StatusConflict, "another name")
	must(t, analyst.post(scenarios+"/new", scenarios, url.Values{"title": {"Nothing"}}), http.StatusUnprocessableEntity, "at least one step")
	must(t, analyst.post(scenarios+"/new", scenarios, url.Values{"title": {"Rubbish"}, "step": {"k=explode"}}), http.StatusUnprocessableEntity, "cannot be read")

	// Two change it from the same version: the second is shown that, and keeps what was typed.
	change := scenarios + "/new?scenario=1&step=" + url.QueryEscape("k=move&i=records-rte&d=91")
	form := savedFrom(t, must(t, analyst.get(change), http.StatusOK, "Save the change"), "A longer slip")
	must(t, analyst.post(change, scenarios, form), http.StatusSeeOther)
	form.Set("title", "A slip of theirs")
	stale := must(t, s.as("admin").post(change, scenarios, form), http.StatusConflict)
	if !strings.Contains(stale.body, `value="A slip of theirs"`) {
		t.Error("what was typed is gone")
	}
	must(t, viewer.get(scenarios+"/1"), http.StatusOK, "A longer slip", "version 2")

	// A second one beside it.
	drop := analyst.follow(analyst.get(scenarios + "/new?kind=drop&item=records-rte"))
	other := must(t, analyst.post(scenarios+"/new", scenarios, savedFrom(t, drop, "Without it")), http.StatusSeeOther).header.Get("Location")
	must(t, viewer.get(scenarios), http.StatusOK, "2 scenarios are saved", "Without it")
	must(t, viewer.get(scenarios+"/1/compare?with="+path.Base(other)), http.StatusOK, "A longer slip", "Without it", "the first", "1 April 2019", "dropped")
	must(t, viewer.get(scenarios+"/1/compare"), http.StatusUnprocessableEntity, "Choose the scenario")
	must(t, viewer.get(scenarios+"/1/compare?with=99"), http.StatusNotFound)
	must(t, viewer.get(scenarios+"/99"), http.StatusNotFound)

	file := must(t, viewer.get(scenarios+"/1/targets.csv"), http.StatusOK)
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(file.body, "\uFEFF"))).ReadAll()
	if err != nil || len(rows) != 2 || rows[0][0] != "organisation_code" || rows[1][0] != "RTE" || rows[1][5] != "0.2000" && rows[1][5] != "0.2" || !strings.Contains(file.header.Get("Content-Disposition"), "plan-scenario-1.csv") {
		t.Errorf("%v %v %v", rows, err, file.header)
	}

	must(t, viewer.post(scenarios, other+"/retire", url.Values{"version": {"1"}}), http.StatusForbidden)
	must(t, analyst.post(other, other+"/retire", url.Values{"version": {"7"}}), http.StatusConflict)
	must(t, analyst.post(other, other+"/retire", url.Values{"version": {"1"}}), http.StatusSeeOther)
	must(t, viewer.get(scenarios), http.StatusOK, "1 scenario is saved")
	must(t, viewer.get(other), http.StatusOK, "This scenario is retired")
	must(t, viewer.get("/roadmap/plan?as_at=2018-11-10"), http.StatusOK)
	if kept := must(t, viewer.get("/roadmap/plan/versions"), http.StatusOK); strings.Contains(kept.text(), "3 months") {
		t.Error("a scenario changed the roadmap")
	}
}

// Taking a scenario over is looked at first, needs a reason, and meets what was changed meanwhile.
func TestAScenarioIsAppliedAfterALook(t *testing.T) {
	t.Parallel()
	s := asked(t)
	analyst, viewer := s.as("analyst"), s.as("viewer")
	analyst.follow(analyst.post(scenarios+"/new", scenarios, savedFrom(t, analyst.follow(analyst.get(slipAsked)), "A slip")))
	const apply = scenarios + "/1/apply"
	must(t, viewer.get(apply), http.StatusForbidden)
	must(t, viewer.post(scenarios, apply, url.Values{"reason": {"I want it"}, "version": {"1"}}), http.StatusForbidden)
	look := must(t, analyst.get(apply), http.StatusOK, "Apply “A slip” to the roadmap?", "1 July 2019", "1 date that has to follow", "Why the plan changes")
	form := url.Values{"version": {hidden(t, look, "version")}, "follow": {"yes"}}
	must(t, analyst.post(apply, apply, form), http.StatusUnprocessableEntity, "Say why the plan changes")
	form.Set("reason", "The supplier told us")
	stale := url.Values{"version": {"999"}, "reason": {"An old look"}}
	must(t, analyst.post(apply, apply, stale), http.StatusConflict)
	s.clock.Time = s.clock.Add(time.Minute)
	must(t, analyst.post(apply, apply, form), http.StatusSeeOther)
	must(t, viewer.get("/roadmap/plan/versions"), http.StatusOK, "The supplier told us", "a scenario was applied", "1 July 2019")
	s.clock.Time = s.clock.Add(time.Minute)
	must(t, analyst.post(apply, apply, form), http.StatusConflict)
}
