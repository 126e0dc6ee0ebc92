package page_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"
)

var undoLink = regexp.MustCompile(`href="(/roadmap/plan/versions/\d+/undo)"`)

// TestASupplierSlips is an analyst who sees what a slip affects, records it, meets somebody else's change, shows what changed,
// and takes it back.
func TestASupplierSlips(t *testing.T) {
	t.Parallel()
	s := planned(t)
	analyst, viewer := s.as("analyst"), s.as("viewer")
	must(t, viewer.get("/roadmap/plan/dependencies"), http.StatusOK, "Portal", "Live", "by 31 March 2018", "follows: no start of its own")
	must(t, viewer.get("/roadmap/plan/dependencies?item=portal"), http.StatusOK, "Before this can start", "What must be ready", "planned")
	must(t, viewer.get("/roadmap/plan/dependencies?item=nothing"), http.StatusNotFound)

	const move = "/roadmap/plan/items/records-live/move"
	must(t, viewer.get(move), http.StatusForbidden)
	must(t, analyst.get("/roadmap/plan/items/nothing/move"), http.StatusNotFound)
	must(t, analyst.get(move), http.StatusOK, "Move “Live”", "the end of 2017 to 2018", "Show what it affects")
	must(t, analyst.get(move+"?date=Q2+2018"), http.StatusUnprocessableEntity, "may mean a quarter of the financial or of the calendar year")
	must(t, analyst.get(move+"?date=May+2018&days=5"), http.StatusUnprocessableEntity, "not both")
	preview := must(t, analyst.get(move+"?days=92"), http.StatusOK, "What the move affects", "June 2018", "92 days later was asked for", "which is 3 months later", "this is what moves", "Portal", "follows from Live")
	form := fieldsOfForm(preview.body)
	form.Set("follow", "yes")
	must(t, analyst.post(move, move, form), http.StatusUnprocessableEntity, "Say why the date moves")
	form.Set("reason", "The supplier slipped <three> months")

	// Somebody else is first.
	other := url.Values{"slot": {"date"}, "date": {"May 2018"}, "follow": {"no"}, "reason": {"Another reason"}, "version": form["version"]}
	must(t, s.as("admin").post(move, move, other), http.StatusSeeOther)
	s.clock.Time = s.clock.Add(time.Minute)
	again := must(t, analyst.post(move, move, form), http.StatusConflict, "The roadmap changed meanwhile", "August 2018", "The supplier slipped <three> months")
	form.Set("version", fieldsOfForm(again.body).Get("version"))
	must(t, analyst.post(move, move, form), http.StatusSeeOther)

	versions := must(t, viewer.get("/roadmap/plan/versions"), http.StatusOK, "1 milestone slipped by 92 days", "May 2018", "August 2018", "an editor of this roadmap", "a date was moved", "The supplier slipped <three> months")
	if strings.Contains(versions.body, ">analyst<") || undoLink.MatchString(versions.body) {
		t.Error("a reader learns who made a change, or is offered to take it back")
	}
	must(t, viewer.get("/roadmap/plan/versions?from_day=2018-11-10"), http.StatusOK, "Nothing changed since 10 November 2018")
	must(t, viewer.get("/roadmap/plan/versions?from_day=2010-01-01"), http.StatusOK, "Nothing of this roadmap was known on 1 January 2010")
	must(t, viewer.get("/roadmap/plan/versions?from=rubbish"), http.StatusOK, "is no day, change or meeting to compare with")
	if csv := must(t, viewer.get("/roadmap/plan/versions/differences.csv"), http.StatusOK); !strings.Contains(csv.body, "dates,milestone,records-live,Live,records,date,May 2018,August 2018,92,") {
		t.Errorf("the file is\n%s", csv.body)
	}

	for _, picture := range []string{"dependencies?item=portal", "slips"} {
		if got := viewer.get("/roadmap/plan/pictures/" + picture); got.status != http.StatusOK || !strings.Contains(got.body, "<svg") {
			t.Errorf("the narrow drawing %s is %d", picture, got.status)
		}
	}
	link := undoLink.FindStringSubmatch(must(t, analyst.get("/roadmap/plan/versions"), http.StatusOK, "Take it back").body)
	if link == nil {
		t.Fatal("nothing can be taken back")
	}
	must(t, viewer.get(link[1]), http.StatusForbidden)
	must(t, analyst.get(link[1]), http.StatusOK, "Take this change back?", "becomes as it was before")
	must(t, analyst.post(link[1], link[1], url.Values{}), http.StatusUnprocessableEntity, "Say why the change is taken back")
	s.clock.Time = s.clock.Add(time.Minute)
	must(t, analyst.post(link[1], link[1], url.Values{"reason": {"It was a mistake"}}), http.StatusSeeOther)
	must(t, viewer.get("/roadmap/plan/versions"), http.StatusOK, "1 milestone came forward", "It was a mistake", "taken back by a later change")
	must(t, analyst.post(link[1], link[1], url.Values{"reason": {"Twice"}}), http.StatusConflict, "a later change touched the same")
}
