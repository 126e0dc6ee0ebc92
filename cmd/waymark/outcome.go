package main

import (
	"context"
	"time"

	"waymark/internal/outcome"
)

// outcomes is where it is worked out what deployments did. It reads all roadmaps, so it asks for no rights.
func (s *session) outcomes() outcomesInTurn {
	return outcomesInTurn{s, outcome.New(outcome.Options{Reader: s.db, Writer: s.db, Plans: s.planningAt(nil, time.Now), Catalogue: s.catalogue, Location: s.config.Location})}
}

// outcomesInTurn works outcomes out when whoever recomputes has finished: they are results like others, and what masks
// figures looks out for one run at a time.
type outcomesInTurn struct {
	*session
	*outcome.Desk
}

// inTurn waits for the lock; the time is that of when the wait is over.
func (o outcomesInTurn) inTurn(ctx context.Context, run func(context.Context, time.Time) (outcome.Counts, error)) (outcome.Counts, error) {
	for {
		unlock, ok, err := o.db.TryLock(ctx, lockRecompute)
		if err != nil {
			return outcome.Counts{}, err
		}
		if ok {
			defer unlock()
			return run(ctx, time.Now())
		}
		select {
		case <-ctx.Done():
			return outcome.Counts{}, ctx.Err()
		case <-time.After(100 * time.Millisecond):
		}
	}
}
