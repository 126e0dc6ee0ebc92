package api_test

import (
	"net/http"
	"strings"
	"testing"
)

// Findings are for everybody who is signed in; questions about returns for who may see the return.
func TestFindingsAndQuestions(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.exec(`INSERT INTO finding (rule, organisation_id, measure_id, period_kind, period_start, source_id, severity, message, seen_left, seen_right, acceptable, first_seen, last_seen)
		SELECT rule, o.id, m.id, 3, '2018-07-01', s.id, severity, '57% is too high.', '57%', '50%', true, '2018-11-05', '2018-11-05'
		FROM (VALUES ('a', 'info'), ('b', 'error'), ('c', 'warning')) AS v (rule, severity), organisation o, measure m, source s WHERE o.code = 'RTE' AND m.ref = 'eps.utilisation' AND s.ref = 'return'`)
	s.exec(`INSERT INTO observation (organisation_id, measure_id, period_kind, period_start, source_id, known_from, state, value, submission_id, sheet, cell_row, cell_column)
		SELECT organisation_id, measure_id, period_kind, period_start, source_id, first_seen, 1, 57, 1, 0, 1, 1 FROM finding WHERE rule = 'a'`)
	s.exec(`INSERT INTO observation_comment (organisation_id, measure_id, period_kind, period_start, source_id, words, set_by, known_from)
		SELECT organisation_id, measure_id, period_kind, period_start, source_id, '=right', 'analyst', first_seen FROM finding WHERE rule = 'a'`)
	s.exec(`INSERT INTO flag (collection, organisation_id, measure_id, period_kind, period_start, source_id, words, raised_by, raised_at)
		SELECT '', organisation_id, measure_id, 3, period_start, source_id, 'On a value', 'analyst', now() FROM finding WHERE rule = 'a'
		UNION ALL SELECT 'gloucestershire-trusts', organisation_id, NULL, 3, period_start, NULL, 'On a return', 'analyst', now() FROM finding WHERE rule = 'a'`)
	ids := func(a answer, field string) string {
		t.Helper()
		var out []string
		for _, item := range a.items() {
			out = append(out, item[field].(string))
		}
		return strings.Join(out, " ")
	}
	if got := ids(s.get("/api/v1/findings"), "severity"); got != "error warning info" {
		t.Errorf("findings: %s", got)
	}
	first := s.get("/api/v1/findings?limit=1")
	var page struct {
		Next string `json:"next_cursor"`
	}
	first.read(&page)
	if got := ids(first, "severity") + " " + ids(s.get("/api/v1/findings?limit=5&cursor="+page.Next), "severity"); got != "error warning info" {
		t.Errorf("in pages: %s", got)
	}
	if got := ids(s.get("/api/v1/findings?severity=info&footprint=glos"), "where_from"); !strings.HasPrefix(got, "/data/where-from?") {
		t.Errorf("where from: %s", got)
	}
	if got := ids(s.get("/api/v1/findings?organisation=RBA"), "severity"); got != "" {
		t.Errorf("of another organisation: %s", got)
	}
	for who, want := range map[string]string{"viewer": "On a value", "analyst": "On a return On a value"} {
		if got := ids(s.do(who, http.MethodGet, "/api/v1/flags", nil), "text"); got != want {
			t.Errorf("%s sees %q, want %q", who, got, want)
		}
	}
	// The comment goes out with the value, and opens in a spreadsheet as text.
	if got := ids(s.get("/api/v1/observations?measure=eps.utilisation"), "comment"); got != "=right" {
		t.Errorf("comment %q", got)
	}
	if a := s.get("/api/v1/observations?measure=eps.utilisation&format=csv"); a.Code != http.StatusOK || !strings.Contains(a.Body.String(), "'=right") {
		t.Errorf("%d %s", a.Code, a.Body)
	}
	for _, bad := range []string{"/findings?cursor=1.2", "/findings?cursor=9.99999999999.1", "/findings?severity=grave", "/flags?cursor=x"} {
		if a := s.get("/api/v1" + bad); a.Code < 400 || a.Code >= 500 {
			t.Errorf("%s: %d", bad, a.Code)
		}
	}
}
