package sheet

import (
	"bytes"
	"errors"
	"iter"
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"
)

func TestNeutralise(t *testing.T) {
	for text, want := range map[string]string{
		"=cmd|' /C calc'!A0": "'=cmd|' /C calc'!A0", "=1": "'=1", "@SUM(A1)": "'@SUM(A1)", "+1+cmd": "'+1+cmd", "-2+3": "'-2+3", "\t=1": "'\t=1", "\r=1": "'\r=1", "\n=1": "'\n=1", "＝1": "'＝1",
		"-5": "-5", "-1,234.5": "-1,234.5", "+3": "+3", "-12%": "-12%", "-1.5E-07": "-1.5E-07", "-": "-", "": "", "RTE": "RTE", "a=b": "a=b", "1-2": "1-2",
		"-1E": "'-1E", "-Infinity": "'-Infinity", "--": "'--",
	} {
		if got := Neutralise(text); got != want {
			t.Errorf("%q became %q, want %q", text, got, want)
		}
	}
}

// However odd the texts are, no cell of an export begins with a sign that a spreadsheet runs, and cells come back.
func TestWriteCSVIsReadAgain(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		text := rapid.OneOf(rapid.StringMatching(`[=+@,;"\r\n a-z0-9é-]{0,6}`), rapid.String().Filter(func(s string) bool { return !strings.Contains(s, "\x00") }))
		rows := rapid.SliceOfN(rapid.SliceOfN(text, 3, 3), 1, 5).Draw(rt, "rows")
		var out bytes.Buffer
		if err := WriteCSV(&out, slices.Values(append([][]string{{"first", "second", "third"}}, rows...))); err != nil {
			rt.Fatal(err)
		}
		book, err := open(t, "export.csv", out.Bytes(), DefaultLimits())
		var fault *Fault
		if errors.As(err, &fault) && fault.Code == "not-a-workbook" {
			return // more control characters than a text has
		}
		if err != nil {
			rt.Fatal(err)
		}
		found := map[int][]Cell{}
		if err := book.Rows("", func(r Row) error { found[r.Number] = slices.Clone(r.Cells); return nil }); err != nil {
			rt.Fatal(err)
		}
		for i, row := range rows {
			for j, written := range row {
				got := ""
				if cells := found[i+2]; j < len(cells) {
					got = cells[j].Text
				}
				want := oneLineEnd(Neutralise(written))
				if got != want && !(isBlank(want) && isBlank(got)) {
					rt.Fatalf("%q was read as %q, want %q", written, got, want)
				}
				if got != "" && looksLikeFormula(got) && got != "-" && got != "+" {
					rt.Fatalf("%q would run", got)
				}
			}
		}
	})
}

func oneLineEnd(text string) string {
	return strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text)
}

func TestWriteXLSX(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	var out bytes.Buffer
	err := WriteXLSX(&out, []OutSheet{
		{Name: "Return: Q2 2018/19", Columns: []OutColumn{{Heading: "Code", Width: 12}, {Heading: "=Heading"}, {Heading: "Value"}}, Rows: rowsOf(
			[]any{"RTE", "=cmd|' /C calc'!A0", -5.5},
			[]any{"00123", "Café <&> \"x\"", 12},
			[]any{"", nil, math.NaN()},
			[]any{"RTF", "-7", true},
		)},
		{Name: "return  q2 2018 19"},
		{Name: strings.Repeat("long name ", 6)},
		{Name: strings.Repeat("long name ", 7), Columns: []OutColumn{{Heading: "x"}}},
		{Name: "'"},
	})
	if err != nil {
		t.Fatal(err)
	}
	book, got, err := read(t, "export.xlsx", out.Bytes(), DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	want := "1 Code | '=Heading | Value\n2 RTE | '=cmd|' /C calc'!A0 | n:-5.5\n3 00123 | Café <&> \"x\" | n:12\n5 RTF | -7 | b:TRUE\n1 x\n"
	if got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
	var names []string
	for _, s := range book.Sheets() {
		names = append(names, s.Name)
	}
	if want := []string{"Return  Q2 2018 19", "return  q2 2018 19 (2)", "long name long name long name l", "long name long name long na (2)", "Sheet"}; !slices.Equal(names, want) {
		t.Errorf("names %q, want %q", names, want)
	}
	lookAtHeader(t, out.Bytes(), names[0])
	if left, err := os.ReadDir(os.TempDir()); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
}

// lookAtHeader opens the workbook as Excel would: the header is bold and frozen, columns have their widths.
func lookAtHeader(t *testing.T, content []byte, sheet string) {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	panes, err := f.GetPanes(sheet)
	if err != nil || !panes.Freeze || panes.YSplit != 1 {
		t.Errorf("panes %+v, %v", panes, err)
	}
	if width, err := f.GetColWidth(sheet, "A"); err != nil || width != 12 {
		t.Errorf("width %v, %v", width, err)
	}
	id, err := f.GetCellStyle(sheet, "A1")
	if err != nil {
		t.Fatal(err)
	}
	if style, err := f.GetStyle(id); err != nil || style.Font == nil || !style.Font.Bold {
		t.Errorf("style %+v, %v", style, err)
	}
	if formula, err := f.GetCellFormula(sheet, "B2"); err != nil || formula != "" {
		t.Errorf("formula %q, %v", formula, err)
	}
}

func rowsOf(rows ...[]any) iter.Seq[[]any] { return slices.Values(rows) }

func TestWriteXLSXTooManyRows(t *testing.T) {
	err := WriteXLSX(new(bytes.Buffer), []OutSheet{{Name: "a", Rows: func(yield func([]any) bool) {
		for row := []any{1}; yield(row); {
		}
	}}})
	if err == nil || !strings.Contains(err.Error(), "more than the 1,048,576 rows that Excel can hold") {
		t.Errorf("got %v", err)
	}
	if err := WriteXLSX(new(bytes.Buffer), nil); err == nil {
		t.Error("a workbook without sheets was written")
	}
}
