package ingest_test

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/xml"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"waymark/internal/ingest"
	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/sheet"
)

const formHeading = "Organisation code|Organisation|Measure|Value|Numerator|Denominator|State|Comment|Measure id|Revision"

// formOf is a form of a return as it comes back: a changed cell over the table, and rows below the heading.
func formOf(t testing.TB, change map[string]string, rows ...string) file {
	t.Helper()
	above := map[string]string{"A1": "Waymark return form", "B3": "gloucestershire-discharge-2018", "B4": "Q2018-04", "B5": "1.0"}
	for at, text := range change {
		above[at] = text
	}
	b := newBook(t)
	table := map[int][]any{8: cellsOf(formHeading)}
	for i, row := range rows {
		table[9+i] = cellsOf(row)
	}
	b.sheet("Return Q2018-04", table)
	for at, text := range above {
		b.must(b.x.SetCellStr("Return Q2018-04", at, text))
	}
	return b.file("form.xlsx")
}

func cellsOf(row string) (cells []any) {
	for _, text := range strings.Split(row, "|") {
		if text == "" {
			cells = append(cells, nil)
		} else {
			cells = append(cells, text)
		}
	}
	return cells
}

const discharge = "RTE|Gloucestershire Hospitals|Discharge|41.5|||reported|In <b>full</b>|discharge.within-24-hours|3"

// A form says what it is of, and brings comments and revisions along.
func TestFormOfAReturn(t *testing.T) {
	got := read(t, formOf(t, nil, discharge, "RTQ||Discharge||||not available|'=cmd|discharge.within-24-hours|0"))
	if got.Collection != "gloucestershire-discharge-2018" || got.Report.Layout != "return-form" || len(got.observations) != 2 {
		t.Fatalf("%q %s\n%s", got.Collection, got.Report.Layout, got.text())
	}
	first, second := got.observations[0], got.observations[1]
	if first.Value != 41.5 || first.Entry == nil || *first.Entry != (maturity.Entry{Comment: "In <b>full</b>", Revision: 3}) {
		t.Errorf("%+v %+v", first, first.Entry)
	}
	if second.State != maturity.NotAvailable || *second.Entry != (maturity.Entry{Comment: "=cmd"}) {
		t.Errorf("%+v %+v", second, second.Entry)
	}
	golden(t, "return-form", got.text())
}

func TestFormsThatAreNotTaken(t *testing.T) {
	chosen, err := period.FromCode("Q2018-01")
	if err != nil {
		t.Fatal(err)
	}
	rte := func(in *ingest.Input) {
		found := in.Directory.Find("RTE", nil, chosen)
		in.Only = found.Organisation.ID
	}
	for _, c := range []struct {
		name   string
		change map[string]string
		row    string
		adjust func(*ingest.Input)
		rule   string
		at     string
		says   string // in the message or in what is expected
	}{
		{"an outdated version", map[string]string{"B5": "0.9"}, discharge, nil, ingest.FormOutdated, "B5", " takes version 1.0."},
		{"where the new one is", map[string]string{"B5": "0.9"}, discharge, nil, ingest.FormOutdated, "B5", "/data/returns/gloucestershire-discharge-2018"},
		{"a newer version", map[string]string{"B5": "2.0"}, discharge, nil, ingest.FormOutdated, "B5", "version 2.0"},
		{"no version", map[string]string{"B5": ""}, discharge, nil, ingest.FormOutdated, "", "“none”"},
		{"a version that is none", map[string]string{"B5": "=1+1"}, discharge, nil, ingest.FormOutdated, "B5", "takes version 1.0"},
		{"an unknown collection", map[string]string{"B3": "nonesuch"}, discharge, nil, ingest.FormUnknown, "B3", "does not exist"},
		{"another collection", nil, discharge, func(in *ingest.Input) { in.Collection = "gloucestershire-trusts" }, ingest.FormElsewhere, "B3", "was chosen"},
		{"another period", nil, discharge, func(in *ingest.Input) { in.PeriodHint = chosen }, ingest.FormPeriod, "B4", "January to March 2018"},
		{"a period that is none", map[string]string{"B4": "Easter"}, discharge, nil, ingest.PeriodUnreadable, "B4", ""},
		{"another organisation", nil, "RTQ||Discharge|41|||||discharge.within-24-hours|0", rte, ingest.OrgNotChosen, "A9", ""},
		{"a reason that returns do not take", nil, "RTE||Discharge||||suppressed||discharge.within-24-hours|0", nil, ingest.StateNotTaken, "G9", ""},
		{"a bound", nil, "RTE||Discharge|<5|||||discharge.within-24-hours|0", nil, ingest.StateNotTaken, "D9", ""},
		{"a value above the range", nil, "RTE||Discharge|141|||||discharge.within-24-hours|0", nil, ingest.AboveRange, "D9", ""},
		{"a comment that is too long", nil, "RTE||Discharge|41||||" + strings.Repeat("é", 2001) + "|discharge.within-24-hours|0", nil, ingest.CommentTooLong, "H9", ""},
		{"a comment beside nothing", nil, "RTE||Discharge|||||to follow|discharge.within-24-hours|0", nil, ingest.CommentAlone, "H9", ""},
		{"a measure that is not asked for", nil, "RTE||Referrals|41|||||ers.utilisation|0", nil, ingest.MeasureNotAsked, "D9", "Referrals"},
	} {
		t.Run(c.name, func(t *testing.T) {
			adjust := func(*ingest.Input) {}
			if c.adjust != nil {
				adjust = c.adjust
			}
			got := read(t, formOf(t, c.change, c.row), adjust)
			i := slices.IndexFunc(got.Report.Issues, func(i maturity.Issue) bool { return i.Rule == c.rule })
			if i < 0 || len(got.observations) > 0 {
				t.Fatalf("%d observations\n%s", len(got.observations), got.text())
			}
			issue := got.Report.Issues[i]
			if issue.Examples[0].Cell.A1() != c.at && c.at != "" || !strings.Contains(issue.Message+issue.Expected, c.says) {
				t.Errorf("at %s: %s %s", issue.Examples[0].Cell.A1(), issue.Message, issue.Expected)
			}
		})
	}
}

