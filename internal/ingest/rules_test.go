package ingest_test

import (
	"slices"
	"strings"
	"testing"

	"waymark/internal/ingest"
	"waymark/internal/maturity"
	"waymark/internal/period"
)

const (
	long = "Organisation code,Period,Measure,Numerator,Denominator,Value,State,Mark"
	e    = maturity.LevelError
	w    = maturity.LevelWarning
)

// One wrong row each: which rule it breaks, and what is recorded beside the good row of another organisation.
func TestRulesOfARow(t *testing.T) {
	const good = "RYF,Q2 2018/19,nhs-number.coverage,,,85,,"
	for _, c := range []struct {
		name string
		row  string
		rule string // "" for none
		kept string // what is recorded of the row; "" for nothing
		held string // organisation held back
	}{
		{"numerator above denominator", "RTE,Q2 2018/19,discharge.within-24-hours,120,100,,,", ingest.NumeratorAbove, "", "RTE"},
		{"nothing of nothing is a nil return", "RTE,Q2 2018/19,discharge.within-24-hours,0,0,,,", "", "nil_return", ""},
		{"something of nothing", "RTE,Q2 2018/19,discharge.within-24-hours,3,0,,,", ingest.NumeratorAbove, "", "RTE"},
		{"referrals may exceed 100 %", "11M,Jul 2018,ers.utilisation,120,100,,,", ingest.AboveRangeKept, "120 = 120/100", ""},
		{"other percentages may not", "RTE,Q2 2018/19,nhs-number.coverage,,,101,,", ingest.AboveRange, "", "RTE"},
		{"below 0", "RTE,Q2 2018/19,nhs-number.coverage,,,-1,,", ingest.BelowRange, "", "RTE"},
		{"negative numerator", "RTE,Q2 2018/19,discharge.within-24-hours,-5,100,,,", ingest.BelowRange, "", "RTE"},
		{"a score above its scale", "ZZ1,2025,dma-2024-25.well-led,,,5.5,,", ingest.AboveRange, "", "ZZ1"},
		{"text for a number", "RTE,Q2 2018/19,nhs-number.coverage,,,most,,", ingest.NotANumber, "", "RTE"},
		{"a decimal comma", "RTE,Q2 2018/19,nhs-number.coverage,,,\"97,5\",,", ingest.NotANumber, "", "RTE"},
		{"half a practice", "11M,Q2 2018/19,primary-care.practices,,,81.5,,", ingest.NotWhole, "", "11M"},
		{"a count with thousands", "11M,Q2 2018/19,primary-care.practices,,,\"1,081\",,", "", "1081", ""},
		{"a spreadsheet error", "RTE,Q2 2018/19,nhs-number.coverage,,,#DIV/0!,,", ingest.SpreadsheetError, "", "RTE"},
		{"a formula as text", "RTE,Q2 2018/19,nhs-number.coverage,,,=cmd|'/c calc'!A1,,", ingest.NotANumber, "", "RTE"},
		{"numerator alone", "RTE,Q2 2018/19,discharge.within-24-hours,85,,,,", ingest.RatioHalf, "", "RTE"},
		{"denominator alone", "RTE,Q2 2018/19,discharge.within-24-hours,,100,,,", ingest.RatioHalf, "", "RTE"},
		{"printed value differs", "RTE,Q2 2018/19,discharge.within-24-hours,50,100,55,,", ingest.PrintedDiffers, "50 = 50/100", ""},
		{"printed value is rounded", "RTE,Q2 2018/19,discharge.within-24-hours,2,3,67%,,", "", "66.666666667 = 2/3", ""},
		{"suppressed numerator", "RTE,Q2 2018/19,discharge.within-24-hours,*,100,,,", "", "= NaN/100 suppressed", ""},
		{"small numerator", "RTE,Q2 2018/19,discharge.within-24-hours,<5,100,,,", "", "= NaN/100 suppressed", ""},
		{"an upper bound", "RTE,Q2 2018/19,nhs-number.coverage,,,<5,,", "", "5 below_bound", ""},
		{"not available", "RTE,Q2 2018/19,nhs-number.coverage,,,-,,", "", "not_available", ""},
		{"null", "RTE,Q2 2018/19,nhs-number.coverage,,,NULL,,", "", "not_available", ""},
		{"suppressed, c", "RTE,Q2 2018/19,nhs-number.coverage,,,[c],,", "", "suppressed", ""},
		{"not available, x", "RTE,Q2 2018/19,nhs-number.coverage,,,[x],,", "", "not_available", ""},
		{"not applicable, z", "RTE,Q2 2018/19,nhs-number.coverage,,,[z],,", "", "not_applicable", ""},
		{"n/a can mean two things", "RTE,Q2 2018/19,nhs-number.coverage,,,n/a,,", ingest.MissingUnclear, "not_available", ""},
		{"an estimate by its mark", "RTE,Q2 2018/19,nhs-number.coverage,,,97 [e],,", "", "97 (estimated)", ""},
		{"an unknown mark", "RTE,Q2 2018/19,nhs-number.coverage,,,97,,roughly", ingest.FlagUnknown, "97", ""},
		{"a state in words", "RTE,Q2 2018/19,nhs-number.coverage,,,,not applicable,", "", "not_applicable", ""},
		{"a state nobody knows", "RTE,Q2 2018/19,nhs-number.coverage,,,,maybe,", ingest.StateUnknown, "", "RTE"},
		{"a state against a value", "RTE,Q2 2018/19,nhs-number.coverage,,,97,not applicable,", ingest.StateAndValue, "", "RTE"},
		{"reported, without a value", "RTE,Q2 2018/19,nhs-number.coverage,,,,reported,", ingest.StateAndValue, "", "RTE"},
		{"unknown organisation", "GLOUCESTERSHIRE HOSPITAL,Q2 2018/19,nhs-number.coverage,,,97,,", ingest.OrgUnknown, "", ""},
		{"no organisation", ",Q2 2018/19,nhs-number.coverage,,,97,,", ingest.OrgMissing, "", ""},
		{"a name of two bodies", "GP practices,Q2 2018/19,nhs-number.coverage,,,97,,", ingest.OrgAmbiguous, "", ""},
		{"closed in the period", "RTQ,Q3 2019/20,nhs-number.coverage,,,97,,", ingest.OrgClosed, "", "RTQ"},
		{"open in part of the period", "RTQ,Q2 2019/20,nhs-number.coverage,,,97,,", "", "97", ""},
		{"unknown measure", "RTE,Q2 2018/19,nhs-number.covrage,,,97,,", ingest.MeasureUnknown, "", "RTE"},
		{"no measure", "RTE,Q2 2018/19,,,,97,,", ingest.MeasureMissing, "", "RTE"},
		{"a measure by its title", "RTE,Q2 2018/19,Records with the NHS number,,,97,,", "", "97", ""},
		{"a period nobody can read", "RTE,the summer,nhs-number.coverage,,,97,,", ingest.PeriodCell, "", "RTE"},
		{"no period", "RTE,,nhs-number.coverage,,,97,,", ingest.PeriodCell, "", "RTE"},
		{"a period in the future", "RTE,Q4 2027/28,nhs-number.coverage,,,97,,", ingest.PeriodFuture, "", "RTE"},
		{"a period that is not over", "RTE,Q2 2026/27,nhs-number.coverage,,,97,,", ingest.PeriodFuture, "", "RTE"},
		{"a month for a quarterly measure", "RTE,Jul 2018,nhs-number.coverage,,,97,,", ingest.PeriodUnexpected, "97", ""},
		{"a date that stands for its quarter", "RTE,01/07/2018,nhs-number.coverage,,,97,,", "", "97", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := read(t, csvFile(long, c.row, good))
			rules := rulesOf(got.Report.Issues, e, w)
			want := []string{}
			if c.rule != "" {
				want = append(want, c.rule)
			}
			if !slices.Equal(rules, want) && len(rules)+len(want) > 0 {
				t.Errorf("rules %v, want %v\n%s", rules, want, issuesText(got.Report.Issues))
			}
			lines := got.lines()
			if len(lines) == 0 || !strings.HasPrefix(lines[len(lines)-1], "RYF nhs-number.coverage Q2018-07 85") {
				t.Fatalf("the good row is missing: %v", lines)
			}
			kept := ""
			if len(lines) == 2 {
				kept = lines[0]
			}
			if (c.kept == "") != (kept == "") || !strings.Contains(kept, c.kept) {
				t.Errorf("recorded %q, want %q", kept, c.kept)
			}
			if held := strings.Join(got.Report.OrganisationsHeld, ","); held != c.held {
				t.Errorf("held back %q, want %q", held, c.held)
			}
		})
	}
}

