// Package ods reads reference files as their publishers give them (the Organisation Data Service's files of practices,
// trusts, commissioners and authorities, the Office for National Statistics' look-ups, the practice map, the trust to
// partnership look-up) and lists of organisations kept here, and says what each states. It is pure: it decides nothing
// about organisations, which follow from the facts of all files together.
package ods

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// File is a recognised reference file.
type File struct {
	Name    string
	Origin  string // the family, as facts carry it
	Vintage period.Day
	// VintageFrom says where the vintage was found: given, content, name or dates.
	VintageFrom string
	Rows        int

	rows   [][]string
	header map[string]int
	family family
}

// family knows one published layout.
type family struct {
	origin string
	// facts calls yield for what one row states. A row that states nothing yields nothing.
	facts func(f *File, row []string, yield func(maturity.Fact)) error
	// after states what only the whole file tells; may be nil.
	after func(f *File, yield func(maturity.Fact))
}

// maxBytes is far above the largest of these files (10 MB).
const maxBytes = 256 << 20

// Parse recognises a file by its shape and content; its name only helps to find the vintage. vintage 0 asks to find it:
// in the content, then in the name, then as the latest date the file holds. The error says what is wrong and what is
// expected.
func Parse(name string, data []byte, vintage period.Day) (*File, error) {
	if len(data) > maxBytes {
		return nil, maturity.Errorf(maturity.TooLarge, "%s is larger than any reference file (256 MB).", name)
	}
	rows, err := readRows(data)
	if err != nil {
		return nil, maturity.Wrap(err, maturity.Invalid, fmt.Sprintf("%s is not a CSV file: %v.", name, err))
	}
	f := &File{Name: name, rows: rows}
	if err := f.recognise(); err != nil {
		return nil, err
	}
	f.Rows = len(f.rows)
	if f.Origin = f.family.origin; f.Origin == "seed" {
		f.Origin = listOrigin(name)
	}
	return f, f.date(vintage)
}

// readRows reads CSV in UTF-8 with or without a byte order mark, or in Windows-1252, with any line ends.
func readRows(data []byte) ([][]string, error) {
	text := decode(data)
	r := csv.NewReader(strings.NewReader(text))
	r.FieldsPerRecord = -1
	r.LazyQuotes = true
	var rows [][]string
	for {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		blank := true
		for i := range row {
			row[i] = strings.TrimSpace(row[i])
			blank = blank && row[i] == ""
		}
		if !blank {
			rows = append(rows, row)
		}
	}
	if len(rows) == 0 {
		return nil, errors.New("it is empty")
	}
	return rows, nil
}

// Facts gives what the file states, row by row. The error names the row.
func (f *File) Facts() iter.Seq2[maturity.Fact, error] {
	return func(yield func(maturity.Fact, error) bool) {
		more, seen := true, map[factKey]bool{}
		emit := func(fact maturity.Fact) {
			key := keyOf(fact)
			if seen[key] { // a look-up repeats its upper levels on every row
				return
			}
			seen[key] = true
			fact.Origin = f.Origin
			if fact.Vintage == 0 {
				fact.Vintage = f.Vintage
			}
			more = more && yield(fact, nil)
		}
		for i, row := range f.rows {
			if err := f.family.facts(f, row, emit); err != nil {
				yield(maturity.Fact{}, maturity.Wrap(err, maturity.Invalid, fmt.Sprintf("%s, row %d: %v.", f.Name, f.line(i), err)))
				return
			}
			if !more {
				return
			}
		}
		if f.family.after != nil && more {
			f.family.after(f, emit)
		}
	}
}

// factKey is what one file states once.
type factKey struct {
	code, relation, related string
	since                   period.Day
	vintage                 period.Day
}

func keyOf(f maturity.Fact) factKey {
	key := factKey{f.Code, f.Relation, f.Related, 0, f.Vintage}
	if f.Since != nil {
		key.since = *f.Since
	}
	return key
}

// line is the number of a row counted as a spreadsheet shows it, blank lines left out.
func (f *File) line(i int) int {
	if f.header != nil {
		return i + 2
	}
	return i + 1
}

// cell is a column by heading; "" when the file has no such column.
func (f *File) cell(row []string, heading string) string {
	if i, ok := f.header[heading]; ok && i < len(row) {
		return row[i]
	}
	return ""
}

// day reads a date of eight digits, YYYYMMDD; "" and the file format's other ways of saying nothing are no date.
func day(text string) (*period.Day, error) {
	text = strings.TrimSuffix(text, ".0")
	if text == "" || text == "0" || text == "NULL" {
		return nil, nil
	}
	d, err := parseDay("20060102", text)
	if err != nil {
		return nil, fmt.Errorf("%q is not a date: YYYYMMDD is expected", text)
	}
	return &d, nil
}
