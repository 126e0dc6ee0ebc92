package api_test

import (
	"encoding/csv"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"waymark/internal/maturity"
)

const (
	discharge  = "discharge.within-24-hours"
	leadership = "dma-2015.leadership" // self-assessed
)

func TestMissingIsNeverZero(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for _, c := range []struct {
		period string
		state  maturity.State
		stored any
		value  any // in JSON
		bound  any
		csv    [3]string // state, value, bound
	}{
		{"Q2018-01", maturity.Reported, 0.0, 0.0, nil, [3]string{"reported", "0", ""}}, // a real zero stays one
		{"Q2018-04", maturity.NilReturn, nil, nil, nil, [3]string{"nil_return", "", ""}},
		{"Q2018-07", maturity.NotApplicable, nil, nil, nil, [3]string{"not_applicable", "", ""}},
		{"Q2018-10", maturity.NotAvailable, nil, nil, nil, [3]string{"not_available", "", ""}},
		{"Q2019-01", maturity.Suppressed, nil, nil, nil, [3]string{"suppressed", "", ""}},
		{"Q2019-04", maturity.LostInSource, nil, nil, nil, [3]string{"lost_in_source", "", ""}},
		{"Q2019-07", maturity.BelowBound, 20.0, nil, 20.0, [3]string{"below_bound", "", "20"}}, // "<20" is no value
		{"Q2019-10", maturity.AboveBound, 50.0, nil, 50.0, [3]string{"above_bound", "", "50"}},
		{"Q2020-01", maturity.Reported, -1.5, -1.5, nil, [3]string{"reported", "-1.5", ""}}, // negative numbers are no formulas
	} {
		s.store(value{organisation: "RTE", measure: discharge, period: c.period, source: "return", state: c.state, value: c.stored, from: "2020-06-01"})
		path := "/api/v1/observations?from=" + c.period + "&to=" + c.period
		row := s.get(path).items()[0]
		if row["state"] != c.csv[0] || row["value"] != c.value || row["bound"] != c.bound {
			t.Errorf("%s: %v, value %v, bound %v", c.csv[0], row["state"], row["value"], row["bound"])
		}
		cells := s.get(path + "&format=csv").table()[0]
		if got := [3]string{cells["state"], cells["value"], cells["bound"]}; got != c.csv {
			t.Errorf("as CSV: %q, want %q", got, c.csv)
		}
	}
}

// table reads CSV rows by their headings.
func (a answer) table() []map[string]string {
	a.t.Helper()
	records, err := csv.NewReader(strings.NewReader(a.text())).ReadAll()
	if err != nil || a.Code != http.StatusOK || len(records) == 0 {
		a.t.Fatalf("%d %v %s", a.Code, err, a.text())
	}
	var out []map[string]string
	for _, r := range records[1:] {
		row := map[string]string{}
		for i, name := range records[0] {
			row[name] = r[i]
		}
		out = append(out, row)
	}
	return out
}

func TestWhatHasToBeSaidTravelsWithTheValue(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.store(value{organisation: "RTE", measure: leadership, period: "FY2015", source: "glos-ldr-2016-tables", value: 80.0, from: "2016-10-01"},
		value{organisation: "RTE", measure: discharge, period: "Q2018-07", source: "illustrative", value: 41.0, from: "2018-11-01"},
		value{organisation: "=cmd", measure: discharge, period: "Q2018-07", source: "return", value: 41.0, from: "2018-11-01"})
	caveat := "Self-assessed and subjective: scores show each organisation's own judgement and are not a ranking."
	for _, c := range []struct{ selection, column, want string }{
		{"measure=" + leadership, "caveat", caveat},
		{"measure=" + leadership, "sources", "glos-ldr-2016-tables"},
		{"measure=" + leadership, "licences", "Facts and figures from a published plan"},
		{"measure=" + leadership, "illustrative", "no"},
		{"measure=" + leadership, "where_from", "/data/where-from?measure=dma-2015.leadership&organisation=RTE&period=FY2015"},
		{"measure=" + leadership + "&as_at=2017-01-01", "where_from", "/data/where-from?as_at=2017-01-01T23%3A59%3A59.999999Z&measure=dma-2015.leadership&organisation=RTE&period=FY2015"},
		{"measure=" + leadership, "cell", "C14"},
		{"organisation=RTE&measure=" + discharge, "illustrative", "yes"},
		{"organisation=RTE&measure=" + discharge, "attributions", "Illustrative: these figures are invented to show how Waymark works"},
		{"organisation=RTE&measure=" + discharge, "caveat", ""},
		{"organisation=%3Dcmd", "organisation", "'=cmd"}, // a formula is shown, never run
		{"organisation=%3Dcmd", "organisation_name", "'=cmd|' /C calc'!A0"},
	} {
		rows := s.get("/api/v1/observations?format=csv&" + c.selection).table()
		if len(rows) != 1 || rows[0][c.column] != c.want {
			t.Errorf("%s: %s is %q, want %q", c.selection, c.column, rows[0][c.column], c.want)
		}
	}
	row := s.get("/api/v1/observations?organisation=%3Dcmd").items()[0]
	if row["organisation"] != "=cmd" {
		t.Errorf("JSON has no formulas to neutralise: %v", row["organisation"])
	}
}

