package sheet

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"
)

// excelColumns is how many columns a sheet can have.
const excelColumns = 16384

// isBlank reports whether a text is nothing but white space, no-break spaces included.
func isBlank(text string) bool {
	if text == "" {
		return true
	}
	if b := text[0]; b > ' ' && b < utf8.RuneSelf {
		return false
	}
	return strings.IndexFunc(text, func(r rune) bool { return !unicode.IsSpace(r) }) < 0
}

// checkText refuses a filled cell beyond the limits and tells of invisible marks in it.
func checkText(text string, lim Limits, found *notes, row, column int) error {
	at := Address{found.sheet, row, column}
	if column > lim.MaxColumns {
		return tooManyColumns(at, lim.MaxColumns)
	}
	if len(text) > lim.MaxCellChars && utf8.RuneCountInString(text) > lim.MaxCellChars {
		return cellTooLong(at, lim.MaxCellChars)
	}
	if strings.IndexByte(text, 0xe2) >= 0 && strings.ContainsFunc(text, turnsDirection) {
		found.add(noteDirection, row, column)
	}
	return nil
}

// turnsDirection reports the marks, embeddings, overrides and isolates of bidirectional text that can make a name read
// as another one.
func turnsDirection(r rune) bool {
	return r == 0x200e || r == 0x200f || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069
}

// looksLikeFormula reports a text that a spreadsheet would run: one that begins with = + - @, a tab or a carriage
// return and is not a number.
func looksLikeFormula(text string) bool {
	switch text[0] {
	case '=', '@', '\t', '\r':
		return true
	case '+', '-':
		return len(text) > 1 && !isNumber(text)
	}
	return false
}

// isNumber reports a plain decimal number, with thousands separators, a percent sign or an exponent if it likes.
func isNumber(text string) bool {
	text = strings.TrimSuffix(strings.TrimLeft(text, "+-"), "%")
	digits := 0
	for i := range len(text) {
		switch b := text[i]; {
		case b >= '0' && b <= '9':
			digits++
		case b == '.' || b == ',' || b == ' ':
		case (b == 'e' || b == 'E') && digits > 0 && i+1 < len(text):
			return isExponent(text[i+1:])
		default:
			return false
		}
	}
	return digits > 0
}

func isExponent(text string) bool {
	text = strings.TrimPrefix(strings.TrimPrefix(text, "+"), "-")
	_, ok := parseCount([]byte(text))
	return ok
}

// validUTF8 is text with what is not UTF-8 replaced by the sign for it.
func validUTF8(text []byte) []byte {
	if utf8.Valid(text) {
		return text
	}
	return bytes.ToValidUTF8(text, []byte(string(utf8.RuneError)))
}
