package spc

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// anySeries has values on a coarse grid, so that ties, runs and values on the mean are common; or it is made of rises,
// falls and level stretches, so that trends meet.
var anySeries = rapid.Custom(func(t *rapid.T) []float64 {
	if rapid.Bool().Draw(t, "stretches") {
		out, at := []float64{0}, 0
		for len(out) < 40 {
			by := rapid.IntRange(-2, 2).Draw(t, "by")
			for range rapid.IntRange(1, 9).Draw(t, "steps") {
				at += by
				out = append(out, float64(at))
			}
		}
		return out
	}
	grid := rapid.SampledFrom([]int{1, 3, 10, 1000}).Draw(t, "grid")
	return rapid.SliceOfN(rapid.Map(rapid.IntRange(-grid, grid), func(i int) float64 { return float64(i) }), 1, 50).Draw(t, "values")
})

var anyOptions = rapid.Custom(func(t *rapid.T) Options {
	o := Options{
		Direction: Direction(rapid.IntRange(-1, 1).Draw(t, "direction")), Unscreened: rapid.Bool().Draw(t, "unscreened"),
		HasTarget: rapid.Bool().Draw(t, "has target"), Reference: rapid.Bool().Draw(t, "reference"),
	}
	if o.HasTarget {
		o.Target = float64(rapid.IntRange(-20, 20).Draw(t, "target"))
	}
	if rapid.Bool().Draw(t, "fixed") {
		o.FixAfter = rapid.IntRange(LeastFixed, 20).Draw(t, "fix after")
	}
	for _, at := range rapid.SliceOfN(rapid.IntRange(-2, 52), 0, 3).Draw(t, "rebases") {
		o.Rebases = append(o.Rebases, Rebase{At: at, Reason: "a change", Who: "the board"})
	}
	return o
})

func must(t *rapid.T, in Input) Result {
	r, err := Chart(in)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func each(values []float64, f func(float64) float64) []float64 {
	out := make([]float64, len(values))
	for i, v := range values {
		out[i] = f(v)
	}
	return out
}

// sameLabels compares what is said, not the numbers.
func sameLabels(t *rapid.T, a, b Result) {
	t.Helper()
	if a.Variation != b.Variation || a.Assurance != b.Assurance || a.Status != b.Status || a.Trial != b.Trial || len(a.Groups) != len(b.Groups) {
		t.Fatalf("%v %v %v and %v %v %v", a.Variation, a.Assurance, a.Status, b.Variation, b.Assurance, b.Status)
	}
	for i := range a.Points {
		if a.Points[i].Rule != b.Points[i].Rule || a.Points[i].Cause != b.Points[i].Cause || a.Points[i].Side != b.Points[i].Side {
			t.Fatalf("point %d: %+v and %+v", i, a.Points[i], b.Points[i])
		}
	}
}

// Units do not matter: multiplied by a power of two, which no rounding touches, a series says exactly the same.
func TestScaleDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values, o := anySeries.Draw(t, "series"), anyOptions.Draw(t, "options")
		factor := math.Ldexp(1, rapid.IntRange(-60, 60).Draw(t, "power"))
		a := must(t, Input{Values: values, Options: o})
		o.Target *= factor
		b := must(t, Input{Values: each(values, func(v float64) float64 { return v * factor }), Options: o})
		sameLabels(t, a, b)
		if g, h := a.Groups[0], b.Groups[0]; !same(g.Mean*factor, h.Mean) || !same(g.Upper*factor, h.Upper) {
			t.Fatalf("%+v and %+v", g, h)
		}
	})
}

// Where zero lies does not matter, unless rounding moves a value across a line it was on.
func TestZeroDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values, o := anySeries.Draw(t, "series"), anyOptions.Draw(t, "options")
		by := float64(rapid.IntRange(-1000, 1000).Draw(t, "by"))
		a := must(t, Input{Values: values, Options: o})
		if onALine(a, o) {
			t.Skip("a value or the target is on a line")
		}
		o.Target += by
		sameLabels(t, a, must(t, Input{Values: each(values, func(v float64) float64 { return v + by }), Options: o}))
	})
}

