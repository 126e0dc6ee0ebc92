package main

import (
	"fmt"
	"maps"
	"time"

	"waymark/internal/maturity"
)

// furnishGroup makes a group of the trust, by the analyst, and says what the parameters of definitions and of the explore
// page stand for.
func (h *house) furnishGroup(s *session) {
	h.t.Helper()
	trust, err := s.db.OrganisationByCode(h.t.Context(), trustCode)
	h.must(trust, err)
	g, err := s.db.SaveGroup(h.t.Context(), maturity.OrganisationGroup{Title: "Early starters", Members: []maturity.OrganisationID{trust.ID}, ChangedBy: "analyst", ChangedAt: time.Now()})
	h.must(g, err)
	maps.Copy(h.things, map[string]string{"/groups/:id": fmt.Sprint(g.ID), "/api/v1/groups/:id": fmt.Sprint(g.ID), "/explore/:file": "figures.csv", ":framework": "dma-2015",
		"GET /explore/:file": "?m=discharge.within-24-hours&o=" + trustCode, "/measures/:measure/definition/:file": "definition.json",
		"/api/v1/definitions/:kind": "measure", "/api/v1/definitions/:kind/:id": "discharge.within-24-hours"})
}
