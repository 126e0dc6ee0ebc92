package maturity

import "waymark/internal/period"

// Layout declares how a file of a known shape becomes observations. A layout is data; no Go knows a file by name.
type Layout struct {
	ID      string
	Title   string
	Version int
	Note    string   // for people: who publishes it, what to look out for
	Source  string   // id of the Source its values belong to; a return submitted here has one too
	Media   []string // csv, xlsx
	// FileName, when set, is a regular expression the file's name must match; named group "period" may give the period.
	FileName string
	Sheets   []SheetLayout
	// Restates says that each file gives the periods before its newest one anew: the newest is its edition, and an older
	// edition replaces nothing of a newer one.
	Restates bool
	// Template says that the layout can be downloaded as an empty form.
	Template bool
	// Form, when set, says that the file is a filled-in form of a collection, and where it says of which.
	Form  *FormRule
	Where string
	Hash  string
}

// FormRule says where a form of a collection tells what it is: addresses such as B3 on the sheet that is read.
type FormRule struct {
	Marker     string // the cell that holds Text
	Text       string
	Collection string // the cell with the collection's id
	Version    string // the cell with the version of the form, as "major.minor"
}

// SheetLayout is one kind of sheet in a file. A layout matches when every required sheet layout finds its header.
type SheetLayout struct {
	Name     string // regular expression on the sheet name, trimmed; empty matches any
	Optional bool
	Hidden   bool // may be a hidden sheet; others are skipped with an info issue
	// Header is found by its headings. HeaderRows is 1, or 2 for a two-row header whose first row is filled to the right.
	// NoHeader files are matched by NumberOfColumns and the columns are found by Index.
	HeaderRows      int
	NoHeader        bool
	NumberOfColumns int
	SearchRows      int // how many rows to search for the header; 0 means 50
	Columns         []ColumnLayout
	// Absent are headings the sheet must not have: they tell a later generation of a file from an earlier one.
	Absent []string
	// Footer ends the data: the first row whose first filled cell matches this regular expression; a blank row never ends it.
	Footer string
	// SkipRow leaves out rows (totals, notes) with a cell that matches: column id -> regular expression.
	SkipRow map[string]string
	// Only keeps rows with a cell that matches: column id -> regular expression.
	Only   map[string]string
	Period PeriodRule
	// Organisation names the column that identifies it, or a fixed code ("=ENG").
	Organisation []string // column ids tried in order: code first, then name
	// OrganisationKinds restricts which kinds codes and names may resolve to; empty for any.
	OrganisationKinds []string
	// OrganisationNames reads texts that the directory does not know or reads differently: text in the file -> code.
	OrganisationNames map[string]string
	Values            []ValueRule
	// Pivot: organisations are the columns (a matrix) and the measure is in a row heading.
	Matrix *MatrixRule
	// Combine says what to do with several rows for one organisation and period: "error" (default), "sum" of numerators and
	// denominators, or "mean" of values (each is declared, and told on the page).
	Combine string
}

// ColumnLayout finds a column. Headings match without regard to case, spaces, footnote marks such as "[2, 3]" and punctuation.
type ColumnLayout struct {
	ID       string
	Headings []string // any of these; a leading "~" makes it a regular expression
	Group    string   // heading in the first row of a two-row header
	Index    int      // from 1, where there is no header
	Optional bool
	Many     bool // every column whose heading matches: the value columns of a wide sheet
	FillDown bool // an empty cell repeats the one above, as in sheets whose merged cells were undone
}

// PeriodRule tells where the period is and how it is written.
type PeriodRule struct {
	Column   string      // column id
	Cell     string      // A1 address on the sheet, or "title" to search the rows above the header
	SheetTag bool        // in the sheet's name
	FileTag  bool        // in the file's name
	Heading  bool        // headings of the value columns are periods (wide)
	Sender   bool        // the sender chooses it when uploading, if nothing else gives it
	Fixed    string      // a period code
	Kind     period.Kind // the period that contains the date found; KindNone takes it as written
	Pattern  string      // regular expression with group "period" applied to the text first
	Order    string      // "dmy" (default), "mdy" or "ymd" for dates in figures
	// Names gives the period for texts that are no period: text in the file -> period code.
	Names map[string]string
}

