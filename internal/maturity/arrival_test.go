package maturity

import (
	"fmt"
	"math"
	"testing"

	"waymark/internal/period"
)

func TestArrivalWords(t *testing.T) {
	first := period.Of(period.KindQuarter, period.Date(2018, 10, 1))
	at := func(steps int) *period.Period {
		p := first.Add(steps)
		return &p
	}
	for _, c := range []struct {
		early, middle, late *period.Period
		never               float64
		want                string
	}{
		{nil, nil, nil, 0.97, "Not expected by the end of September 2020: the chance of reaching it by then is less than 1 in 20"},
		{at(6), nil, nil, 0.8, "Not expected by the end of September 2020: the chance of reaching it by then is about 1 in 5; 9 in 10 that it is not before April 2020"},
		{at(2), at(5), nil, 0.3, "As likely as not reached by March 2020; 9 in 10 that it is not before April 2019; about 30% that it is not reached by the end of September 2020"},
		{at(0), at(5), nil, 0.3, "As likely as not reached by March 2020; about 30% that it is not reached by the end of September 2020"},
		{at(2), at(7), nil, 0.4, "The chance of reaching it by the end of September 2020 is about 60%; 9 in 10 that it is not before April 2019"},
		{at(1), at(3), at(6), 0.08, "As likely as not reached by September 2019; 8 in 10 that it is between January 2019 and June 2020; about 8% that it is not reached by the end of September 2020"},
		{at(1), at(3), at(6), 0.01, "As likely as not reached by September 2019; 8 in 10 that it is between January 2019 and June 2020"},
		{at(0), at(0), at(0), 0.01, "Expected by December 2018"},
	} {
		a := ArrivalChances{Early: c.early, Middle: c.middle, Late: c.late, First: first, Last: first.Add(7), Never: c.never}
		if got := a.Words(); got != c.want {
			t.Errorf("got  %s\nwant %s", got, c.want)
		}
	}
}

func TestPaceMultiple(t *testing.T) {
	for _, c := range []struct {
		need, got float64
		want      string
	}{
		{2.4, 1, "2.4 times the pace of the last year"},
		{-2.4, -1, "2.4 times the pace of the last year"},
		{1, 1, ""}, {0.5, 1, ""}, {0, 1, ""}, {0, -1, ""}, {math.NaN(), 1, ""}, {1, math.NaN(), ""},
		{1, 0, "the last year stood still"},
		{1, -0.5, "the last year went the other way"},
		{30, 1, "more than 10 times the pace of the last year"},
	} {
		if got := (Trajectory{RequiredPer: c.need, AchievedPer: c.got}).PaceWords(); got != c.want {
			t.Errorf("%v needed, %v achieved: %q, want %q", c.need, c.got, got, c.want)
		}
	}
}

func ExampleTrajectory_PaceWords() {
	fmt.Println(Trajectory{RequiredPer: 3, AchievedPer: 1.25}.PaceWords()) // Output: 2.4 times the pace of the last year
}
