package recompute

import (
	"cmp"
	"context"
	"encoding/hex"
	"fmt"
	"slices"

	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/reliability"
	"waymark/internal/trajectory"
)

// How many organisations of a measure are looked at; beyond, those of a fixed sample, because a thousand more would not
// change what the record says. Footprints are always among the scored.
const (
	mostScored     = 500
	mostBackTested = 60
)

// note enters what a trajectory was made from in the sum that tells whether the measure's record still follows.
func (w *work) note(organisation maturity.OrganisationID, target, inputs string) {
	fmt.Fprintln(w.digest, organisation, target, inputs)
}

// reliability brings the record of the measure's forecasts up to date: stored forecasts against what came, and
// forecasts made now for past days. What was believed once changes only together with what is believed now, so where
// every trajectory was made from the same as when the record was made, there is nothing to do.
func (w *work) reliability(ctx context.Context) error {
	fmt.Fprintln(w.digest, reliability.Version, mostScored, mostBackTested, mostOrigins)
	r := maturity.Reliability{Measure: w.m.ID, Definition: w.definitions[w.m.ID], InputsHash: hex.EncodeToString(w.digest.Sum(nil)[:16])}
	old, known := w.records[w.m.ID]
	switch {
	case known && old.InputsHash == r.InputsHash && old.Definition == r.Definition:
		w.counts.Reliability.Unchanged++
		return nil
	case !known && len(w.long)+len(w.wholes) == 0:
		return nil
	}
	past, err := w.readPast(ctx)
	if err != nil {
		return err
	}
	r.Stated = reliability.RecordOf(past.score(w))
	r.BackTest = reliability.RecordOf(w.backTest(past))
	counts, err := w.writer.WriteReliability(ctx, w.asAt, r)
	w.counts.Reliability = w.counts.Reliability.Add(counts)
	return err
}

// past is what is read once for both records.
type past struct {
	tested   []maturity.OrganisationID                          // in order
	ended    map[maturity.OrganisationID][]maturity.Trajectory  // forecasts that have been replaced, in order of time
	versions map[maturity.OrganisationID][]maturity.Observation // in order of period, rank of the source and time
}

func (w *work) readPast(ctx context.Context) (past, error) {
	p := past{ended: map[maturity.OrganisationID][]maturity.Trajectory{}, versions: map[maturity.OrganisationID][]maturity.Observation{}}
	scored := w.sample(mostScored)
	p.tested = slices.Clone(scored[:min(len(scored), mostBackTested)])
	for footprint := range w.wholes {
		scored = append(scored, footprint)
	}
	err := w.reader.EachEnded(ctx, w.m.ID, scored, w.asAt, func(t maturity.Trajectory) error {
		p.ended[t.Organisation] = append(p.ended[t.Organisation], t)
		return nil
	})
	if err != nil {
		return p, err
	}
	wanted := slices.Clone(p.tested)
	for id := range p.ended {
		wanted = append(wanted, id)
	}
	slices.Sort(wanted)
	slices.Sort(p.tested)
	return p, w.reader.EachVersion(ctx, w.m.ID, slices.Compact(wanted), w.plans, w.asAt, func(o maturity.Observation) error {
		p.versions[o.Organisation] = append(p.versions[o.Organisation], o)
		return nil
	})
}

// mayHaveRecord reports whether a series has figures enough for a forecast and one that came after it.
func (s *series) mayHaveRecord() bool {
	figures := 0
	for i := range s.observed {
		if s.observed[i].HasValue {
			figures++
		}
	}
	return figures > trajectory.LeastPoints
}

// sample puts the organisations with long series in an order that has nothing to do with who they are and is always the
// same, and cuts it.
func (w *work) sample(most int) []maturity.OrganisationID {
	ids := slices.Clone(w.long)
	slices.SortFunc(ids, func(a, b maturity.OrganisationID) int {
		return cmp.Or(cmp.Compare(scattered(a), scattered(b)), cmp.Compare(a, b))
	})
	return ids[:min(len(ids), most)]
}

// scattered is a number that looks like chance (the multiplier of Knuth's multiplicative hashing).
func scattered(id maturity.OrganisationID) uint32 { return uint32(id) * 2654435761 }

// score compares the forecasts that were stored with the figures that are known now, one book for each organisation.
func (p past) score(w *work) []reliability.Book {
	ids := make([]maturity.OrganisationID, 0, len(p.ended))
	for id := range p.ended {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	books := make([]reliability.Book, len(ids))
	for i, id := range ids {
		s := w.wholes[id]
		if books[i].Made = s != nil; !books[i].Made {
			s = w.believed(id, p.versions[id], func(o maturity.Observation) bool { return o.KnownTo.IsZero() })
		}
		figures := w.figures(s)
		for _, t := range p.ended[id] {
			books[i].Enter(t, w.sense(t.Target), figures, false)
		}
	}
	return books
}

func (w *work) sense(target string) reliability.Sense {
	for _, t := range w.targets {
		if t.ID == target {
			return reliability.SenseOf(t, w.m)
		}
	}
	return reliability.NoSense
}

// believed is the series of the versions that are chosen, the preferred source of each period.
func (w *work) believed(id maturity.OrganisationID, versions []maturity.Observation, chosen func(maturity.Observation) bool) *series {
	s := &series{body: w.directory.body[id]}
	s.body.ID = id
	var last period.Period
	for _, o := range versions {
		if o.Period != last && chosen(o) {
			s.add(o, false, w.invented[o.Source])
			last = o.Period
		}
	}
	s.sort()
	return s
}

// figures are the complete figures of a series as forecasts are scored against them.
func (w *work) figures(s *series) reliability.Figures {
	complete, broken := trajectory.Complete(trajectory.Input{Measure: w.m, Observed: s.observed, Today: w.today, Breaks: w.breaksOf(s.body.ID)})
	out := reliability.Figures{Came: make(map[period.Period]reliability.Figure, len(complete)), Broken: broken}
	for _, p := range complete {
		out.Came[p.Period] = reliability.Figure{Value: p.Value, Illustrative: p.Illustrative}
	}
	return out
}
