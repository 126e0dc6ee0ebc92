package sheet

import (
	"os"
	"path/filepath"
	"testing"

	"waymark/internal/testfile"
)

// The real files, with the number of filled rows in each sheet.
func TestRealFiles(t *testing.T) {
	for file, want := range map[string][]int{
		"dma/dma_2024_2025_results_data_file.xlsx":              {21, 291, 293, 48, 48, 49},
		"online_consultation/oc_submissions_2024-04.xlsx":       {29, 27, 24, 4898},
		"online_consultation/oc_submissions_2025-03.xlsx":       {30, 27, 25, 6229, 27},
		"ods/epraccur_2024-08.csv":                              {16299},
		"ods/epcmem_2019-10.csv":                                {47822},
		"ods/trust_stp_lookup_2017-18.csv":                      {138},
		"pomi/pomi_book_cancel_appointments_2015-04_sample.csv": {100},
	} {
		content, err := os.ReadFile(testfile.Shared(t, "data", filepath.FromSlash(file)))
		if err != nil {
			t.Fatal(err)
		}
		book, err := open(t, filepath.Base(file), content, DefaultLimits())
		if err != nil {
			t.Errorf("%s: %v", file, err)
			continue
		}
		for i, s := range book.Sheets() {
			n := 0
			if err := book.Rows(s.Name, func(Row) error { n++; return nil }); err != nil || i >= len(want) || n != want[i] {
				t.Errorf("%s, sheet %q: %d rows, %v; want %v", file, s.Name, n, err, want)
			}
		}
	}
}
