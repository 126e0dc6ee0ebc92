package main

import (
	"time"

	"waymark/internal/roadmap"
	"waymark/internal/whatif"
)

// scenarios is where "what if" is asked of roadmaps.
func (s *session) scenarios(rights roadmap.Rights) *whatif.Desk {
	return &whatif.Desk{Store: s.db, Results: s.db, Roadmaps: s.roadmaps(rights), Catalogue: s.catalogue, Now: time.Now}
}
