package export

import (
	"net/url"
	"strings"
)

// Attachment is the Content-Disposition that has a browser keep a response as a file of this name. The plain name has
// what all programs take; the other one, RFC 8187, is the name as it is.
func Attachment(name string) string {
	plain := strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' || strings.ContainsRune(`"\/%;`, r) {
			return '_'
		}
		return r
	}, name)
	return `attachment; filename="` + plain + `"; filename*=UTF-8''` + strings.ReplaceAll(url.QueryEscape(name), "+", "%20")
}
