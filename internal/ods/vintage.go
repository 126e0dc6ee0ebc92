package ods

import (
	"regexp"
	"strconv"
	"time"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

var (
	fullDate  = regexp.MustCompile(`(?:^|[^0-9])((?:19|20)[0-9]{2})[-_]?([01][0-9])[-_]?([0-3][0-9])(?:[^0-9]|$)`)
	yearMonth = regexp.MustCompile(`(?:^|[^0-9])((?:19|20)[0-9]{2})[-_]?(0[1-9]|1[0-2])(?:[^0-9]|$)`)
	twoYears  = regexp.MustCompile(`(?:^|[^0-9])((?:19|20)[0-9]{2})[-_]([0-9]{2})(?:[^0-9]|$)`)
	yearOnly  = regexp.MustCompile(`(?:^|[^0-9])((?:19|20)[0-9]{2})(?:[^0-9]|$)`)
)

// date sets the vintage: the one given, or the first found in the content, in the name, or among the file's dates.
func (f *File) date(given period.Day) error {
	if given != 0 {
		f.Vintage, f.VintageFrom = given, "given"
		return nil
	}
	if d, ok := f.extractDate(); ok {
		f.Vintage, f.VintageFrom = d, "content"
		return nil
	}
	if d, ok := nameDate(f.Name); ok {
		f.Vintage, f.VintageFrom = d, "name"
		return nil
	}
	if d, ok := f.latestDate(); ok {
		f.Vintage, f.VintageFrom = d, "dates"
		return nil
	}
	return maturity.Errorf(maturity.Invalid, "%s does not say what day it speaks of: put it in the name (epraccur_2024-08.csv) or give --vintage 2024-08-01.", f.Name)
}

// extractDate reads the column EXTRACT_DATE (01Jan2022), or as_at of a list kept here, in its first row.
func (f *File) extractDate() (period.Day, bool) {
	if len(f.rows) == 0 {
		return 0, false
	}
	for _, column := range []string{"EXTRACT_DATE", "as_at"} {
		for _, layout := range []string{"02Jan2006", "2006-01-02", "02/01/2006"} {
			if d, err := parseDay(layout, f.cell(f.rows[0], column)); err == nil {
				return d, true
			}
		}
	}
	return 0, false
}

// nameDate reads a date in a file name: 2024-08-31, 20240831, 2024-08, 2017-18 (a financial year: its first day) or 2023.
// "2011-12" is read as a month.
func nameDate(name string) (period.Day, bool) {
	if m := fullDate.FindStringSubmatch(name); m != nil {
		if d, err := parseDay("20060102", m[1]+m[2]+m[3]); err == nil {
			return d, true
		}
	}
	if m := yearMonth.FindStringSubmatch(name); m != nil {
		return period.Date(number(m[1]), time.Month(number(m[2])), 1), true
	}
	if m := twoYears.FindStringSubmatch(name); m != nil && (number(m[1])+1)%100 == number(m[2]) {
		return period.Date(number(m[1]), time.April, 1), true
	}
	if m := yearOnly.FindStringSubmatch(name); m != nil {
		return period.Date(number(m[1]), time.January, 1), true
	}
	return 0, false
}

// latestDate is the latest day of eight digits in the file: it cannot be older than that.
func (f *File) latestDate() (latest period.Day, ok bool) {
	for _, row := range f.rows {
		for _, text := range row {
			if !isDate.MatchString(text) {
				continue
			}
			if d, err := parseDay("20060102", text); err == nil && (!ok || d > latest) {
				latest, ok = d, true
			}
		}
	}
	return latest, ok
}

func number(digits string) int {
	n, _ := strconv.Atoi(digits)
	return n
}
