package maturity

import (
	"strconv"
	"strings"
	"time"
)

// BoardCopy is one version of a copy of a board that somebody edits. A version is never overwritten.
type BoardCopy struct {
	ID           int64
	Organisation OrganisationID // whose copy it is: that of the page on which it was made
	Base         string         // id of the board it was copied from; "" where it was brought as a text
	BaseHash     string         // of that board when it was copied
	Title        string
	Version      int64  // from 1
	Text         string // YAML, as its author left it
	Restored     int64  // the version whose text this is once more; 0
	By           string // login
	At           time.Time
}

// Address is the id by which the copy opens as a board. No board that ships can have it: those have small letters only.
func (c BoardCopy) Address() string { return copyMark + strconv.FormatInt(c.ID, 10) }

const copyMark = "C"

// BoardCopyID is the number of a copy in the id of a board; ok is false where that is the id of no copy.
func BoardCopyID(board string) (id int64, ok bool) {
	text, is := strings.CutPrefix(board, copyMark)
	id, err := strconv.ParseInt(text, 10, 64)
	return id, is && err == nil && id > 0 && strconv.FormatInt(id, 10) == text
}

// BoardSubject is how the audit calls a copy of a board.
func BoardSubject(id int64) string { return "board " + copyMark + strconv.FormatInt(id, 10) }
