package period

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// reader reads tidied texts.
type reader struct {
	want  Kind
	order Order
}

// form is one way of writing a period. read gets the groups of the pattern.
type form struct {
	pattern *regexp.Regexp
	read    func(r reader, g []string) (Period, error)
}

const (
	monthWord = `(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)`
	gap       = `[ ./-]*` // between the parts of dates with words
	pair      = `(?:fy ?)?(\d{4}|\d{2}) ?(?:/|-|to) ?(\d{4}|\d{2})`
	quarter   = `(?:q|qtr|quarter) ?(\d{1,2})`
	month     = `(?:m|mth|month) ?(\d{1,2})`
	oneYear   = `(?:fy ?)?\d{2,4}`
)

// forms are tried in order; the first whose pattern matches decides.
var forms = []form{
	{whole(`(\d{4})(\d\d)(\d\d)`), reader.yearFirst},
	{whole(`(\d{4})[ ./-](\d{1,2})[ ./-](\d{1,2})`), reader.yearFirst},
	{whole(`(\d{1,2})[ ./-](\d{1,2})[ ./-](\d{4}|\d\d)`), reader.figures},
	{whole(`(\d{1,2})(?:st|nd|rd|th)?` + gap + monthWord + gap + `(\d{4}|\d\d)`), reader.dayWord},
	{whole(monthWord + `[ .-]*(\d{1,2})(?:st|nd|rd|th)? (\d{4})`), reader.wordDay},
	{whole(monthWord + gap + `(\d{4}|\d\d)`), reader.wordYear},
	{whole(`(\d{4})` + gap + monthWord), reader.yearWord},
	{whole(quarter + `[ -]?` + pair), reader.quarterOf},
	{whole(pair + `[ -]?` + quarter), reader.ofQuarter},
	{whole(quarter + `[ -]?(\d{4})(\d\d)`), reader.quarterOf},
	{whole(month + `[ -]?` + pair), reader.monthOf},
	{whole(pair + `[ -]?` + month), reader.ofMonth},
	{whole(`(?:` + quarter + `[ /-]?` + oneYear + `|` + oneYear + `[ /-]?` + quarter + `)`), reader.quarterOfOneYear},
	{whole(`(?:` + month + `[ /-]?` + oneYear + `|` + oneYear + `[ /-]?` + month + `)`), reader.monthOfOneYear},
	{whole(`(\d{4}) ?([/-]|to) ?(\d{4}|\d\d)`), reader.years},
	{whole(`fy ?(\d{4}|\d\d) ?([/-]|to) ?(\d{4}|\d\d)`), reader.financialYears},
	{whole(`(\d{4})(\d\d)`), reader.yearMonth},
	{whole(`(\d{5})`), reader.serial},
	{whole(`(\d{4})`), reader.calendarYear},
	{whole(`fy ?(\d{4}|\d\d)`), reader.oneFinancialYear},
	{whole(`(\d\d) ?([/-]|to) ?(\d\d)`), reader.shortYears},
}

func whole(pattern string) *regexp.Regexp { return regexp.MustCompile(`^` + pattern + `$`) }

var (
	clockTime   = regexp.MustCompile(`^(.*\d)[ t]\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?(?: ?z)?$`)
	bracketed   = regexp.MustCompile(`^([^()]+?) ?\(([^()]+)\)$`)
	monthsRange = regexp.MustCompile(`^([a-z]+(?: \d{4})?) ?- ?([a-z]+` + gap + `(?:\d{4}|\d\d))$`)
	wordRange   = regexp.MustCompile(`^(.+?) (?:to|until|-) (.+)$`)
	onlyMonth   = regexp.MustCompile(`^(?:(\d{1,2})(?:st|nd|rd|th)? )?` + monthWord + `$`)
)

// read tries the forms, then ranges, then an explanation in brackets.
func (r reader) read(text string) (Period, error) {
	if g := clockTime.FindStringSubmatch(text); g != nil {
		text = g[1]
	}
	for _, f := range forms {
		if g := f.pattern.FindStringSubmatch(text); g != nil {
			return f.read(r, filled(g[1:]))
		}
	}
	if g := bracketed.FindStringSubmatch(text); g != nil {
		return r.explained(g[1], g[2])
	}
	if g := monthsRange.FindStringSubmatch(text); g != nil {
		return r.between(g[1], g[2])
	}
	if g := wordRange.FindStringSubmatch(text); g != nil {
		return r.between(g[1], g[2])
	}
	if onlyMonth.MatchString(text) {
		return Period{}, errors.New("has no year: write July 2018 or 31 July 2018")
	}
	return Period{}, fmt.Errorf("is not known as a period: write %s", example(r.want))
}

// filled leaves out the groups of alternatives that were not taken.
func filled(groups []string) []string {
	var list []string
	for _, g := range groups {
		if g != "" {
			list = append(list, g)
		}
	}
	return list
}

// explained reads a text and what it says in brackets, which must be the same period twice, as in "July to September
// 2018 (Q2 2018 to 2019)", or the two halves of one, as in "Q2 (2018/19)".
func (r reader) explained(text, inBrackets string) (Period, error) {
	outside, err := r.read(text)
	inside, errInside := r.read(inBrackets)
	if err == nil && errInside == nil && outside == inside {
		return outside, nil
	}
	if joined, err := r.read(text + " " + inBrackets); err == nil {
		return joined, nil
	}
	return Period{}, fmt.Errorf("names two different periods, or one that is not known: write %s", example(r.want))
}

// between reads the two ends of a range; the first may leave its year to the second. The days from the first to the
// last must be just one period.
func (r reader) between(from, to string) (Period, error) {
	last, err := reader{KindNone, r.order}.read(to)
	if err != nil {
		return Period{}, err
	}
	var first Period
	if onlyMonth.MatchString(from) {
		year := last.Start.Time().Year()
		first, err = reader{KindNone, r.order}.read(from + " " + strconv.Itoa(year))
		if err == nil && first.Start > last.Start {
			first, err = reader{KindNone, r.order}.read(from + " " + strconv.Itoa(year-1))
		}
	} else {
		first, err = reader{KindNone, r.order}.read(from)
	}
	if err != nil {
		return Period{}, err
	}
	for _, kind := range []Kind{KindDay, KindMonth, KindQuarter, KindFinancialYear, KindCalendarYear} {
		if p := Of(kind, first.Start); p.Start == first.Start && p.End() == last.End() {
			return p, nil
		}
	}
	return Period{}, errors.New("is neither a month nor a quarter nor a year: quarters are April to June, July to September, October to December and January to March")
}

// number reads figures that a pattern has already checked.
func number(digits string) int {
	n, _ := strconv.Atoi(digits)
	return n
}

// fullYear takes two figures for a year from 1970 to 2069.
func fullYear(digits string) int {
	n := number(digits)
	switch {
	case len(digits) > 2:
		return n
	case n < 70:
		return 2000 + n
	}
	return 1900 + n
}

func monthNumber(word string) time.Month {
	return time.Month(strings.Index("janfebmaraprmayjunjulaugsepoctnovdec", word[:3])/3 + 1)
}
