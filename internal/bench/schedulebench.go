package bench

import (
	"fmt"
	"time"

	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/schedule"
)

// The size of a roadmap to be scheduled, and the aim for it.
const (
	scheduledInitiatives = 10_000
	linksOfInitiative    = 3
	mostSchedule         = 100 * time.Millisecond
	scheduleRounds       = 11
)

// Scheduled makes a roadmap of so many initiatives, each but the first waiting for three others.
func Scheduled(initiatives int) *maturity.Roadmap {
	day := func(d period.Day) *maturity.LooseDate {
		return &maturity.LooseDate{Precision: maturity.PrecisionDay, Earliest: d, Latest: d}
	}
	r := &maturity.Roadmap{Initiatives: make([]maturity.Initiative, initiatives)}
	for i := range r.Initiatives {
		in := &r.Initiatives[i]
		start := period.Date(2018, 1, 1) + period.Day(i%2000)
		in.ID, in.Title, in.Start, in.End = fmt.Sprintf("initiative-%d", i), "Initiative", day(start), day(start+period.Day(20+i%40))
		for j := 1; j <= linksOfInitiative && i > 0; j++ {
			in.Links = append(in.Links, maturity.RoadmapLink{To: fmt.Sprintf("initiative-%d", (i*7919+j*104729)%i), Kind: maturity.LinkPrerequisite})
		}
	}
	return r
}

// barePass puts a roadmap's initiatives in an order that its prerequisites allow, and gives each its earliest day: the
// least that anything that schedules must do. It knows no loose dates, parts, slack, cycles or contradictions.
func barePass(r *maturity.Roadmap) period.Day {
	at := make(map[string]int, len(r.Initiatives))
	for i := range r.Initiatives {
		at[r.Initiatives[i].ID] = i
	}
	waits, out := make([]int, len(r.Initiatives)), make([][]int, len(r.Initiatives))
	for i := range r.Initiatives {
		for _, l := range r.Initiatives[i].Links {
			waits[i]++
			out[at[l.To]] = append(out[at[l.To]], i)
		}
	}
	var order []int
	for i, n := range waits {
		if n == 0 {
			order = append(order, i)
		}
	}
	ends, last := make([]period.Day, len(waits)), period.Day(0)
	for next := 0; next < len(order); next++ {
		i := order[next]
		in := &r.Initiatives[i]
		end := max(in.End.Latest, ends[i]+in.End.Latest-in.Start.Latest)
		last = max(last, end)
		for _, to := range out[i] {
			ends[to] = max(ends[to], end)
			if waits[to]--; waits[to] == 0 {
				order = append(order, to)
			}
		}
	}
	return last
}

// Schedule measures how long a roadmap takes to be scheduled, and what a move of one item affects, beside a bare pass.
func Schedule(initiatives int) (whole, move, bare time.Duration, err error) {
	r := Scheduled(initiatives)
	last := schedule.Of(r).Last
	if got := barePass(r); got != last {
		return 0, 0, 0, fmt.Errorf("bench: the bare pass ends on %s, the schedule on %s", got, last)
	}
	if whole, err = median(scheduleRounds, func() error { schedule.Of(r); return nil }); err != nil {
		return whole, move, bare, err
	}
	n := schedule.Of(r)
	moves := n.Shift("initiative-1", 90)
	if move, err = median(scheduleRounds, func() error { n.Affected(moves...); return nil }); err != nil {
		return whole, move, bare, err
	}
	bare, err = median(scheduleRounds, func() error { barePass(r); return nil })
	return whole, move, bare, err
}

func (r *runner) schedule() error {
	n := r.scaled(scheduledInitiatives, 10)
	whole, move, bare, err := Schedule(n)
	if err != nil {
		return err
	}
	milliseconds := func(d time.Duration) string {
		return fmt.Sprintf("%.1f ms", float64(d)/float64(time.Millisecond))
	}
	what := fmt.Sprintf("%s initiatives, %s links", thousands(n), thousands(linksOfInitiative*(n-1)))
	r.report.add(Figure{Part: "schedule", What: "schedule of " + what, Measured: milliseconds(whole), Baseline: "one pass in order, earliest days only: " + milliseconds(bare), Ratio: float64(whole) / float64(bare), Aim: "at most 100 ms"}.reached(whole <= mostSchedule),
		Figure{Part: "schedule", What: "what a move affects, " + what, Measured: milliseconds(move), Aim: "at most 100 ms"}.reached(move <= mostSchedule))
	return nil
}
