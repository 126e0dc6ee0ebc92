package page_test

import (
	"net/http"
	"strings"
	"testing"

	"waymark/internal/board"
	"waymark/internal/maturity"
)

// What the stored results tell stands on the pages in words, with its arrow and mark hidden from screen readers; the
// table has an interval column where there are intervals.
func TestPagesSayWhatTheResultsTell(t *testing.T) {
	t.Parallel()
	m := maturity.Measure{ID: "discharge.within-24-hours", Title: "Discharge letters", Unit: maturity.UnitPercent}
	compared := []board.ComparedRow{{Title: "National value", Period: "Q2", Value: "80%", Interval: "79% to 81%", Other: "76%", Position: maturity.PositionAbove, Words: "Above, which is better", Basis: maturity.BasisInterval, Who: "12 organisations"}}
	trend := &board.TrendView{Arrow: "↑", Words: "Getting better", Sentence: "Getting better: from 41% to 53%."}
	results := &canned{
		measure: board.MeasureView{Measure: m, Trend: trend, Compared: compared, Breaks: []string{"Figures before 1 April 2017 are not comparable."},
			Arrivals: []board.ArrivalRow{{Target: "80% by March 2020", Words: "As likely as not reached by March 2020.", Pace: "By its date it takes 3 points a quarter."}}},
		organisation: board.OrganisationView{Sentence: "So it stands.", Groups: []board.MeasureGroup{{Title: "Measures",
			Rows: []board.MeasureRow{{Measure: m, Latest: "80%", Change: "up 3 points", Trend: trend, Against: "above the national value (76%)", Interval: "79% to 81%"}}}}},
	}
	v := reader(t, results, newCrowd(nil))
	for path, says := range map[string][]string{
		"/measures/discharge.within-24-hours": {"When will it be reached?", "80% by March 2020", "As likely as not reached by March 2020. By its date it takes 3 points a quarter.",
			"Getting better: from 41% to 53%.", "Figures before 1 April 2017 are not comparable.", "95% interval", "79% to 81%", "Above, which is better", "judged by interval and tolerance"},
		"/organisations/glos": {"Getting better", "above the national value (76%)", "95% interval 79% to 81%"},
	} {
		a := v.get(path)
		for _, want := range says {
			if a.status != http.StatusOK || !strings.Contains(a.text(), want) {
				t.Errorf("%s: %d, want %q: %s", path, a.status, want, a.text())
			}
		}
		if !strings.Contains(a.body, `<span aria-hidden="true">↑</span> Getting better`) {
			t.Errorf("%s: the arrow is not hidden from those to whom it is read", path)
		}
	}
	results.measure.Compared[0].Basis, results.measure.Compared[0].Interval = maturity.BasisTolerance, "no counts"
	if a := v.get("/measures/discharge.within-24-hours"); strings.Contains(a.text(), "95% interval") || !strings.Contains(a.text(), "judged by tolerance") {
		t.Errorf("a column of intervals without any: %s", a.text())
	}
}
