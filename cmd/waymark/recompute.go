package main

import (
	"fmt"
	"io"
	"time"

	"waymark/internal/recompute"
)

type recomputeCommand struct {
	All bool `help:"Everything, not only what is stale."`
}

// Run brings results up to date. It waits for no job: where one is at work already it says so.
func (c recomputeCommand) Run(a *app) error {
	return a.with(func(s *session) error {
		unlock, ok, err := s.db.TryLock(a.ctx, lockRecompute)
		if err != nil {
			return err
		}
		if !ok {
			return environmentError(fmt.Errorf("a recompute is running already; try again when it is done"))
		}
		defer unlock()
		scope := recompute.Stale
		if c.All {
			scope = recompute.All
		}
		began := time.Now()
		bar := a.progressBar("measures")
		counts, err := s.recomputer(bar.set).Run(a.ctx, time.Now(), scope)
		bar.end()
		if err != nil {
			return err
		}
		outcomes, err := s.outcomes().Run(a.ctx, time.Now()) // under the same lock
		if err != nil {
			return err
		}
		m := counts.Map()
		m["outcomes"], m["outcomes_told"], m["outcomes_written"] = outcomes.Deployments, outcomes.Told, outcomes.Written
		return a.result(m, func(w io.Writer) {
			fmt.Fprintf(w, "Looked at %d series of %d measures in %s: %d results written, %d closed, %d unchanged.\n",
				counts.Series, counts.Measures, time.Since(began).Round(time.Millisecond), m["written"], m["closed"], m["unchanged"])
			if outcomes.Deployments > 0 {
				fmt.Fprintf(w, "Asked of %d deployments and measures what they did: %d can be told, %d results written.\n", outcomes.Deployments, outcomes.Told, outcomes.Written)
			}
		})
	})
}
