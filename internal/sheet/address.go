package sheet

import "strconv"

// Address is a place in a file. Row and Column count from 1; zero means the whole sheet or row.
type Address struct {
	Sheet       string // "" in a CSV file
	Row, Column int
}

// String is the address as a spreadsheet writes it: Sheet1!C14, C14, or the sheet's name alone.
func (a Address) String() string {
	place := columnName(a.Column)
	if a.Row > 0 {
		place += strconv.Itoa(a.Row)
	}
	if a.Sheet == "" || place == "" {
		return a.Sheet + place
	}
	return a.Sheet + "!" + place
}

// columnName is the letters of a column: A for 1, AA for 27.
func columnName(n int) string {
	name := ""
	for ; n > 0; n = (n - 1) / 26 {
		name = string(rune('A'+(n-1)%26)) + name
	}
	return name
}

// parseReference reads C14 as column 3, row 14; ok is false for anything else.
func parseReference(ref []byte) (column, row int, ok bool) {
	i := 0
	for ; i < len(ref) && i < 3; i++ {
		letter := ref[i] &^ 0x20
		if letter < 'A' || letter > 'Z' {
			break
		}
		column = column*26 + int(letter-'A') + 1
	}
	if i == 0 || i == len(ref) {
		return 0, 0, false
	}
	row, ok = parseCount(ref[i:])
	return column, row, ok && row > 0
}

// parseCount reads up to nine digits.
func parseCount(digits []byte) (int, bool) {
	if len(digits) == 0 || len(digits) > 9 {
		return 0, false
	}
	n := 0
	for _, d := range digits {
		if d < '0' || d > '9' {
			return 0, false
		}
		n = n*10 + int(d-'0')
	}
	return n, true
}
