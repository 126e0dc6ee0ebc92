package benchmark_test

import (
	"fmt"
	"math"

	"waymark/internal/benchmark"
	"waymark/internal/maturity"
	"waymark/internal/period"
)

func ExampleCompute() {
	values := []benchmark.Value{{Value: 90, Numerator: 9, Denominator: 10}, {Value: 50, Numerator: 495, Denominator: 990}}
	r := benchmark.Compute(maturity.BenchmarkRatio, 2, 100, false, values)
	fmt.Printf("%v%% of %d organisations\n", r.Value, r.Peers) // not the mean, 70 %
	// Output: 50.4% of 2 organisations
}

func ExampleCentile() {
	peers := []float64{10, 20, 30, 40, 50, 60, 70, 80, 90, 100}
	fmt.Println(benchmark.Centile(maturity.Measure{}, peers, 30), benchmark.Centile(maturity.Measure{SelfAssessed: true}, peers, 30))
	// Output: 30 NaN
}

func ExamplePer() {
	fmt.Println(benchmark.Per(maturity.Measure{Unit: maturity.UnitPercent}), benchmark.Per(maturity.Measure{Unit: maturity.UnitRate, Per: 1000}))
	// Output: 100 1000
}

// threePractices is a panel of one quarter.
func threePractices() *benchmark.Panel {
	m := maturity.Measure{ID: "eps", Unit: maturity.UnitPercent, Polarity: maturity.HigherIsBetter, Tolerance: 1}
	p := benchmark.NewPanel(m, nil, period.Date(2018, 11, 15))
	q2 := period.Of(period.KindQuarter, period.Date(2018, 7, 1))
	for i, counted := range []float64{900, 600, 300} {
		o := maturity.Organisation{ID: maturity.OrganisationID(i + 1), Code: fmt.Sprintf("P%d", i+1), Kind: "practice"}
		p.Add(o, q2, benchmark.Value{Value: counted / 10, Numerator: counted, Denominator: 1000})
	}
	return p
}

var peers = []maturity.Benchmark{{ID: "peers", Method: maturity.BenchmarkRatio, Minimum: 3}}

func ExampleNewPanel() {
	p := benchmark.NewPanel(maturity.Measure{ID: "eps"}, nil, period.Date(2018, 11, 15))
	fmt.Println(len(p.Values(peers))) // nobody has been added
	// Output: 0
}

func ExamplePanel_Add() {
	fmt.Println(len(threePractices().Values(peers)))
	// Output: 1
}

func ExamplePanel_Values() {
	v := threePractices().Values(peers)[0]
	fmt.Println(v.Population, v.Period, v.Value, v.Peers)
	// Output: practice Q2018-07 60 3
}

func ExamplePanel_Positions() {
	p := threePractices()
	for _, r := range p.Positions(peers, p.Values(peers), nil) {
		fmt.Printf("%v%% (%.0f%% to %.0f%%) is %s, by %s\n", r.Value, r.Low, r.High, r.Position, r.Basis())
	}
	// Output:
	// 90% (88% to 92%) is above, by interval and tolerance
	// 60% (57% to 63%) is similar, by interval and tolerance
	// 30% (27% to 33%) is below, by interval and tolerance
}

func ExampleSpeaking() {
	given := benchmark.Value{Value: 80, Numerator: 80, Denominator: 100}
	missing := benchmark.Value{Value: math.NaN(), Numerator: math.NaN(), Denominator: math.NaN()}
	practice := func(code string, v benchmark.Value) benchmark.Branch {
		state := maturity.Reported
		if v.Value != v.Value {
			state = 0
		}
		return benchmark.Branch{Member: benchmark.Member{Code: code, State: state, Value: v}, Asked: true, Ever: true}
	}
	ccg := practice("CCG", given)
	ccg.Below = []benchmark.Branch{practice("P1", given), practice("P2", missing)}
	for _, m := range benchmark.Speaking(maturity.RollUpRatio, []benchmark.Branch{ccg}) {
		fmt.Println(m.Code) // not all practices report, so the CCG speaks for them
	}
	// Output: CCG
}
