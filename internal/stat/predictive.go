package stat

import "math"

// NumberOfLevels is how many quantiles describe a predictive distribution.
const NumberOfLevels = 21

// Levels are the chances the quantiles of a Predictive stand for: 2.5 %, 5 % to 95 % by 5, and 97.5 %.
var Levels = [NumberOfLevels]float64{0.025, 0.05, 0.10, 0.15, 0.20, 0.25, 0.30, 0.35, 0.40, 0.45, 0.50,
	0.55, 0.60, 0.65, 0.70, 0.75, 0.80, 0.85, 0.90, 0.95, 0.975}

// Places in Levels of the ends of the usual central ranges.
const (
	Low95, Low80, Low50    = 0, 2, 5
	Median                 = 10
	High50, High80, High95 = 15, 18, 20
)

// levelScores are the Levels as standard normal quantiles.
var levelScores = [NumberOfLevels]float64{
	-1.959963984540054, -1.6448536269514726, -1.2815515655446008, -1.0364333894937898, -0.8416212335729142, -0.6744897501960817, -0.5244005127080407, -0.3853204664075676, -0.2533471031357997, -0.12566134685507402,
	0,
	0.12566134685507402, 0.2533471031357997, 0.3853204664075676, 0.5244005127080407, 0.6744897501960817, 0.8416212335729142, 1.0364333894937898, 1.2815515655446008, 1.6448536269514726, 1.959963984540054,
}

// LevelScore is the standard normal quantile of Levels[i].
func LevelScore(i int) float64 { return levelScores[i] }

// surest is the nearest a stated chance comes to 0 or 1: 21 quantiles cannot tell more.
const surest = 0.001

// Predictive is a predictive distribution given by its quantiles at Levels, in ascending order.
type Predictive [NumberOfLevels]float64

// Below is the chance of a value strictly below x, from 0.001 to 0.999: between two quantiles linear on the normal
// scale, outside them with the slope of the outermost distinct pair. Where several quantiles are equal to x (a mass of
// chance at a bound) the lowest of their levels counts, so that 1 - Below(x) is the chance of at least x.
func (q Predictive) Below(x float64) float64 {
	if x > q[NumberOfLevels-1] {
		return held(q.beyond(x, NumberOfLevels-1, -1))
	}
	if x <= q[0] {
		return held(q.beyond(x, 0, 1))
	}
	i := 1
	for q[i] < x {
		i++
	}
	share := (x - q[i-1]) / (q[i] - q[i-1])
	return held(NormalCDF(levelScores[i-1] + float64(share*(levelScores[i]-levelScores[i-1]))))
}

// AtMost is the chance of a value of at most x, by the mirrored rule of Below.
func (q Predictive) AtMost(x float64) float64 {
	var mirrored Predictive
	for i, v := range q {
		mirrored[NumberOfLevels-1-i] = -v
	}
	return 1 - mirrored.Below(-x)
}

// AtLeast is the chance of a value of at least x.
func (q Predictive) AtLeast(x float64) float64 { return 1 - q.Below(x) }

// beyond extends the distribution outwards from its end with the slope of its outermost pair of quantiles. Where that
// pair is equal there is a mass of chance at the end, and nothing beyond it.
func (q Predictive) beyond(x float64, end, step int) float64 {
	if next := end + step; q[next] != q[end] {
		slope := (levelScores[next] - levelScores[end]) / (q[next] - q[end])
		return NormalCDF(levelScores[end] + float64(slope*(x-q[end])))
	}
	if x > q[end] {
		return 1
	}
	return 0
}

func held(p float64) float64 { return math.Min(1-surest, math.Max(surest, p)) }
