package period

import (
	"fmt"
	"strings"
	"unicode"
)

// Order is the order of the parts of a date in figures. A year of four figures in front is always year, month, day.
type Order uint8

// The orders of dates.
const (
	DMY Order = iota // 31/07/2018
	MDY              // 07/31/2018
	YMD              // 18/07/31
)

// ParseOrder reads dmy (or nothing), mdy or ymd.
func ParseOrder(word string) (Order, error) {
	switch word {
	case "", "dmy":
		return DMY, nil
	case "mdy":
		return MDY, nil
	case "ymd":
		return YMD, nil
	}
	return DMY, fmt.Errorf("%q is not an order of dates: use dmy, mdy or ymd", word)
}

// The years that are believed; anything else is a slip or no year at all.
const (
	firstYear = 1900
	lastYear  = 2100
)

// longestText is more than any form needs, in bytes.
const longestText = 200

// Parse reads a period as people and files write it: codes, labels, dates, months, quarters and years of the April
// financial year (see the table in parse_test.go). With KindNone it is taken as written, a date being a day; otherwise
// it is the period of the wanted kind that holds what was written. A text that can mean two things is refused; the
// error is a sentence that says what would be accepted.
func Parse(text string, want Kind, order Order) (Period, error) {
	if len(text) > longestText {
		return Period{}, fmt.Errorf("“%s” is too long for a period: write %s", shown(text), example(want))
	}
	clean := tidy(text)
	if clean == "" {
		return Period{}, fmt.Errorf("there is no period: write %s", example(want))
	}
	found, err := FromCode(strings.ToUpper(clean))
	if err != nil || !plausible(found) {
		found, err = reader{want: want, order: order}.read(clean)
	}
	if err != nil {
		return Period{}, fmt.Errorf("“%s” %w", shown(text), err)
	}
	if found, err = fit(found, want); err != nil {
		return Period{}, fmt.Errorf("“%s” %w", shown(text), err)
	}
	return found, nil
}

// fit widens a period to the wanted kind.
func fit(p Period, want Kind) (Period, error) {
	if want == KindNone || p.Kind == want {
		return p, nil
	}
	wider := Of(want, p.Start)
	if wider.Contains(p.End()) {
		return wider, nil
	}
	return Period{}, fmt.Errorf("is %s, but %s is wanted: write %s", kindWords[p.Kind], kindWords[want], example(want))
}

var kindWords = map[Kind]string{
	KindDay: "a day", KindMonth: "a month", KindQuarter: "a quarter", KindFinancialYear: "a financial year", KindCalendarYear: "a calendar year",
}

// example is what would be accepted for a kind.
func example(want Kind) string {
	switch want {
	case KindDay:
		return "31/07/2018 or 31 July 2018"
	case KindMonth:
		return "July 2018, 2018-07 or 2018/19 M4"
	case KindQuarter:
		return "Q2 2018/19 or July to September 2018"
	case KindFinancialYear:
		return "2018/19"
	case KindCalendarYear:
		return "2018"
	}
	return "Q2 2018/19, July 2018, 2018/19 or 31/07/2018"
}

// tidy brings a text to one form: lower case, single spaces, plain hyphens, no commas and apostrophes.
func tidy(text string) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case r == '‐' || r == '‑' || r == '–' || r == '—' || r == '−':
			return '-'
		case r == ',' || r == '_' || unicode.IsSpace(r):
			return ' '
		case r == '\'' || r == '’' || r == '‘' || r == '\ufeff' || r == '\u200b' || r == '\u200e' || r == '\u200f':
			return -1
		}
		return unicode.ToLower(r)
	}, text)
	return strings.Join(strings.Fields(text), " ")
}

// shown is a text as an error sentence repeats it.
func shown(text string) string {
	cut := text[:min(len(text), 4*longestText)]
	runes := []rune(strings.TrimSpace(strings.ToValidUTF8(cut, "\ufffd")))
	if len(runes) > 60 {
		return string(runes[:60]) + "…"
	}
	return string(runes)
}

func plausible(p Period) bool {
	return p.Start >= Date(firstYear, 1, 1) && p.End() <= Date(lastYear+1, 12, 31)
}
