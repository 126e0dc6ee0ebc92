package sheet

import (
	"bytes"
	"encoding/binary"
	"errors"
	"os"
	"strconv"
)

// Shared texts are kept one after another, each with its length before it, and only every 16th place is remembered:
// a million texts cost their bytes and half a megabyte. Beyond textsInMemory the bytes go to a temporary file, which
// has no name any more and so disappears with the program.
const (
	textsInMemory = 24 << 20
	textsPerMark  = 16
	blockSize     = 64 << 10
	blocks        = 64
)

type sharedTexts struct {
	memory []byte // the bytes not in the file: all, or the end while they are written
	file   *os.File
	filed  int64
	marks  []int64
	count  int
	length []byte
	cache  [blocks]textBlock
}

type textBlock struct {
	number int64 // from 1; 0 is empty
	bytes  []byte
}

func (t *sharedTexts) add(text []byte) error {
	if t.count%textsPerMark == 0 {
		t.marks = append(t.marks, t.filed+int64(len(t.memory)))
	}
	t.count++
	t.memory = append(binary.AppendUvarint(t.memory, uint64(len(text))), text...)
	if len(t.memory) < textsInMemory {
		return nil
	}
	return t.spill()
}

func (t *sharedTexts) spill() error {
	if t.file == nil {
		file, err := os.CreateTemp("", "waymark-texts-")
		if err != nil {
			return err
		}
		t.file = file
		if err := os.Remove(file.Name()); err != nil {
			return err
		}
	}
	n, err := t.file.Write(t.memory)
	t.filed += int64(n)
	t.memory = t.memory[:0]
	return err
}

// finish ends the adding.
func (t *sharedTexts) finish() error {
	if t.file == nil {
		return nil
	}
	err := t.spill()
	t.memory = nil
	return err
}

// appendTo adds text i to dst; ok is false when there is no such text.
func (t *sharedTexts) appendTo(dst []byte, i int) (_ []byte, ok bool, err error) {
	if i < 0 || i >= t.count {
		return dst, false, nil
	}
	at := t.marks[i/textsPerMark]
	for range i % textsPerMark {
		n, size, err := t.lengthAt(at)
		if err != nil {
			return dst, false, err
		}
		at += int64(size) + n
	}
	n, size, err := t.lengthAt(at)
	if err != nil {
		return dst, false, err
	}
	dst, err = t.read(dst, at+int64(size), n)
	return dst, err == nil, err
}

func (t *sharedTexts) lengthAt(at int64) (length int64, size int, err error) {
	part := t.memory
	if t.file == nil {
		part = part[at:min(int64(len(part)), at+binary.MaxVarintLen32)]
	} else {
		t.length, err = t.read(t.length[:0], at, min(binary.MaxVarintLen32, t.filed-at))
		part = t.length
	}
	n, size := binary.Uvarint(part)
	if err == nil && size <= 0 {
		err = errors.New("the temporary file of texts is broken")
	}
	return int64(n), size, err
}

// read adds n bytes from offset at to dst.
func (t *sharedTexts) read(dst []byte, at, n int64) ([]byte, error) {
	if t.file == nil {
		return append(dst, t.memory[at:at+n]...), nil
	}
	for n > 0 {
		block, err := t.block(at / blockSize)
		if err != nil {
			return dst, err
		}
		part := block[at%blockSize:]
		part = part[:min(int64(len(part)), n)]
		dst = append(dst, part...)
		at, n = at+int64(len(part)), n-int64(len(part))
	}
	return dst, nil
}

// block is a piece of the file; neighbours in a sheet are mostly neighbours among the texts.
func (t *sharedTexts) block(number int64) ([]byte, error) {
	slot := &t.cache[number%blocks]
	if slot.number == number+1 {
		return slot.bytes, nil
	}
	size := min(blockSize, t.filed-number*blockSize)
	if size <= 0 {
		return nil, errors.New("the temporary file of texts is too short")
	}
	if slot.bytes == nil {
		slot.bytes = make([]byte, blockSize)
	}
	slot.number, slot.bytes = 0, slot.bytes[:size]
	if _, err := t.file.ReadAt(slot.bytes, number*blockSize); err != nil {
		return nil, err
	}
	slot.number = number + 1
	return slot.bytes, nil
}

func (t *sharedTexts) close() error {
	if t.file == nil {
		return nil
	}
	return t.file.Close()
}

// sharedTexts reads the part of shared texts at the first sheet; later sheets find them read.
func (w *workbook) sharedTexts() (*sharedTexts, error) {
	if w.texts != nil || w.textPart == "" {
		return w.texts, nil
	}
	part, err := w.open(w.textPart)
	if err != nil {
		return nil, err
	}
	defer part.Close()
	texts := &sharedTexts{}
	x := newXMLScanner(part, longestText(w.lim))
	if err := texts.readAll(x, w.lim); err != nil {
		texts.close()
		return nil, xmlFault(err, w.textPart)
	}
	w.texts = texts
	return texts, nil
}

func longestText(lim Limits) int { return max(8*lim.MaxCellChars, longestMarkup/4) }

// readAll keeps the text of every item; a text in several formatted runs is one, its reading aid (rPh) left out.
func (t *sharedTexts) readAll(x *xmlScanner, lim Limits) error {
	var item []byte
	inText, inAid, ended := false, false, false
	for x.next() {
		switch x.kind {
		case xmlStart:
			switch string(x.name) {
			case "si":
				item = item[:0]
			case "t":
				inText = true
			case "rPh":
				inAid = true
			}
		case xmlText:
			if inText && !inAid && len(item) <= 4*lim.MaxCellChars {
				item = x.appendText(item)
			}
		case xmlEnd:
			switch string(x.name) {
			case "si":
				if err := t.add(validUTF8(unescapeUnits(item))); err != nil {
					return err
				}
			case "t":
				inText = false
			case "rPh":
				inAid = false
			case "sst":
				ended = true
			}
		}
	}
	if x.err == nil && !ended {
		x.broken()
	}
	return errors.Join(x.err, t.finish())
}

// unescapeUnits replaces _x000D_ and the like, with which Excel writes characters that XML cannot hold.
func unescapeUnits(text []byte) []byte {
	if !bytes.Contains(text, []byte("_x")) {
		return text
	}
	var out []byte
	for len(text) > 0 {
		if len(text) >= 7 && text[0] == '_' && text[1] == 'x' && text[6] == '_' {
			if n, err := strconv.ParseUint(string(text[2:6]), 16, 16); err == nil && n > 0 {
				out = append(out, string(rune(n))...)
				text = text[7:]
				continue
			}
		}
		out, text = append(out, text[0]), text[1:]
	}
	return out
}
