package maturity_test

import (
	_ "embed"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

//go:embed testdata/dates.txt
var sourceDates string

// told is a date in one line: precision, first and last day.
func told(d maturity.LooseDate) string {
	day := func(d period.Day) string {
		if d == 0 {
			return ""
		}
		return d.String()
	}
	return strings.Join([]string{string(d.Precision), day(d.Earliest), day(d.Latest)}, " | ")
}

// Every date of the sources, as they write it.
func TestDatesOfTheSources(t *testing.T) {
	for line := range strings.Lines(sourceDates) {
		if line = strings.TrimRight(line, "\n"); strings.HasPrefix(line, "#") {
			continue
		}
		f := strings.Split(line+strings.Repeat(" |", 5), "|")
		for i := range f {
			f[i] = strings.TrimSpace(f[i])
		}
		given, want, how := f[0], strings.Join(f[1:4], " | "), f[4]
		year, _ := strconv.Atoi(how)
		got, err := maturity.ParseDateIn(given, year)
		switch {
		case how == "" || year != 0:
			if err != nil || told(got) != want || got.AsGiven != given || got.Inferred != (year != 0) {
				t.Errorf("%q is read as %s (%v), want %s", given, told(got), err, want)
			}
		case strings.HasPrefix(how, "refused"):
			if err == nil {
				t.Errorf("%q is read as %s, but the text alone does not say it", given, told(got))
			}
		default:
			if read, _, _ := strings.Cut(how, ":"); err != nil || told(got) != strings.ReplaceAll(read, "/", " | ") {
				t.Errorf("%q is read as %s (%v), want %s", given, told(got), err, how)
			}
		}
	}
}

// What people write besides.
func TestParseDate(t *testing.T) {
	for _, c := range [][2]string{
		{"Q2 18/19", "financial_quarter | 2018-07-01 | 2018-09-30"},
		{"Q4 2017/18", "financial_quarter | 2018-01-01 | 2018-03-31"},
		{"calendar Q2 2018", "financial_quarter | 2018-04-01 | 2018-06-30"},
		{"Q2 of calendar year 2018", "financial_quarter | 2018-04-01 | 2018-06-30"},
		{"end of Q2 18/19", "month | 2018-09-01 | 2018-09-30"},
		{"from end of April 2018", "from_month_end | 2018-04-30 | "},
		{"from the end of April 2018", "from_month_end | 2018-04-30 | "},
		{"mid-May 2018", "mid_month | 2018-05-11 | 2018-05-20"},
		{"Mid Feb 2018", "mid_month | 2018-02-11 | 2018-02-20"},
		{"early May 2018", "range | 2018-05-01 | 2018-05-10"},
		{"late Feb 2018", "range | 2018-02-21 | 2018-02-28"},
		{"March – April 2018", "range | 2018-03-01 | 2018-04-30"},
		{"Nov to Jan 2018", "range | 2017-11-01 | 2018-01-31"},
		{"Nov 2017 – Jan 2018", "range | 2017-11-01 | 2018-01-31"},
		{"July to September 2018", "financial_quarter | 2018-07-01 | 2018-09-30"},
		{"4-20 May 2016", "range | 2016-05-04 | 2016-05-20"},
		{"2016/17 to 2017/18", "range | 2016-04-01 | 2018-03-31"},
		{"Q1 2018/19 to Q2 2018/19", "range | 2018-04-01 | 2018-09-30"},
		{"2018-05-25", "day | 2018-05-25 | 2018-05-25"},
		{"25/05/2018", "day | 2018-05-25 | 2018-05-25"},
		{"2018-05", "month | 2018-05-01 | 2018-05-31"},
		{"by 3 March 2018", "day | 2018-03-03 | 2018-03-03"},
		{"from 3 March 2018", "from_month | 2018-03-03 | "},
		{"by the end of 2018", "calendar_year | 2018-12-31 | 2018-12-31"},
		{"end 17/18", "financial_year_end | 2018-03-31 | 2018-03-31"},
		{"within 24 months of go-live", "relative |  | "},
		{"3 months after contract signature", "relative |  | "},
		{"TBC", "none |  | "},
		{"  ", "none |  | "},
		{"29 February 2020", "day | 2020-02-29 | 2020-02-29"},
	} {
		if d, err := maturity.ParseDate(c[0]); err != nil || told(d) != c[1] {
			t.Errorf("%q is read as %s (%v), want %s", c[0], told(d), err, c[1])
		}
	}
}

func TestParseDateRefuses(t *testing.T) {
	for _, c := range [][2]string{
		{"Q2 2018", "“Q2 2018” may mean a quarter of the financial or of the calendar year: write Q2 2018/19, or July to September 2018."},
		{"by Q2 2018", "may mean a quarter of the financial or of the calendar year"},
		{"April and May", "“April and May” has no year"},
		{"mid May", "has no year"},
		{"from end of April", "has no year"},
		{"25 May", "has no year"},
		{"2016-18", "may mean financial or calendar years"},
		{"2011-12", "may mean December 2011 or the financial year"},
		{"31 April 2018", "not known as a date"},
		{"summer 2018", "not known as a date"},
		{"soon", "not known as a date"},
		{"May 2018 to March 2018", "not known as a date"},
		{strings.Repeat("May 2018 ", 50), "too long"},
	} {
		if d, err := maturity.ParseDate(c[0]); err == nil || !strings.Contains(err.Error(), c[1]) {
			t.Errorf("%q: %s, %v; want a sentence with %q", c[0], told(d), err, c[1])
		} else if maturity.CodeOf(err) != maturity.Invalid {
			t.Errorf("%q: %v is not the fault of whoever wrote it", c[0], err)
		}
	}
}

func TestDateWords(t *testing.T) {
	for _, c := range [][2]string{
		{"25th May 2018", "25 May 2018"}, {"Q2 18/19", "July to September 2018"}, {"March-April 2018", "March to April 2018"}, {"nov to jan 2018", "November 2017 to January 2018"},
		{"mid may 2018", "mid May 2018"}, {"by end 16/17", "the end of 2016 to 2017"}, {"17/18", "2017 to 2018"}, {"until 2021", "2021"}, {"from feb 2018", "from February 2018"},
		{"From 2013 onwards", "from 2013"}, {"from 2012/13", "from 2012/13"}, {"from end of april 2018", "from the end of April 2018"}, {"4 April to 20 May 2016", "4 April to 20 May 2016"},
		{"annually", "every year"}, {"TBC", "no date"}, {"within 24 hours", "within 24 hours"}, {"by the end of 2013", "the end of 2013"},
	} {
		d, err := maturity.ParseDate(c[0])
		if err != nil || d.Words() != c[1] {
			t.Errorf("%q in words: %q (%v), want %q", c[0], d.Words(), err, c[1])
		}
	}
}

// A moved date is no finer than it was, and its last day moves at least as far.
func TestLater(t *testing.T) {
	for _, c := range []struct {
		date string
		days int
		want string
	}{
		{"25 May 2018", 7, "1 June 2018"}, {"March 2018", 92, "July 2018"}, {"March 2018", -31, "February 2018"}, {"Q2 18/19", 92, "October to December 2018"}, {"2017/18", 92, "July 2017 to July 2018"},
		{"2017/18", 365, "2018 to 2019"}, {"end of 17/18", 30, "April 2018"}, {"from April 2018", 30, "from May 2018"}, {"mid May 2018", 31, "mid June 2018"}, {"4 April to 20 May 2016", 1, "5 April to 21 May 2016"}, {"TBC", 30, "no date"},
	} {
		d, err := maturity.ParseDate(c.date)
		if got := d.Later(c.days).Words(); err != nil || got != c.want {
			t.Errorf("%s %d days later: %s, want %s", c.date, c.days, got, c.want)
		}
	}
}

// A slip of three months moves a month by three, whatever days they have.
func TestSlipped(t *testing.T) {
	for _, c := range []struct {
		date string
		days int
		want string
	}{
		{"December 2018", 92, "March 2019"}, {"December 2018", 10, "December 2018"}, {"December 2018", -31, "November 2018"}, {"31 December 2018", 92, "2 April 2019"}, {"Q2 18/19", 92, "October to December 2018"},
		{"2017/18", 92, "July 2017 to June 2018"}, {"2017/18", 365, "2018 to 2019"}, {"2018", 365, "2019"}, {"end of 17/18", 92, "June 2018"}, {"mid May 2018", 61, "mid July 2018"}, {"from April 2018", 92, "from July 2018"}, {"TBC", 30, "no date"},
	} {
		d, err := maturity.ParseDate(c.date)
		if got := d.Slipped(c.days).Words(); err != nil || got != c.want {
			t.Errorf("%s slipped by %d days: %s, want %s", c.date, c.days, got, c.want)
		}
	}
}

// aDate draws a date in one of the ways in which people write it.
func aDate(t *rapid.T) maturity.LooseDate {
	year := rapid.IntRange(1990, 2060).Draw(t, "year")
	month := func() string { return time.Month(rapid.IntRange(1, 12).Draw(t, "month")).String() }
	forms := []func() string{
		func() string { return fmt.Sprintf("%d %s %d", rapid.IntRange(1, 28).Draw(t, "day"), month(), year) },
		func() string { return fmt.Sprintf("%s %d", month(), year) },
		func() string { return fmt.Sprintf("mid %s %d", month(), year) },
		func() string { return fmt.Sprintf("early %s %d", month(), year) },
		func() string { return fmt.Sprintf("late %s %d", month(), year) },
		func() string {
			first := rapid.IntRange(1, 11).Draw(t, "first month")
			return fmt.Sprintf("%s-%s %d", time.Month(first), time.Month(rapid.IntRange(first+1, 12).Draw(t, "last month")), year)
		},
		func() string { return fmt.Sprintf("%s %d to %s %d", month(), year-1, month(), year) },
		func() string {
			first := rapid.IntRange(1, 11).Draw(t, "first month")
			return fmt.Sprintf("%d %s to %d %s %d", rapid.IntRange(1, 28).Draw(t, "first"), time.Month(first), rapid.IntRange(1, 28).Draw(t, "last"),
				time.Month(rapid.IntRange(first+1, 12).Draw(t, "last month")), year)
		},
		func() string {
			return fmt.Sprintf("Q%d %d/%02d", rapid.IntRange(1, 4).Draw(t, "quarter"), year, (year+1)%100)
		},
		func() string { return fmt.Sprintf("%d/%02d", year, (year+1)%100) },
		func() string { return fmt.Sprintf("by end of %d/%02d", year, (year+1)%100) },
		func() string { return fmt.Sprint(year) },
		func() string { return fmt.Sprintf("end of %d", year) },
		func() string { return fmt.Sprintf("from %s %d", month(), year) },
		func() string { return fmt.Sprintf("from end of %s %d", month(), year) },
		func() string { return fmt.Sprintf("from %d", year) },
		func() string { return fmt.Sprintf("from %d/%02d", year, (year+1)%100) },
		func() string {
			return fmt.Sprintf("within %d months of go-live", rapid.IntRange(1, 60).Draw(t, "months"))
		},
		func() string { return "annually" },
		func() string { return "date TBC" },
	}
	text := forms[rapid.IntRange(0, len(forms)-1).Draw(t, "form")]()
	d, err := maturity.ParseDate(text)
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	return d
}

func TestWordsAreReadAgain(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := aDate(t)
		if again, err := maturity.ParseDate(d.Words()); err != nil || !again.SameDate(d) {
			t.Fatalf("%q is %s, in words %q, which is %s (%v)", d.AsGiven, told(d), d.Words(), told(again), err)
		}
		moved := d.Later(rapid.IntRange(-400, 400).Draw(t, "days"))
		if again, err := maturity.ParseDate(moved.Words()); err != nil || again.Earliest != moved.Earliest || again.Latest != moved.Latest {
			t.Fatalf("%q moved is %s, in words %q, which is %s (%v)", d.AsGiven, told(moved), moved.Words(), told(again), err)
		}
	})
}

