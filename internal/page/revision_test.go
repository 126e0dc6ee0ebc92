package page_test

import (
	"strings"
	"testing"

	"waymark/internal/board"
	"waymark/internal/maturity"
)

// How figures still move is told on the measure's page, with a picture and its numbers.
func TestRevisionsOnTheMeasuresPage(t *testing.T) {
	t.Parallel()
	results := &canned{measure: board.MeasureView{Measure: maturity.Measure{ID: "m", Title: "Wards"}, Revision: &board.RevisionView{Sentence: "34 of 35 figures changed.", Illustrative: true,
		Rows: []board.RevisionRow{{Age: "1 month old", Figures: "22", Moved: "11 (50%)", Median: "709,936", P90: "1,220,439", Share: 50}}}}}
	v := reader(t, results, newCrowd(nil))
	const address = "/measures/discharge.within-24-hours"
	a := v.get(address)
	for _, want := range []string{"How figures still move after they are first known 34 of 35 figures changed.", "1 month old 22 11 (50%) 709,936 1,220,439", "invented for the demonstration"} {
		if !strings.Contains(a.text(), want) {
			t.Errorf("the page does not say %q: %s", want, a.text())
		}
	}
	if !strings.Contains(a.body, `aria-label="Share of the figures that moved later, by age: 11 (50%) of those 1 month old`) {
		t.Error("there is no picture with words")
	}
	results.measure.Revision = nil
	if strings.Contains(v.get(address).text(), "still move") {
		t.Error("nothing moved, and yet it is spoken of")
	}
}
