package proof

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"
	"time"

	"waymark/internal/maturity"
)

// chainForm begins what every link hashes.
const chainForm = "waymark audit 1"

// LinkHash is the hash that a line has at a place in the chain, in hexadecimal: SHA-256 over its fields, each as its length
// in bytes, a colon, its text and a comma. The database computes the same when a row is linked.
func LinkHash(seq int64, previous string, l maturity.AuditLine) string {
	var text strings.Builder
	for _, field := range []string{chainForm, strconv.FormatInt(seq, 10), previous, strconv.FormatInt(l.ID, 10),
		l.At.UTC().Format("2006-01-02T15:04:05.000000Z"), l.Account, l.Action, l.Subject, l.RequestID, l.Detail} {
		text.WriteString(strconv.Itoa(len(field)) + ":" + field + ",")
	}
	sum := sha256.Sum256([]byte(text.String()))
	return hex.EncodeToString(sum[:])
}

// beforeFirst is the hash that the first link names as the one before: that of nothing.
var beforeFirst = func() string { sum := sha256.Sum256(nil); return hex.EncodeToString(sum[:]) }()

// Kinds of fault in a chain.
const (
	RowChanged   = "changed"      // the row is not what was recorded
	RowMoved     = "moved"        // the row was recorded, at another place
	RowRemoved   = "removed"      // a row was recorded and is gone
	RowInserted  = "inserted"     // a row was put in past the chain
	ChainCut     = "cut"          // the chain ends before its head, or before what a receipt saw
	ChainAnew    = "written_anew" // the chain holds together, but a receipt saw another
	HeadChanged  = "head_changed" // the head is not the newest link
	ReceiptFault = "receipt"      // a receipt does not hold by itself
)

// Fault is something wrong with the chain.
type Fault struct {
	Kind     string    `json:"kind"`
	Seq      int64     `json:"seq,omitempty"` // link; 0: none
	Row      int64     `json:"row,omitempty"` // id of the audit row; 0: not known
	At       time.Time `json:"at,omitzero"`   // of the row
	Sentence string    `json:"sentence"`
}
