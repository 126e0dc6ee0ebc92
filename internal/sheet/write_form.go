package sheet

import (
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
)

// OutAllow is what may be put into the cells of a column. The zero value allows anything.
type OutAllow struct {
	List    []string // one of these words, at most 255 characters together
	AtLeast *float64
	// Low and High name the columns, by heading, whose cells bound the number in the same row; a blank cell is no bound.
	Low, High string
	MaxChars  int
	Words     string // what is said when something else is put in
}

// form is one sheet while it is written.
type form struct {
	book   *excelize.File
	name   string
	sheet  OutSheet
	header int   // number of the header's row
	styles []int // of the cells of each column; 0: none
	bold   int
	plain  int
}

func newForm(book *excelize.File, name string, s OutSheet) (f *form, err error) {
	f = &form{book: book, name: name, sheet: s, header: len(s.Above) + 1, styles: make([]int, len(s.Columns))}
	if len(s.Above) > 0 {
		if f.bold, err = book.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}, Alignment: &excelize.Alignment{Vertical: "top"}}); err != nil {
			return f, err
		}
		if f.plain, err = book.NewStyle(&excelize.Style{Alignment: &excelize.Alignment{Vertical: "top", Horizontal: "left"}}); err != nil {
			return f, err
		}
	}
	for i, c := range s.Columns {
		if f.styles[i], err = f.style(c); err != nil {
			return f, err
		}
	}
	if s.Protected {
		if err := book.ProtectSheet(name, &excelize.SheetProtectionOptions{SelectLockedCells: true, SelectUnlockedCells: true, FormatColumns: true, FormatRows: true, Sort: true, AutoFilter: true}); err != nil {
			return f, err
		}
	}
	if s.Landscape {
		err = f.printed()
	}
	return f, err
}

// style is how the cells of a column look; 0 for a column that is nothing special.
func (f *form) style(c OutColumn) (int, error) {
	if !c.Input && !c.Wrap {
		return 0, nil
	}
	style := excelize.Style{Alignment: &excelize.Alignment{Vertical: "top", WrapText: c.Wrap}}
	if c.Input {
		style.Protection = &excelize.Protection{Locked: false}
		style.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"FFF7D6"}}
		for _, side := range []string{"left", "right", "top", "bottom"} {
			style.Border = append(style.Border, excelize.Border{Type: side, Color: "768692", Style: 1})
		}
	}
	return f.book.NewStyle(&style)
}

func (f *form) printed() error {
	fit, wide, high, landscape := true, 1, 0, "landscape"
	if err := f.book.SetSheetProps(f.name, &excelize.SheetPropsOptions{FitToPage: &fit}); err != nil {
		return err
	}
	size := 9 // A4
	if err := f.book.SetPageLayout(f.name, &excelize.PageLayoutOptions{Size: &size, Orientation: &landscape, FitToWidth: &wide, FitToHeight: &high}); err != nil {
		return err
	}
	margin := 0.4 // inches
	if err := f.book.SetPageMargins(f.name, &excelize.PageLayoutMarginsOptions{Left: &margin, Right: &margin, Top: &margin, Bottom: &margin}); err != nil {
		return err
	}
	row := Address{Row: f.header, Column: 1}.String()[1:]
	return f.book.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", Scope: f.name,
		RefersTo: "'" + strings.ReplaceAll(f.name, "'", "''") + "'!$" + row + ":$" + row})
}

// above writes the rows over the header.
func (f *form) above(out *excelize.StreamWriter) error {
	for i, row := range f.sheet.Above {
		cells := make([]any, len(row))
		for j, value := range row {
			style := f.plain
			if j == 0 {
				style = f.bold
			}
			cells[j] = excelize.Cell{StyleID: style, Value: outValue(value)}
		}
		if err := out.SetRow(Address{Row: i + 1, Column: 1}.String(), cells); err != nil {
			return err
		}
	}
	return nil
}

// cell puts the column's style on a value.
func (f *form) cell(column int, value any) any {
	if column < len(f.styles) && f.styles[column] > 0 {
		return excelize.Cell{StyleID: f.styles[column], Value: value}
	}
	return value
}

// lineHeight is that of one line of text, in points.
const lineHeight = 15

// height makes room for the texts of a row that go over several lines: not every spreadsheet does so by itself.
func (f *form) height(row []any) []excelize.RowOpts {
	lines := 1
	for i, c := range f.sheet.Columns {
		if text, ok := valueAt(row, i).(string); ok && c.Wrap && !c.Hidden && c.Width > 2 {
			lines = max(lines, 1+int(float64(utf8.RuneCountInString(text))/(c.Width-2)), 1+strings.Count(text, "\n"))
		}
	}
	if lines == 1 {
		return nil
	}
	return []excelize.RowOpts{{Height: float64(min(lines, 20) * lineHeight)}}
}

func valueAt(row []any, i int) any {
	if i < len(row) {
		return row[i]
	}
	return nil
}

// finish says what may be put into the rows down to the last.
func (f *form) finish(last int) error {
	if last <= f.header {
		return nil
	}
	for i, c := range f.sheet.Columns {
		rule, err := f.allow(i+1, c.Allow)
		if err != nil || rule == nil {
			if err != nil {
				return err
			}
			continue
		}
		rule.SetSqref(Address{Row: f.header + 1, Column: i + 1}.String() + ":" + Address{Row: last, Column: i + 1}.String())
		if err := f.book.AddDataValidation(f.name, rule); err != nil {
			return err
		}
	}
	return nil
}

func (f *form) allow(column int, a OutAllow) (rule *excelize.DataValidation, err error) {
	rule = excelize.NewDataValidation(true)
	here := Address{Row: f.header + 1, Column: column}.String()
	switch {
	case len(a.List) > 0:
		err = rule.SetDropList(a.List)
	case a.Low != "" || a.High != "":
		low, high := f.beside(a.Low), f.beside(a.High)
		rule.Type, rule.Formula1 = "custom", escape.Replace("AND(ISNUMBER("+here+"),OR("+low+"=\"\","+here+">="+low+"),OR("+high+"=\"\","+here+"<="+high+"))")
	case a.AtLeast != nil:
		err = rule.SetRange(*a.AtLeast, "", excelize.DataValidationTypeDecimal, excelize.DataValidationOperatorGreaterThanOrEqual)
	case a.MaxChars > 0:
		err = rule.SetRange(a.MaxChars, "", excelize.DataValidationTypeTextLength, excelize.DataValidationOperatorLessThanOrEqual)
	default:
		return nil, nil
	}
	if a.Words != "" {
		rule.SetError(excelize.DataValidationErrorStyleStop, "This cannot be taken", a.Words)
	}
	return rule, err
}

// escape makes a formula XML, which the library writes as it is given.
var escape = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// beside is the cell of the column with the heading in the first row; the rows below follow.
func (f *form) beside(heading string) string {
	for i, c := range f.sheet.Columns {
		if c.Heading == heading {
			return "$" + Address{Row: f.header + 1, Column: i + 1}.String()
		}
	}
	return `""`
}

// Guard makes a text safe to stand in a cell that is sent back: Unguard gives exactly the text again, whatever it is.
func Guard(text string) string {
	if Neutralise(text) != text || Unguard(text) != text {
		return "'" + text
	}
	return text
}

// Unguard takes away the apostrophe that Guard, or a spreadsheet's user, put before a text that would run.
func Unguard(text string) string {
	if rest, ok := strings.CutPrefix(text, "'"); ok && (Neutralise(rest) != rest || strings.HasPrefix(rest, "'")) {
		return rest
	}
	return text
}
