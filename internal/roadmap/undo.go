package roadmap

import (
	"context"
	"fmt"
	"strings"

	"waymark/internal/maturity"
)

// Undo takes a change back: every item is again as it was before, by a new change. It is maturity.Conflict, with what is
// in the way, where a later change touched any of them; the change that made the roadmap stays.
func (d *Desk) Undo(ctx context.Context, who Who, id string, number int64, reason string) (maturity.RoadmapChange, error) {
	at, err := d.newest(ctx, id)
	if err != nil {
		return maturity.RoadmapChange{}, err
	}
	if err := d.must(ctx, who.Account, at.Footprint); err != nil {
		return maturity.RoadmapChange{}, err
	}
	done, items, err := d.Change(ctx, id, number)
	if err != nil {
		return done, err
	}
	now, err := d.Store.RoadmapItems(ctx, id, at.At)
	if err != nil {
		return done, err
	}
	if !done.At.After(at.First) {
		return done, maturity.Errorf(maturity.Invalid, "This change made the roadmap, so it cannot be taken back.")
	}
	if inTheWay := conflicts(items, now); len(inTheWay) > 0 {
		return done, d.inTheWay(ctx, inTheWay, now)
	}
	back, r, err := backwards(items, now)
	if err != nil {
		return done, err
	}
	if err := d.sound(ctx, &r); err != nil {
		return done, err
	}
	return d.write(ctx, who, at, maturity.RoadmapChange{Way: maturity.ChangeByUndoing, Reason: reason, Undoes: number}, back)
}

// backwards turns a change round, and gives the roadmap that results.
func backwards(items []ItemChange, now []maturity.RoadmapItem) (back []ItemChange, r maturity.Roadmap, err error) {
	undone := map[name]bool{}
	var left []maturity.RoadmapItem
	for _, c := range items {
		undone[name{c.Kind, c.Key}] = true
		back = append(back, ItemChange{Kind: c.Kind, Key: c.Key, Before: c.After, After: c.Before})
		if c.Before != nil {
			left = append(left, *c.Before)
		}
	}
	for _, item := range now {
		if !undone[nameOf(item)] {
			left = append(left, item)
		}
	}
	r, err = Join(left)
	return back, r, err
}

// named is how many items a sentence names.
const namedItems = 3

func (d *Desk) inTheWay(ctx context.Context, items []name, now []maturity.RoadmapItem) error {
	present := map[name]maturity.RoadmapItem{}
	for _, i := range now {
		present[nameOf(i)] = i
	}
	var words []string
	for _, n := range items[:min(len(items), namedItems)] {
		item, there := present[n]
		if !there {
			words = append(words, fmt.Sprintf("%s %s (removed since)", n.kind, n.key))
			continue
		}
		change, _, err := d.Store.RoadmapChange(ctx, item.Change)
		if err != nil {
			return err
		}
		words = append(words, fmt.Sprintf("%s (change %d, %s, %s)", TitleOf(item), change.ID, change.At.UTC().Format("2 January 2006"), change.By))
	}
	if more := len(items) - len(words); more > 0 {
		words = append(words, fmt.Sprintf("and %d more", more))
	}
	return maturity.Errorf(maturity.Conflict, "It cannot be taken back, because a later change touched the same: %s. Take that back first.", strings.Join(words, "; "))
}

// TitleOf is what an item calls itself; its kind and key where it has no title.
func TitleOf(item maturity.RoadmapItem) string {
	said, err := read[struct{ Title, Initiative string }](item)
	switch {
	case err == nil && said.Title != "":
		return said.Title
	case item.Kind == maturity.ItemHead:
		return "the roadmap itself"
	}
	return string(item.Kind) + " " + item.Key
}
