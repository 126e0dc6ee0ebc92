package page_test

import (
	"net/http"
	"strings"
	"testing"
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
