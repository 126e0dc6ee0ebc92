package sheet

import (
	"bytes"
	"context"
	"errors"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

const (
	utf8BOM    = "\xef\xbb\xbf"
	utf16LEBOM = "\xff\xfe"
	utf16BEBOM = "\xfe\xff"
)

// textEncoding is how the bytes of a text file become UTF-8.
type textEncoding struct {
	skip    int64                        // bytes of the byte order mark
	decoder func() transform.Transformer // nil for UTF-8
	invalid bool                         // UTF-8 with some bytes that are not
}

// reader gives the text as UTF-8 from its beginning.
func (e textEncoding) reader(src Source) io.Reader {
	r := io.Reader(io.NewSectionReader(src, e.skip, src.Size()-e.skip))
	if e.decoder != nil {
		r = transform.NewReader(r, e.decoder())
	}
	return r
}

// findEncoding decides by the byte order mark, then by the pattern of zero bytes, then by reading the whole file: text
// in Windows-1252 is hardly ever valid UTF-8.
func findEncoding(ctx context.Context, src Source, head []byte, found *notes) (textEncoding, error) {
	utf16 := func(end unicode.Endianness, skip int64) (textEncoding, error) {
		found.add(noteUTF16, 0, 0)
		return textEncoding{skip: skip, decoder: func() transform.Transformer {
			return unicode.UTF16(end, unicode.IgnoreBOM).NewDecoder()
		}}, nil
	}
	switch {
	case bytes.HasPrefix(head, []byte("\xff\xfe\x00\x00")), bytes.HasPrefix(head, []byte("\x00\x00\xfe\xff")):
		return textEncoding{}, &Fault{"unknown-encoding", "The file is written in UTF-32, which is not read here.", "Save it as CSV UTF-8."}
	case bytes.HasPrefix(head, []byte(utf16LEBOM)):
		return utf16(unicode.LittleEndian, 2)
	case bytes.HasPrefix(head, []byte(utf16BEBOM)):
		return utf16(unicode.BigEndian, 2)
	case zeroBytes(head, 1) > len(head)/6 && zeroBytes(head, 0) == 0:
		return utf16(unicode.LittleEndian, 0)
	case zeroBytes(head, 0) > len(head)/6 && zeroBytes(head, 1) == 0:
		return utf16(unicode.BigEndian, 0)
	}
	enc := textEncoding{}
	if bytes.HasPrefix(head, []byte(utf8BOM)) {
		enc.skip = int64(len(utf8BOM))
		found.add(noteBOM, 0, 0)
	}
	count, err := surveyBytes(ctx, src)
	if err != nil {
		return enc, err
	}
	switch {
	case count.invalid == 0:
	case count.multibyte > count.invalid || enc.skip > 0:
		enc.invalid = true
	default:
		found.add(note1252, count.firstInvalidLine, 0)
		enc.decoder = func() transform.Transformer { return charmap.Windows1252.NewDecoder() }
	}
	return enc, nil
}

// zeroBytes counts the zero bytes at even (0) or odd (1) offsets of the first 4,096.
func zeroBytes(head []byte, parity int) int {
	n := 0
	for i := parity; i < min(len(head), 4096); i += 2 {
		if head[i] == 0 {
			n++
		}
	}
	return n
}

// survey is what one quick pass over a text in single bytes or UTF-8 finds.
type survey struct {
	multibyte, invalid int64 // characters of several bytes; bytes that belong to no character
	firstInvalidLine   int
	lines              int
	control            int64
}

func surveyBytes(ctx context.Context, src Source) (survey, error) {
	var s survey
	block := make([]byte, 256<<10)
	kept := 0
	for offset := int64(0); offset < src.Size(); {
		if err := ctx.Err(); err != nil {
			return s, err
		}
		n, err := src.ReadAt(block[kept:], offset)
		if err != nil && !errors.Is(err, io.EOF) {
			return s, err
		}
		if n == 0 {
			return s, io.ErrUnexpectedEOF
		}
		offset += int64(n)
		part := block[:kept+n]
		whole := len(part)
		if offset < src.Size() {
			whole -= brokenRune(part)
		}
		if at := bytes.IndexByte(part[:whole], 0); at >= 0 {
			return s, nulBytes(s.lines + countLines(part[:at]) + 1)
		}
		s.add(part[:whole])
		kept = copy(block, part[whole:])
	}
	if s.control > src.Size()/50 {
		return s, otherFormat("not a text: it is full of control characters")
	}
	return s, nil
}

func nulBytes(line int) *Fault {
	return &Fault{"nul-bytes", "Line " + commas(int64(line)) + " of the file has a NUL byte, which no text has: the file is damaged or is not a CSV file.",
		"Export the table again as CSV UTF-8."}
}

func (s *survey) add(part []byte) {
	for _, control := range []byte{1, 2, 3, 4, 5, 6, 7, 8} {
		s.control += int64(bytes.Count(part, []byte{control}))
	}
	lines := countLines(part)
	if !isASCII(part) {
		s.countRunes(part)
	}
	s.lines += lines
}

func (s *survey) countRunes(part []byte) {
	for i := 0; i < len(part); {
		if part[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, size := utf8.DecodeRune(part[i:])
		if r == utf8.RuneError && size == 1 {
			if s.invalid == 0 {
				s.firstInvalidLine = s.lines + countLines(part[:i]) + 1
			}
			s.invalid++
		} else {
			s.multibyte++
		}
		i += size
	}
}

// countLines counts line ends: line feeds, or carriage returns where there are no line feeds.
func countLines(part []byte) int {
	if n := bytes.Count(part, []byte{'\n'}); n > 0 {
		return n
	}
	return bytes.Count(part, []byte{'\r'})
}

func isASCII(part []byte) bool {
	for len(part) >= 8 {
		if (part[0]|part[1]|part[2]|part[3]|part[4]|part[5]|part[6]|part[7])&0x80 != 0 {
			return false
		}
		part = part[8:]
	}
	for _, b := range part {
		if b >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// brokenRune is the number of bytes at the end that may be the beginning of a character of several bytes.
func brokenRune(part []byte) int {
	for back := 1; back < utf8.UTFMax && back <= len(part); back++ {
		if utf8.RuneStart(part[len(part)-back]) {
			if utf8.FullRune(part[len(part)-back:]) {
				return 0
			}
			return back
		}
	}
	return 0
}
