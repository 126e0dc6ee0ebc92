package roadmap_test

import (
	"context"
	"path"
	"slices"
	"strings"
	"testing"

	"waymark/capabilities"
	"waymark/dashboards"
	"waymark/internal/chart"
	"waymark/internal/definition"
	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/roadmap"
	"waymark/seeds"
)

// nobody knows no organisation: names stand as the source writes them.
type nobody struct{}

func (nobody) ByID(maturity.OrganisationID) (maturity.Organisation, bool) {
	return maturity.Organisation{}, false
}
func (nobody) ByCode(string) (maturity.Organisation, bool) { return maturity.Organisation{}, false }
func (nobody) Version() string                             { return "" }
func (nobody) Named(string) (maturity.Organisation, bool)  { return maturity.Organisation{}, false }

// shipped are the four roadmaps that ship, as plans.
func shipped(t *testing.T) map[string]*roadmap.Plan {
	t.Helper()
	catalogue, err := definition.Load(capabilities.Files, dashboards.Files)
	if err != nil {
		t.Fatal(err)
	}
	c := &clock{}
	c.Set("2018-11-15")
	d := &roadmap.Desk{Catalogue: catalogue, Clock: c.Now, Directory: func(context.Context) (roadmap.Directory, error) { return nobody{}, nil }}
	out := map[string]*roadmap.Plan{}
	files, err := seeds.Files.ReadDir("roadmaps")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		text, err := seeds.Files.ReadFile(path.Join("roadmaps", file.Name()))
		if err != nil {
			t.Fatal(err)
		}
		r, err := definition.ReadRoadmap(file.Name(), text)
		if err != nil {
			t.Fatal(err)
		}
		if out[r.ID], err = d.Draft(t.Context(), r); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

var nov2018 = period.Date(2018, 11, 15)

// Under whatever heading, every initiative stands on some page of the timeline, and what has no date is listed as such.
func TestNothingOfARoadmapIsDroppedFromItsTimeline(t *testing.T) {
	for id, plan := range shipped(t) {
		undated := 0
		for _, u := range plan.Undated(roadmap.TimelineQuery{Today: nov2018}) {
			if !u.Milestone {
				undated++
			}
		}
		for _, by := range plan.Timeline(roadmap.TimelineQuery{Today: nov2018}).By {
			seen := map[string]bool{}
			for page := 1; ; page++ {
				view := plan.Timeline(roadmap.TimelineQuery{By: by.Value, Today: nov2018, Page: page})
				if len(view.Rows) > roadmap.TimelineRows {
					t.Errorf("%s by %s: %d rows on a page", id, by.Value, len(view.Rows))
				}
				for _, r := range view.Rows {
					seen[r.Initiative.ID] = true
				}
				if f, err := chart.Gantt(view.Picture); err != nil || !f.HasPicture() {
					t.Errorf("%s by %s: no picture, %v", id, by.Value, err)
				}
				if view.Dated+undated != view.Initiatives || view.Initiatives != len(plan.Initiatives) {
					t.Errorf("%s by %s: %d of %d initiatives, %d dated and %d undated", id, by.Value, view.Initiatives, len(plan.Initiatives), view.Dated, undated)
				}
				if view.First+len(view.Rows) >= view.All {
					break
				}
			}
			if len(seen) != len(plan.Initiatives) {
				t.Errorf("%s by %s: %d of %d initiatives are shown", id, by.Value, len(seen), len(plan.Initiatives))
			}
		}
	}
}

// A chart of which the bars are lost keeps its rows, its workstreams and its axis, and invents no bar.
func TestRowsWithoutBarsAreStillRows(t *testing.T) {
	plan := shipped(t)["north-mersey-ilinks"]
	view := plan.Timeline(roadmap.TimelineQuery{Today: nov2018})
	groups := map[string]bool{}
	for _, r := range view.Rows {
		groups[r.Row.Group] = true
		if r.Row.Start != nil || r.Row.End != nil {
			t.Errorf("%s has a bar", r.Row.Label)
		}
	}
	if len(view.Rows) != 31 || len(groups) != 5 || view.Chosen != "workstream" {
		t.Errorf("%d rows in %d groups by %s", len(view.Rows), len(groups), view.Chosen)
	}
	in := view.Picture
	if in.From != period.Date(2014, 4, 1) || in.To != period.Date(2017, 3, 31) || !strings.Contains(in.SourceWords, "Q4, Q1") {
		t.Errorf("the axis runs from %s to %s, %q", in.From, in.To, in.SourceWords)
	}
}

// What asks for an initiative, what kind of programme it is and who pays are headings, where the roadmap says any of it;
// what has several stands under each, and what has none is not dropped.
func TestInitiativesStandUnderWhatAsksForThem(t *testing.T) {
	plans := shipped(t)
	under := func(roadmapID, by string) map[string][]string {
		out := map[string][]string{}
		view := plans[roadmapID].Timeline(roadmap.TimelineQuery{By: by, Today: nov2018})
		if view.Chosen != by {
			t.Errorf("%s by %s is shown by %s", roadmapID, by, view.Chosen)
		}
		for _, r := range view.Rows {
			if !r.Part {
				out[r.Row.Group] = append(out[r.Row.Group], r.Initiative.ID)
			}
		}
		return out
	}
	drivers := under("oxfordshire-primary-care-it", "driver")
	for heading, id := range map[string]string{"Regulation": "cyber-security", "Incident": "cyber-security", "Contract end": "telephony", "Inspection": "record-sharing", "No driver named": "wifi"} {
		if !slices.Contains(drivers[heading], id) {
			t.Errorf("%s does not stand under %q: %v", id, heading, drivers)
		}
	}
	// Cyber security stands under two drivers: its milestones count once, and rows are not called initiatives.
	figure, err := chart.Gantt(plans["oxfordshire-primary-care-it"].Timeline(roadmap.TimelineQuery{By: "driver", Today: nov2018}).Picture)
	if err != nil || !strings.HasPrefix(figure.Reading, "24 rows, ") || !strings.Contains(figure.Reading, "of 15 milestones") {
		t.Errorf("%v: %s", err, figure.Reading)
	}
	if got := under("oxfordshire-primary-care-it", "programme")["Change"]; !slices.Equal(got, []string{"online-triage"}) {
		t.Errorf("programmes of change: %v", got)
	}
	if got := under("gloucestershire-ldr", "funding")["GP Access Fund"]; !slices.Equal(got, []string{"jypc"}) {
		t.Errorf("paid by the fund: %v", got)
	}
	for _, way := range plans["north-mersey-ilinks"].Timeline(roadmap.TimelineQuery{Today: nov2018}).By {
		if way.Value == "driver" || way.Value == "programme" {
			t.Errorf("%s is offered, of which that roadmap says nothing", way.Value)
		}
	}
}

// What is chosen is what is shown: by status, by owner, and by years; undated rows stay whatever years are chosen.
func TestATimelineShowsWhatIsChosen(t *testing.T) {
	plan := shipped(t)["gloucestershire-ldr"]
	for _, c := range plan.Timeline(roadmap.TimelineQuery{Today: nov2018}).Statuses {
		view := plan.Timeline(roadmap.TimelineQuery{Status: c.Value, Today: nov2018})
		if view.Initiatives != c.Count {
			t.Errorf("%s: %d initiatives, the choice says %d", c.Value, view.Initiatives, c.Count)
		}
	}
	for _, c := range plan.Timeline(roadmap.TimelineQuery{Today: nov2018}).Organisations {
		view := plan.Timeline(roadmap.TimelineQuery{Organisation: c.Value, Today: nov2018})
		if view.Initiatives < c.Count || c.Count == 0 {
			t.Errorf("%s: %d initiatives, the choice says %d", c.Value, view.Initiatives, c.Count)
		}
	}
	all := plan.Timeline(roadmap.TimelineQuery{Today: nov2018})
	some := plan.Timeline(roadmap.TimelineQuery{Today: nov2018, From: period.Date(2030, 4, 1), To: period.Date(2031, 3, 31)})
	if some.Dated != 0 || some.Initiatives != all.Initiatives-all.Dated || some.Outside != all.Dated {
		t.Errorf("in 2030 %d dated, %d in all, %d outside; without years %d of %d have a date", some.Dated, some.Initiatives, some.Outside, all.Dated, all.Initiatives)
	}
}

// Milestones of several owners stand in each row and once in the total.
func TestMilestonesByYearAddUp(t *testing.T) {
	for id, plan := range shipped(t) {
		milestones := plan.Milestones(nov2018)
		table := plan.ByYear(milestones)
		count := func(r roadmap.YearRow) (all, late int) {
			for _, c := range r.Cells {
				all, late = all+c.All, late+c.Late
			}
			return all, late
		}
		all, late := count(table.Total)
		want := 0
		for _, m := range milestones {
			if m.Late {
				want++
			}
		}
		if all != len(milestones) || late != want {
			t.Errorf("%s: %d milestones, %d late; the roadmap has %d, %d late", id, all, late, len(milestones), want)
		}
		rows := 0
		for _, r := range table.Rows {
			n, _ := count(r)
			rows += n
		}
		if rows < all || rows > all != table.Shared {
			t.Errorf("%s: rows hold %d milestones, the total %d, shared %v", id, rows, all, table.Shared)
		}
	}
}

// The matrix of objectives by areas keeps the pairs that the source names, also those without words.
func TestTheMatrixKeepsEveryNamedPair(t *testing.T) {
	plan := shipped(t)["swb-birmingham-solihull"]
	named := 0
	for _, f := range plan.Frames {
		for _, item := range f.Items {
			named += len(item.Cells)
		}
	}
	linked := 0
	for _, m := range plan.Matrices() {
		for _, r := range m.Rows {
			for _, c := range r.Cells {
				if c.Linked {
					linked++
				}
			}
		}
	}
	if named == 0 || linked != named {
		t.Errorf("%d of %d pairs are in a matrix", linked, named)
	}
}

// Every deployment stands behind a mark, and the years count each once.
func TestEveryGoLiveIsBehindAMark(t *testing.T) {
	plan := shipped(t)["gloucestershire-ldr"]
	day := period.Date(2018, 6, 20)
	r := plan.Roadmap
	r.Deployments = []maturity.Deployment{
		{ID: "d1", Initiative: "juyi", Organisation: "GHFT", Status: maturity.InitiativeComplete, Live: &day},
		{ID: "d2", Initiative: "juyi", Organisation: "GCS", Status: maturity.InitiativeAspirational},
	}
	c := &clock{}
	c.Set("2018-11-15")
	d := &roadmap.Desk{Clock: c.Now, Directory: func(context.Context) (roadmap.Directory, error) { return nobody{}, nil }}
	draft, err := d.Draft(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	view := draft.Deployed("GHFT", nov2018, "15 November 2018")
	found := 0
	for _, g := range view.Groups {
		for _, one := range g.GoLives {
			if one.Recorded {
				found++
				if !one.Live || one.When.Latest != day || one.Organisation != "GHFT" {
					t.Errorf("%+v", one)
				}
			}
		}
	}
	if want := len(draft.Initiative("juyi").Capabilities); found != want {
		t.Errorf("the go-live stands under %d capabilities, its initiative names %d", found, want)
	}
	all := draft.Deployed("", nov2018, "")
	counted, aspirational := 0, 0
	for _, y := range all.Years {
		counted, aspirational = counted+y.All, aspirational+y.Aspirational
	}
	if counted != all.All || aspirational == 0 || !slices.ContainsFunc(all.Years, func(c roadmap.Certainty) bool { return c.Year == "2018/19" && c.Complete == 1 }) {
		t.Errorf("years hold %d of %d go-lives: %+v", counted, all.All, all.Years)
	}
}

// Behind the marks of a capability stands what of it needs the whole system, as its framework says.
func TestACapabilitySaysWhatNeedsTheWholeSystem(t *testing.T) {
	words := map[string]string{}
	for _, g := range shipped(t)["gloucestershire-ldr"].Deployed("", nov2018, "").Groups {
		words[g.ID] = g.Scope
	}
	if got := words["paper-free/records"]; !strings.HasPrefix(got, "Depends on the whole system: strong. Within an organisation: ") || !strings.Contains(got, "Across the system: clinical information from other organisations") {
		t.Errorf("records: %q", got)
	}
	if got := words["paper-free/medicines"]; !strings.HasPrefix(got, "Depends on the whole system: limited.") || strings.Contains(got, "Across") {
		t.Errorf("medicines: %q", got)
	}
}
