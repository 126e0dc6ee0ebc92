package trajectory

import (
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"

	"waymark/internal/forecast"
	"waymark/internal/forecast/train"
	"waymark/internal/maturity"
	"waymark/internal/stat"
)

// arrivals gathers stated chances of having arrived by a step, and what came.
type arrivals struct {
	stated, came, n   [5]float64
	early, late, runs float64 // runs that arrived before the 80 % range, after it, and all
}

// follow forecasts the first part of a path and looks in the rest when it is first at the target.
func (a *arrivals) follow(method Forecaster, values []float64, seen int, target float64, operator maturity.Operator) {
	ahead := len(values) - seen
	aim := &Aim{Target: maturity.Target{Operator: operator, Value: target}}
	if meets(aim, values[seen-1]) {
		return
	}
	q, err := method.Forecast(forecast.Input{Series: forecast.Series{Values: values[:seen]}, Low: 0, High: 100, Horizon: ahead})
	if err != nil {
		return
	}
	s := &series{Input: Input{Measure: eps()}, projected: q}
	low, high := make([]float64, ahead), make([]float64, ahead)
	when := ahead
	for h := range ahead {
		low[h], high[h] = region(q[h], aim, s.Measure)
		if when == ahead && meets(aim, values[seen+h]) {
			when = h
		}
	}
	early, late := ahead, ahead
	for h, p := range stat.FirstPassage(low, high) {
		if early == ahead && p >= 0.1 {
			early = h
		}
		if late == ahead && p >= 0.9 {
			late = h
		}
		bin := min(4, int(5*p))
		a.stated[bin] += p
		a.n[bin]++
		if when <= h {
			a.came[bin]++
		}
	}
	a.runs++
	if when < early {
		a.early++
	}
	if when > late {
		a.late++
	}
}

// Stated and observed dates of arrival over known processes: of all statements "reached by then with a chance of so much"
// as many must come true, and of the runs no more than one in ten may arrive before the 80 % range, and no more after it.
// Runs share their path between steps; the allowance is three times the sampling error of as many runs as there are paths
// in a bin, at most, and 0.03 for the forecast, which does not know the process.
func TestArrivalComesAsOftenAsStated(t *testing.T) {
	const ahead = 8
	for _, c := range []struct {
		name   string
		values func(*rand.Rand) []float64
		method Forecaster
		within float64
	}{
		{"a random walk whose distribution is known: the assumption itself", func(r *rand.Rand) []float64 { return walk(r, 12+ahead) }, known{}, 0.015},
		{"many kinds of process, forecast from what was seen", func(r *rand.Rand) []float64 {
			for {
				if values := train.Invent(r); len(values) >= 12+ahead {
					return values[:12+ahead]
				}
			}
		}, forecast.New(), 0.03},
		{"a share that drifts with fading momentum", func(r *rand.Rand) []float64 { return drift(r, 14+ahead) }, forecast.New(), 0.1},
	} {
		random := rand.New(rand.NewPCG(1789, 7))
		var a arrivals
		for run := range 2500 {
			values := c.values(random)
			seen := len(values) - ahead
			away := 0.5 + math.Abs(random.NormFloat64()*8)
			target, operator := math.Round(10*(values[seen-1]+away))/10, maturity.AtLeast
			if run%2 == 1 {
				target, operator = math.Round(10*(values[seen-1]-away))/10, maturity.AtMost
			}
			if target > 0.5 && target < 99.5 {
				a.follow(c.method, values, seen, target, operator)
			}
		}
		for i := range a.n {
			share, paths := a.came[i]/a.n[i], a.n[i]/ahead
			if gap := math.Abs(a.stated[i]/a.n[i] - share); gap > c.within+3*math.Sqrt(share*(1-share)/paths) {
				t.Errorf("%s: of %v statements of about %.1f %%, %.1f %% came true", c.name, a.n[i], 100*a.stated[i]/a.n[i], 100*share)
			}
			t.Logf("%s: stated %.3f, came true %.3f, of %v", c.name, a.stated[i]/a.n[i], share, a.n[i])
		}
		if before, after := a.early/a.runs, a.late/a.runs; before > 0.1+c.within || after > 0.1+c.within {
			t.Errorf("%s: %.1f %% arrive before the 80 %% range, %.1f %% after it", c.name, 100*before, 100*after)
		}
	}
}

func walk(r *rand.Rand, n int) []float64 {
	values := make([]float64, n)
	at := 50.0
	for i := range values {
		at += 2 * r.NormFloat64()
		values[i] = at
	}
	return values
}

// known is the true distribution of walk.
type known struct{}

func (known) Forecast(in forecast.Input) ([]stat.Predictive, error) {
	last := in.Series.Values[len(in.Series.Values)-1]
	out := make([]stat.Predictive, in.Horizon)
	for h := range out {
		for i := range out[h] {
			out[h][i] = last + 2*math.Sqrt(float64(h+1))*stat.LevelScore(i)
		}
	}
	return out, nil
}

// A higher target is never reached sooner, and a share and its complement arrive together.
func TestArrivalMovesWithTheTarget(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := anyInput.Draw(t, "in")
		target := rapid.Float64Range(1, 89).Draw(t, "target")
		a, b := one(in, by("", maturity.AtLeast, target)).Chances, one(in, by("", maturity.AtLeast, target+10)).Chances
		if a != nil && b != nil {
			if a.Never > b.Never || a.Middle == nil && b.Middle != nil || b.Middle != nil && b.Middle.Start < a.Middle.Start {
				t.Fatalf("%v for %v, %v for %v", a, target, b, target+10)
			}
		}
		mirrored := in
		mirrored.Observed = nil
		for _, p := range in.Observed {
			if p.HasValue {
				p.Value = 100 - p.Value
			}
			mirrored.Observed = append(mirrored.Observed, p)
		}
		c := one(mirrored, by("", maturity.AtMost, 100-target)).Chances
		if (a == nil) != (c == nil) {
			t.Fatal("one has an arrival, its complement has none")
		}
		if a != nil && math.Abs(a.Never-c.Never) > 2e-3 {
			t.Fatalf("never: %v and %v", a.Never, c.Never)
		}
		if a != nil && !(a.Never >= 0 && a.Never <= 1) {
			t.Fatalf("a chance of %v", a.Never)
		}
	})
}

// "Equal" to the end of the scale is reaching it; to a value in between, being within half of the last digit shown.
func TestArrivalFollowsTheOperator(t *testing.T) {
	in := Input{Measure: eps(), Observed: quarters(t, "Q2016-04", 91, 94, 96, 97, 98, 99), Today: date("2017-11-15")}
	equal, atLeast := one(in, by("", maturity.Equal, 100)).Chances, one(in, by("", maturity.AtLeast, 100)).Chances
	if equal == nil || *equal != *atLeast && equal.Never != atLeast.Never {
		t.Errorf("%+v and %+v", equal, atLeast)
	}
	between := one(in, by("", maturity.Equal, 95)).Chances
	if between == nil || between.Never < 0.2 {
		t.Errorf("back to exactly 95 from 99 is not to be expected: %+v", between)
	}
	if met := one(in, by("", maturity.AtLeast, 90)); met.Chances != nil {
		t.Errorf("met now, and yet an arrival: %+v", met.Chances)
	}
}