func TestLaterReachesItsDay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, days := aDate(t), rapid.IntRange(0, 800).Draw(t, "days")
		if got := d.Later(days); d.Latest != 0 && d.Precision != maturity.PrecisionMidMonth && got.Latest < d.Latest+period.Day(days) {
			t.Fatalf("%s %d days later is %s", told(d), days, told(got))
		}
	})
}

// Dates stand in one order: none comes before itself, and what is before something is before all that comes after it.
func TestOrderOfDates(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b, c := aDate(t), aDate(t), aDate(t)
		if a.Compare(a) != 0 || a.Compare(b) != -b.Compare(a) {
			t.Fatalf("%s and %s: %d and %d", told(a), told(b), a.Compare(b), b.Compare(a))
		}
		if a.Compare(b) <= 0 && b.Compare(c) <= 0 && a.Compare(c) > 0 {
			t.Fatalf("%s, %s, %s stand in a circle", told(a), told(b), told(c))
		}
		if a.Compare(b) == 0 && !a.SameDate(b) {
			t.Fatalf("%s and %s are not the same", told(a), told(b))
		}
	})
	var dates []*maturity.LooseDate
	for _, text := range []string{"TBC", "from April 2017", "2018", "31 December 2018", "mid May 2018", "May 2018", "2017/18", "within 2 years"} {
		d, err := maturity.ParseDate(text)
		if err != nil {
			t.Fatal(err)
		}
		dates = append(dates, &d)
	}
	dates = append(dates, nil)
	slices.SortFunc(dates, maturity.CompareDates)
	var got []string
	for _, d := range dates {
		if d == nil {
			got = append(got, "nil")
			continue
		}
		got = append(got, d.AsGiven)
	}
	if want := "2017/18, mid May 2018, May 2018, 31 December 2018, 2018, from April 2017, within 2 years, TBC, nil"; strings.Join(got, ", ") != want {
		t.Errorf("in order: %s, want %s", strings.Join(got, ", "), want)
	}
}

func FuzzParseDate(f *testing.F) {
	for line := range strings.Lines(sourceDates) {
		text, _, _ := strings.Cut(line, "|")
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d, err := maturity.ParseDate(text)
		if err == nil && d.Latest != 0 && d.Latest < d.Earliest {
			t.Errorf("%q ends before it begins: %s", text, told(d))
		}
	})
}
