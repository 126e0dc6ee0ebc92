package page

import (
	"regexp"
	"strings"
)

// bundle is one file made from several, so that a first visit asks for few.
type bundle struct {
	name  string
	parts []part
}

// part is a file of a bundle; wrap says what is made of its text first.
type part struct {
	name string
	wrap func(text string) string
}

var bundles = []bundle{
	{"css/all.css", []part{{"css/nhsuk-frontend.min.css", nil}, {"css/waymark.css", nil}, {"css/print.css", forPrint}}},
	{"js/all.js", []part{{"js/nhsuk-frontend.min.js", nil}, {"js/waymark.js", withoutImports}}},
}

func forPrint(text string) string { return "@media print {\n" + text + "}\n" }

var importLine = regexp.MustCompile(`(?m)^import .*\n`)

// withoutImports is a module whose imports stand before it in the same file.
func withoutImports(text string) string { return importLine.ReplaceAllString(text, "") }

// bundle adds the bundles whose parts are there: pages of tests may come with fewer files.
func (a *assets) bundle() {
	for _, b := range bundles {
		var text strings.Builder
		whole := true
		for _, p := range b.parts {
			file, ok := a.files[p.name]
			whole = whole && ok
			piece := string(file.bytes)
			if p.wrap != nil {
				piece = p.wrap(piece)
			}
			text.WriteString(piece + "\n")
		}
		if whole {
			a.files[b.name] = newAsset([]byte(text.String()))
		}
	}
}