// onALine reports whether a value or the target is so close to a mean or limit that rounding decides.
func onALine(r Result, o Options) bool {
	close := func(a, b float64) bool { return a != b && math.Abs(a-b) < 1e-9*(1+math.Abs(a)) }
	touches := func(v float64, g Group) bool {
		return close(v, g.Mean) || v == g.Upper || v == g.Lower || close(v, g.Upper) || close(v, g.Lower) || v == g.NearUpper || v == g.NearLower || close(v, g.NearUpper) || close(v, g.NearLower)
	}
	for _, p := range r.Points {
		if touches(p.Value, r.Groups[p.Group]) {
			return true
		}
	}
	last, found := r.Last()
	return found && o.HasTarget && touches(o.Target, last)
}

// A series upside down says the opposite: every high is a low, and good stays good when the direction turns too.
func TestMirror(t *testing.T) {
	mirrored := map[Variation]Variation{
		NoVerdict: NoVerdict, CommonCause: CommonCause, ImprovementHigh: ImprovementLow, ImprovementLow: ImprovementHigh,
		ConcernHigh: ConcernLow, ConcernLow: ConcernHigh, NeutralHigh: NeutralLow, NeutralLow: NeutralHigh,
	}
	rapid.Check(t, func(t *rapid.T) {
		values, o := anySeries.Draw(t, "series"), anyOptions.Draw(t, "options")
		a := must(t, Input{Values: values, Options: o})
		if tiedTrends(a) {
			t.Skip("two trends meet in a tie, which the reference calls down whichever way they go")
		}
		o.Target, o.Direction = -o.Target, -o.Direction
		b := must(t, Input{Values: each(values, func(v float64) float64 { return -v }), Options: o})
		if b.Variation != mirrored[a.Variation] || b.Assurance != a.Assurance || b.Status != a.Status {
			t.Fatalf("%v %v and %v %v", a.Variation, a.Assurance, b.Variation, b.Assurance)
		}
		for i, p := range a.Points {
			if q := b.Points[i]; q.Side != -p.Side || q.Cause != mirrored[p.Cause] || q.Outside != p.Outside || q.Close != p.Close {
				t.Fatalf("point %d: %+v and %+v", i, p, q)
			}
		}
	})
}

func tiedTrends(r Result) bool {
	for i := range len(r.Points) - 1 {
		if r.Points[i].Value == r.Points[i+1].Value && r.inTrend(i) && r.inTrend(i+1) {
			return true
		}
	}
	return false
}

// inTrend reports whether a point may be in a trend: one that is outside as well does not say so.
func (r Result) inTrend(i int) bool {
	p := r.Points[i]
	return p.Rule == TrendUp || p.Rule == TrendDown || p.Outside
}

// The order in which values are given does not matter, nor do missing ones among them.
func TestOrderAndGapsDoNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values, o := anySeries.Draw(t, "series"), anyOptions.Draw(t, "options")
		in := Input{Options: o}
		for i, v := range values {
			in.At, in.Values = append(in.At, 2*i), append(in.Values, v)
		}
		for i := range o.Rebases {
			in.Options.Rebases[i].At *= 2
		}
		a := must(t, in)
		gaps := rapid.IntRange(0, 5).Draw(t, "gaps")
		for i := range gaps {
			in.At, in.Values = append(in.At, 20*i+1), append(in.Values, math.NaN())
		}
		random := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
		random.Shuffle(len(in.At), func(i, j int) {
			in.At[i], in.At[j] = in.At[j], in.At[i]
			in.Values[i], in.Values[j] = in.Values[j], in.Values[i]
		})
		b := must(t, in)
		if b.Dropped != gaps {
			t.Fatalf("%d dropped, not %d", b.Dropped, gaps)
		}
		sameLabels(t, a, b)
		if !slices.EqualFunc(a.Groups, b.Groups, func(g, h Group) bool { return same(g.Mean, h.Mean) && same(g.Upper, h.Upper) && g.From == h.From }) {
			t.Fatalf("%+v and %+v", a.Groups, b.Groups)
		}
	})
}

