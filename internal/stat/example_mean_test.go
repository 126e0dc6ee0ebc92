package stat_test

import (
	"fmt"

	"waymark/internal/stat"
)

func ExampleExactMean() {
	nine := []float64{0.7, 0.7, 0.7, 0.7, 0.7, 0.7, 0.7, 0.7, 0.7}
	plain := 0.0
	for _, v := range nine {
		plain += v
	}
	fmt.Println(plain/9, stat.ExactMean(nine))
	// Output: 0.7000000000000001 0.7
}
