package trajectory

import (
	"fmt"
	"math"
	"testing"

	"pgregory.net/rapid"

	"waymark/internal/maturity"
)

// counts reads quarters of "counted/of"; "-" is a period without a figure, a bare number a percentage without its counts.
func counts(t testing.TB, text ...string) (points []Point) {
	for i, item := range text {
		p := quarters(t, "Q2016-04", 0)[0]
		p.Period = p.Period.Add(i)
		p.Numerator, p.Denominator = math.NaN(), math.NaN()
		if item == "-" {
			p.State, p.HasValue = maturity.NotAvailable, false
		} else if n, _ := fmt.Sscanf(item, "%f/%f", &p.Numerator, &p.Denominator); n == 2 {
			p.Value = 100 * p.Numerator / p.Denominator
		} else {
			fmt.Sscan(item, &p.Value)
			p.Numerator = math.NaN()
		}
		points = append(points, p)
	}
	return points
}

func TestTrendVerdict(t *testing.T) {
	rising := []string{"900/1000", "410/1000", "440/1000", "460/1000", "510/1000", "530/1000"} // the first is older than five
	for _, c := range []struct {
		name     string
		polarity maturity.Polarity
		figures  []string
		want     maturity.TrendVerdict
		sentence string
	}{
		{"rising", maturity.HigherIsBetter, rising, maturity.TrendBetter, "Getting better: from 41% (Q2 2016/17) to 53% (Q2 2017/18) over five figures, more than chance would make."},
		{"rising where lower is better", maturity.LowerIsBetter, rising, maturity.TrendWorse, ""},
		{"rising where neither is", maturity.NeitherBetter, rising, maturity.TrendUp, "Going up: from 41% (Q2 2016/17) to 53% (Q2 2017/18) over five figures, more than chance would make."},
		{"falling", maturity.HigherIsBetter, []string{"53/100", "51/100", "46/100", "44/100", "20/100"}, maturity.TrendWorse, ""},
		{"falling where neither is better", maturity.NeitherBetter, []string{"53/100", "51/100", "46/100", "44/100", "20/100"}, maturity.TrendDown, ""},
		{"the same shares of a tenth as many say nothing", maturity.HigherIsBetter, []string{"41/100", "44/100", "46/100", "51/100", "53/100"}, maturity.TrendNone, "No significant change: from 41% (Q1 2016/17) to 53% (Q1 2017/18) over five figures, which chance alone could make."},
		{"all of them, always", maturity.HigherIsBetter, []string{"10/10", "10/10", "10/10", "10/10", "10/10"}, maturity.TrendNone, ""},
		{"four figures", maturity.HigherIsBetter, rising[:4], maturity.TrendUnknown, "Cannot tell whether it has changed: 4 complete figures so far, and five in a row are needed."},
		{"a gap", maturity.HigherIsBetter, []string{"41/100", "-", "44/100", "46/100", "51/100", "53/100"}, maturity.TrendUnknown, "Cannot tell whether it has changed: the last five figures have a gap between them."},
		{"a percentage without counts", maturity.HigherIsBetter, []string{"41/100", "44/100", "46", "51/100", "53/100"}, maturity.TrendUnknown, "Cannot tell whether it has changed: not all of the last five figures come with how many were counted out of how many."},
		{"more than all", maturity.HigherIsBetter, []string{"41/100", "44/100", "46/100", "51/100", "103/100"}, maturity.TrendUnknown, ""},
	} {
		m := eps()
		m.Polarity, m.MayExceed = c.polarity, true
		got := one(Input{Measure: m, Observed: counts(t, c.figures...), Today: date("2018-11-15")}, nil).Trend
		if got == nil || got.Verdict != c.want || c.sentence != "" && got.Sentence(m) != c.sentence {
			t.Errorf("%s: %+v\n%s", c.name, got, got.Sentence(m))
		}
	}
	score := eps()
	score.Unit = maturity.UnitScore
	if got := one(Input{Measure: score, Observed: counts(t, rising...), Today: date("2018-11-15")}, nil).Trend; got != nil {
		t.Errorf("a score is no proportion: %+v", got)
	}
}

// What gets better when it is counted one way gets worse when the rest is counted, and nothing else changes.
func TestTrendOfTheRestIsTheOther(outer *testing.T) {
	other := map[maturity.TrendVerdict]maturity.TrendVerdict{maturity.TrendBetter: maturity.TrendWorse, maturity.TrendWorse: maturity.TrendBetter}
	rapid.Check(outer, func(t *rapid.T) {
		var points, rest []Point
		for i, p := range quarters(outer, "Q2016-04", 1, 1, 1, 1, 1) {
			p.Denominator = float64(rapid.IntRange(1, 400).Draw(t, "of"))
			p.Numerator = float64(rapid.IntRange(0, int(p.Denominator)).Draw(t, "counted"))
			p.Value = 100 * p.Numerator / p.Denominator
			points = append(points, p)
			p.Numerator = points[i].Denominator - points[i].Numerator
			p.Value = 100 * p.Numerator / p.Denominator
			rest = append(rest, p)
		}
		a, b := one(Input{Measure: eps(), Observed: points, Today: date("2018-11-15")}, nil).Trend, one(Input{Measure: eps(), Observed: rest, Today: date("2018-11-15")}, nil).Trend
		want, turns := other[a.Verdict]
		if !turns {
			want = a.Verdict
		}
		if b.Verdict != want {
			t.Fatalf("%+v and %+v", a, b)
		}
	})
}
