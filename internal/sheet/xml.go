package sheet

import (
	"bytes"
	"errors"
	"io"
	"strconv"
	"unicode/utf8"
)

// xmlScanner walks through the tags and texts of one part of a workbook. encoding/xml would take most of the time of
// reading a large sheet, and excelize's stream, which uses it, tells neither the type of a cell nor its number format
// and takes broken XML for the end of the sheet. Names are without their prefix, attributes and texts as written until
// they are asked for. Document type declarations are refused, so no entity can be declared.
type xmlScanner struct {
	r        io.Reader
	buf      []byte
	pos, end int
	longest  int // bytes of the longest tag or text
	eof      bool
	err      error

	kind  xmlKind
	name  []byte
	attrs []byte
	text  []byte // of a text, entities not yet replaced unless literal
	cdata bool   // the text is literal
	empty bool   // a start whose end follows at once
}

type xmlKind uint8

const (
	xmlStart xmlKind = iota
	xmlEnd
	xmlText
)

var (
	errXMLBroken  = errors.New("the XML in it is broken")
	errXMLTooLong = errors.New("a text in it is too long")
)

func newXMLScanner(r io.Reader, longest int) *xmlScanner {
	return &xmlScanner{r: r, buf: make([]byte, min(64<<10, longest)), longest: longest}
}

// next moves to the next start, end or text; it is false at the end and on an error, which err then holds.
// What it offers is valid until the next call.
func (x *xmlScanner) next() bool {
	if x.empty {
		x.empty, x.kind = false, xmlEnd
		return true
	}
	for x.err == nil {
		if x.pos == x.end && !x.fill() {
			return false
		}
		if x.buf[x.pos] != '<' {
			return x.readText()
		}
		if done, ok := x.readTag(); ok {
			return done
		}
	}
	return false
}

// readTag reads from a "<"; ok is false when what was read is of no interest.
func (x *xmlScanner) readTag() (done, ok bool) {
	for x.end-x.pos < 2 {
		if !x.fill() {
			return x.broken(), true
		}
	}
	switch x.buf[x.pos+1] {
	case '?':
		return false, !x.skip("?>")
	case '!':
		return x.readDeclaration()
	}
	size := x.tagEnd()
	if size < 0 {
		return false, true
	}
	tag := x.buf[x.pos+1 : x.pos+size]
	x.pos += size + 1
	if len(tag) > 0 && tag[0] == '/' {
		x.kind, x.name = xmlEnd, localName(tag[1:1+spaceAt(tag[1:])])
		return true, true
	}
	x.kind = xmlStart
	if n := len(tag); n > 0 && tag[n-1] == '/' {
		x.empty, tag = true, tag[:n-1]
	}
	at := spaceAt(tag)
	x.name, x.attrs = localName(tag[:at]), tag[at:]
	if len(x.name) == 0 {
		return x.broken(), true
	}
	return true, true
}

// tagEnd is the place of the ">" that ends the tag at pos, one in an attribute's value not counting.
func (x *xmlScanner) tagEnd() int {
	i, quote := 1, byte(0)
	for {
		part := x.buf[x.pos:x.end]
		for i < len(part) {
			b := part[i]
			switch {
			case quote != 0:
				if at := bytes.IndexByte(part[i:], quote); at < 0 {
					i = len(part)
					continue
				} else {
					i, quote = i+at, 0
				}
			case b == '>':
				return i
			case b == '"' || b == '\'':
				quote = b
			case b == '<':
				x.broken()
				return -1
			}
			i++
		}
		if !x.fill() {
			x.broken()
			return -1
		}
	}
}

// readDeclaration passes over a comment, reads a literal text and refuses the rest.
func (x *xmlScanner) readDeclaration() (done, ok bool) {
	for x.end-x.pos < len("<![CDATA[") {
		if !x.fill() {
			return x.broken(), true
		}
	}
	switch part := x.buf[x.pos:x.end]; {
	case bytes.HasPrefix(part, []byte("<!--")):
		return false, !x.skip("-->")
	case bytes.HasPrefix(part, []byte("<![CDATA[")):
		x.pos += len("<![CDATA[")
		size := x.find("]]>")
		if size < 0 {
			return false, true
		}
		x.kind, x.text, x.cdata = xmlText, x.buf[x.pos:x.pos+size], true
		x.pos += size + len("]]>")
		return true, true
	}
	return x.broken(), true
}

// readText reads up to the next "<".
func (x *xmlScanner) readText() bool {
	from := 0
	for {
		if i := bytes.IndexByte(x.buf[x.pos+from:x.end], '<'); i >= 0 {
			from += i
			break
		}
		from = x.end - x.pos
		if !x.fill() {
			break
		}
	}
	if x.err != nil {
		return false
	}
	x.kind, x.text, x.cdata = xmlText, x.buf[x.pos:x.pos+from], false
	x.pos += from
	return true
}

