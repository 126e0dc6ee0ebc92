package page_test

import (
	"context"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"waymark/internal/account"
	"waymark/internal/maturity"
	"waymark/internal/page"
	"waymark/internal/roadmap"
	"waymark/internal/store"
)

// namedBodies finds organisations by code only.
type namedBodies struct{ *store.Directory }

func (d namedBodies) Named(name string) (maturity.Organisation, bool) { return d.ByCode(name) }
func (d namedBodies) Version() string                                 { return "1" }

// planning is where the site's roadmaps are kept.
func (s *site) planning(catalogue *maturity.Catalogue) *page.Roadmaps {
	return &page.Roadmaps{Standings: s.db, Desk: &roadmap.Desk{Store: s.db, Rights: s.accounts, Catalogue: catalogue, Clock: s.clock.now,
		Directory: func(ctx context.Context) (roadmap.Directory, error) {
			d, err := s.db.Directory(ctx)
			return namedBodies{d}, err
		}}}
}

// planned is a site with a small roadmap, loaded by its administrator.
func planned(t *testing.T) *site {
	s := newSite(t, func(set *settings) { set.roadmaps = (*site).planning })
	s.addRoles()
	s.add("other", account.NewGrant{Role: maturity.RoleSubmitter, Code: "RBA"})
	s.clock.Time = time.Date(2018, 11, 10, 12, 0, 0, 0, time.UTC)
	date := func(text string) *maturity.LooseDate {
		d, err := maturity.ParseDate(text)
		if err != nil {
			t.Fatal(err)
		}
		return &d
	}
	catalogue, err := shipped()
	if err != nil {
		t.Fatal(err)
	}
	desk := s.planning(catalogue).Desk
	desk.Rights = everywhere{}
	_, err = desk.Load(t.Context(), roadmap.Who{}, maturity.Roadmap{ID: "plan", Organisation: "glos", Title: "The plan", Document: "A document",
		Meanings: []maturity.PlanMeaning{{Colour: maturity.PlanAmber, States: []maturity.PlanState{maturity.PlanAtRisk}, Words: "new initiatives needed"}},
		Initiatives: []maturity.Initiative{
			{ID: "records", Title: "Records </script>", Organisations: []string{"RTE"}, OwnerRole: "Director of digital", Status: maturity.InitiativeActive, StatusBasis: maturity.ByReading, Start: date("Feb 2017"),
				Milestones: []maturity.Milestone{{ID: "records-live", Title: "Live", Date: date("by end of 2017/18"), State: maturity.MilestonePlanned, Conditions: []string{"contract"}}, {ID: "records-next", Title: "Next", Date: date("2020"), State: maturity.MilestonePlanned}}},
			{ID: "portal", Title: "Portal", Status: maturity.InitiativeAspirational, Links: []maturity.RoadmapLink{{To: "records-live", Kind: maturity.LinkPrerequisite}}},
		}}, "as its document has it")
	if err != nil {
		t.Fatal(err)
	}
	s.clock.Time = s.clock.Add(time.Minute) // a change is known from just after the one before
	return s
}

// everywhere may do everything, for loading.
type everywhere struct{}

func (everywhere) Reach(context.Context, maturity.Account, maturity.Permission, maturity.Collection) (maturity.Scope, error) {
	return maturity.Scope{All: true}, nil
}

var (
	inputs    = regexp.MustCompile(`<input [^>]*name="([^"]+)"[^>]*>`)
	valueOf   = regexp.MustCompile(` value="([^"]*)"`)
	textAreas = regexp.MustCompile(`(?s)<textarea [^>]*name="([^"]+)"[^>]*>\n?(.*?)</textarea>`)
	selects   = regexp.MustCompile(`(?s)<select [^>]*name="([^"]+)"[^>]*>(.*?)</select>`)
	chosen    = regexp.MustCompile(`<option value="([^"]*)" selected`)
	option    = regexp.MustCompile(`<option value="([^"]*)"`)
)

// fieldsOfForm is what a browser would send of a page's form as it stands.
func fieldsOfForm(body string) url.Values {
	form := url.Values{}
	for _, m := range inputs.FindAllStringSubmatch(body, -1) {
		value := ""
		if v := valueOf.FindStringSubmatch(m[0]); v != nil {
			value = html.UnescapeString(v[1])
		}
		if !strings.Contains(m[0], `type="checkbox"`) || strings.Contains(m[0], " checked") {
			form.Set(m[1], value)
		}
	}
	for _, m := range textAreas.FindAllStringSubmatch(body, -1) {
		form.Set(m[1], html.UnescapeString(m[2]))
	}
	for _, m := range selects.FindAllStringSubmatch(body, -1) {
		found := chosen.FindStringSubmatch(m[2])
		if found == nil {
			found = option.FindStringSubmatch(m[2])
		}
		form.Set(m[1], html.UnescapeString(found[1]))
	}
	return form
}

