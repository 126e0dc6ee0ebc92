package page_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"waymark/internal/period"
)

func shortOf(t *testing.T, code string) string {
	t.Helper()
	p, err := period.FromCode(code)
	if err != nil {
		t.Fatal(err)
	}
	return p.Short()
}

// A definition says what it means and what of it changed, and what it was on a day.
func TestADefinitionTellsItsWordingsThenAndNow(t *testing.T) {
	s := newSite(t)
	s.addRoles()
	s.exec(`UPDATE definition_version SET hash = 'before', known_from = '2018-01-01', fields = $1 WHERE kind = 'measure' AND ref = 'paper-free.orders'`, `[{"name": "Title", "value": "Orders </script> before"}]`)
	catalogue, err := shipped()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.db.SyncCatalogue(t.Context(), catalogue); err != nil {
		t.Fatal(err)
	}
	v := s.as("viewer")
	now, then, long := v.get("/measures/paper-free.orders/definition"), v.get("/measures/paper-free.orders/definition?as_at=2018-11-15"), v.get("/measures/paper-free.orders/definition?as_at=2017-11-15")
	for _, c := range []struct {
		point string
		a     answer
		want  string
	}{
		{"the change is told", now, "The measure changed"}, {"with the words before", now, "Orders </script> before"}, {"its place", now, "capabilities/measures/paper-free.yaml:"},
		{"its uses", now, "Collections that ask for it"}, {"what it was then", then, "As it was worded on 15 November 2018"}, {"and before that", long, "This is the oldest wording that is kept."},
	} {
		if c.a.status != http.StatusOK || !strings.Contains(c.a.text(), c.want) || strings.Contains(c.a.body, "Orders </script>") {
			t.Errorf("%s: %d, no %q: %s", c.point, c.a.status, c.want, c.a.text())
		}
	}
	if strings.Contains(now.text(), "As it was worded") {
		t.Error("the page of now tells how it was")
	}
}

func TestDefinitionsAreGivenToPrograms(t *testing.T) {
	s := newSite(t)
	s.addRoles()
	v := s.as("viewer")
	var fields map[string]any
	if a := v.get("/measures/paper-free.orders/definition/definition.json"); json.Unmarshal([]byte(a.body), &fields) != nil || fields["id"] != "paper-free.orders" || fields["hash"] == "" {
		t.Errorf("%d %s", a.status, a.body)
	}
	yaml := v.get("/measures/paper-free.orders/definition/definition.yaml")
	if lines := strings.Split(strings.TrimSpace(yaml.body), "\n"); len(lines) != len(fields) || lines[0] != `id: "paper-free.orders"` {
		t.Errorf("%d lines for %d fields: %s", len(lines), len(fields), yaml.body)
	}
	for path, want := range map[string]string{"/definitions?q=leadership": "measures have these words.", "/definitions": "Hash of all definitions together", "/frameworks/dma-2015": "Its sections",
		"/measures": "What each measure means"} {
		if a := v.get(path); a.status != http.StatusOK || !strings.Contains(a.text(), want) {
			t.Errorf("%s: %d, no %q", path, a.status, want)
		}
	}
	for _, path := range []string{"/measures/nonsense/definition", "/measures/paper-free.orders/definition/definition.exe", "/frameworks/nonsense", "/groups/x", "/explore/figures.exe?m=a&o=b"} {
		if a := v.get(path); a.status != http.StatusNotFound {
			t.Errorf("%s: %d", path, a.status)
		}
	}
}

// Every shipped definition has a page.
func TestEveryDefinitionHasAPage(t *testing.T) {
	s := newSite(t)
	s.addRoles()
	v := s.as("viewer")
	catalogue, err := shipped()
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range catalogue.Measures[:min(15, len(catalogue.Measures))] {
		if a := v.get("/measures/" + m.ID + "/definition"); a.status != http.StatusOK || !strings.Contains(a.text(), m.Title) {
			t.Errorf("%s: %d", m.ID, a.status)
		}
	}
	for _, f := range catalogue.Frameworks {
		if a := v.get("/frameworks/" + f.ID); a.status != http.StatusOK || f.Caveat != "" && !strings.Contains(a.text(), f.Caveat) {
			t.Errorf("%s: %d", f.ID, a.status)
		}
	}
}
