package ingest_test

import (
	"path/filepath"
	"testing"

	"waymark/internal/ingest"
	"waymark/internal/period"
)

// shippedLayouts are the shipped layouts, each with a file of its shape.
var shippedLayouts = []struct {
	golden string
	file   string
	hint   string
}{
	{"dma-matrix", "dma_table2_wide.csv", ""},
	{"dma-scores-tables", "dma_scores_table.csv", ""},
	{"dma-scores-detail", "dma_scores_detail.csv", ""},
	{"universal-capability-baselines", "universal_capability_baselines.csv", ""},
	{"primary-care-tables", "primary_care_status.csv", "primary-care-tables"},
	{"primary-care-text", "primary_care_status.csv", "primary-care-text"},
	{"primary-care-oxfordshire", "primary_care_status.csv", "primary-care-oxfordshire"},
	{"primary-care-england-2012", "primary_care_status.csv", "primary-care-england-2012"},
	{"nhs-number-coverage", "nhs_number_coverage.csv", ""},
	{"pomi-2015-appointments", "pomi_book_cancel_appointments_2015-04_extract.csv", ""},
	{"pomi-2017", "pomi_long_2017.csv", ""},
	{"pomi-2020", "pomi_long_2020.csv", ""},
	{"pomi-2023", "pomi_long_2023.csv", ""},
	{"online-consultation-sub-icb", "oc_subicb_monthly_extract.csv", ""},
	{"eps-fractions", "erd-data-june-2017.csv", ""},
	{"eps-percent", "erd-data-march-2024.csv", ""},
	{"ers-monthly", "ers_monthly.csv", ""},
	{"online-consultation-national", "oc_national_monthly_extract.csv", ""},
	{"pomi-2015-prescriptions", "pomi_order_prescriptions.csv", ""},
	{"pomi-2015-record", "pomi_view_record.csv", ""},
	{"illustrative-return", "illustrative_return.csv", ""},
	{"illustrative-plan", "illustrative_plan.csv", ""},
}

// What is recorded of a file of each shipped layout, and what is said of it.
func TestShippedLayouts(t *testing.T) {
	for _, c := range shippedLayouts {
		t.Run(c.golden, func(t *testing.T) {
			got := read(t, load(t, filepath.Join("testdata", "files", c.file)), func(in *ingest.Input) { in.LayoutHint = c.hint })
			golden(t, c.golden, got.text())
		})
	}
}

func TestPublishedWorkbooks(t *testing.T) {
	for name, f := range map[string]file{
		"dma-2024-25":                 dmaWorkbook(t),
		"online-consultation-2024-04": onlineConsultationWorkbook(t, false),
		"online-consultation-2025-03": onlineConsultationWorkbook(t, true),
	} {
		t.Run(name, func(t *testing.T) { golden(t, name, read(t, f).text()) })
	}
}

// A layout that ships without a file to try it on is a promise nobody checks.
func TestEveryShippedLayoutIsTried(t *testing.T) {
	tried := map[string]bool{"waymark-long": true, "waymark-wide": true, "waymark-plan": true, "return-form": true, "dma-2024-25": true, "online-consultation": true}
	for _, c := range shippedLayouts {
		got := read(t, load(t, filepath.Join("testdata", "files", c.file)), func(in *ingest.Input) { in.LayoutHint = c.hint })
		tried[got.Report.Layout] = true
	}
	for _, l := range shipped(t).Layouts {
		if !tried[l.ID] {
			t.Errorf("no file is read with %s", l.ID)
		}
	}
}

// The sender chooses the period when the layout leaves it to the sender and the file has none.
func TestPeriodOfTheSender(t *testing.T) {
	f := csvFile("Organisation code,Period,Measure,Value", "RTE,Q2 2018/19,nhs-number.coverage,97")
	chosen, err := period.FromCode("Q2018-10")
	if err != nil {
		t.Fatal(err)
	}
	got := read(t, f, func(in *ingest.Input) { in.PeriodHint = chosen })
	if rules := rulesOf(got.Report.Issues); len(rules) != 1 || rules[0] != ingest.PeriodNotChosen {
		t.Errorf("rules %v, want only %s", rules, ingest.PeriodNotChosen)
	}
}
