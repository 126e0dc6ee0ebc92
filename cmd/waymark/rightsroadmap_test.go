package main

import (
	"io/fs"
	"strconv"

	"waymark/internal/definition"
	"waymark/internal/roadmap"
	"waymark/seeds"
)

// furnishRoadmap loads the roadmap of the trust's footprint, by its analyst.
func (h *house) furnishRoadmap(s *session) {
	h.t.Helper()
	text, err := fs.ReadFile(seeds.Files, "roadmaps/"+footprintCode+".yaml")
	h.must(text, err)
	r, err := definition.ReadRoadmap(footprintCode+".yaml", text)
	h.must(r, err)
	change, err := s.roadmaps(nil).Load(h.t.Context(), roadmap.Who{Account: h.person("analyst").account}, r, "As its document has it")
	h.must(change, err)
	h.things[":roadmap"], h.things[":initiative"], h.things[":item"] = footprintCode, "juyi", "juyi-p1"
	for area, item := range map[string]string{"gaps": "gap-records-1", "risks": "rl01", "benefits": "bm1", "money": "ettf"} {
		h.things["/roadmap/:roadmap/"+area+"/:item"] = item
	}
	h.things["/roadmap/:roadmap/tables/:file"] = "gaps.csv"
	h.things[":change"] = strconv.FormatInt(change.ID, 10)
}