func same(a, b float64) bool { return a == b || math.IsNaN(a) && math.IsNaN(b) }

// Any numbers at all give a sound chart.
func TestAnyNumbersGiveASoundChart(t *testing.T) {
	extreme := rapid.SampledFrom([]float64{0, math.Copysign(0, -1), 1e300, -1e300, 5e-324, -5e-324, 1e-310, 1, 100, math.NaN()})
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.SliceOfN(rapid.OneOf(extreme, rapid.Float64Range(-1e300, 1e300), rapid.Float64Range(-1, 1)), 0, 60).Draw(t, "values")
		o := anyOptions.Draw(t, "options")
		o.KeepMissing = o.Reference && rapid.Bool().Draw(t, "keep missing")
		sound(t, must(t, Input{Values: values, Options: o}), o)
	})
}

type failer interface {
	Fatalf(format string, args ...any)
	Helper()
}

// sound checks what must hold of every chart.
func sound(t failer, r Result, o Options) {
	t.Helper()
	end := 0
	for i, g := range r.Groups {
		if g.From != end || g.To <= g.From {
			t.Fatalf("part %d is from %d to %d after %d", i, g.From, g.To, end)
		}
		end = g.To
		for _, v := range []float64{g.Mean, g.AverageRange, g.Lower, g.Upper, g.NearLower, g.NearUpper} {
			if math.IsInf(v, 0) {
				t.Fatalf("part %d: %+v", i, g)
			}
		}
		if g.Status == Charted && !(g.Lower <= g.NearLower && g.NearLower <= g.Mean && g.Mean <= g.NearUpper && g.NearUpper <= g.Upper && g.Lower < g.Upper) {
			t.Fatalf("part %d: limits out of order or undefined: %+v", i, g)
		}
	}
	if end != len(r.Points) {
		t.Fatalf("parts end at %d of %d points", end, len(r.Points))
	}
	for i, p := range r.Points {
		g := r.Groups[p.Group]
		if i < g.From || i >= g.To {
			t.Fatalf("point %d is in no part", i)
		}
		if math.IsNaN(p.Value) && (p.Rule != NoRule || p.Side != 0 || p.Outside || p.Close) || p.Outside && p.Close {
			t.Fatalf("point %d: %+v", i, p)
		}
		if !o.Reference && g.Status != Charted && p.Rule != NoRule {
			t.Fatalf("point %d is special where nothing can be judged", i)
		}
		reach := map[Rule]int{ShiftHigh: 7, ShiftLow: 7, TrendUp: 7, TrendDown: 7, TwoOfThreeHigh: 3, TwoOfThreeLow: 3}[p.Rule]
		if g.To-g.From < reach {
			t.Fatalf("point %d has %v in a part of %d points", i, p.Rule, g.To-g.From)
		}
	}
}

// A long series and a Charter that has made other charts give what a new one gives.
func TestLongSeriesAndReuse(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	var charter Charter
	for _, n := range []int{5000, 1, 2, 36, 5000} {
		values := make([]float64, n)
		for i := range values {
			values[i] = math.Round(random.NormFloat64()*100) / 10
		}
		again, err := charter.Chart(Input{Values: values})
		fresh, err2 := Chart(Input{Values: values})
		if err != nil || err2 != nil || !slices.Equal(again.Points, fresh.Points) || again.Variation != fresh.Variation {
			t.Fatalf("%d points: a used charter differs", n)
		}
		sound(t, fresh, Options{})
	}
	in := Input{Values: usual(36), Options: Options{Direction: Increase, Target: 60, HasTarget: true}}
	if allocated := testing.AllocsPerRun(100, func() {
		if _, err := charter.Chart(in); err != nil {
			t.Error(err)
		}
	}); allocated > 0 {
		t.Errorf("a chart by a used charter allocates %v times", allocated)
	}
}
