package ingest_test

import (
	"bytes"
	"context"
	"fmt"
	"testing"

	"waymark/internal/ingest"
	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/sheet"
)

// benchFile is a file of Waymark's long form: organisations by months, with numerator, denominator and value.
func benchFile(rows int) []byte {
	var b bytes.Buffer
	b.WriteString("Organisation code,Period,Measure,Numerator,Denominator,Value,State\n")
	for i := range rows {
		month := period.Of(period.KindMonth, period.Date(2015, 4, 1)).Add(i % 108)
		numerator, denominator := 500+i%977, 2000+i%1013
		fmt.Fprintf(&b, "A%05d,%s,eps.utilisation,%d,%d,%.2f,\n", 10000+i/108%8000, month.Short(), numerator, denominator, float64(numerator)/float64(denominator)*100)
	}
	return b.Bytes()
}

type anyCode map[string]maturity.Organisation

func (a anyCode) Find(text string, _ []string, _ period.Period) maturity.Found {
	o, ok := a[text]
	if !ok {
		o = maturity.Organisation{ID: maturity.OrganisationID(len(a) + 1), Code: text, Name: text, Kind: "practice"}
		a[text] = o
	}
	return maturity.Found{Organisation: o, OK: true}
}

// BenchmarkLongCSV reads, resolves and checks rows of the long form; "rows/s" counts rows with three figures each.
func BenchmarkLongCSV(b *testing.B) {
	const rows = 100_000
	content := benchFile(rows)
	c := shipped(b)
	b.ReportAllocs()
	b.SetBytes(int64(len(content)))
	for b.Loop() {
		book, err := sheet.Open(context.Background(), bytes.NewReader(content), "return.csv", sheet.DefaultLimits())
		if err != nil {
			b.Fatal(err)
		}
		n := 0
		in := ingest.Input{Book: book, FileName: "return.csv", Catalogue: c, Directory: anyCode{}, Today: today}
		result, err := ingest.Read(context.Background(), in, func(maturity.Observation) error { n++; return nil }, nil)
		if err != nil || n != rows || len(result.Report.Issues) > 0 {
			b.Fatalf("%d rows, %v\n%s", n, err, issuesText(result.Report.Issues))
		}
	}
	b.ReportMetric(float64(rows)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}

// BenchmarkSheetAlone is the reading of the same file without ingest, to be taken off the figure above.
func BenchmarkSheetAlone(b *testing.B) {
	const rows = 100_000
	content := benchFile(rows)
	b.ReportAllocs()
	for b.Loop() {
		book, err := sheet.Open(context.Background(), bytes.NewReader(content), "return.csv", sheet.DefaultLimits())
		if err != nil {
			b.Fatal(err)
		}
		if err := book.Rows("", func(sheet.Row) error { return nil }); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(rows)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}
