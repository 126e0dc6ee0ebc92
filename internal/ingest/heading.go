package ingest

import (
	"regexp"
	"strings"

	"waymark/internal/maturity"
	"waymark/internal/sheet"
)

// headRow is one of the first rows of a sheet, kept to look for titles and headers.
type headRow struct {
	number int
	cells  []sheet.Cell
}

// text is the trimmed text of a column, "" beyond the last.
func (h headRow) text(column int) string {
	if column < 1 || column > len(h.cells) {
		return ""
	}
	return trimSpace(h.cells[column-1].Text)
}

// head is a sheet with its first rows.
type head struct {
	sheet.SheetInfo
	rows []headRow
	fold foldCache
}

// foldCache remembers folded headings: every layout looks at the same ones.
type foldCache map[string]string

func (f foldCache) heading(text string) string {
	folded, ok := f[text]
	if !ok {
		folded = foldHeading(text)
		f[text] = folded
	}
	return folded
}

// readHeads reads the first rows of every sheet, up to row number most.
func readHeads(book *sheet.Book, most int) ([]head, error) {
	var out []head
	fold := foldCache{}
	for _, info := range book.Sheets() {
		h := head{SheetInfo: info, fold: fold}
		err := book.Rows(info.Name, func(row sheet.Row) error {
			if row.Number > most {
				return sheet.ErrStop
			}
			h.rows = append(h.rows, headRow{row.Number, append([]sheet.Cell(nil), row.Cells...)})
			return nil
		})
		if err != nil {
			return nil, err
		}
		out = append(out, h)
	}
	return out, nil
}

var footnoteMark = regexp.MustCompile(`\[[^\]]*\]|[⁰¹²³⁴-⁹*†‡]`)

// withoutMarks takes footnote marks off a heading or label: "PCN Code [2, 3]" is "PCN Code".
func withoutMarks(text string) string {
	if !strings.ContainsAny(text, "[⁰¹²³⁴⁵⁶⁷⁸⁹*†‡") {
		return trimSpace(text)
	}
	return trimSpace(footnoteMark.ReplaceAllString(text, " "))
}

// foldHeading is the form in which headings are compared.
func foldHeading(text string) string { return maturity.FoldName(withoutMarks(text)) }

// headingTest decides whether a heading is one of a column's.
type headingTest struct {
	folded  string
	pattern *regexp.Regexp
}

func compileHeadings(headings []string) ([]headingTest, error) {
	var out []headingTest
	for _, h := range headings {
		if expression, is := strings.CutPrefix(h, "~"); is {
			re, err := compilePattern(expression)
			if err != nil {
				return nil, err
			}
			out = append(out, headingTest{pattern: re})
			continue
		}
		out = append(out, headingTest{folded: foldHeading(h)})
	}
	return out, nil
}

func (t headingTest) match(heading string, fold foldCache) bool {
	if t.pattern != nil {
		return t.pattern.MatchString(withoutMarks(heading))
	}
	return t.folded != "" && t.folded == fold.heading(heading)
}

// compilePattern compiles an expression of a layout; case is ignored.
func compilePattern(expression string) (*regexp.Regexp, error) {
	re, err := regexp.Compile("(?i)" + expression)
	if err != nil {
		return nil, maturity.Wrap(err, maturity.Internal, "A layout has a pattern that cannot be used.")
	}
	return re, nil
}
