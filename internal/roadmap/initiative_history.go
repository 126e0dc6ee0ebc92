package roadmap

import (
	"context"
	"slices"
	"time"

	"waymark/internal/maturity"
)

// InitiativeHistory reads all states that an initiative and its deployments had.
type InitiativeHistory interface {
	// InitiativeStates gives every state that began by a time, the oldest first, at most limit.
	InitiativeStates(ctx context.Context, id, initiative string, asAt time.Time, limit int) ([]maturity.RoadmapItem, error)
}

// InitiativeState is an initiative with its deployments as believed at a time; a nil initiative was not there.
type InitiativeState struct {
	Initiative  *maturity.Initiative
	Deployments []maturity.Deployment
}

// InitiativeChange is an initiative before and after a change that touched it or one of its deployments.
type InitiativeChange struct {
	Change        maturity.RoadmapChange // only its time is known where it is too long ago
	Before, After InitiativeState
}

// stateLimit bounds how much of the past of an initiative is read.
const stateLimit = 2000

// InitiativeChanges tells how an initiative came to be as it is, the newest change first, by two reads whatever their
// number; the zero time is now.
func (d *Desk) InitiativeChanges(ctx context.Context, id, initiative string, asAt time.Time) ([]InitiativeChange, error) {
	history, ok := d.Store.(InitiativeHistory)
	if !ok {
		return nil, nil
	}
	asAt = d.asAt(asAt)
	items, err := history.InitiativeStates(ctx, id, initiative, asAt, stateLimit)
	if err != nil || len(items) == 0 {
		return nil, err
	}
	list, err := d.Store.RoadmapChanges(ctx, id, stateLimit)
	if err != nil {
		return nil, err
	}
	return initiativeHistory(items, list, asAt)
}

func initiativeHistory(items []maturity.RoadmapItem, list []maturity.RoadmapChange, asAt time.Time) (out []InitiativeChange, err error) {
	changes := map[int64]maturity.RoadmapChange{}
	for _, c := range list {
		changes[c.At.UnixMicro()] = c
	}
	var times []time.Time
	for _, i := range items {
		times = append(times, i.KnownFrom)
		if !i.KnownTo.IsZero() && !i.KnownTo.After(asAt) {
			times = append(times, i.KnownTo)
		}
	}
	slices.SortFunc(times, time.Time.Compare)
	times = slices.CompactFunc(times, time.Time.Equal)
	var before InitiativeState
	for _, at := range times {
		after, err := stateAt(items, at)
		if err != nil {
			return nil, err
		}
		change, known := changes[at.UnixMicro()]
		if !known {
			change.At = at
		}
		out = append(out, InitiativeChange{change, before, after})
		before = after
	}
	slices.Reverse(out)
	return out, nil
}

// stateAt puts an initiative together from the items believed at a time.
func stateAt(items []maturity.RoadmapItem, at time.Time) (s InitiativeState, err error) {
	for _, i := range items {
		if i.KnownFrom.After(at) || !i.KnownTo.IsZero() && !i.KnownTo.After(at) {
			continue
		}
		if i.Kind == maturity.ItemInitiative {
			one, err := read[maturity.Initiative](i)
			if err != nil {
				return s, err
			}
			s.Initiative = &one
			continue
		}
		d, err := read[maturity.Deployment](i)
		if err != nil {
			return s, err
		}
		s.Deployments = append(s.Deployments, d)
	}
	return s, nil
}
