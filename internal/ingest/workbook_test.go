package ingest_test

import (
	"bytes"
	"testing"

	"github.com/xuri/excelize/v2"
)

// book builds a workbook for a test.
type book struct {
	t testing.TB
	x *excelize.File
	n int
}

func newBook(t testing.TB) *book { return &book{t: t, x: excelize.NewFile()} }

// sheet adds a sheet whose rows are given by row number.
func (b *book) sheet(name string, rows map[int][]any) {
	b.t.Helper()
	var err error
	if b.n == 0 {
		err = b.x.SetSheetName("Sheet1", name)
	} else {
		_, err = b.x.NewSheet(name)
	}
	b.must(err)
	b.n++
	for number, cells := range rows {
		at, err := excelize.CoordinatesToCellName(1, number)
		b.must(err)
		b.must(b.x.SetSheetRow(name, at, &cells))
	}
}

func (b *book) must(err error) {
	b.t.Helper()
	if err != nil {
		b.t.Fatal(err)
	}
}

func (b *book) hide(name string) { b.must(b.x.SetSheetVisible(name, false)) }

func (b *book) merge(name, from, to string) { b.must(b.x.MergeCell(name, from, to)) }

// format gives cells a number format of their own.
func (b *book) format(name, from, to, format string) {
	style, err := b.x.NewStyle(&excelize.Style{CustomNumFmt: &format})
	b.must(err)
	b.must(b.x.SetCellStyle(name, from, to, style))
}

func (b *book) file(name string) file {
	var out bytes.Buffer
	b.must(b.x.Write(&out))
	b.must(b.x.Close())
	return file{name, out.Bytes()}
}

// dmaWorkbook has the shape of the 2024 and 2025 results data file: blank first column, two-row header in rows 10 and
// 11, sheet names with trailing blanks, several rows a trust, a hidden sheet. Names and values are invented.
func dmaWorkbook(t testing.TB) file {
	b := newBook(t)
	details := []any{"", "Organisation Details", "", "", "", "Pillar scores, all domains"}
	pillars := []any{"Well Led", "Ensure Smart Foundations", "Safe Practice", "Support Workforce", "Empower People", "Improve Care", "Healthy Populations"}
	b.sheet("Introduction ", map[int][]any{6: {"", "Example assessment 2025"}, 12: {"", "These results are invented."}})
	b.sheet("SC - 2025 Pillar Summary ", map[int][]any{
		2: {"", "2025: invented data"}, 9: {"", "England"}, 10: details,
		11: append([]any{"", "Region", "ICS", "Provider", "Care Setting"}, pillars...),
		12: {"", "SOUTH", "NHS EXAMPLE NORTH INTEGRATED CARE BOARD", "EXAMPLE VALE HOSPITALS NHS TRUST", "Acute", 2.8, 2.4, 2, 2, 1.9, 2, 1.4},
		13: {"", "SOUTH", "NHS EXAMPLE NORTH INTEGRATED CARE BOARD", "EXAMPLE MOOR PARTNERSHIP NHS TRUST", "Mental Health", 2, 2.3, 3.8, 2, 1.7, 2.5, 1.8},
		14: {"", "SOUTH", "NHS EXAMPLE NORTH INTEGRATED CARE BOARD", "EXAMPLE NOWHERE NHS TRUST", "Acute", 2, 2, 2, 2, 2, 2, 2},
		15: {"", "SOUTH", "NHS EXAMPLE NORTH INTEGRATED CARE BOARD", "EXAMPLE MOOR PARTNERSHIP NHS TRUST", "Community", 3, 2.4, 3.8, 2, 1.8, 2.4, 1.8},
		17: {"", "Source: invented"}, 18: {"", "Copyright: none"},
	})
	b.merge("SC - 2025 Pillar Summary ", "B10", "E10")
	b.sheet("SC - 24 vs 25 Overall DMA", map[int][]any{
		9: {"", "England"}, 10: {"", "Organisation Details", "", "", "", "Overall score, comparable domains only 1"},
		11: {"", "Region", "ICS", "Provider", "Care Setting", "2025 Average", "2024 Average"},
		12: {"", "SOUTH", "NHS EXAMPLE NORTH INTEGRATED CARE BOARD", "EXAMPLE VALE HOSPITALS NHS TRUST", "Acute", 2.25, 2.5},
		14: {"", "Notes:"}, 15: {"", "1) Invented."},
	})
	b.sheet("ICB - 2025 Pillar Summary", map[int][]any{
		10: {"", "Organisation Details", "", "Pillar scores, all domains"}, 11: append([]any{"", "Region", "ICS"}, pillars...),
		12: {"", "SOUTH", "NHS EXAMPLE NORTH INTEGRATED CARE BOARD", 2, 4, 3.3, 1.5, 2, 2.8, 2.6},
		14: {"", "Source: invented"},
	})
	b.sheet("ICB -24 vs 25 Overall DMA ", map[int][]any{
		10: {"", "Organisation Details", "", "Overall score"}, 11: {"", "Region", "ICS", "2025 Average", "2024 Average"},
		12: {"", "SOUTH", "NHS EXAMPLE NORTH INTEGRATED CARE BOARD", 2.75, 2.5},
	})
	b.sheet("2025 Pillar Summary (ICB PC)", map[int][]any{
		10: {"", "Organisation Details"}, 11: append([]any{"", "Region", "ICS"}, pillars...),
		12: {"", "SOUTH", "NHS EXAMPLE NORTH INTEGRATED CARE BOARD", 5, 5, 2, 5, 5, 5, 5},
	})
	b.hide("2025 Pillar Summary (ICB PC)")
	return b.file("dma_results_data_file.xlsx")
}

