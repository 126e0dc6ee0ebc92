package page_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"waymark/internal/board"
	"waymark/internal/maturity"
	"waymark/internal/roadmap"
)

// linkTo is what a page writes for a list of what is planned, without what it adds for the time it is seen at.
func linkTo(measure, target, organisation string) string {
	q := url.Values{"measure": {measure}, "organisation": {organisation}}
	if target != "" {
		q.Set("target", target)
	}
	return `href="/initiatives?` + strings.ReplaceAll(q.Encode(), "&", "&amp;")
}

// Every red cell of every table that is the same for everybody leads to what is planned, with measure, target and
// organisation; no other cell does, and none where the site keeps no roadmaps.
func TestEveryRedCellLeadsToWhatIsPlanned(t *testing.T) {
	t.Parallel()
	m, bodies := maturity.Measure{ID: "wards.records", Title: "Wards", Polarity: maturity.HigherIsBetter}, trusts(2, "Trust")
	target, red, well := maturity.Target{ID: "wards-2020", Measure: m.ID}, bodies[0], bodies[1]
	rows := func(s maturity.Status) []board.TargetRow {
		return []board.TargetRow{{Target: target, Measure: m, Title: "Wards", Status: s}, {Target: maturity.Target{ID: "well"}, Measure: m, Title: "Well", Status: maturity.StatusMet}}
	}
	compared := func(s maturity.Status) []board.OrganisationRow {
		return []board.OrganisationRow{{Organisation: red, Measure: m, Target: target, Status: s}, {Organisation: well, Measure: m, Target: target, Status: maturity.StatusOnTrack}}
	}
	for i := range bodies {
		bodies[i].ShortName = bodies[i].Code
	}
	assurance := &board.AssuranceMatrix{Title: "Wards", Noun: "organisation", Placed: 2, Columns: make([]board.AssuranceAxis, 2), Rows: []board.AssuranceRow{{Cells: []board.AssuranceCell{
		{Asks: true, Entries: []board.AssuranceEntry{{Organisation: red, Measure: m, Label: "Red", Target: target.ID}}}, {Entries: []board.AssuranceEntry{{Organisation: well, Measure: m, Label: "Well", Target: target.ID}}}}}}}
	matrix := &board.Matrix{Organisations: bodies, Groups: []board.MatrixGroup{{Rows: []board.MatrixRow{{Section: maturity.Section{Title: "Wards"}, Measure: m, Cells: []board.MatrixCell{
		{Organisation: red, Measure: m.ID, Value: "30", Word: "below", Position: maturity.PositionBelow, Behind: true}, {Organisation: well, Measure: m.ID, Value: "60", Word: "above", Position: maturity.PositionAbove}}}}}}}
	changes := &board.Changes{Rows: []board.Change{{Kind: board.ChangeStatus, Organisation: red, Measure: m.ID, Target: target.ID, Status: maturity.StatusUnlikely, Title: "Wards", Then: "On track", Now: "Unlikely"},
		{Kind: board.ChangeStatus, Organisation: well, Measure: m.ID, Target: target.ID, Status: maturity.StatusOnTrack, Title: "Wards", Then: "Unlikely", Now: "On track"}}}
	panels := map[string]board.PanelView{
		"targets":         {Panel: maturity.Panel{ID: "p", Kind: maturity.PanelTargets}, Targets: rows(maturity.StatusPastDue)},
		"organisations":   {Panel: maturity.Panel{ID: "p", Kind: maturity.PanelOrganisations}, Measure: m, Target: target, Organisations: compared(maturity.StatusAtRisk)},
		"red-and-falling": {Panel: maturity.Panel{ID: "p", Kind: maturity.PanelFalling}, Falling: compared(maturity.StatusUnlikely)[:1]},
		"matrix":          {Panel: maturity.Panel{ID: "p", Kind: maturity.PanelMatrix}, Matrix: matrix},
		"changes":         {Panel: maturity.Panel{ID: "p", Kind: maturity.PanelChanges}, Changes: changes},
		"assurance":       {Panel: maturity.Panel{ID: "p", Kind: maturity.PanelAssurance}, Assurance: assurance},
	}
	results := &canned{domains: board.DomainsView{Choices: []board.DomainChoice{{ID: "f"}}, Columns: []board.DomainColumn{{Measure: m}}, Rows: []board.DomainRow{
		{Organisation: red, Cells: []board.DomainCell{{Organisation: red, Measure: m, Value: "30", Period: "Q2018-07", Word: "6 below", Behind: true, Target: target.ID}}},
		{Organisation: well, Cells: []board.DomainCell{{Organisation: well, Measure: m, Value: "60", Period: "Q2018-07", Word: "at"}}}}},
		assurance: board.AssuranceView{Matrix: assurance}, changes: *changes,
		measure: board.MeasureView{Measure: m, Rows: compared(maturity.StatusUnlikely)}}
	for i := range results.measure.Rows {
		results.measure.Rows[i].Trajectory = maturity.Trajectory{Target: target.ID}
	}
	with := func(plans bool) *visitor {
		s := newSite(t, func(set *settings) {
			set.results, set.organisations, set.keep = results, register{newCrowd(bodies)}, -1
			if plans {
				set.roadmaps = (*site).planning
			}
		})
		s.addRoles()
		return s.as("viewer")
	}
	planned, without := with(true), with(false)
	seen := func(name, path, organisation, target string) {
		a := must(t, planned.get(path), http.StatusOK)
		if !strings.Contains(a.body, linkTo(m.ID, target, organisation)) {
			t.Errorf("%s: there is no %s", name, linkTo(m.ID, target, organisation))
		}
		if n := strings.Count(a.body, "/initiatives?"); n != 1 {
			t.Errorf("%s: %d links to plans, want that of the red cell", name, n)
		}
		if strings.Contains(a.body, "/initiatives/new") {
			t.Errorf("%s: leads a reader to a form", name)
		}
		if a := must(t, without.get(path), http.StatusOK); strings.Contains(a.body, "/initiatives?") {
			t.Errorf("%s: leads to plans where there are none", name)
		}
	}
	for kind, panel := range panels {
		results.view = board.View{Board: maturity.Board{ID: "ldr-steering-group", Title: "Board"}, Panels: []board.PanelView{panel}}
		want := map[string]string{"targets": "glos"}[kind]
		if want == "" {
			want = red.Code
		}
		wanted := target.ID
		if kind == "matrix" {
			wanted = "" // compared with the average, not with a target
		}
		seen(kind, "/boards/ldr-steering-group/glos", want, wanted)
	}
	seen("domains", "/organisations/glos/domains", red.Code, target.ID)
	seen("assurance", "/organisations/glos/assurance", red.Code, target.ID)
	seen("changes", "/changes/glos?since=2018-06-12", red.Code, target.ID)
	seen("measure", "/measures/"+keptMeasure, red.Code, target.ID)

	// Several names in one red cell stand behind one line.
	assurance.Rows[0].Cells[0].Entries = append(assurance.Rows[0].Cells[0].Entries, board.AssuranceEntry{Organisation: well, Measure: m, Label: "Second", Target: target.ID})
	a := must(t, planned.get("/organisations/glos/assurance"), http.StatusOK, "What is planned")
	if strings.Count(a.body, "/initiatives?") != 2 || !strings.Contains(a.body, `<summary>What is planned</summary>`) {
		t.Error("both names should lead to their plans behind one line")
	}
}

