package roadmap

import (
	"bytes"
	"encoding/json"
	"slices"
	"sort"

	"waymark/internal/maturity"
)

// differences are the changes that make one set of items into another, in the order of the new ones, then what is gone.
// An item that only stands at another place among its kind is a change, too; those between which it was put are none.
func differences(before, after []maturity.RoadmapItem) (out []ItemChange) {
	known := make(map[name]*maturity.RoadmapItem, len(before))
	for i := range before {
		known[nameOf(before[i])] = &before[i]
	}
	placed(known, after)
	seen := make(map[name]bool, len(after))
	for i := range after {
		now := &after[i]
		seen[nameOf(*now)] = true
		then := known[nameOf(*now)]
		if then == nil || then.Position != now.Position || !sameContent(then.Content, now.Content) {
			out = append(out, ItemChange{Kind: now.Kind, Key: now.Key, Before: then, After: now})
		}
	}
	for i := range before {
		if !seen[nameOf(before[i])] {
			out = append(out, ItemChange{Kind: before[i].Kind, Key: before[i].Key, Before: &before[i]})
		}
	}
	return out
}

// sameContent compares what two items say; a database writes JSON in an order and spacing of its own.
func sameContent(a, b json.RawMessage) bool { return bytes.Equal(plain(a), plain(b)) }

func plain(text json.RawMessage) []byte {
	var value any
	if json.Unmarshal(text, &value) != nil {
		return text
	}
	out, err := json.Marshal(value)
	if err != nil {
		return text
	}
	return out
}

// placed gives items of the new set the places that those of the old have, wherever that keeps their order, so that a
// change touches as few items as it can.
func placed(known map[name]*maturity.RoadmapItem, after []maturity.RoadmapItem) {
	for from := 0; from < len(after); {
		to := from
		for to < len(after) && after[to].Kind == after[from].Kind {
			to++
		}
		placeKind(known, after[from:to])
		from = to
	}
}

// placeKind places the items of one kind: the longest run that can stay stays, the others go between.
func placeKind(known map[name]*maturity.RoadmapItem, list []maturity.RoadmapItem) {
	if list[0].Kind == maturity.ItemHead {
		return
	}
	stays := staying(known, list)
	last, from := 0, 0 // place of the item before, and the first that still has none
	for i := range list {
		if !stays[i] {
			continue
		}
		next := known[nameOf(list[i])].Position
		if room := next - last; room <= i-from { // no room left between: everything is placed anew
			for j := range list {
				list[j].Position = (j + 1) * spacing
			}
			return
		}
		between(list[from:i], last, next)
		list[i].Position, last, from = next, next, i+1
	}
	for i := from; i < len(list); i++ {
		last += spacing
		list[i].Position = last
	}
}

func between(list []maturity.RoadmapItem, low, high int) {
	for i := range list {
		list[i].Position = low + (high-low)*(i+1)/(len(list)+1)
	}
}

// staying marks the longest run of items whose old places rise.
func staying(known map[name]*maturity.RoadmapItem, list []maturity.RoadmapItem) []bool {
	stays := make([]bool, len(list))
	earlier := make([]int, len(list))
	var ends []int // the item with the lowest place that ends a run of each length
	place := func(i int) int { return known[nameOf(list[i])].Position }
	for i := range list {
		earlier[i] = -1
		if known[nameOf(list[i])] == nil {
			continue
		}
		at := sort.Search(len(ends), func(k int) bool { return place(ends[k]) >= place(i) })
		if at > 0 {
			earlier[i] = ends[at-1]
		}
		if at == len(ends) {
			ends = append(ends, i)
		} else {
			ends[at] = i
		}
	}
	if len(ends) > 0 {
		for i := ends[len(ends)-1]; i >= 0; i = earlier[i] {
			stays[i] = true
		}
	}
	return stays
}

// conflicts names what stands in the way of taking a change back: items that are not as it left them.
func conflicts(done []ItemChange, now []maturity.RoadmapItem) (out []name) {
	present := make(map[name]maturity.RoadmapItem, len(now))
	for _, i := range now {
		present[nameOf(i)] = i
	}
	for _, c := range done {
		is, there := present[name{c.Kind, c.Key}]
		switch {
		case c.After == nil && there, c.After != nil && (!there || is.Change != c.After.Change):
			out = append(out, name{c.Kind, c.Key})
		}
	}
	return slices.Clip(out)
}