func TestAsKnownAtATime(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.store(value{organisation: "RTE", measure: discharge, period: "Q2018-01", source: "return", value: 40.0, from: "2018-05-01", to: "2018-08-01"},
		value{organisation: "RTE", measure: discharge, period: "Q2018-01", source: "return", value: 44.0, from: "2018-08-01"})
	for _, c := range []struct {
		asAt string
		want []any
	}{
		{"", []any{44.0}},
		{"now", []any{44.0}},
		{"2018-04-30", nil}, // not published yet
		{"2018-05-01", []any{40.0}},
		{"2018-08-01", []any{44.0}}, // a day is looked at as at its end
		{"2018-08-01T11:59:59Z", []any{40.0}},
		{"2018-08-01T13:00:00%2B01:00", []any{44.0}}, // known from this very moment on
	} {
		var got []any
		for _, row := range s.get("/api/v1/observations?as_at=" + c.asAt).items() {
			got = append(got, row["value"])
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("as at %q: %v, want %v", c.asAt, got, c.want)
		}
	}
}

func TestSourcesSideBySide(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.store(value{organisation: "RTE", measure: discharge, period: "Q2018-01", source: "illustrative", value: 1.0, from: "2018-05-01"},
		value{organisation: "RTE", measure: discharge, period: "Q2018-01", source: "return", value: 2.0, from: "2018-05-01"})
	for selection, want := range map[string][]string{"": {"return"}, "all_sources=true": {"return", "illustrative"}, "source=illustrative": {"illustrative"}} {
		var got []string
		for _, row := range s.get("/api/v1/observations?" + selection).items() {
			got = append(got, row["source"].(string))
		}
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", selection, got, want)
		}
	}
}

// What an organisation planned is never given as what it achieved, however its source ranks.
func TestAPlanIsNoObservedValue(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.store(value{organisation: "RTE", measure: discharge, period: "Q2018-01", source: "plan", value: 81.0, from: "2018-01-01"},
		value{organisation: "RBA", measure: discharge, period: "Q2018-01", source: "plan", value: 70.0, from: "2018-01-01"},
		value{organisation: "RBA", measure: discharge, period: "Q2018-01", source: "return", value: 66.0, from: "2018-05-01"})
	s.exec(`UPDATE source SET preference = 1 WHERE ref = 'plan'`)
	for selection, want := range map[string]string{"": "RBA return 66", "as_at=2018-04-01": "", "source=plan": "RBA plan 70, RTE plan 81",
		"all_sources=true": "RBA plan 70, RBA return 66, RTE plan 81"} {
		var got []string
		for _, row := range s.get("/api/v1/observations?" + selection).items() {
			got = append(got, fmt.Sprint(row["organisation"], " ", row["source_kind"], " ", row["value"]))
		}
		slices.Sort(got)
		if text := strings.Join(got, ", "); text != want {
			t.Errorf("%s: %s, want %s", selection, text, want)
		}
	}
	if a := s.get("/api/v1/observations?organisation=RTE"); !strings.Contains(a.text(), "Only plans are stored of this") {
		t.Error(a.text())
	}
}

func TestAnEmptySelectionSaysWhyAndWhatThereIs(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	if a := s.get("/api/v1/observations"); !strings.Contains(a.text(), "No values are stored yet.") {
		t.Error(a.text())
	}
	s.store(value{organisation: "RTE", measure: discharge, period: "Q2018-01", source: "return", value: 40.0, from: "2018-05-01"},
		value{organisation: "RTE", measure: discharge, period: "Q2018-07", source: "return", value: 40.0, from: "2018-11-01"})
	for _, c := range []struct{ path, reason, exists string }{
		{"/observations?measure=" + discharge + "&from=Q2019-01", "no values for these periods", `"first_period":"Q2018-01","last_period":"Q2018-07"`},
		{"/observations?organisation=RBA&measure=" + discharge, "These organisations have no values of these measures", `"organisations":["RTE"]`},
		{"/observations?organisation=RTE&measure=" + leadership, "No values of these measures are stored yet", ""},
		{"/observations?as_at=2018-01-01", "Nothing of this was known at that time", discharge},
		{"/observations?source=illustrative", "none that fits the rest", discharge},
		{"/observations?measure=eps.utilisatoin", "see the notes", "There is no measure eps.utilisatoin."},
		{"/observations?organisation=XXX", "see the notes", "There is no organisation with the code XXX."},
		{"/observations?footprint=nowhere", "see the notes", "There is no footprint with the code nowhere."},
		{"/trajectories?measure=" + discharge, "nothing has been computed", "Q2018-07"},
		{"/trajectories?status=fine", "see the notes", "There is no status fine."},
		{"/benchmarks?organisation=RTE", "nothing has been computed", discharge},
		{"/benchmarks/values", "nothing has been computed", discharge},
		{"/organisations?kind=practice", "No organisation fits", "practice"},
		{"/organisations?q=%25", "No organisation fits", ""},
		{"/measures?q=zzzz", "No measure fits", discharge},
		{"/submissions", "no submission of this kind that you may see", ""},
	} {
		a := s.get("/api/v1" + c.path)
		var page struct {
			Items  []any
			Reason string
		}
		a.read(&page)
		if a.Code != http.StatusOK || len(page.Items) > 0 || !strings.Contains(page.Reason, c.reason) || !strings.Contains(a.text(), c.exists) {
			t.Errorf("%s: %d %s", c.path, a.Code, a.text())
		}
		table := s.get("/api/v1"+c.path, "Accept", "text/csv")
		if table.Code != http.StatusOK || len(table.table()) > 0 || !strings.Contains(table.Header().Get("Waymark-Reason"), c.reason) {
			t.Errorf("%s as CSV: %d %v %s", c.path, table.Code, table.Header(), table.text())
		}
	}
}

func TestWhatIsKnownIsGivenAlthoughSomethingElseIsNot(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.store(value{organisation: "RTE", measure: discharge, period: "Q2018-01", source: "return", value: 40.0, from: "2018-05-01"})
	a := s.get("/api/v1/observations?organisation=RTE,XXX&organisation=glos")
	if len(a.items()) != 1 || !strings.Contains(a.text(), "There is no organisation with the code XXX.") {
		t.Error(a.text())
	}
}
