package sheet

import "strings"

// Note is a finding that does not refuse the file but that its sender should know.
type Note struct {
	Code     string // stable, such as formula-without-value
	Sentence string
	Count    int64
	First    Address // where it was first seen
}

// The codes of notes.
const (
	noteBOM             = "byte-order-mark"
	noteUTF16           = "encoding-utf-16"
	note1252            = "encoding-windows-1252"
	noteInvalidUTF8     = "invalid-utf-8"
	noteSemicolon       = "delimiter-semicolon"
	noteTab             = "delimiter-tab"
	noteBar             = "delimiter-bar"
	noteCR              = "cr-line-ends"
	noteStrayQuote      = "stray-quote"
	noteBlankRows       = "blank-rows"
	noteDirection       = "direction-marks"
	noteFormulaText     = "formula-as-text"
	noteFormula         = "formula-cells"
	noteFormulaNoValue  = "formula-without-value"
	noteErrorCell       = "error-cells"
	noteMerged          = "merged-cells"
	noteHiddenSheet     = "hidden-sheet"
	noteHiddenRow       = "hidden-rows"
	noteHiddenColumn    = "hidden-columns"
	noteNumbersAsText   = "numbers-as-text"
	noteDate1904        = "dates-1904"
	noteMacros          = "macros"
	fewestBlankRowsTold = 100
)

// noteWords are the sentence for one and for several; # stands for the number.
var noteWords = map[string][2]string{
	noteBOM:            {"The file begins with a byte order mark, which was passed over.", ""},
	noteUTF16:          {"The file is written in UTF-16 and was converted.", ""},
	note1252:           {"The file is not UTF-8; it was read as Windows-1252, the Western European characters of Excel on Windows. Check names with accents.", ""},
	noteInvalidUTF8:    {"1 cell has bytes that are not UTF-8, shown as �.", "# cells have bytes that are not UTF-8, shown as �."},
	noteSemicolon:      {"The cells are separated by semicolons.", ""},
	noteTab:            {"The cells are separated by tabs.", ""},
	noteBar:            {"The cells are separated by vertical bars.", ""},
	noteCR:             {"Rows end with a carriage return only, as on old Macintosh computers.", ""},
	noteStrayQuote:     {"1 cell has a quotation mark inside that is not doubled; it was kept as it stands.", "# cells have quotation marks inside that are not doubled; they were kept as they stand."},
	noteBlankRows:      {"1 blank row was passed over.", "# blank rows were passed over."},
	noteDirection:      {"1 cell has invisible marks that turn the writing direction.", "# cells have invisible marks that turn the writing direction."},
	noteFormulaText:    {"1 cell is a text that a spreadsheet would run as a formula; it is kept as text.", "# cells are texts that a spreadsheet would run as formulas; they are kept as text."},
	noteFormula:        {"1 cell is a formula; its stored result was used.", "# cells are formulas; their stored results were used."},
	noteFormulaNoValue: {"1 formula has no stored result; its cell was read as blank. Open the workbook in Excel, save it and send it again.", "# formulas have no stored result; their cells were read as blank. Open the workbook in Excel, save it and send it again."},
	noteErrorCell:      {"1 cell shows an error such as #N/A.", "# cells show an error such as #N/A."},
	noteMerged:         {"1 range of cells is merged; its value belongs to the first cell and the others are blank.", "# ranges of cells are merged; each value belongs to the first cell and the others are blank."},
	noteHiddenSheet:    {"This sheet is hidden.", ""},
	noteHiddenRow:      {"1 row is hidden or filtered out; it was read like the others.", "# rows are hidden or filtered out; they were read like the others."},
	noteHiddenColumn:   {"1 column is hidden; it was read like the others.", "# columns are hidden; they were read like the others."},
	noteNumbersAsText:  {"1 cell holds a number stored as text.", "# cells hold numbers stored as text."},
	noteDate1904:       {"The workbook counts its dates from 1904, as Excel on old Macintosh computers did; they were converted.", ""},
	noteMacros:         {"The workbook has macros, which are never run.", ""},
}

// notes collects findings of one pass over one sheet.
type notes struct {
	sheet string
	rows  int // how far the pass came
	found []Note
}

func newNotes(sheet string) *notes { return &notes{sheet: sheet} }

// add counts one finding; row and column are kept for the first of its code.
func (n *notes) add(code string, row, column int) { n.addMany(code, 1, row, column) }

func (n *notes) addMany(code string, count int64, row, column int) {
	for i := range n.found {
		if n.found[i].Code == code {
			n.found[i].Count += count
			return
		}
	}
	n.found = append(n.found, Note{Code: code, Count: count, First: Address{n.sheet, row, column}})
}

// list gives each finding its sentence.
func (n *notes) list() []Note {
	list := make([]Note, 0, len(n.found))
	for _, f := range n.found {
		words := noteWords[f.Code]
		f.Sentence = words[0]
		if f.Count != 1 && words[1] != "" {
			f.Sentence = strings.Replace(words[1], "#", commas(f.Count), 1)
		}
		list = append(list, f)
	}
	return list
}
