package trial

import (
	"fmt"

	"waymark/internal/period"
)

// Scenarios are the kinds of panels that are measured, without an effect; Run them with Effect set as well.
func Scenarios() []Scenario {
	usual := Scenario{Peers: 50, Before: 12, After: 12, Ramp: 3, Level: 10, Noise: 2, Phi: 0.4, Walk: 0.5, Shock: 1}
	with := func(name string, change func(*Scenario)) Scenario {
		s := usual
		s.Name = name
		change(&s)
		return s
	}
	out := []Scenario{with("usual: 50 peers, correlation 0.4, own and common walks", func(*Scenario) {})}
	for _, n := range []int{10, 20, 100, 200} {
		out = append(out, with(fmt.Sprintf("%d peers", n), func(s *Scenario) { s.Peers = n }))
	}
	for _, phi := range []float64{0, 0.8} {
		out = append(out, with(fmt.Sprintf("correlation %v", phi), func(s *Scenario) { s.Phi = phi }))
	}
	return append(out,
		with("walks alone, steps of 2", func(s *Scenario) { s.Noise, s.Walk = 0.2, 2 }),
		with("strong common walk, taken unevenly", func(s *Scenario) { s.Shock, s.Uneven = 3, 0.5 }),
		with("season of 5 points, each body's own; 8 before, 4 after", func(s *Scenario) { s.Season, s.Before, s.After = 5, 8, 4 }),
		with("lasting trends of 0.3 a month", func(s *Scenario) { s.Slope = 0.3 }),
		with("long tails (t, 3 degrees)", func(s *Scenario) { s.Tail = 3 }),
		with("long tails, 10 peers", func(s *Scenario) { s.Tail, s.Peers = 3, 10 }),
		with("quarters: 6 before, 3 after, 20 peers", func(s *Scenario) { s.Kind, s.Before, s.After, s.Ramp, s.Peers = period.KindQuarter, 6, 3, 1, 20 }),
		with("a tenth of the figures missing", func(s *Scenario) { s.Missing = 0.1 }),
		with("percentages near 100, as unlike as 40 and 98", func(s *Scenario) { s.Bounded, s.Level = true, 25 }),
		with("those; one of the lowest quarter gets it", func(s *Scenario) { s.Bounded, s.Level, s.Choice = true, 25, Low }),
		with("one of the lowest quarter gets it", func(s *Scenario) { s.Choice = Low }),
		with("lowest quarter, lasting levels alike as noise", func(s *Scenario) { s.Choice, s.Level, s.Walk, s.Phi, s.Noise = Low, 2, 0, 0.8, 1.5 }),
		with("fails: chosen after a dip", func(s *Scenario) { s.Choice, s.Fails = Dipped, true }),
		with("fails: chosen among those that rise by themselves", func(s *Scenario) { s.Choice, s.Slope, s.Fails = Rising, 0.3, true }),
	)
}

// Pools are the kinds of pools that are measured.
func Pools() (out []Pool) {
	usual := Scenario{Peers: 50, Before: 12, After: 12, Ramp: 3, Level: 10, Noise: 2, Phi: 0.4, Walk: 0.5, Shock: 1}
	for _, n := range []int{3, 5, 10, 25} {
		for _, vary := range []float64{0, 2, 6} {
			s := usual
			s.Vary = vary
			s.Name = fmt.Sprintf("%d deployments, gains differ by %v", n, vary)
			out = append(out, Pool{Scenario: s, Deployments: n, Staggered: n == 10})
		}
	}
	few := usual
	few.Name, few.Peers, few.Vary = "10 deployments, 15 peers, gains differ by 2", 15, 2
	walk := usual
	walk.Name, walk.Noise, walk.Walk, walk.Vary = "10 deployments, walks alone, gains differ by 2", 0.2, 2, 2
	return append(out, Pool{Scenario: few, Deployments: 10}, Pool{Scenario: walk, Deployments: 10, Staggered: true})
}
