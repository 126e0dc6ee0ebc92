package priority

import "math"

// certain counts, for each initiative with answers, how many others are above it and how many below it in every weighting
// in which each question has some weight. It may miss some where two have answers to different questions; it never counts
// one too many. Nil where there are too many pairs to look at.
func certain(f Freedom, base []float64, table []answered, marked []int) (above, below []int) {
	if len(marked)*len(marked) > mostPairs {
		return nil, nil
	}
	corners := corners(f, base)
	above, below = make([]int, len(marked)), make([]int, len(marked))
	for x, i := range marked {
		for y, j := range marked {
			if x != y && always(table[i], table[j], corners) {
				below[x]++
				above[y]++
			}
		}
	}
	return above, below
}

// corners of the weightings that are possible; every possible one is a mean of them.
func corners(f Freedom, base []float64) [][]float64 {
	list := make([][]float64, len(base))
	for i := range list {
		list[i] = make([]float64, len(base))
		list[i][i] = 1
		f.mix(base, list[i])
	}
	return list
}

// always reports whether a is above b in every weighting that lies inside the corners. With answers to the same questions
// the difference of their scores has, up to a positive factor, one sign over all weightings if it has it in all corners.
// With different ones it is enough that no answer of a is below any of b.
func always(a, b answered, corners [][]float64) bool {
	if !sameQuestions(a, b) {
		return apart(a, b)
	}
	better := false
	for _, corner := range corners {
		difference := 0.0
		for n := range a {
			difference += corner[a[n].question] * (a[n].score - b[n].score)
		}
		switch {
		case difference < -1e-12:
			return false
		case difference > 1e-12:
			better = true
		}
	}
	return better
}

func sameQuestions(a, b answered) bool {
	if len(a) != len(b) {
		return false
	}
	for n := range a {
		if a[n].question != b[n].question {
			return false
		}
	}
	return true
}

func apart(a, b answered) bool {
	lowest, highest, most, least := math.Inf(1), math.Inf(-1), math.Inf(-1), math.Inf(1)
	for _, x := range a {
		lowest, highest = min(lowest, x.score), max(highest, x.score)
	}
	for _, x := range b {
		least, most = min(least, x.score), max(most, x.score)
	}
	return lowest >= most && (highest > most || least < lowest)
}
