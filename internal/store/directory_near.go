package store

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"waymark/internal/period"
)

// nearby finds the organisations closest to a text that nobody goes by: codes by edit distance, names by the share of
// three-letter pieces in common. Both are looked up, never scanned, so that thousands of unknown texts cost little.
type nearby struct {
	all    []*entry           // in order of code
	codes  map[string][]int32 // a code, or it without one character -> entries
	pieces map[piece][]int32  // -> names that have it
	names  []name             // every name of every entry
	// tallies are *[]uint8, one zero per name, so that a search need not make its own.
	tallies sync.Pool
}

// piece is three letters in a row, packed.
type piece uint64

type name struct {
	entry  int32
	pieces []piece // in order, each once
}

func newNearby(d *Directory) *nearby {
	n := &nearby{codes: map[string][]int32{}, pieces: map[piece][]int32{}}
	for _, e := range d.byCode {
		n.all = append(n.all, e)
	}
	slices.SortFunc(n.all, func(a, b *entry) int { return cmp.Compare(a.Code, b.Code) })
	place := make(map[*entry]int32, len(n.all))
	for i, e := range n.all {
		place[e] = int32(i)
		for _, key := range withoutOne(strings.ToUpper(e.Code)) {
			n.codes[key] = append(n.codes[key], int32(i))
		}
	}
	for _, folded := range slices.Sorted(maps.Keys(d.byAlias)) {
		pieces := piecesOf(folded)
		for _, e := range d.byAlias[folded] {
			id := int32(len(n.names))
			n.names = append(n.names, name{place[e], pieces})
			for _, p := range pieces {
				n.pieces[p] = append(n.pieces[p], id)
			}
		}
	}
	n.tallies.New = func() any { counts := make([]uint8, len(n.names)); return &counts }
	return n
}

// withoutOne lists a code and all it becomes by leaving one character out: two codes that differ by one wrong, missing,
// extra or swapped character share an item.
func withoutOne(code string) []string {
	keys := []string{code}
	for i := range code {
		_, size := utf8.DecodeRuneInString(code[i:])
		if key := code[:i] + code[i+size:]; !slices.Contains(keys, key) {
			keys = append(keys, key)
		}
	}
	return keys
}

func piecesOf(folded string) []piece {
	runes := []rune(" " + folded + " ")
	var pieces []piece
	for i := 0; i+3 <= len(runes); i++ {
		pieces = append(pieces, piece(runes[i])<<42|piece(runes[i+1])<<21|piece(runes[i+2]))
	}
	slices.Sort(pieces)
	return slices.Compact(pieces)
}

// candidate is an entry with how near it is: 1 is the same, 0 has nothing in common.
type candidate struct {
	entry int32
	near  float64
}

// longest is as much of a text as is compared.
const longest = 120

// closest gives up to three entries of the kinds, those open in the period before the others at the same nearness.
func (n *nearby) closest(text, folded string, kinds []string, p period.Period) []*entry {
	if utf8.RuneCountInString(text) > longest {
		text, folded = string([]rune(text)[:longest]), string([]rune(folded)[:min(longest, utf8.RuneCountInString(folded))])
	}
	best := map[int32]float64{}
	if code := strings.ToUpper(text); len(code) <= 12 && !strings.Contains(code, " ") {
		n.byCode(code, best, kinds)
	}
	n.byName(folded, best, kinds)
	var list []candidate
	for id, near := range best {
		if n.all[id].openIn(p) {
			near += 0.001
		}
		list = append(list, candidate{id, near})
	}
	slices.SortFunc(list, func(a, b candidate) int { return cmp.Or(cmp.Compare(b.near, a.near), cmp.Compare(a.entry, b.entry)) })
	var out []*entry
	for _, c := range list[:min(len(list), suggested)] {
		out = append(out, n.all[c.entry])
	}
	return out
}

// byCode enters codes at most two edits away, and where there are too few, those that begin alike.
func (n *nearby) byCode(code string, best map[int32]float64, kinds []string) {
	for _, key := range withoutOne(code) {
		for _, id := range n.codes[key] {
			n.enterCode(id, code, best, kinds)
		}
	}
	at, _ := slices.BinarySearchFunc(n.all, code, func(e *entry, code string) int { return cmp.Compare(e.Code, code) })
	for reach := 1; len(best) < suggested && reach <= 500; reach++ {
		for _, id := range []int{at - reach, at + reach - 1} {
			if id >= 0 && id < len(n.all) {
				n.enterCode(int32(id), code, best, kinds)
			}
		}
	}
}

func (n *nearby) enterCode(id int32, code string, best map[int32]float64, kinds []string) {
	e := n.all[id]
	if _, known := best[id]; known || !e.isOneOf(kinds) {
		return
	}
	distance := edits(code, strings.ToUpper(e.Code))
	best[id] = max(0.05, 1-float64(distance)/float64(max(len(code), len(e.Code))))
}

const (
	looks   = 2500 // how many names are looked at through the pieces they share, the rarest pieces first
	compare = 60   // how many of those that share most are compared in full
)

// byName enters the names that have most pieces in common (Dice's coefficient, at least 0.3).
func (n *nearby) byName(folded string, best map[int32]float64, kinds []string) {
	pieces := piecesOf(folded)
	for _, id := range n.sharing(pieces, kinds) {
		of := n.names[id]
		near := 2 * float64(inCommon(pieces, of.pieces)) / float64(len(pieces)+len(of.pieces))
		if near >= 0.3 && near > best[of.entry] {
			best[of.entry] = near
		}
	}
}

// sharing gives the names that share most of the rarer pieces, the best first.
func (n *nearby) sharing(pieces []piece, kinds []string) []int32 {
	rare := slices.Clone(pieces)
	slices.SortFunc(rare, func(a, b piece) int {
		return cmp.Or(cmp.Compare(len(n.pieces[a]), len(n.pieces[b])), cmp.Compare(a, b))
	})
	tally := n.tallies.Get().(*[]uint8)
	defer n.tallies.Put(tally)
	var touched []int32
	left := looks
	for _, p := range rare {
		if left -= len(n.pieces[p]); left < 0 && len(touched) > 0 {
			break
		}
		for _, id := range n.pieces[p] {
			if (*tally)[id] == 0 {
				touched = append(touched, id)
			}
			(*tally)[id]++ // no text has 256 pieces: see longest
		}
	}
	var byCount [256][]int32
	for _, id := range touched {
		if n.all[n.names[id].entry].isOneOf(kinds) {
			byCount[(*tally)[id]] = append(byCount[(*tally)[id]], id)
		}
		(*tally)[id] = 0
	}
	var out []int32
	for _, ids := range slices.Backward(byCount[:]) {
		out = append(out, ids...)
		if len(out) >= compare {
			return out[:compare]
		}
	}
	return out
}

// inCommon counts the pieces in both of two ordered lists.
func inCommon(a, b []piece) (count int) {
	for len(a) > 0 && len(b) > 0 {
		switch {
		case a[0] < b[0]:
			a = a[1:]
		case a[0] > b[0]:
			b = b[1:]
		default:
			count, a, b = count+1, a[1:], b[1:]
		}
	}
	return count
}

// edits is the number of characters wrong, missing, extra or swapped with their neighbour between two short texts.
func edits(a, b string) int {
	before, row := make([]int, len(b)+1), make([]int, len(b)+1)
	var previous []int
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		previous, before, row = before, row, make([]int, len(b)+1)
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(before[j]+1, row[j-1]+1, before[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], previous[j-2]+1)
			}
		}
	}
	return row[len(b)]
}
