package trajectory_test

import (
	"fmt"

	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/trajectory"
)

// fiveQuarters has a change of definition after the second.
func fiveQuarters() trajectory.Input {
	in := trajectory.Input{Today: period.Date(2018, 11, 15), Measure: maturity.Measure{ID: "eps", Unit: maturity.UnitPercent, High: 100, Frequency: period.KindQuarter,
		Changes: []maturity.Change{{Date: "2018-01-01", Text: "Counts repeat items too", Break: true}}}}
	p, _ := period.FromCode("Q2017-07")
	for _, v := range []float64{20, 21, 53, 57, 58} {
		in.Observed = append(in.Observed, trajectory.Point{PathPoint: maturity.PathPoint{Period: p, State: maturity.Reported, Value: v, HasValue: true}})
		p = p.Next()
	}
	return in
}

func ExampleComplete() {
	figures, since := trajectory.Complete(fiveQuarters())
	fmt.Println(len(figures), "figures since", since)
	// Output: 3 figures since 2018-01-01
}

func ExampleHash() {
	in := fiveQuarters()
	before := trajectory.Hash(in, nil)
	in.Observed[4].Value = 59
	fmt.Println(trajectory.Hash(in, nil) == before)
	// Output: false
}

func ExampleRound() {
	fmt.Println(trajectory.Round(2.0 / 3))
	// Output: 0.6667
}
