package sheet

import (
	"bytes"
	"errors"
	"io"
)

// longestLine bounds the buffer of a line reader; a line beyond it is a file without line ends.
const longestLine = 4 << 20

var errLineTooLong = errors.New("line too long")

// lineReader cuts a stream into lines that end with LF, CR LF or a CR alone.
type lineReader struct {
	r        io.Reader
	buf      []byte
	pos, end int
	lf, cr   int // places of the next LF and CR from pos on; end when there is none in the buffer
	known    int // how far lf and cr were searched
	eof      bool
	loneCR   int64
	lineFeed int64
}

func newLineReader(r io.Reader) *lineReader { return &lineReader{r: r, buf: make([]byte, 256<<10)} }

// next is the next line without its end; it is valid until the next call. The error is io.EOF after the last line.
func (l *lineReader) next() ([]byte, error) {
	for {
		l.search()
		at := min(l.lf, l.cr)
		// A CR at the very end of the buffer may be the first half of CR LF.
		if at < l.end && (at == l.lf || at+1 < l.end || l.eof) {
			line := l.buf[l.pos:at]
			l.pos = at + 1
			switch {
			case at == l.lf:
				l.lineFeed++
			case l.pos < l.end && l.buf[l.pos] == '\n':
				l.lineFeed++
				l.pos++
			default:
				l.loneCR++
			}
			return line, nil
		}
		if l.eof {
			if l.pos == l.end {
				return nil, io.EOF
			}
			line := l.buf[l.pos:l.end]
			l.pos = l.end
			return line, nil
		}
		if err := l.fill(); err != nil {
			return nil, err
		}
	}
}

// search brings lf and cr up to date, looking at each byte once.
func (l *lineReader) search() {
	find := func(place *int, b byte) {
		from := l.pos
		if *place >= l.pos && *place < l.known {
			return
		}
		if *place >= l.known {
			from = max(from, l.known)
		}
		if i := bytes.IndexByte(l.buf[from:l.end], b); i >= 0 {
			*place = from + i
		} else {
			*place = l.end
		}
	}
	find(&l.lf, '\n')
	find(&l.cr, '\r')
	l.known = l.end
}

func (l *lineReader) fill() error {
	if l.pos > 0 {
		n := copy(l.buf, l.buf[l.pos:l.end])
		l.lf, l.cr, l.known = l.lf-l.pos, l.cr-l.pos, l.known-l.pos
		l.pos, l.end = 0, n
	}
	if l.end == len(l.buf) {
		if len(l.buf) >= longestLine {
			return errLineTooLong
		}
		l.buf = append(l.buf, make([]byte, len(l.buf))...)
	}
	for range 100 {
		n, err := l.r.Read(l.buf[l.end:])
		l.end += n
		if errors.Is(err, io.EOF) {
			l.eof = true
			return nil
		}
		if err != nil {
			return err
		}
		if n > 0 {
			return nil
		}
	}
	return io.ErrNoProgress
}
