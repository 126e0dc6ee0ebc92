package bench

import (
	"context"
	"fmt"
	"io"
	"math"
	"os"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"time"

	"waymark/internal/ingest"
	"waymark/internal/intake"
	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/store"
)

// ImportOptions says what the import is measured with. DB is an empty, migrated database of its own.
type ImportOptions struct {
	DB        *store.DB
	Catalogue *maturity.Catalogue // the shipped one
	Rows      int                 // 0: 1.8 million
	TempDir   string
	Out       io.Writer // where progress is told
}

// ImportResult is what was measured.
type ImportResult struct {
	Rows                         int
	FileBytes                    int64
	BareCopy                     time.Duration // mean of one before and one after the import
	Accept, Import, Again, Amend time.Duration // of the bytes; of the file as a whole; the same values again; a few changed
	Ratio                        float64       // rows per second of the import over those of the bare COPY
	PeakMemory                   int64         // resident bytes of this process while importing, without the database
	Small                        time.Duration // twenty new values into the full table
}

// Import measures the import of a large CSV file with all checks against a bare COPY of the same rows, in the same order,
// into a table with the same indexes.
func Import(ctx context.Context, o ImportOptions) (r ImportResult, err error) {
	if o.Rows == 0 {
		o.Rows = 1_800_000
	}
	b, err := newImportBench(ctx, o)
	if err != nil {
		return r, err
	}
	r.Rows = b.shape.rows()
	file, err := b.file(0)
	if err != nil {
		return r, err
	}
	defer file.Close()
	if r.FileBytes, err = file.Seek(0, io.SeekEnd); err != nil {
		return r, err
	}
	if r.BareCopy, err = b.bareCopy(ctx); err != nil {
		return r, err
	}
	b.say("bare COPY", r.BareCopy)
	resetPeak()
	if r.Accept, r.Import, err = b.importFile(ctx, file, "first.csv"); err != nil {
		return r, err
	}
	r.PeakMemory = peak()
	b.say("import", r.Import)
	after, err := b.bareCopy(ctx) // before and after, because other work on the machine comes and goes
	if err != nil {
		return r, err
	}
	b.say("bare COPY again", after)
	r.BareCopy = (r.BareCopy + after) / 2
	r.Ratio = r.BareCopy.Seconds() / r.Import.Seconds()
	if _, r.Again, err = b.importFile(ctx, file, "again.csv"); err != nil {
		return r, err
	}
	b.say("the same values again", r.Again)
	amended, err := b.file(7)
	if err != nil {
		return r, err
	}
	defer amended.Close()
	if _, r.Amend, err = b.importFile(ctx, amended, "amended.csv"); err != nil {
		return r, err
	}
	b.say("with every thousandth value changed", r.Amend)
	r.Small, err = b.small(ctx)
	b.say("twenty new values", r.Small)
	return r, err
}

type importBench struct {
	ImportOptions
	shape     importShape
	catalogue *maturity.Catalogue
	directory benchDirectory
	desk      *intake.Desk
}

// benchDirectory finds organisations by code.
type benchDirectory map[string]maturity.Organisation

func (d benchDirectory) Find(text string, _ []string, _ period.Period) maturity.Found {
	o, ok := d[text]
	return maturity.Found{Organisation: o, OK: ok}
}

func newImportBench(ctx context.Context, o ImportOptions) (*importBench, error) {
	b := &importBench{ImportOptions: o, shape: shapeOf(o.Rows), directory: benchDirectory{}}
	b.catalogue = catalogueFor(o.Catalogue, b.shape.measures)
	if err := o.DB.SyncCatalogue(ctx, b.catalogue); err != nil {
		return nil, err
	}
	if _, err := o.DB.SQL().ExecContext(ctx, `INSERT INTO organisation (code, name, short_name, kind)
		SELECT 'Z' || lpad(i::text, 5, '0'), 'Practice ' || i, 'Practice ' || i, 'practice' FROM generate_series(0, $1 - 1) AS i`, b.shape.organisations); err != nil {
		return nil, err
	}
	for i := range b.shape.organisations {
		b.directory[importCode(i)] = maturity.Organisation{Code: importCode(i)}
	}
	rows, err := o.DB.SQL().QueryContext(ctx, `SELECT id, code FROM organisation`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var org maturity.Organisation
		if err := rows.Scan(&org.ID, &org.Code); err != nil {
			return nil, err
		}
		b.directory[org.Code] = org
	}
	b.desk = intake.NewDesk(intake.Options{Store: o.DB, Catalogue: b.catalogue, TempDir: o.TempDir,
		Directory: func(context.Context) (ingest.Directory, error) { return b.directory, nil }})
	return b, rows.Err()
}

func (b *importBench) say(what string, d time.Duration) {
	if b.Out != nil {
		fmt.Fprintf(b.Out, "%s: %.1f s, %.0f rows a second\n", what, d.Seconds(), float64(b.shape.rows())/d.Seconds())
	}
}

func (b *importBench) file(edition int) (*os.File, error) {
	file, err := os.CreateTemp(b.TempDir, "waymark-bench-")
	if err != nil {
		return nil, err
	}
	os.Remove(file.Name())
	return file, b.shape.writeCSV(file, edition)
}

