package bench

import (
	"context"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/xuri/excelize/v2"

	"waymark/internal/sheet"
)

// WorkbookResult is what reading a large workbook was measured at.
type WorkbookResult struct {
	Rows                   int
	FileBytes              int64
	BareRead, Read, Import time.Duration
	ReadRatio, ImportRatio float64 // against the bare streaming read of excelize
	PeakMemory             int64   // resident bytes while importing
}

// Workbook measures a large workbook: read by Waymark, and imported with all checks and written, each against a bare
// streaming read of the same file by excelize. Rows 0 is a million.
func Workbook(ctx context.Context, o ImportOptions) (r WorkbookResult, err error) {
	if o.Rows == 0 {
		o.Rows = 1_000_000
	}
	b, err := newImportBench(ctx, o)
	if err != nil {
		return r, err
	}
	r.Rows = b.shape.rows()
	file, err := b.workbook()
	if err != nil {
		return r, err
	}
	defer os.Remove(file.Name())
	defer file.Close()
	if r.FileBytes, err = file.Seek(0, io.SeekEnd); err != nil {
		return r, err
	}
	if r.BareRead, err = b.bareRead(file.Name(), r.Rows+1); err != nil {
		return r, err
	}
	b.say("bare excelize read", r.BareRead)
	if r.Read, err = b.readSheet(ctx, file, r.Rows+1); err != nil {
		return r, err
	}
	b.say("read with addresses and kinds", r.Read)
	resetPeak()
	if _, r.Import, err = b.importFile(ctx, file, "large.xlsx"); err != nil {
		return r, err
	}
	r.PeakMemory = peak()
	b.say("import of the workbook", r.Import)
	r.ReadRatio, r.ImportRatio = r.BareRead.Seconds()/r.Read.Seconds(), r.BareRead.Seconds()/r.Import.Seconds()
	return r, nil
}

func (b *importBench) workbook() (*os.File, error) {
	file, err := os.CreateTemp(b.TempDir, "waymark-bench-*.xlsx")
	if err != nil {
		return nil, err
	}
	columns := make([]sheet.OutColumn, len(importHeader))
	for i, h := range importHeader {
		columns[i] = sheet.OutColumn{Heading: h}
	}
	row := make([]any, len(importHeader))
	rows := func(yield func([]any) bool) {
		b.shape.each(0, func(c importCell) error {
			row[0], row[1], row[2], row[3], row[4], row[5] = importCode(c.organisation), c.month.Short(), importMeasure(c.measure), c.numerator, c.denominator, nil
			if !yield(row) {
				return io.EOF
			}
			return nil
		})
	}
	return file, sheet.WriteXLSX(file, []sheet.OutSheet{{Name: "Return", Columns: columns, Rows: rows}})
}

func (b *importBench) bareRead(name string, want int) (time.Duration, error) {
	start := time.Now()
	book, err := excelize.OpenFile(name, excelize.Options{TmpDir: b.TempDir, RawCellValue: true})
	if err != nil {
		return 0, err
	}
	defer book.Close()
	rows, err := book.Rows("Return")
	if err != nil {
		return 0, err
	}
	n := 0
	for ; rows.Next(); n++ {
		if _, err := rows.Columns(); err != nil {
			return 0, err
		}
	}
	if n != want {
		return 0, fmt.Errorf("excelize read %d rows, want %d", n, want)
	}
	return time.Since(start), rows.Close()
}

func (b *importBench) readSheet(ctx context.Context, file *os.File, want int) (time.Duration, error) {
	start := time.Now()
	source, err := sheet.FileSource(file)
	if err != nil {
		return 0, err
	}
	book, err := sheet.Open(ctx, source, file.Name(), sheet.DefaultLimits())
	if err != nil {
		return 0, err
	}
	defer book.Close()
	n := 0
	if err := book.Rows("Return", func(sheet.Row) error { n++; return nil }); err != nil {
		return 0, err
	}
	if n != want {
		return 0, fmt.Errorf("read %d rows, want %d", n, want)
	}
	return time.Since(start), nil
}
