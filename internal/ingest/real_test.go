package ingest_test

import (
	"encoding/csv"
	"os"
	"slices"
	"strings"
	"testing"

	"waymark/internal/ingest"
	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/testfile"
)

// codesFrom makes a directory of the codes and names a published reference file lists.
func codesFrom(t testing.TB, path string, code, name int, kind string) *directory {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	d := &directory{}
	for _, row := range rows {
		d.add(maturity.Organisation{Code: row[code], Name: row[name], Kind: kind})
	}
	return d
}

// byCode answers only codes, at once: the directory of the tests is too slow for thousands of practices.
type byCode map[string]maturity.Organisation

func (b byCode) Find(text string, _ []string, _ period.Period) maturity.Found {
	o, ok := b[text]
	return maturity.Found{Organisation: o, OK: ok}
}

func practices(t testing.TB, path string) (byCode, *directory) {
	d := codesFrom(t, path, 0, 1, "practice")
	d.add(maturity.Organisation{Code: "ENG", Name: "England", Kind: "nation"})
	b := byCode{}
	for _, e := range d.all {
		b[e.Code] = e.Organisation
	}
	return b, d
}

func with(dir ingest.Directory) func(*ingest.Input) {
	return func(in *ingest.Input) { in.Directory = dir }
}

func value(t testing.TB, o outcome, code, measure, when string) maturity.Observation {
	t.Helper()
	for _, v := range o.observations {
		if v.Measure == measure && v.Period.Code() == when && o.directory.code(v.Organisation) == code {
			return v
		}
	}
	t.Errorf("no %s of %s in %s", measure, code, when)
	return maturity.Observation{}
}

func TestRealDigitalMaturityWorkbook(t *testing.T) {
	path := testfile.Shared(t, "data", "dma", "dma_2024_2025_results_data_file.xlsx")
	trusts := codesFrom(t, testfile.Shared(t, "data", "ods", "etr_dse_2025-12.csv"), 0, 1, "acute")
	got := read(t, load(t, path), with(trusts))
	if got.Report.Layout != "dma-2024-25" || got.Report.Refused() {
		t.Fatalf("%s", issuesText(got.Report.Issues))
	}
	if !slices.Equal(got.Report.Periods, []string{"CY2024", "CY2025"}) || len(got.Report.Measures) != 8 {
		t.Errorf("periods %v, measures %v", got.Report.Periods, got.Report.Measures)
	}
	trustsFound, providers := got.Report.OrganisationsFound, 204
	if trustsFound < 195 || trustsFound > providers {
		t.Errorf("%d of %d trusts found", trustsFound, providers)
	}
	rules := rulesOf(got.Report.Issues)
	for _, rule := range []string{ingest.SheetHidden, ingest.RowsCombined} {
		if !slices.Contains(rules, rule) {
			t.Errorf("no %s in %v", rule, rules)
		}
	}
	if errors := slices.Compact(rulesOf(got.Report.Issues, e)); !slices.Equal(errors, []string{ingest.OrgUnknown}) {
		t.Errorf("errors %v, want unknown organisations only", errors)
	}
	// Salisbury has one setting: the value of its row.
	got.directory = trusts
	if v := value(t, got, "RNZ", "dma-2024-25.well-led", "CY2025"); v.Value != 2.8 {
		t.Errorf("Salisbury's Well Led is %v", v.Value)
	}
	// Leeds Community Healthcare has several: the mean, with the cells it is made of.
	if v := value(t, got, "RY6", "dma-2024-25.smart-foundations", "CY2025"); !strings.HasPrefix(v.Seen, "mean of ") {
		t.Errorf("Leeds Community's value says %q", v.Seen)
	}
}

