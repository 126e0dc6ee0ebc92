package maturity

import (
	"strconv"
	"time"

	"waymark/internal/period"
)

// State tells what is known of a measure for an organisation and period. Only Reported and NilReturn carry a point
// value; no chart, average or forecast treats one state as another. The numbers are stored; never renumber them.
type State uint8

// The states of an observation.
const (
	Reported      State = 1 // a number
	NilReturn     State = 2 // the organisation declared that there was nothing to count: numerator or denominator nil
	NotApplicable State = 3 // the question does not apply to this organisation (a blank cell in a printed matrix)
	NotAvailable  State = 4 // it applies, but the figure could not be had ("-")
	Suppressed    State = 5 // held back by the source for disclosure control
	LostInSource  State = 6 // printed in the source but lost, such as a table that is an image
	BelowBound    State = 7 // only an upper bound is known ("<20"); Value holds the bound
	AboveBound    State = 8 // only a lower bound is known (">50"); Value holds the bound
)

var stateWords = map[State][2]string{
	Reported: {"reported", "reported"}, NilReturn: {"nil_return", "nil return"}, NotApplicable: {"not_applicable", "not applicable"},
	NotAvailable: {"not_available", "not available"}, Suppressed: {"suppressed", "suppressed"}, LostInSource: {"lost_in_source", "lost in source"},
	BelowBound: {"below_bound", "less than"}, AboveBound: {"above_bound", "more than"},
}

// String is the machine word: reported, nil_return, not_applicable, ...
func (s State) String() string { return stateWords[s][0] }

// Words is the state for people: "not available".
func (s State) Words() string { return stateWords[s][1] }

// ParseState reads the word that String writes; ok is false for any other.
func ParseState(word string) (s State, ok bool) {
	for s, words := range stateWords {
		if words[0] == word {
			return s, true
		}
	}
	return 0, false
}

// Flag marks a quality of a value. Flags combine by bit.
type Flag uint8

// The flags.
const (
	Estimated   Flag = 1 // the source calls the value an estimate
	Inferred    Flag = 2 // the place of the value in the source had to be inferred
	Provisional Flag = 4 // the source says it will be restated
)

// Observation is one measure, organisation and period: a value or a state, from a submission, believed from
// KnownFrom until KnownTo.
type Observation struct {
	Organisation OrganisationID
	Measure      string // measure id
	Period       period.Period
	Source       string // id of a declared Source: two sources may hold different values for the same period
	State        State
	Flags        Flag
	Value        float64 // in the measure's unit; NaN unless State is Reported, NilReturn (may be NaN), BelowBound or AboveBound
	Numerator    float64 // NaN when not given
	Denominator  float64 // NaN when not given
	KnownFrom    time.Time
	KnownTo      time.Time // zero: still believed
	Submission   int64
	Cell         Cell
	Seen         string // the text of the cell where it differs from how Value would be written; else ""
	Comment      string // words on the stored value, printed with it; read where values are listed
	Entry        *Entry // what a form of a return says beside the figure; nil for what is no form
}

// Entry is what a form says beside a figure.
type Entry struct {
	Comment string
	// Revision is that of the return's value which the sender saw; 0: there was none.
	Revision int64
}

// HasValue reports whether the observation holds a point value that may be charted, averaged and forecast.
func (o Observation) HasValue() bool {
	return (o.State == Reported || o.State == NilReturn) && o.Value == o.Value
}

// BelievedAt reports whether the observation was believed at a time; zero for now.
func (o Observation) BelievedAt(at time.Time) bool {
	if at.IsZero() {
		return o.KnownTo.IsZero()
	}
	return !o.KnownFrom.After(at) && (o.KnownTo.IsZero() || o.KnownTo.After(at))
}

// Cell is an address in a submitted file. Row and Column count from 1; a CSV file has one sheet with the name "".
type Cell struct {
	Sheet  string
	Row    int
	Column int
}

// A1 is the address as a spreadsheet writes it, without the sheet: C14.
func (c Cell) A1() string {
	if c.Column < 1 {
		return ""
	}
	name := ""
	for n := c.Column; n > 0; n = (n - 1) / 26 {
		name = string(rune('A'+(n-1)%26)) + name
	}
	if c.Row < 1 {
		return name
	}
	return name + strconv.Itoa(c.Row)
}

// String is the full address: Sheet1!C14, or C14 in a file without sheets.
func (c Cell) String() string {
	if c.Sheet == "" {
		return c.A1()
	}
	if c.Column < 1 {
		return c.Sheet
	}
	return c.Sheet + "!" + c.A1()
}
