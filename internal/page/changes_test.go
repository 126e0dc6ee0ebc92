package page_test

import (
	"context"
	"encoding/csv"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"waymark/internal/board"
	"waymark/internal/maturity"
	"waymark/internal/page"
	"waymark/internal/period"
)

// held are the meetings of a canned site.
type meetings []maturity.Meeting

func (m meetings) LastMeeting(_ context.Context, o maturity.OrganisationID, before time.Time) (last maturity.Meeting, found bool, _ error) {
	for _, one := range m {
		if one.Organisation == o && one.Day < period.DayOf(before) {
			last, found = one, true
		}
	}
	return last, found, nil
}

func (m meetings) Meeting(_ context.Context, id int64) (maturity.Meeting, error) {
	for _, one := range m {
		if one.ID == id {
			return one, nil
		}
	}
	return maturity.Meeting{}, maturity.Errorf(maturity.NotFound, "There is no such meeting.")
}

func (m meetings) DecisionsVersion(context.Context) (string, error) { return "", nil }

var (
	june      = maturity.Meeting{ID: 7, Organisation: 1, Day: period.Date(2018, 6, 12)}
	september = maturity.Meeting{ID: 8, Organisation: 1, Day: period.Date(2018, 9, 11), Seen: time.Date(2018, 9, 3, 9, 30, 0, 0, time.UTC)}
)

func worse() *bool { return new(bool) }

// compared is a site whose changes are canned.
func comparedSite(t *testing.T, changes board.Changes, held meetings) (*visitor, *canned) {
	t.Helper()
	results := &canned{changes: changes}
	s := newSite(t, func(set *settings) {
		set.results, set.organisations, set.earlier = results, register{newCrowd(trusts(2, "Trust"))}, held
	})
	s.add("viewer", grant(maturity.RoleViewer, ""))
	return s.as("viewer"), results
}

func TestChangesSayThenNowAndWhy(t *testing.T) {
	t.Parallel()
	hostile := "</script>=cmd|£ – é"
	rows := []board.Change{{Kind: board.ChangeStatus, Organisation: maturity.Organisation{ID: 2, Code: "T000", Name: hostile, ShortName: hostile}, Measure: "m", Title: "Wards", Then: "On track, chance about 85%",
		Now: "Unlikely, chance about 1 in 3", Why: "New figure: 66%.", WhyKind: board.WhyNewData, Better: worse(), Address: "/measures/m?organisation=T000", ThenAddress: "/measures/m?organisation=T000"}}
	v, results := comparedSite(t, board.Changes{Sentence: "1 thing changed, for the worse", Rows: rows}, meetings{june, september})
	a := v.get("/changes/glos?as_at=2018-11-15")
	a.wants(t, "changes", "1 thing changed since the meeting of 11 September 2018, for the worse", "On track, chance about 85%", "Unlikely, chance about 1 in 3", "▼ Worse", "New data. New figure: 66%.")
	for _, link := range []string{`href="/measures/m?organisation=T000&amp;as_at=2018-11-15"`, `href="/measures/m?organisation=T000&amp;as_at=2018-09-03T09%3A30%3A00Z"`, "/changes/glos/changes.csv?as_at=2018-11-15"} {
		if !strings.Contains(a.body, link) {
			t.Errorf("there is no %s in\n%s", link, a.body)
		}
	}
	if strings.Contains(a.body, hostile) {
		t.Error("a name gets into the page as it is")
	}
	// What the visitor chose stays in every link, and the earlier time is the end of that day.
	a = v.get("/changes/glos?as_at=2018-11-15&since=2018-06-12&boundaries=today")
	a.wants(t, "changes since a day", "1 thing changed since 12 June 2018")
	for _, link := range []string{"/measures/m?organisation=T000&amp;as_at=2018-11-15&amp;boundaries=today&amp;since=2018-06-12", "/measures/m?organisation=T000&amp;as_at=2018-06-12"} {
		if !strings.Contains(a.body, link) {
			t.Errorf("there is no %s in\n%s", link, a.body)
		}
	}
	if q := results.asked; q.Boundaries != period.DayOf(time.Now()) || q.MembersDay() != q.Boundaries || q.Today != period.Date(2018, 11, 15) {
		t.Errorf("boundaries of %s and figures of %s", q.Boundaries, q.Today)
	}

	file := v.get("/changes/glos/changes.csv?as_at=2018-11-15&since=7")
	lines, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(file.body, "\uFEFF"))).ReadAll()
	if err != nil || len(lines) != 2 || lines[1][0] != "status" || lines[1][8] != "worse" || lines[1][11] != "the meeting of 12 June 2018" {
		t.Errorf("%v %q", err, lines)
	}
}

