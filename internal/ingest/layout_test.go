package ingest_test

import (
	"slices"
	"strings"
	"testing"

	"waymark/internal/ingest"
	"waymark/internal/maturity"
	"waymark/internal/period"
)

// withLayouts reads with the shipped definitions but only these layouts.
func withLayouts(t testing.TB, layouts ...maturity.Layout) func(*ingest.Input) {
	c := *shipped(t)
	c.Layouts = layouts
	c.Index()
	return func(in *ingest.Input) { in.Catalogue = &c }
}

func column(id string, headings ...string) maturity.ColumnLayout {
	return maturity.ColumnLayout{ID: id, Headings: headings}
}

// simple is a layout of one sheet with an organisation, a value of one measure, and what change makes of it.
func simple(change func(*maturity.Layout, *maturity.SheetLayout)) maturity.Layout {
	l := maturity.Layout{ID: "simple", Title: "Simple", Version: 3, Source: "return", Media: []string{"csv", "xlsx"}}
	s := maturity.SheetLayout{HeaderRows: 1, Columns: []maturity.ColumnLayout{column("who", "Trust"), column("share", "Coverage")},
		Organisation: []string{"who"}, Period: maturity.PeriodRule{Fixed: "Q2018-07"}, Values: []maturity.ValueRule{{Measure: "nhs-number.coverage", Column: "share"}}}
	change(&l, &s)
	l.Sheets = []maturity.SheetLayout{s}
	return l
}

// Where a period may stand, and what it is read as.
func TestWherePeriodsStand(t *testing.T) {
	plain := func(rows map[int][]any) func(t testing.TB) file {
		return func(t testing.TB) file {
			b := newBook(t)
			b.sheet("Return Q2 2018-19", rows)
			return b.file("coverage july-2018.xlsx")
		}
	}
	titled := map[int][]any{1: {"NHS number return"}, 2: {"Quarter:", "Q2 2018/19"}, 4: {"Trust", "Coverage"}, 5: {"RTE", 97}}
	for _, c := range []struct {
		name string
		rule maturity.PeriodRule
		hint string
		file func(testing.TB) file
		want string // period, or the rule that refuses the file
	}{
		{"in a cell", maturity.PeriodRule{Cell: "B2"}, "", plain(titled), "Q2018-07"},
		{"in a title", maturity.PeriodRule{Cell: "title"}, "", plain(titled), "Q2018-07"},
		{"in a title, as its year", maturity.PeriodRule{Cell: "title", Kind: period.KindFinancialYear}, "", plain(titled), "FY2018"},
		{"in a cell that is empty", maturity.PeriodRule{Cell: "C9"}, "", plain(titled), ingest.PeriodUnreadable},
		{"in the sheet's name", maturity.PeriodRule{SheetTag: true, Pattern: "(?P<period>Q\\d .*)$"}, "", plain(titled), "Q2018-07"},
		{"in the file's name", maturity.PeriodRule{FileTag: true, Pattern: "coverage (?P<period>[a-z]+-\\d+)"}, "", plain(titled), "M2018-07"},
		{"from the sender", maturity.PeriodRule{Sender: true}, "Q2018-10", plain(titled), "Q2018-10"},
		{"nowhere", maturity.PeriodRule{Sender: true}, "", plain(titled), ingest.PeriodMissing},
		{"in the file's name, else from the sender", maturity.PeriodRule{FileTag: true, Pattern: "(?P<period>none)", Sender: true}, "Q2018-10", plain(titled), "Q2018-10"},
		{"fixed", maturity.PeriodRule{Fixed: "FY2015"}, "", plain(titled), "FY2015"},
		{"to come", maturity.PeriodRule{Fixed: "FY2031"}, "", plain(titled), ingest.PeriodFutureFile},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := simple(func(_ *maturity.Layout, s *maturity.SheetLayout) { s.Period = c.rule })
			got := read(t, c.file(t), withLayouts(t, l), func(in *ingest.Input) {
				if c.hint != "" {
					in.PeriodHint, _ = period.FromCode(c.hint)
				}
			})
			if got.Report.Refused() {
				if rule := got.Report.Issues[0].Rule; rule != c.want {
					t.Errorf("refused by %s, want %s", rule, c.want)
				}
				return
			}
			if len(got.observations) != 1 || got.observations[0].Period.Code() != c.want {
				t.Errorf("%v, want %s", got.lines(), c.want)
			}
		})
	}
}