// Faults of the whole file: nothing of it may be kept.
func TestRulesOfAFile(t *testing.T) {
	for _, c := range []struct {
		name string
		file file
		hint string
		rule string
		says string // part of the message
	}{
		{"no layout", csvFile("Name,Colour", "RTE,blue"), "", ingest.LayoutNone, ""},
		{"almost a layout", csvFile("Organisation code,Period,Measure,Valu", "RTE,Q2 2018/19,nhs-number.coverage,97"), "", ingest.LayoutNone, "missing “Value”"},
		{"wide without a measure", csvFile("Organisation code,Period,nhs-number.covrage", "RTE,Q2 2018/19,97"), "", ingest.LayoutNone, "a heading that names a measure"},
		{"several layouts", csvFile("Organisation code,Period,Measure,Value,Planned value", "RTE,Q2 2018/19,nhs-number.coverage,97,98"), "", ingest.LayoutSeveral, "waymark-plan"},
		{"a layout nobody declared", csvFile(long, "RTE,Q2 2018/19,nhs-number.coverage,,,97,,"), "waymark-tall", ingest.LayoutHintUnknown, "waymark-tall"},
		{"a layout that does not fit", csvFile(long, "RTE,Q2 2018/19,nhs-number.coverage,,,97,,"), "ers-monthly", ingest.LayoutHintMismatch, "missing"},
		{"the name of the file decides", file{"practices.csv", []byte("ODS Code,EPS Items,eRD Items,All Items,EPS Utilisation,eRD Utilisation (All Items)\nL84001,1,1,2,50,50\n")}, "", ingest.LayoutNone, "name is not like"},
		{"no period in the file's name", file{"practices.csv", []byte("ODS Code,EPS Items,eRD Items,All Items,EPS Utilisation,eRD Utilisation (All Items)\nL84001,1,1,2,50,50\n")}, "eps-practice", ingest.PeriodUnreadable, ""},
		{"a period to come in the file's name", file{"erd-data-june-2031.csv", []byte("ODS Code,EPS Items,eRD Items,All Items,EPS Utilisation,eRD Utilisation (All Items)\nL84001,1,1,2,50,50\n")}, "", ingest.PeriodFutureFile, ""},
		{"a heading twice", csvFile("Organisation code,Period,Measure,Value,Value", "RTE,Q2 2018/19,nhs-number.coverage,97,98"), "", ingest.HeadingTwice, "“Value”"},
		{"only headings", csvFile(long), "", ingest.NothingRead, ""},
		{"nothing filled in", csvFile(long, "RTE,Q2 2018/19,nhs-number.coverage,,,,,"), "", ingest.NothingRead, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := read(t, c.file, func(in *ingest.Input) { in.LayoutHint = c.hint })
			if !got.Report.Refused() {
				t.Fatalf("not refused: %v", got.lines())
			}
			if len(got.Report.Issues) == 0 || got.Report.Issues[0].Rule != c.rule {
				t.Fatalf("want %s:\n%s", c.rule, issuesText(got.Report.Issues))
			}
			if !strings.Contains(got.Report.Issues[0].Message, c.says) {
				t.Errorf("the message %q does not say %q", got.Report.Issues[0].Message, c.says)
			}
		})
	}
}

