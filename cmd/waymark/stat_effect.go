package main

import (
	"fmt"
	"io"
	"sync"

	"waymark/internal/effect/trial"
)

type statEffectCommand struct {
	Runs    int     `help:"Panels of each kind." default:"4000"`
	Pools   int     `help:"Pools of each kind." default:"1000"`
	Effect  float64 `help:"Effect of the second half of the table, in points." default:"4"`
	Seed    uint64  `help:"Where the invented numbers begin." default:"1"`
	Workers int     `help:"How many kinds are measured at once." default:"1"`
}

// effectRow is one line of the result.
type effectRow struct {
	Name   string  `json:"name"`
	Effect float64 `json:"effect"`
	trial.Tally
}

type poolRow struct {
	Name   string  `json:"name"`
	Effect float64 `json:"effect"`
	trial.PoolTally
}

// Run measures all kinds of panels without an effect and with one, and prints a table for docs/statistics.md.
func (c statEffectCommand) Run(a *app) error {
	var panels []effectRow
	var pools []poolRow
	var work []func()
	scenarios, kinds := trial.Scenarios(), trial.Pools()
	panels, pools = make([]effectRow, len(scenarios)), make([]poolRow, len(kinds))
	found := make([]effectRow, len(scenarios))
	for i, s := range scenarios {
		work = append(work, func() {
			panels[i] = effectRow{s.Name, 0, trial.Run(s, c.Runs, c.Seed)}
			s.Effect = c.Effect
			found[i] = effectRow{s.Name, c.Effect, trial.Run(s, c.Runs, c.Seed)}
		})
	}
	for i, p := range kinds {
		work = append(work, func() { pools[i] = poolRow{p.Name, 0, trial.RunPool(p, c.Pools, c.Seed)} })
	}
	bar := a.progressBar("panels")
	defer bar.end()
	each(work, c.Workers, bar.set)
	return a.result(map[string]any{"panels": panels, "with_effect": found, "pools": pools}, func(w io.Writer) {
		percent := func(part, of int) string { return fmt.Sprintf("%.1f", 100*float64(part)/float64(max(1, of))) }
		fmt.Fprintf(w, "%d panels of each kind. Percent.\n\n| panel | told | 95 %% holds | false alarms | half width | effect of %v seen | chart signals without effect | all peers: holds | line: holds | ranks: holds |\n|---|---|---|---|---|---|---|---|---|---|\n", c.Runs, c.Effect)
		for i, r := range panels {
			f := found[i]
			held := percent(r.Held, r.Told)
			if other := percent(f.Held, f.Told); other != held {
				held += " (" + other + " with the effect)"
			}
			fmt.Fprintf(w, "| %s | %s | %s | %s | %.1f | %s | %s | %s | %s | %s |\n", r.Name, percent(r.Told, r.Runs), held, percent(r.Moved, r.Runs), r.Width,
				percent(f.Moved, f.Told), percent(r.Steps, r.Runs), percent(r.All.Held, r.Told), percent(r.Line.Held, r.Told), percent(r.Rank.Held, r.Told))
		}
		fmt.Fprintf(w, "\n%d pools of each kind. Percent.\n\n| pool | told | 95 %% holds the mean gain | false alarms | half width | 80 %% range holds the next gain | half width |\n|---|---|---|---|---|---|---|\n", c.Pools)
		for _, r := range pools {
			fmt.Fprintf(w, "| %s | %s | %s | %s | %.1f | %s | %.1f |\n", r.Name, percent(r.Told, r.Runs), percent(r.Held, r.Told), percent(r.Moved, r.Told), r.Width, percent(r.Next, r.Told), r.RangeWidth)
		}
	})
}

// each does all the work, so much of it at once.
func each(work []func(), workers int, progress func(done, of int)) {
	var wait sync.WaitGroup
	var mutex sync.Mutex
	next := make(chan func())
	done := 0
	for range max(1, workers) {
		wait.Go(func() {
			for do := range next {
				do()
				mutex.Lock()
				done++
				progress(done, len(work))
				mutex.Unlock()
			}
		})
	}
	for _, do := range work {
		next <- do
	}
	close(next)
	wait.Wait()
}
