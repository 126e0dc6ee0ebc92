package sheet

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/xuri/excelize/v2"
)

// benchRows is how many rows the benchmarks read; the time per row hardly changes from here to a million.
const benchRows = 100_000

func BenchmarkReadCSV(b *testing.B) {
	name := filepath.Join(b.TempDir(), "large.csv")
	writeBenchCSV(b, name, benchRows)
	b.ReportAllocs()
	for b.Loop() {
		countRows(b, name, benchRows)
	}
	b.ReportMetric(float64(benchRows)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}

func BenchmarkReadXLSX(b *testing.B) {
	name := filepath.Join(b.TempDir(), "large.xlsx")
	writeBenchXLSX(b, name, benchRows)
	b.ReportAllocs()
	for b.Loop() {
		countRows(b, name, benchRows)
	}
	b.ReportMetric(float64(benchRows)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}

func BenchmarkReadXLSXBareExcelize(b *testing.B) {
	name := filepath.Join(b.TempDir(), "large.xlsx")
	writeBenchXLSX(b, name, benchRows)
	b.ReportAllocs()
	for b.Loop() {
		f, err := excelize.OpenFile(name, excelize.Options{TmpDir: b.TempDir(), RawCellValue: true})
		if err != nil {
			b.Fatal(err)
		}
		rows, err := f.Rows("Sheet1")
		if err != nil {
			b.Fatal(err)
		}
		n := 0
		for rows.Next() {
			if _, err := rows.Columns(); err != nil {
				b.Fatal(err)
			}
			n++
		}
		if err := f.Close(); n != benchRows || err != nil {
			b.Fatal(n, err)
		}
	}
	b.ReportMetric(float64(benchRows)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}

// countRows reads every sheet of a file and checks how many rows there are.
func countRows(t testing.TB, name string, want int) {
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	src, err := FileSource(f)
	if err != nil {
		t.Fatal(err)
	}
	book, err := Open(context.Background(), src, name, DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	n := 0
	if err := book.Rows(book.Sheets()[0].Name, func(Row) error { n++; return nil }); n != want || err != nil {
		t.Fatal(n, err)
	}
}

func writeBenchCSV(t testing.TB, name string, rows int) {
	f, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	w := bufio.NewWriter(f)
	for i := range rows {
		fmt.Fprintf(w, "30SEP2020,Y%02d,REGION NAME,%03dX,\"NHS SOMEWHERE, CCG\",A%05d,THE SURGERY,EMIS,Pat_Presc_Enbld,%d\n", i%7, i%191, i%8000, i)
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}

// writeBenchXLSX makes eight columns: a date, shared texts that repeat, and numbers.
func writeBenchXLSX(t testing.TB, name string, rows int) {
	f := excelize.NewFile(excelize.Options{TmpDir: t.TempDir()})
	w, err := f.NewStreamWriter("Sheet1")
	if err != nil {
		t.Fatal(err)
	}
	for i := range rows {
		cells := []any{43282 + i%900, fmt.Sprintf("Y%02d", i%7), fmt.Sprintf("A%05d", i%8000), "THE SURGERY", i, float64(i) / 7, i % 100, "EMIS"}
		if err := w.SetRow(fmt.Sprintf("A%d", i+1), cells); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	if err := f.SaveAs(name); err != nil {
		t.Fatal(err)
	}
}