func TestChangesCanBeNarrowedToAKind(t *testing.T) {
	t.Parallel()
	var rows []board.Change
	for i := range 250 {
		rows = append(rows, board.Change{Kind: board.ChangeRestated, Title: fmt.Sprint("Figure ", i), Then: "1", Now: "2"})
	}
	rows = append(rows, board.Change{Kind: board.ChangeReturn, Title: "Figures for July", Then: "none", Now: "from 8 organisations"})
	v, _ := comparedSite(t, board.Changes{Sentence: "251 things changed, none of them for the better or the worse", Rows: rows}, meetings{june})
	all := v.get("/changes/glos?as_at=2018-11-15")
	all.wants(t, "all kinds", "Figure 199", "51 more changes are in the file.", "Figure restated (250)", "Returns (1)")
	if strings.Contains(all.text(), "Figure 200") {
		t.Error("more rows than the page has room for")
	}
	returns := v.get("/changes/glos?as_at=2018-11-15&kind=return")
	returns.wants(t, "returns", "Figures for July", "251 things changed since the meeting of 12 June 2018")
	if strings.Contains(returns.text(), "Figure 1") {
		t.Error("other kinds are shown")
	}
	v.get("/changes/glos?as_at=2018-11-15&kind=milestone").wants(t, "none of the kind", "None of the changes is of this kind.")
	if a := v.get("/changes/glos?kind=gossip"); a.status != http.StatusUnprocessableEntity {
		t.Errorf("an unknown kind: %d", a.status)
	}
}

func TestChangesWhenThereIsNothingToCompare(t *testing.T) {
	t.Parallel()
	v, results := comparedSite(t, board.Changes{Sentence: "There is no earlier meeting to compare with"}, nil)
	v.get("/changes/glos?as_at=2018-11-15").wants(t, "no meeting", "There is no earlier meeting to compare with", "No meeting about Gloucestershire was held before.")
	results.changes.Sentence = "Nothing changed since 12 June 2018"
	v.get("/changes/glos?as_at=2018-11-15&since=2018-06-12").wants(t, "no change", "Nothing changed since 12 June 2018", "No verdict, figure, return or definition is different")
	for path, status := range map[string]int{"/changes/nobody": http.StatusNotFound, "/changes/glos?since=yesterday": http.StatusUnprocessableEntity, "/changes/glos?since=99": http.StatusNotFound, "/changes/glos?as_at=2018-11-15&boundaries=old": http.StatusUnprocessableEntity} {
		if a := v.get(path); a.status != status {
			t.Errorf("%s: %d, want %d", path, a.status, status)
		}
	}
}

// The earlier time is the last meeting before the as-at time, as its body saw it; one that is chosen counts only before
// that time, and a member looks to the meetings of its footprint.
func TestTheMeetingThatAPageIsComparedWith(t *testing.T) {
	t.Parallel()
	v, results := comparedSite(t, board.Changes{}, meetings{june, september})
	for query, want := range map[string]struct {
		meeting int64
		at      string
	}{
		"as_at=2018-11-15":                  {8, "2018-09-03T09:30:00Z"},
		"as_at=2018-09-11":                  {7, "2018-06-12T22:59:59Z"}, // the meeting of the day is not held before its end
		"as_at=2018-06-12":                  {0, "0001-01-01T00:00:00Z"},
		"as_at=2018-11-15&since=7":          {7, "2018-06-12T22:59:59Z"},
		"as_at=2018-11-15&since=2018-10-01": {0, "2018-10-01T22:59:59Z"},
		"as_at=2018-11-15&since=2019-01-01": {8, "2018-09-03T09:30:00Z"}, // after the as-at time
	} {
		if a := v.get("/changes/glos?" + query); a.status != http.StatusOK {
			t.Fatalf("%s: %d", query, a.status)
		}
		if got := results.asked.Since; got.Meeting != want.meeting || got.At.UTC().Truncate(time.Second).Format(time.RFC3339) != want.at {
			t.Errorf("%s: meeting %d at %s, want %v", query, got.Meeting, got.At, want)
		}
	}
}

var _ page.EarlierMeetings = meetings{}

// A board that was written before is written anew when a decision is asked for, although no figure changed.
func TestABoardShowsADecisionAtOnce(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.add("viewer", grant(maturity.RoleViewer, ""))
	v := s.as("viewer")
	const address = "/boards/ldr-steering-group/glos?as_at=now"
	for range 2 {
		v.get(address).wants(t, "board without decisions", "No decision is asked of the next meeting")
	}
	glos, err := s.db.OrganisationByCode(t.Context(), "glos")
	if err != nil {
		t.Fatal(err)
	}
	entry := maturity.AuditEntry{At: s.clock.now(), Action: "meeting.planned", Detail: map[string]any{}}
	m, err := s.db.PlanMeeting(t.Context(), maturity.Meeting{Organisation: glos.ID, Body: "Steering group", Day: period.DayOf(s.clock.now()) + 7, By: "viewer", At: s.clock.now()}, entry)
	if err != nil {
		t.Fatal(err)
	}
	wanted := maturity.Decision{Meeting: m.ID, Kind: maturity.DecisionWanted, Words: "Fund the shared record", Owner: "Chief finance officer", State: maturity.DecisionOpen, By: "viewer", At: s.clock.now().Add(-time.Minute)}
	if _, err := s.db.KeepDecision(t.Context(), wanted, entry); err != nil {
		t.Fatal(err)
	}
	v.get(address).wants(t, "board with a decision", "Fund the shared record")
}
