package sheet

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// repeated is a source that repeats a line without holding the file.
type repeated struct {
	line  string
	count int64
}

func (r repeated) Size() int64 { return r.count * int64(len(r.line)) }

func (r repeated) ReadAt(p []byte, offset int64) (int, error) {
	at := offset % int64(len(r.line))
	n := min(int64(len(p)), r.Size()-offset)
	for done := int64(0); done < n; {
		done += int64(copy(p[done:n], r.line[at:]))
		at = 0
	}
	return int(n), nil
}

const benchLine = "30SEP2020,Y56,REGION NAME,00LX,\"NHS SOMEWHERE, CCG\",A81001,THE SURGERY,EMIS,Pat_Presc_Enbld,1234\n"

// liveMemory is the most that stays allocated while a file is read, in bytes beyond what there was before.
func liveMemory(t testing.TB, src Source, name string, rows int) uint64 {
	t.Helper()
	lim := DefaultLimits()
	lim.MaxBytes = src.Size()
	live := func() uint64 {
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	before, most, n := live(), uint64(0), 0
	book, err := Open(context.Background(), src, name, lim)
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	err = book.Rows(book.Sheets()[0].Name, func(Row) error {
		if n++; n%(rows/5) == 0 {
			most = max(most, live())
		}
		return nil
	})
	if err != nil || n != rows {
		t.Fatal(n, err)
	}
	return most - min(most, before)
}

// What is held does not depend on the number of rows, nor on the number of different texts.
func TestMemoryDoesNotGrow(t *testing.T) {
	for _, rows := range []int{10_000, 150_000} {
		if live := liveMemory(t, repeated{benchLine, int64(rows)}, "a.csv", rows); live > 4<<20 {
			t.Errorf("%d rows of CSV hold %d bytes", rows, live)
		}
		if live := liveMemory(t, bytes.NewReader(workbookOfTexts(t, rows)), "a.xlsx", rows); live > 64<<20 {
			t.Errorf("%d rows of a workbook hold %d bytes", rows, live)
		}
	}
}

// workbookOfTexts has one long text of its own in every row.
func workbookOfTexts(t testing.TB, rows int) []byte {
	var sheet, list strings.Builder
	for i := range rows {
		fmt.Fprintf(&sheet, `<row><c t="s"><v>%d</v></c></row>`, i)
		fmt.Fprintf(&list, `<si><t>%s %d</t></si>`, strings.Repeat("text ", 50), i)
	}
	return workbookOf(t, rowsXML(sheet.String()), parts{"xl/sharedStrings.xml": "<sst>" + list.String() + "</sst>"})
}

// BenchmarkMemory reads files of the largest size that is accepted and reports the most memory that was live.
func BenchmarkMemory(b *testing.B) {
	b.Run("csv of 1.8 million rows", func(b *testing.B) {
		for b.Loop() {
			b.ReportMetric(float64(liveMemory(b, repeated{benchLine, 1_800_000}, "a.csv", 1_800_000))/(1<<20), "live-MB")
		}
	})
	b.Run("xlsx of 1 million rows", func(b *testing.B) {
		name := filepath.Join(b.TempDir(), "large.xlsx")
		writeBenchXLSX(b, name, 1_000_000)
		f, err := os.Open(name)
		if err != nil {
			b.Fatal(err)
		}
		defer f.Close()
		src, err := FileSource(f)
		if err != nil {
			b.Fatal(err)
		}
		for b.Loop() {
			b.ReportMetric(float64(liveMemory(b, src, "a.xlsx", 1_000_000))/(1<<20), "live-MB")
		}
	})
}
