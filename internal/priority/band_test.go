package priority

import (
	"reflect"
	"testing"

	"waymark/internal/maturity"
)

func TestMandated(t *testing.T) {
	for band, want := range map[string]bool{
		"High - Centrally Mandated": true, "Statutory": true, "mandatory (board)": true, "Very high": false, "": false, "Unmandatedly": false,
	} {
		if Mandated(band) != want {
			t.Errorf("%q: %v", band, !want)
		}
	}
}

func TestCrossings(t *testing.T) {
	bands := []string{"Very high", "Centrally mandated", "Medium"}
	initiatives := []maturity.Initiative{{ID: "urgent", Band: "Very high"}, {ID: "must", Band: "Centrally mandated"}, {ID: "good", Band: "Medium"}, {ID: "poor", Band: "Medium"}, {ID: "unjudged", Band: "Very high"}}
	rows := []Ranked{{Initiative: "good", Rank: 1}, {Initiative: "urgent", Rank: 2}, {Initiative: "poor", Rank: 3}, {Initiative: "must", Rank: 4}, {Initiative: "unjudged"}}
	want := []Crossing{
		{Initiative: "good", Band: "Medium", Rank: 1, Over: []string{"urgent"}},
		{Initiative: "urgent", Band: "Very high", Rank: 2, Under: []string{"good"}},
	}
	if got := Crossings(bands, initiatives, rows); !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v", got) // "must" is last by score, and no reason to look again
	}
}

func TestQuadrants(t *testing.T) {
	value := func(v float64) *float64 { return &v }
	for _, c := range []struct {
		effort, impact *float64
		want           Quadrant
	}{
		{value(1), value(5), QuadrantQuick}, {value(2.5), value(3.5), QuadrantMajor}, {value(2.4), value(3.4), QuadrantMinor}, {value(2.4), value(3.5), QuadrantQuick},
		{value(5), value(1), QuadrantDoubt}, {nil, value(5), QuadrantUnknown}, {value(1), nil, QuadrantUnknown},
	} {
		if got := QuadrantOf(maturity.Initiative{Effort: c.effort, Impact: c.impact}); got != c.want {
			t.Errorf("%v against %v: %s, want %s", c.effort, c.impact, got, c.want)
		}
	}
}
