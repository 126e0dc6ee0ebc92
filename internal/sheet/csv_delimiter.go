package sheet

import (
	"bytes"
	"strings"
)

const sniffedLines = 200

var delimiterNotes = map[byte]string{';': noteSemicolon, '\t': noteTab, '|': noteBar}

// findDelimiter looks at the rows of the first lines, of which a quoted cell may take several, and takes the separator that
// occurs equally often in the greatest share of them; among equals the more frequent one, then the comma. A decimal comma is missing from headings, so the semicolon wins there.
func findDelimiter(lines []string) byte {
	best, bestShare, bestCount := byte(','), 0, 0
	for _, d := range []byte{',', ';', '\t', '|'} {
		counts := map[int]int{}
		inQuotes, row := false, 0
		for _, line := range lines {
			if line == "" && !inQuotes {
				continue
			}
			var n int
			n, inQuotes = countDelimiters(line, d, inQuotes)
			if row += n; !inQuotes {
				counts[row]++
				row = 0
			}
		}
		for n, share := range counts {
			if n > 0 && (share > bestShare || share == bestShare && n > bestCount) {
				best, bestShare, bestCount = d, share, n
			}
		}
	}
	return best
}

// countDelimiters counts d outside quotation marks.
func countDelimiters(line string, d byte, inQuotes bool) (int, bool) {
	n := 0
	for i := range len(line) {
		switch {
		case line[i] == '"':
			inQuotes = !inQuotes
		case line[i] == d && !inQuotes:
			n++
		}
	}
	return n, inQuotes
}

// declaredDelimiter reads the line "sep=;" with which some programs tell Excel the separator; it is not a row.
func declaredDelimiter(line []byte) (byte, bool) {
	rest, ok := bytes.CutPrefix(bytes.ToLower(bytes.Trim(line, `"`)), []byte("sep="))
	if !ok || len(rest) != 1 || !strings.ContainsRune(",;\t|", rune(rest[0])) {
		return 0, false
	}
	return rest[0], true
}
