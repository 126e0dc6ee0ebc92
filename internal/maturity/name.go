package maturity

import (
	"strings"
	"unicode"
)

// FoldName brings a name or heading into the form in which names are compared: lower case, letters and digits only,
// single spaces between words, "&" read as "and".
func FoldName(name string) string {
	var b strings.Builder
	space := false
	for _, r := range strings.ReplaceAll(name, "&", " and ") {
		switch {
		case r == '\'' || r == '’':
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			if space && b.Len() > 0 {
				b.WriteByte(' ')
			}
			space = false
			b.WriteRune(unicode.ToLower(r))
		default:
			space = true
		}
	}
	return b.String()
}

// FieldName is a name of Go as files, columns and stored rows write it, its words in lower case with a letter between them:
// ID id, MayExceed may_exceed.
func FieldName(name string, between rune) string {
	var out strings.Builder
	runes := []rune(name)
	for i, r := range runes {
		if unicode.IsUpper(r) && i > 0 && (unicode.IsLower(runes[i-1]) || i+1 < len(runes) && unicode.IsLower(runes[i+1])) {
			out.WriteRune(between)
		}
		out.WriteRune(unicode.ToLower(r))
	}
	return out.String()
}
