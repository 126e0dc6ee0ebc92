package store

import (
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// stagingColumns are the columns of a staging table in the order rowEncoder writes them.
const stagingColumns = `organisation_id, measure_id, period_kind, period_start, state, flags, value, numerator, denominator, sheet, cell_row, cell_column, seen`

// entryColumns are the columns that rows of forms have besides.
const entryColumns = `, comment, revision`

const stagingTable = `(
	organisation_id integer NOT NULL, measure_id smallint NOT NULL, period_kind smallint NOT NULL, period_start date NOT NULL,
	state smallint NOT NULL, flags smallint NOT NULL, value double precision, numerator double precision, denominator double precision,
	sheet smallint NOT NULL, cell_row integer NOT NULL, cell_column smallint NOT NULL, seen text,
	comment text, revision bigint) WITH (autovacuum_enabled = off)`

const (
	maxSeenBytes = 500
	maxSheets    = math.MaxInt16
)

// rowEncoder writes observations as lines of COPY text. It remembers the last measure, day and sheet, which rarely
// change from row to row.
type rowEncoder struct {
	refs   *refs
	order  *orderly
	sheets map[string]int16
	names  []string // of sheets, by number

	begun, entries bool // whether there was a row, and whether rows have what forms say besides

	measure   string
	measureID int16
	sheet     string
	sheetID   int16
	day       period.Day
	dayText   string
}

func newRowEncoder(r *refs, order *orderly) *rowEncoder {
	return &rowEncoder{refs: r, order: order, sheets: map[string]int16{}, sheetID: -1}
}

// append adds the line of o to buf, without an end of line.
func (e *rowEncoder) append(buf []byte, o maturity.Observation) ([]byte, error) {
	if !e.begun {
		e.begun, e.entries = true, o.Entry != nil
	}
	if err := e.lookUp(o); err != nil {
		return buf, err
	}
	if err := checkNumbers(o); err != nil {
		return buf, err
	}
	e.order.see(o, e.measureID)
	buf = strconv.AppendInt(buf, int64(o.Organisation), 10)
	buf = appendField(buf, int64(e.measureID))
	buf = appendField(buf, int64(o.Period.Kind))
	buf = append(buf, '\t')
	buf = append(buf, e.dayText...)
	buf = appendField(buf, int64(o.State))
	buf = appendField(buf, int64(o.Flags))
	buf = appendNumber(buf, o.Value)
	buf = appendNumber(buf, o.Numerator)
	buf = appendNumber(buf, o.Denominator)
	buf = appendField(buf, int64(e.sheetID))
	buf = appendField(buf, int64(o.Cell.Row))
	buf = appendField(buf, int64(o.Cell.Column))
	buf = appendSeen(buf, o.Seen, maxSeenBytes)
	if !e.entries {
		return buf, nil
	}
	return appendEntry(buf, o.Entry), nil
}

// columns are those of the rows written so far.
func (e *rowEncoder) columns() string {
	if e.entries {
		return stagingColumns + entryColumns
	}
	return stagingColumns
}

// maxCommentBytes is more than 2,000 characters can be.
const maxCommentBytes = 8000

// appendEntry writes an empty comment as one, not as NULL: NULL says that the file has no comments.
func appendEntry(buf []byte, entry *maturity.Entry) []byte {
	if entry == nil {
		return append(buf, '\t', '\\', 'N', '\t', '\\', 'N')
	}
	if entry.Comment == "" {
		buf = append(buf, '\t')
	} else {
		buf = appendSeen(buf, entry.Comment, maxCommentBytes)
	}
	return appendField(buf, entry.Revision)
}

func (e *rowEncoder) lookUp(o maturity.Observation) error {
	if o.Measure != e.measure || e.measureID == 0 {
		id, ok := e.refs.measureID[o.Measure]
		if !ok {
			return maturity.Errorf(maturity.Internal, "Measure %s has no number in the database.", o.Measure)
		}
		e.measure, e.measureID = strings.Clone(o.Measure), id
	}
	if o.Cell.Sheet != e.sheet || e.sheetID < 0 {
		if err := e.lookUpSheet(o.Cell.Sheet); err != nil {
			return err
		}
	}
	if o.Period.Start != e.day || e.dayText == "" {
		e.day, e.dayText = o.Period.Start, o.Period.Start.String()
	}
	return nil
}

func (e *rowEncoder) lookUpSheet(name string) error {
	id, ok := e.sheets[name]
	if !ok {
		if len(e.names) >= maxSheets {
			return maturity.Errorf(maturity.Invalid, "The workbook has too many sheets.")
		}
		name = strings.Clone(name)
		id = int16(len(e.names))
		e.sheets[name], e.names = id, append(e.names, name)
	}
	e.sheet, e.sheetID = name, id
	return nil
}

func checkNumbers(o maturity.Observation) error {
	for _, n := range [...]float64{o.Value, o.Numerator, o.Denominator} {
		if math.IsInf(n, 0) {
			return maturity.Errorf(maturity.Invalid, "The number in %s is too large to be kept.", o.Cell)
		}
	}
	if o.State == maturity.Reported && math.IsNaN(o.Value) {
		return maturity.Errorf(maturity.Invalid, "The value in %s is not a number.", o.Cell)
	}
	return nil
}

func appendField(buf []byte, n int64) []byte { return strconv.AppendInt(append(buf, '\t'), n, 10) }

func appendNumber(buf []byte, n float64) []byte {
	buf = append(buf, '\t')
	if math.IsNaN(n) {
		return append(buf, '\\', 'N')
	}
	if whole := int64(n); float64(whole) == n && whole > -1e15 && whole < 1e15 { // also makes -0 a plain 0
		return strconv.AppendInt(buf, whole, 10)
	}
	return strconv.AppendFloat(buf, n, 'g', -1, 64)
}

// appendSeen writes text in the escapes of COPY; "" becomes NULL. What the database cannot hold is replaced.
func appendSeen(buf []byte, text string, most int) []byte {
	if text == "" {
		return append(buf, '\t', '\\', 'N')
	}
	buf = append(buf, '\t')
	start := len(buf)
	for _, r := range text {
		if len(buf)-start > most {
			return append(buf, "…"...)
		}
		switch r {
		case '\\':
			buf = append(buf, '\\', '\\')
		case '\t':
			buf = append(buf, '\\', 't')
		case '\n':
			buf = append(buf, '\\', 'n')
		case '\r':
			buf = append(buf, '\\', 'r')
		case 0:
			buf = utf8.AppendRune(buf, utf8.RuneError)
		default:
			buf = utf8.AppendRune(buf, r)
		}
	}
	return buf
}
