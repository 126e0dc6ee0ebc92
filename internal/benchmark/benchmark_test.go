package benchmark

import (
	"fmt"
	"math"
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

var none = math.NaN()

func plain(values ...float64) (out []Value) {
	for _, v := range values {
		out = append(out, Value{Value: v, Numerator: none, Denominator: none})
	}
	return out
}

func counted(pairs ...float64) (out []Value) {
	for i := 0; i < len(pairs); i += 2 {
		out = append(out, Value{Value: 100 * pairs[i] / pairs[i+1], Numerator: pairs[i], Denominator: pairs[i+1]})
	}
	return out
}

func TestCompute(t *testing.T) {
	for _, c := range []struct {
		name   string // the point
		method maturity.BenchmarkMethod
		values []Value
		want   float64
		peers  int
		reason string
	}{
		{"mean", maturity.BenchmarkMean, plain(40, 50, 90), 60, 3, ""},
		{"median is not the mean", maturity.BenchmarkMedian, plain(40, 50, 90), 50, 3, ""},
		{"a ratio weighs by size: 90% of 10 and 50% of 990 is 50.4%, not 70%", maturity.BenchmarkRatio, append(counted(9, 10, 495, 990), counted(0, 0.0001)...), 50.4, 3, ""},
		{"a percentage without its counts is no part of a ratio", maturity.BenchmarkRatio, append(counted(1, 2, 1, 2, 1, 2), plain(99)...), 50, 3, ""},
		{"two are too few", maturity.BenchmarkMean, plain(40, 50), none, 2, "Too few to compare: 2 of at least 3 organisations."},
		{"nothing was counted", maturity.BenchmarkRatio, counted(0, 0, 0, 0, 0, 0), none, 3, "The denominators add up to nothing."},
	} {
		got := Compute(c.method, 0, 100, false, c.values)
		if math.Abs(got.Value-c.want) > 1e-3 || (got.Value == got.Value) != (c.want == c.want) || got.Peers != c.peers || got.Reason != c.reason {
			t.Errorf("%s: %+v", c.name, got)
		}
	}
}

func TestCentilesAreTypeSevenAndNeverOfSelfAssessedScores(t *testing.T) {
	values := plain(10, 20, 30, 40, 50, 60, 70, 80, 90, 100)
	got := Compute(maturity.BenchmarkMean, 0, 100, false, values)
	if want := []float64{14.5, 32.5, 55, 77.5, 95.5}; !reflect.DeepEqual(got.Centiles, want) {
		t.Errorf("%v, want %v", got.Centiles, want)
	}
	if got := Compute(maturity.BenchmarkMean, 0, 100, true, values); got.Centiles != nil {
		t.Errorf("self-assessed scores were ranked: %v", got.Centiles)
	}
	score := maturity.Measure{SelfAssessed: true}
	sorted := sortedValues(values)
	if c := Centile(score, sorted, 50); c == c {
		t.Errorf("a self-assessed score has centile %v", c)
	}
	if c := Centile(maturity.Measure{}, sorted, 50); c != 50 {
		t.Errorf("centile %v, want 50", c)
	}
	if c := Centile(maturity.Measure{}, sorted[:9], 50); c == c {
		t.Errorf("nine peers give centile %v", c)
	}
}

// Table 2 of the Gloucestershire roadmap: Strategic Alignment, national average 76. With a tolerance of 1 point 75 and
// 77 are similar to it.
func TestPlace(t *testing.T) {
	up, down, neither := maturity.HigherIsBetter, maturity.LowerIsBetter, maturity.NeitherBetter
	yes, no := true, false
	for _, c := range []struct {
		value, tolerance float64
		polarity         maturity.Polarity
		want             maturity.Position
		better           *bool
	}{
		{80, 0, up, maturity.PositionAbove, &yes},
		{65, 0, up, maturity.PositionBelow, &no},
		{75, 0, up, maturity.PositionBelow, &no},
		{75, 1, up, maturity.PositionSimilar, nil},
		{77, 1, up, maturity.PositionSimilar, nil},
		{76, 0, up, maturity.PositionSimilar, nil},
		{80, 0, down, maturity.PositionAbove, &no},
		{80, 0, neither, maturity.PositionAbove, nil},
		{none, 0, up, maturity.PositionUnknown, nil},
	} {
		got, better := Place(maturity.Measure{Tolerance: c.tolerance, Polarity: c.polarity}, c.value, 76)
		if got != c.want || (better == nil) != (c.better == nil) || better != nil && *better != *c.better {
			t.Errorf("%v with tolerance %v, %s: %s %v", c.value, c.tolerance, c.polarity, got, better)
		}
	}
}

func TestRollUp(t *testing.T) {
	member := func(code string, state maturity.State, v Value) Member { return Member{code, state, v} }
	a, b := counted(9, 10)[0], counted(495, 990)[0]
	invented := plain(30)[0]
	invented.Illustrative = true
	for _, c := range []struct {
		name    string // the point
		method  maturity.RollUp
		members []Member
		ok      bool
		want    maturity.RollUpValue
	}{
		{"counts are added, percentages never averaged", maturity.RollUpRatio, []Member{member("A", 1, a), member("B", 1, b)}, true,
			maturity.RollUpValue{Value: 50.4, Numerator: 504, Denominator: 1000, Reporting: 2, Expected: 2}},
		{"a percentage without its counts is missing, and said to be", maturity.RollUpRatio, []Member{member("A", 1, a), member("B", 1, plain(70)[0])}, true,
			maturity.RollUpValue{Value: 90, Numerator: 9, Denominator: 10, Reporting: 1, Expected: 2, Missing: []string{"B"}}},
		{"without any counts there is no value", maturity.RollUpRatio, []Member{member("A", 1, plain(70)[0])}, false, maturity.RollUpValue{}},
		{"whoever the measure does not apply to is not expected", maturity.RollUpMean, []Member{member("A", 1, plain(70)[0]), member("B", maturity.NotApplicable, plain(none)[0]), member("C", 0, plain(none)[0])}, true,
			maturity.RollUpValue{Value: 70, Numerator: none, Denominator: none, Reporting: 1, Expected: 2, Missing: []string{"C"}}},
		{"a bound is no value", maturity.RollUpSum, []Member{member("A", 1, plain(5)[0]), member("B", maturity.BelowBound, plain(20)[0])}, true,
			maturity.RollUpValue{Value: 5, Numerator: none, Denominator: none, Reporting: 1, Expected: 2, Missing: []string{"B"}}},
		{"one invented figure makes the whole invented", maturity.RollUpSum, []Member{member("A", 1, plain(5)[0]), member("B", 1, invented)}, true,
			maturity.RollUpValue{Value: 35, Numerator: none, Denominator: none, Reporting: 2, Expected: 2, Illustrative: true}},
		{"stages of different organisations are not combined", maturity.RollUpNone, []Member{member("A", 1, plain(3)[0])}, false, maturity.RollUpValue{}},
		{"nobody reported", maturity.RollUpMean, []Member{member("A", maturity.Suppressed, plain(none)[0])}, false, maturity.RollUpValue{}},
	} {
		got, ok := RollUp(c.method, 100, c.members)
		if ok != c.ok {
			t.Errorf("%s: ok %v", c.name, ok)
			continue
		}
		c.want.Method = c.method
		if ok && fmt.Sprintf("%+v", got) != fmt.Sprintf("%+v", c.want) {
			t.Errorf("%s:\n%+v, want\n%+v", c.name, got, c.want)
		}
	}
}

// The order in which organisations are read must not show in a result.
func TestOrderDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := plain(rapid.SliceOfN(rapid.Float64Range(0, 100), 3, 40).Draw(t, "values")...)
		shuffled := append([]Value{}, rapid.Permutation(values).Draw(t, "order")...)
		for _, method := range []maturity.BenchmarkMethod{maturity.BenchmarkMean, maturity.BenchmarkMedian} {
			if a, b := Compute(method, 0, 1, false, values), Compute(method, 0, 1, false, shuffled); !reflect.DeepEqual(a, b) {
				t.Fatalf("%+v and %+v", a, b)
			}
		}
	})
}

