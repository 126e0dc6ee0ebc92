package disclosure

import (
	"fmt"
	"maps"
	"math"
	"math/big"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// site is an invented hierarchy: practices in areas, areas in regions, footprints across, one nation; with figures in
// several editions, every total the exact sum of its practices.
type site struct {
	figures []Figure
	kinds   map[int32]string
	links   []Link
	leaves  map[int32][]int32 // of every body that has some: the practices that make it up
}

const nation = 1000

func drawSite(t *rapid.T) site {
	s := site{kinds: map[int32]string{}, leaves: map[int32][]int32{}}
	practices := rapid.IntRange(1, 14).Draw(t, "practices")
	areas, footprints := rapid.IntRange(1, 4).Draw(t, "areas"), rapid.IntRange(0, 3).Draw(t, "footprints")
	link := func(from, to int32, kind string) { s.links = append(s.links, Link{from, to, kind}) }
	for p := int32(1); p <= int32(practices); p++ {
		s.kinds[p] = "practice"
		area := 100 + int32(rapid.IntRange(0, areas-1).Draw(t, "area"))
		link(p, area, "commissioned_by")
		in := []int32{area, 200 + area%2, nation}
		for f := range footprints {
			if rapid.Bool().Draw(t, "member") {
				link(p, 300+int32(f), "member_of")
				in = append(in, 300+int32(f))
			}
		}
		for _, whole := range in {
			s.leaves[whole] = append(s.leaves[whole], p)
		}
	}
	for whole := range s.leaves {
		switch {
		case whole == nation:
			s.kinds[whole] = "nation"
		case whole >= 300:
			s.kinds[whole] = "footprint"
		case whole >= 200:
			s.kinds[whole] = "region"
		default:
			s.kinds[whole] = "area"
			link(whole, 200+whole%2, "part_of")
		}
	}
	s.draw(t, int32(practices))
	return s
}

// draw fills in editions: a practice restates or not, and every total that is published follows.
func (s *site) draw(t *rapid.T, practices int32) {
	editions := rapid.IntRange(1, 4).Draw(t, "editions")
	published := map[int32]bool{}
	for _, whole := range slices.Sorted(maps.Keys(s.leaves)) {
		if published[whole] = rapid.IntRange(0, 3).Draw(t, "published") > 0; !published[whole] {
			delete(s.kinds, whole)
		}
	}
	now := map[int32]int{} // the figure of a body that is believed
	for edition := range int64(editions) {
		for p := int32(1); p <= practices; p++ {
			if _, known := now[p]; !known || rapid.IntRange(0, 3).Draw(t, "restated") == 0 {
				d := rapid.IntRange(1, 40).Draw(t, "denominator")
				s.set(now, p, edition, float64(rapid.IntRange(0, d).Draw(t, "numerator")), float64(d))
			}
		}
		for _, whole := range slices.Sorted(maps.Keys(published)) {
			if !published[whole] {
				continue
			}
			n, d := 0.0, 0.0
			for _, p := range s.leaves[whole] {
				n, d = n+s.figures[now[p]].Numerator, d+s.figures[now[p]].Denominator
			}
			s.set(now, whole, edition, n, d)
		}
	}
}

func (s *site) set(now map[int32]int, body int32, edition int64, n, d float64) {
	if i, known := now[body]; known {
		if f := &s.figures[i]; f.Numerator == n && f.Denominator == d {
			return
		} else {
			f.To = edition
		}
	}
	now[body] = len(s.figures)
	s.figures = append(s.figures, Figure{Body: body, Source: 1, From: edition, To: math.MaxInt64, Counts: Counts{Numerator: n, Denominator: d, Value: math.NaN(), Part: true}})
}

const least = 5

// suppress does what the store does: the small ones, then what has to go with them.
func (s *site) suppress() {
	for i := range s.figures {
		s.figures[i].Hidden = s.figures[i].Small(least)
	}
	extra, _ := Choose(Build(s.figures, Splits(s.kinds, []int32{nation}, s.links), least), least)
	for _, i := range extra {
		s.figures[i].Hidden = true
	}
}

// Whoever knows every shown figure of every edition, who belongs to whom, and that totals are sums, cannot work out any
// figure that is held back: neither its numerator nor its denominator follows from the equations, solved in fractions.
func TestNobodyCanWorkOutWhatIsHeldBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := drawSite(t)
		s.suppress()
		unknown := map[int]int{}
		for i, f := range s.figures {
			if f.Hidden {
				unknown[i] = len(unknown)
			}
		}
		equations := s.equations(unknown)
		for _, found := range solvable(equations, len(unknown)) {
			for i, column := range unknown {
				if column == found {
					t.Fatalf("figure %d of body %d (%g of %g) follows from the others\n%s", i, s.figures[i].Body, s.figures[i].Numerator, s.figures[i].Denominator, s)
				}
			}
		}
	})
}