// find is the place of mark from pos on, or -1 with the error set.
func (x *xmlScanner) find(mark string) int {
	from := 0
	for {
		if i := bytes.Index(x.buf[x.pos+from:x.end], []byte(mark)); i >= 0 {
			return from + i
		}
		from = max(0, x.end-x.pos-len(mark)+1)
		if !x.fill() {
			x.broken()
			return -1
		}
	}
}

// skip moves behind mark.
func (x *xmlScanner) skip(mark string) bool {
	size := x.find(mark)
	if size < 0 {
		return false
	}
	x.pos += size + len(mark)
	return true
}

func (x *xmlScanner) broken() bool {
	if x.err == nil {
		x.err = errXMLBroken
	}
	return false
}

// fill reads more behind what is there; it is false at the end of the part.
func (x *xmlScanner) fill() bool {
	if x.eof || x.err != nil {
		return false
	}
	if x.pos > 0 {
		x.end = copy(x.buf, x.buf[x.pos:x.end])
		x.pos = 0
	}
	if x.end == len(x.buf) {
		if len(x.buf) >= x.longest {
			x.err = errXMLTooLong
			return false
		}
		x.buf = append(x.buf, make([]byte, min(len(x.buf), x.longest-len(x.buf)))...)
	}
	for range 100 {
		n, err := x.r.Read(x.buf[x.end:])
		x.end += n
		switch {
		case errors.Is(err, io.EOF):
			x.eof = true
			return n > 0
		case err != nil:
			x.err = err
			return false
		case n > 0:
			return true
		}
	}
	x.err = io.ErrNoProgress
	return false
}

// spaceAt is the place of the first white space, the length when there is none.
func spaceAt(tag []byte) int {
	for i, b := range tag {
		if b <= ' ' {
			return i
		}
	}
	return len(tag)
}

func localName(name []byte) []byte {
	return name[bytes.IndexByte(name, ':')+1:]
}

// eachAttr gives the attributes of a start by local name, values as written; it stops when visit is false.
func (x *xmlScanner) eachAttr(visit func(name, value []byte) bool) {
	for rest := x.attrs; ; {
		eq := bytes.IndexByte(rest, '=')
		if eq < 0 {
			return
		}
		name := localName(bytes.TrimSpace(rest[:eq]))
		rest = bytes.TrimLeft(rest[eq+1:], " \t\r\n")
		if len(rest) < 2 || rest[0] != '"' && rest[0] != '\'' {
			return
		}
		end := bytes.IndexByte(rest[1:], rest[0])
		if end < 0 || !visit(name, rest[1:end+1]) {
			return
		}
		rest = rest[end+2:]
	}
}

// attr is the value of an attribute with entities replaced, "" when it is not there.
func (x *xmlScanner) attr(name string) string {
	found := ""
	x.eachAttr(func(n, value []byte) bool {
		if string(n) != name {
			return true
		}
		found = string(unescapeXML(nil, value))
		return false
	})
	return found
}

// attrTrue reads an attribute as XML Schema writes a boolean.
func (x *xmlScanner) attrTrue(name string) bool {
	value := x.attr(name)
	return value == "1" || value == "true"
}

// appendText adds the present text to dst, entities replaced.
func (x *xmlScanner) appendText(dst []byte) []byte {
	if x.cdata || bytes.IndexByte(x.text, '&') < 0 {
		return append(dst, x.text...)
	}
	return unescapeXML(dst, x.text)
}

var xmlEntities = map[string]byte{"amp": '&', "lt": '<', "gt": '>', "quot": '"', "apos": '\''}

// unescapeXML replaces the five entities and character references; anything else after an ampersand stays as it is.
func unescapeXML(dst, text []byte) []byte {
	for {
		i := bytes.IndexByte(text, '&')
		if i < 0 {
			return append(dst, text...)
		}
		dst, text = append(dst, text[:i]...), text[i:]
		end := bytes.IndexByte(text[:min(len(text), 12)], ';')
		if end < 0 {
			dst, text = append(dst, '&'), text[1:]
			continue
		}
		ref := text[1:end]
		if b, ok := xmlEntities[string(ref)]; ok {
			dst = append(dst, b)
		} else if r, ok := characterReference(ref); ok {
			dst = utf8.AppendRune(dst, r)
		} else {
			dst = append(dst, text[:end+1]...)
		}
		text = text[end+1:]
	}
}

func characterReference(ref []byte) (rune, bool) {
	digits, ok := bytes.CutPrefix(ref, []byte("#"))
	if !ok {
		return 0, false
	}
	base := 10
	if hex, ok := bytes.CutPrefix(digits, []byte("x")); ok {
		digits, base = hex, 16
	}
	n, err := strconv.ParseUint(string(digits), base, 32)
	return rune(n), err == nil && n > 0 && n <= utf8.MaxRune
}
