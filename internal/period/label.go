package period

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Code is the unambiguous machine form, used in URLs, the API and exports:
// D2018-07-01, M2018-07, Q2018-07 (the quarter that starts in July), FY2018 (April 2018 to March 2019), CY2018.
func (p Period) Code() string {
	t := p.Start.Time()
	switch p.Kind {
	case KindDay:
		return "D" + t.Format("2006-01-02")
	case KindMonth:
		return "M" + t.Format("2006-01")
	case KindQuarter:
		return "Q" + t.Format("2006-01")
	case KindFinancialYear:
		return "FY" + t.Format("2006")
	case KindCalendarYear:
		return "CY" + t.Format("2006")
	}
	return ""
}

// FromCode reads what Code writes.
func FromCode(code string) (Period, error) {
	for _, form := range []struct {
		prefix, layout string
		kind           Kind
	}{{"FY", "2006", KindFinancialYear}, {"CY", "2006", KindCalendarYear}, {"D", "2006-01-02", KindDay}, {"M", "2006-01", KindMonth}, {"Q", "2006-01", KindQuarter}} {
		rest, ok := strings.CutPrefix(code, form.prefix)
		if !ok {
			continue
		}
		t, err := time.Parse(form.layout, rest)
		if err != nil {
			break
		}
		if form.kind == KindFinancialYear {
			return Period{form.kind, Date(t.Year(), time.April, 1)}, nil
		}
		p := Of(form.kind, DayOf(t))
		if p.Code() == code {
			return p, nil
		}
	}
	return Period{}, fmt.Errorf("%q is not a period code: write D2018-07-01, M2018-07, Q2018-07, FY2018 or CY2018", code)
}

// String is the code.
func (p Period) String() string { return p.Code() }

// Label is the period in words for sentences and headings:
// "July to September 2018 (Q2 2018 to 2019)", "July 2018", "2018 to 2019", "2018", "6 August 2018".
func (p Period) Label() string {
	t, end := p.Start.Time(), p.End().Time()
	switch p.Kind {
	case KindDay:
		return p.Start.Long()
	case KindMonth:
		return t.Format("January 2006")
	case KindQuarter:
		return fmt.Sprintf("%s to %s (Q%d %s)", t.Format("January"), end.Format("January 2006"), p.quarterNumber(), p.financialYearWords())
	case KindFinancialYear:
		return p.financialYearWords()
	case KindCalendarYear:
		return t.Format("2006")
	}
	return ""
}

// Short is the label for axes and narrow columns: "Q2 2018/19", "Jul 2018", "2018/19", "2018", "6 Aug 2018".
func (p Period) Short() string {
	t := p.Start.Time()
	switch p.Kind {
	case KindDay:
		return t.Format("2 Jan 2006")
	case KindMonth:
		return t.Format("Jan 2006")
	case KindQuarter:
		return fmt.Sprintf("Q%d %s", p.quarterNumber(), p.financialYearSlash())
	case KindFinancialYear:
		return p.financialYearSlash()
	case KindCalendarYear:
		return t.Format("2006")
	}
	return ""
}

// quarterNumber is 1 for April to June up to 4 for January to March.
func (p Period) quarterNumber() int { return (int(p.Start.Time().Month())+8)/3%4 + 1 }

func (p Period) financialYear() int { return Of(KindFinancialYear, p.Start).Start.Time().Year() }

func (p Period) financialYearWords() string {
	y := p.financialYear()
	return strconv.Itoa(y) + " to " + strconv.Itoa(y+1)
}

func (p Period) financialYearSlash() string {
	y := p.financialYear()
	return fmt.Sprintf("%d/%02d", y, (y+1)%100)
}
