package priority

import (
	"slices"
	"strings"

	"waymark/internal/maturity"
)

// Mandated reports whether a band says of itself that somebody outside decided it. Such a band is one of its own: what is in
// it is done whatever its score, so no score is held against it.
func Mandated(band string) bool {
	for _, word := range strings.FieldsFunc(strings.ToLower(band), func(r rune) bool { return !(r >= 'a' && r <= 'z') }) {
		if word == "mandated" || word == "mandatory" || word == "statutory" {
			return true
		}
	}
	return false
}

// Crossing is an initiative whose score and band disagree.
type Crossing struct {
	Initiative string
	Band       string
	Rank       int
	Over       []string // in a more urgent band, but with a lower score
	Under      []string // in a less urgent band, but with a higher score
}

// Crossings lists the initiatives whose place by score is not the place of their band, in the order of rows. Bands are the
// decision and stay; a crossing is a reason to look again. Mandated bands and initiatives without band or rank are left out.
func Crossings(bands []string, initiatives []maturity.Initiative, rows []Ranked) []Crossing {
	urgency := map[string]int{} // by initiative, 0 the most urgent
	band := map[string]string{}
	for _, i := range initiatives {
		if at := slices.Index(bands, i.Band); at >= 0 && !Mandated(i.Band) {
			urgency[i.ID], band[i.ID] = at, i.Band
		}
	}
	var list []Crossing
	for _, r := range rows {
		own, placed := urgency[r.Initiative]
		if !placed || r.Rank == 0 {
			continue
		}
		c := Crossing{Initiative: r.Initiative, Band: band[r.Initiative], Rank: r.Rank}
		for _, other := range rows {
			theirs, placed := urgency[other.Initiative]
			switch {
			case !placed || other.Rank == 0:
			case theirs < own && other.Rank > r.Rank:
				c.Over = append(c.Over, other.Initiative)
			case theirs > own && other.Rank < r.Rank:
				c.Under = append(c.Under, other.Initiative)
			}
		}
		if len(c.Over)+len(c.Under) > 0 {
			list = append(list, c)
		}
	}
	return list
}
