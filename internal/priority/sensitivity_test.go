package priority

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// With two questions all weightings are one line, and an initiative's place changes only where two lines cross: its share
// is a sum of lengths, to be had without any drawing.
func TestSharesAgainstClosedFormForTwoQuestions(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	worst := 0.0
	for range 60 {
		n := 3 + rng.IntN(10)
		names, answers := make([]string, n), make([][]float64, n)
		for i := range n {
			names[i], answers[i] = fmt.Sprint(i), []float64{rng.Float64() * 3, rng.Float64() * 3}
		}
		in := input(set(2), names, answers)
		in.Top, in.Seed = 1+rng.IntN(n), rng.Uint64()
		r := Of(in)
		for i := range n {
			want := exactShare(answers, i, in.Top)
			worst = max(worst, math.Abs(row(t, r, names[i]).TopShare-want))
		}
	}
	if worst > 0.004 {
		t.Errorf("with 2,000 weightings of two questions, a share is %.4f off the closed form; 0.004 is allowed", worst)
	}
}

// exactShare is the length of the weights of the first question with which i is among the first.
func exactShare(answers [][]float64, i, top int) float64 {
	cuts := []float64{0, 1}
	for j := range answers {
		a, b := answers[i][0]-answers[j][0], answers[i][1]-answers[j][1]
		if at := b / (b - a); j != i && at > 0 && at < 1 {
			cuts = append(cuts, at)
		}
	}
	slices.Sort(cuts)
	share := 0.0
	for n := 1; n < len(cuts); n++ {
		w, rank := (cuts[n]+cuts[n-1])/2, 1
		for j := range answers {
			if w*answers[j][0]+(1-w)*answers[j][1] > w*answers[i][0]+(1-w)*answers[i][1] {
				rank++
			}
		}
		if rank <= top {
			share += cuts[n] - cuts[n-1]
		}
	}
	return share
}

// An initiative with a full answer to one question of d beats one with full answers to all others where that question
// weighs more than half: a share of 2^-(d-1) of all weightings drawn evenly.
func TestSharesAgainstClosedFormForMoreQuestions(t *testing.T) {
	for d := 2; d <= 8; d++ {
		one, others := make([]float64, d), make([]float64, d)
		one[0] = 3
		for q := 1; q < d; q++ {
			others[q] = 3
		}
		for seed := range uint64(5) {
			in := input(set(d), []string{"one", "others"}, [][]float64{one, others})
			in.Top, in.Seed = 1, seed
			want := math.Pow(2, -float64(d-1))
			if got := row(t, Of(in), "one").TopShare; math.Abs(got-want) > 0.01 {
				t.Errorf("%d questions, seed %d: share %.4f; the closed form is %.4f", d, seed, got, want)
			}
		}
	}
}

func TestSharesAddUpToThePlaces(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	for range 100 {
		n := 1 + rng.IntN(12)
		names, answers := make([]string, n), make([][]float64, n)
		for i := range n {
			names[i], answers[i] = fmt.Sprint(i), []float64{rng.Float64(), rng.Float64(), rng.Float64()}
		}
		in := input(set(3), names, answers)
		in.Draws, in.Top = 300, 1+rng.IntN(6)
		sum := 0.0
		for _, x := range Of(in).Rows {
			sum += x.TopShare
		}
		if want := float64(min(in.Top, n)); math.Abs(sum-want) > 1e-9 {
			t.Fatalf("%d initiatives, the first %d: shares add up to %v", n, in.Top, sum)
		}
	}
}

func TestBestAndWorstAreProvenOnlyWhereTheyAre(t *testing.T) {
	rng := rand.New(rand.NewPCG(11, 12))
	proven := 0
	for range 150 {
		s, names, answers := random(rng, 0.2)
		in := input(s, names, answers)
		in.Draws = 200
		r := Of(in)
		for range 200 { // other weightings than those that were tried
			tried := map[string]float64{}
			for _, c := range s.Items {
				tried[c.ID] = rng.ExpFloat64() + 1e-9
			}
			other := in
			other.Weights, other.Draws = tried, 1
			for _, x := range Of(other).Rows {
				own := row(t, r, x.Initiative)
				if x.Rank == 0 {
					continue
				}
				if own.BestProven {
					proven++
				}
				if own.BestProven && x.Rank < own.Best || own.WorstProven && x.Rank > own.Worst {
					t.Fatalf("%s: rank %d with %v lies outside the proven %d to %d", x.Initiative, x.Rank, tried, own.Best, own.Worst)
				}
			}
		}
	}
	if proven == 0 {
		t.Error("nothing was ever proven")
	}
}

func TestAroundStatedWeightsStaysNearThem(t *testing.T) {
	answers := [][]float64{{3, 0}, {0, 3}}
	in := input(set(2, 9, 1), []string{"x", "y"}, answers)
	in.Top, in.Freedom = 1, AroundWeighted
	// The first question weighs from 45 % to 95 %: y is first where it weighs under a half, which is a tenth of that.
	if got := row(t, Of(in), "y").TopShare; math.Abs(got-0.1) > 0.005 {
		t.Errorf("around 90 to 10: share %.3f, want 0.1", got)
	}
	in.Freedom = AnyWeighting
	if got := row(t, Of(in), "y").TopShare; math.Abs(got-0.5) > 0.005 {
		t.Errorf("any weighting: share %.3f, want 0.5", got)
	}
}

func TestVeryManyInitiativesTakeFewerWeightings(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	names, answers := make([]string, 10_000), make([][]float64, 10_000)
	for i := range names {
		names[i], answers[i] = fmt.Sprint(i), []float64{float64(rng.IntN(4)), float64(rng.IntN(4)), float64(rng.IntN(4)), float64(rng.IntN(4))}
	}
	if r := Of(input(set(4), names, answers)); r.Draws >= 2000 || r.Draws < 200 || r.Rows[0].BestProven {
		t.Errorf("%d draws, proven %v", r.Draws, r.Rows[0].BestProven)
	}
}

func BenchmarkFortyFiveInitiatives(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 1))
	names, answers := make([]string, 45), make([][]float64, 45)
	for i := range names {
		names[i], answers[i] = fmt.Sprint(i), []float64{float64(rng.IntN(4)), float64(rng.IntN(4)), float64(rng.IntN(4)), float64(rng.IntN(4)), float64(rng.IntN(4))}
	}
	in := input(set(5), names, answers)
	for b.Loop() {
		Of(in)
	}
}
