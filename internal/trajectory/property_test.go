package trajectory

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"

	"waymark/internal/forecast"
	"waymark/internal/maturity"
	"waymark/internal/period"
)

var anyInput = rapid.Custom(func(t *rapid.T) Input {
	in := Input{Measure: eps(), Today: date("2018-11-15")}
	p := period.Of(period.KindQuarter, date("2014-05-01"))
	for range rapid.IntRange(0, 20).Draw(t, "n") {
		point := Point{Numerator: math.NaN(), Denominator: math.NaN()}
		point.Period, point.State = p, maturity.Reported
		point.Value, point.HasValue = rapid.Float64Range(0, 100).Draw(t, "value"), rapid.IntRange(0, 5).Draw(t, "given") > 0
		if !point.HasValue {
			point.Value, point.State = 0, maturity.NotAvailable
		}
		in.Observed = append(in.Observed, point)
		p = p.Next()
	}
	return in
})

// The higher the target, the smaller the chance, and the later the arrival.
func TestChanceFallsAsTheTargetRises(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := anyInput.Draw(t, "in")
		low := rapid.Float64Range(0, 90).Draw(t, "low")
		a := one(in, by("2020-03-31", maturity.AtLeast, low))
		b := one(in, by("2020-03-31", maturity.AtLeast, low+10))
		if a.Probability < b.Probability {
			t.Fatalf("%v for %v, %v for %v", a.Probability, low, b.Probability, low+10)
		}
		if a.Arrival == nil && a.NotBefore != nil && b.Arrival != nil {
			t.Fatal("the higher target is reached, the lower one is not")
		}
	})
}

// At least 80 % doing it and at most 20 % not doing it are the same target.
func TestTargetAndItsComplement(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := anyInput.Draw(t, "in")
		target := rapid.Float64Range(1, 99).Draw(t, "target")
		mirrored := in
		mirrored.Observed = nil
		for _, p := range in.Observed {
			if p.HasValue {
				p.Value = 100 - p.Value
			}
			mirrored.Observed = append(mirrored.Observed, p)
		}
		a, b := one(in, by("2019-09-30", maturity.AtLeast, target)), one(mirrored, by("2019-09-30", maturity.AtMost, 100-target))
		if math.Abs(a.Probability-b.Probability) > 2e-4 {
			t.Fatalf("%v and %v", a.Probability, b.Probability)
		}
	})
}

// Whatever the input: bands inside the bounds and nested, a reason, and no number that is not one.
func TestAlwaysPresentable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := anyInput.Draw(t, "in")
		in.Today = date("2013-01-01") + period.Day(rapid.IntRange(0, 4000).Draw(t, "day"))
		aims := []*Aim{nil, by("", maturity.AtLeast, 80), by("2016-09-30", maturity.Equal, 100), by("2020-03-31", maturity.AtMost, 30)}
		got := one(in, aims[rapid.IntRange(0, 3).Draw(t, "aim")])
		if got.Reason == "" || got.Status.Words() == "" {
			t.Fatalf("%q %q", got.Status, got.Reason)
		}
		for _, b := range got.Projected {
			order := []float64{0, b.Low95, b.Low80, b.Low50, b.Median, b.High50, b.High80, b.High95, 100}
			for i := 1; i < len(order); i++ {
				if !(order[i] >= order[i-1]) {
					t.Fatalf("%+v", b)
				}
			}
		}
		for _, v := range []float64{got.RequiredPer, got.AchievedPer, got.Probability} {
			if math.IsInf(v, 0) {
				t.Fatalf("%+v", got)
			}
		}
		if got.Status == maturity.StatusTooLittle && (got.AtDue != nil || got.Arrival != nil && got.Probability == got.Probability) {
			t.Fatal("too little data, and yet an answer")
		}
	})
}

