package ingest_test

import (
	"bytes"
	"context"
	"testing"

	"waymark/internal/ingest"
	"waymark/internal/maturity"
	"waymark/internal/sheet"
)

// Whatever the bytes of a CSV file, reading ends without a panic, keeps nothing of a refused file's meaning unsaid, and
// gives only observations the definitions know.
func FuzzCSV(f *testing.F) {
	for _, seed := range []string{
		long + "\nRTE,Q2 2018/19,discharge.within-24-hours,850,1000,,,\n",
		"Organisation code,Period,Records with the NHS number (nhs-number.coverage)\nRTE,Q2 2018/19,97\n",
		"dma_group,section,is_pfpoc_capability,National,GHFT,GCC\nreadiness,Leadership,no,77,80,84\n",
		"report_period_end,region_code,ccg_code,practice_code,field,value\n30SEP2020,Y58,11M,L84001,patient_list_size,52\n",
		"ODS Code,EPS Items,eRD Items,All Items,EPS Utilisation,eRD Utilisation (All Items)\nL84001,1,1,2,0.5,50\n",
		"\xef\xbb\xbfOrganisation code;Period;Measure;Value\r\nGCC;;x;=1+1\r\n",
	} {
		f.Add([]byte(seed), "erd-data-june-2017.csv")
	}
	c, d := shipped(f), loadDirectory(f)
	f.Fuzz(func(t *testing.T, content []byte, name string) {
		book, err := sheet.Open(context.Background(), bytes.NewReader(content), "return.csv", sheet.DefaultLimits())
		if err != nil {
			return
		}
		defer book.Close()
		in := ingest.Input{Book: book, FileName: name, Catalogue: c, Directory: d, Today: today}
		seen := 0
		result, err := ingest.Read(context.Background(), in, func(o maturity.Observation) error {
			seen++
			if _, known := c.Measure(o.Measure); !known || o.Organisation == 0 || o.Period.IsZero() || o.State == 0 || o.Cell.Row == 0 || o.Cell.Column == 0 {
				t.Errorf("an incomplete observation: %+v", o)
			}
			if o.State == maturity.Reported && o.Value != o.Value || o.Value-o.Value != 0 && o.Value == o.Value {
				t.Errorf("a reported value that is none: %+v", o)
			}
			return nil
		}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if seen == 0 && len(result.Report.Issues) == 0 {
			t.Error("nothing was recorded and nothing was said")
		}
		if len(result.Report.Issues) > 250 {
			t.Errorf("%d issues", len(result.Report.Issues))
		}
	})
}