func TestRealOnlineConsultationWorkbooks(t *testing.T) {
	byCode, d := practices(t, testfile.Shared(t, "data", "ods", "epraccur_2024-08.csv"))
	for _, c := range []struct {
		file, month                 string
		rows, months, notAvailable  int
		receiving, patients, admins float64 // national
	}{
		{"oc_submissions_2024-04.xlsx", "M2024-04", 4882, 13, 0, 4882, 63223962, 863948},
		{"oc_submissions_2025-03.xlsx", "M2025-03", 6213, 19, 450, 5367, 63760837, 1159276},
	} {
		t.Run(c.file, func(t *testing.T) {
			got := read(t, load(t, testfile.Shared(t, "data", "online_consultation", c.file)), with(byCode))
			got.directory = d
			if got.Report.Layout != "online-consultation" || got.Report.Refused() || len(got.Report.Periods) != c.months {
				t.Fatalf("%v\n%s", got.Report.Periods, issuesText(got.Report.Issues))
			}
			v := value(t, got, "ENG", "online-consultation.practices-receiving", c.month)
			if v.Numerator != c.receiving {
				t.Errorf("practices receiving: %v, want %v", v.Numerator, c.receiving)
			}
			if v := value(t, got, "ENG", "online-consultation.registered-patients", c.month); v.Value != c.patients {
				t.Errorf("patients: %v, want %v", v.Value, c.patients)
			}
			if v := value(t, got, "ENG", "online-consultation.administrative-submissions", c.month); v.Value != c.admins {
				t.Errorf("administrative submissions: %v, want %v", v.Value, c.admins)
			}
			practices, missing := 0, 0
			for _, v := range got.observations {
				if v.Measure == "online-consultation.submissions" && d.code(v.Organisation) != "ENG" {
					practices++
					if v.State == maturity.NotAvailable {
						missing++
					}
				}
			}
			unknown := 0
			for _, i := range got.Report.Issues {
				if i.Rule == ingest.OrgUnknown {
					unknown += int(i.Count)
				}
			}
			if practices+unknown != c.rows {
				t.Errorf("%d practices and %d unknown ones, want %d together", practices, unknown, c.rows)
			}
			if missing < c.notAvailable-50 || missing > c.notAvailable+50 {
				t.Errorf("%d practices without an available figure, want about %d", missing, c.notAvailable)
			}
			if errors := slices.Compact(rulesOf(got.Report.Issues, e)); len(errors) > 0 && !slices.Equal(errors, []string{ingest.OrgUnknown}) {
				t.Errorf("errors %v\n%s", errors, issuesText(got.Report.Issues))
			}
		})
	}
}

func TestRealPatientOnlineSample(t *testing.T) {
	byCode, d := practices(t, testfile.Shared(t, "data", "ods", "epraccur_2016-02.csv"))
	got := read(t, load(t, testfile.Shared(t, "data", "pomi", "pomi_book_cancel_appointments_2015-04_sample.csv")), with(byCode))
	got.directory = d
	if got.Report.Layout != "pomi-2015-appointments" || got.Report.RowsRead != 99 || len(rulesOf(got.Report.Issues, e)) > 0 {
		t.Fatalf("%d rows\n%s", got.Report.RowsRead, issuesText(got.Report.Issues))
	}
	if v := value(t, got, "F85036", "patient-online.appointments-enabled", "M2015-04"); v.State != maturity.NotAvailable {
		t.Errorf("NULL became %v", v.State)
	}
}

func TestRealSubICBMonths(t *testing.T) {
	d := codesFrom(t, testfile.Shared(t, "data", "ods", "ons_sicbl_to_icb_to_nhser_2023-04.csv"), 1, 2, "sub_icb")
	got := read(t, load(t, testfile.Shared(t, "data", "derived", "oc_subicb_monthly.csv")), with(d))
	if got.Report.RowsRead != 2226 || got.Report.OrganisationsFound != 106 || len(got.Report.Periods) != 21 || len(rulesOf(got.Report.Issues, e, w)) > 0 {
		t.Errorf("%d rows, %d areas, %d months\n%s", got.Report.RowsRead, got.Report.OrganisationsFound, len(got.Report.Periods), issuesText(got.Report.Issues))
	}
}

func TestRealDigitalMaturityScores(t *testing.T) {
	path := testfile.Shared(t, "domain", "dma_scores.csv")
	tables := read(t, load(t, path), func(in *ingest.Input) { in.LayoutHint = "dma-scores-tables" })
	detail := read(t, load(t, path), func(in *ingest.Input) { in.LayoutHint = "dma-scores-detail" })
	for _, got := range []outcome{tables, detail} {
		if rules := rulesOf(got.Report.Issues, e, w); len(rules) > 0 || got.Report.Refused() {
			t.Errorf("%s", issuesText(got.Report.Issues))
		}
	}
	// The matrix and the long scores are the same values.
	matrix := read(t, load(t, testfile.Shared(t, "domain", "dma_table2_wide.csv")))
	long := tables.bare()
	for _, line := range matrix.bare() {
		if !slices.Contains(long, line) {
			t.Errorf("only in the matrix: %s", line)
		}
	}
	if only := read(t, load(t, path)); !only.Report.Refused() {
		t.Error("the file holds two sources, so its layout must be named")
	}
}
