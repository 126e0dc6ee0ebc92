package ods

import (
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"waymark/internal/period"
)

func parseDay(layout, text string) (period.Day, error) {
	t, err := time.Parse(layout, text)
	if err != nil {
		return 0, err
	}
	return period.DayOf(t), nil
}

// decode gives UTF-8 without byte order mark; bytes that are not UTF-8 are read as Windows-1252, as older files are.
func decode(data []byte) string {
	text := strings.TrimPrefix(string(data), "\ufeff")
	if utf8.ValidString(text) {
		return text
	}
	latin, err := charmap.Windows1252.NewDecoder().String(text)
	if err != nil {
		return strings.ToValidUTF8(text, "\ufffd")
	}
	return latin
}

// kept are words that stay in capitals; small are words that stay small inside a name.
var (
	kept  = words("NHS CCG ICB STP ICS PCN GP GPS UK HQ CHC PCT LHB SSD NWL NEL MCP PMS APMS GMS CIC LLP IAPT CAMHS HMP MSK OOH TB HIV ENT ADHD II III IV VI")
	small = words("AND OF THE FOR IN ON AT WITH BY TO UPON LE DE")
)

func words(list string) map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(list) {
		set[w] = true
	}
	return set
}

// Title writes a name that is all in capitals as a sentence would: "THE DENSHAM SURGERY" becomes "The Densham Surgery".
// A name with any small letter is left as it is.
func Title(name string) string {
	name = strings.Join(strings.Fields(name), " ")
	if name != strings.ToUpper(name) {
		return name
	}
	parts := strings.Split(name, " ")
	for i, part := range parts {
		if i > 0 && small[part] {
			parts[i] = strings.ToLower(part)
			continue
		}
		parts[i] = piece.ReplaceAllStringFunc(part, titlePiece)
		parts[i] = inner.ReplaceAllStringFunc(parts[i], strings.ToLower)
	}
	return strings.Join(parts, " ")
}

// piece is what stands between hyphens, strokes, brackets and the like.
var piece = regexp.MustCompile(`[^-/().,&+]+`)

// inner is a small word between hyphens: Stockton-on-Tees.
var inner = regexp.MustCompile(`-(On|The|In|Upon|Le|By|Of|De)-`)

func titlePiece(text string) string {
	if kept[text] || strings.ContainsAny(text, "0123456789") {
		return text
	}
	capitals := []rune(text)
	lower := []rune(strings.ToLower(text))
	if len(capitals) != len(lower) {
		return text
	}
	lower[0] = capitals[0]
	mc := strings.HasPrefix(text, "MC")                                 // McIntosh
	o := len(capitals) > 1 && capitals[1] == '\'' && capitals[0] != 'L' // O'Brien
	if len(capitals) > 3 && (mc || o) {
		lower[2] = capitals[2]
	}
	return string(lower)
}

var (
	trustEnding = regexp.MustCompile(`(?i)( NHS)?( Foundation)? Trust$`)
	boardEnding = regexp.MustCompile(`(?i) Integrated Care Board$`)
)

// Short is the name without the legal form, for columns and axes: "Gloucestershire Hospitals NHS Foundation Trust"
// becomes "Gloucestershire Hospitals".
func Short(name string) string {
	short := boardEnding.ReplaceAllString(trustEnding.ReplaceAllString(name, ""), " ICB")
	if cut, ok := strings.CutPrefix(short, "NHS "); ok && !strings.HasPrefix(cut, "England") && strings.Contains(cut, " ") {
		short = cut
	}
	if short == "" || short == "NHS" {
		return name
	}
	return short
}
