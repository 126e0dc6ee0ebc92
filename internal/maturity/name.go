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
