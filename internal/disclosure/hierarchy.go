package disclosure

import (
	"maps"
	"slices"
)

// Link says that one body belongs to another.
type Link struct {
	From, To int32
	Kind     string
}

// Splits lists, for every body that contains others with figures, the ways in which these may make it up: all of one
// kind below it, those that are below none of the others, and those that one kind of link leads to. nations contain
// everybody. kinds names the kind of each body that has figures; no other body counts.
func Splits(kinds map[int32]string, nations []int32, links []Link) (out []Split) {
	h := hierarchy{kinds: kinds, below: map[int32][]Link{}}
	for _, l := range links {
		h.below[l.To] = append(h.below[l.To], l)
	}
	bodies := slices.Sorted(maps.Keys(kinds))
	for _, whole := range bodies {
		inside := h.inside(whole)
		if slices.Contains(nations, whole) {
			for _, b := range bodies {
				inside[b] = true
			}
		}
		if delete(inside, whole); len(inside) > 0 {
			out = append(out, h.splits(whole, inside)...)
		}
	}
	return out
}

type hierarchy struct {
	kinds map[int32]string
	below map[int32][]Link
}

// inside is everybody with figures that is below a body, however far.
func (h hierarchy) inside(whole int32) map[int32]bool {
	seen, out := map[int32]bool{whole: true}, map[int32]bool{}
	for open := []int32{whole}; len(open) > 0; {
		next := open[0]
		open = open[1:]
		for _, l := range h.below[next] {
			if seen[l.From] {
				continue
			}
			seen[l.From] = true
			open = append(open, l.From)
			if _, has := h.kinds[l.From]; has {
				out[l.From] = true
			}
		}
	}
	return out
}

func (h hierarchy) splits(whole int32, inside map[int32]bool) (out []Split) {
	byKind, byLink, deeper := map[string][]int32{}, map[string][]int32{}, map[int32]bool{}
	for _, b := range slices.Sorted(maps.Keys(inside)) {
		byKind[h.kinds[b]] = append(byKind[h.kinds[b]], b)
		for below := range h.inside(b) {
			deeper[below] = deeper[below] || below != whole
		}
	}
	for _, l := range h.below[whole] {
		if inside[l.From] {
			byLink[l.Kind] = append(byLink[l.Kind], l.From)
		}
	}
	var top []int32
	for _, b := range slices.Sorted(maps.Keys(inside)) {
		if !deeper[b] {
			top = append(top, b)
		}
	}
	add := func(parts []int32) {
		slices.Sort(parts)
		parts = slices.Compact(parts)
		if len(parts) > 0 && !slices.ContainsFunc(out, func(s Split) bool { return slices.Equal(s.Parts, parts) }) {
			out = append(out, Split{whole, parts})
		}
	}
	add(top)
	for _, group := range []map[string][]int32{byKind, byLink} {
		for _, name := range slices.Sorted(maps.Keys(group)) {
			add(group[name])
		}
	}
	return out
}