// Who may edit the plan can open an initiative beside the red figure of an organisation; others see what is planned, or
// that nothing is. An initiative that names only the capability which the figure shows is counted, and says so.
func TestARedFigureIsCarriedIntoThePlan(t *testing.T) {
	t.Parallel()
	s, viewer := compared(t, func(set *settings) { set.roadmaps = (*site).planning })
	catalogue, err := shipped()
	if err != nil {
		t.Fatal(err)
	}
	desk := s.planning(catalogue).Desk
	desk.Rights = everywhere{}
	if _, err := desk.Load(context.Background(), roadmap.Who{}, maturity.Roadmap{ID: "plan", Organisation: "glos", Title: "The plan",
		Initiatives: []maturity.Initiative{{ID: "records", Title: "One record", Capabilities: []string{"paper-free/records"}, Organisations: []string{"RTE"}}}}, "as its document has it"); err != nil {
		t.Fatal(err)
	}
	s.clock.Time = s.clock.Add(1e9)
	analyst := s.as("analyst")
	list := strings.TrimPrefix(linkTo(keptMeasure, keptMeasure+"-2020", "RTE"), `href="`)
	for _, path := range []string{"/organisations/RTE", "/measures/" + keptMeasure + "?organisation=RTE"} {
		a := must(t, viewer.get(path), http.StatusOK, "Nothing is planned")
		if !strings.Contains(a.body, list) || strings.Contains(a.body, "initiatives/new") {
			t.Errorf("%s: a reader should be led to the list and to no form", path)
		}
		if a := must(t, analyst.get(path), http.StatusOK, "Open an initiative"); !strings.Contains(a.body, `"/roadmap/plan/initiatives/new?measure=`+keptMeasure+`&amp;organisation=RTE&amp;target=`+keptMeasure+`-2020"`) {
			t.Errorf("%s: an analyst should be led to a form that holds the figure", path)
		}
	}
	path := strings.ReplaceAll(list, "&amp;", "&")
	if a := must(t, viewer.get(path), http.StatusOK, "No initiative carries"); strings.Contains(a.body, "initiatives/new") {
		t.Error("a reader is led to a form")
	}
	must(t, viewer.get("/roadmap/plan/initiatives/new?measure="+keptMeasure), http.StatusForbidden)
	must(t, analyst.get(path), http.StatusOK, "Open an initiative in The plan")

	must(t, viewer.get("/initiatives?measure=paper-free.records&organisation=RTE"), http.StatusOK, "No initiative carries", "1 other is about the capability it shows", "One record", "is to bring Records")
	form := fieldsOfForm(must(t, analyst.get("/roadmap/plan/initiatives/new?measure=paper-free.records&organisation=RTE"), http.StatusOK).body)
	if form.Get("capabilities") != "paper-free/records" || form.Get("measures") != "paper-free.records" {
		t.Errorf("the form does not carry the capability along: %v", form)
	}
}
