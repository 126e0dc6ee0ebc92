package page_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// find stores a value of RTE with a warning about it, and a result that shows the value; the finding's number is the answer.
func (s *site) find(message string) (id int64) {
	s.t.Helper()
	known := s.clock.now().Add(-time.Hour)
	s.exec(`INSERT INTO observation (organisation_id, measure_id, period_kind, period_start, source_id, known_from, state, value, submission_id, sheet, cell_row, cell_column)
		SELECT o.id, m.id, 3, '2018-07-01', s.id, $1, 1, 57, 1, 0, 1, 1 FROM organisation o, measure m, source s WHERE o.code = 'RTE' AND m.ref = $2 AND s.ref = 'return'`, known, keptMeasure)
	row := s.db.SQL().QueryRowContext(s.t.Context(), `
		INSERT INTO finding (rule, organisation_id, measure_id, period_kind, period_start, source_id, severity, message, seen_left, seen_right, acceptable, first_seen, last_seen)
		SELECT 'outlier', organisation_id, measure_id, period_kind, period_start, source_id, 'warning', $2, '57%', '50%', true, $1, $1 FROM observation RETURNING id`, known, message)
	if err := row.Scan(&id); err != nil {
		s.t.Fatal(err)
	}
	body, err := s.db.OrganisationByCode(s.t.Context(), "RTE")
	if err != nil {
		s.t.Fatal(err)
	}
	point := maturity.PathPoint{Period: period.Of(period.KindQuarter, period.Date(2018, 7, 1)), State: maturity.Reported, Value: 57, HasValue: true, Source: "return"}
	path := maturity.Trajectory{Organisation: body.ID, Measure: keptMeasure, Target: keptMeasure + "-2020", Status: maturity.StatusUnlikely, InputsHash: "i", Definition: "d",
		Observed: []maturity.PathPoint{point}, Latest: &point}
	if _, err := s.db.WriteTrajectories(s.t.Context(), known, keptMeasure, []maturity.Trajectory{path}); err != nil {
		s.t.Fatal(err)
	}
	return id
}

const foundValue = "/data/where-from?organisation=RTE&measure=" + keptMeasure + "&period=Q2018-07"

// A finding is seen by everybody who is signed in and accepted by who may review; the comment is then printed wherever the
// row of the value is.
func TestFindingsOnPages(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.addRoles()
	id := s.find("57% after <b>50%</b> is odd.")
	address := fmt.Sprintf("/data/quality/findings/%d", id)
	viewer, analyst := s.as("viewer"), s.as("analyst")
	if page := viewer.get("/data/quality").text(); !strings.Contains(page, "1 figure is to be looked at") || !strings.Contains(page, "57% after <b>50%</b> is odd.") {
		t.Errorf("the list: %s", page)
	}
	if page := analyst.get("/data/quality?severity=warning").body; !strings.Contains(page, `href="/data/quality?organisation=glos&amp;severity=warning"`) {
		t.Errorf("no way to the own footprint: %s", page)
	}
	if page := viewer.get("/data/quality").body; strings.Contains(page, ">Only ") || strings.Contains(analyst.get("/data/quality?organisation=glos").body, "Only Glo") {
		t.Errorf("a way to nowhere else: %s", page)
	}
	if page := viewer.get("/data/quality?severity=error").text(); !strings.Contains(page, "Every figure that was looked at agrees") {
		t.Errorf("narrowed: %s", page)
	}
	if page := viewer.get(foundValue).text(); !strings.Contains(page, "What was found in it") || strings.Contains(page, "Ask a question") {
		t.Errorf("where from: %s", page)
	}
	accept := func(v *visitor, left, comment string) answer {
		return v.post("/account", address+"/accept", url.Values{"left": {left}, "right": {"50%"}, "comment": {comment}})
	}
	if a := accept(viewer, "57%", "It is so."); a.status != http.StatusForbidden {
		t.Errorf("a viewer accepts: %d", a.status)
	}
	if a := accept(analyst, "57%", " "); a.status != http.StatusBadRequest && a.status != http.StatusUnprocessableEntity || !strings.Contains(a.text(), "Say why it is right") {
		t.Errorf("without a comment: %d", a.status)
	}
	if a := accept(analyst, "56%", "It is so."); a.status != http.StatusConflict || !strings.Contains(a.body, "It is so.") {
		t.Errorf("of other numbers: %d", a.status)
	}
	if a := accept(analyst, "57%", `A new <script>alert(1)</script> ward`); a.status != http.StatusSeeOther {
		t.Fatalf("%d %s", a.status, a.text())
	}
	s.clock.Time = s.clock.Add(time.Minute)
	for _, path := range []string{"/data/quality", address, foundValue, "/measures/" + keptMeasure + "?organisation=RTE", "/measures/" + keptMeasure + "?organisation=glos", "/organisations/RTE", "/data/quality/findings.csv"} {
		if a := viewer.get(path); a.status != http.StatusOK || !strings.Contains(a.text()+a.body, "A new <script>") && !strings.Contains(a.body, "A new &lt;script&gt;") || strings.Contains(a.body, "<script>alert") && !strings.HasSuffix(path, "csv") {
			t.Errorf("%s: %d, no comment or a live one", path, a.status)
		}
	}
	if page := analyst.get(address).text(); !strings.Contains(page, "Finding accepted") {
		t.Errorf("the finding has no trail: %s", page)
	}
	if page := viewer.get("/data/quality").text(); !strings.Contains(page, "Nothing is found in the figures") || !strings.Contains(page, "Accepted, with the reason") {
		t.Errorf("after: %s", page)
	}
	if then := viewer.get("/organisations/RTE?as_at=2018-11-15"); strings.Contains(then.body, "A new") {
		t.Error("a comment is shown before it was made")
	}
	for _, path := range []string{"/data/quality/findings/99999", "/data/quality/findings/x", "/data/quality?measure=none", "/data/quality?organisation=none", "/data/quality/questions/1"} {
		if a := viewer.get(path); a.status != http.StatusNotFound {
			t.Errorf("%s: %d", path, a.status)
		}
	}
}

