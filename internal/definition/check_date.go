package definition

import (
	"time"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// spans are the precisions that stand for a whole period: the first and last day must be its own.
var spans = map[maturity.Precision]period.Kind{
	maturity.PrecisionDay: period.KindDay, maturity.PrecisionMonth: period.KindMonth,
	maturity.PrecisionFinancialQuarter: period.KindQuarter, maturity.PrecisionFinancialYear: period.KindFinancialYear,
	maturity.PrecisionCalendarYear: period.KindCalendarYear,
}

// open are the precisions that have no last day, or no day at all.
var open = map[maturity.Precision]bool{
	maturity.PrecisionFromMonth: true, maturity.PrecisionFromMonthEnd: true, maturity.PrecisionFromYear: true,
	maturity.PrecisionRelative: true, maturity.PrecisionRecurringYear: true, maturity.PrecisionNone: true,
}

// date checks a loose date. closed asks for a first and a last day, as a target has.
func (c *checker) date(at spot, path string, d *maturity.LooseDate, closed bool) {
	if d == nil {
		return
	}
	c.need(at, path+".as_given", d.AsGiven)
	c.need(at, path+".precision", string(d.Precision))
	switch {
	case closed && open[d.Precision]:
		c.fault(at, path+".precision", "a target's date has a last day; leave due out where the source gives none")
		return
	case open[d.Precision] || d.Precision == "":
		return
	case !at.given(path+".earliest") || !at.given(path+".latest"):
		c.fault(at, path, "%s needs earliest and latest", path)
		return
	case d.Earliest > d.Latest:
		c.fault(at, path+".latest", "latest %s is before earliest %s", d.Latest, d.Earliest)
		return
	}
	if !fits(d) {
		c.fault(at, path+".latest", "%s to %s is no whole %s", d.Earliest, d.Latest, d.Precision)
	}
}

// fits reports whether the days of a date are those its precision stands for.
func fits(d *maturity.LooseDate) bool {
	if d.Precision == maturity.PrecisionFinancialYearEnd {
		_, month, day := d.Latest.Time().Date()
		return d.Earliest == d.Latest && month == time.March && day == 31
	}
	kind, whole := spans[d.Precision]
	return !whole || period.Of(kind, d.Earliest).Contains(d.Latest)
}