// Periods in a column, as spreadsheets and people write them.
func TestPeriodsInAColumn(t *testing.T) {
	l := simple(func(_ *maturity.Layout, s *maturity.SheetLayout) {
		s.Columns = append(s.Columns, column("when", "Month"))
		s.Period = maturity.PeriodRule{Column: "when", Kind: period.KindMonth, Names: map[string]string{"Autumn count": "M2018-10"}}
	})
	for text, want := range map[string]string{
		"43282": "M2018-07", "01/07/2018": "M2018-07", "31JUL2018": "M2018-07", "31-Jul-18": "M2018-07", "2018/2019 M4": "M2018-07",
		"Jul-18": "M2018-07", "2018-07": "M2018-07", "autumn count": "M2018-10",
	} {
		got := read(t, csvFile("Trust,Coverage,Month", "RTE,97,"+text), withLayouts(t, l))
		if len(got.observations) != 1 || got.observations[0].Period.Code() != want {
			t.Errorf("%q: %v, want %s\n%s", text, got.lines(), want, issuesText(got.Report.Issues))
		}
	}
}

// How sheets are laid out.
func TestShapesOfSheets(t *testing.T) {
	for _, c := range []struct {
		name   string
		layout maturity.Layout
		file   file
		want   []string
		rules  []string
	}{
		{"merged cells that are filled down",
			simple(func(_ *maturity.Layout, s *maturity.SheetLayout) {
				s.Columns[0].FillDown = true
				s.Columns = append(s.Columns, column("measure", "Measure"))
				s.Values[0] = maturity.ValueRule{MeasureColumn: "measure", Column: "share"}
			}),
			csvFile("Trust,Measure,Coverage", "RTE,nhs-number.coverage,97", ",uc.9a,50"),
			[]string{"RTE nhs-number.coverage Q2018-07 97 @C2", "RTE uc.9a Q2018-07 50 @C3"}, nil},
		{"no header, known by its width",
			simple(func(_ *maturity.Layout, s *maturity.SheetLayout) {
				s.NoHeader, s.NumberOfColumns, s.HeaderRows = true, 3, 0
				s.Columns = []maturity.ColumnLayout{{ID: "who", Index: 1}, {ID: "share", Index: 3}}
			}),
			csvFile("RTE,x,97", "RYF,x,98"), []string{"RTE nhs-number.coverage Q2018-07 97 @C1", "RYF nhs-number.coverage Q2018-07 98 @C2"}, nil},
		{"rows to leave out and rows to keep",
			simple(func(_ *maturity.Layout, s *maturity.SheetLayout) {
				s.Columns = append(s.Columns, column("kind", "Kind"))
				s.SkipRow, s.Only = map[string]string{"who": "^total"}, map[string]string{"kind": "^trust$"}
			}),
			csvFile("Trust,Coverage,Kind", "RTE,97,Trust", "Total,97,Trust", "RYF,98,practice"), []string{"RTE nhs-number.coverage Q2018-07 97 @B2"}, nil},
		{"two rows of header with groups",
			simple(func(_ *maturity.Layout, s *maturity.SheetLayout) {
				s.HeaderRows = 2
				s.Columns[1] = maturity.ColumnLayout{ID: "share", Headings: []string{"Now"}, Group: "Coverage"}
			}),
			csvFile("Trust,Use,,Coverage,", ",Now,Then,Now,Then", "RTE,1,2,97,96"), []string{"RTE nhs-number.coverage Q2018-07 97 @D3"}, nil},
		{"several rows as their sum",
			simple(func(_ *maturity.Layout, s *maturity.SheetLayout) {
				s.Columns = append(s.Columns, column("all", "All"))
				s.Combine = "sum"
				s.Values[0] = maturity.ValueRule{Measure: "nhs-number.coverage", Numerator: "share", Denominator: "all", Kind: maturity.ValueRatio}
			}),
			csvFile("Trust,Coverage,All", "RTE,30,100", "RYF,1,2", "RTE,10,100"),
			[]string{"RTE nhs-number.coverage Q2018-07 20 = 40/200 @B2 seen \"sum of B2, B4\"", "RYF nhs-number.coverage Q2018-07 50 = 1/2 @B3"}, []string{ingest.RowsCombined}},
		{"a national average beside each row",
			simple(func(_ *maturity.Layout, s *maturity.SheetLayout) {
				s.Columns = append(s.Columns, column("national", "National"))
				s.Values = append(s.Values, maturity.ValueRule{Measure: "nhs-number.coverage", Column: "national", Organisation: "ENG"})
			}),
			csvFile("Trust,Coverage,National", "RTE,97,90", "RYF,98,90"),
			[]string{"RTE nhs-number.coverage Q2018-07 97 @B2", "ENG nhs-number.coverage Q2018-07 90 @C2", "RYF nhs-number.coverage Q2018-07 98 @B3"}, nil},
		{"a national average that changes from row to row",
			simple(func(_ *maturity.Layout, s *maturity.SheetLayout) {
				s.Columns = append(s.Columns, column("national", "National"))
				s.Values = append(s.Values, maturity.ValueRule{Measure: "nhs-number.coverage", Column: "national", Organisation: "ENG"})
			}),
			csvFile("Trust,Coverage,National", "RTE,97,90", "RYF,98,91"),
			[]string{"RTE nhs-number.coverage Q2018-07 97 @B2", "ENG nhs-number.coverage Q2018-07 90 @C2", "RYF nhs-number.coverage Q2018-07 98 @B3"}, []string{ingest.ConflictingRows}},
		{"fractions",
			simple(func(_ *maturity.Layout, s *maturity.SheetLayout) { s.Values[0].Kind = maturity.ValueFraction }),
			csvFile("Trust,Coverage", "RTE,0.285", "RYF,1", "GCS,29%"),
			[]string{"RTE nhs-number.coverage Q2018-07 28.5 @B2 seen \"0.285\"", "RYF nhs-number.coverage Q2018-07 100 @B3 seen \"1\"", "R1J nhs-number.coverage Q2018-07 29 @B4 seen \"29%\""}, nil},
		{"percentages that look like fractions", simple(func(*maturity.Layout, *maturity.SheetLayout) {}),
			csvFile("Trust,Coverage", "RTE,0.97", "RYF,0.98", "GCS,1"),
			[]string{"RTE nhs-number.coverage Q2018-07 0.97 @B2", "RYF nhs-number.coverage Q2018-07 0.98 @B3", "R1J nhs-number.coverage Q2018-07 1 @B4"}, []string{ingest.LooksLikeFraction}},
		{"percent or fraction, and nothing to tell by",
			simple(func(_ *maturity.Layout, s *maturity.SheetLayout) { s.Values[0].Kind = maturity.ValueEither }),
			csvFile("Trust,Coverage", "RTE,0.97", "RYF,98%"), []string{"RYF nhs-number.coverage Q2018-07 98 @B3 seen \"98%\""}, []string{ingest.FractionUnclear}},
		{"the code is unknown, the name is not",
			simple(func(_ *maturity.Layout, s *maturity.SheetLayout) {
				s.Columns = append(s.Columns, column("name", "Name"))
				s.Organisation = append(s.Organisation, "name")
			}),
			csvFile("Trust,Name,Coverage", "RT3,GHFT,97"), []string{"RTE nhs-number.coverage Q2018-07 97 @C2"}, []string{ingest.OrgByName}},
		{"yes and no",
			simple(func(_ *maturity.Layout, s *maturity.SheetLayout) {
				s.Values[0] = maturity.ValueRule{Measure: "patient-online.appointments-system", Column: "share", Kind: maturity.ValueYesNo}
			}),
			csvFile("Trust,Coverage", "L84001,Yes", "L84002,n", "RTE,maybe"),
			[]string{"L84001 patient-online.appointments-system Q2018-07 1 @B2 seen \"Yes\"", "L84002 patient-online.appointments-system Q2018-07 0 @B3 seen \"n\""}, []string{ingest.NotANumber}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := read(t, c.file, withLayouts(t, c.layout))
			if lines := got.lines(); !slices.Equal(lines, c.want) {
				t.Errorf("recorded\n%s\nwant\n%s", strings.Join(lines, "\n"), strings.Join(c.want, "\n"))
			}
			if rules := rulesOf(got.Report.Issues); !slices.Equal(rules, c.rules) && len(rules)+len(c.rules) > 0 {
				t.Errorf("rules %v, want %v", rules, c.rules)
			}
		})
	}
}