func TestHeadersAsPeopleMakeThem(t *testing.T) {
	row := "RTE,Q2 2018/19,nhs-number.coverage,97"
	for name, f := range map[string]file{
		"title rows above":       csvFile("NHS number return", "Gloucestershire", "", "Organisation code,Period,Measure,Value", row),
		"footnote marks":         csvFile("Organisation code [1],\"Period [2, 3]\",Measure,Value*", row),
		"other case and spacing": csvFile("ORGANISATION   CODE,period,Measure:,value", row),
		"blank first column":     csvFile(",Organisation code,Period,Measure,Value", ","+row),
		"other order":            csvFile("Value,Measure,Period,ODS code", "97,nhs-number.coverage,Q2 2018/19,RTE"),
		"footer":                 csvFile("Organisation code,Period,Measure,Value", row, "", "Source: the trust", "Notes: none,,,"),
		"blank rows":             csvFile("Organisation code,Period,Measure,Value", "", ",,,", row, ""),
		"header again":           csvFile("Organisation code,Period,Measure,Value", row, "Organisation code,Period,Measure,Value"),
		"another column":         csvFile("Organisation code,Period,Measure,Value,Remark", row+",fine"),
	} {
		t.Run(name, func(t *testing.T) {
			got := read(t, f)
			if len(got.observations) != 1 || got.observations[0].Value != 97 || len(rulesOf(got.Report.Issues, e)) > 0 {
				t.Errorf("%v\n%s", got.lines(), issuesText(got.Report.Issues))
			}
		})
	}
}

