package api_test

import (
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"waymark/internal/maturity"
)

func TestGroupsAreListedForTheirMakerAndOpenForAll(t *testing.T) {
	s := newSite(t)
	g, err := s.db.SaveGroup(t.Context(), maturity.OrganisationGroup{Title: "</script> =cmd", Members: []maturity.OrganisationID{s.ids["RBA"]}, ChangedBy: "analyst", ChangedAt: time.Now()})
	if err != nil {
		t.Fatal(err)
	}
	one := "/api/v1/groups/" + strconv.FormatInt(g.ID, 10)
	for _, c := range []struct {
		login, path string
		status      int
		holds       string
	}{
		{"analyst", "/api/v1/groups", 200, `"organisations":["RBA"]`},
		{"viewer", "/api/v1/groups", 200, `"items":[]`},
		{"viewer", one, 200, `"explore":"/explore?o=group.` + strconv.FormatInt(g.ID, 10) + `"`},
		{"viewer", "/api/v1/groups/999", 404, "There is no such group."},
		{"", one, 401, ""},
	} {
		a := s.do(c.login, http.MethodGet, c.path, nil)
		if a.Code != c.status || !strings.Contains(a.text(), c.holds) {
			t.Errorf("%s %s: %d %s", c.login, c.path, a.Code, a.text())
		}
	}
}

func TestTheWordingsOfADefinitionAreThere(t *testing.T) {
	s := newSite(t)
	s.exec(`UPDATE definition_version SET hash = 'before', known_from = '2020-01-01', fields = '[{"name": "Title", "value": "Before"}]' WHERE kind = 'measure' AND ref = 'paper-free.orders'`)
	catalogue, err := shipped()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.db.SyncCatalogue(t.Context(), catalogue); err != nil { // the wording of now follows
		t.Fatal(err)
	}
	a := s.do("viewer", http.MethodGet, "/api/v1/definitions/measure/paper-free.orders/versions", nil)
	for _, want := range []string{`"before":"Before"`, `"hash":"before"`, `"known_to":null`} {
		if a.Code != 200 || !strings.Contains(a.text(), want) {
			t.Errorf("%d, no %s: %.300s", a.Code, want, a.text())
		}
	}
	for path, status := range map[string]int{"/measure/nonsense/versions": 404, "/board/x/versions": 422} {
		if a := s.do("viewer", http.MethodGet, "/api/v1/definitions"+path, nil); a.Code != status {
			t.Errorf("%s: %d", path, a.Code)
		}
	}
}
