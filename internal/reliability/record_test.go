package reliability_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/reliability"
	"waymark/internal/stat"
)

// walks are simulated series of quarters that walk at random, some of each step shared by all, and forecasts of them
// from eight origins each: with the true distribution, or with one stretched by a factor.
type walks struct {
	organisations, points, ahead int
	shared, stretch              float64
	footprints                   int
}

func (w walks) record(seed uint64) maturity.ReliabilityRecord {
	const origins = 8
	r := rand.New(rand.NewPCG(seed, 1))
	common := make([]float64, w.points)
	for i := range common {
		common[i] = r.NormFloat64()
	}
	books := make([]reliability.Book, w.organisations+w.footprints)
	first := period.Of(period.KindQuarter, period.Date(2010, 4, 1))
	for o := range books {
		books[o].Made = o >= w.organisations
		values := make([]float64, w.points)
		figures := reliability.Figures{Came: map[period.Period]reliability.Figure{}}
		for i := range values {
			if i > 0 {
				values[i] = values[i-1]
			}
			values[i] += math.Sqrt(w.shared)*common[i] + math.Sqrt(1-w.shared)*r.NormFloat64()
			figures.Came[first.Add(i)] = reliability.Figure{Value: values[i]}
		}
		for k := range origins {
			from := 3 + (w.points-5)*k/(origins-1)
			books[o].Enter(w.forecast(maturity.OrganisationID(o), first.Add(from), values[from]), reliability.AtLeast, figures, false)
		}
	}
	return reliability.RecordOf(books)
}

func (w walks) forecast(o maturity.OrganisationID, from period.Period, last float64) maturity.Trajectory {
	t := maturity.Trajectory{Organisation: o, Target: "t", Probability: math.NaN()}
	for h := range w.ahead {
		at := func(p float64) float64 { return last + w.stretch*math.Sqrt(float64(h+1))*stat.NormalQuantile(p) }
		p := from.Add(h + 1)
		t.Projected = append(t.Projected, maturity.BandPoint{Period: p, Median: last, Low50: at(.25), High50: at(.75), Low80: at(.1), High80: at(.9), Low95: at(.025), High95: at(.975)})
		t.Required = append(t.Required, maturity.RequiredPoint{Period: p, Value: last + float64(h)*0.5})
	}
	return t
}

// Forecasts that are right are found right about 19 times in 20, although their figures overlap and move together;
// those that are too sure, or too careful, are found out.
func TestTheVerdictIsRightAsOftenAsItShould(t *testing.T) {
	t.Parallel()
	const runs = 60
	for name, c := range map[string]struct {
		walks
		verdict maturity.ReliabilityVerdict
		least   int // of the runs
	}{
		"right, forty apart":                 {walks{40, 26, 8, 0, 1, 0}, maturity.VerdictAsSaid, 54},
		"right, moving together":             {walks{40, 26, 8, 0.3, 1, 0}, maturity.VerdictAsSaid, 52},
		"right, monthly and far ahead":       {walks{40, 36, 24, 0, 1, 0}, maturity.VerdictAsSaid, 54},
		"bands of six tenths, forty":         {walks{40, 26, 8, 0, 0.6, 0}, maturity.VerdictTooSure, 58},
		"bands of six tenths, together":      {walks{40, 26, 8, 0.3, 0.6, 0}, maturity.VerdictTooSure, 54},
		"bands half as wide again, forty":    {walks{40, 26, 8, 0, 1.6, 0}, maturity.VerdictTooCareful, 58},
		"three organisations never tell":     {walks{3, 26, 8, 0, 0.6, 0}, maturity.VerdictTooFew, runs},
		"nor do they with footprints":        {walks{3, 26, 8, 0, 0.6, 9}, maturity.VerdictTooFew, runs},
		"ten organisations, bands of a half": {walks{10, 26, 8, 0, 0.5, 0}, maturity.VerdictTooSure, 54},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			found := map[maturity.ReliabilityVerdict]int{}
			for seed := range uint64(runs) {
				found[c.record(seed).Verdict]++
			}
			if found[c.verdict] < c.least {
				t.Errorf("%d of %d runs are %s, want %d: %v", found[c.verdict], runs, c.verdict, c.least, found)
			}
		})
	}
}

// With the true distribution, shares and chances are what they say within sampling error.
func TestSharesAndChancesOfTrueForecasts(t *testing.T) {
	t.Parallel()
	r := walks{400, 26, 8, 0, 1, 0}.record(7)
	for _, c := range []struct {
		name      string
		got, want float64
	}{{"50 % band", r.Share50, 0.5}, {"80 % band", r.Share80, 0.8}, {"95 % band", r.Share95, 0.95}} {
		if math.Abs(c.got-c.want) > 0.015 {
			t.Errorf("the %s holds %v", c.name, c.got)
		}
	}
	statements := 0
	for i, b := range r.Bins {
		statements += b.Statements
		if b.Statements < 300 {
			continue
		}
		if came := float64(b.Came) / float64(b.Statements); math.Abs(came-b.Stated) > 0.05 || b.Stated < float64(i)/10 || b.Stated > float64(i+1)/10 {
			t.Errorf("bin %d: stated %v, came true %v of %d", i, b.Stated, came, b.Statements)
		}
	}
	if statements != r.Statements || statements != r.Figures {
		t.Errorf("%d statements in bins, %d in all, %d figures", statements, r.Statements, r.Figures)
	}
	if half := float64(r.Figures) * 0.1; math.Abs(float64(r.Below)-half) > 0.2*half || math.Abs(float64(r.Above)-half) > 0.2*half {
		t.Errorf("%d below and %d above of %d", r.Below, r.Above, r.Figures)
	}
	if r.Brier <= 0.05 || r.Brier >= 0.25 || r.Independent >= float64(r.Figures) || r.UsualLow >= 0.8 || r.UsualHigh <= 0.8 {
		t.Errorf("%+v", r)
	}
}