// bareCopy copies the rows, as COPY text made beforehand, into a table like observation.
func (b *importBench) bareCopy(ctx context.Context) (time.Duration, error) {
	text, err := b.copyText(ctx)
	if err != nil {
		return 0, err
	}
	if _, err := b.DB.SQL().ExecContext(ctx, `CREATE TABLE bench_bare (LIKE observation INCLUDING ALL)`); err != nil {
		return 0, err
	}
	if _, err := b.DB.SQL().ExecContext(ctx, `CHECKPOINT`); err != nil {
		return 0, err
	}
	start := time.Now()
	err = b.DB.CopyLines(ctx, `COPY bench_bare FROM STDIN`, func(put func(string) error) error {
		for len(text) > 0 {
			end := min(len(text), 60<<10)
			if cut := strings.LastIndexByte(text[:end], '\n'); cut > 0 && end < len(text) {
				end = cut
			}
			if err := put(strings.TrimSuffix(text[:end], "\n")); err != nil {
				return err
			}
			text = strings.TrimPrefix(text[end:], "\n")
		}
		return nil
	})
	took := time.Since(start)
	if err != nil {
		return 0, err
	}
	text = ""
	debug.FreeOSMemory()
	_, err = b.DB.SQL().ExecContext(ctx, `DROP TABLE bench_bare`)
	return took, err
}

func (b *importBench) copyText(ctx context.Context) (string, error) {
	ids := map[string]int{}
	rows, err := b.DB.SQL().QueryContext(ctx, `SELECT id, ref FROM measure`)
	if err != nil {
		return "", err
	}
	defer rows.Close()
	for rows.Next() {
		var id int
		var ref string
		if err := rows.Scan(&id, &ref); err != nil {
			return "", err
		}
		ids[ref] = id
	}
	var text strings.Builder
	var line []byte
	err = b.shape.each(0, func(c importCell) error {
		value := float64(c.numerator) / float64(c.denominator) * 100
		line = fmt.Appendf(line[:0], "%d\t%d\t%d\t%s\t1\t2020-01-01\tinfinity\t1\t0\t%s\t%d\t%d\t1\t0\t%d\t4\t\\N\t0\n", b.directory[importCode(c.organisation)].ID, ids[importMeasure(c.measure)],
			c.month.Kind, c.month.Start, strconv.FormatFloat(value, 'g', -1, 64), c.numerator, c.denominator, c.row)
		text.Write(line)
		return nil
	})
	return text.String(), err
}

// importFile sends a file and works on it until it is written.
func (b *importBench) importFile(ctx context.Context, file *os.File, name string) (accept, whole time.Duration, err error) {
	if _, err := b.DB.SQL().ExecContext(ctx, `CHECKPOINT`); err != nil {
		return 0, 0, err
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return 0, 0, err
	}
	start := time.Now()
	s, _, err := b.desk.Accept(ctx, file, intake.Meta{FileName: name, Via: "command", Everywhere: true, AutoWrite: true, LayoutHint: "waymark-long",
		Why: maturity.Correction{Reason: maturity.ErrorCorrected, Words: "measured"}})
	if err != nil {
		return 0, 0, err
	}
	accept = time.Since(start)
	s, err = b.desk.RunOne(ctx, s.ID, func(s maturity.Submission) {
		if b.Out != nil && s.State != maturity.SubmissionReading {
			fmt.Fprintf(b.Out, "  %.1f s %s\n", time.Since(start).Seconds(), s.State)
		}
	})
	whole = time.Since(start)
	if err == nil && s.State != maturity.SubmissionWritten {
		err = fmt.Errorf("the import is %s: %s %+v", s.State, s.Failure, s.Report.Issues)
	}
	if b.Out != nil {
		fmt.Fprintf(b.Out, "  %d new, %d changed, %d unchanged, %d issues\n", s.Report.New, s.Report.Changed, s.Report.Unchanged, len(s.Report.Issues))
	}
	return accept, whole, err
}

// small sends one value for each measure of one organisation into the full table.
func (b *importBench) small(ctx context.Context) (time.Duration, error) {
	month := period.Of(period.KindMonth, period.Date(2012, 1, 1)).Add(b.shape.months)
	text := strings.Join(importHeader, ",") + "\n"
	for k := range b.shape.measures {
		text += fmt.Sprintf("%s,%s,%s,1,2,\n", importCode(0), month.Short(), importMeasure(k))
	}
	file, err := os.CreateTemp(b.TempDir, "waymark-bench-")
	if err != nil {
		return 0, err
	}
	os.Remove(file.Name())
	defer file.Close()
	if _, err := file.WriteString(text); err != nil {
		return 0, err
	}
	_, whole, err := b.importFile(ctx, file, "small.csv")
	return whole, err
}

// resetPeak starts the measurement of the peak anew, where the system can (Linux).
func resetPeak() {
	debug.FreeOSMemory()
	os.WriteFile("/proc/self/clear_refs", []byte("5"), 0) // without it the peak is that of the whole run: too high, never too low
}

// peak is the largest resident size of this process since resetPeak.
func peak() int64 {
	status, err := os.ReadFile("/proc/self/status")
	if err == nil {
		for line := range strings.Lines(string(status)) {
			if rest, ok := strings.CutPrefix(line, "VmHWM:"); ok {
				kb, err := strconv.ParseInt(strings.Fields(rest)[0], 10, 64)
				if err == nil {
					return kb << 10
				}
			}
		}
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(min(m.Sys, math.MaxInt64))
}
