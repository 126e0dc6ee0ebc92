package api_test

import (
	"net/http"
	"strings"
	"testing"
)

// The shipped collections of 2018 over a footprint with one trust, whose return came in with its figures.
func TestCollections(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for _, statement := range []string{
		`INSERT INTO organisation (code, name, short_name, kind) VALUES ('gloucestershire-ldr', 'Gloucestershire', 'Gloucestershire', 'footprint'), ('R9Z', 'A trust', 'A trust', 'acute'), ('R9Y', 'Another trust', 'Another trust', 'community') ON CONFLICT DO NOTHING`,
		`INSERT INTO relation (from_id, to_id, kind, origin) SELECT f.id, t.id, 'member_of', 'test' FROM organisation f, organisation t WHERE f.code IN ('R9Z', 'R9Y') AND t.code = 'gloucestershire-ldr'`,
		`INSERT INTO observation (organisation_id, measure_id, period_kind, period_start, source_id, known_from, state, value, submission_id, sheet, cell_row, cell_column)
			SELECT o.id, m.id, 3, '2018-07-01', x.id, '2018-11-05T10:00:00Z', 1, 50, 1, 0, 1, 1 FROM organisation o, measure m, source x WHERE o.code = 'R9Z' AND m.ref = 'discharge.within-24-hours' AND x.ref = 'illustrative'`,
	} {
		if _, err := s.db.SQL().ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	found := ""
	for _, row := range s.get("/api/v1/collections").items() {
		found += row["id"].(string) + " "
	}
	if !strings.Contains(found, "gloucestershire-discharge-2018 ") || !strings.Contains(found, "gloucestershire-practices ") {
		t.Errorf("collections: %s", found)
	}
	first := s.get("/api/v1/collections/gloucestershire-discharge-2018/periods?limit=2&as_at=2018-11-15").items()
	if len(first) != 2 || first[0]["period"] != "Q2018-07" || first[0]["expected"] != 2.0 || first[0]["on_time"] != 1.0 || first[0]["late"] != 1.0 || first[0]["sentence"] != "1 of 2 returns is in; 1 is late." {
		t.Errorf("%v", first)
	}
	if next := s.get("/api/v1/collections/gloucestershire-discharge-2018/periods?limit=2&cursor=Q2018-04").items(); len(next) != 2 || next[0]["period"] != "Q2018-01" {
		t.Errorf("%v", next)
	}
	var round struct {
		Expected, Received, Missing int
		Returns                     []struct {
			Organisation, Standing, Deadline, State string
			ReceivedAt                              *string `json:"received_at"`
			DaysLate                                int     `json:"days_late"`
		}
	}
	s.get("/api/v1/collections/gloucestershire-discharge-2018/periods/Q2018-07").read(&round)
	if round.Expected != 2 || round.Received != 1 || round.Missing != 1 || len(round.Returns) != 2 || round.Returns[0].Organisation != "R9Y" || round.Returns[0].Standing != "missing" || round.Returns[0].ReceivedAt != nil ||
		round.Returns[1].Standing != "on_time" || round.Returns[1].Deadline != "2018-11-05" || *round.Returns[1].ReceivedAt != "2018-11-05T10:00:00Z" {
		t.Errorf("%+v", round)
	}
	for path, want := range map[string]int{"/collections/none/periods": 404, "/collections/none/periods/Q2018-07": 404, "/collections/gloucestershire-discharge-2018/periods/Q2030-01": 404,
		"/collections/gloucestershire-discharge-2018/periods/July": 404, "/collections/gloucestershire-discharge-2018/periods?cursor=x": http.StatusUnprocessableEntity} {
		if a := s.get("/api/v1" + path); a.Code != want {
			t.Errorf("%s: %d %s", path, a.Code, a.Body)
		}
	}
}
