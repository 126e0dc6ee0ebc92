package receipt

import (
	"bytes"
	"compress/zlib"
	"io"
)

// largest is how much of an attachment is looked at: no receipt is larger.
const largest = 8 << 20

// Carried finds the receipt in a file: the file itself, or what a PDF that was made of it carries as an attachment. ok is
// false when a PDF carries none. Whatever else the file is, is given back as it is.
func Carried(file []byte) (text []byte, pdf, ok bool) {
	if !bytes.HasPrefix(file, []byte("%PDF-")) {
		return file, false, true
	}
	rest := file
	for {
		at := bytes.Index(rest, []byte("/EmbeddedFile"))
		if at < 0 {
			return nil, true, false
		}
		rest = rest[at:]
		if content, found := inflate(rest); found && bytes.HasPrefix(bytes.TrimSpace(content), []byte(`{"waymark_receipt"`)) {
			return content, true, true
		}
		rest = rest[1:]
	}
}

// inflate reads the compressed stream of the object that text is in the middle of. What a damaged stream gives is
// given, for the check to say that it is cut.
func inflate(text []byte) ([]byte, bool) {
	_, stream, found := bytes.Cut(text, []byte("stream"))
	if !found {
		return nil, false
	}
	stream = bytes.TrimPrefix(bytes.TrimPrefix(stream, []byte("\r")), []byte("\n"))
	reader, err := zlib.NewReader(bytes.NewReader(stream))
	if err != nil {
		return nil, false
	}
	defer reader.Close()
	content, _ := io.ReadAll(io.LimitReader(reader, largest))
	return content, len(content) > 0
}
