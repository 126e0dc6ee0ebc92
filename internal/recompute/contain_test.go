package recompute_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"waymark/internal/maturity"
	"waymark/internal/recompute"
)

// A county's practices, the group row that stands for them and their CCG return the same prescriptions. Whoever
// reports, the county counts each once, and the trusts are not asked.
func TestFootprintCountsPrescriptionsOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.c.Kinds = append(w.c.Kinds, maturity.OrganisationKind{ID: "ccg"}, maturity.OrganisationKind{ID: "practice"}, maturity.OrganisationKind{ID: "gps", StandsFor: "practice"})
	w.c.Measures[0].Kinds, w.c.Measures[0].RollUpFrom = []string{"trust", "ccg", "practice", "gps"}, []string{"ccg", "practice", "gps"}
	w.c.Index()
	w.exec(`INSERT INTO organisation (code, name, short_name, kind) VALUES ('11M', 'CCG', 'CCG', 'ccg'), ('gps', 'Practices', 'Practices', 'gps'), ('P1', 'One', 'One', 'practice'),
		('P2', 'Two', 'Two', 'practice'), ('P3', 'Three, until it moved away', 'Three', 'practice')`)
	w.exec(`INSERT INTO relation (from_id, to_id, kind, origin) SELECT m.id, f.id, 'member_of', 'test' FROM organisation m, organisation f WHERE f.code = 'glos' AND m.code IN ('11M', 'gps')`)
	w.exec(`INSERT INTO relation (from_id, to_id, kind, origin, until) SELECT p.id, c.id, CASE p.code WHEN 'gps' THEN 'part_of' ELSE 'commissioned_by' END, 'test', CASE p.code WHEN 'P3' THEN date '2018-03-31' ELSE 'infinity' END
		FROM organisation p, organisation c WHERE c.code = '11M' AND p.code IN ('gps', 'P1', 'P2', 'P3')`)
	w.count("11M", "eps", "M2017-11", 70, 100) // the CCG alone
	w.count("gps", "eps", "M2017-12", 71, 100) // the group row alone
	w.count("11M", "eps", "M2018-01", 72, 100) // one practice of three does not outdo the CCG
	w.count("P1", "eps", "M2018-01", 10, 10)
	for _, code := range []string{"11M", "gps"} { // all three levels: the practices, each once
		w.count(code, "eps", "M2018-02", 90, 100)
	}
	w.count("P1", "eps", "M2018-02", 40, 50)
	w.count("P2", "eps", "M2018-02", 20, 40)
	w.count("P3", "eps", "M2018-02", 9, 10)
	w.count("P1", "eps", "M2018-03", 40, 50) // two practices of three and nobody above
	w.count("P2", "eps", "M2018-03", 20, 40)
	w.count("P1", "eps", "M2018-04", 45, 50) // the third is no longer of the county
	w.count("P2", "eps", "M2018-04", 27, 40)
	w.count("P3", "eps", "M2018-04", 1, 10)
	w.run(meeting, recompute.All, 2)
	values, err := w.db.RollUps(t.Context(), []maturity.OrganisationID{w.id("glos")}, []string{"eps"}, meeting)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, v := range values {
		if v.Reporting > 0 {
			got = append(got, fmt.Sprintf("%s %v of %v, %d of %d %s", v.Period.Code(), v.Numerator, v.Denominator, v.Reporting, v.Expected, strings.Join(v.Missing, " ")))
		}
	}
	want := `M2017-11 70 of 100, 1 of 1 
M2017-12 71 of 100, 1 of 1 
M2018-01 72 of 100, 1 of 1 
M2018-02 69 of 100, 3 of 3 
M2018-03 60 of 90, 2 of 3 P3
M2018-04 72 of 90, 2 of 2 `
	if strings.Join(got, "\n") != want {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), want)
	}
	// Fewer bodies, but all that are left: that is no unfinished figure.
	glos := w.trajectory("glos", "eps", "eps-glos", meeting)
	if last := glos.Observed[len(glos.Observed)-1]; last.Period.Code() != "M2018-04" || last.Provisional {
		t.Errorf("%+v", last)
	}
	if _, err := recompute.New(w.db, w.db, w.c, recompute.Options{}).Run(t.Context(), meeting.Add(time.Hour), recompute.All); err != nil {
		t.Error(err)
	}
}
