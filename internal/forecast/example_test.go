package forecast_test

import (
	"fmt"
	"math"
	"strings"

	"waymark/internal/forecast"
	"waymark/internal/forecast/learnt"
	"waymark/internal/stat"
)

func ExampleNew() {
	list, err := forecast.New().Forecast(forecast.Input{Series: forecast.Series{Values: []float64{7}}, High: 100, Horizon: 4})
	fmt.Println(list, err)
	// Output: [] 1 is too few points for a forecast; at least 2 are needed.
}

func ExampleNewWith() {
	var b strings.Builder
	_ = learnt.Shipped.Write(&b, "the shipped constants, as if they were one's own")
	own, _ := learnt.Read(strings.NewReader(b.String()))
	in := forecast.Input{Series: forecast.Series{Values: []float64{20, 22, 25, 27}}, High: 100, Horizon: 1}
	with, _ := forecast.NewWith(own).Forecast(in)
	without, _ := forecast.New().Forecast(in)
	fmt.Println(with[0] == without[0])
	// Output: true
}

// Counts have no upper bound: what may come is open above, and never below nothing.
func ExampleMethod_Read() {
	m := forecast.New()
	err := m.Read(forecast.Input{Series: forecast.Series{Values: []float64{0, 2, 3, 6, 8}}, High: math.Inf(1), Horizon: 1})
	fmt.Println(err)
	// Output: <nil>
}

// Quantiles are on the scale of errors; those of a series upside down are the same upside down.
func ExampleMethod_Quantiles() {
	m := forecast.New()
	_ = m.Read(forecast.Input{Series: forecast.Series{Values: []float64{20, 24, 30, 37}}, High: 100, Horizon: 1})
	up := m.Quantiles(2)
	_ = m.Read(forecast.Input{Series: forecast.Series{Values: []float64{80, 76, 70, 63}}, High: 100, Horizon: 1})
	down := m.Quantiles(2)
	fmt.Println(math.Abs(up[stat.High80]+down[stat.Low80]) < 1e-6)
	// Output: true
}

// Back says how a loss changes with each constant, here the loss being the median itself.
func ExampleMethod_Back() {
	m := forecast.New()
	_ = m.Read(forecast.Input{Series: forecast.Series{Values: []float64{20, 24, 30, 37}}, High: 100, Horizon: 1})
	m.Quantiles(1)
	slopes, gradient := [stat.NumberOfLevels]float64{}, make([]float64, learnt.Size)
	slopes[stat.Median] = 1
	m.Back(&slopes, gradient)
	moved := 0
	for _, g := range gradient {
		if g != 0 {
			moved++
		}
	}
	fmt.Println(moved > 1000)
	// Output: true
}

func ExampleRefusal_Error() {
	_, err := forecast.New().Forecast(forecast.Input{Series: forecast.Series{Values: []float64{1, 2}}, Low: 5, High: 5, Horizon: 1})
	fmt.Println(err)
	// Output: The lower bound is not below the upper one.
}

// A new practice with three figures leans on how its peers are expected to move.
func ExampleMethod_Panel() {
	var peers []forecast.Series
	for _, start := range []float64{30, 35, 40, 45} {
		peers = append(peers, forecast.Series{Values: []float64{start, start + 4, start + 9, start + 14, start + 18, start + 23}})
	}
	m := forecast.New()
	in := forecast.Input{Series: forecast.Series{Values: []float64{40, 41, 41}}, High: 100, Horizon: 4}
	alone, _ := m.Forecast(in)
	in.Panel = m.Panel(peers, 0, 100, 4)
	with, _ := m.Forecast(in)
	fmt.Println(with[3][stat.Median] > alone[3][stat.Median]+1)
	// Output: true
}
