package page_test

import (
	"slices"
	"strings"
	"testing"

	"waymark/internal/maturity"
)

// The overview leads from a footprint to the board that has both a verdict and the decisions wanted, whatever other boards
// with a verdict stand before it.
func TestTheOverviewLeadsToTheBoardWithDecisions(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.addRoles()
	s.compute(s.clock.now(), 50)
	catalogue, err := shipped()
	if err != nil {
		t.Fatal(err)
	}
	before := 0
	for _, b := range catalogue.Boards {
		if "/boards/"+b.ID+"/glos" == keptBoard {
			break
		}
		if slices.Contains(b.For, maturity.KindFootprint) && slices.ContainsFunc(b.Panels, func(p maturity.Panel) bool { return p.Kind == maturity.PanelHeadline }) {
			before++
		}
	}
	if before == 0 {
		t.Error("no board with a verdict stands before: the test shows nothing")
	}
	home := s.as("viewer").get("/").body
	if first := strings.Index(home, `href="/boards/`); first < 0 || !strings.HasPrefix(home[first:], `href="`+keptBoard) {
		t.Errorf("the first board is another: %.200s", home[max(0, first):])
	}
}
