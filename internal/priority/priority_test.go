package priority

import (
	"math"
	"math/rand/v2"
	"reflect"
	"testing"

	"waymark/internal/maturity"
)

// set of as many questions, named a, b, c, ...; weights nil where none are given.
func set(questions int, weights ...float64) maturity.CriteriaSet {
	s := maturity.CriteriaSet{ID: "set", High: 3}
	for q := range questions {
		c := maturity.Criterion{ID: string(rune('a' + q))}
		if q < len(weights) {
			c.Weight = &weights[q]
		}
		s.Items = append(s.Items, c)
	}
	return s
}

const none = -1.0 // no answer

// input from answers by initiative, in the order of the questions.
func input(s maturity.CriteriaSet, names []string, answers [][]float64) Input {
	in := Input{Set: s, Initiatives: names, Seed: 1}
	for i, row := range answers {
		for q, score := range row {
			if score != none {
				in.Scores = append(in.Scores, maturity.PriorityScore{Set: s.ID, Criterion: s.Items[q].ID, Initiative: names[i], Score: score})
			}
		}
	}
	return in
}

func row(t *testing.T, r Result, name string) Ranked {
	t.Helper()
	for _, x := range r.Rows {
		if x.Initiative == name {
			return x
		}
	}
	t.Fatalf("no row for %s", name)
	return Ranked{}
}

func TestScoreIsTheMeanOfTheAnswersThereAre(t *testing.T) {
	in := input(set(3), []string{"full", "half", "none", "low"}, [][]float64{{3, 2, 1}, {3, none, none}, {none, none, none}, {0, 0, 0}})
	r := Of(in)
	for _, want := range []struct {
		name     string
		score    float64
		answered int
		rank     int
	}{
		{"half", 3, 1, 1}, // one answer is a score, and says that it is one of three
		{"full", 2, 3, 2},
		{"low", 0, 3, 3}, // nought is an answer
		{"none", math.NaN(), 0, 0},
	} {
		got := row(t, r, want.name)
		if got.Score != want.score && !(math.IsNaN(got.Score) && math.IsNaN(want.score)) || got.Answered != want.answered || got.Rank != want.rank || got.Of != 3 {
			t.Errorf("%s: score %v, %d of %d, rank %d; want %v, %d of 3, rank %d", want.name, got.Score, got.Answered, got.Of, got.Rank, want.score, want.answered, want.rank)
		}
	}
	if r.Count != 3 || r.Rows[3].Initiative != "none" || !math.IsNaN(r.Rows[3].TopShare) {
		t.Errorf("the one without answers should stand last without rank or share: %+v", r.Rows)
	}
}

func TestWeights(t *testing.T) {
	answers := [][]float64{{3, 0}, {0, 3}}
	names := []string{"x", "y"}
	for _, c := range []struct {
		name    string
		stated  []float64
		tried   map[string]float64
		first   string
		shareA  float64
		isGiven bool
	}{
		{"none: all the same", nil, nil, "both", 0.5, false},
		{"stated", []float64{1, 3}, nil, "y", 0.25, true},
		{"tried goes before stated", []float64{1, 3}, map[string]float64{"a": 9}, "x", 0.75, true},
		{"one of two: the other weighs their mean", []float64{4}, nil, "both", 0.5, true},
		{"all nought is none", []float64{0, 0}, nil, "both", 0.5, false},
		{"nonsense is none", nil, map[string]float64{"a": math.NaN(), "b": -1}, "both", 0.5, false},
	} {
		in := input(set(2, c.stated...), names, answers)
		in.Weights = c.tried
		r := Of(in)
		if math.Abs(r.Weights[0].Share-c.shareA) > 1e-12 || r.Stated != c.isGiven {
			t.Errorf("%s: share %v, stated %v", c.name, r.Weights[0].Share, r.Stated)
		}
		tie := row(t, r, "x").Rank == 1 && row(t, r, "y").Rank == 1
		if c.first == "both" && (!tie || row(t, r, "x").Tied != 2) || c.first != "both" && (tie || r.Rows[0].Initiative != c.first) {
			t.Errorf("%s: first is %s, ranks %d and %d", c.name, r.Rows[0].Initiative, row(t, r, "x").Rank, row(t, r, "y").Rank)
		}
	}
}

func TestAnswerToAQuestionThatWeighsNothingGivesNoRank(t *testing.T) {
	r := Of(input(set(2, 1, 0), []string{"x", "y"}, [][]float64{{1, 1}, {none, 3}}))
	if got := row(t, r, "y"); got.Rank != 0 || got.Answered != 1 {
		t.Errorf("rank %d with %d answered; want none with one", got.Rank, got.Answered)
	}
}

