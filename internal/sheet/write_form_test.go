package sheet

import (
	"archive/zip"
	"bytes"
	"io"
	"regexp"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"
)

// Guard and Unguard lose no text, and what stands in the cell is never run.
func TestGuard(t *testing.T) {
	for text, want := range map[string]string{"=1": "'=1", "'=1": "''=1", "'tis": "'tis", "''": "'''", "'": "'", "": "", "-5": "-5", "RTE": "RTE", "-2+3": "'-2+3"} {
		if got := Guard(text); got != want {
			t.Errorf("%q became %q, want %q", text, got, want)
		}
	}
	rapid.Check(t, func(rt *rapid.T) {
		text := rapid.OneOf(rapid.StringMatching(`'{0,3}[=+@-]?.{0,3}`), rapid.String()).Draw(rt, "text")
		safe := Guard(text)
		if Unguard(safe) != text || Neutralise(safe) != safe {
			rt.Fatalf("%q became %q and %q", text, safe, Unguard(safe))
		}
	})
}

// formBook is a form with a hidden column, an input with bounds in its row, a list, and a least number.
func formBook(t *testing.T) *excelize.File {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(formBytes(t)))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

func formBytes(t *testing.T) []byte {
	t.Helper()
	zero := 0.0
	var out bytes.Buffer
	err := WriteXLSX(&out, []OutSheet{{Name: "Return", Protected: true, Landscape: true, Above: [][]any{{"Marker", "=cmd"}, {"Period", "Q2018-04"}, {}},
		Columns: []OutColumn{{Heading: "Name", Width: 20, Wrap: true}, {Heading: "Value", Input: true, Allow: OutAllow{Low: "Lowest", High: "Highest", Words: "Within the range."}},
			{Heading: "Numerator", Input: true, Allow: OutAllow{AtLeast: &zero}}, {Heading: "State", Input: true, Allow: OutAllow{List: []string{"reported", "nil return"}}},
			{Heading: "Comment", Input: true, Wrap: true, Allow: OutAllow{MaxChars: 2000}}, {Heading: "Lowest", Hidden: true}, {Heading: "Highest", Hidden: true}},
		Rows: rowsOf([]any{"=HYPERLINK(1)", 41.5, nil, "reported", "'=1", 0, 100}, []any{"<b>", nil, nil, nil, nil, 0, nil})}})
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// Excel offers to repair a workbook whose columns are described in another order than their own.
func TestTheWidthsOfColumnsAreInOrder(t *testing.T) {
	data := formBytes(t)
	book, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	part, err := book.Open("xl/worksheets/sheet1.xml")
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(part)
	if err != nil {
		t.Fatal(err)
	}
	var got string
	for _, m := range regexp.MustCompile(`<col min="(\d+)"`).FindAllSubmatch(text, -1) {
		got += string(m[1]) + " "
	}
	if got != "1 2 3 4 5 6 7 " {
		t.Errorf("the columns are described in the order %s", got)
	}
}

func TestAFormAsASpreadsheetSeesIt(t *testing.T) {
	f := formBook(t)
	rules, err := f.GetDataValidations("Return")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range rules {
		got = append(got, strings.Join([]string{r.Sqref, r.Type, r.Operator, r.Formula1}, " "))
	}
	const want = "B5:B6 custom  AND(ISNUMBER(B5),OR($F5=\"\",B5>=$F5),OR($G5=\"\",B5<=$G5))\nC5:C6 decimal greaterThanOrEqual 0\nD5:D6 list  \"reported,nil return\"\nE5:E6 textLength lessThanOrEqual 2000"
	if text := strings.Join(got, "\n"); text != want {
		t.Errorf("got\n%s\nwant\n%s", text, want)
	}
	if guard, err := f.GetSheetProtection("Return"); err != nil || !guard.SelectUnlockedCells || guard.FormatCells || guard.InsertRows || guard.Password != "" {
		t.Errorf("%+v %v", guard, err)
	}
	for cell, locked := range map[string]bool{"A1": true, "A4": true, "A5": true, "B5": false, "D6": false, "E6": false, "F5": true} {
		if got := isLocked(t, f, cell); got != locked {
			t.Errorf("%s is locked: %v, want %v", cell, got, locked)
		}
	}
	for column, shown := range map[string]bool{"A": true, "B": true, "F": false, "G": false} {
		if got, err := f.GetColVisible("Return", column); err != nil || got != shown {
			t.Errorf("column %s is shown: %v %v", column, got, err)
		}
	}
	if panes, err := f.GetPanes("Return"); err != nil || !panes.Freeze || panes.YSplit != 4 {
		t.Errorf("%+v %v", panes, err)
	}
	if layout, err := f.GetPageLayout("Return"); err != nil || layout.Orientation == nil || *layout.Orientation != "landscape" || *layout.FitToWidth != 1 {
		t.Errorf("%+v %v", layout, err)
	}
	if names := f.GetDefinedName(); len(names) != 1 || names[0].RefersTo != "'Return'!$4:$4" {
		t.Errorf("%+v", names)
	}
	for cell, text := range map[string]string{"B1": "'=cmd", "A5": "'=HYPERLINK(1)", "B5": "41.5", "E5": "'=1", "A6": "<b>"} {
		if got, err := f.GetCellValue("Return", cell); err != nil || got != text {
			t.Errorf("%s is %q, want %q", cell, got, text)
		}
		if formula, err := f.GetCellFormula("Return", cell); err != nil || formula != "" {
			t.Errorf("%s runs %q", cell, formula)
		}
	}
}

// isLocked reads the protection of a cell; where a style says nothing, it is locked.
func isLocked(t *testing.T, f *excelize.File, cell string) bool {
	t.Helper()
	id, err := f.GetCellStyle("Return", cell)
	if err != nil {
		t.Fatal(err)
	}
	style, err := f.GetStyle(id)
	if err != nil {
		t.Fatal(err)
	}
	return style.Protection == nil || style.Protection.Locked
}
