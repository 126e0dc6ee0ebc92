package definition

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Fault is one thing wrong with a definition.
type Fault struct {
	File    string `json:"file"` // below the definitions folder, such as capabilities/measures/eps.yaml
	Line    int    `json:"line"` // from 1
	Message string `json:"message"`
}

// String is the form editors and people read: file:line: message.
func (f Fault) String() string { return fmt.Sprintf("%s:%d: %s", f.File, f.Line, f.Message) }

// Faults is every fault of a set of definitions, in order of file and line. It is the error Load returns.
type Faults []Fault

// Error lists one fault a line.
func (f Faults) Error() string {
	lines := make([]string, len(f))
	for i, fault := range f {
		lines[i] = fault.String()
	}
	return strings.Join(lines, "\n")
}

// sorted orders the faults and drops those said twice.
func (f Faults) sorted() Faults {
	slices.SortStableFunc(f, func(a, b Fault) int {
		return cmp.Or(strings.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), strings.Compare(a.Message, b.Message))
	})
	return slices.Compact(f)
}
