package api_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
)

func TestOrganisations(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for selection, want := range map[string][]string{
		"":                   {"=cmd", "ENG", "RBA", "RTE", "glos"},
		"kind=acute":         {"=cmd", "RBA", "RTE"},
		"kind=nation,acute":  {"=cmd", "ENG", "RBA", "RTE"},
		"within=glos":        {"RTE"},
		"q=rt":               {"RTE"},
		"kind=acute&q=rb":    {"RBA"},
		"open_in=FY2018":     {"=cmd", "ENG", "RBA", "RTE", "glos"},
		"kind=acute&limit=9": {"=cmd", "RBA", "RTE"},
	} {
		var got []string
		for _, row := range s.get("/api/v1/organisations?" + selection).items() {
			got = append(got, row["code"].(string))
		}
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", selection, got, want)
		}
	}
	profile := s.get("/api/v1/organisations/rte").text() // codes are found in any letter case
	if !strings.Contains(profile, `"kind":"member_of","outward":true,"other":"glos"`) {
		t.Error(profile)
	}
	if a := s.get("/api/v1/organisations/XXX"); a.Code != http.StatusNotFound || a.Header().Get("Content-Type") != "application/problem+json" {
		t.Errorf("%d %s", a.Code, a.text())
	}
}

func TestDefinitions(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	measure := s.get("/api/v1/measures/" + discharge).text()
	for _, want := range []string{`"numerator":"Discharge summaries sent`, `"denominator":"All discharges`, `"discharge.within-24-hours-2020"`, `"due_as_given":"by 2020"`} {
		if !strings.Contains(measure, want) {
			t.Errorf("%s is not in %s", want, measure)
		}
	}
	if n := len(s.get("/api/v1/measures?framework=dma-2015").items()); n < 7 {
		t.Errorf("%d measures of the assessment", n)
	}
	framework := s.get("/api/v1/frameworks/universal-capabilities").text()
	if !strings.Contains(framework, `"sections":[{`) || !strings.Contains(framework, `"measure":"`) {
		t.Error(framework)
	}
	for _, path := range []string{"/measures/none", "/frameworks/none"} {
		if a := s.get("/api/v1" + path); a.Code != http.StatusNotFound {
			t.Errorf("%s: %d", path, a.Code)
		}
	}
	if rows := s.get("/api/v1/frameworks?format=csv").table(); len(rows) < 4 {
		t.Errorf("%d frameworks", len(rows))
	}
}
