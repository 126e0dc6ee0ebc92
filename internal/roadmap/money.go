package roadmap

import (
	"slices"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// MoneyTotal is what lines of money come to. An amount that is not stated is never counted as nought: it is counted as
// missing, so that whoever reads the sum knows that the whole is more.
type MoneyTotal struct {
	Low, High    float64 // pounds, of the amounts that are told; the same where none is a range
	Lines        int
	Told         int // lines with an amount or a range
	Indicative   int // of those, how many are indicative
	Missing      int // lines without either
	Illustrative int
	Spent        float64 // pounds
	SpentLines   int     // lines of which any spend is reported
	SpentBeside  float64 // of Spent, on lines whose amount is missing: nothing to be held against
}

// Add counts one line.
func (t *MoneyTotal) Add(f maturity.RoadmapFunding) {
	t.Lines++
	if f.Illustrative {
		t.Illustrative++
	}
	low, high, told := AmountOf(f)
	if told {
		t.Low, t.High, t.Told = t.Low+low, t.High+high, t.Told+1
		if f.Basis == maturity.AmountIndicative {
			t.Indicative++
		}
	} else {
		t.Missing++
	}
	if len(f.Spend) > 0 {
		t.SpentLines++
	}
	for _, s := range f.Spend {
		t.Spent += s.Amount
		if !told {
			t.SpentBeside += s.Amount
		}
	}
}

// AmountOf is the amount of a line, or the range it lies in; false where neither is told.
func AmountOf(f maturity.RoadmapFunding) (low, high float64, told bool) {
	switch {
	case f.Amount != nil:
		return *f.Amount, *f.Amount, true
	case f.Low != nil && f.High != nil:
		return *f.Low, *f.High, true
	case f.Low != nil:
		return *f.Low, *f.Low, true
	case f.High != nil:
		return 0, *f.High, true
	}
	return 0, 0, false
}

// MoneyGroup is the total of lines that have something in common.
type MoneyGroup struct {
	Key string
	MoneyTotal
}

// MoneyBy adds lines up by a key, in the order in which keys first come.
func MoneyBy(lines []maturity.RoadmapFunding, key func(maturity.RoadmapFunding) string) (out []MoneyGroup) {
	for _, f := range lines {
		k := key(f)
		at := slices.IndexFunc(out, func(g MoneyGroup) bool { return g.Key == k })
		if at < 0 {
			at, out = len(out), append(out, MoneyGroup{Key: k})
		}
		out[at].Add(f)
	}
	return out
}

// MoneyYear is what is planned and spent in a financial year; the zero Year is what has no period.
type MoneyYear struct {
	Year             period.Period
	Planned          MoneyTotal // without spend
	Stated           float64    // of the amounts, the upper ends of ranges
	StatedLines      int
	Indicative       float64 // likewise
	IndicativeLines  int
	Capital, Revenue float64 // of both; what is of neither type is in neither
	Spent            float64
	SpentLines       int
}

// MoneyYears adds money up by the financial year in which its period begins, the earliest first and what has no period
// last. Spend counts in the year of its own period.
func MoneyYears(lines []maturity.RoadmapFunding) (out []MoneyYear) {
	year := func(p period.Period) *MoneyYear {
		var y period.Period
		if !p.IsZero() {
			y = period.Of(period.KindFinancialYear, p.Start)
		}
		at := slices.IndexFunc(out, func(m MoneyYear) bool { return m.Year == y })
		if at < 0 {
			at, out = len(out), append(out, MoneyYear{Year: y})
		}
		return &out[at]
	}
	for _, f := range lines {
		spend := f.Spend
		f.Spend = nil
		year(f.Period).plan(f)
		seen := map[period.Period]bool{}
		for _, s := range spend {
			in := year(s.Period)
			in.Spent += s.Amount
			if !seen[in.Year] {
				seen[in.Year] = true
				in.SpentLines++
			}
		}
	}
	slices.SortFunc(out, func(a, b MoneyYear) int {
		if a.Year.IsZero() != b.Year.IsZero() {
			if a.Year.IsZero() {
				return 1
			}
			return -1
		}
		return period.Compare(a.Year, b.Year)
	})
	return out
}

func (y *MoneyYear) plan(f maturity.RoadmapFunding) {
	y.Planned.Add(f)
	_, high, told := AmountOf(f)
	switch {
	case !told:
	case f.Basis == maturity.AmountIndicative:
		y.Indicative, y.IndicativeLines = y.Indicative+high, y.IndicativeLines+1
	default:
		y.Stated, y.StatedLines = y.Stated+high, y.StatedLines+1
	}
	switch f.Type {
	case maturity.MoneyCapital:
		y.Capital += high
	case maturity.MoneyRevenue:
		y.Revenue += high
	}
}
