package maturity

import (
	"cmp"
	"fmt"
	"math"
	"strings"

	"waymark/internal/period"
)

// Words is the date no finer than its source gave it: "March 2020", "the end of 2016 to 2017", "from April 2018", "mid May
// 2018". ParseDate reads it again.
func (d LooseDate) Words() string {
	latest := d.Latest.Time()
	switch d.Precision {
	case PrecisionDay:
		return d.Latest.Long()
	case PrecisionMidMonth:
		return "mid " + latest.Format("January 2006")
	case PrecisionRange, PrecisionFinancialQuarter:
		return rangeWords(d.Earliest, d.Latest)
	case PrecisionFinancialYearEnd:
		return fmt.Sprintf("the end of %d to %d", latest.Year()-1, latest.Year())
	case PrecisionFinancialYear:
		return fmt.Sprintf("%d to %d", latest.Year()-1, latest.Year())
	case PrecisionCalendarYear:
		if d.Earliest == d.Latest && d.Latest != 0 {
			return "the end of " + latest.Format("2006")
		}
		return latest.Format("2006")
	case PrecisionFromMonth, PrecisionFromMonthEnd, PrecisionFromYear:
		return d.fromWords()
	case PrecisionRelative:
		return strings.TrimSpace(d.AsGiven)
	case PrecisionRecurringYear:
		return "every year"
	case PrecisionNone, "":
		return "no date"
	}
	return latest.Format("January 2006")
}

func (d LooseDate) fromWords() string {
	earliest := d.Earliest.Time()
	switch {
	case d.Precision == PrecisionFromMonthEnd:
		return "from the end of " + earliest.Format("January 2006")
	case d.Precision == PrecisionFromYear && earliest.YearDay() == 1:
		return "from " + earliest.Format("2006")
	case d.Precision == PrecisionFromYear:
		return fmt.Sprintf("from %d/%02d", earliest.Year(), (earliest.Year()+1)%100)
	case earliest.Day() == 1:
		return "from " + earliest.Format("January 2006")
	}
	return "from " + d.Earliest.Long()
}

// rangeWords names whole months by their names, and other spans by their days.
func rangeWords(first, last period.Day) string {
	if first == 0 || last == 0 {
		return max(first, last).Long()
	}
	from, to := first.Time(), last.Time()
	days := from.Day() != 1 || period.Of(period.KindMonth, last).End() != last
	switch sameYear, sameMonth := from.Year() == to.Year(), from.Year() == to.Year() && from.Month() == to.Month(); {
	case !days && sameMonth:
		return to.Format("January 2006")
	case !days && sameYear:
		return from.Format("January") + " to " + to.Format("January 2006")
	case !days:
		return from.Format("January 2006") + " to " + to.Format("January 2006")
	case first == last:
		return last.Long()
	case sameYear:
		return from.Format("2 January") + " to " + last.Long()
	}
	return first.Long() + " to " + last.Long()
}

// Undated reports whether the date names no day of the calendar: nothing can be early, late or in order by it.
func (d LooseDate) Undated() bool { return d.Earliest == 0 && d.Latest == 0 }

// Open reports whether it has a first day and no last one.
func (d LooseDate) Open() bool { return d.Earliest != 0 && d.Latest == 0 }

// Start is the first day it can mean; false where its source names none.
func (d LooseDate) Start() (period.Day, bool) { return d.Earliest, d.Earliest != 0 }

// End is the last day it can mean; false where its source names none.
func (d LooseDate) End() (period.Day, bool) { return d.Latest, d.Latest != 0 }

// SameDate reports whether two dates mean the same days with the same precision, however they are written.
func (d LooseDate) SameDate(e LooseDate) bool {
	return d.Precision == e.Precision && d.Earliest == e.Earliest && d.Latest == e.Latest && (d.Precision != PrecisionRelative || d.AsGiven == e.AsGiven)
}

// fineness orders precisions, the finest first.
var fineness = map[Precision]int{
	PrecisionDay: 0, PrecisionFinancialYearEnd: 1, PrecisionMidMonth: 2, PrecisionMonth: 3, PrecisionRange: 4, PrecisionFinancialQuarter: 5,
	PrecisionFinancialYear: 6, PrecisionCalendarYear: 7, PrecisionFromMonthEnd: 8, PrecisionFromMonth: 9, PrecisionFromYear: 10,
	PrecisionRelative: 11, PrecisionRecurringYear: 12, PrecisionNone: 13, "": 14,
}

