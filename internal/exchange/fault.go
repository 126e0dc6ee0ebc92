package exchange

import (
	"fmt"
	"strings"

	"waymark/internal/maturity"
)

// Fault is one thing in a file that cannot be taken.
type Fault struct {
	Sheet    string // "" where the file has no sheets
	Cell     string // "D7", or a line such as "line 12"
	Seen     string
	Expected string // what would be accepted, or what is wrong
}

// String is the fault as a sentence with its place: "Milestones!D7: “soon” - a day such as 2017-03-31".
func (f Fault) String() string {
	place := f.Place()
	if f.Seen == "" {
		return place + ": " + f.Expected
	}
	return fmt.Sprintf("%s: “%s”: %s", place, shown(f.Seen), f.Expected)
}

// Place is the cell with its sheet.
func (f Fault) Place() string {
	switch {
	case f.Sheet != "" && f.Cell != "":
		return f.Sheet + "!" + f.Cell
	case f.Cell != "":
		return f.Cell
	case f.Sheet != "":
		return "sheet " + f.Sheet
	}
	return "the file"
}

// maxFaults are told; a file with more is of another kind.
const maxFaults = 200

// Faults is the error of a file that cannot be taken.
type Faults []Fault

// Error lists one fault a line.
func (f Faults) Error() string {
	lines := make([]string, len(f))
	for i, fault := range f {
		lines[i] = fault.String()
	}
	return strings.Join(lines, "\n")
}

// shown is a text as a sentence repeats it.
func shown(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	if runes := []rune(text); len(runes) > 60 {
		return string(runes[:60]) + "…"
	}
	return text
}

// suggestion is "; did you mean “x”?" or nothing.
func suggestion(word string, allowed []string) string {
	if near := maturity.Nearest(word, allowed); near != "" {
		return "; did you mean “" + near + "”?"
	}
	return ""
}