// What only workbooks have: percentages by format, formulas, hidden and further sheets.
func TestWorkbooks(t *testing.T) {
	b := newBook(t)
	b.sheet("First half", map[int][]any{1: {"Trust", "Coverage"}, 2: {"RTE", 0.285}, 3: {"RYF", 98}, 4: {"R1J"}})
	b.format("First half", "B2", "B2", "0.0%")
	b.must(b.x.SetCellFormula("First half", "B4", "B3-1"))
	b.sheet("Second half", map[int][]any{1: {"Trust", "Coverage"}, 2: {"RTQ", "96"}})
	b.sheet("Old", map[int][]any{1: {"Trust", "Coverage"}, 2: {"RTE", 1}})
	b.hide("Old")
	b.sheet("Help", map[int][]any{1: {"How to fill in this form"}})
	got := read(t, b.file("return.xlsx"), withLayouts(t, simple(func(*maturity.Layout, *maturity.SheetLayout) {})))
	want := []string{"RTE nhs-number.coverage Q2018-07 28.5 @First half!B2", "RYF nhs-number.coverage Q2018-07 98 @First half!B3", "RTQ nhs-number.coverage Q2018-07 96 @Second half!B2"}
	if lines := got.lines(); !slices.Equal(lines, want) {
		t.Errorf("recorded %v\n%s", lines, issuesText(got.Report.Issues))
	}
	rules := rulesOf(got.Report.Issues)
	for _, rule := range []string{ingest.FormulaWithoutValue, ingest.SheetHidden, ingest.SheetNotUsed} {
		if !slices.Contains(rules, rule) {
			t.Errorf("no %s in %v", rule, rules)
		}
	}
}