func body(id int, kind string) maturity.Organisation {
	return maturity.Organisation{ID: maturity.OrganisationID(id), Code: fmt.Sprint("C", id), Kind: kind}
}

// Two instruments: trusts have a published average, the council's instrument has none for this section, so it is
// compared with the trusts' one, marked as indicative.
func TestPanel(t *testing.T) {
	year := period.Of(period.KindFinancialYear, period.Date(2015, 6, 1))
	england := maturity.Organisation{ID: 99, Code: "ENG", Kind: maturity.KindNation}
	national := maturity.Benchmark{ID: "national", Title: "National average (NHS providers)", Method: maturity.BenchmarkPublished, Organisation: "ENG"}
	alike := maturity.Benchmark{ID: "alike", Title: "Mean of the same kind", Method: maturity.BenchmarkMean}
	score := maturity.Measure{ID: "leadership", Unit: maturity.UnitScore, Polarity: maturity.HigherIsBetter, SelfAssessed: true}

	p := NewPanel(score, nil, period.Date(2018, 11, 15))
	p.Add(england, year, plain(77)[0])
	for i, v := range []float64{80, 45, 70} {
		p.Add(body(i+1, "acute"), year, plain(v)[0])
	}
	p.Add(body(4, "council"), year, plain(84)[0])
	p.Add(body(5, "acute"), period.Of(period.KindFinancialYear, period.Date(2018, 6, 1)), plain(10)[0]) // not over yet
	benchmarks := []maturity.Benchmark{national, alike}
	values := p.Values(benchmarks)
	got := ""
	for _, v := range values {
		got += fmt.Sprintf("%s/%s %s %v of %d %s\n", v.Benchmark, v.Population, v.Period, v.Value, v.Peers, v.Reason)
	}
	for _, r := range p.Positions(benchmarks, values, nil) {
		got += fmt.Sprintf("%d %s %v against %v: %s, centile %v, of %d %s\n", r.Organisation, r.Benchmark, r.Value, r.Reference, r.Position, r.Centile, r.Peers, r.Reason)
	}
	want := `national/ FY2015 77 of 0 
alike/acute FY2015 65 of 3 
alike/council FY2015 NaN of 1 Too few to compare: 1 of at least 3 organisations.
alike/acute FY2018 NaN of 1 Too few to compare: 1 of at least 3 organisations.
1 national 80 against 77: above, centile NaN, of 0 
1 alike 80 against 65: above, centile NaN, of 3 
2 national 45 against 77: below, centile NaN, of 0 
2 alike 45 against 65: below, centile NaN, of 3 
3 national 70 against 77: below, centile NaN, of 0 
3 alike 70 against 65: above, centile NaN, of 3 
4 national 84 against 77: above, centile NaN, of 0 
4 alike 84 against NaN: unknown, centile NaN, of 1 Too few to compare: 1 of at least 3 organisations.
`
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestAnotherInstrumentIsIndicativeOnly(t *testing.T) {
	year := period.Of(period.KindFinancialYear, period.Date(2015, 6, 1))
	day := period.Of(period.KindDay, period.Date(2016, 5, 20))
	score := maturity.Measure{ID: "social.leadership", Polarity: maturity.HigherIsBetter, SelfAssessed: true}
	p := NewPanel(score, nil, period.Date(2018, 11, 15))
	p.Add(body(4, "council"), day, plain(84)[0])
	p.Add(body(5, "council"), period.Of(period.KindDay, period.Date(2018, 5, 20)), plain(84)[0]) // two years later
	other := &Counterpart{Benchmark: maturity.Benchmark{ID: "national"}, Instrument: "DMA 2015/16", Values: []CounterpartValue{{year, 77}}}
	results := p.Positions(nil, nil, other)
	if len(results) != 2 {
		t.Fatalf("%+v", results)
	}
	if r := results[0]; !r.Indicative || r.Reference != 77 || r.Position != maturity.PositionAbove || r.Centile == r.Centile || r.Reason != "Indicative only: compared with the average of another instrument (DMA 2015/16, 2015 to 2016)." {
		t.Errorf("%+v", r)
	}
	if r := results[1]; r.Position != maturity.PositionUnknown || r.Reason == "" {
		t.Errorf("an average of two years earlier was used: %+v", r)
	}
}

func TestCentileAmongPeersOfTheSameKind(t *testing.T) {
	quarter := period.Of(period.KindQuarter, period.Date(2018, 7, 1))
	p := NewPanel(maturity.Measure{ID: "eps", Polarity: maturity.HigherIsBetter}, []maturity.OrganisationKind{{ID: "acute", Group: "trust"}, {ID: "mental", Group: "trust"}}, period.Date(2018, 11, 15))
	for i := 1; i <= 12; i++ {
		kind := "acute"
		if i > 10 {
			kind = "mental"
		}
		p.Add(body(i, kind), quarter, plain(float64(i))[0])
	}
	trusts := maturity.Benchmark{ID: "trusts", Method: maturity.BenchmarkMedian, Kinds: []string{"trust"}}
	alike := maturity.Benchmark{ID: "alike", Method: maturity.BenchmarkMedian}
	benchmarks := []maturity.Benchmark{trusts, alike}
	results := p.Positions(benchmarks, p.Values(benchmarks), nil)
	if r := results[8]; r.Organisation != 5 || r.Benchmark != "trusts" || math.Abs(r.Centile-100*5./12) > 1e-3 || r.Peers != 12 || r.Reference != 6.5 {
		t.Errorf("%+v", r)
	}
	if r := results[9]; r.Benchmark != "alike" || r.Centile != 50 || r.Peers != 10 || r.Reference != 5.5 {
		t.Errorf("%+v", r)
	}
}

func ExamplePlace() {
	place, _ := Place(maturity.Measure{Tolerance: 2, Polarity: maturity.HigherIsBetter}, 74, 76)
	fmt.Println(place)
	// Output: similar
}

func ExampleRollUp() {
	small := Member{"A81001", maturity.Reported, Value{Value: 90, Numerator: 9, Denominator: 10}}
	large := Member{"A81002", maturity.Reported, Value{Value: 50, Numerator: 495, Denominator: 990}}
	v, _ := RollUp(maturity.RollUpRatio, 100, []Member{small, large})
	fmt.Printf("%.1f%% from %d of %d\n", v.Value, v.Reporting, v.Expected)
	// Output: 50.4% from 2 of 2
}
