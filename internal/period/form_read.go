package period

import (
	"errors"
	"fmt"
	"strconv"
	"time"
)

// day makes a day and refuses one that the calendar does not have.
func day(year int, month time.Month, dayOfMonth int) (Period, error) {
	if err := checkYear(year); err != nil {
		return Period{}, err
	}
	d := Date(year, month, dayOfMonth)
	if y, m, n := d.Time().Date(); y != year || m != month || n != dayOfMonth {
		return Period{}, errors.New("is a date that does not exist: write it as 31/07/2018 or 31 July 2018")
	}
	return Period{KindDay, d}, nil
}

func checkYear(year int) error {
	if year < firstYear || year > lastYear {
		return fmt.Errorf("has the year %d: years from %d to %d are accepted", year, firstYear, lastYear)
	}
	return nil
}

func monthOfYear(year int, month time.Month) (Period, error) {
	if err := checkYear(year); err != nil {
		return Period{}, err
	}
	if month < time.January || month > time.December {
		return Period{}, fmt.Errorf("has a month %d: write July 2018 or 2018-07", month)
	}
	return Period{KindMonth, Date(year, month, 1)}, nil
}

func (r reader) yearFirst(g []string) (Period, error) {
	return day(number(g[0]), time.Month(number(g[1])), number(g[2]))
}

// figures reads a date by the order that the layout declares; it never tries another one.
func (r reader) figures(g []string) (Period, error) {
	switch {
	case r.order == MDY:
		return day(fullYear(g[2]), time.Month(number(g[0])), number(g[1]))
	case r.order == YMD && len(g[2]) == 2 && len(g[0]) == 2:
		return day(fullYear(g[0]), time.Month(number(g[1])), number(g[2]))
	}
	return day(fullYear(g[2]), time.Month(number(g[1])), number(g[0]))
}

func (r reader) dayWord(g []string) (Period, error) {
	return day(fullYear(g[2]), monthNumber(g[1]), number(g[0]))
}

func (r reader) wordDay(g []string) (Period, error) {
	return day(number(g[2]), monthNumber(g[0]), number(g[1]))
}

func (r reader) wordYear(g []string) (Period, error) {
	return monthOfYear(fullYear(g[1]), monthNumber(g[0]))
}

func (r reader) yearWord(g []string) (Period, error) {
	return monthOfYear(number(g[0]), monthNumber(g[1]))
}

func (r reader) yearMonth(g []string) (Period, error) {
	if follows(g[0], g[1]) && number(g[1]) > 12 {
		return Period{}, fmt.Errorf("is not a year and a month: write %s/%s for the financial year", g[0], g[1])
	}
	return monthOfYear(number(g[0]), time.Month(number(g[1])))
}

func (r reader) serial(g []string) (Period, error) {
	d, err := FromSerial(float64(number(g[0])))
	if err != nil || d < Date(1950, 1, 1) {
		return Period{}, errors.New("is not a date as spreadsheets count them: write a date such as 31/07/2018")
	}
	return Period{KindDay, d}, nil
}

func (r reader) calendarYear(g []string) (Period, error) {
	year := number(g[0])
	if err := checkYear(year); err != nil {
		return Period{}, err
	}
	if r.want == KindFinancialYear {
		return Period{}, fmt.Errorf("may mean the financial year %s or %s: write the one that is meant", slash(year-1), slash(year))
	}
	return Period{KindCalendarYear, Date(year, time.January, 1)}, nil
}

func (r reader) oneFinancialYear(g []string) (Period, error) {
	year := fullYear(g[0])
	return Period{}, fmt.Errorf("may mean the financial year %s or %s: write the one that is meant", slash(year-1), slash(year))
}

// follows reports whether the second year, of two or four figures, is the one after the first.
func follows(first, second string) bool {
	next := fullYear(first) + 1
	if len(second) == 4 {
		return next == number(second)
	}
	return next%100 == number(second)
}

func financialYear(first, second string) (Period, error) {
	year := fullYear(first)
	if !follows(first, second) {
		return Period{}, fmt.Errorf("names two years of which the second does not follow the first: write %s", slash(year))
	}
	if err := checkYear(year); err != nil {
		return Period{}, err
	}
	return Period{KindFinancialYear, Date(year, time.April, 1)}, nil
}

// years reads 2016/17 and 2016-17, but also 2018-07. Where the second part can be both the next year and a month, a
// hyphen (2011-12) is only read when the wanted kind decides, and a slash is the financial year unless a month is wanted.
func (r reader) years(g []string) (Period, error) {
	month := number(g[2])
	isMonth := len(g[2]) == 2 && month >= 1 && month <= 12 && g[1] != "to"
	switch {
	case !follows(g[0], g[2]) && isMonth:
		return monthOfYear(number(g[0]), time.Month(month))
	case isMonth && g[1] == "-" && r.want == KindMonth:
		return monthOfYear(number(g[0]), time.Month(month))
	case isMonth && r.want != KindFinancialYear && (g[1] == "-" || r.want == KindMonth):
		written := Period{KindMonth, Date(number(g[0]), time.Month(month), 1)}
		return Period{}, fmt.Errorf("may mean %s or the financial year %s to %d: write %s or %s", written.Label(), g[0], number(g[0])+1, written.Label(), slash(number(g[0])))
	}
	return financialYear(g[0], g[2])
}

func (r reader) financialYears(g []string) (Period, error) { return financialYear(g[0], g[2]) }

func (r reader) shortYears(g []string) (Period, error) {
	if follows(g[0], g[2]) && r.want == KindFinancialYear {
		return financialYear(g[0], g[2])
	}
	return Period{}, fmt.Errorf("is too short to be understood: write %s", example(r.want))
}

func (r reader) quarterOf(g []string) (Period, error) {
	year, err := financialYear(g[1], g[2])
	if err != nil {
		return Period{}, err
	}
	n := number(g[0])
	if n < 1 || n > 4 {
		return Period{}, fmt.Errorf("has a quarter %d: quarters are Q1 (April to June) to Q4 (January to March)", n)
	}
	return Of(KindQuarter, year.Start).Add(n - 1), nil
}

func (r reader) ofQuarter(g []string) (Period, error) { return r.quarterOf([]string{g[2], g[0], g[1]}) }

func (r reader) monthOf(g []string) (Period, error) {
	year, err := financialYear(g[1], g[2])
	if err != nil {
		return Period{}, err
	}
	n := number(g[0])
	if n < 1 || n > 12 {
		return Period{}, fmt.Errorf("has a month %d: months of a financial year are M1 (April) to M12 (March)", n)
	}
	return Of(KindMonth, year.Start).Add(n - 1), nil
}

func (r reader) ofMonth(g []string) (Period, error) { return r.monthOf([]string{g[2], g[0], g[1]}) }

func (r reader) quarterOfOneYear(g []string) (Period, error) {
	return Period{}, errors.New("may mean a quarter of the calendar year or of the financial year: write Q2 2018/19 or July to September 2018")
}

func (r reader) monthOfOneYear(g []string) (Period, error) {
	return Period{}, errors.New("does not say which year its months are counted in: write 2018/19 M4 or July 2018")
}

// slash is the short form of the financial year that begins in year.
func slash(year int) string {
	return strconv.Itoa(year) + "/" + fmt.Sprintf("%02d", (year+1)%100)
}
