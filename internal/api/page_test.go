package api_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"waymark/internal/maturity"
	"waymark/internal/recompute"
)

// computed fills the database with three organisations' quarterly values and computes what follows from them.
func (s *site) computed() {
	s.t.Helper()
	quarters := []string{"Q2016-04", "Q2016-07", "Q2016-10", "Q2017-01", "Q2017-04", "Q2017-07", "Q2017-10", "Q2018-01", "Q2018-04", "Q2018-07"}
	for i, quarter := range quarters {
		for j, code := range []string{"RTE", "RBA", "=cmd"} {
			for _, measure := range []string{discharge, "eps.utilisation", "ers.utilisation"} {
				v := value{organisation: code, measure: measure, period: quarter, source: "return", value: float64(30 + 3*i + 5*j), from: "2018-11-01"}
				if i == 3 && j == 1 {
					v.state, v.value = maturity.NotAvailable, nil
				}
				if j == 2 {
					v.source = "illustrative"
				}
				s.store(v)
			}
		}
	}
	s.store(value{organisation: "RTE", measure: leadership, period: "FY2015", source: "glos-ldr-2016-tables", value: 80.0, from: "2016-10-01"},
		value{organisation: "ENG", measure: leadership, period: "FY2015", source: "glos-ldr-2016-tables", value: 77.0, from: "2016-10-01"})
	catalogue, _ := shipped()
	if _, err := recompute.New(s.db, s.db, catalogue, recompute.Options{}).Run(s.t.Context(), time.Date(2018, 11, 15, 12, 0, 0, 0, time.UTC), recompute.All); err != nil {
		s.t.Fatal(err)
	}
}

// TestAllPagesTogetherAreTheWhole: whatever the size of the pages and the selection, following next gives every row
// once and in order.
func TestAllPagesTogetherAreTheWhole(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.computed()
	lists := []string{"/observations", "/observations?all_sources=true", "/observations?measure=" + discharge, "/observations?footprint=glos",
		"/trajectories?paths=false", "/trajectories?measure=" + discharge + "&paths=false", "/benchmarks", "/benchmarks/values", "/organisations", "/measures", "/frameworks"}
	whole := map[string][]string{}
	for _, list := range lists {
		whole[list] = s.following(list, 1000)
		if len(whole[list]) < 2 {
			t.Fatalf("%s has %d rows: too few for a test of pages", list, len(whole[list]))
		}
	}
	rapid.Check(t, func(r *rapid.T) {
		list := rapid.SampledFrom(lists).Draw(r, "list")
		limit := rapid.IntRange(max(1, len(whole[list])/20), len(whole[list])+1).Draw(r, "limit")
		got := s.following(list, limit)
		if !slices.Equal(got, whole[list]) {
			r.Fatalf("%s in pages of %d: %d rows, want %d", list, limit, len(got), len(whole[list]))
		}
		seen := map[string]bool{}
		for _, key := range got {
			if seen[key] {
				r.Fatalf("%s in pages of %d: %s twice", list, limit, key)
			}
			seen[key] = true
		}
	})
}

// following follows the pages of a list and names the rows.
func (s *site) following(list string, limit int) []string {
	s.t.Helper()
	separator := "?"
	if strings.Contains(list, "?") {
		separator = "&"
	}
	var out []string
	for address := fmt.Sprintf("/api/v1%s%slimit=%d", list, separator, limit); address != ""; {
		a := s.get(address)
		for _, row := range a.items() {
			out = append(out, fmt.Sprint(row["organisation"], row["measure"], row["period"], row["source"], row["target"], row["benchmark"], row["population"], row["code"], row["id"]))
		}
		var page struct{ Next string }
		a.read(&page)
		if link := a.Header().Get("Link"); (link == "") != (page.Next == "") || link != "" && link != "<"+page.Next+`>; rel="next"` {
			s.t.Fatalf("%s: Link %q, next %q", address, link, page.Next)
		}
		address = page.Next
	}
	return out
}

func TestFormIsChosenByParameterThenByAcceptHeader(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	const table, object, problem = "text/csv; charset=utf-8; header=present", "application/json", "application/problem+json"
	for _, c := range []struct{ path, accept, want string }{
		{"/organisations", "", object},
		{"/organisations", "*/*", object},
		{"/organisations", "text/csv", table},
		{"/organisations", "text/csv;q=0.5, application/json", object},
		{"/organisations", "application/json;q=0.5, text/csv;header=present", table},
		{"/organisations", "text/html,application/xhtml+xml,*/*;q=0.8", object}, // a browser
		{"/organisations", ",;=,;q=x", object},
		{"/organisations?format=csv", "application/json", table},
		{"/organisations?format=json", "text/csv", object},
		{"/organisations?format=xml", "", problem},
		{"/meetings/999/decisions", "text/csv", problem},
		{"/organisations/RTE", "text/csv", object}, // one thing is no table
		{"/organisations/XXX", "text/csv", problem},
		{"/openapi.json", "", "application/openapi+json"},
		{"/openapi.yaml", "", "application/openapi+yaml"},
	} {
		if got := s.get("/api/v1"+c.path, "Accept", c.accept).Header().Get("Content-Type"); got != c.want {
			t.Errorf("%s with Accept %q: %q, want %q", c.path, c.accept, got, c.want)
		}
	}
}

func TestNothingIsSentAgainThatHasNotChanged(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.store(value{organisation: "RTE", measure: discharge, period: "Q2018-01", source: "return", value: 40.0, from: "2018-05-01"})
	const path = "/api/v1/observations"
	first := s.get(path)
	tag := first.Header().Get("ETag")
	for header, want := range map[string]int{tag: 304, "W/" + tag: 304, `"other", ` + tag: 304, "*": 304, `"other"`: 200, "": 200} {
		a := s.get(path, "If-None-Match", header)
		if a.Code != want || a.Header().Get("ETag") != tag || want == 304 && a.Body.Len() > 0 {
			t.Errorf("If-None-Match %s: %d, ETag %s, %d bytes", header, a.Code, a.Header().Get("ETag"), a.Body.Len())
		}
	}
	if table := s.get(path + "?format=csv").Header().Get("ETag"); table == tag {
		t.Error("JSON and CSV share a tag")
	}
	head := s.do("viewer", http.MethodHead, path, nil)
	if head.Code != http.StatusOK || head.Header().Get("ETag") != tag || head.Body.Len() > 0 {
		t.Errorf("HEAD: %d %v", head.Code, head.Header())
	}
	s.exec(`UPDATE observation SET value = 41`)
	if a := s.get(path, "If-None-Match", tag); a.Code != http.StatusOK || a.Header().Get("ETag") == tag {
		t.Errorf("after a change: %d", a.Code)
	}
}
