package page_test

import (
	"bytes"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"waymark/internal/definition"
	"waymark/internal/exchange"
	"waymark/internal/maturity"
)

// workbookOf is the site's roadmap as a workbook, after a change.
func (s *site) workbookOf(change func(*maturity.Roadmap)) string {
	s.t.Helper()
	catalogue, err := shipped()
	if err != nil {
		s.t.Fatal(err)
	}
	plan, err := s.planning(catalogue).Desk.Get(s.t.Context(), "plan", s.clock.now())
	if err != nil {
		s.t.Fatal(err)
	}
	r, err := definition.ReadRoadmap("plan.yaml", definition.WriteRoadmap(plan.Roadmap))
	if err != nil {
		s.t.Fatal(err)
	}
	change(&r)
	var out bytes.Buffer
	if err := exchange.WriteWorkbook(&out, r); err != nil {
		s.t.Fatal(err)
	}
	return out.String()
}

// A roadmap that is sent where returns are sent is taken to the check of roadmaps, and nothing is saved before a look.
func TestARoadmapSentAsAReturnIsTakenToItsCheck(t *testing.T) {
	t.Parallel()
	s := asked(t)
	analyst := s.as("analyst")
	book := s.workbookOf(func(r *maturity.Roadmap) { r.Initiatives[1].Title = "The portal" })
	check := must(t, analyst.upload("plan.xlsx", book, nil), http.StatusSeeOther).header.Get("Location")
	if !strings.HasPrefix(check, "/roadmap/plan/files/") {
		t.Fatalf("it is taken to %s", check)
	}
	look := must(t, analyst.get(check), http.StatusOK, "The file would change 1 item", "The portal")
	must(t, s.as("viewer").get("/roadmap/plan/initiatives/portal"), http.StatusOK, "Portal")
	var kept int
	if err := s.db.SQL().QueryRow(`SELECT count(*) FROM submission`).Scan(&kept); err != nil || kept != 0 {
		t.Errorf("%d returns were made of it, %v", kept, err)
	}
	s.clock.Time = s.clock.Add(1)
	must(t, analyst.post(check, check+"/save", url.Values{"version": {hidden(t, look, "version")}, "reason": {"As its office has it"}}), http.StatusSeeOther)
	must(t, s.as("viewer").get("/roadmap/plan/initiatives/portal"), http.StatusOK, "The portal")

	// One of a new roadmap is looked at, too; whoever may not change the roadmap is told so at the form.
	fresh := s.workbookOf(func(r *maturity.Roadmap) { r.ID = "fresh" })
	if where := must(t, analyst.upload("fresh.xlsx", fresh, nil), http.StatusSeeOther).header.Get("Location"); !strings.HasPrefix(where, "/roadmap/upload/") {
		t.Errorf("a new one is taken to %s", where)
	}
	must(t, s.as("submitter").upload("plan.xlsx", book, nil), http.StatusUnprocessableEntity, "This file is a roadmap, not a return, and you may not change that roadmap")
}
