package recompute

import (
	"sync"

	"waymark/internal/maturity"
	"waymark/internal/trajectory"
)

// compute gives the trajectories of a batch whose inputs or definitions differ from what is stored, in the order of
// the batch. Every series has a place of its own, so the number of workers cannot show in the result.
func (w *work) compute(batch []*series) []maturity.Trajectory {
	places := make([]place, len(batch))
	var wait sync.WaitGroup
	for worker := range w.methods {
		wait.Go(func() {
			for i := worker; i < len(batch); i += len(w.methods) {
				places[i] = w.one(batch[i], w.methods[worker])
			}
		})
	}
	wait.Wait()
	var out []maturity.Trajectory
	for i := range places {
		if len(places[i].changed) == 0 {
			w.counts.Same += int64(len(places[i].targets))
		}
		out = append(out, places[i].changed...)
		for j, target := range places[i].targets {
			w.note(batch[i].body.ID, target, places[i].hashes[j])
			w.seen[maturity.ResultKey{Organisation: batch[i].body.ID, Target: target}] = true
		}
	}
	return out
}

// place is what came of one series.
type place struct {
	targets []string // all it has a trajectory for
	hashes  []string // of what each is made from
	changed []maturity.Trajectory
}

func (w *work) one(s *series, method trajectory.Forecaster) (p place) {
	in := trajectory.Input{Organisation: s.body.ID, Measure: w.m, Observed: s.observed, Plan: s.plan, Today: w.today, RollUp: s.rollUp, Breaks: w.breaksOf(s.body.ID)}
	aims := w.aims(w.targets, s.body)
	hashes := map[string]string{}
	stale := false
	note := func(target string, aim *trajectory.Aim) {
		hashes[target] = trajectory.Hash(in, aim)
		p.targets, p.hashes = append(p.targets, target), append(p.hashes, hashes[target])
		old, known := w.stored[maturity.ResultKey{Organisation: s.body.ID, Target: target}]
		stale = stale || !known || old.InputsHash != hashes[target] || old.Definition != w.definitions[w.m.ID]
	}
	for i := range aims {
		note(aims[i].ID, &aims[i])
	}
	if len(aims) == 0 {
		note("", nil)
	}
	if !stale {
		return p
	}
	p.changed = trajectory.Compute(in, aims, method)
	for i := range p.changed {
		t := &p.changed[i]
		t.KnownFrom, t.InputsHash, t.Definition = w.asAt, hashes[t.Target], w.definitions[w.m.ID]
	}
	return p
}
