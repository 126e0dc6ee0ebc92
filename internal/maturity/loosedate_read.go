package maturity

import (
	"strconv"
	"strings"
	"time"

	"waymark/internal/period"
)

// dateReader reads tidied texts; year is put where a text leaves it out, 0 for none.
type dateReader struct{ year int }

func (r dateReader) read(clean string) (LooseDate, bool) {
	if noDate.MatchString(clean) {
		return LooseDate{Precision: PrecisionNone}, true
	}
	if everyYear.MatchString(clean) {
		return LooseDate{Precision: PrecisionRecurringYear}, true
	}
	if relativeDate.MatchString(clean) {
		return LooseDate{Precision: PrecisionRelative}, true
	}
	if rest, from := strings.CutPrefix(clean, "from "); from {
		return r.openFrom(strings.TrimSuffix(rest, " onwards"))
	}
	if rest, onwards := strings.CutSuffix(clean, " onwards"); onwards {
		return r.openFrom(rest)
	}
	clean = unprefixed(clean)
	for _, read := range []func(string) (LooseDate, bool){r.ending, r.withinMonth, r.whole, r.calendarQuarter, r.span} {
		if d, ok := read(clean); ok {
			return d, true
		}
	}
	return LooseDate{}, false
}

// openFrom reads what begins at a time and has no end.
func (r dateReader) openFrom(clean string) (LooseDate, bool) {
	if m := endOf.FindStringSubmatch(clean); m != nil {
		p, ok := r.period(m[1])
		return LooseDate{Precision: PrecisionFromMonthEnd, Earliest: p.End()}, ok && p.Kind == period.KindMonth
	}
	p, ok := r.period(unprefixed(clean))
	d := LooseDate{Precision: PrecisionFromMonth, Earliest: p.Start}
	if p.Kind == period.KindCalendarYear || p.Kind == period.KindFinancialYear {
		d.Precision = PrecisionFromYear
	}
	return d, ok
}

// ending reads the end of a month, which is known no finer than the month, and of a year, which is a day.
func (r dateReader) ending(clean string) (LooseDate, bool) {
	m := endOf.FindStringSubmatch(clean)
	if m == nil {
		return LooseDate{}, false
	}
	p, ok := r.period(m[1])
	if !ok {
		return LooseDate{}, false
	}
	end := p.End()
	switch p.Kind {
	case period.KindFinancialYear:
		return LooseDate{Precision: PrecisionFinancialYearEnd, Earliest: end, Latest: end}, true
	case period.KindCalendarYear:
		return LooseDate{Precision: PrecisionCalendarYear, Earliest: end, Latest: end}, true
	case period.KindQuarter, period.KindMonth:
		return dateOf(period.Of(period.KindMonth, end)), true
	}
	return LooseDate{}, false
}

// withinMonth reads thirds of a month: the first ten days, the ten in the middle, the rest.
func (r dateReader) withinMonth(clean string) (LooseDate, bool) {
	m := partOfMonth.FindStringSubmatch(clean)
	if m == nil {
		return LooseDate{}, false
	}
	p, ok := r.period(m[2])
	if !ok || p.Kind != period.KindMonth {
		return LooseDate{}, false
	}
	switch m[1] {
	case "mid", "middle of":
		return LooseDate{Precision: PrecisionMidMonth, Earliest: p.Start + 10, Latest: p.Start + 19}, true
	case "late":
		return LooseDate{Precision: PrecisionRange, Earliest: p.Start + 20, Latest: p.End()}, true
	}
	return LooseDate{Precision: PrecisionRange, Earliest: p.Start, Latest: p.Start + 9}, true
}

func (r dateReader) whole(clean string) (LooseDate, bool) {
	p, ok := r.period(clean)
	return dateOf(p), ok
}

// calendarQuarter reads a quarter that is said to be of the calendar year.
func (r dateReader) calendarQuarter(clean string) (LooseDate, bool) {
	m := calendarQuarter.FindStringSubmatch(clean)
	if m == nil {
		return LooseDate{}, false
	}
	quarter, _ := strconv.Atoi(m[1] + m[3])
	year, _ := strconv.Atoi(m[2] + m[4])
	return dateOf(period.Of(period.KindQuarter, period.Date(year, time.Month(3*quarter), 1))), true
}

// span reads two months, days, quarters or financial years with what lies between them. The first may leave its year, and
// of two days its month, to the second.
func (r dateReader) span(clean string) (LooseDate, bool) {
	for _, at := range between.FindAllStringIndex(clean, -1) {
		first, second := clean[:at[0]], unprefixed(clean[at[1]:])
		to, ok := r.period(second)
		if !ok || first == "" {
			continue
		}
		from, ok := r.firstOf(first, to)
		if !ok || from.Kind != to.Kind || from.Kind == period.KindCalendarYear || from.Start >= to.Start {
			continue
		}
		d := LooseDate{Precision: PrecisionRange, Earliest: from.Start, Latest: to.End()}
		d.nameWhole()
		return d, true
	}
	return LooseDate{}, false
}

// firstOf reads the first side of a span that ends with to.
func (r dateReader) firstOf(first string, to period.Period) (period.Period, bool) {
	if p, ok := (dateReader{}).period(first); ok {
		return p, true
	}
	y, m, _ := to.End().Time().Date()
	if day, err := strconv.Atoi(first); err == nil && to.Kind == period.KindDay && day >= 1 && day <= 31 {
		return period.Of(period.KindDay, period.Date(y, m, day)), true
	}
	if hasYear(first) {
		return period.Period{}, false
	}
	p, ok := (dateReader{year: y}).period(first)
	if ok && p.Start > to.Start { // "November to January 2018" begins in 2017
		p, ok = (dateReader{year: y - 1}).period(first)
	}
	return p, ok
}

// nameWhole gives whole quarters and years their own precision: "July and August and September" is a quarter.
func (d *LooseDate) nameWhole() {
	for kind, precision := range wholePeriods {
		if p := period.Of(kind, d.Earliest); p.Start == d.Earliest && p.End() == d.Latest {
			d.Precision = precision
		}
	}
}

// period reads one day, month, quarter or year.
func (r dateReader) period(clean string) (period.Period, bool) {
	if m := shortYears.FindStringSubmatch(clean); m != nil {
		clean = "20" + m[1] + "/" + m[2]
	}
	if p, err := period.Parse(clean, period.KindNone, period.DMY); err == nil {
		return p, p.Start != 0
	}
	if r.year == 0 || oneYear.MatchString(clean) || hasYear(clean) || strings.HasPrefix(clean, "q") {
		return period.Period{}, false
	}
	p, err := period.Parse(clean+" "+strconv.Itoa(r.year), period.KindNone, period.DMY)
	return p, err == nil && p.Start != 0
}

var precisionOf = map[period.Kind]Precision{
	period.KindDay: PrecisionDay, period.KindMonth: PrecisionMonth, period.KindQuarter: PrecisionFinancialQuarter,
	period.KindFinancialYear: PrecisionFinancialYear, period.KindCalendarYear: PrecisionCalendarYear,
}

// dateOf is the date that a whole period stands for.
func dateOf(p period.Period) LooseDate {
	if p.IsZero() {
		return LooseDate{}
	}
	return LooseDate{Precision: precisionOf[p.Kind], Earliest: p.Start, Latest: p.End()}
}