// A stated chance must come true as often as it says. The process is known: a share that drifts on the logit scale
// with fading momentum, observed through 400 patients a quarter. 3,000 runs; the sampling error of a bin of 300 is
// about 3 points.
func TestStatedChanceIsTheObservedShare(t *testing.T) {
	random := rand.New(rand.NewPCG(1948, 75))
	var stated, came, n [5]float64
	const runs, seen, ahead = 3000, 14, 4
	for range runs {
		values := drift(random, seen+ahead)
		target := math.Min(99, math.Max(1, values[seen-1]+random.NormFloat64()*8))
		in := Input{Measure: eps(), Observed: quarters(t, "Q2015-04", values[:seen]...), Today: date("2018-11-15")}
		due := period.Of(period.KindQuarter, date("2015-04-01")).Add(seen + ahead - 1).End()
		got := one(in, &Aim{Target: maturity.Target{Operator: maturity.AtLeast, Value: target, Due: &maturity.LooseDate{Latest: due}}})
		bin := min(4, int(got.Probability*5))
		stated[bin] += got.Probability
		n[bin]++
		if values[seen+ahead-1] >= target {
			came[bin]++
		}
	}
	for i := range n {
		if n[i] < 100 {
			t.Errorf("bin %d holds only %v runs", i, n[i])
		}
		if gap := math.Abs(stated[i]-came[i]) / n[i]; gap > 0.06 {
			t.Errorf("of %v statements of about %.0f %%, %.0f %% came true", n[i], 100*stated[i]/n[i], 100*came[i]/n[i])
		}
		t.Logf("stated %.3f, came true %.3f, of %v", stated[i]/n[i], came[i]/n[i], n[i])
	}
}

func drift(random *rand.Rand, n int) []float64 {
	values := make([]float64, n)
	z, slope := random.NormFloat64(), random.NormFloat64()*0.15
	for i := range values {
		slope = 0.9*slope + 0.05*random.NormFloat64()
		z += slope + 0.06*random.NormFloat64()
		share := 1 / (1 + math.Exp(-z))
		noisy := share + random.NormFloat64()*math.Sqrt(share*(1-share)/400)
		values[i] = math.Round(1000*math.Min(1, math.Max(0, noisy))) / 10
	}
	return values
}

// Equal inputs hash equally; whatever can change the result changes the hash.
func TestHash(t *testing.T) {
	base := examples()[1]
	seen := map[string]string{}
	add := func(name string, in Input, aim *Aim) {
		h := Hash(in, aim)
		if other, twice := seen[h]; twice {
			t.Errorf("%q and %q have one hash", name, other)
		}
		seen[h] = name
	}
	in := base.input(t)
	add("as it is", in, base.aim)
	if Hash(base.input(t), base.aim) != Hash(in, base.aim) {
		t.Error("equal inputs, two hashes")
	}
	in.Observed[3].Value++
	add("a value", in, base.aim)
	in.Observed[3].Numerator = 7
	add("a numerator", in, base.aim)
	in.Observed[3].Illustrative = true
	add("an invented value", in, base.aim)
	in.Plan[0].Value++
	add("the plan", in, base.aim)
	in.Today = date("2020-04-01")
	add("the date has passed", in, base.aim)
	in.Today = date("2018-09-01")
	add("the last quarter is not over", in, base.aim)
	in = base.input(t)
	in.Today++
	if Hash(in, base.aim) != Hash(base.input(t), base.aim) {
		t.Error("a day that changes nothing changes the hash")
	}
}

func ExampleCompute() {
	in := Input{Measure: maturity.Measure{ID: "eps", Unit: maturity.UnitPercent, Low: 0, High: 100, Frequency: period.KindQuarter}, Today: period.Date(2018, 11, 15)}
	p, _ := period.FromCode("Q2016-10")
	for _, v := range []float64{41, 44, 46, 51, 53, 57, 58, 63} {
		in.Observed = append(in.Observed, Point{PathPoint: maturity.PathPoint{Period: p, State: maturity.Reported, Value: v, HasValue: true}, Numerator: math.NaN(), Denominator: math.NaN()})
		p = p.Next()
	}
	target := maturity.Target{ID: "eps-80", Operator: maturity.AtLeast, Value: 80, Due: &maturity.LooseDate{Latest: period.Date(2020, 3, 31)}}
	t := Compute(in, []Aim{{Target: target}}, forecast.New())[0]
	fmt.Println(t.Status.Words())
	fmt.Println(t.Reason)
	// Output:
	// Off course
	// Forecast 76% by March 2020 (likely range 70% to 81%); the target is 80%. Chance of meeting it: about 15%. Needed from now: 2.8 points a quarter; achieved over the last four quarters: 3 points a quarter; the forecast expects this to slow to 2.2 points a quarter.
}
