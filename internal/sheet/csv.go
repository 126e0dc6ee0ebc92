package sheet

import (
	"context"
	"errors"
	"fmt"
	"io"
)

// csvFile is a text file of separated cells.
type csvFile struct {
	src       Source
	enc       textEncoding
	delimiter byte
	declared  bool // the first line names the delimiter and is not a row
	lim       Limits
}

func openCSV(ctx context.Context, src Source, head []byte, lim Limits, found *notes) (*csvFile, error) {
	enc, err := findEncoding(ctx, src, head, found)
	if err != nil {
		return nil, err
	}
	f := &csvFile{src: src, enc: enc, lim: lim}
	return f, f.sniff(found)
}

// sniff reads the first lines for the delimiter and the line ends.
func (f *csvFile) sniff(found *notes) error {
	in := newLineReader(io.LimitReader(f.enc.reader(f.src), 4*headBytes))
	var lines []string
	filled := false
	for len(lines) < sniffedLines {
		line, err := in.next()
		if errors.Is(err, io.EOF) || errors.Is(err, errLineTooLong) {
			break
		}
		if err != nil {
			return err
		}
		if len(lines) == 0 {
			f.delimiter, f.declared = declaredDelimiter(line)
		}
		filled = filled || !isBlank(string(line))
		lines = append(lines, string(line))
	}
	if !filled && len(lines) < sniffedLines {
		return emptyFile()
	}
	if !f.declared {
		f.delimiter = findDelimiter(lines)
	}
	if code, told := delimiterNotes[f.delimiter]; told {
		found.add(code, 0, 0)
	}
	if in.loneCR > 0 && in.lineFeed == 0 {
		found.add(noteCR, 0, 0)
	}
	return nil
}

func (f *csvFile) close() error { return nil }

// rows reads the records. A record that spans several lines is one row, and a blank line is a row, as Excel counts.
func (f *csvFile) rows(ctx context.Context, _ int, found *notes, yield func(Row) error) error {
	in := &csvRecord{lines: newLineReader(f.enc.reader(f.src)), delimiter: f.delimiter, lim: f.lim, found: found, invalid: f.enc.invalid, transcoded: f.enc.decoder != nil}
	if f.declared {
		if _, err := in.lines.next(); err != nil && !errors.Is(err, io.EOF) {
			return err
		}
	}
	blank := blankRows{found: found}
	var cells []Cell
	for number := 1; ; number++ {
		if number&0x3ff == 0 {
			if err := ctx.Err(); err != nil {
				return err
			}
		}
		err := in.next(number)
		if errors.Is(err, io.EOF) {
			blank.done()
			return nil
		}
		if err != nil {
			return f.fault(err, number)
		}
		if number > f.lim.MaxRows {
			return tooManyRows("", f.lim.MaxRows)
		}
		found.rows = number
		if cells, err = in.cells(number, cells[:0]); err != nil {
			return err
		}
		if len(cells) == 0 {
			continue
		}
		blank.before(number)
		if err := yield(Row{Number: number, Cells: cells}); err != nil {
			return err
		}
	}
}

func (f *csvFile) fault(err error, number int) error {
	if errors.Is(err, errLineTooLong) {
		return &Fault{"line-too-long", fmt.Sprintf("Row %d of the file is longer than %s bytes.", number, commas(longestLine)),
			"Rows that end with a line end. A quotation mark that is never closed makes one row of many."}
	}
	return err
}

// blankRows counts the rows passed over, before, between and below the filled ones.
type blankRows struct {
	found *notes
	last  int
	count int64
	first int
}

func (b *blankRows) before(number int) {
	if gap := number - b.last - 1; gap > 0 {
		if b.count == 0 {
			b.first = b.last + 1
		}
		b.count += int64(gap)
	}
	b.last = number
}

func (b *blankRows) done() {
	if b.count += int64(b.found.rows - b.last); b.count >= fewestBlankRowsTold {
		if b.first == 0 {
			b.first = b.last + 1
		}
		b.found.addMany(noteBlankRows, b.count, b.first, 0)
	}
}
