package stat

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"
)

func ends(n int, end func(i float64) float64) []float64 {
	out := make([]float64, n)
	for i := range out {
		out[i] = end(float64(i))
	}
	return out
}

func always(v float64) func(float64) float64 { return func(float64) float64 { return v } }

// The oracle is the assumption itself: 60,000 random walks, whose standardised paths are followed step by step.
func TestFirstPassageIsThatOfARandomWalk(t *testing.T) {
	const walks = 60000
	for name, c := range map[string]struct{ low, high []float64 }{
		"a line one deviation up":        {ends(24, always(1)), ends(24, always(math.Inf(1)))},
		"a line that comes nearer":       {ends(24, func(i float64) float64 { return 2 - 0.05*i }), ends(24, always(math.Inf(1)))},
		"one that goes away":             {ends(20, func(i float64) float64 { return 0.3 + 0.05*i }), ends(20, always(math.Inf(1)))},
		"a fixed height":                 {ends(60, func(i float64) float64 { return 3 / math.Sqrt(i+1) }), ends(60, always(math.Inf(1)))},
		"downwards":                      {ends(24, always(math.Inf(-1))), ends(24, always(-1))},
		"a band in the middle":           {ends(12, always(0.5)), ends(12, always(0.9))},
		"only the fifth step has a door": {ends(8, func(i float64) float64 { return 9 - 9*float64(btoi(i == 4)) }), ends(8, always(math.Inf(1)))},
	} {
		random := rand.New(rand.NewPCG(3, 14))
		n := len(c.low)
		came := make([]float64, n)
		for range walks {
			w := 0.0
			for h := range n {
				w += random.NormFloat64()
				if z := w / math.Sqrt(float64(h+1)); z >= c.low[h] && z <= c.high[h] {
					came[h]++
					break
				}
			}
		}
		got, share := FirstPassage(c.low, c.high), 0.0
		for h := range n {
			share += came[h] / walks
			if math.Abs(got[h]-share) > 0.01+3*math.Sqrt(share*(1-share)/walks) {
				t.Errorf("%s: by step %d %.4f, of the walks %.4f", name, h+1, got[h], share)
			}
		}
	}
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// Whatever the regions: between the largest chance of a single step and the sum of all, never falling, and never larger
// for a smaller region; a region turned over gives the same.
func TestFirstPassageKeepsItsBounds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 70).Draw(t, "steps")
		low, high, smaller := make([]float64, n), make([]float64, n), make([]float64, n)
		mirroredLow, mirroredHigh := make([]float64, n), make([]float64, n)
		for i := range n {
			low[i] = rapid.Float64Range(-4, 4).Draw(t, "low")
			high[i] = low[i] + rapid.Float64Range(0, 4).Draw(t, "wide")
			smaller[i] = low[i] + (high[i]-low[i])*rapid.Float64Range(0, 1).Draw(t, "cut")
			mirroredLow[i], mirroredHigh[i] = -high[i], -low[i]
		}
		got, less, turned := FirstPassage(low, high), FirstPassage(smaller, high), FirstPassage(mirroredLow, mirroredHigh)
		most, sum, before := 0.0, 0.0, 0.0
		for h := range n {
			if h < MostPassageSteps {
				p := NormalCDF(high[h]) - NormalCDF(low[h])
				most, sum = max(most, p), sum+p
			}
			if !(got[h] >= before && got[h] <= 1 && got[h] >= most-0.01 && got[h] <= sum+0.01) {
				t.Fatalf("step %d: %v after %v, single steps %v to %v", h+1, got[h], before, most, sum)
			}
			if less[h] > got[h]+1e-4 { // the grid of the integration moves with the region
				t.Fatalf("step %d: a smaller region is reached with %v, the larger with %v", h+1, less[h], got[h])
			}
			if math.Abs(turned[h]-got[h]) > 1e-6 {
				t.Fatalf("step %d: %v, turned over %v", h+1, got[h], turned[h])
			}
			before = got[h]
		}
	})
}

func TestFirstPassageAtTheEdges(t *testing.T) {
	if got := FirstPassage(nil, nil); len(got) != 0 {
		t.Errorf("no steps: %v", got)
	}
	inf, nan := math.Inf(1), math.NaN()
	if got := FirstPassage([]float64{-inf, -inf}, []float64{inf, inf}); got[0] < 1-1e-9 || got[1] < 1-1e-9 {
		t.Errorf("everywhere: %v", got)
	}
	if got := FirstPassage([]float64{nan, inf}, []float64{inf, inf}); got[1] != 0 {
		t.Errorf("nowhere: %v", got)
	}
}

func ExampleFirstPassage() {
	// Two steps with a chance of 16 % each of being at the target: together more than 16 %, less than 32 %.
	low, high := []float64{1, 1}, []float64{math.Inf(1), math.Inf(1)}
	for h, p := range FirstPassage(low, high) {
		fmt.Printf("by step %d: %.2f\n", h+1, p)
	}
	// Output:
	// by step 1: 0.16
	// by step 2: 0.23
}

func BenchmarkFirstPassage(b *testing.B) {
	low, high := ends(24, always(1)), ends(24, always(math.Inf(1)))
	for b.Loop() {
		FirstPassage(low, high)
	}
}
