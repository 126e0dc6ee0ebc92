// Package priority puts initiatives in order by the questions of a footprint: scores, weights, ranks and ties, and how sure
// that order is when the weights are not. It compares the order with priority bands and effort with impact. It knows no
// footprint, question or scale by name, and decides nothing: bands are the decision of whoever set them.
package priority

import (
	"math"
	"slices"

	"waymark/internal/maturity"
)

// Input is what an order is worked out from.
type Input struct {
	Set         maturity.CriteriaSet
	Scores      []maturity.PriorityScore // of any set; those of others are passed over
	Initiatives []string                 // all that are to be listed, in the order of the plan
	Weights     map[string]float64       // by criterion, to try others than the set's; nil or missing: as the set has them
	Freedom     Freedom                  // how far weights may be from those
	Top         int                      // how many count as the first; 0: 5
	Draws       int                      // weightings to try; 0: 2,000, fewer for very many initiatives
	Seed        uint64
}

// Freedom says which weightings count as possible.
type Freedom string

// The freedoms. With no weights stated and none tried, both are every weighting around "all the same".
const (
	AnyWeighting   Freedom = "any"    // every weighting is as likely as every other
	AroundWeighted Freedom = "around" // half of every weight stays as stated, the other half is free
)

// Weight is the share of a question in the whole.
type Weight struct {
	Criterion maturity.Criterion
	Share     float64 // 0 to 1; all together 1
	Stated    bool    // the set or a trial gives it; otherwise it is the mean of those that are given
}

// Ranked is one initiative in the order.
type Ranked struct {
	Initiative  string
	Score       float64 // weighted mean of its answers, on the scale of the set; NaN without any that weighs
	Answered    int     // how many questions have an answer
	Of          int
	Rank        int     // 1 is the first; 0: no rank
	Tied        int     // how many share the rank, itself included
	TopShare    float64 // of the weightings tried, in how many it is among the first; NaN without rank
	Best        int     // the best and the worst rank found in any weighting tried
	Worst       int
	BestProven  bool // no weighting at all gives a better rank, not only none that was tried
	WorstProven bool
}

// Result is the order with how it came about.
type Result struct {
	Rows    []Ranked // by rank, those without rank last and in the order of the plan
	Weights []Weight
	Stated  bool // any weight is stated or tried
	Freedom Freedom
	Top     int
	Draws   int
	Count   int // how many have a rank
}

// Of works out the order. The same input gives the same bits on every machine.
//
// The score of an initiative is the mean of its answers by the weights of the questions they answer: a question without an
// answer is left out, not counted as zero. So an initiative with few answers has a score, and Answered says how few. One
// without answers, or with answers only to questions that weigh nothing, has no rank. Scores closer than a thousand
// millionth are the same, and share a rank.
func Of(in Input) Result {
	result := Result{Top: in.Top, Freedom: in.Freedom}
	if result.Top <= 0 {
		result.Top = 5
	}
	result.Weights, result.Stated = weights(in)
	if result.Freedom != AroundWeighted {
		result.Freedom = AnyWeighting
	}
	table := answers(in)
	shares := make([]float64, len(result.Weights))
	for i, w := range result.Weights {
		shares[i] = w.Share
	}
	rows := make([]Ranked, len(in.Initiatives))
	var marked []int // places of those with any answer
	for i, id := range in.Initiatives {
		rows[i] = Ranked{Initiative: id, Of: len(shares), Score: table[i].score(shares), Answered: len(table[i]), TopShare: math.NaN()}
		if len(table[i]) > 0 {
			marked = append(marked, i)
		}
		if !math.IsNaN(rows[i].Score) {
			result.Count++
		}
	}
	setRanks(rows)
	result.Draws = sensitivity(in, result, shares, table, marked, rows)
	slices.SortStableFunc(rows, func(a, b Ranked) int { return place(a) - place(b) })
	result.Rows = rows
	return result
}

func place(r Ranked) int {
	if r.Rank == 0 {
		return math.MaxInt32
	}
	return r.Rank
}

// weights of the questions, as shares of the whole.
func weights(in Input) ([]Weight, bool) {
	list := make([]Weight, len(in.Set.Items))
	given, sum := 0, 0.0
	for i, c := range in.Set.Items {
		list[i].Criterion = c
		value, ok := in.Weights[c.ID]
		if !ok && c.Weight != nil {
			value, ok = *c.Weight, true
		}
		if !ok || !(value >= 0) || math.IsInf(value, 0) {
			continue
		}
		list[i].Share, list[i].Stated = value, true
		given, sum = given+1, sum+value
	}
	mean := 1.0
	if given > 0 && sum > 0 {
		mean = sum / float64(given)
	}
	total := 0.0
	for i := range list {
		if !list[i].Stated || sum == 0 {
			list[i].Share = mean
		}
		total += list[i].Share
	}
	for i := range list {
		list[i].Share /= total
	}
	return list, given > 0 && sum > 0
}

// answer to a question, by the place of the question in its set.
type answer struct {
	question int
	score    float64
}

type answered []answer

// answers of every initiative, in the order of the questions.
func answers(in Input) []answered {
	question := map[string]int{}
	for i, c := range in.Set.Items {
		question[c.ID] = i
	}
	where := map[string]int{}
	for i, id := range in.Initiatives {
		where[id] = i
	}
	table := make([]answered, len(in.Initiatives))
	for _, s := range in.Scores {
		q, known := question[s.Criterion]
		i, listed := where[s.Initiative]
		if s.Set == in.Set.ID && known && listed && !math.IsNaN(s.Score) && !math.IsInf(s.Score, 0) {
			table[i] = append(table[i], answer{q, s.Score})
		}
	}
	for i := range table {
		slices.SortStableFunc(table[i], func(a, b answer) int { return a.question - b.question })
		table[i] = slices.CompactFunc(table[i], func(a, b answer) bool { return a.question == b.question })
	}
	return table
}

// score by weights, rounded so that a different order of adding up makes no difference; NaN without any that weighs. The
// conversions keep compilers from fusing, which would give other bits on other machines.
func (a answered) score(shares []float64) float64 {
	sum, weight := 0.0, 0.0
	for _, x := range a {
		sum = float64(sum + float64(shares[x.question]*x.score))
		weight += shares[x.question]
	}
	if weight <= 0 {
		return math.NaN()
	}
	return math.Round(sum/weight*1e9) / 1e9
}

// setRanks gives equal scores the same rank and says how many share it.
func setRanks(rows []Ranked) {
	var order []int
	for i, r := range rows {
		if !math.IsNaN(r.Score) {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return descending(rows[a].Score, rows[b].Score) })
	for from := 0; from < len(order); {
		to := from
		for to < len(order) && rows[order[to]].Score == rows[order[from]].Score {
			to++
		}
		for _, i := range order[from:to] {
			rows[i].Rank, rows[i].Tied = from+1, to-from
		}
		from = to
	}
}

func descending(a, b float64) int {
	switch {
	case a > b:
		return -1
	case a < b:
		return 1
	}
	return 0
}
