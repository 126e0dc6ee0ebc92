package workbook

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"waymark/internal/sheet"
)

// names are those that sheets have already, in lower case: Excel takes each once whatever its case.
type names map[string]bool

// longest is how many UTF-16 units Excel takes in the name of a sheet.
const longest = 31

// of is a name that Excel takes, made from words.
func (n names) of(words string) string {
	base := strings.Trim(strings.Join(strings.FieldsFunc(printable(words), func(r rune) bool {
		return strings.ContainsRune(`[]:*?/\`, r) || unicode.IsSpace(r) || unicode.Is(unicode.Cf, r)
	}), " "), " '")
	if base == "" || strings.EqualFold(base, "history") { // Excel keeps that one for itself
		base = "Sheet"
	}
	name := strings.TrimRight(cut(base, longest), " '")
	for i := 2; n[strings.ToLower(name)]; i++ {
		suffix := " " + strconv.Itoa(i)
		name = strings.TrimRight(cut(base, longest-len(suffix)), " '") + suffix
	}
	n[strings.ToLower(name)] = true
	return name
}

// cut keeps the first n UTF-16 units, which is how Excel counts characters.
func cut(text string, n int) string {
	for i, r := range text {
		if n -= max(1, utf16.RuneLen(r)); n < 0 {
			return text[:i]
		}
	}
	return text
}

// cellLimit is how many UTF-16 units Excel takes in a cell.
const cellLimit = 32767

// safe is text as a cell takes it: nothing that a spreadsheet would run.
func safe(text string) string { return cut(sheet.Neutralise(printable(text)), cellLimit) }

// printable drops what XML cannot hold.
func printable(text string) string {
	if !utf8.ValidString(text) {
		text = strings.ToValidUTF8(text, "\uFFFD")
	}
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == 0x7F || r == 0xFFFE || r == 0xFFFF {
			return -1
		}
		return r
	}, strings.ReplaceAll(text, "\r\n", "\n"))
}
