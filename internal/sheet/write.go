package sheet

import (
	"encoding/csv"
	"io"
	"iter"
	"strings"
)

// Neutralise puts an apostrophe before a text that a spreadsheet would run as a formula, so that it is shown instead
// of run. Numbers, negative ones too, and a single sign that stands for a missing figure stay as they are.
func Neutralise(text string) string {
	if text != "" && text != "-" && text != "+" && (looksLikeFormula(text) || wideSign(text)) {
		return "'" + text
	}
	return text
}

// wideSign reports the full-width signs that some editions of Excel take for the plain ones, and a line feed in front.
func wideSign(text string) bool {
	for _, sign := range []string{"＝", "＋", "－", "＠", "\n"} {
		if strings.HasPrefix(text, sign) {
			return true
		}
	}
	return false
}

// WriteCSV writes rows with commas and line feeds in UTF-8 without a byte order mark, every cell neutralised. The error
// is that of w. The slices of rows may be reused by the sequence.
func WriteCSV(w io.Writer, rows iter.Seq[[]string]) error {
	out := csv.NewWriter(w)
	var safe []string
	for row := range rows {
		safe = safe[:0]
		for _, text := range row {
			safe = append(safe, Neutralise(text))
		}
		if err := out.Write(safe); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}
