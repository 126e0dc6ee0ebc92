package api_test

import (
	"net/http"
	"testing"
)

func TestRevisions(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.exec(`INSERT INTO revision (measure_id, known_from, definition_hash, illustrative, record) SELECT id, '2018-11-05', '', true,
		'{"kind":3,"figures":9,"revised":2,"settles":1,"ages":[{"age":0,"figures":8,"moved":2,"median":1.5,"p90":3},{"age":1,"figures":8,"moved":0}]}'
		FROM measure WHERE ref = '` + discharge + `'`)
	rows := s.get("/api/v1/measures/" + discharge + "/revisions").items()
	if len(rows) != 2 || rows[0]["share"] != 0.25 || rows[0]["median"] != 1.5 || rows[0]["settled"] != false || rows[0]["age_unit"] != "quarter" || rows[0]["illustrative"] != true {
		t.Fatalf("%v", rows)
	}
	if rows[1]["age"] != 1.0 || rows[1]["median"] != nil || rows[1]["settled"] != true {
		t.Errorf("%v", rows[1])
	}
	var page struct{ Next string }
	s.get("/api/v1/measures/" + discharge + "/revisions?limit=1&format=json").read(&page)
	if again := s.get(page.Next).items(); len(again) != 1 || again[0]["age"] != 1.0 {
		t.Errorf("the next page: %v", again)
	}
	if table := s.get("/api/v1/measures/" + discharge + "/revisions?format=csv").table(); len(table) != 2 || table[0]["p90"] != "3" {
		t.Errorf("as a table: %v", table)
	}
	if before := s.get("/api/v1/measures/" + discharge + "/revisions?as_at=2018-11-01").items(); len(before) != 0 {
		t.Errorf("%d rows before it was computed", len(before))
	}
	if a := s.get("/api/v1/measures/nothing/revisions"); a.Code != http.StatusNotFound {
		t.Errorf("a measure that does not exist: %d", a.Code)
	}
}
