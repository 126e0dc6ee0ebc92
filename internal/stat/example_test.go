package stat_test

import (
	"fmt"

	"waymark/internal/stat"
)

// around70 is a forecast of 70, give or take 10.
func around70() (q stat.Predictive) {
	for i := range q {
		q[i] = 70 + 10*stat.LevelScore(i)
	}
	return q
}

func ExampleLevelScore() {
	fmt.Printf("%.2f %.2f %.2f\n", stat.LevelScore(stat.Low80), stat.LevelScore(stat.Median), stat.LevelScore(stat.High80))
	// Output: -1.28 0.00 1.28
}

func ExampleLog() {
	fmt.Printf("%.4f\n", stat.Log(10)) // Output: 2.3026
}

func ExampleMean() {
	fmt.Println(stat.Mean([]float64{1e16, 2, -1e16, 4})) // Output: 1.5
}

func ExampleNormalCDF() {
	fmt.Printf("%.3f\n", stat.NormalCDF(1.96)) // Output: 0.975
}

func ExampleNormalQuantile() {
	fmt.Printf("%.3f\n", stat.NormalQuantile(0.9)) // Output: 1.282
}

func ExamplePredictive_AtMost() {
	fmt.Printf("%.2f\n", around70().AtMost(60)) // Output: 0.16
}

func ExamplePredictive_Below() {
	fmt.Printf("%.2f\n", around70().Below(70)) // Output: 0.50
}

func ExampleShareAtOrBelow() {
	fmt.Println(stat.ShareAtOrBelow([]float64{1, 2, 2, 3}, 2)) // Output: 0.75
}
