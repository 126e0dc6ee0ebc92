package page_test

import (
	"net/http"
	"strings"
	"testing"
	"time"
)

// Nobody sends a footprint's value: its page says how it was made, and each part leads on to its own cell.
func TestAComputedValueLeadsToTheValuesItWasMadeOf(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.addRoles()
	v := s.as("submitter")
	address := v.sent("july.csv", header+line("RTE", "41"))
	v.post(address, address+"/write", nil)
	s.read(address)
	where := "/data/where-from?organisation=glos&measure=discharge.within-24-hours&period=Q2018-07"
	if a := v.get(where); a.status != http.StatusNotFound {
		t.Fatalf("a value is there before it was computed: %d", a.status)
	}
	s.exec(`INSERT INTO roll_up (organisation_id, measure_id, period_kind, period_start, known_from, method, value, numerator, denominator, reporting, expected, missing, illustrative)
		SELECT o.id, m.id, 3, '2018-07-01', '2018-08-01', 'ratio', 41, 410, 1000, 1, 2, '["RYF"]', false
		FROM organisation o, measure m WHERE o.code = 'glos' AND m.ref = 'discharge.within-24-hours'`)
	a := v.get(where)
	for _, want := range []string{": 41%", "Nobody sent this value", "1 of 2 organisations", "sum of numerators over sum of denominators, 410 of 1,000", "Missing: RYF", "Gloucestershire Hospitals"} {
		if !strings.Contains(a.text(), want) {
			t.Errorf("%q is not said: %s", want, a.text())
		}
	}
	if !strings.Contains(a.body, "organisation=RTE") {
		t.Error("the part does not lead to its own cell")
	}
}

// Where only a plan speaks for a period it is headed as one, and once a value is reported it stands beside it.
func TestAPlanIsNeverHeadedAsTheValue(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.addRoles()
	v := s.as("submitter")
	address := v.sent("plan.csv", "Organisation code,Period,Measure,Planned value\nRTE,Q2 2018/19,discharge.within-24-hours,81\n")
	v.post(address, address+"/write", nil)
	s.read(address)
	where := "/data/where-from?organisation=RTE&measure=discharge.within-24-hours&period=Q2018-07"
	a := v.get(where)
	for _, want := range []string{": planned 81%", "This is a plan", "File plan.csv", "See the whole submission"} {
		if !strings.Contains(a.text(), want) {
			t.Errorf("%q is not said: %s", want, a.text())
		}
	}
	s.exec(`UPDATE source SET preference = 1 WHERE ref = 'plan'`) // no rank makes a plan the value
	s.clock.Time = s.clock.Add(time.Minute)
	address = v.sent("july.csv", header+line("RTE", "41"))
	v.post(address, address+"/write", nil)
	s.read(address)
	a = v.get(where)
	for _, want := range []string{": 41%", "File july.csv", "a plan", "the one shown on pages 41%"} {
		if !strings.Contains(a.text(), want) {
			t.Errorf("%q is not said: %s", want, a.text())
		}
	}
	if strings.Contains(a.text(), "planned") || strings.Contains(a.text(), "This is a plan") {
		t.Errorf("still headed as a plan: %s", a.text())
	}
}

func TestAnEstimateIsHeadedAsOne(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.addRoles()
	v := s.as("submitter")
	address := v.sent("july.csv", "Organisation code,Period,Measure,Value,Mark\nRTE,Q2 2018/19,discharge.within-24-hours,41,estimated\n")
	v.post(address, address+"/write", nil)
	s.read(address)
	if a := v.get("/data/where-from?organisation=RTE&measure=discharge.within-24-hours&period=Q2018-07"); !strings.Contains(a.text(), ": estimated 41%") {
		t.Error(a.text())
	}
}
