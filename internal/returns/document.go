package returns

import (
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"waymark/internal/maturity"
)

// heading is the first line of a document. The column of a value is what where-from points at.
var heading = []string{"collection", "organisation", "period", "measure", "state", "value", "numerator", "denominator", "comment", "confirmed_from"}

const valueColumn = 6

// Document is the canonical text of a return's values: a heading and a line a measure, in order of measure id. The same
// values always give the same bytes; what approvals sign is their hash.
func Document(file maturity.ReturnFile) []byte {
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	_ = w.Write(heading) // a buffer takes everything
	for _, v := range sorted(file.Values) {
		_ = w.Write([]string{file.Collection, file.Body.Code, file.Period.Code(), v.Measure, v.State.String(), number(v.Value), number(v.Numerator), number(v.Denominator),
			v.Comment, v.Confirmed})
	}
	w.Flush()
	return out.Bytes()
}

// Hash is the hexadecimal SHA-256 of a document.
func Hash(document []byte) string {
	sum := sha256.Sum256(document)
	return hex.EncodeToString(sum[:])
}

func sorted(values []maturity.ReturnValue) []maturity.ReturnValue {
	values = slices.Clone(values)
	slices.SortFunc(values, func(a, b maturity.ReturnValue) int { return strings.Compare(a.Measure, b.Measure) })
	return values
}

// number is the shortest text that reads back as the same number; "" for none.
func number(n float64) string {
	if math.IsNaN(n) {
		return ""
	}
	if n == 0 {
		n = 0 // -0 is the same value
	}
	return strconv.FormatFloat(n, 'f', -1, 64)
}

// Statement is what an approval signs.
func Statement(file maturity.ReturnFile, by string, at time.Time) []byte {
	return []byte(strings.Join([]string{"waymark approval 1", file.Collection, file.Body.Code, file.Period.Code(), strconv.Itoa(file.Round), file.Hash, by,
		at.UTC().Format(time.RFC3339Nano)}, "\n") + "\n")
}

// observations are the values as they are published: each knows its line of the document. What was read in an uploaded file
// stays with the return, which knows the cell it stood in.
func observations(file maturity.ReturnFile, source string) []maturity.Observation {
	var out []maturity.Observation
	for i, v := range sorted(file.Values) {
		out = append(out, maturity.Observation{Organisation: file.Organisation, Measure: v.Measure, Period: file.Period, Source: source, State: v.State, Value: v.Value,
			Numerator: v.Numerator, Denominator: v.Denominator, Cell: maturity.Cell{Row: i + 2, Column: valueColumn}})
	}
	return out
}

// Subject names a return in the audit.
func Subject(key maturity.ReturnKey) string { return maturity.ReturnSubject(key) }