// A question about a value is asked by who may review, answered by who may see the return, and closed.
func TestQuestionsOnPages(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.addRoles()
	s.find("57% is odd.")
	viewer, analyst, submitter := s.as("viewer"), s.as("analyst"), s.as("submitter")
	value := url.Values{"organisation": {"RTE"}, "measure": {keptMeasure}, "period": {"Q2018-07"}, "source": {"return"}, "text": {"The whole trust?"}}
	raise := func(v *visitor, change ...string) answer {
		fields := url.Values{}
		for name, values := range value {
			fields[name] = values
		}
		for i := 0; i+1 < len(change); i += 2 {
			fields.Set(change[i], change[i+1])
		}
		return v.post("/account", "/data/quality/questions", fields)
	}
	if a := raise(viewer); a.status != http.StatusForbidden {
		t.Errorf("a viewer asks: %d", a.status)
	}
	if a := raise(analyst, "organisation", "RBA"); a.status != http.StatusForbidden {
		t.Errorf("about a stranger: %d", a.status)
	}
	for _, bad := range [][]string{{"text", ""}, {"measure", "none"}, {"source", ""}, {"period", "x"}, {"collection", "gloucestershire-trusts"}} {
		if a := raise(analyst, bad...); a.status < 400 || a.status >= 500 {
			t.Errorf("%v: %d", bad, a.status)
		}
	}
	asked := raise(analyst)
	question := asked.header.Get("Location")
	if again := raise(analyst); asked.status != http.StatusSeeOther || again.header.Get("Location") != question {
		t.Fatalf("%d %s, sent twice %s", asked.status, question, again.header.Get("Location"))
	}
	if page := analyst.get(question).text(); !strings.Contains(page, "What was done, newest first") {
		t.Errorf("the question has no trail: %s", page)
	}
	if a := viewer.post("/account", question+"/reply", url.Values{"text": {"Yes"}}); a.status != http.StatusForbidden {
		t.Errorf("a viewer answers: %d", a.status)
	}
	if a := submitter.post(question, question+"/reply", url.Values{"text": {"Without the <i>community</i> sites."}}); a.status != http.StatusSeeOther {
		t.Errorf("the trust answers: %d", a.status)
	}
	if a := submitter.post(question, question+"/reply", url.Values{"close": {"yes"}}); a.status != http.StatusForbidden {
		t.Errorf("the trust closes: %d", a.status)
	}
	if page := viewer.get(foundValue).text(); !strings.Contains(page, "The whole trust?") || !strings.Contains(page, "1 answer") {
		t.Errorf("where from: %s", page)
	}
	if a := analyst.post(question, question+"/reply", url.Values{"close": {"yes"}}); a.status != http.StatusSeeOther {
		t.Errorf("%d %s", a.status, a.text())
	}
	if a := analyst.post("/account", question+"/reply", url.Values{"text": {"More"}}); a.status != http.StatusConflict && a.status != http.StatusForbidden {
		t.Errorf("answered after it was closed: %d", a.status)
	}
	if open, all := viewer.get("/data/quality").text(), viewer.get("/data/quality?questions=all").text(); !strings.Contains(open, "No question is open") || !strings.Contains(all, "The whole trust?") {
		t.Errorf("open: %s\nall: %s", open, all)
	}
}
