package roadmap

import (
	"testing"
	"time"

	"waymark/internal/maturity"
)

func TestScoreHistory(t *testing.T) {
	day := func(d int) time.Time { return time.Date(2017, 3, d, 12, 0, 0, 0, time.UTC) }
	score := func(value float64, from, to int) maturity.RoadmapItem {
		s := maturity.PriorityScore{Set: "s", Criterion: "c", Initiative: "i", Score: value}
		item := maturity.RoadmapItem{Kind: maturity.ItemScore, Key: s.Key(), Content: content(s), KnownFrom: day(from)}
		if to > 0 {
			item.KnownTo = day(to)
		}
		return item
	}
	items := []maturity.RoadmapItem{score(3, 5, 9), score(1, 2, 5)}
	changes := []maturity.RoadmapChange{{ID: 2, At: day(5), By: "analyst", Reason: "workshop"}, {ID: 1, At: day(2)}}
	got, err := itemHistory[maturity.PriorityScore](items, changes, day(20))
	if err != nil || len(got) != 3 {
		t.Fatalf("%+v, %v", got, err)
	}
	if got[0].After != nil || got[0].Before.Score != 3 || got[0].Change.ID != 0 { // its change is not among those read
		t.Errorf("the removal: %+v", got[0])
	}
	if got[1].Before.Score != 1 || got[1].After.Score != 3 || got[1].Change.Reason != "workshop" {
		t.Errorf("the change: %+v", got[1])
	}
	if got[2].Before != nil || got[2].After.Score != 1 {
		t.Errorf("the first answer: %+v", got[2])
	}
	if got, _ = itemHistory[maturity.PriorityScore](items, changes, day(6)); len(got) != 2 { // what came later was not known then
		t.Errorf("as at the 6th: %+v", got)
	}
}
