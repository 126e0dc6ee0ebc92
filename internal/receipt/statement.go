package receipt

import (
	"bytes"
	"encoding/json"
	"math"
	"strconv"
	"time"
)

// Format is the version of the form that this program writes.
const Format = 1

// The kinds of receipt.
const (
	ForSubmission = "submission" // a file whose values were written
	ForReturn     = "return"     // a return that was handed in
)

// Statement is what a receipt says. Number, Issued, Product, Audit and Key are filled by whoever issues it.
type Statement struct {
	Format  int       `json:"format"`
	Product string    `json:"product"` // with its version
	Kind    string    `json:"kind"`    // ForSubmission or ForReturn
	Number  int64     `json:"number"`  // of the receipt
	Issued  time.Time `json:"issued"`
	Key     string    `json:"key"` // fingerprint of the key it is signed with

	Received Received `json:"received"`
	File     *File    `json:"file,omitempty"` // nil: typed into the form
	Report   Report   `json:"report"`
	Values   Values   `json:"values"`
	Audit    Head     `json:"audit"`

	// Subject is what audit rows call it (maturity.ReturnSubject); it is not part of what is signed. A submission's is known
	// from its number.
	Subject string `json:"-"`
}

// Received says what was received, when and from whom.
type Received struct {
	At           time.Time `json:"at"`
	By           string    `json:"by"`                     // pseudonym of the account, or "command"; never a name
	Submission   int64     `json:"submission,omitempty"`   // number of the submission
	Return       int64     `json:"return,omitempty"`       // number of the return
	Round        int       `json:"round,omitempty"`        // of the return
	Collection   string    `json:"collection,omitempty"`   // id
	Organisation string    `json:"organisation,omitempty"` // code
	Name         string    `json:"name,omitempty"`         // of the organisation
	Period       string    `json:"period,omitempty"`       // code
	Hash         string    `json:"hash,omitempty"`         // hexadecimal SHA-256 of the return's values, what an approval signs
}

// File is the file as it was received.
type File struct {
	Name   string `json:"name"`
	Size   int64  `json:"size"`   // bytes
	SHA256 string `json:"sha256"` // hexadecimal
}

// Report is what came of checking it.
type Report struct {
	Rows      int64   `json:"rows"`
	New       int64   `json:"new"`
	Changed   int64   `json:"changed"`
	Unchanged int64   `json:"unchanged"`
	HeldBack  int64   `json:"held_back"`
	Issues    []Issue `json:"issues,omitempty"`
}

// Issue is a kind of finding with how often it occurred.
type Issue struct {
	Rule    string `json:"rule"`
	Level   string `json:"level"`
	Count   int64  `json:"count"`
	Message string `json:"message"`
}

// Values are the figures as they were taken in.
type Values struct {
	Count  int64   `json:"count"`  // how many there are in all
	Listed bool    `json:"listed"` // whether all are listed; a large file is proved by its hash alone
	Rows   []Value `json:"rows,omitempty"`
}

// Value is one figure. Numbers are written by Number; "" is not given.
type Value struct {
	Organisation string `json:"organisation"` // code
	Measure      string `json:"measure"`      // id
	Period       string `json:"period"`       // code
	State        string `json:"state"`        // reported, nil_return ...
	Value        string `json:"value,omitempty"`
	Numerator    string `json:"numerator,omitempty"`
	Denominator  string `json:"denominator,omitempty"`
}

// Head is the newest link of the audit chain when the receipt was issued: a chain that was cut or written anew since does
// not hold it.
type Head struct {
	Seq  int64  `json:"seq"`
	Hash string `json:"hash"` // hexadecimal
}

// Number writes a figure in its one form. NaN is not given.
func Number(v float64) string {
	if math.IsNaN(v) {
		return ""
	}
	return strconv.FormatFloat(v+0, 'f', -1, 64) // +0: there is one zero
}

// MostValues is how many figures a receipt lists at most.
const MostValues = 2000

// canonical is v in the form that is signed.
func canonical(v any) ([]byte, error) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(out.Bytes(), []byte("\n")), nil
}

// instant is a time as exactly as the form writes it.
func instant(t time.Time) time.Time { return t.UTC().Truncate(time.Microsecond) }

// parts are the sections of a statement by name, in a fixed order, for saying which was changed.
func (s Statement) parts() []part {
	head := s
	head.Received, head.File, head.Report, head.Values, head.Audit = Received{}, nil, Report{}, Values{}, Head{}
	return []part{
		{"head", "the kind, number, time of issue, product or key", head},
		{"received", "what was received, when or from whom", s.Received},
		{"file", "the file's name, size or hash", s.File},
		{"report", "the report", s.Report},
		{"values", "the values", s.Values},
		{"audit", "the place in the audit chain", s.Audit},
	}
}

type part struct {
	name, words string
	content     any
}