// What a shown total leaves over for the practices that are held back is never small, and never one practice's.
func TestWhatIsLeftOverIsNotSmall(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := drawSite(t)
		s.suppress()
		for _, time := range []int64{0, 1, 2, 3} {
			for whole, leaves := range s.leaves {
				total := s.at(whole, time)
				if total < 0 || s.figures[total].Hidden {
					continue
				}
				hidden, n, d := 0, 0.0, 0.0
				for _, p := range leaves {
					if f := s.figures[s.at(p, time)]; f.Hidden {
						hidden, n, d = hidden+1, n+f.Numerator, d+f.Denominator
					}
				}
				if hidden == 1 || hidden > 0 && (n < least || d < least) {
					t.Fatalf("body %d at %d: %d practices with %g of %g are left over\n%s", whole, time, hidden, n, d, s)
				}
			}
		}
	})
}

// The same table gives the same choice, and what was chosen once needs nothing more.
func TestChoiceIsStable(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := drawSite(t)
		again := site{figures: slices.Clone(s.figures), kinds: s.kinds, links: s.links, leaves: s.leaves}
		s.suppress()
		again.suppress()
		if fmt.Sprint(s) != fmt.Sprint(again) {
			t.Fatalf("%s\nand\n%s", s, again)
		}
		if extra, _ := Choose(Build(s.figures, Splits(s.kinds, []int32{nation}, s.links), least), least); len(extra) > 0 {
			t.Fatalf("%v besides\n%s", extra, s)
		}
	})
}

func (s site) at(body int32, time int64) int {
	return slices.IndexFunc(s.figures, func(f Figure) bool { return f.Body == body && f.From <= time && f.To > time })
}

// equations are what an attacker knows: the factors of the unknown figures in every total of every edition.
func (s site) equations(unknown map[int]int) (out [][]*big.Rat) {
	for _, time := range []int64{0, 1, 2, 3} {
		for whole, leaves := range s.leaves {
			total := s.at(whole, time)
			if total < 0 {
				continue
			}
			line := make([]*big.Rat, len(unknown))
			for i := range line {
				line[i] = new(big.Rat)
			}
			if column, hidden := unknown[total]; hidden {
				line[column].SetInt64(-1)
			}
			for _, p := range leaves {
				if column, hidden := unknown[s.at(p, time)]; hidden {
					line[column].SetInt64(1)
				}
			}
			out = append(out, line)
		}
	}
	return out
}

// solvable gives the unknowns that the equations determine, by elimination in fractions.
func solvable(lines [][]*big.Rat, unknowns int) (out []int) {
	rank := 0
	for column := range unknowns {
		pivot := -1
		for i := rank; i < len(lines) && pivot < 0; i++ {
			if lines[i][column].Sign() != 0 {
				pivot = i
			}
		}
		if pivot < 0 {
			continue
		}
		lines[rank], lines[pivot] = lines[pivot], lines[rank]
		scale := new(big.Rat).Inv(lines[rank][column])
		for j := range unknowns {
			lines[rank][j].Mul(lines[rank][j], scale)
		}
		for i := range lines {
			if factor := new(big.Rat).Set(lines[i][column]); i != rank && factor.Sign() != 0 {
				for j := range unknowns {
					lines[i][j].Sub(lines[i][j], new(big.Rat).Mul(factor, lines[rank][j]))
				}
			}
		}
		rank++
	}
	for _, line := range lines[:rank] {
		only, count := -1, 0
		for j, f := range line {
			if f.Sign() != 0 {
				only, count = j, count+1
			}
		}
		if count == 1 {
			out = append(out, only)
		}
	}
	return out
}

func (s site) String() (out string) {
	for i, f := range s.figures {
		out += fmt.Sprintf("%d: body %d from %d: %g of %g hidden %t\n", i, f.Body, f.From, f.Numerator, f.Denominator, f.Hidden)
	}
	return out + fmt.Sprint(s.leaves)
}