// ValueKind is how the text of a value cell is to be read.
type ValueKind string

// The value kinds.
const (
	ValuePercent   ValueKind = "percent"             // 0 to 100, with or without %
	ValueFraction  ValueKind = "fraction"            // 0 to 1, times 100
	ValueEither    ValueKind = "percent_or_fraction" // decided for the whole column by comparing with the recomputed ratio
	ValueNumber    ValueKind = "number"
	ValueCount     ValueKind = "count" // a whole number of at least 0
	ValueRatio     ValueKind = "ratio" // numerator and denominator columns; the value is computed
	ValueYesNo     ValueKind = "yes_no"
	ValueAggregate ValueKind = "" // inherited
)

// ValueRule makes observations of one measure, or of several when the measure is in a column or heading.
type ValueRule struct {
	Measure       string // id; or empty when MeasureColumn or MeasureHeading gives it
	MeasureColumn string // column id that holds the measure's id or a name in MeasureNames
	// MeasureColumns are column ids whose texts together, joined with " | ", are a name in MeasureNames.
	MeasureColumns []string
	// MeasureHeading: each column whose heading names a measure id (Waymark's own wide form).
	MeasureHeading bool
	MeasureNames   map[string]string // text in the file -> measure id; a row whose measure is "" is left out
	Column         string            // column id of the value
	Numerator      string            // column ids
	Denominator    string
	// FieldColumn and the field names serve long files in which numerator and denominator stand on different rows.
	FieldColumn      string
	NumeratorField   string
	DenominatorField string
	Kind             ValueKind
	StateColumn      string           // column with a state word
	FlagColumn       string           // column with flag words: estimated, inferred, provisional
	CommentColumn    string           // column with the submitter's words on the value
	RevisionColumn   string           // column with the revision of the return's value that the sender saw
	Missing          map[string]State // text (case folded) -> state, besides the defaults of ingest
	// Words are texts that stand for a number in the measure's unit: "System enabled" -> 2.
	Words     map[string]float64
	Estimated bool
	// Like names the column id of another rule whose decision between percent and fraction this column follows,
	// because it has no ratio of its own to be compared with.
	Like string
	// Organisation is the code all values of this rule belong to, whatever the row's organisation (a national average
	// printed beside each organisation). The same value again is no duplicate; another one is a conflict.
	Organisation string
	Period       string            // period code of this column, where the sheet's rule does not give it
	Only         map[string]string // rows this rule reads: column id -> regular expression
	When         []ValueCondition  // tried in order for each value
}

// ValueCondition gives a value another state, or a flag, where a cell of its row matches: a 0 beside the supplier
// "None/Unknown" is no zero.
type ValueCondition struct {
	Column string // column id
	Match  string // regular expression
	State  State  // 0 leaves the state as it is
	Flag   Flag   // 0 adds none
}

// MatrixRule reads a matrix of row headings (sections) by organisations.
type MatrixRule struct {
	RowHeading string            // column id of the section or measure
	Framework  string            // id: row headings are matched with its sections and aliases
	ByColumn   map[string]string // organisation heading -> framework id it answered instead
	From       string            // first organisation column: id of the column before it
	Blank      State             // what an empty cell means
	// Organisations reads headings that the directory does not know: heading -> code.
	Organisations map[string]string
	Periods       map[string]string // framework id -> period code, where an instrument was answered in another period
	Inferred      []string          // row headings whose values had to be placed in their columns by inference
	Certain       []string          // headings of columns whose place is certain even in the rows of Inferred
	Skip          []string          // headings of columns after From that hold no organisation
}
