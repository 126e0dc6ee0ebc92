package page_test

import (
	"encoding/csv"
	"fmt"
	"math"
	"net/http"
	"strings"
	"testing"
	"time"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// computed writes what a job would for an organisation: its quarters on a measure up to the summer of 2018, the straight
// path of its target, and the control chart; the last quarter is suppressed where it is not a number.
func (s *site) computed(asAt time.Time, code, measure string, control *maturity.Control, level float64, values ...float64) maturity.Trajectory {
	s.t.Helper()
	o, err := s.db.OrganisationByCode(s.t.Context(), code)
	if err != nil {
		s.t.Fatal(err)
	}
	summer := period.Of(period.KindQuarter, period.Date(2018, time.July, 1))
	t := maturity.Trajectory{Organisation: o.ID, Measure: measure, Target: measure + "-2020", Status: maturity.StatusUnlikely, Probability: 0.1, RequiredPer: 2.5, AchievedPer: 1, Control: control,
		InputsHash: fmt.Sprint(code, values, asAt), Definition: "d"}
	for i, value := range values {
		p := maturity.PathPoint{Period: summer.Add(i - len(values) + 1), State: maturity.Reported, Value: value, HasValue: true, Source: "return"}
		if math.IsNaN(value) {
			p.State, p.Value, p.HasValue = maturity.Suppressed, 0, false
		}
		t.Observed = append(t.Observed, p)
		if p.HasValue {
			t.Latest = &t.Observed[len(t.Observed)-1]
		}
		t.Required = append(t.Required, maturity.RequiredPoint{Period: p.Period, Value: level - float64(len(values)-1-i)})
	}
	return t
}

// compared is a footprint with four trusts: one short of the level, one above it, one whose figures are suppressed and one
// with a hostile name. On the next day the second falls.
func compared(t *testing.T, change ...func(*settings)) (*site, *visitor) {
	s := newSite(t, change...)
	s.addRoles()
	s.exec(`INSERT INTO organisation (code, name, short_name, kind) VALUES ('H', $1, $1, 'acute'), ('SUP', 'Suppressed Trust', 'Suppressed Trust', 'acute')`, hostileName)
	s.exec(`INSERT INTO relation (from_id, to_id, kind, origin) SELECT f.id, t.id, 'member_of', 'test' FROM organisation f, organisation t WHERE f.code IN ('H', 'RBA', 'SUP') AND t.code = 'glos'`)
	s.exec(`UPDATE reference_state SET version = version + 1`)
	for i, fallen := range []float64{72, 30} {
		asAt := s.clock.now().Add(time.Duration(i-2) * 24 * time.Hour)
		worse := &maturity.Control{Status: maturity.ControlCharted, Count: 12, Mean: 51, Lower: 40, Upper: 60, Variation: "concern_low", Assurance: "fail", Rules: "002"}
		few := &maturity.Control{Status: maturity.ControlTooFew, Count: 3}
		list := []maturity.Trajectory{s.computed(asAt, "RTE", keptMeasure, worse, 57, 40, 45, 51), s.computed(asAt, "RBA", keptMeasure, few, 57, 60, 70, fallen),
			s.computed(asAt, "SUP", keptMeasure, few, 57, 33, math.NaN()), s.computed(asAt, "H", keptMeasure, few, 57, 57, 57)}
		list[2].Latest = nil
		if _, err := s.db.WriteTrajectories(t.Context(), asAt, keptMeasure, list); err != nil {
			t.Fatal(err)
		}
	}
	return s, s.as("viewer")
}

// The pages that set organisations beside each other say what is stored, as it was known, and give no suppressed figure
// away; a hostile name stays text.
func TestComparingPages(t *testing.T) {
	t.Parallel()
	s, v := compared(t)
	then := "as_at=" + s.clock.now().Add(-36*time.Hour).UTC().Format(time.RFC3339)
	for _, c := range []struct {
		path string
		says []string
	}{
		{"/organisations/glos/domains", []string{"2 of 3 organisations are short of the level required in July to September 2018", "51% ▼ 6 below 57%", "● at 57%", "30% ▼ 27 below", "Suppressed Trust suppressed"}},
		{"/organisations/glos/domains?" + then, []string{"1 of 3 organisations is short of the level", "72% ▲ 15 above 57%"}},
		{"/organisations/glos/domains?domains=counted", []string{"the weakest organisation first"}},
		{"/organisations/RTE/domains", []string{"It is short of the level required in July to September 2018 in 1 of 1 domain: "}},
		{"/organisations/glos/assurance", []string{"1 of 1 organisation gets worse: Gloucestershire Hospitals. 1 will miss the target every time if nothing changes", "Too few figures for a control chart, which needs 12: 3 organisations."}},
		{"/organisations/RTE/assurance", []string{"1 of 1 measure gets worse: "}},
		{"/organisations/RTE", []string{"Gloucestershire Hospitals is behind its plan for its one target with a path, Discharge", "Those who are nearest above", "1 of 2 others do better"}},
		{"/measures/" + keptMeasure + "?organisation=RTE", []string{"The latest figure", "It takes 2.5 points a quarter to reach", "over the last year it changed by 1 point a quarter"}},
	} {
		a := v.get(c.path)
		for _, want := range c.says {
			if a.status != http.StatusOK || !strings.Contains(a.text(), want) {
				t.Errorf("%s: %d does not say %q: %s", c.path, a.status, want, a.text())
			}
		}
		if strings.Contains(a.body, "</script> __f__") || strings.Count(a.body, "<h1") != 1 {
			t.Errorf("%s: a hostile name is no text, or there is not one heading", c.path)
		}
	}
	for path, want := range map[string]int{"/organisations/XX/domains": 404, "/organisations/glos/domains?domains=none": 404, "/organisations/glos/assurance?measure=none": 404,
		"/organisations/XX/assurance": 404, "/organisations/RTE/pictures/dots-9": 404, "/organisations/RTE/pictures/x": 404} {
		if a := v.get(path); a.status != want {
			t.Errorf("%s: %d, want %d", path, a.status, want)
		}
	}
}

// The file has a line for each figure with its level, and what could be a formula in a spreadsheet is none.
func TestDomainsAsCSV(t *testing.T) {
	t.Parallel()
	_, v := compared(t)
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(v.get("/organisations/glos/domains.csv").body, "\uFEFF"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	found := map[string][]string{}
	for _, row := range rows[1:] {
		found[row[0]] = row
		if strings.HasPrefix(row[1], "=") {
			t.Errorf("a formula: %q", row[1])
		}
	}
	if row := found["RTE"]; len(row) != 11 || row[3] != keptMeasure || row[4] != "Q2018-07" || row[5] != "51" || row[7] != "57" || row[9] != "6 below 57%" {
		t.Errorf("%q", row)
	}
	if row := found["SUP"]; len(row) != 11 || row[5] != "" || row[6] != "suppressed" || row[9] != "" {
		t.Errorf("a suppressed figure: %q", row)
	}
}