// Compare puts dates in the order of their last possible day, the finer first; then those without a last day, by their
// first; then those without any day. It is 0 only for dates that mean the same and are written the same.
func (d LooseDate) Compare(e LooseDate) int {
	return cmp.Or(
		cmp.Compare(d.rank(), e.rank()), cmp.Compare(d.Latest, e.Latest), cmp.Compare(fineness[d.Precision], fineness[e.Precision]),
		cmp.Compare(d.Earliest, e.Earliest), cmp.Compare(d.Precision, e.Precision), cmp.Compare(d.AsGiven, e.AsGiven),
	)
}

func (d LooseDate) rank() int {
	switch {
	case d.Latest != 0:
		return 0
	case d.Open():
		return 1
	}
	return 2
}

// CompareDates is Compare where there may be no date at all: those come last.
func CompareDates(a, b *LooseDate) int {
	switch {
	case a == nil && b == nil:
		return 0
	case a == nil:
		return 1
	case b == nil:
		return -1
	}
	return a.Compare(*b)
}

// DateOn is the date of one day.
func DateOn(day period.Day) LooseDate {
	return LooseDate{AsGiven: day.Long(), Precision: PrecisionDay, Earliest: day, Latest: day}
}

// SlipMonths are the whole months that come nearest to a number of days.
func SlipMonths(days int) int { return int(math.Round(float64(days) * 12 / 365.25)) }

// Slipped is the date moved by days as people mean it: one that is known by the month, or looser, moves by the whole months
// that come nearest, so that December 2018 is March 2019 after a slip of 92 days.
func (d LooseDate) Slipped(days int) LooseDate {
	whole := d.Earliest == 0 || d.Earliest.Time().Day() == 1
	switch d.Precision {
	case PrecisionMidMonth, PrecisionFinancialYearEnd, PrecisionFromMonthEnd:
		whole = true
	case PrecisionDay:
		whole = false
	}
	if !whole || d.Undated() || d.Latest != 0 && d.Precision != PrecisionMidMonth && period.Of(period.KindMonth, d.Latest).End() != d.Latest {
		return d.Later(days)
	}
	months := SlipMonths(days)
	if months == 0 {
		return d
	}
	day := max(d.Earliest, d.Latest)
	to := period.Of(period.KindMonth, day).Add(months)
	if day == d.Latest && d.Precision != PrecisionMidMonth {
		return d.Later(int(to.End() - day))
	}
	return d.Later(int(to.Start - period.Of(period.KindMonth, day).Start))
}

// Later is the date moved by at least so many days, earlier where they are negative, and no finer than it was: a month
// stays a month, and what is looser becomes the whole months that the moved days lie in. Where it has no day it stays as
// it is.
func (d LooseDate) Later(days int) LooseDate {
	if d.Undated() || days == 0 {
		return d
	}
	to := LooseDate{Precision: d.Precision, Note: d.Note, Inferred: d.Inferred}
	if d.Earliest != 0 {
		to.Earliest = d.Earliest + period.Day(days)
	}
	if d.Latest != 0 {
		to.Latest = d.Latest + period.Day(days)
	}
	switch d.Precision {
	case PrecisionDay:
	case PrecisionMonth, PrecisionFinancialYearEnd:
		to.month(period.Of(period.KindMonth, to.Latest))
	case PrecisionMidMonth:
		y, m, _ := to.Latest.Time().Date()
		to.Earliest, to.Latest = period.Date(y, m, 11), period.Date(y, m, 20)
	case PrecisionFromMonth, PrecisionFromMonthEnd, PrecisionFromYear:
		to.Precision, to.Latest = PrecisionFromMonth, 0
	default:
		to.months(d)
	}
	to.AsGiven = to.Words()
	return to
}

func (d *LooseDate) month(m period.Period) {
	d.Precision, d.Earliest, d.Latest = PrecisionMonth, m.Start, m.End()
}

// months widens the days to whole months where they were whole months before, and names a whole quarter or year as such.
func (d *LooseDate) months(before LooseDate) {
	d.Precision = PrecisionRange
	if before.Earliest == 0 || before.Latest == 0 || before.Earliest.Time().Day() != 1 || period.Of(period.KindMonth, before.Latest).End() != before.Latest {
		return
	}
	d.Earliest, d.Latest = period.Of(period.KindMonth, d.Earliest).Start, period.Of(period.KindMonth, d.Latest).End()
	for kind, precision := range wholePeriods {
		if p := period.Of(kind, d.Earliest); p.Start == d.Earliest && p.End() == d.Latest {
			d.Precision = precision
		}
	}
}

var wholePeriods = map[period.Kind]Precision{
	period.KindMonth: PrecisionMonth, period.KindQuarter: PrecisionFinancialQuarter, period.KindFinancialYear: PrecisionFinancialYear, period.KindCalendarYear: PrecisionCalendarYear,
}
