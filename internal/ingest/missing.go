package ingest

import (
	"strings"

	"waymark/internal/maturity"
)

// marks are the texts that stand for a missing value in files of any layout, case folded. The bracketed letters are
// the shorthand of UK government statistics.
var marks = map[string]maturity.State{
	"nil": maturity.NilReturn, "nil return": maturity.NilReturn,
	"not applicable": maturity.NotApplicable, "[z]": maturity.NotApplicable, "z": maturity.NotApplicable,
	"null": maturity.NotAvailable, "-": maturity.NotAvailable, "--": maturity.NotAvailable, "–": maturity.NotAvailable, "—": maturity.NotAvailable,
	".": maturity.NotAvailable, "..": maturity.NotAvailable, ":": maturity.NotAvailable, "not available": maturity.NotAvailable, "not known": maturity.NotAvailable,
	"unknown": maturity.NotAvailable, "no data": maturity.NotAvailable, "[x]": maturity.NotAvailable, "x": maturity.NotAvailable, "[w]": maturity.NotAvailable,
	"tbc": maturity.NotAvailable, "not reported": maturity.NotAvailable,
	"*": maturity.Suppressed, "**": maturity.Suppressed, "c": maturity.Suppressed, "[c]": maturity.Suppressed, "suppressed": maturity.Suppressed,
	"s": maturity.Suppressed, "[s]": maturity.Suppressed, "redacted": maturity.Suppressed,
	"lost in source": maturity.LostInSource,
}

// unclear are marks that can mean two things: they are read as not available, and said so.
var unclear = map[string]bool{"n/a": true, "na": true, "n.a.": true, "n / a": true, "#n/a": true}

// markOf reads a text as a reason why there is no number. own are the layout's marks; they come first.
func markOf(text string, own map[string]maturity.State) (state maturity.State, doubtful, ok bool) {
	folded := strings.ToLower(trimSpace(text))
	if s, found := own[folded]; found {
		return s, false, true
	}
	if s, found := marks[folded]; found {
		return s, false, true
	}
	if unclear[folded] {
		return maturity.NotAvailable, true, true
	}
	if s, found := stateWord(folded); found && s != maturity.Reported {
		return s, false, true
	}
	return 0, false, false
}

// stateWord reads a state as the machine or a person writes it: nil_return or nil return.
func stateWord(text string) (maturity.State, bool) {
	folded := strings.ToLower(trimSpace(text))
	if s, ok := maturity.ParseState(strings.ReplaceAll(folded, " ", "_")); ok {
		return s, true
	}
	for s := maturity.Reported; s <= maturity.AboveBound; s++ {
		if s.Words() == folded {
			return s, true
		}
	}
	return 0, false
}

// flagWords are the words and shorthand marks of the qualities of a value.
var flagWords = map[string]maturity.Flag{
	"estimated": maturity.Estimated, "estimate": maturity.Estimated, "e": maturity.Estimated, "[e]": maturity.Estimated, "about": maturity.Estimated,
	"inferred":    maturity.Inferred,
	"provisional": maturity.Provisional, "p": maturity.Provisional, "[p]": maturity.Provisional,
}

// flagsOf reads words separated by commas, semicolons or "and".
func flagsOf(text string) (flags maturity.Flag, ok bool) {
	ok = true
	for _, word := range strings.FieldsFunc(strings.ToLower(strings.ReplaceAll(text, " and ", ",")), func(r rune) bool { return r == ',' || r == ';' }) {
		if word = trimSpace(word); word == "" {
			continue
		}
		f, known := flagWords[word]
		flags |= f
		ok = ok && known
	}
	return flags, ok
}

// cutFlag takes trailing marks in brackets off a number: "12 [e]" is an estimate.
func cutFlag(text string) (string, maturity.Flag) {
	flags := maturity.Flag(0)
	for strings.HasSuffix(text, "]") {
		open := strings.LastIndexByte(text, '[')
		if open <= 0 {
			break
		}
		f, ok := flagWords[strings.ToLower(text[open+1:len(text)-1])]
		if !ok {
			break
		}
		text, flags = trimSpace(text[:open]), flags|f
	}
	return text, flags
}
