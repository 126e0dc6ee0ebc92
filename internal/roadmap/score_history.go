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

// ItemStates is one item as it was before and after a change.
type ItemStates[T any] struct {
	Change        maturity.RoadmapChange
	Key           string
	Before, After *T // nil: it was not there
}

// historyStates bounds how many states a history is made from, and how many changes name them.
const historyStates = 2000

// ScoreChanges tells how the answers of a roadmap came about, the newest first, by two reads whatever their number; the
// zero time is now.
func (d *Desk) ScoreChanges(ctx context.Context, id string, asAt time.Time) ([]ItemStates[maturity.PriorityScore], error) {
	return itemChanges[maturity.PriorityScore](ctx, d, id, maturity.ItemScore, asAt)
}

// PriorityChanges tells likewise how the priorities of periods came about.
func (d *Desk) PriorityChanges(ctx context.Context, id string, asAt time.Time) ([]ItemStates[maturity.PeriodPriorities], error) {
	return itemChanges[maturity.PeriodPriorities](ctx, d, id, maturity.ItemPriorities, asAt)
}

func itemChanges[T any](ctx context.Context, d *Desk, id string, kind maturity.ItemKind, asAt time.Time) ([]ItemStates[T], error) {
	history, ok := d.Store.(ItemHistory)
	if !ok {
		return nil, nil
	}
	asAt = d.asAt(asAt)
	items, err := history.RoadmapItemHistory(ctx, id, kind, asAt, historyStates)
	if err != nil {
		return nil, err
	}
	list, err := d.Store.RoadmapChanges(ctx, id, historyStates)
	if err != nil {
		return nil, err
	}
	return itemHistory[T](items, list, asAt)
}

func itemHistory[T any](items []maturity.RoadmapItem, list []maturity.RoadmapChange, asAt time.Time) (out []ItemStates[T], err error) {
	byTime := map[time.Time]maturity.RoadmapChange{}
	for _, c := range list {
		byTime[c.At.UTC()] = c
	}
	type event struct {
		key string
		at  time.Time
	}
	at := map[event]*ItemStates[T]{}
	note := func(key string, when time.Time) *ItemStates[T] {
		e := event{key, when.UTC()}
		if at[e] == nil {
			change, known := byTime[e.at]
			if !known {
				change = maturity.RoadmapChange{At: e.at}
			}
			at[e] = &ItemStates[T]{Change: change, Key: key}
		}
		return at[e]
	}
	for _, item := range items {
		state, err := read[T](item)
		if err != nil {
			return nil, err
		}
		note(item.Key, item.KnownFrom).After = &state
		if !item.KnownTo.IsZero() && !item.KnownTo.After(asAt) {
			note(item.Key, item.KnownTo).Before = &state
		}
	}
	for _, c := range at {
		out = append(out, *c)
	}
	slices.SortFunc(out, func(a, b ItemStates[T]) int {
		return cmp.Or(b.Change.At.Compare(a.Change.At), cmp.Compare(a.Key, b.Key))
	})
	return out, nil
}
