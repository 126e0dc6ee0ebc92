package trajectory

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"

	"waymark/internal/forecast"
	"waymark/internal/forecast/train"
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

// A stated chance must come true as often as it says: over known processes of many kinds with parameters at random (other
// draws than those the forecast learnt from) within the sampling error; for one process alone, which no forecast can know
// in advance, within 8 points.
func TestStatedChanceIsTheObservedShare(t *testing.T) {
	const ahead = 4
	for _, c := range []struct {
		name    string
		runs    int
		values  func(*rand.Rand) []float64
		allowed func(share, n float64) float64
	}{
		{"many kinds of process", 6000, func(r *rand.Rand) []float64 {
			for {
				if values := train.Invent(r); len(values) >= 12 {
					return values[:min(len(values), 12+r.IntN(20))]
				}
			}
		}, func(share, n float64) float64 { return 0.01 + 3*math.Sqrt(share*(1-share)/n) }},
		{"a share that drifts with fading momentum, seen through 400 patients", 3000, func(r *rand.Rand) []float64 { return drift(r, 18) },
			func(float64, float64) float64 { return 0.08 }},
	} {
		random := rand.New(rand.NewPCG(1948, 75))
		var stated, came, n [5]float64
		for range c.runs {
			values := c.values(random)
			seen := len(values) - ahead
			target := math.Round(10*math.Min(99, math.Max(1, values[seen-1]+random.NormFloat64()*8))) / 10
			in := Input{Measure: eps(), Observed: quarters(t, "Q2008-04", values[:seen]...), Today: date("2018-11-15")}
			due := period.Of(period.KindQuarter, date("2008-04-01")).Add(seen + ahead - 1).End()
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
				t.Errorf("%s: bin %d holds only %v runs", c.name, i, n[i])
			}
			share := came[i] / n[i]
			if gap := math.Abs(stated[i]/n[i] - share); gap > c.allowed(share, n[i]) {
				t.Errorf("%s: of %v statements of about %.1f %%, %.1f %% came true", c.name, n[i], 100*stated[i]/n[i], 100*share)
			}
			t.Logf("%s: stated %.3f, came true %.3f, of %v", c.name, stated[i]/n[i], share, n[i])
		}
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
	// Unlikely
	// Forecast 74% by March 2020 (likely range 66% to 83%); the target is 80%. Chance of meeting it: about 17%. Needed from now: 2.8 points a quarter; achieved over the last four quarters: 3 points a quarter; the forecast expects this to slow to 1.8 points a quarter.
}
