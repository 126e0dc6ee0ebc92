package chart

import (
	"fmt"
	"strings"
)

const (
	sharesBar    = 10.0
	sharesHeight = 60.0
)

// Shares is a complete svg element with a bar for each share, 0 to 100, the first on the left; its text is escaped, so it
// can stand in a page as it is. words say what it shows. "" without a share.
func Shares(shares []float64, words string) string {
	if len(shares) == 0 {
		return ""
	}
	width := sharesBar * float64(len(shares))
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" class="wm-shares" role="img" aria-label="%s" width="%g" height="%g" viewBox="0 0 %g %g">`, escaped(words), width, sharesHeight, width, sharesHeight)
	fmt.Fprintf(&b, `<path d="M0 0.5H%g M0 %gH%g" fill="none" stroke="%s" stroke-width="1"></path>`, width, sharesHeight-0.5, width, TargetOf.Line)
	for i, s := range shares {
		height := (sharesHeight - 1) * min(max(s, 0), 100) / 100
		fmt.Fprintf(&b, `<rect x="%s" y="%s" width="%g" height="%s" fill="%s"></rect>`, px(sharesBar*float64(i)+1), px(sharesHeight-height), sharesBar-2, px(height), Observed.Line)
	}
	b.WriteString(`</svg>`)
	return b.String()
}
