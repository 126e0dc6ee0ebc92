package maturity

// comparedBytes is how much of two words is compared: nobody means a longer one, and a hostile one is soon looked at.
const comparedBytes = 100

// EditDistance counts the letters to insert, remove or replace to make b of a. Both are cut to their first 100 bytes.
func EditDistance(a, b string) int {
	a, b = a[:min(len(a), comparedBytes)], b[:min(len(b), comparedBytes)]
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal, row[j+1] = row[j+1], min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}

// Nearest is the word of allowed most like another, or "" when none is near: a third of its letters may differ.
func Nearest(word string, allowed []string) string {
	best, least := "", min(len(word), comparedBytes)/3+1
	for _, a := range allowed {
		if d := EditDistance(word, a); d <= least {
			best, least = a, d-1
		}
	}
	return best
}
