package main

import (
	"io/fs"
	"strconv"
	"time"

	"waymark/internal/definition"
	"waymark/internal/maturity"
	"waymark/internal/roadmap"
	"waymark/seeds"
)

// furnishRoadmap loads the roadmap of the trust's footprint as known in 2016: its pages open on a day of 2018.
func (h *house) furnishRoadmap(s *session) {
	h.t.Helper()
	text, err := fs.ReadFile(seeds.Files, "roadmaps/"+footprintCode+".yaml")
	h.must(text, err)
	r, err := definition.ReadRoadmap(footprintCode+".yaml", text)
	h.must(r, err)
	then := time.Date(2016, time.December, 15, 12, 0, 0, 0, time.UTC)
	change, err := s.roadmapsThen(nil)(func() time.Time { return then }).Load(h.t.Context(), roadmap.Who{}, r, "As its document has it")
	h.must(change, err)
	h.things[":roadmap"], h.things[":initiative"], h.things[":item"], h.things[":register"] = footprintCode, "juyi", "juyi-p1", "enablers"
	for area, item := range map[string]string{"gaps": "gap-records-1", "risks": "rl01", "benefits": "bm1", "money": "ettf", "registers/:register": "ig-isa", "priorities/questions": "four-questions", "priorities/periods": "2016-17"} {
		h.things["/roadmap/:roadmap/"+area+"/:item"] = item
	}
	h.things["/roadmap/:roadmap/tables/:file"] = "gaps.csv"
	files, analyst := s.roadmapFiles(nil), roadmap.Who{Account: h.person("analyst").account}
	for place, id := range map[string]string{"/roadmap/:roadmap/files/:upload": footprintCode, "/roadmap/upload/:upload": ""} {
		u, _, err := files.Receive(h.t.Context(), analyst, id, "roadmap.yaml", text)
		h.must(u, err)
		h.things[place] = strconv.FormatInt(u.ID, 10)
	}
	h.things["/roadmap/:roadmap/export/:file"] = "roadmap.yaml"
	h.things[":change"] = strconv.FormatInt(change.ID, 10)
	h.furnishScenario(s)
}

// furnishScenario keeps a scenario of it, by the same analyst.
func (h *house) furnishScenario(s *session) {
	h.t.Helper()
	desk := s.scenarios(nil)
	plan, err := s.roadmaps(nil).Get(h.t.Context(), footprintCode, time.Time{})
	h.must(plan, err)
	kept, err := desk.Save(h.t.Context(), roadmap.Who{Account: h.person("analyst").account}, plan,
		maturity.Scenario{Title: "A slip", Steps: []maturity.ScenarioStep{{Kind: maturity.StepMove, Item: "juyi-p1", Days: 91}}})
	h.must(kept, err)
	h.things[":scenario"] = strconv.FormatInt(kept.ID, 10)
}
