package ods

import (
	"regexp"

	"waymark/internal/maturity"
)

// sample is how many rows are looked at to recognise a file.
const sample = 200

// recognise finds the family of the file: by its headings, or for the files without headings by their number of
// columns and the form of their codes.
func (f *File) recognise() error {
	first := f.rows[0]
	for _, l := range headed {
		if header, ok := l.match(first); ok {
			f.header, f.family, f.rows = header, l.family, f.rows[1:]
			return nil
		}
	}
	var found []family
	for _, l := range unheaded {
		if l.match(f.rows) {
			found = append(found, l.family)
		}
	}
	if len(found) == 1 {
		f.family = found[0]
		return nil
	}
	return maturity.Errorf(maturity.Invalid,
		"%s is not a reference file known here. Expected: epraccur, etr, ect, eccg, eauth or epcmem as the Organisation Data Service publishes them, "+
			"an ONS look-up of CCGs or sub-ICB locations, the practice map (gp-reg-pat-prac-map), the trust to STP look-up, or a list with the columns code, name and kind.", f.Name)
}

// headedLayout is recognised by headings that must all be there; a heading may hold digits for the year, as CCG21CDH.
type headedLayout struct {
	family family
	needs  []string // # stands for two digits
}

var yearDigits = regexp.MustCompile(`^([A-Z]+)[0-9]{2}([A-Z]+)$`)

// match gives the columns by heading, year digits written as #.
func (l headedLayout) match(first []string) (map[string]int, bool) {
	header := map[string]int{}
	for i, heading := range first {
		heading = yearDigits.ReplaceAllString(heading, "$1#$2")
		if _, twice := header[heading]; !twice && heading != "" {
			header[heading] = i
		}
	}
	for _, need := range l.needs {
		if _, ok := header[need]; !ok {
			return nil, false
		}
	}
	return header, true
}

// unheadedLayout is recognised by the number of columns and patterns that most rows must fulfil.
type unheadedLayout struct {
	family  family
	columns int
	// forms by column counted from 1; a row must fulfil all, and four rows in five must.
	forms map[int]*regexp.Regexp
}

func (l unheadedLayout) match(rows [][]string) bool {
	rows = rows[:min(len(rows), sample)]
	good := 0
	for _, row := range rows {
		if len(row) != l.columns {
			return false
		}
		if l.fits(row) {
			good++
		}
	}
	return good*5 >= len(rows)*4
}

func (l unheadedLayout) fits(row []string) bool {
	for column, form := range l.forms {
		if !form.MatchString(row[column-1]) {
			return false
		}
	}
	return true
}

// isDate is a date of eight digits.
var isDate = regexp.MustCompile(`^(19|20)[0-9]{6}$`)