func TestOnlyOwnOrganisations(t *testing.T) {
	f := csvFile(long, "RTE,Q2 2018/19,nhs-number.coverage,,,97,,", "RYF,Q2 2018/19,nhs-number.coverage,,,98,,")
	d := loadDirectory(t)
	own := d.Find("RYF", nil, period.Period{Kind: period.KindDay}).Organisation.ID
	got := read(t, f, func(in *ingest.Input) { in.May = func(id maturity.OrganisationID) bool { return id == own } })
	if len(got.observations) != 1 || got.observations[0].Organisation != own {
		t.Errorf("recorded %v", got.lines())
	}
	if rules := rulesOf(got.Report.Issues, e); !slices.Equal(rules, []string{ingest.OrgNotYours}) || got.Report.Refused() {
		t.Errorf("rules %v", rules)
	}
}

// Ten thousand equal faults are one line with five examples, and two hundred kinds are the most a report lists.
func TestEqualFaultsAreOneLine(t *testing.T) {
	rows := []string{long}
	for range 10_000 {
		rows = append(rows, "RTE,Q2 2018/19,discharge.within-24-hours,120,100,,,")
	}
	got := read(t, csvFile(rows...))
	if len(got.Report.Issues) != 1 || got.Report.Issues[0].Count != 10_000 || len(got.Report.Issues[0].Examples) != 5 {
		t.Errorf("%s", issuesText(got.Report.Issues))
	}
	rows = rows[:1]
	for i := range 10_000 {
		rows = append(rows, "RTE,Q2 2018/19,m"+string(rune('a'+i%26))+string(rune('a'+i/26%26))+string(rune('a'+i/676))+",,,97,,")
	}
	got = read(t, csvFile(rows...))
	last := got.Report.Issues[len(got.Report.Issues)-1]
	if n := len(got.Report.Issues); n != 201 || last.Rule != ingest.MoreFindings || last.Count != 9_800 || last.Level != e {
		t.Errorf("%d issues, the last %+v", n, last)
	}
}

// An issue beyond the reach of a report never loses what it holds back.
func TestUnknownOrganisationsStayBounded(t *testing.T) {
	rows := []string{long}
	for i := range 3000 {
		rows = append(rows, "Nobody "+string(rune('a'+i%26))+string(rune('a'+i/26%26))+string(rune('a'+i/676))+",Q2 2018/19,nhs-number.coverage,,,97,,")
	}
	got := read(t, csvFile(rows...))
	total := int64(0)
	for _, i := range got.Report.Issues {
		if i.Rule == ingest.OrgUnknown {
			total += i.Count
		}
	}
	if total != 3000 || len(got.Report.Issues) != 26 || len(got.Report.OrganisationsUnknown) != 50 {
		t.Errorf("%d rows in %d issues, %d names", total, len(got.Report.Issues), len(got.Report.OrganisationsUnknown))
	}
}
