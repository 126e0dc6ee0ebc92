package ramp

import (
	"math"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/stat"
)

func day(text string) period.Day {
	t, err := time.Parse(time.DateOnly, text)
	if err != nil {
		panic(err)
	}
	return period.DayOf(t)
}

func share() maturity.Measure { return maturity.Measure{Low: 0, High: 100, Unit: maturity.UnitPercent} }

func TestShare(t *testing.T) {
	for _, c := range []struct {
		name          string
		delay, months int
		goLive, on    string
		want          float64
	}{
		{"nothing before the go-live", 0, 6, "2018-04-01", "2018-03-31", 0},
		{"nothing on the day itself", 0, 6, "2018-04-01", "2018-04-01", 0},
		{"nothing until the delay is over", 3, 6, "2018-04-01", "2018-06-30", 0},
		{"half of the ramp", 0, 6, "2018-04-01", "2018-07-01", 91.0 / 183},
		{"all of it", 0, 6, "2018-04-01", "2018-10-01", 1},
		{"and for good", 0, 6, "2018-04-01", "2030-01-01", 1},
		{"at once", 0, 0, "2018-04-01", "2018-04-01", 1},
		{"at once after a delay", 3, 0, "2018-04-01", "2018-07-01", 1},
		{"a delay that ends in a shorter month ends on its last day", 1, 0, "2019-01-31", "2019-02-28", 1},
		{"a quarter after the last day of a year ends with the quarter", 3, 0, "2017-12-31", "2018-03-31", 1},
	} {
		got := Share(maturity.Effect{Delay: c.delay, Months: c.months}, day(c.goLive), day(c.on))
		if math.Abs(got-c.want) > 1e-12 {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

func TestGoLiveCountsAtItsLatestDay(t *testing.T) {
	live := day("2018-02-01")
	for _, c := range []struct {
		name string
		d    maturity.Deployment
		want period.Day
		ok   bool
	}{
		{"a financial year", maturity.Deployment{GoLive: &maturity.LooseDate{Earliest: day("2018-04-01"), Latest: day("2019-03-31")}}, day("2019-03-31"), true},
		{"in use already", maturity.Deployment{Live: &live, GoLive: &maturity.LooseDate{Latest: day("2019-03-31")}}, live, true},
		{"from a month on, without an end", maturity.Deployment{GoLive: &maturity.LooseDate{Earliest: day("2018-04-01")}}, 0, false},
		{"no date", maturity.Deployment{}, 0, false},
	} {
		if got, ok := GoLive(c.d); got != c.want || ok != c.ok {
			t.Errorf("%s: %v, %v", c.name, got, ok)
		}
	}
}

// What a figure has seen already is not added to it again.
func TestOnlyWhatIsStillToComeCounts(t *testing.T) {
	e := maturity.Effect{Months: 12, Gain: 12, Low: 6, High: 15}
	got := Since(e, day("2018-01-01"), day("2018-12-31"), day("2020-03-31"))
	if left := 12 * (1 - 364.0/365); math.Abs(got.Median-left) > 1e-9 {
		t.Errorf("%v is left, want %v", got.Median, left)
	}
	if got := Since(e, day("2017-01-01"), day("2018-12-31"), day("2020-03-31")); got != (Shift{}) {
		t.Errorf("all is in the figures, and yet %+v", got)
	}
	if got := Since(e, day("2019-01-01"), day("2018-12-31"), day("2020-03-31")); got != (Shift{12, 6, 3}) {
		t.Errorf("all is to come, and yet %+v", got)
	}
}

func TestTogether(t *testing.T) {
	one := Shift{4, 3, 2}
	if got := Together([]Part{{"a", one}, {"a", one}}); got != (Shift{8, 6, 4}) {
		t.Errorf("two places of one initiative: %+v", got)
	}
	if got := Together([]Part{{"a", Shift{4, 3, 3}}, {"b", Shift{4, 4, 4}}}); got != (Shift{8, 5, 5}) {
		t.Errorf("two initiatives: %+v", got)
	}
	if got := Together(nil); got != (Shift{}) {
		t.Errorf("nothing: %+v", got)
	}
	if got := of(maturity.Effect{Gain: -5, Low: -2, High: -9}); got != (Shift{-5, 4, 3}) {
		t.Errorf("a range the wrong way round: %+v", got)
	}
	if got := of(maturity.Effect{Gain: 5}); got != (Shift{Median: 5}) {
		t.Errorf("no range: %+v", got)
	}
}

var anyBand = rapid.Custom(func(t *rapid.T) maturity.BandPoint {
	v := make([]float64, 7)
	for i := range v {
		v[i] = rapid.Float64Range(0, 100).Draw(t, "quantile")
	}
	slices.Sort(v)
	return maturity.BandPoint{Low95: v[0], Low80: v[1], Low50: v[2], Median: v[3], High50: v[4], High80: v[5], High95: v[6]}
})

var anyShift = rapid.Custom(func(t *rapid.T) Shift {
	return Shift{rapid.Float64Range(-40, 40).Draw(t, "median"), rapid.Float64Range(0, 30).Draw(t, "below"), rapid.Float64Range(0, 30).Draw(t, "above")}
})

func TestShiftsKeepTheirPromises(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b, s := anyBand.Draw(t, "band"), anyShift.Draw(t, "shift")
		q := Rebuilt(b)
		if Point(b.Period, q) != b {
			t.Fatalf("%+v becomes %+v", b, Point(b.Period, q))
		}
		if Moved(q, Shift{}, share()) != q {
			t.Fatal("nothing added changes something")
		}
		moved := Moved(q, s, share())
		if !slices.IsSorted(moved[:]) || moved[0] < 0 || moved[20] > 100 {
			t.Fatalf("%v", moved)
		}
		stored, target := rapid.Float64Range(0.001, 0.999).Draw(t, "stored"), rapid.Float64Range(1, 99).Draw(t, "target")
		reach := func(q stat.Predictive) float64 { return q.AtLeast(target) }
		if got := Chance(stored, q, Moved(q, Shift{}, share()), reach); got != stored {
			t.Fatalf("nothing added makes %v of %v", got, stored)
		}
		more := Moved(q, Shift{s.Median + rapid.Float64Range(0, 20).Draw(t, "more"), s.Below, s.Above}, share())
		if a, b := Chance(stored, q, moved, reach), Chance(stored, q, more, reach); moved != q && more != q && b < a-1e-12 {
			t.Fatalf("more makes it less likely: %v, then %v", a, b)
		}
		e := maturity.Effect{Delay: rapid.IntRange(0, 24).Draw(t, "delay"), Months: rapid.IntRange(0, 36).Draw(t, "months"), Gain: 10, Low: 5, High: 20}
		goLive, newest := period.Day(rapid.IntRange(15000, 19000).Draw(t, "go-live")), period.Day(rapid.IntRange(15000, 19000).Draw(t, "newest"))
		end := newest + period.Day(rapid.IntRange(0, 2000).Draw(t, "ahead"))
		added := Since(e, goLive, newest, end)
		if slip := Since(e, goLive+90, newest, end); goLive > newest && slip.Median > added.Median+1e-9 {
			t.Fatalf("a later go-live adds more by the same day: %v, then %v", added, slip)
		}
		if added.Median < 0 || added.Median > 10 || math.Abs(added.Below-added.Median/2) > 1e-9 {
			t.Fatalf("%+v", added)
		}
	})
}

func TestNormalSpreadsCombineExactly(t *testing.T) {
	var q, want stat.Predictive
	for i := range q {
		q[i] = 50 + 3*stat.LevelScore(i)
		want[i] = 57 + 5*stat.LevelScore(i)
	}
	z := stat.LevelScore(stat.High80)
	for i, v := range Moved(q, Shift{7, 4 * z, 4 * z}, share()) {
		if math.Abs(v-want[i]) > 1e-9 {
			t.Errorf("at %v: %v, want %v", stat.Levels[i], v, want[i])
		}
	}
}

// A value above the bound that the measure may exceed is not pushed back under it.
func TestBoundsHoldAsFarAsTheForecastKeepsThem(t *testing.T) {
	b := maturity.BandPoint{Low95: 90, Low80: 92, Low50: 95, Median: 98, High50: 100, High80: 104, High95: 108}
	if got := Moved(Rebuilt(b), Shift{Median: 4}, share()); got[stat.High95] != 112 || got[stat.Median] != 102 {
		t.Errorf("%v", got)
	}
	if got := Shifted([]maturity.BandPoint{b}, share(), func(period.Day) Shift { return Shift{} }); got[0] != b {
		t.Errorf("%+v", got)
	}
}
