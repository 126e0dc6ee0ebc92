package roadmap

import (
	"testing"
	"time"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

func pounds(v float64) *float64 { return &v }

func financialYear(year int) period.Period {
	return period.Of(period.KindFinancialYear, period.Date(year, time.April, 1))
}

var someMoney = []maturity.RoadmapFunding{
	{ID: "stated", Type: maturity.MoneyCapital, Basis: maturity.AmountStated, Amount: pounds(100), Period: financialYear(2016),
		Spend: []maturity.Spend{{Period: period.Of(period.KindQuarter, period.Date(2016, time.May, 1)), Amount: 30}, {Period: period.Of(period.KindMonth, period.Date(2017, time.April, 2)), Amount: 20}}},
	{ID: "range", Type: maturity.MoneyRevenue, Basis: maturity.AmountIndicative, Low: pounds(10), High: pounds(40), Period: financialYear(2017), Illustrative: true},
	{ID: "missing", Basis: maturity.AmountNotStated, Spend: []maturity.Spend{{Amount: 5}}},
	{ID: "nought", Basis: maturity.AmountStated, Amount: pounds(0), Period: financialYear(2016)},
}

func TestAmountsThatAreNotStatedAreMissingAndNotNought(t *testing.T) {
	var total MoneyTotal
	for _, f := range someMoney {
		total.Add(f)
	}
	want := MoneyTotal{Low: 110, High: 140, Lines: 4, Told: 3, Indicative: 1, Missing: 1, Illustrative: 1, Spent: 55, SpentLines: 2, SpentBeside: 5}
	if total != want {
		t.Errorf("got %+v\nwant %+v", total, want)
	}
}

func TestMoneyBy(t *testing.T) {
	groups := MoneyBy(someMoney, func(f maturity.RoadmapFunding) string { return string(f.Type) })
	if len(groups) != 3 || groups[0].Key != "capital" || groups[2].Key != "" || groups[2].Missing != 1 || groups[2].Told != 1 {
		t.Errorf("%+v", groups)
	}
}

func TestMoneyYears(t *testing.T) {
	years := MoneyYears(someMoney)
	if len(years) != 3 || years[0].Year != financialYear(2016) || years[1].Year != financialYear(2017) || !years[2].Year.IsZero() {
		t.Fatalf("%+v", years)
	}
	// The spend of April 2017 counts in its own year, not in that of its line.
	if y := years[0]; y.Spent != 30 || y.SpentLines != 1 || y.Stated != 100 || y.StatedLines != 2 || y.Capital != 100 || y.Planned.Missing != 0 {
		t.Errorf("2016/17: %+v", y)
	}
	if y := years[1]; y.Spent != 20 || y.Indicative != 40 || y.IndicativeLines != 1 || y.Revenue != 40 || y.Planned.Low != 10 {
		t.Errorf("2017/18: %+v", y)
	}
	if y := years[2]; y.Spent != 5 || y.Planned.Missing != 1 || y.Planned.Told != 0 {
		t.Errorf("without period: %+v", y)
	}
}

// However lines are cut into groups or years, every pound and every missing amount is counted once.
func TestMoneyIsCountedOnce(t *testing.T) {
	var whole MoneyTotal
	for _, f := range someMoney {
		whole.Add(f)
	}
	high, spent, missing := 0.0, 0.0, 0
	for _, y := range MoneyYears(someMoney) {
		high, spent, missing = high+y.Planned.High, spent+y.Spent, missing+y.Planned.Missing
		if y.Stated+y.Indicative != y.Planned.High {
			t.Errorf("%s: stated and indicative are not the whole: %+v", y.Year, y)
		}
	}
	if high != whole.High || spent != whole.Spent || missing != whole.Missing {
		t.Errorf("years come to %v, %v, %d; the whole is %+v", high, spent, missing, whole)
	}
}
