package page_test

import (
	"net/http"
	"strings"
	"testing"
)

// TestMovesOnThePicture is the bars and milestones of a timeline as links to the pages that move them: for whoever may, and
// on the roadmap as it is now.
func TestMovesOnThePicture(t *testing.T) {
	t.Parallel()
	s := planned(t)
	analyst, viewer := s.as("analyst"), s.as("viewer")
	const over, bar, mark = `data-wm-spots data-wm-day=`, `<a href="/roadmap/plan/items/records/move"`, `<a href="/roadmap/plan/items/records-live/move"`
	now := must(t, analyst.get("/roadmap/plan"), http.StatusOK, "To move a date, choose a bar or an open milestone")
	for _, want := range []string{over, bar, mark, "<title>Move: Live</title>"} {
		if strings.Count(now.body, want) != 1 {
			t.Errorf("the picture has %d of %s", strings.Count(now.body, want), want)
		}
	}
	if read := must(t, viewer.get("/roadmap/plan"), http.StatusOK); strings.Contains(read.body, over) {
		t.Error("a reader is offered to move dates")
	}
	s.clock.Time = s.clock.AddDate(0, 0, 3)
	form := fieldsOfForm(must(t, analyst.get("/roadmap/plan/items/records-live/move?days=92"), http.StatusOK).body)
	form.Set("reason", "Slipped")
	const move = "/roadmap/plan/items/records-live/move"
	must(t, analyst.post(move, move, form), http.StatusSeeOther)
	before := s.clock.AddDate(0, 0, -1).Format("2006-01-02")
	if then := must(t, analyst.get("/roadmap/plan?as_at="+before), http.StatusOK, "As known on"); strings.Contains(then.body, over) {
		t.Error("dates of an earlier version can be moved")
	}
}
