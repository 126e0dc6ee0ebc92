package reliability_test

import (
	"math"
	"testing"

	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/reliability"
)

var q1 = period.Of(period.KindQuarter, period.Date(2018, 4, 1))

// said is a forecast from 2018 Q1 on of a flat band about 50: 40 to 60 is the likely range.
func said(steps int) maturity.Trajectory {
	t := maturity.Trajectory{Organisation: 1, Target: "half", Probability: math.NaN()}
	for h := range steps {
		p := q1.Add(h + 1)
		t.Projected = append(t.Projected, maturity.BandPoint{Period: p, Median: 50, Low50: 45, High50: 55, Low80: 40, High80: 60, Low95: 30, High95: 70})
		t.Required = append(t.Required, maturity.RequiredPoint{Period: p, Value: 50})
	}
	return t
}

func came(values ...float64) reliability.Figures {
	f := reliability.Figures{Came: map[period.Period]reliability.Figure{}}
	for i, v := range values {
		f.Came[q1.Add(i+1)] = reliability.Figure{Value: v}
	}
	return f
}

func one(b reliability.Book) maturity.ReliabilityRecord {
	return reliability.RecordOf([]reliability.Book{b})
}

func TestNothingIsScoredBeforeItsDate(t *testing.T) {
	var b reliability.Book
	b.Enter(said(8), reliability.AtLeast, came(52, 61, 35), false)
	r := one(b)
	if r.Figures != 3 || r.Periods != 3 || r.Organisations != 1 || r.Statements != 3 {
		t.Errorf("%+v", r)
	}
	if r.Share50 != 0.3333 || r.Share80 != 0.3333 || r.Share95 != 1 || r.Below != 1 || r.Above != 1 {
		t.Errorf("shares %+v", r)
	}
	if b := r.Bins[5]; b.Statements != 3 || b.Came != 2 || b.Stated != 0.5 {
		t.Errorf("even chances: %+v", b)
	}
	if r.Brier != 0.25 {
		t.Errorf("Brier %v", r.Brier)
	}
}

func TestADailyComputationCountsOnce(t *testing.T) {
	var b reliability.Book
	first, again := said(2), said(2)
	for i := range again.Projected { // after a correction, the same last figure says something else
		again.Projected[i].Low80, again.Projected[i].High80 = 0, 100
	}
	second := said(2) // another target of the same organisation
	second.Target = "other"
	for range 5 {
		b.Enter(first, reliability.AtLeast, came(65, 65), false)
		b.Enter(second, reliability.AtMost, came(65, 65), false)
		b.Enter(again, reliability.AtLeast, came(65, 65), false)
	}
	if r := one(b); r.Figures != 2 || r.Share80 != 0 || r.Statements != 4 || r.Bins[5].Came != 2 {
		t.Errorf("what was said first counts, once: %+v", r)
	}
}

func TestAForecastFromBeforeABreakIsNotScored(t *testing.T) {
	var b reliability.Book
	f := came(52)
	f.Broken = q1.End() + 1
	b.Enter(said(2), reliability.AtLeast, f, false)
	if r := one(b); r.Figures != 0 || r.Statements != 0 || r.Verdict != maturity.VerdictTooFew {
		t.Errorf("%+v", r)
	}
}

// At the target's date the chance is the one that was shown.
func TestTheChanceAtTheDateIsTheOneShown(t *testing.T) {
	var b reliability.Book
	f := said(1)
	f.Probability, f.AtDue = 0.72, &f.Projected[0]
	b.Enter(f, reliability.AtLeast, came(55), false)
	if r := one(b); r.Bins[7] != (maturity.ReliabilityBin{Statements: 1, Stated: 0.72, Came: 1}) || r.Brier != 0.0784 {
		t.Errorf("%+v", r)
	}
}

func TestSenseOfATarget(t *testing.T) {
	m := maturity.Measure{Low: 0, High: 100}
	for _, c := range []struct {
		operator maturity.Operator
		value    float64
		want     reliability.Sense
	}{{maturity.AtLeast, 80, reliability.AtLeast}, {maturity.AtMost, 5, reliability.AtMost}, {maturity.Equal, 100, reliability.AtLeast},
		{maturity.Equal, 0, reliability.AtMost}, {maturity.Equal, 50, reliability.NoSense}} {
		if got := reliability.SenseOf(maturity.Target{Operator: c.operator, Value: c.value}, m); got != c.want {
			t.Errorf("%s %v: %v", c.operator, c.value, got)
		}
	}
	var b reliability.Book
	b.Enter(said(1), reliability.NoSense, came(50), false)
	if r := one(b); r.Figures != 1 || r.Statements != 0 {
		t.Errorf("a target without a side still has bands: %+v", r)
	}
}

// A figure at the end of the scale, where the forecast has much of its chance, is held in part: a right forecast of
// nine in ten for 100 would otherwise seem too careful for ever.
func TestAMassAtTheEndOfTheScale(t *testing.T) {
	f := said(1)
	f.Projected[0] = maturity.BandPoint{Period: q1.Add(1), Median: 100, Low50: 100, High50: 100, Low80: 90, High80: 100, Low95: 80, High95: 100}
	for value, want := range map[float64]float64{100: 0.8667, 95: 1, 90: 1, 85: 0, 70: 0} {
		var b reliability.Book
		b.Enter(f, reliability.AtLeast, came(value), false)
		if r := one(b); r.Share80 != want {
			t.Errorf("%v: %v, want %v", value, r.Share80, want)
		}
	}
}

func TestWords(t *testing.T) {
	bins := make([]maturity.ReliabilityBin, 10)
	bins[0], bins[7] = maturity.ReliabilityBin{Statements: 300, Stated: 0.01, Came: 2}, maturity.ReliabilityBin{Statements: 41, Stated: 0.7, Came: 28}
	for _, c := range []struct {
		basis  maturity.ReliabilityBasis
		record maturity.ReliabilityRecord
		want   string
	}{
		{maturity.BasisStated, maturity.ReliabilityRecord{}, "There is no record yet: no figure has come for a period that was forecast. "},
		{maturity.BasisStated, maturity.ReliabilityRecord{Figures: 1, Share80: 1, Verdict: maturity.VerdictTooFew},
			"Too few figures have come to tell whether forecasts of this measure are as good as they say. The likely range held 100% of 1 figure, each forecast on these pages before it came; it should hold 80%."},
		{maturity.BasisBackTest, maturity.ReliabilityRecord{Figures: 1200, Share80: 0.6649, UsualLow: 0.71, UsualHigh: 0.89, Bins: bins, Corrected: 200, Verdict: maturity.VerdictTooSure},
			"Forecasts of this measure have been too sure of themselves: take the likely range as wider, and chances as nearer to even. The likely range held 66% of 1,200 figures, each forecast afterwards from what was known at the time; it should hold 80%, and chance alone explains 71% to 89%. Of 41 statements of about 70%, 28 came true. For 200 the figures before were taken with later corrections, because too few had been entered here by then."},
	} {
		if got := reliability.Verdict(c.record) + " " + reliability.Counts(c.basis, c.record); got != c.want {
			t.Errorf("%s", got)
		}
	}
}
