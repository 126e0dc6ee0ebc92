package roadmap

import (
	"cmp"
	"context"
	"slices"
	"time"

	"waymark/internal/maturity"
)

// ItemHistory reads all states that items of a kind had, and not only those believed at a time.
type ItemHistory interface {
	// RoadmapItemHistory gives every state that began by a time, the newest first, at most limit.
	RoadmapItemHistory(ctx context.Context, id string, kind maturity.ItemKind, asAt time.Time, limit int) ([]maturity.RoadmapItem, error)
}

// ScoreChange is one answer as it was before and after a change.
type ScoreChange struct {
	Change        maturity.RoadmapChange
	Before, After *maturity.PriorityScore // nil: there was none
}

// scoreStates bounds how many states of answers a history is made from, and changes how many changes name them.
const (
	scoreStates  = 2000
	scoreChanges = 2000
)

// ScoreChanges tells how the answers of a roadmap came about, the newest first, by two reads whatever their number; the
// zero time is now.
func (d *Desk) ScoreChanges(ctx context.Context, id string, asAt time.Time) ([]ScoreChange, error) {
	history, ok := d.Store.(ItemHistory)
	if !ok {
		return nil, nil
	}
	asAt = d.asAt(asAt)
	items, err := history.RoadmapItemHistory(ctx, id, maturity.ItemScore, asAt, scoreStates)
	if err != nil {
		return nil, err
	}
	list, err := d.Store.RoadmapChanges(ctx, id, scoreChanges)
	if err != nil {
		return nil, err
	}
	return scoreHistory(items, list, asAt)
}

func scoreHistory(items []maturity.RoadmapItem, list []maturity.RoadmapChange, asAt time.Time) (out []ScoreChange, err error) {
	byTime := map[time.Time]maturity.RoadmapChange{}
	for _, c := range list {
		byTime[c.At.UTC()] = c
	}
	type event struct {
		key string
		at  time.Time
	}
	at := map[event]*ScoreChange{}
	note := func(key string, when time.Time) *ScoreChange {
		e := event{key, when.UTC()}
		if at[e] == nil {
			change, known := byTime[e.at]
			if !known {
				change = maturity.RoadmapChange{At: e.at}
			}
			at[e] = &ScoreChange{Change: change}
		}
		return at[e]
	}
	for _, item := range items {
		score, err := read[maturity.PriorityScore](item)
		if err != nil {
			return nil, err
		}
		note(item.Key, item.KnownFrom).After = &score
		if !item.KnownTo.IsZero() && !item.KnownTo.After(asAt) {
			note(item.Key, item.KnownTo).Before = &score
		}
	}
	for _, c := range at {
		out = append(out, *c)
	}
	key := func(c ScoreChange) string {
		if c.After != nil {
			return c.After.Key()
		}
		return c.Before.Key()
	}
	slices.SortFunc(out, func(a, b ScoreChange) int {
		return cmp.Or(b.Change.At.Compare(a.Change.At), cmp.Compare(key(a), key(b)))
	})
	return out, nil
}