const records = "/roadmap/plan/initiatives/records"

// TestAnInitiativeIsEditedAfterALook is an analyst who changes an initiative: sees the change, gives a reason, saves; meets
// somebody else's change; removes what others link to.
func TestAnInitiativeIsEditedAfterALook(t *testing.T) {
	t.Parallel()
	s := planned(t)
	analyst, viewer, admin := s.as("analyst"), s.as("viewer"), s.as("admin")
	must(t, viewer.get("/roadmap"), http.StatusOK, "The roadmap has late milestones", "2 initiatives. 1 of 2 milestones is late")
	must(t, viewer.get(records), http.StatusOK, "Records </script>: late – 1 of 2 milestones has passed its date", "by end of 2017/18", "Active, inferred from the wording", "Portal", "Needed by", "Nobody has reported how it stands")
	must(t, viewer.get("/roadmap/plan/initiatives/nothing"), http.StatusNotFound)
	must(t, viewer.get(records+"/edit"), http.StatusForbidden)
	must(t, s.as("other").get(records+"/edit"), http.StatusForbidden)

	edit := records + "/edit"
	form := fieldsOfForm(must(t, analyst.get(edit), http.StatusOK, "Edit Records </script>", "Milestone 1: Live").body)
	same := url.Values{}
	for k, v := range form {
		same[k] = v
	}
	same.Set("do", "check")
	must(t, analyst.post(edit, edit, same), http.StatusOK, "Nothing is changed")

	form.Set("do", "check")
	form.Set("milestones0-date", "someday soon")
	form.Set("words", "typed and <kept>")
	bad := must(t, analyst.post(edit, edit, form), http.StatusUnprocessableEntity, "Date: ", "There is a problem")
	if !strings.Contains(bad.body, `value="someday soon"`) || !strings.Contains(bad.body, "typed and &lt;kept&gt;") {
		t.Error("what was typed is lost")
	}
	form.Set("milestones0-date", "Q2 18/19")
	check := must(t, analyst.post(edit, edit, form), http.StatusOK, "2 changes to check", "by end of 2017/18", "July to September 2018", "not given", "typed and <kept>")
	must(t, viewer.get(records), http.StatusOK, "by end of 2017/18") // nothing is saved yet
	save := fieldsOfForm(check.body)
	save.Set("do", "save")
	must(t, analyst.post(edit, edit, save), http.StatusUnprocessableEntity, "Say why it is changed")
	save.Set("reason", "The supplier slipped")
	must(t, analyst.post(edit, edit, save), http.StatusSeeOther)
	s.clock.Time = s.clock.Add(time.Minute)
	must(t, viewer.get(records), http.StatusOK, "July to September 2018", "typed and <kept>", "The supplier slipped")

	// Two begin with the same state: the second sees both.
	s.clock.Time = s.clock.Add(time.Minute)
	begun := fieldsOfForm(admin.get(edit).body)
	mine := fieldsOfForm(admin.get(edit).body)
	mine.Set("owner", "Chief nurse")
	mine.Set("reason", "New owner")
	mine.Set("do", "save")
	must(t, admin.post(edit, edit, mine), http.StatusSeeOther)
	s.clock.Time = s.clock.Add(time.Minute)
	begun.Set("title", "Renamed")
	begun.Set("do", "check")
	both := must(t, analyst.post(edit, edit, begun), http.StatusConflict, "Somebody else changed this initiative", "Chief nurse", "Director of digital", "Renamed")
	again := fieldsOfForm(both.body)
	again.Set("owner", "Chief nurse")
	again.Set("reason", "A better name")
	again.Set("do", "save")
	must(t, analyst.post(edit, edit, again), http.StatusSeeOther)
	s.clock.Time = s.clock.Add(time.Minute)
	must(t, viewer.get(records), http.StatusOK, "Renamed", "Chief nurse")

	// A change of something else is no conflict.
	s.clock.Time = s.clock.Add(time.Minute)
	third := fieldsOfForm(analyst.get(edit).body)
	must(t, admin.post("/roadmap/plan/updates", "/roadmap/plan/updates", url.Values{"initiative": {"portal"}, "month": {"2018-11"}, "state": {"on_track"}}), http.StatusSeeOther)
	s.clock.Time = s.clock.Add(time.Minute)
	third.Set("milestones0-remove", "yes")
	third.Set("do", "check")
	gone := must(t, analyst.post(edit, edit, third), http.StatusOK, "Others link to what is removed", "Portal needs the milestone “Live”", "removed")
	last := fieldsOfForm(gone.body)
	last.Set("unlink", "yes")
	last.Set("reason", "No longer wanted")
	last.Set("do", "save")
	must(t, analyst.post(edit, edit, last), http.StatusSeeOther)
	s.clock.Time = s.clock.Add(time.Minute)
	portal := must(t, viewer.get("/roadmap/plan/initiatives/portal"), http.StatusOK)
	if strings.Contains(portal.body, ">Needs</h3>") {
		t.Error("the link to what was removed is still there")
	}
}

