package page_test

import (
	"net/http"
	"strings"
	"testing"

	"waymark/internal/board"
	"waymark/internal/maturity"
)

// How often forecasts were right stands beside the forecast, and as a warning where they were not.
func TestReliabilityOnTheMeasuresPage(t *testing.T) {
	t.Parallel()
	results := &canned{measure: board.MeasureView{Measure: maturity.Measure{ID: "m", Title: "Wards"}, Reliability: &board.ReliabilityView{
		Verdict: "There is no record yet."}}}
	v := reader(t, results, newCrowd(nil))
	const address = "/measures/discharge.within-24-hours"
	if a := v.get(address); a.status != http.StatusOK || !strings.Contains(a.text(), "How often forecasts of this measure were right There is no record yet.") ||
		strings.Contains(a.text(), "Chance stated") || strings.Contains(a.text(), "invented") || strings.Contains(a.body, "<strong>There is") {
		t.Errorf("without a record: %d %s", a.status, a.text())
	}
	results.measure.Reliability = &board.ReliabilityView{Verdict: "Too sure.", Counts: "It held 60% of 1,200 figures.", Off: true, Illustrative: true, Brier: "0.21",
		Rows: []board.ReliabilityRow{{Words: "Shown before", Figures: "1,200", Share50: "31%", Share80: "60%", Share95: "85%"}},
		Bins: []board.ReliabilityBin{{Chance: "70% to 80%", Mean: "72%", Statements: "41", Came: "28 (68%)"}}}
	a := v.get(address)
	for _, want := range []string{"Information: Too sure. It held 60% of 1,200 figures.", "Shown before 1,200 31% 60% 85%", "70% to 80% 72% 41 28 (68%)", "Brier score of these chances: 0.21", "invented for the demonstration"} {
		if !strings.Contains(a.text(), want) {
			t.Errorf("the page does not say %q: %s", want, a.text())
		}
	}
	results.measure.Reliability = nil
	if strings.Contains(v.get(address).text(), "How often forecasts") {
		t.Error("nothing is forecast, and yet a record is spoken of")
	}
}
