package benchmark

import (
	"fmt"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// practice is one by its size, its share a year ago and its share now.
type practice struct {
	code      string
	size      float64
	then, now float64
}

func panelOf(m maturity.Measure, bodies []practice) (*Panel, period.Period) {
	q := period.Of(period.KindQuarter, period.Date(2018, 4, 1))
	p := NewPanel(m, nil, period.Date(2018, 8, 1))
	for i, b := range bodies {
		o := maturity.Organisation{ID: maturity.OrganisationID(i + 1), Code: b.code, Kind: "practice"}
		for back := range 4 {
			p.Add(o, q.Add(-1-back), Value{b.then, b.size * b.then / 100, b.size, false})
		}
		p.Add(o, q, Value{b.now, b.size * b.now / 100, b.size, false})
	}
	return p, q
}

func nearestOf(t testing.TB, p *Panel, k int, organisation maturity.OrganisationID) maturity.BenchmarkResult {
	t.Helper()
	b := maturity.Benchmark{ID: "near", Title: "The nearest", Method: maturity.BenchmarkRatio, Nearest: k, Minimum: 3}
	if got := p.Values([]maturity.Benchmark{b}); len(got) > 0 {
		t.Fatalf("values for everybody: %+v", got)
	}
	for _, r := range p.Positions([]maturity.Benchmark{b}, nil, nil) {
		if r.Organisation == organisation {
			return r
		}
	}
	t.Fatal("not compared")
	return maturity.BenchmarkResult{}
}

// A is a small practice that stood at 40 % a year ago. Its peers are the small ones that stood there too, not the large
// ones at 40 % nor the small ones at 80 %, and not those that are where A is now.
func TestNearestAreOfLikeSizeAndStart(t *testing.T) {
	bodies := []practice{
		{"A", 1000, 40, 70}, {"B", 1100, 41, 50}, {"C", 900, 39, 52}, {"D", 1050, 42, 48}, {"E", 1000, 70, 70}, {"F", 1000, 80, 85},
		{"G", 50000, 40, 70}, {"H", 60000, 41, 70}, {"I", 950, 75, 71}, {"J", 55000, 75, 80},
	}
	p, _ := panelOf(percent(1), bodies)
	got := nearestOf(t, p, 3, 1)
	if want := []string{"B", "C", "D"}; !reflect.DeepEqual(sortedCodes(got.PeerCodes), want) {
		t.Errorf("peers %v, want %v", got.PeerCodes, want)
	}
	if got.Peers != 3 || got.Position != maturity.PositionAbove || got.Better == nil || !*got.Better || got.Reference != 49.9016 {
		t.Errorf("%+v", got)
	}
	if got.Centile == got.Centile {
		t.Errorf("it is none of its own peers, and yet has a centile of %v among them", got.Centile)
	}
}

func sortedCodes(codes []string) []string {
	out := slices.Clone(codes)
	slices.Sort(out)
	return out
}

// Of equals those with the lower codes, whatever order they came in; nobody is their own peer.
func TestNearestOfEquals(t *testing.T) {
	bodies := []practice{{"E", 100, 50, 50}, {"C", 100, 50, 50}, {"A", 100, 50, 50}, {"D", 100, 50, 50}, {"B", 100, 50, 50}}
	p, _ := panelOf(percent(1), bodies)
	if got := nearestOf(t, p, 3, 3); !reflect.DeepEqual(got.PeerCodes, []string{"B", "C", "D"}) {
		t.Errorf("%v", got.PeerCodes)
	}
}

func TestNearestNeedAYearBefore(t *testing.T) {
	p, q := panelOf(percent(1), []practice{{"A", 100, 50, 50}, {"B", 100, 50, 50}, {"C", 100, 50, 50}, {"D", 100, 50, 50}})
	p.Add(maturity.Organisation{ID: 9, Code: "N", Kind: "practice"}, q, Value{50, 50, 100, false})
	if got := nearestOf(t, p, 3, 9); got.Reason != "There is no figure of the year before to choose peers by." || got.Position != maturity.PositionUnknown {
		t.Errorf("%+v", got)
	}
	two, _ := panelOf(percent(1), []practice{{"A", 100, 50, 50}, {"B", 100, 50, 50}, {"C", 100, 50, 50}})
	if got := nearestOf(t, two, 3, 1); got.Reason != "Too few to compare: 2 of at least 3 organisations." {
		t.Errorf("%+v", got)
	}
}

// The k found by insertion are the k that sorting everybody gives.
func TestNearestIsWhatSortingGives(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var bodies []practice
		for i := range rapid.IntRange(4, 40).Draw(t, "n") {
			bodies = append(bodies, practice{fmt.Sprintf("P%02d", i), float64(rapid.IntRange(50, 90).Draw(t, "size")), float64(rapid.IntRange(0, 20).Draw(t, "then")), 50})
		}
		p, q := panelOf(percent(1), bodies)
		k := rapid.IntRange(1, 10).Draw(t, "k")
		b := maturity.Benchmark{Nearest: k}
		c := p.crowdOf(b, entry{kind: "practice", period: q})
		own := c.profiles[rapid.IntRange(0, len(c.profiles)-1).Draw(t, "own")]
		got := c.around(own, k)
		for i, chosen := range got {
			before := 0
			for _, o := range c.profiles {
				d, e := c.distance(own, o), c.distance(own, chosen)
				if o.organisation != own.organisation && (d < e || d == e && o.code < chosen.code) {
					before++
				}
			}
			if before != i {
				t.Fatalf("%s is number %d, and %d are nearer", chosen.code, i, before)
			}
		}
		if len(got) != min(k, len(bodies)-1) {
			t.Fatalf("%d of %d", len(got), k)
		}
	})
}

// An own list speaks for those on it and for footprints, and is made of nobody else.
func TestAnOwnListOfPeers(t *testing.T) {
	p, q := panelOf(percent(0), []practice{{"A", 100, 50, 40}, {"B", 100, 50, 60}, {"C", 200, 50, 80}, {"D", 1000, 50, 0}})
	p.Add(maturity.Organisation{ID: 9, Code: "glos", Kind: maturity.KindFootprint}, q, plain(50)[0])
	b := maturity.Benchmark{ID: "list", Title: "Those like us", Method: maturity.BenchmarkRatio, Peers: []string{"A", "B", "C"}, Minimum: 3}
	values := p.Values([]maturity.Benchmark{b})
	if v := values[len(values)-1]; v.Value != 65 || v.Peers != 3 || v.Population != "" {
		t.Errorf("%+v", v)
	}
	compared := map[maturity.OrganisationID]bool{}
	for _, r := range p.Positions([]maturity.Benchmark{b}, values, nil) {
		compared[r.Organisation] = r.Reference == 65
	}
	if want := map[maturity.OrganisationID]bool{1: true, 2: true, 3: true, 9: true}; !reflect.DeepEqual(compared, want) {
		t.Errorf("compared %v, want %v", compared, want)
	}
}
