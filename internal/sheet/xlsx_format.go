package sheet

import (
	"strconv"
	"strings"
)

// cellFormat is what a number format says about the number behind it.
type cellFormat struct{ date, percent bool }

// readFormats reads which cell styles show dates or percentages. A workbook may have no styles.
func (w *workbook) readFormats(part string) error {
	if part == "" {
		return nil
	}
	custom := map[int]cellFormat{}
	inCells := false
	return w.eachStart(part, func(x *xmlScanner) {
		switch string(x.name) {
		case "numFmt":
			if id, err := strconv.Atoi(x.attr("numFmtId")); err == nil && len(custom) < 10_000 {
				custom[id] = formatOf(x.attr("formatCode"))
			}
		case "cellXfs":
			inCells = true
		case "cellStyles", "dxfs":
			inCells = false
		case "xf":
			if id, err := strconv.Atoi(x.attr("numFmtId")); inCells && len(w.formats) < 100_000 {
				format, ok := custom[id]
				if !ok && err == nil {
					format = builtInFormat(id)
				}
				w.formats = append(w.formats, format)
			}
		}
	})
}

// builtInFormat knows the numbers that need no format code, those of East Asian editions included (ECMA-376 18.8.30).
func builtInFormat(id int) cellFormat {
	switch {
	case id == 9, id == 10:
		return cellFormat{percent: true}
	case id >= 14 && id <= 17, id == 22, id >= 27 && id <= 31, id == 36, id >= 50 && id <= 54, id == 57, id == 58:
		return cellFormat{date: true}
	}
	return cellFormat{}
}

// formatOf reads a format code. A day or a year, or a month without hours or seconds beside it, makes a date; times
// alone are numbers.
func formatOf(code string) cellFormat {
	letters := formatLetters(code)
	has := func(any string) bool { return strings.ContainsAny(letters, any) }
	return cellFormat{
		date:    has("dy") || has("m") && !has("hs"),
		percent: has("%"),
	}
}

// formatLetters is the first section of a format code without literal texts, escapes, padding and brackets.
func formatLetters(code string) string {
	code = strings.ToLower(code)
	for _, clock := range []string{"am/pm", "a/p"} {
		code = strings.ReplaceAll(code, clock, "h")
	}
	var out strings.Builder
	for i := 0; i < len(code); i++ {
		switch code[i] {
		case ';':
			return out.String()
		case '\\', '_', '*':
			i++
		case '"', '[':
			end := strings.IndexByte(code[i+1:], map[byte]byte{'"': '"', '[': ']'}[code[i]])
			if end < 0 {
				return out.String()
			}
			if inside := code[i+1 : i+1+end]; code[i] == '[' && strings.Trim(inside, "hms") == "" {
				out.WriteByte('h')
			}
			i += end + 1
		default:
			out.WriteByte(code[i])
		}
	}
	if out.String() == "general" {
		return ""
	}
	return out.String()
}
