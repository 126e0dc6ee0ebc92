package sheet

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"unicode/utf8"
)

// csvRecord reads one record at a time. A record is one string in which the cells follow one another, each with one
// byte behind it: so a row costs one allocation, however many cells it has.
type csvRecord struct {
	lines               *lineReader
	delimiter           byte
	lim                 Limits
	found               *notes
	invalid, transcoded bool

	text string
	ends []int // where each cell ends in text
	buf  []byte
}

// next reads record number; the error is io.EOF after the last.
func (c *csvRecord) next(number int) error {
	line, err := c.lines.next()
	if err != nil {
		return err
	}
	c.ends = c.ends[:0]
	if c.transcoded && bytes.IndexByte(line, 0) >= 0 {
		return nulBytes(number)
	}
	if bytes.IndexByte(line, '"') < 0 {
		return c.plain(line, number)
	}
	return c.withQuotes(line, number)
}

// plain splits a line without quotation marks.
func (c *csvRecord) plain(line []byte, number int) error {
	c.text = string(line)
	for from := 0; ; {
		i := strings.IndexByte(c.text[from:], c.delimiter)
		if i < 0 {
			return c.endCell(len(c.text), number)
		}
		if err := c.endCell(from+i, number); err != nil {
			return err
		}
		from += i + 1
	}
}

// withQuotes splits a record with quotation marks, reading on while one is open.
func (c *csvRecord) withQuotes(line []byte, number int) error {
	c.buf = c.buf[:0]
	for i := 0; ; {
		if i < len(line) && line[i] == '"' {
			var err error
			if line, i, err = c.quotedCell(line, i+1, number); err != nil {
				return err
			}
		}
		rest := line[i:]
		at := bytes.IndexByte(rest, c.delimiter)
		cell := rest
		if at >= 0 {
			cell = rest[:at]
		}
		if bytes.IndexByte(cell, '"') >= 0 {
			c.found.add(noteStrayQuote, number, len(c.ends)+1)
		}
		c.buf = append(c.buf, cell...)
		if err := c.endCell(len(c.buf), number); err != nil {
			return err
		}
		c.buf = append(c.buf, c.delimiter)
		if at < 0 {
			c.text = string(c.buf)
			return nil
		}
		i += at + 1
	}
}

// quotedCell copies from behind the opening mark to the closing one, over as many lines as that takes. It answers the
// line it ended on and the place behind the closing mark.
func (c *csvRecord) quotedCell(line []byte, i, number int) ([]byte, int, error) {
	start := len(c.buf)
	for {
		at := bytes.IndexByte(line[i:], '"')
		if at < 0 {
			c.buf = append(append(c.buf, line[i:]...), '\n')
			if len(c.buf)-start > utf8.UTFMax*c.lim.MaxCellChars {
				return nil, 0, cellTooLong(Address{Row: number, Column: len(c.ends) + 1}, c.lim.MaxCellChars)
			}
			next, err := c.lines.next()
			if errors.Is(err, io.EOF) {
				return nil, 0, &Fault{"unclosed-quote", "The quotation mark that opens in cell " + Address{Row: number, Column: len(c.ends) + 1}.String() + " is never closed.",
					"Close it, or send the whole file if it was cut off."}
			}
			if err != nil {
				return nil, 0, err
			}
			if len(c.buf) > longestLine {
				return nil, 0, errLineTooLong
			}
			line, i = next, 0
			continue
		}
		c.buf = append(c.buf, line[i:i+at]...)
		if i += at + 1; i < len(line) && line[i] == '"' {
			c.buf = append(c.buf, '"')
			i++
			continue
		}
		return line, i, nil
	}
}

// endCell notes the end of a cell. A row of more cells than Excel has columns is refused at once.
func (c *csvRecord) endCell(end, number int) error {
	if len(c.ends) == excelColumns {
		return tooManyColumns(Address{Row: number, Column: len(c.ends) + 1}, c.lim.MaxColumns)
	}
	c.ends = append(c.ends, end)
	return nil
}

// cells makes the cells of the record; none when all are blank.
func (c *csvRecord) cells(number int, cells []Cell) ([]Cell, error) {
	start, filled := 0, 0
	for i, end := range c.ends {
		text := c.text[start:end]
		start = end + 1
		if isBlank(text) {
			if i < c.lim.MaxColumns {
				cells = append(cells, Cell{Column: i + 1, Text: text})
			}
			continue
		}
		if c.invalid || c.transcoded {
			text = c.readable(text, number, i+1)
		}
		if err := checkText(text, c.lim, c.found, number, i+1); err != nil {
			return nil, err
		}
		if looksLikeFormula(text) {
			c.found.add(noteFormulaText, number, i+1)
		}
		cells, filled = append(cells, Cell{Column: i + 1, Text: text, Kind: Text}), i+1
	}
	return cells[:filled], nil
}

// readable replaces what is not text by the sign for it.
func (c *csvRecord) readable(text string, number, column int) string {
	valid := strings.ToValidUTF8(text, "\uFFFD")
	if len(valid) != len(text) || c.transcoded && strings.ContainsRune(valid, utf8.RuneError) {
		c.found.add(noteInvalidUTF8, number, column)
	}
	return valid
}