// random answers: up to 12 initiatives, 1 to 6 questions, some without an answer.
func random(rng *rand.Rand, missing float64) (maturity.CriteriaSet, []string, [][]float64) {
	questions, n := 1+rng.IntN(6), 1+rng.IntN(12)
	names, answers := make([]string, n), make([][]float64, n)
	for i := range n {
		names[i] = string(rune('A' + i))
		answers[i] = make([]float64, questions)
		for q := range questions {
			answers[i][q] = float64(rng.IntN(4))
			if rng.Float64() < missing {
				answers[i][q] = none
			}
		}
	}
	var weights []float64
	if rng.IntN(2) == 0 {
		for range questions {
			weights = append(weights, rng.Float64()+0.01)
		}
	}
	return set(questions, weights...), names, answers
}

func TestRaisingAScoreNeverLowersTheRank(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 7))
	for range 400 {
		s, names, answers := random(rng, 0.3)
		i, q := rng.IntN(len(names)), rng.IntN(len(s.Items))
		if answers[i][q] == none {
			continue
		}
		in := input(s, names, answers)
		in.Draws = 200
		before := row(t, Of(in), names[i])
		answers[i][q] += rng.Float64() * 2
		in = input(s, names, answers)
		in.Draws = 200
		after := row(t, Of(in), names[i])
		if after.Rank > before.Rank || after.TopShare < before.TopShare || after.Best > before.Best || after.Worst > before.Worst {
			t.Fatalf("%s raised on question %d: %+v became %+v", names[i], q, before, after)
		}
	}
}

func TestBetterOnEveryQuestionIsAlwaysAbove(t *testing.T) {
	rng := rand.New(rand.NewPCG(8, 8))
	for range 300 {
		s, names, answers := random(rng, 0)
		better := make([]float64, len(s.Items))
		for q := range better {
			better[q] = answers[0][q] + 0.1 + rng.Float64()
		}
		in := input(s, append(names, "better"), append(answers, better))
		in.Draws = 200
		r := Of(in)
		top, own := row(t, r, "better"), row(t, r, names[0])
		if top.Rank >= own.Rank || top.TopShare < own.TopShare || top.Best > own.Best || top.Worst >= own.Worst {
			t.Fatalf("better on all: %+v; worse on all: %+v", top, own)
		}
		if own.Best < 2 {
			t.Fatalf("something is always above, and yet its best rank is %d", own.Best)
		}
	}
}

func TestSameAnswersTieUnderEveryWeighting(t *testing.T) {
	rng := rand.New(rand.NewPCG(9, 9))
	for range 200 {
		s, names, answers := random(rng, 0.2)
		in := input(s, append(names, "twin"), append(answers, answers[0]))
		in.Draws = 200
		r := Of(in)
		a, b := row(t, r, names[0]), row(t, r, "twin")
		a.Initiative, b.Initiative = "", ""
		if math.IsNaN(a.TopShare) && math.IsNaN(b.TopShare) {
			continue // neither has an answer
		}
		if a != b || a.Tied < 2 {
			t.Fatalf("twins differ: %+v and %+v", a, b)
		}
	}
}

func TestOrderOfAddingUpMakesNoTieUndone(t *testing.T) {
	r := Of(input(set(3), []string{"x", "y"}, [][]float64{{0.1, 0.2, 0.3}, {0.3, 0.2, 0.1}}))
	if row(t, r, "x").Rank != 1 || row(t, r, "y").Rank != 1 {
		t.Errorf("the same answers in another order should tie at equal weights: %+v", r.Rows)
	}
}

func TestNothingToRank(t *testing.T) {
	for name, in := range map[string]Input{
		"no question":   input(set(0), []string{"x"}, nil),
		"no initiative": input(set(2), nil, nil),
		"no answer":     input(set(2), []string{"x", "y"}, nil),
	} {
		if r := Of(in); r.Count != 0 || len(r.Rows) != len(in.Initiatives) || r.Draws != 0 {
			t.Errorf("%s: %+v", name, r)
		}
	}
}

func TestSameInputSameBits(t *testing.T) {
	s, names, answers := random(rand.New(rand.NewPCG(3, 4)), 0.2)
	in := input(s, names, answers)
	first := Of(in)
	for range 3 {
		again := Of(in)
		for i := range again.Rows {
			a, b := first.Rows[i], again.Rows[i]
			if math.Float64bits(a.TopShare) != math.Float64bits(b.TopShare) {
				t.Fatalf("%v is not %v", a, b)
			}
			a.TopShare, b.TopShare = 0, 0
			if math.IsNaN(a.Score) {
				a.Score, b.Score = 0, 0
			}
			if !reflect.DeepEqual(a, b) {
				t.Fatalf("%v is not %v", a, b)
			}
		}
	}
}