// TestAnInitiativeIsOpenedFromAFigure carries measure, target and organisation into a new initiative.
func TestAnInitiativeIsOpenedFromAFigure(t *testing.T) {
	t.Parallel()
	s := planned(t)
	analyst := s.as("analyst")
	catalogue, err := shipped()
	if err != nil {
		t.Fatal(err)
	}
	var target maturity.Target
	for _, one := range catalogue.Targets {
		if one.Due != nil && one.Organisation == "" && one.Footprint == "" {
			target = one
		}
	}
	m, _ := catalogue.Measure(target.Measure)
	at := "/roadmap/plan/initiatives/new?" + url.Values{"measure": {m.ID}, "target": {target.ID}, "organisation": {"RTE"}}.Encode()
	must(t, analyst.get("/initiatives?measure="+m.ID+"&organisation=RTE"), http.StatusOK, "No initiative carries", "Open an initiative in The plan")
	form := fieldsOfForm(must(t, analyst.get(at), http.StatusOK, "Open an initiative", m.ID).body)
	form.Set("title", "Do something about it")
	form.Set("reason", "The target will be missed")
	form.Set("do", "save")
	if form.Get("measures") != m.ID || form.Get("organisations") != "RTE" || form.Get("drivers0-kind") != "target" || form.Get("deployments0-organisation") != "RTE" {
		t.Errorf("the form does not carry the figure along: %v", form)
	}
	must(t, analyst.post(at, "/roadmap/plan/initiatives/new", form), http.StatusSeeOther)
	s.clock.Time = s.clock.Add(time.Minute)
	must(t, analyst.get("/roadmap/plan/initiatives/do-something-about-it"), http.StatusOK, m.Title, "Target: ")
	must(t, s.as("viewer").get("/initiatives?measure="+m.ID+"&organisation=RTE"), http.StatusOK, "1 initiative carries")
	must(t, s.as("viewer").get("/initiatives?measure=nothing"), http.StatusNotFound)
}

// TestOwnersReportWithOneClick is a trust that reports its own initiative, and may report no other's.
func TestOwnersReportWithOneClick(t *testing.T) {
	t.Parallel()
	s := planned(t)
	trust, viewer := s.as("submitter"), s.as("viewer")
	updates := "/roadmap/plan/updates"
	must(t, viewer.get(updates), http.StatusOK, "Reports for November 2018: 0 of 2 initiatives", "No owner has reported yet")
	must(t, trust.get(updates), http.StatusOK, "1 report is due for November 2018", "Records </script>", "Nothing was reported before")
	report := func(initiative, month, state, note string) url.Values {
		return url.Values{"initiative": {initiative}, "month": {month}, "state": {state}, "note": {note}}
	}
	must(t, trust.post(updates, updates, report("portal", "2018-11", "late", "")), http.StatusForbidden)
	must(t, s.as("other").post(updates, updates, report("records", "2018-11", "late", "")), http.StatusForbidden)
	must(t, viewer.post(updates, updates, report("records", "2018-11", "late", "")), http.StatusForbidden)
	must(t, trust.post(updates, updates, report("records", "2018-12", "late", "")), http.StatusUnprocessableEntity, "has not begun yet")
	must(t, trust.post(updates, updates, report("records", "2018-11", "asleep", "a note")), http.StatusUnprocessableEntity, "Choose how the initiative stands")
	wrong := report("records", "2018-11", "late", "the note stays")
	wrong.Set("progress", "lots")
	if a := must(t, trust.post(updates, updates, wrong), http.StatusUnprocessableEntity, "whole number from 0 to 100"); !strings.Contains(a.body, `value="the note stays"`) {
		t.Error("the note is lost")
	}
	must(t, trust.post(updates, updates, report("records", "2018-08", "on_track", "")), http.StatusSeeOther)
	s.clock.Time = s.clock.Add(time.Minute)
	must(t, trust.get(updates), http.StatusOK, "August 2018", "Last reported for August 2018; 2 months are missing")
	at := report("records", "2018-11", "at_risk", "The network is late")
	at.Set("progress", "40%")
	answer := must(t, trust.post(updates, updates, at), http.StatusSeeOther)
	s.clock.Time = s.clock.Add(time.Minute)
	must(t, trust.get(strings.Split(answer.header.Get("Location"), "#")[0]), http.StatusOK, "Reported: Records </script> , At risk", "The report for November 2018 is in", "new initiatives needed")
	must(t, viewer.get(records), http.StatusOK, "reported for November 2018 by the Director of digital ; 40% done", "The network is late")
}
