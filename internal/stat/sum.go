package stat

import "math"

// Sum adds the values with Neumaier's compensation, so that the order and the spread of sizes hardly matter: the error
// is about one unit in the last place of the result for any realistic length. The sum of nothing is 0; a NaN or two
// opposite infinities give NaN.
// Source: A. Neumaier, Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen, ZAMM 54 (1974).
func Sum(values []float64) float64 {
	sum, lost := 0.0, 0.0
	for _, v := range values {
		t := sum + v
		if math.Abs(sum) >= math.Abs(v) {
			lost += (sum - t) + v
		} else {
			lost += (v - t) + sum
		}
		sum = t
	}
	if total := sum + lost; total == total {
		return total
	}
	return sum // an infinity makes the compensation NaN; the plain sum is right
}

// Mean is the arithmetic mean; NaN for no values.
func Mean(values []float64) float64 { return Sum(values) / float64(len(values)) }
