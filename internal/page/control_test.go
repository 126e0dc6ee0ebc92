package page_test

import (
	"net/http"
	"strings"
	"testing"

	"waymark/internal/board"
	"waymark/internal/chart"
	"waymark/internal/maturity"
	"waymark/internal/spc"
)

// The verdicts of a control chart stand in words beside their icons, on the measure's page with the picture and on the
// organisation's page beside the change.
func TestControlChartOnThePages(t *testing.T) {
	t.Parallel()
	improvement, _ := spc.ImprovementHigh.Icon()
	fail, _ := spc.Fail.Icon()
	icons := []spc.Icon{improvement, fail}
	drawing := board.Described(chart.Figure{Kind: chart.KindControl, Title: "T", Reading: "The average is 52%.", Table: chart.Table{Caption: "Numbers",
		Columns: []chart.Column{{Head: "Period"}}, Rows: []chart.Row{{Cells: []string{"June"}}}}})
	results := &canned{
		measure: board.MeasureView{Measure: maturity.Measure{ID: "m", Title: "Wards"}, Control: &board.ControlView{Icons: icons, Sentences: []string{"Said in the reading."}, Drawing: &drawing}},
		organisation: board.OrganisationView{Measures: 1, Groups: []board.MeasureGroup{{Title: "All", Rows: []board.MeasureRow{{Measure: maturity.Measure{ID: "m", Title: "Wards"},
			Change: "up 3 points", Control: icons}}}}},
	}
	v := reader(t, results, newCrowd(nil))
	a := v.get("/measures/discharge.within-24-hours")
	for _, want := range []string{"Usual variation, or a change?", improvement.Words, fail.Words, "The average is 52%.", "June"} {
		if a.status != http.StatusOK || !strings.Contains(a.text(), want) {
			t.Errorf("the measure's page does not say %q: %d %s", want, a.status, a.text())
		}
	}
	if strings.Contains(a.text(), "Said in the reading.") || !strings.Contains(a.body, ">H</text>") || !strings.Contains(a.body, ">F</text>") {
		t.Error("the sentences are said twice, or an icon has no letter")
	}
	text := v.get("/organisations/glos").text()
	if !strings.Contains(text, "up 3 points") || !strings.Contains(text, improvement.Words) || !strings.Contains(text, fail.Words) {
		t.Errorf("the organisation's page: %s", text)
	}

	results.measure.Control = &board.ControlView{Sentences: []string{"There are too few figures to tell."}}
	if a := v.get("/measures/discharge.within-24-hours"); !strings.Contains(a.text(), "There are too few figures to tell.") || strings.Contains(a.body, "<figure") {
		t.Errorf("below twelve figures: %s", a.text())
	}
	if a := v.get("/measures/discharge.within-24-hours/pictures/control?organisation=glos"); a.status != http.StatusNotFound {
		t.Errorf("a picture that is not there: %d", a.status)
	}
	results.measure.Control = nil
	if text := v.get("/measures/discharge.within-24-hours").text(); strings.Contains(text, "Usual variation") {
		t.Errorf("a measure without a control chart: %s", text)
	}
}