// A file with the headings of a form but without its marker is none.
func TestAFormWithoutItsMarker(t *testing.T) {
	got := read(t, formOf(t, map[string]string{"A1": "Return form"}, discharge))
	if rules := rulesOf(got.Report.Issues); len(rules) != 1 || rules[0] != ingest.LayoutNone {
		t.Error(rules)
	}
}

// What another program saved, texts for numbers and nothing but the cells, is read like what a spreadsheet saved.
func TestAFormOfAnotherProgram(t *testing.T) {
	book := plainBook(t, map[int][]string{1: {"Waymark return form"}, 3: {"", "gloucestershire-discharge-2018"}, 4: {"", "Q2018-04"}, 5: {"", "1.0"}, 8: strings.Split(formHeading, "|"),
		9: {"RTE", "", "", "", "5", "12", "reported", sheet.Guard("=1+1"), "discharge.within-24-hours", "3"}})
	got := read(t, file{"form.xlsx", book})
	if len(got.observations) != 1 || *got.observations[0].Entry != (maturity.Entry{Comment: "=1+1", Revision: 3}) || got.observations[0].Numerator != 5 {
		t.Error(got.text())
	}
}

// Whatever stands in the cells of a form, reading ends without a panic, and what is read is something a return takes.
func FuzzReturnForm(f *testing.F) {
	f.Add("Waymark return form", "gloucestershire-discharge-2018", "Q2018-04", "1.0", "RTE", "discharge.within-24-hours", "41.5", "5", "12", "reported", "=1+1", "3")
	f.Add("Waymark return form", "x", "2018", "1", "", "", "<5", "-1", "0", "suppressed", "'", "-9223372036854775809")
	f.Add("", "", "", "9999999999999.0", "R1J", "ers.utilisation", "1e309", "nan", "", "", strings.Repeat("x", 2100), "1.5")
	c, d := shipped(f), loadDirectory(f)
	f.Fuzz(func(t *testing.T, marker, collection, at, version, code, measure, value, numerator, denominator, state, comment, revision string) {
		content := plainBook(t, map[int][]string{1: {marker}, 3: {"Collection", collection}, 4: {"Period", at}, 5: {"Template version", version}, 8: strings.Split(formHeading, "|"),
			9: {code, "", "", value, numerator, denominator, state, sheet.Guard(comment), measure, revision}})
		book, err := sheet.Open(context.Background(), bytes.NewReader(content), "form.xlsx", sheet.DefaultLimits())
		if err != nil {
			return
		}
		defer book.Close()
		result, err := ingest.Read(context.Background(), ingest.Input{Book: book, FileName: "form.xlsx", Catalogue: c, Directory: d, Today: today}, func(o maturity.Observation) error {
			if o.Entry == nil || len([]rune(o.Entry.Comment)) > 2000 || o.State > maturity.NotAvailable || o.Value-o.Value != 0 && o.Value == o.Value {
				return fmt.Errorf("no value of a return: %+v", o)
			}
			return nil
		}, nil)
		if err != nil {
			t.Error(err)
		}
		if result.Collection == "" && !result.Report.Refused() {
			t.Error("a form of no collection was not refused")
		}
	})
}

// plainBook is a workbook of one sheet of texts with no more in it than it needs, as another program might write it.
func plainBook(t *testing.T, rows map[int][]string) []byte {
	var data strings.Builder
	data.WriteString(`<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`)
	for _, number := range slices.Sorted(maps.Keys(rows)) {
		fmt.Fprintf(&data, `<row r="%d">`, number)
		for i, text := range rows[number] {
			fmt.Fprintf(&data, `<c r="%s" t="inlineStr"><is><t xml:space="preserve">`, maturity.Cell{Row: number, Column: i + 1}.A1())
			if err := xml.EscapeText(&data, []byte(text)); err != nil {
				t.Fatal(err)
			}
			data.WriteString(`</t></is></c>`)
		}
		data.WriteString(`</row>`)
	}
	data.WriteString(`</sheetData></worksheet>`)
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, part := range [][2]string{
		{"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`},
		{"_rels/.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
		{"xl/workbook.xml", `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Return" sheetId="1" r:id="rId1"/></sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`},
		{"xl/worksheets/sheet1.xml", data.String()},
	} {
		f, err := w.Create(part[0])
		if err == nil {
			_, err = f.Write([]byte(part[1]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
