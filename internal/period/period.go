// Package period holds the reporting period as a value: the span of time a number speaks for.
// It parses, orders, labels and steps periods. It knows no clock: "now" is always an argument elsewhere.
package period

import (
	"fmt"
	"time"
)

// Day is a calendar day, counted from 1 January 1970, without time zone.
type Day int32

// DayOf returns the calendar day that t shows on its own clock.
func DayOf(t time.Time) Day {
	y, m, d := t.Date()
	return Date(y, m, d)
}

// Date returns the day of a year, month and day of month; out-of-range parts roll over as in time.Date.
func Date(year int, month time.Month, day int) Day {
	return Day(time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

// Time is midnight UTC at the start of the day.
func (d Day) Time() time.Time { return time.Unix(int64(d)*86400, 0).UTC() }

// String is the ISO 8601 form, 2018-07-01.
func (d Day) String() string { return d.Time().Format("2006-01-02") }

// Long is the day as a sentence shows it: 6 August 2018.
func (d Day) Long() string { return d.Time().Format("2 January 2006") }

// Kind tells how long a period is. The numbers are stored; never renumber them.
type Kind uint8

// The kinds of period. Quarters and financial years are those of the April financial year, so Q1 is April to June.
const (
	KindNone          Kind = 0
	KindDay           Kind = 1
	KindMonth         Kind = 2
	KindQuarter       Kind = 3
	KindFinancialYear Kind = 4
	KindCalendarYear  Kind = 5
)

var kindNames = map[Kind]string{
	KindDay: "day", KindMonth: "month", KindQuarter: "quarter", KindFinancialYear: "financial_year", KindCalendarYear: "calendar_year",
}

// String is the word used in definitions and in the API: day, month, quarter, financial_year, calendar_year.
func (k Kind) String() string { return kindNames[k] }

// ParseKind reads the word that String writes.
func ParseKind(word string) (Kind, error) {
	for k, name := range kindNames {
		if name == word {
			return k, nil
		}
	}
	return KindNone, fmt.Errorf("%q is not a kind of period: use day, month, quarter, financial_year or calendar_year", word)
}

// Period is the span a value speaks for. It is comparable and can be a map key; the zero value means "no period".
type Period struct {
	Kind  Kind
	Start Day
}

// Of returns the period of the given kind that contains day.
func Of(kind Kind, day Day) Period {
	y, m, _ := day.Time().Date()
	switch kind {
	case KindDay:
		return Period{kind, day}
	case KindMonth:
		return Period{kind, Date(y, m, 1)}
	case KindQuarter:
		return Period{kind, Date(y, (m-1)/3*3+1, 1)}
	case KindFinancialYear:
		if m < time.April {
			y--
		}
		return Period{kind, Date(y, time.April, 1)}
	case KindCalendarYear:
		return Period{kind, Date(y, time.January, 1)}
	}
	return Period{}
}

// IsZero reports whether there is no period.
func (p Period) IsZero() bool { return p.Kind == KindNone }

// Add returns the period n steps later (earlier when n is negative).
func (p Period) Add(n int) Period {
	y, m, _ := p.Start.Time().Date()
	switch p.Kind {
	case KindDay:
		return Period{p.Kind, p.Start + Day(n)}
	case KindMonth:
		return Period{p.Kind, Date(y, m+time.Month(n), 1)}
	case KindQuarter:
		return Period{p.Kind, Date(y, m+time.Month(3*n), 1)}
	case KindFinancialYear, KindCalendarYear:
		return Period{p.Kind, Date(y+n, m, 1)}
	}
	return p
}

// Next is the period that follows.
func (p Period) Next() Period { return p.Add(1) }

// End is the last day of the period, inclusive.
func (p Period) End() Day { return p.Add(1).Start - 1 }

// Contains reports whether day lies in the period.
func (p Period) Contains(day Day) bool { return p.Start <= day && day <= p.End() }

// Compare orders by end, then by start, then by kind: a return is known by when its span is over.
func Compare(a, b Period) int {
	switch {
	case a.Kind == b.Kind: // then the one that starts first ends first
		return sign(int(a.Start) - int(b.Start))
	case a.End() != b.End():
		return sign(int(a.End()) - int(b.End()))
	case a.Start != b.Start:
		return sign(int(a.Start) - int(b.Start))
	}
	return sign(int(a.Kind) - int(b.Kind))
}

// StepsBetween counts the steps from a to b, which must be of the same kind: negative when b is earlier.
func StepsBetween(a, b Period) int {
	ay, am, _ := a.Start.Time().Date()
	by, bm, _ := b.Start.Time().Date()
	months := (by-ay)*12 + int(bm-am)
	switch a.Kind {
	case KindDay:
		return int(b.Start - a.Start)
	case KindQuarter:
		return months / 3
	case KindFinancialYear, KindCalendarYear:
		return months / 12
	}
	return months
}

func sign(n int) int {
	switch {
	case n < 0:
		return -1
	case n > 0:
		return 1
	}
	return 0
}