// onlineConsultationWorkbook has the shape of an edition of the monthly workbook; the later one lists all practices and
// says which take part. Values are invented.
func onlineConsultationWorkbook(t testing.TB, later bool) file {
	b := newBook(t)
	b.sheet("Title sheet", map[int][]any{8: {"Example of submissions by practice"}, 12: {"Publication date: none"}})
	months := []any{"", "", "Apr-24", "Mar-24", "Feb-24 [7]"}
	b.sheet("Table 1", map[int][]any{
		8: {"Return to Contents"}, 9: {"_"}, 10: {"Table 1: Summary, England"}, 11: months,
		12: {"Coverage", "Open active practices", 100, 101, 102},
		13: {"", "Count of practices known to have an Online Consultation System [1, 2]", 90, 90, 85},
		14: {"", "Count of practices receiving submissions via Online Consultation Systems [1, 2]", 80, 75, 70},
		15: {"", " "},
		16: {"", "Registered patients at open active practices", 1000000, 1010000, 1020000},
		17: {"", "Registered patients at practices known to have an Online Consultation System", 900000, 900000, 850000},
		18: {"", "Registered patients at practices that received submissions via an Online Consultation System", 800000, 750000, 700000},
		20: {"Submissions", "Total submissions received by practices [3], of which:", 50000, 45000, 42000},
		21: {"Submission type", "Clinical submissions", 30000, 27000, 25000},
		25: {"", "Rate per 1,000 patients registered at practices known to have an Online Consultation System [5]", 55.6, 50, 49.4},
		27: {"Source: invented"}, 28: {"Notes:", "1   Invented."},
	})
	header := []any{"Month [1]", "GP Code", "GP Name", "PCN Code [2, 3]", "PCN Name [3]", "Sub ICB Code", "Sub ICB Name", "ICB Code", "ICB Name", "Region Code",
		"Region Name", "Supplier [4, 5, 6]", "Submissions [7]", "Clinical Submissions [7]", "Administrative Submissions [7]",
		"Other/Unknown Type Submissions [7]", "Registered Patient Count [8]", "Rate per 1,000 Registered Patients [9, 10]"}
	row := func(code, supplier string, submissions, clinical, patients int, rate any, taking ...any) []any {
		return append([]any{45383, code, "EXAMPLE", "U1", "EXAMPLE PCN", "16C", "EXAMPLE ICB - 16C", "QHM", "EXAMPLE ICB", "Y63", "EXAMPLE", supplier,
			submissions, clinical, submissions - clinical, 0, patients, rate}, taking...)
	}
	rows := map[int][]any{8: {"Return to Contents"}, 10: {"Table 2: Submissions by practice"}, 12: header,
		13: row("A81001", "SUPPLIER A", 85, 65, 3891, 21.84528398869185),
		14: row("A81002", "SUPPLIER B", 425, 323, 18626, 22.9),
	}
	last := 15
	if later {
		rows[12] = append(header, "Participation")
		rows[13], rows[14] = append(rows[13], 1), append(rows[14], 1)
		rows[15] = row("A81009", "None/Unknown", 0, 0, 8155, 0, 1)
		rows[16] = row("A81004", "SUPPLIER A", 0, 0, 5000, 0, 0)
		last = 17
	}
	rows[last+1] = []any{"Source: invented"}
	rows[last+2] = []any{"Notes:", "  1   Invented."}
	b.sheet("Table 2", rows)
	b.format("Table 2", "A13", "A16", "mmm-yy")
	return b.file("example_submissions.xlsx")
}
