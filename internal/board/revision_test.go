package board

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

func TestRevisionInWords(t *testing.T) {
	t.Parallel()
	count := maturity.Measure{Unit: maturity.UnitCount}
	ages := []maturity.RevisionAge{{Age: 0, Figures: 22, Moved: 22, Median: 709936, P90: 1220439.4}, {Age: 1, Figures: 20}}
	record := maturity.RevisionRecord{Kind: period.KindMonth, Figures: 35, Revised: 34, Ages: ages, Settles: 1}
	got := revisionOf(count, []maturity.Revision{{Record: record, Illustrative: true}}, period.Date(2024, 6, 15))
	want := &RevisionView{
		Sentence: "34 of 35 figures changed after they were first known. Of those less than a month old, 100% moved later, half of them by 709,936 or more. From 1 month old on they hardly move: younger ones are still settling.",
		Rows: []RevisionRow{{Age: "less than a month old", Figures: "22", Moved: "22 (100%)", Median: "709,936", P90: "1,220,439", Share: 100},
			{Age: "1 month old", Figures: "20", Moved: "0 (0%)", Median: "none moved", P90: "none moved"}},
		Illustrative: true}
	if diff := cmp.Diff(want, got, cmpopts.IgnoreUnexported(RevisionView{})); diff != "" {
		t.Error(diff)
	}
	if !got.Settling(period.Of(period.KindMonth, period.Date(2024, 5, 1))) || got.Settling(period.Of(period.KindMonth, period.Date(2024, 3, 1))) {
		t.Error("in June, May is still settling and March is not")
	}
	if revisionOf(count, []maturity.Revision{{}}, 0) != nil || (*RevisionView)(nil).Settling(period.Period{}) {
		t.Error("where nothing moved, there is nothing to say")
	}
	for settles, end := range map[int]string{0: " Hardly any figure moves: fewer than 1 in 20 at any age.", -1: " At no age seen so far have they settled."} {
		record.Settles = settles
		if got := RevisionSentence(count, record); got[len(got)-len(end):] != end {
			t.Errorf("settles %d: %s", settles, got)
		}
	}
}
