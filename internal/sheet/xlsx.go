package sheet

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"path"
	"strings"

	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// longestMarkup bounds a tag or a text in the small parts of a workbook.
const longestMarkup = 1 << 20

// directoryBudget bounds what may be read to list the parts of a workbook; a list of millions would fill the memory.
const directoryBudget = 8 << 20

// workbook is an opened Excel workbook.
type workbook struct {
	lim      Limits
	src      *guardedSource
	parts    map[string]*zip.File // by path, in lower case and without the leading slash
	sheets   []sheetPart
	texts    *sharedTexts // nil until the first sheet that needs them
	textPart string
	formats  []cellFormat
	date1904 bool
}

type sheetPart struct{ name, part string }

func openWorkbook(src Source, lim Limits, found *notes) (*workbook, []SheetInfo, error) {
	w := &workbook{lim: lim}
	if err := w.openParts(src); err != nil {
		return nil, nil, err
	}
	main, err := w.mainPart()
	if err != nil {
		return nil, nil, err
	}
	sheets, err := w.outline(main, found)
	if err != nil {
		return nil, nil, err
	}
	return w, sheets, nil
}

// openParts lists the parts of the archive and refuses what would unpack to too much.
func (w *workbook) openParts(src Source) error {
	w.src = &guardedSource{src: src, left: directoryBudget}
	archive, err := zip.NewReader(w.src, src.Size())
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		switch {
		case w.src.err != nil:
			return w.src.err
		case w.src.left < 0:
			return otherFormat("an archive of very many files")
		}
		return truncated()
	}
	w.src.unlimited = true
	w.parts = make(map[string]*zip.File, len(archive.File))
	total := uint64(0)
	for _, f := range archive.File {
		if f.Flags&1 != 0 {
			return &Fault{"encrypted-workbook", "The file is an archive locked with a password, so it cannot be read here.", "Send the workbook itself, without a password."}
		}
		total += min(f.UncompressedSize64, 1<<62)
		if total > uint64(w.lim.MaxUnzipped) {
			return &Fault{"zip-bomb", "The workbook unpacks to more than " + commas(w.lim.MaxUnzipped) + " bytes, far beyond its own size.",
				"A workbook with only the sheets that are asked for."}
		}
		w.parts[partName(f.Name)] = f
	}
	return nil
}

func partName(name string) string {
	return strings.ToLower(strings.TrimPrefix(path.Clean(strings.ReplaceAll(name, `\`, "/")), "/"))
}

// mainPart finds the part that lists the sheets, and names the formats that people mistake for a workbook.
func (w *workbook) mainPart() (string, error) {
	if main := w.relations("", "_rels/.rels").byType["officedocument"]; main != "" && strings.HasSuffix(main, ".xml") && w.parts[main] != nil {
		if !strings.HasPrefix(main, "word/") && !strings.HasPrefix(main, "ppt/") {
			return main, nil
		}
	}
	has := func(name string) bool { return w.parts[name] != nil }
	switch {
	case has("xl/workbook.xml"):
		return "xl/workbook.xml", nil
	case has("xl/workbook.bin"):
		return "", otherFormat("a binary Excel workbook (.xlsb)")
	case has("word/document.xml"):
		return "", otherFormat("a Word document")
	case has("ppt/presentation.xml"):
		return "", otherFormat("a PowerPoint presentation")
	case has("content.xml") && has("mimetype"):
		return "", otherFormat("an OpenDocument file (.ods)")
	case has("index/document.iwa"):
		return "", otherFormat("an Apple Numbers file")
	}
	return "", otherFormat("a zip archive without a workbook in it")
}

// open reads a part. Its reader gives a *Fault for damage; archive/zip finds a part that is longer than it declares.
func (w *workbook) open(name string) (*partReader, error) {
	f := w.parts[name]
	if f == nil {
		return nil, damaged("the part " + name + " is missing")
	}
	r, err := f.Open()
	if err != nil {
		return nil, damaged("the part " + name + " cannot be unpacked")
	}
	p := &partReader{name: name, src: w.src, zip: r}
	p.text = io.Reader(readerFunc(p.unpack))
	if head := (&[2]byte{}); peek(p, head) && (string(head[:]) == utf16LEBOM || string(head[:]) == utf16BEBOM) {
		p.text = transform.NewReader(p.text, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder())
	}
	return p, nil
}

// partReader unpacks one part as UTF-8 and turns errors of unpacking into faults.
type partReader struct {
	name string
	src  *guardedSource
	zip  io.ReadCloser
	head []byte // read ahead
	text io.Reader
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(b []byte) (int, error) { return f(b) }

func peek(p *partReader, head *[2]byte) bool {
	n, _ := io.ReadFull(p.zip, head[:])
	p.head = bytes.Clone(head[:n])
	return n == 2
}

func (p *partReader) Read(b []byte) (int, error) { return p.text.Read(b) }

func (p *partReader) unpack(b []byte) (int, error) {
	if len(p.head) > 0 {
		n := copy(b, p.head)
		p.head = p.head[n:]
		return n, nil
	}
	n, err := p.zip.Read(b)
	if err != nil && !errors.Is(err, io.EOF) {
		if p.src.err != nil {
			return n, p.src.err
		}
		return n, damaged("the part " + p.name + " cannot be unpacked to its end")
	}
	return n, err
}

func (p *partReader) Close() error { return p.zip.Close() }

func (w *workbook) close() error {
	if w.texts == nil {
		return nil
	}
	return w.texts.close()
}

// guardedSource stops a reader that wants too much before it is told that there is no limit any more, and remembers an
// error of the source itself, which is no fault of the file.
type guardedSource struct {
	src       io.ReaderAt
	left      int64
	unlimited bool
	err       error
}

func (g *guardedSource) ReadAt(p []byte, offset int64) (int, error) {
	if !g.unlimited {
		if g.left -= int64(len(p)); g.left < 0 {
			return 0, io.ErrUnexpectedEOF
		}
	}
	n, err := g.src.ReadAt(p, offset)
	if err != nil && !errors.Is(err, io.EOF) {
		g.err = err
	}
	return n, err
}
