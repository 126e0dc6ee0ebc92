package workbook

import (
	"bytes"
	"os"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"

	"waymark/internal/pack"
	"waymark/internal/pack/packtest"
)

func written(t *testing.T, d pack.Document) []byte {
	t.Helper()
	temp := t.TempDir()
	var out bytes.Buffer
	if err := (Writer{Temp: temp}).Write(t.Context(), &out, d); err != nil {
		t.Fatal(err)
	}
	if left, _ := os.ReadDir(temp); len(left) > 0 {
		t.Errorf("%s was left behind", left[0].Name())
	}
	return out.Bytes()
}

func opened(t *testing.T, xlsx []byte) *excelize.File {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(xlsx))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return f
}

func realistic(t *testing.T) pack.Document {
	t.Helper()
	d, err := packtest.Document(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestTheSheets(t *testing.T) {
	f := opened(t, written(t, realistic(t)))
	want := []string{"Cover", "Picture 1 numbers", "Picture 1 chart", "What changed, then and now", "Decisions and open actions", "Every target with its forecast",
		"Picture 2 numbers", "Picture 2 chart", "Picture 3 numbers", "Picture 3 chart", "Picture 4 numbers", "Picture 4 chart", "Picture 5 numbers", "Words", "Definitions"}
	if got := strings.Join(f.GetSheetList(), "|"); got != strings.Join(want, "|") {
		t.Errorf("sheets\n%s\nwant\n%s", got, strings.Join(want, "|"))
	}
	for _, name := range f.GetSheetList() {
		rows, err := f.GetRows(name)
		if err != nil {
			t.Fatal(err)
		}
		said := ""
		for _, r := range rows {
			said += strings.Join(r, "\t") + "\n"
		}
		if !strings.Contains(said, "14 March 2019, 09:00") {
			t.Errorf("%s does not say since when its figures are known", name)
		}
		if strings.HasPrefix(name, "Picture") && !strings.Contains(said, "Source: quarterly returns") {
			t.Errorf("%s does not say where its figures come from", name)
		}
	}
	props, err := f.GetDocProps()
	if err != nil || props.Title != "Digital roadmap steering group, 14 March 2019" || props.Language != "en-GB" {
		t.Errorf("properties %+v (%v)", props, err)
	}
}

func TestNumbersAreNumbersAndPrintAsOnThePaper(t *testing.T) {
	f := opened(t, written(t, realistic(t)))
	for _, tc := range []struct {
		sheet, cell, raw, shown string
		kind                    excelize.CellType
	}{
		{"Every target with its forecast", "B6", "50", "50%", excelize.CellTypeUnset},                       // an unset type is a number
		{"Every target with its forecast", "F6", "▲ Unlikely", "▲ Unlikely", excelize.CellTypeSharedString}, // with its shape
		{"Every target with its forecast", "B12", "not available", "not available", excelize.CellTypeSharedString},
		{"Picture 1 numbers", "B8", "31", "31%", excelize.CellTypeUnset},
		{"Picture 1 numbers", "D8", "not forecast", "not forecast", excelize.CellTypeSharedString},
		{"Picture 1 numbers", "F8", "/observations/3/from", "/observations/3/from", excelize.CellTypeSharedString},
	} {
		raw, err := f.GetCellValue(tc.sheet, tc.cell, excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		shown, _ := f.GetCellValue(tc.sheet, tc.cell)
		kind, _ := f.GetCellType(tc.sheet, tc.cell)
		if raw != tc.raw || shown != tc.shown || kind != tc.kind {
			t.Errorf("%s!%s is %q, shown as %q, type %d; want %q, %q, %d", tc.sheet, tc.cell, raw, shown, kind, tc.raw, tc.shown, tc.kind)
		}
	}
	if ok, to, _ := f.GetCellHyperLink("Every target with its forecast", "B6"); !ok || to != "https://waymark.example/observations/200/from" {
		t.Errorf("the first value leads to %q", to)
	}
}

func TestHowNumbersAreRead(t *testing.T) {
	for _, tc := range []struct {
		words, format string
		value         float64
		ok            bool
	}{
		{"61%", `0"%"`, 61, true},
		{"2,600", "#,##0", 2600, true},
		{"-3.5", "0.0", -3.5, true},
		{"−3", "0", -3, true},
		{"£1,234.50", `"£"#,##0.00`, 1234.5, true},
		{"61% to 93%", "", 0, false}, // a range is two numbers
		{"not due", "", 0, false},
		{"8 of 9", "", 0, false},
		{"1,23", "", 0, false}, // no comma of ours
		{"12 points", "", 0, false},
		{"", "", 0, false},
	} {
		value, format, ok := number(tc.words)
		if value != tc.value || format != tc.format || ok != tc.ok {
			t.Errorf("number(%q) = %v, %q, %v; want %v, %q, %v", tc.words, value, format, ok, tc.value, tc.format, tc.ok)
		}
	}
	for _, tc := range []struct {
		value         float64
		words, format string
	}{{0.614, "61%", "0%"}, {61.4, "61%", `0"%"`}, {3, "3 wards", "General"}, {0.6, "1%", `0"%"`}} {
		if got := printedAs(tc.value, tc.words); got != tc.format {
			t.Errorf("printedAs(%v, %q) = %q, want %q", tc.value, tc.words, got, tc.format)
		}
	}
}

func TestTheSameDocumentGivesTheSameBytes(t *testing.T) {
	first := written(t, realistic(t))
	for range 5 {
		if !bytes.Equal(first, written(t, realistic(t))) {
			t.Fatal("written again it has other bytes")
		}
	}
}

func TestHostileWordsAreOnlyWords(t *testing.T) {
	for _, c := range packtest.Hostile {
		t.Run(c.Name, func(t *testing.T) {
			d, err := c.Document(t.Context(), nil)
			if err != nil {
				t.Fatal(err)
			}
			f := opened(t, written(t, d))
			seen := map[string]bool{}
			for _, name := range f.GetSheetList() {
				if lower := strings.ToLower(name); seen[lower] || len(utf16.Encode([]rune(name))) > 31 || strings.ContainsAny(name, `[]:*?/\`) {
					t.Errorf("sheet name %q", name)
				} else {
					seen[lower] = true
				}
				everyCell(t, f, name, func(cell, text string) {
					if formula, _ := f.GetCellFormula(name, cell); formula != "" {
						t.Errorf("%s!%s holds the formula %q", name, cell, formula)
					}
				})
			}
			found := map[string]bool{}
			everyCell(t, f, "Cover", func(_, text string) { found[strings.TrimPrefix(text, "'")] = true })
			if want := printable(c.Words); !found[want] {
				t.Errorf("the cover does not hold %q", want)
			}
		})
	}
}

func everyCell(t *testing.T, f *excelize.File, name string, visit func(cell, text string)) {
	t.Helper()
	rows, err := f.GetRows(name, excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	for i, r := range rows {
		for j, text := range r {
			visit(at(j+1, i+1), text)
		}
	}
}
